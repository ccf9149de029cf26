#include "scenarios/oracle/verdict.h"

#include <algorithm>
#include <tuple>

namespace ikp::scenarios::oracle {

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
  verdict.accounting = Account(model);
  return verdict;
}

}  // namespace ikp::scenarios::oracle
