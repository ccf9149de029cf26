// FaultBoard: the faults of the scenario that are in force, and what they do to each message. Faults of the network are
// decided when a message leaves, faults of a system when it arrives there. A fault is used up after its `count`, over
// after `lasts`, and gone when everything heals.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/domain/instant.h"
#include "scenarios/scenario/scenario.h"
#include "simulators/kit/simulator.h"

namespace ikp::scenarios {

// A request of the engine, as far as faults look at it.
struct MessageFacts {
  System peer = System::kAny;  // kIks or kProcare; kAgent, kProgram: from an agent to the engine, to the program
  std::string_view method;
  bool login = false;
  bool later_page = false;  // of a list, not its first
};

// What the network does to one request and its answer.
struct NetworkEffect {
  bool request_lost = false;
  bool not_sent = false;  // together with request_lost: the connection could not even be made
  bool reset = false;
  bool answer_lost = false;
  bool truncated = false;
  bool html_before = false;  // a proxy answers in the peer's place
  bool html_after = false;
  domain::Milliseconds there{0};  // more on the way there
  domain::Milliseconds back{0};
  domain::Milliseconds again_after{-1};  // not negative: arrives once more
  std::string words;                     // for people: the kinds that acted
};

// What a system does to one request.
struct SystemEffect {
  int status = 0;  // answers this instead; 0: its own answer
  bool handled_first = false;
  int retry_after_s = -1;  // with 429
  bool retry_after_as_date = false;
  std::vector<simulators::kit::ActiveFault> acted_out;  // by the simulator itself
  std::string words;
};

class FaultBoard {
 public:
  explicit FaultBoard(const Scenario& scenario) : scenario_(scenario) {}

  void Begin(int fault, domain::Instant now);
  void HealAll() { active_.clear(); }

  NetworkEffect OnMessage(const MessageFacts& message, domain::Instant now, bool chance);
  SystemEffect OnArrival(const MessageFacts& message, domain::Instant now);
  // For webhooks that IKS is about to send: faults of the simulator with the id of the delivery.
  std::vector<simulators::kit::ActiveFault> OnWebhooks(const std::vector<simulators::kit::Outgoing>& outgoing,
                                                       domain::Instant now);
  // Agents cannot reach the engine, nor it them.
  bool AgentsCut(domain::Instant now) const;
  // IKS cannot reach the engine.
  bool WebhooksCut(domain::Instant now) const;
  bool any() const { return !active_.empty(); }

 private:
  struct Active {
    const Fault* fault;
    int to_pass;
    int uses_left;  // negative: not counted
    domain::Instant until;
  };

  bool Uses(Active& active, domain::Instant now);
  void DropSpent();

  const Scenario& scenario_;
  std::vector<Active> active_;
};

}  // namespace ikp::scenarios
