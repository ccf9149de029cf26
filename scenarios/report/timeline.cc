#include "scenarios/report/timeline.h"

#include <algorithm>
#include <array>
#include <utility>

#include "scenarios/report/describe.h"

namespace ikp::scenarios::report {
namespace {

using oracle::History;

Lane LaneOf(ActionKind kind) {
  switch (PlaceOf(kind)) {
    case Place::kIks:
      return Lane::kIks;
    case Place::kProcare:
      return Lane::kProcare;
    default:
      return Lane::kEngine;
  }
}

Lane LaneOf(System system) {
  switch (system) {
    case System::kIks:
      return Lane::kIks;
    case System::kProcare:
      return Lane::kProcare;
    case System::kEngine:
      return Lane::kEngine;
    case System::kAgent:
    case System::kProgram:
      return Lane::kProcare;
    default:
      return Lane::kFaults;
  }
}

// Faults of the engine's process and machine need not say where.
Lane LaneOf(const Fault& fault) {
  if (IsAtPc(fault.kind)) return Lane::kProcare;
  if (fault.kind >= FaultKind::kCrash) return Lane::kEngine;
  if (fault.kind >= FaultKind::kWebhookDropped) return Lane::kIks;
  return LaneOf(fault.where);
}

void AddActs(const Scenario& scenario, const History& history, const Concern& concern, Timeline& timeline) {
  for (const auto& act : history.acts) {
    Entry entry{.seq = act.seq, .at = act.at, .kind = EntryKind::kAct, .from = Lane::kPeople};
    if (act.action >= 0 && static_cast<std::size_t>(act.action) < scenario.actions.size()) {
      const Action& action = scenario.actions[static_cast<std::size_t>(act.action)];
      entry.to = LaneOf(action.kind);
      entry.text = Describe(scenario, action);
      entry.label = WhoDoes(action.kind);
      entry.important = concern.Concerns(action);
      entry.detail = act.what;
    } else {
      entry.text = act.what;
    }
    if (!act.done) entry.mark = "not possible then";
    timeline.push_back(std::move(entry));
  }
}

void AddFaults(const Scenario& scenario, const History& history, Timeline& timeline) {
  for (const auto& event : history.faults) {
    Entry entry{
        .seq = event.seq, .at = event.at, .kind = EntryKind::kFault, .from = Lane::kFaults, .to = Lane::kFaults};
    entry.label = event.begins ? "fault" : "fault ends";
    if (event.fault >= 0 && static_cast<std::size_t>(event.fault) < scenario.faults.size()) {
      const Fault& fault = scenario.faults[static_cast<std::size_t>(event.fault)];
      entry.to = LaneOf(fault);
      entry.text = (event.begins ? "" : "Over: ") + Describe(fault);
      entry.detail = event.what;
    } else {
      entry.text = event.what.empty() ? "Everything heals" : event.what;
    }
    timeline.push_back(std::move(entry));
  }
}

void AddLives(const History& history, Timeline& timeline) {
  for (const auto& life : history.lives) {
    const std::string name = "Engine process " + std::to_string(life.engine);
    Entry start{.seq = life.started_seq, .at = life.started, .kind = EntryKind::kStart, .engine = life.engine};
    start.label = "starts";
    start.text = name + " starts" + (life.second ? " beside the other one, by mistake" : "");
    timeline.push_back(std::move(start));
    if (life.died_seq == 0) continue;
    Entry death{.seq = life.died_seq, .at = life.died, .kind = EntryKind::kDeath, .engine = life.engine};
    death.label = life.cause.empty() ? "dies" : life.cause;
    death.text = name + " dies" + (life.cause.empty() ? "" : ": " + life.cause);
    timeline.push_back(std::move(death));
  }
}

void AddNotes(const History& history, const Concern& concern, const TimelineOptions& options, Timeline& timeline) {
  const auto add = [&](const auto& line, std::string label, const std::string& text) {
    Entry entry{.seq = line.seq, .at = line.at, .kind = EntryKind::kNote, .engine = line.engine};
    entry.label = std::move(label);
    entry.text = text;
    entry.important = concern.Mentions(text);
    timeline.push_back(std::move(entry));
  };
  if (options.log_lines) {
    for (const auto& line : history.log) add(line, "log", line.text);
  }
  if (options.durable_writes) {
    for (const auto& write : history.writes) add(write, "store", write.what.empty() ? "a durable write" : write.what);
  }
}

void AddPhases(const History& history, Timeline& timeline) {
  const auto add = [&](oracle::Sequence seq, oracle::Instant at, std::string label, std::string text) {
    Entry entry{.seq = seq, .at = at, .kind = EntryKind::kPhase, .from = Lane::kPeople, .to = Lane::kProcare};
    entry.label = std::move(label);
    entry.text = std::move(text);
    timeline.push_back(std::move(entry));
  };
  if (history.healed_seq != 0) {
    add(history.healed_seq, history.healed, "healed",
        "People stop and everything heals: from here on the world must converge");
  }
  if (history.converged_seq != 0) {
    add(history.converged_seq, history.converged_by, "converged by",
        "Each site has had one complete nightly: from here on nothing may change any more");
  }
}

bool SameCall(const Entry& before, const Entry& after) {
  return before.exchange >= 0 && before.exchange == after.exchange && before.engine == after.engine;
}

}  // namespace

std::string_view NameOf(Lane lane) {
  constexpr std::array<std::string_view, 5> kNames = {"people", "IKS", "engine", "Procare", "faults"};
  return kNames.at(static_cast<std::size_t>(lane));
}

Timeline TimelineOf(const Scenario& scenario, const History& history, const oracle::Findings& findings,
                    const TimelineOptions& options) {
  const Concern concern(scenario, history, findings);
  Timeline timeline;
  AddActs(scenario, history, concern, timeline);
  AddFaults(scenario, history, timeline);
  AddLives(history, timeline);
  AddExchanges(history, concern, timeline);
  AddWebhooks(history, concern, timeline);
  AddRecords(history, concern, timeline);
  AddNotes(history, concern, options, timeline);
  AddPhases(history, timeline);
  // A lost answer shares its number with what the request did last; it leaves after that.
  const auto place = [](const Entry& entry) {
    return std::pair(entry.seq, entry.kind == EntryKind::kAnswer && entry.arrival == Arrival::kLost);
  };
  std::stable_sort(timeline.begin(), timeline.end(),
                   [&](const Entry& a, const Entry& b) { return place(a) < place(b); });
  return timeline;
}

Timeline JoinCalls(const Timeline& timeline) {
  Timeline joined;
  for (const auto& entry : timeline) {
    Entry* last = joined.empty() ? nullptr : &joined.back();
    const bool follows = last != nullptr && SameCall(*last, entry) && last->arrival == Arrival::kArrives;
    if (follows && last->kind == EntryKind::kRequest && entry.kind == EntryKind::kHandled) {
      if (last->mark.empty()) last->mark = entry.mark;
      continue;
    }
    if (follows && last->kind == EntryKind::kRequest && entry.kind == EntryKind::kAnswer &&
        entry.arrival == Arrival::kArrives && entry.from != entry.to) {
      last->kind = EntryKind::kCall;
      last->status = entry.status;
      last->label += " → " + entry.label;
      last->important = last->important || entry.important;
      if (last->mark.empty()) last->mark = entry.mark;
      continue;
    }
    joined.push_back(entry);
  }
  return joined;
}

}  // namespace ikp::scenarios::report
