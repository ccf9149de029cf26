// The accounting of a run: each child that reached a trigger status is counted once.
#include <algorithm>
#include <set>
#include <string_view>

#include "scenarios/oracle/open_questions.h"
#include "scenarios/oracle/sent_body.h"
#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::oracle {
namespace {

// One more line of the statement for a child that was triggered.
void CountChild(const Model& model, const Model::IksChild& child, Accounting& sums) {
  ++sums.triggered;
  if (const auto* link = model.ChildLinkOf(child.id)) {
    ++sums.linked;
    if (link->origin == ports::LinkOrigin::kAdopted) ++sums.recovered;
    return;
  }
  const auto& last = model.Last(child);
  if (last.removed || !model.IsTriggerStatus(last.status)) {
    ++sums.withdrawn;
    return;
  }
  const auto* state = model.StateOf(child.id);
  if (state != nullptr && (state->phase == ports::PushPhase::kWaitingForPerson || BehindAQuestion(model, *state))) {
    ++sums.waiting;
  } else if (state != nullptr && state->phase == ports::PushPhase::kRefused) {
    ++sums.refused;
  } else {
    ++sums.lost;
  }
}

// Records that the engine made and that stand for nobody.
void CountUnexpected(const Model& model, Accounting& sums) {
  std::set<int> requests;
  for (const auto& record : model.procare_children()) {
    // A request that the network delivers twice may make two records; that is not the engine's doing.
    if (record.created_by < 0 || !record.meant.empty() || !requests.insert(record.created_by).second) continue;
    const auto& first = model.history().procare_children[static_cast<std::size_t>(record.versions.front())];
    // What appears in Procare by itself while a request is handled there has another name.
    const auto& request = model.history().exchanges[static_cast<std::size_t>(record.created_by)];
    if (RawTextIn(request.body, "first_name") == first.first_name) ++sums.unexpected;
  }
}

}  // namespace

Accounting Account(const Model& model, const Findings& findings) {
  Accounting sums;
  std::set<std::string_view> triggered;
  for (const auto& trigger : model.triggers()) {
    const auto& child = model.iks_children()[static_cast<std::size_t>(trigger.iks_child)];
    if (triggered.insert(child.id).second) CountChild(model, child, sums);
  }
  CountUnexpected(model, sums);
  sums.duplicated = static_cast<int>(std::count_if(findings.begin(), findings.end(),
                                                   [](const Finding& one) { return one.kind == "duplicate_child"; }));
  for (const auto& link : model.history().opinion.links) {
    if (link.kind == ports::LinkKind::kChild && !triggered.contains(link.iks_id)) ++sums.unexpected;
  }
  return sums;
}

}  // namespace ikp::scenarios::oracle
