#include "simulators/kit/request_reading.h"

#include <algorithm>

namespace ikp::simulators::kit {

const ActiveFault* ActingFaults::Find(std::string_view kind) const {
  const auto found =
      std::find_if(active_.begin(), active_.end(), [&](const auto& fault) { return fault.kind == kind; });
  return found == active_.end() ? nullptr : &*found;
}

std::string ActingFaults::Text(std::string_view kind, std::string_view parameter, std::string fallback) const {
  const auto* fault = Find(kind);
  if (fault == nullptr) return fallback;
  const auto found = fault->parameters.find(std::string(parameter));
  return found == fault->parameters.end() ? fallback : found->second;
}

std::int64_t ActingFaults::Number(std::string_view kind, std::string_view parameter, std::int64_t fallback) const {
  return WholeNumber(Text(kind, parameter, "")).value_or(fallback);
}

std::vector<std::string> QueryValues(std::string_view target, std::string_view name) {
  std::vector<std::string> values;
  for (auto& [key, value] : http::QueryOf(target)) {
    if (key == name) values.push_back(std::move(value));
  }
  return values;
}

std::optional<std::string> QueryValue(std::string_view target, std::string_view name) {
  auto values = QueryValues(target, name);
  if (values.empty()) return std::nullopt;
  return std::move(values.front());
}

}  // namespace ikp::simulators::kit
