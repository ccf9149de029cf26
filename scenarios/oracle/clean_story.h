// CleanStory: a history in which nothing is wrong, for the tests of checkers, which then spoil it.
//
// Two mapped sites with a tenant each ("site-0": loc-0, tenant-0, school-0; "site-1" likewise) and an unmapped one
// ("site-2"). The child of family 0 is enrolled at site 0; the engine is told, reads, creates family and child, puts
// the child on hold, links both, and writes back to IKS at night. What a test adds comes after that, in order.
#pragma once

#include <string>

#include "scenarios/oracle/model.h"
#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::oracle {

class CleanStory {
 public:
  CleanStory();

  Scenario scenario;
  History history;

  using Check = void (*)(const Model&, Findings&);
  // What one checker says about it.
  Findings Judged(Check check) const;

  Instant now() const { return now_; }
  void Wait(domain::Milliseconds time) { now_ += time; }
  Sequence Next() { return ++sequence_; }

  // A request that was answered at once with `status`; 40 ms pass.
  Exchange& Send(Peer peer, std::string method, std::string path, int status, std::string body = {});
  // The same, to Procare's tenant-0, in the name of an intent.
  Exchange& Act(std::string method, std::string path, std::string body, std::string intent);
  ports::AuditEntry& Note(std::string event, std::string child, std::string details, std::string family = "fam-0");
  IksChildVersion& ChildVersion(std::string id, std::string family, std::string location, std::string status);
  Webhook& Tell(std::string child, std::string location, std::string status, std::string event, int http_status = 200);
  LogLine& Log(std::string text);
  // A family of the scenario with one child; returns its index.
  int AddFamily(std::string last_name, std::string first_name);
  ports::PushState& State(std::string child, ports::PushPhase phase, domain::Reason reason, int site);
  ports::Link& Link(ports::LinkKind kind, std::string iks_id, std::string procare_id, int site);
  // A fault of the scenario that begins now.
  Fault& Begin(FaultKind kind, System where);

  // Everything heals now, and days pass until all has come to rest.
  void End();

 private:
  void TellTheStory();

  Instant now_;
  Sequence sequence_ = 0;
};

// "kind kind": what a test compares.
std::string KindsOf(const Findings& findings);

}  // namespace ikp::scenarios::oracle
