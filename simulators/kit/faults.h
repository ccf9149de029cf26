// FaultRegistry: the faults that are set on one simulator, which requests they match, and how often they still act.
// Probability comes from a seeded generator that is part of the state, so that the same requests meet the same faults.
//
// A fault: {"kind": "latency", "match": {"method": "GET", "path": "/api/v1/children", "tenant": "sunrise"},
//           "times": 1, "after": 0, "probability": 1.0, "ms": 250}
// Everything but the kind (and the parameters that the kind needs) may be absent. `times` 0 is "until removed"; `after`
// lets the first matches pass. Without method and path in `match` it acts on the requests that its kind can act on: a
// lack of seats when a session is opened, a full disk on writes (/faults/kinds says which). A `path` is a prefix, or a
// glob when it contains '*'; a tenant prefix /t/{tenant} of the request does not count for it.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/kit/identifiers.h"
#include "simulators/kit/simulator.h"

namespace ikp::simulators::kit {

struct Fault {
  std::uint64_t id = 0;
  std::string kind;
  std::string method;  // empty matches all
  std::string path;
  std::string tenant;
  std::int64_t times = 1;  // 0: until removed
  std::int64_t after = 0;
  double probability = 1.0;
  std::map<std::string, std::string> parameters;
  std::int64_t matched = 0;  // so far
  std::int64_t acted = 0;
};

class FaultRegistry {
 public:
  // One fault or a list. Gives the errors ("[1].ms: is required"); nothing is added when there is any. `ids` receives
  // the new ids.
  std::vector<std::string> Add(const nlohmann::json& document, std::vector<std::uint64_t>* ids = nullptr);
  bool Remove(std::uint64_t id);
  std::size_t Clear();

  // The faults that act on a request now; counts them. Webhook kinds never match an incoming request.
  std::vector<ActiveFault> OnRequest(std::string_view method, std::string_view path, std::string_view tenant);
  // The same for a request that the simulator sends: webhook kinds only.
  std::vector<ActiveFault> OnOutgoing(std::string_view method, std::string_view path);

  const std::vector<Fault>& all() const { return faults_; }
  nlohmann::json ToJson() const;  // the list

  // With counts and generator: part of a dump.
  nlohmann::json Dump() const;
  std::vector<std::string> Load(const nlohmann::json& document);

 private:
  std::vector<ActiveFault> Act(std::string_view method, std::string_view path, std::string_view tenant, bool outgoing);

  std::vector<Fault> faults_;
  std::uint64_t next_id_ = 1;
  IdentifierSource chance_{0x5eed};
};

// Kinds with their parameters, as text for people: [{"kind", "what", "parameters": {name: description},
// "without_match"}].
nlohmann::json DescribeFaultKinds();

// True when `path` begins with `pattern`, or, with '*' in it, fits as a whole ('*' is any run of characters).
bool PathMatches(std::string_view pattern, std::string_view path);

// /t/{tenant} of a path or the first label of a Host header that is a name, else empty.
std::string TenantFromRequest(const http::Request& request);
// The path without /t/{tenant}.
std::string_view PathWithoutTenant(std::string_view path);

}  // namespace ikp::simulators::kit
