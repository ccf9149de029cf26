#include "scenarios/oracle/circumstances.h"

#include <algorithm>

namespace ikp::scenarios::oracle {
namespace {

const Action* ActionOf(const Model& model, const Act& act) {
  const auto& actions = model.scenario().actions;
  if (!act.done || act.action < 0 || static_cast<std::size_t>(act.action) >= actions.size()) return nullptr;
  return &actions[static_cast<std::size_t>(act.action)];
}

void AddOnce(std::vector<int>& list, int value) {
  if (value >= 0 && std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

bool IsClockFault(const Fault& fault) {
  return fault.kind == FaultKind::kClockStep || fault.kind == FaultKind::kClockDrift;
}

}  // namespace

bool ClockFaulty(const Model& model) {
  const auto& faults = model.scenario().faults;
  return std::any_of(faults.begin(), faults.end(), IsClockFault);
}

bool PcClockFaulty(const Model& model) {
  const auto& faults = model.scenario().faults;
  return std::any_of(faults.begin(), faults.end(),
                     [](const Fault& fault) { return fault.kind == FaultKind::kPcClockWrong; });
}

bool ReadsHiddenAccounts(const Model& model) {
  const auto& switches = model.scenario().desktop_switches;
  const auto found = switches.find("pd.reads_hidden_accounts");
  return found == switches.end() || found->second != "false";
}

bool WasHidden(const Model& model, std::string_view tenant, std::string_view id, Sequence until) {
  if (!ReadsHiddenAccounts(model)) {
    const auto was = [&](const auto& version) {
      return version.hidden && version.seq < until && version.tenant == tenant && SameId(version.id, id);
    };
    const auto& history = model.history();
    if (std::any_of(history.procare_families.begin(), history.procare_families.end(), was)) return true;
    if (std::any_of(history.procare_children.begin(), history.procare_children.end(), was)) return true;
  }
  const auto& rows = model.history().hidden_rows;
  return std::any_of(rows.begin(), rows.end(), [&](const HiddenRow& row) {
    return row.seq < until && row.tenant == tenant && SameId(row.id, id);
  });
}

bool MayBeUnseen(const Model& model, const Model::ProcareChild& record, Sequence until) {
  return WasHidden(model, record.tenant, record.id, until) ||
         WasHidden(model, record.tenant, model.First(record).first_family, until);
}

Milliseconds ClockSlack(const Model& model) {
  Milliseconds slack{0};
  for (const auto& fault : model.scenario().faults) {
    if (fault.kind == FaultKind::kClockStep) slack += std::chrono::abs(fault.ms);
    if (fault.kind == FaultKind::kClockDrift) {
      const auto lasts = fault.lasts.count() > 0 ? fault.lasts : model.scenario().safety_ends;
      slack += Milliseconds(lasts.count() / 1'000'000 * std::abs(fault.number)) + std::chrono::minutes(1);
    }
  }
  return slack;
}

bool SecondEngine(const Model& model) {
  const auto& lives = model.history().lives;
  return std::any_of(lives.begin(), lives.end(), [](const EngineLife& life) { return life.second; });
}

int Decisions(const Model& model, const std::vector<int>& families, Decision which, Sequence before) {
  int decisions = 0;
  for (const auto& act : model.history().acts) {
    if (act.seq > before) break;
    const auto* action = ActionOf(model, act);
    if (action == nullptr) continue;
    const bool create = action->kind == ActionKind::kApproveCreate;
    const bool link = action->kind == ActionKind::kApproveLink && which == Decision::kAny;
    if (!create && !link) continue;
    if (std::find(families.begin(), families.end(), action->family) != families.end()) ++decisions;
  }
  return decisions;
}

std::vector<int> HouseholdsOf(const Model& model, std::string_view iks_family) {
  std::vector<int> households;
  for (const auto& version : model.history().iks_families) {
    if (version.id == iks_family || version.merged_into == iks_family) AddOnce(households, version.family);
  }
  return households;
}

std::vector<int> HouseholdsOf(const Model& model, const Model::IksChild& child) {
  std::vector<int> households;
  AddOnce(households, child.person.family);
  for (const auto family : IksFamiliesOf(model, child, UINT32_MAX)) {
    for (const int household : HouseholdsOf(model, family)) AddOnce(households, household);
  }
  return households;
}

std::vector<std::string_view> IksFamiliesOf(const Model& model, const Model::IksChild& child, Sequence before) {
  std::vector<std::string_view> families;
  for (const int index : child.versions) {
    const auto& version = model.history().iks_children[static_cast<std::size_t>(index)];
    if (version.seq > before) break;
    if (std::find(families.begin(), families.end(), version.family) == families.end()) {
      families.push_back(version.family);
    }
  }
  return families;
}

Instant LookedFrom(const Model& model, const Exchange& write, const std::vector<std::string_view>& iks_families,
                   std::string_view school) {
  // A nightly that meets an edited child reads its family too; so of readings close to each other the first counts.
  constexpr auto kClose = std::chrono::minutes(10);
  const auto& exchanges = model.history().exchanges;
  const auto& reads = model.traffic().family_reads;
  const Exchange* looked = nullptr;
  for (auto index = reads.rbegin(); index != reads.rend(); ++index) {
    const auto& read = exchanges[static_cast<std::size_t>(*index)];
    if (read.engine != write.engine || read.sent_seq >= write.sent_seq) continue;
    if (looked != nullptr && looked->sent - read.sent > kClose) break;
    const auto id = IdInPath(read.path);
    if (std::find(iks_families.begin(), iks_families.end(), id) != iks_families.end()) looked = &read;
  }
  if (looked != nullptr) return looked->sent;
  const auto& lists = model.traffic().school_lists;
  for (auto index = lists.rbegin(); index != lists.rend(); ++index) {
    const auto& list = exchanges[static_cast<std::size_t>(*index)];
    if (list.engine != write.engine || list.sent_seq >= write.sent_seq || list.tenant != write.tenant) continue;
    if (SameId(QueryIn(list.path, "school_id"), school)) return list.sent;
  }
  return write.sent;
}

const std::string& ZoneOf(const Model& model, int site) {
  const auto& sites = model.scenario().sites;
  const auto index = static_cast<std::size_t>(site);
  const std::string* zone = index < sites.size() ? &sites[index].zone : &model.history().sites[index].zone;
  for (const auto& act : model.history().acts) {
    const auto* action = ActionOf(model, act);
    if (action != nullptr && action->kind == ActionKind::kUpdateZone && action->site == site) zone = &action->value;
  }
  return *zone;
}

bool ZoneChanged(const Model& model, int site) {
  const auto& acts = model.history().acts;
  return std::any_of(acts.begin(), acts.end(), [&](const Act& act) {
    const auto* action = ActionOf(model, act);
    return action != nullptr && action->kind == ActionKind::kUpdateZone && action->site == site;
  });
}

std::vector<std::string_view> NewRoomNames(const Model& model, int site) {
  std::vector<std::string_view> names;
  for (const auto& act : model.history().acts) {
    const auto* action = ActionOf(model, act);
    if (action == nullptr || action->kind != ActionKind::kRenameRoom) continue;
    if (action->site < 0 || action->site == site) names.push_back(action->value);
  }
  // Rooms and children are read one after the other, so a renamed room may be called by its old name for a while.
  const auto index = static_cast<std::size_t>(site);
  if (!names.empty() && index < model.scenario().sites.size()) {
    for (const auto& room : model.scenario().sites[index].rooms) names.push_back(room);
  }
  return names;
}

bool RoomClosed(const Model& model, int site) {
  const auto& acts = model.history().acts;
  return std::any_of(acts.begin(), acts.end(), [&](const Act& act) {
    const auto* action = ActionOf(model, act);
    return action != nullptr && action->kind == ActionKind::kCloseRoom && (action->site < 0 || action->site == site);
  });
}

bool OutcomeUnknown(const Exchange& exchange) {
  if (exchange.known_not_sent) return false;
  // A 4xx says that nothing was done, 2xx that it was; but for 408 and a lost token the rest may mean anything.
  const bool told = exchange.fate == Fate::kAnswered && exchange.status >= 200 && exchange.status < 500 &&
                    exchange.status != 408 && exchange.status != 404;
  return !told;
}

}  // namespace ikp::scenarios::oracle
