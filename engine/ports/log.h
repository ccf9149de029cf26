// Log: where the engine says what it does, as structured events. A sink in production writes lines; the scenario world
// keeps them and checks that no personal data is in them (I13). Fields are ids, codes, counts and durations only.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ikp::ports {

enum class LogLevel { kInfo, kWarning, kError };

using LogFields = std::vector<std::pair<std::string_view, std::string>>;

class Log {
 public:
  virtual ~Log() = default;
  // `event` is a stable word such as "child_linked".
  virtual void Write(LogLevel level, std::string_view event, const LogFields& fields) = 0;
};

// Says nothing.
class NullLog final : public Log {
 public:
  void Write(LogLevel, std::string_view, const LogFields&) override {}
};

}  // namespace ikp::ports
