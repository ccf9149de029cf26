// The kinds of faults that every simulator understands, and their parameters. Internal to the registry and the host.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/kit/fields.h"

namespace ikp::simulators::kit {

struct FaultParameter {
  enum class Type { kInteger, kText, kBoolean };
  std::string name;
  Type type;
  bool required;
  std::string fallback;  // value when absent; empty leaves it out
  std::int64_t minimum = 0;
  std::int64_t maximum = 0;
};

// The requests that a kind can act on at all: others would use it up for nothing. What is empty says nothing. A path
// is meant as a whole; '*' in it is any run of characters.
struct FaultTarget {
  std::string method{};
  std::vector<std::string> paths{};
};

struct FaultKind {
  std::string name;
  bool outgoing;  // acts on requests that the simulator sends
  std::string what;
  std::vector<FaultParameter> parameters;
  FaultTarget usual{};  // where it acts when the fault names neither method nor path
};

const std::vector<FaultKind>& FaultKinds();
const FaultKind* FindFaultKind(std::string_view name);
const std::vector<std::string>& FaultKindNames();
// Acted out by the host; the others are the state machine's.
bool IsConnectionFault(std::string_view kind);

// Reads and checks the parameters of `kind`; all of them as text.
std::map<std::string, std::string> ReadFaultParameters(const FaultKind& kind, FieldReader& fields);
// The text of a parameter in its own JSON type.
nlohmann::json FaultParameterToJson(std::string_view kind, std::string_view name, const std::string& value);

}  // namespace ikp::simulators::kit
