// Verdict: what the oracles say about one run. Judge runs every checker over one history; accounting is in the style of
// a bank statement: each child that reached a trigger status is counted once, and the sums must agree. A statement that
// shows something lost or unexpected is a finding, whatever the checkers say.
//
//   Verdict verdict = Judge(scenario, history);
//   if (!verdict.good()) Show(verdict.findings.front());
#pragma once

#include "scenarios/oracle/finding.h"
#include "scenarios/oracle/history.h"
#include "scenarios/oracle/model.h"

namespace ikp::scenarios::oracle {

struct Accounting {
  int triggered = 0;   // IKS children that people put into a trigger status, at a site
  int linked = 0;      // of those, at the end
  int waiting = 0;     // for a person, with a reason
  int refused = 0;     // with a reason
  int withdrawn = 0;   // left the trigger status again, moved away or were deleted before they were pushed
  int duplicated = 0;  // records in Procare beyond those that were meant, as I1 counts them
  int lost = 0;        // none of the above
  int recovered = 0;   // linked after a lost answer, by looking
  int unexpected = 0;  // records in Procare or links that nobody asked for
};

struct Verdict {
  Findings findings;  // the worst first: by invariant number, then by time
  Accounting accounting;
  bool good() const { return findings.empty(); }
};

Verdict Judge(const Scenario& scenario, const History& history);
Verdict Judge(const Model& model);  // when the caller needs the model too

// One function for each invariant, each in its own file; all append to `findings`.
void CheckNoDuplicate(const Model& model, Findings& findings);        // I1
void CheckNoLoss(const Model& model, Findings& findings);             // I2
void CheckOneTime(const Model& model, Findings& findings);            // I3
void CheckConvergence(const Model& model, Findings& findings);        // I4
void CheckNoFalseWithdrawal(const Model& model, Findings& findings);  // I5
void CheckNightlyOnce(const Model& model, Findings& findings);        // I6
void CheckOwnership(const Model& model, Findings& findings);          // I7
void CheckNoPingPong(const Model& model, Findings& findings);         // I8
void CheckIsolation(const Model& model, Findings& findings);          // I9
void CheckOrder(const Model& model, Findings& findings);              // I10
void CheckCrashSafety(const Model& model, Findings& findings);        // I11
void CheckPoliteness(const Model& model, Findings& findings);         // I12
void CheckPrivacy(const Model& model, Findings& findings);            // I13
void CheckExplained(const Model& model, Findings& findings);          // I14
void CheckBounded(const Model& model, Findings& findings);            // I15

// Of a history that the checkers have judged.
Accounting Account(const Model& model, const Findings& findings);

}  // namespace ikp::scenarios::oracle
