#include "engine/explain/status_text.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/domain/reason.h"
#include "engine/explain/nightly_summary.h"
#include "engine/explain/table.h"
#include "engine/explain/time_text.h"
#include "engine/explain/words.h"

namespace ikp::explain {
namespace {

using domain::Describe;
using domain::Reason;
using ports::NightlyOutcome;
using ports::PushPhase;

int InPhase(const std::vector<PhaseCount>& counts, PushPhase phase) {
  int children = 0;
  for (const auto& count : counts) children += count.phase == phase ? count.children : 0;
  return children;
}

Cell Number(int number, Colour colour_of_some = Colour::kNone) {
  return {std::to_string(number), number > 0 ? colour_of_some : Colour::kNone, true};
}

Cell NightlyCell(const std::optional<ports::NightlyRun>& run) {
  if (!run) return {.text = "never yet"};
  const std::string text = run->local_date.str() + " " + std::string(ports::ToWord(run->outcome));
  switch (run->outcome) {
    case NightlyOutcome::kDone:
      return {text + ", " + Counted(SummaryOf(*run).changed, "change"), Colour::kGood};
    case NightlyOutcome::kRunning:
      return {.text = text};
    case NightlyOutcome::kIncomplete:
    case NightlyOutcome::kHeld:
      return {text, Colour::kWarning};
    case NightlyOutcome::kFailed:
      return {text, Colour::kBad};
  }
  return {.text = text};
}

std::string SitesText(const StatusFacts& facts, bool colour) {
  Table table({"site", "name", "next nightly", "last nightly", "linked", "retrying", "waiting", "held", "not sent"});
  for (const auto& site : facts.sites) {
    const TimeText times(site.zone, facts.now);
    table.Add({{.text = Clean(site.id.str())},
               {.text = Clean(site.name)},
               {.text = site.next_nightly ? times.Local(*site.next_nightly) + " " + times.zone_name() : "-"},
               NightlyCell(site.nightly),
               Number(InPhase(site.counts, PushPhase::kLinked)),
               Number(InPhase(site.counts, PushPhase::kRetrying), Colour::kWarning),
               Number(InPhase(site.counts, PushPhase::kWaitingForPerson), Colour::kWarning),
               Number(InPhase(site.counts, PushPhase::kRefused), Colour::kWarning),
               Number(InPhase(site.counts, PushPhase::kIgnored))});
  }
  return "Sites\n" + table.Text(colour);
}

bool NeedsAttention(const PhaseCount& count) {
  return count.phase != PushPhase::kLinked && count.phase != PushPhase::kIgnored && count.reason != Reason::kQueued;
}

// "3 children: missing_data (IKP-201). Complete the listed fields in IKS."
std::string CountLine(const std::string& where, const PhaseCount& count) {
  const auto& text = Describe(count.reason);
  return where + ": " + CountedChildren(count.children) + " " +
         (count.phase == PushPhase::kRetrying  ? "being retried"
          : count.phase == PushPhase::kRefused ? "held"
                                               : "waiting for a person") +
         ": " + std::string(text.word) + " (" + std::string(text.code) + "). " + std::string(text.next_action);
}

void AddNightlyLines(const SiteStatus& site, std::vector<std::pair<Colour, std::string>>& lines) {
  if (!site.nightly) return;
  const auto summary = SummaryOf(*site.nightly);
  const std::string where = Clean(site.id.str()) + ": the nightly of " + site.nightly->local_date.str();
  const auto outcome = site.nightly->outcome;
  if (outcome == NightlyOutcome::kHeld) {
    lines.emplace_back(Colour::kBad, where + " held " + Counted(summary.held, "status change") +
                                         ". If they are right: `tools/engine nightly --config FILE --site " +
                                         Clean(site.id.str()) + " --accept-mass-change`");
  } else if (outcome == NightlyOutcome::kFailed || outcome == NightlyOutcome::kIncomplete) {
    const auto& text = Describe(summary.problem.value_or(Reason::kSnapshotIncomplete));
    lines.emplace_back(outcome == NightlyOutcome::kFailed ? Colour::kBad : Colour::kWarning,
                       where + " is " + std::string(ports::ToWord(outcome)) + ": " + std::string(text.word) + " (" +
                           std::string(text.code) + "). " + std::string(text.what));
  }
  for (const auto& [word, children] : summary.unmapped_statuses) {
    lines.emplace_back(Colour::kWarning, where + " met the status \"" + Clean(word) + "\" at " +
                                             CountedChildren(children) + ", which is not in the site's status table.");
  }
  if (summary.missing > 0) {
    lines.emplace_back(Colour::kWarning, where + " did not find " + Counted(summary.missing, "linked record") +
                                             " in Procare. Nobody is withdrawn for that.");
  }
  if (summary.duplicates > 0) {
    lines.emplace_back(Colour::kWarning,
                       where + " found " + Counted(summary.duplicates, "possible duplicate") + " in Procare.");
  }
}

std::string AttentionText(const StatusFacts& facts, bool colour) {
  std::vector<std::pair<Colour, std::string>> lines;
  for (const auto& site : facts.sites) {
    AddNightlyLines(site, lines);
    for (const auto& count : site.counts) {
      const bool in_reviews = count.phase == PushPhase::kWaitingForPerson && !facts.reviews.empty();
      if (NeedsAttention(count) && !in_reviews) {
        lines.emplace_back(Colour::kWarning, CountLine(Clean(site.id.str()), count));
      }
    }
  }
  for (const auto& count : facts.unmapped) {
    if (NeedsAttention(count)) lines.emplace_back(Colour::kWarning, CountLine("no site", count));
  }
  if (lines.empty()) {
    return facts.reviews.empty() ? "\n" + Coloured("Nothing needs attention.", Colour::kGood, colour) + "\n" : "";
  }
  std::string out = "\nNeeds attention\n";
  for (const auto& [level, line] : lines) out += "  " + Coloured(line, level, colour) + "\n";
  return out;
}

std::string ReviewsText(const StatusFacts& facts, bool colour) {
  if (facts.reviews.empty()) return {};
  Table table({"review", "family", "child", "reason", "open since", "Procare candidates"});
  for (const auto& review : facts.reviews) {
    std::string candidates;
    for (const auto& one : review.candidates) candidates += (candidates.empty() ? "" : ", ") + Clean(one);
    table.Add({{.text = Clean(review.id.str()), .colour = Colour::kWarning},
               {.text = Clean(review.family.str())},
               {.text = review.child ? Clean(review.child->str()) : "-"},
               {.text = std::string(Describe(review.reason).word)},
               {.text = UtcMinute(review.opened_at)},
               {.text = candidates.empty() ? "-" : candidates}});
  }
  return "\nWaiting for a person\n" + table.Text(colour) +
         "  Decide: `tools/engine review decide REVIEW --config FILE --link CANDIDATE` or `--create`\n";
}

std::string WorkText(const StatusFacts& facts) {
  std::string out = "\nIn progress: " + Counted(static_cast<long long>(facts.pending_triggers), "trigger") +
                    " to be handled, " + Counted(static_cast<long long>(facts.open_intents.size()), "effect") +
                    " on Procare not settled";
  if (facts.open_intents.empty()) return out + "\n";
  const auto oldest =
      std::min_element(facts.open_intents.begin(), facts.open_intents.end(), [](const auto& a, const auto& b) {
        return a.created_at < b.created_at;
      })->created_at;
  return out + " (the oldest since " + TimeText(std::nullopt, facts.now).When(oldest) + ")\n";
}

}  // namespace

std::vector<PhaseCount> CountPhases(const std::vector<ports::PushState>& states,
                                    const std::optional<domain::SiteId>& site) {
  std::map<std::pair<PushPhase, Reason>, int> children;
  for (const auto& state : states) {
    if (state.site == site) ++children[{state.phase, state.reason}];
  }
  std::vector<PhaseCount> counts;
  for (const auto& [key, count] : children) counts.push_back({key.first, key.second, count});
  return counts;
}

std::string StatusToText(const StatusFacts& facts, bool colour) {
  return SitesText(facts, colour) + AttentionText(facts, colour) + ReviewsText(facts, colour) + WorkText(facts);
}

}  // namespace ikp::explain
