#include "scenarios/oracle/verdict.h"

#include <algorithm>
#include <string>
#include <tuple>

namespace ikp::scenarios::oracle {

namespace {

// Two ways of counting must come to the same: no checker saw anything wrong, so the statement shows nothing either.
void CheckStatement(const Accounting& sums, Instant at, Findings& findings) {
  const bool balanced = sums.triggered == sums.linked + sums.waiting + sums.refused + sums.withdrawn + sums.lost;
  if (balanced && sums.lost == 0 && sums.unexpected == 0) return;
  findings.push_back({.invariant = sums.unexpected > 0 ? 1 : 2,
                      .kind = "statement",
                      .sentence = "The statement of the run shows " + std::to_string(sums.lost) + " lost and " +
                                  std::to_string(sums.unexpected) +
                                  " unexpected, or does not balance, though no checker saw it.",
                      .at = at});
}

}  // namespace

Verdict Judge(const Scenario& scenario, const History& history) {
  const Model model(scenario, history);
  return Judge(model);
}

Verdict Judge(const Model& model) {
  Verdict verdict;
  for (const auto check : {CheckNoDuplicate, CheckNoLoss, CheckOneTime, CheckConvergence, CheckNoFalseWithdrawal,
                           CheckNightlyOnce, CheckOwnership, CheckNoPingPong, CheckIsolation, CheckOrder,
                           CheckCrashSafety, CheckPoliteness, CheckPrivacy, CheckExplained, CheckBounded}) {
    check(model, verdict.findings);
  }
  std::stable_sort(verdict.findings.begin(), verdict.findings.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.invariant, a.at) < std::tie(b.invariant, b.at);
  });
  verdict.accounting = Account(model, verdict.findings);
  if (verdict.good()) CheckStatement(verdict.accounting, model.history().ended, verdict.findings);
  return verdict;
}

}  // namespace ikp::scenarios::oracle
