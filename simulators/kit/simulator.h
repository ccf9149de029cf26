// Simulator: one simulated system as a pure state machine, (state, request, now) -> (state, answer). It never reads
// time, sockets or disk; a host (http_host.h) gives it real requests, the scenario world gives it virtual ones.
//
// Threads: none of its own; the host calls it from one thread. `now` never decreases between calls.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/http/message.h"

namespace ikp::simulators::kit {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// How sure we are that the real system behaves so. Sources are listed in the simulator's provenance table.
enum class Confidence { kDocumented, kObserved, kInferred, kAssumed };

struct Provenance {
  std::string id;    // stable, for example "po.born_active"
  std::string what;  // the behaviour in one sentence
  Confidence confidence;
  std::string source;       // code such as "P1", or "-" for a pure assumption
  std::string switch_name;  // every assumed behaviour names its switch; empty otherwise
};

// A named setting of one assumed behaviour. `allowed` empty means any value of the default's type.
struct Switch {
  std::string name;
  std::string value;  // words, numbers and booleans as text
  std::vector<std::string> allowed;
  std::string what;
};

// A fault that is active for the request at hand and that the state machine itself must act out (page_cap, read_lag,
// token_expire, ...). Those of the connection (answer_lost, latency, ...) are acted out by the kit.
struct ActiveFault {
  std::string kind;
  std::map<std::string, std::string> parameters;
};

struct Answer {
  http::Response response;
  std::string note;                   // goes to the request journal: what was unusual about this request
  std::chrono::milliseconds delay{};  // how much later than at once it arrives
};

// A request that the simulated system wants to send (a webhook).
struct Outgoing {
  std::uint64_t id = 0;
  std::string kind;       // "webhook"
  http::Request request;  // target is an absolute URL
};

class Simulator {
 public:
  virtual ~Simulator() = default;

  virtual std::string_view name() const = 0;  // "iks", "procare-online"

  // The system's own API. Admin paths never reach it.
  virtual Answer Handle(const http::Request& request, const std::vector<ActiveFault>& faults, Instant now) = 0;

  // A person at work in the product's own screens: {"action": "...", ...}. 422 lists every mistake.
  virtual Answer Staff(const nlohmann::json& action, Instant now) = 0;
  virtual nlohmann::json StaffActions() const = 0;

  // Scheduled work of the system itself (end-of-day jobs, webhook retries). AdvanceTo does everything due up to `now`.
  virtual std::optional<Instant> NextDue() const = 0;
  virtual void AdvanceTo(Instant now) = 0;

  // What TakeOutgoing would give now, with the same ids; bodies and signatures may be missing. Faults are matched on
  // it.
  virtual std::vector<Outgoing> PeekOutgoing(Instant) const { return {}; }
  // Requests to send now; each must be settled once, with the status of the answer or nothing if none arrived.
  // A fault whose parameter "outgoing" is an id applies to that request only, one without it to all of them.
  virtual std::vector<Outgoing> TakeOutgoing(Instant now, const std::vector<ActiveFault>& faults) = 0;
  virtual void Settle(std::uint64_t outgoing_id, std::optional<int> status, Instant now) = 0;

  // The tenant or account that a request belongs to, for the matching of faults. Empty: the host looks at the path
  // prefix /t/{tenant} and then at the first label of the Host header.
  virtual std::string TenantOf(const http::Request&) const { return {}; }

  // The body of a failure that the kit answers in this system's place: in the shape that its clients know.
  virtual std::string FailureBody(int status) const;
  // Whether the state machine acts out faults of this kind. Others are refused instead of being accepted and ignored;
  // those of the connection are the kit's own and are not asked for.
  virtual bool ActsOut(std::string_view fault_kind) const;

  // Whole state as JSON; Seed accepts what Dump gave. Errors name the path and the fix; the state is then unchanged.
  virtual nlohmann::json Dump() const = 0;
  virtual std::vector<std::string> Seed(const nlohmann::json& document, Instant now) = 0;
  virtual void Reset() = 0;

  virtual const std::vector<Provenance>& provenance() const = 0;
  virtual const std::vector<Switch>& switches() const = 0;
  // False with a reason when the name or value is not allowed.
  virtual std::optional<std::string> SetSwitch(const std::string& name, const std::string& value) = 0;
};

}  // namespace ikp::simulators::kit
