// What every simulated system reads of a request in the same way: the faults that act on it, the values of its query,
// whole numbers that came as text.
//
//   const ActingFaults acting(faults);
//   if (acting.Has("page_cap")) limit = std::min(limit, acting.Number("page_cap", "cap", 10));
//   const auto school = QueryValue(request.target, "school_id");
//
// Threads: values and pure functions.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/kit/simulator.h"

namespace ikp::simulators::kit {

// Nothing unless the whole text is a number that fits.
template <typename Number = std::int64_t>
std::optional<Number> WholeNumber(std::string_view text) {
  Number number{};
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

// The faults that are active for a request; the list must outlive it.
class ActingFaults {
 public:
  explicit ActingFaults(const std::vector<ActiveFault>& active) : active_(active) {}

  bool any() const { return !active_.empty(); }
  bool Has(std::string_view kind) const { return Find(kind) != nullptr; }
  std::string Text(std::string_view kind, std::string_view parameter, std::string fallback) const;
  // A parameter that is no number counts as absent.
  std::int64_t Number(std::string_view kind, std::string_view parameter, std::int64_t fallback) const;

 private:
  const ActiveFault* Find(std::string_view kind) const;

  const std::vector<ActiveFault>& active_;
};

// The values of a query parameter, in order, and the first of them.
std::vector<std::string> QueryValues(std::string_view target, std::string_view name);
std::optional<std::string> QueryValue(std::string_view target, std::string_view name);

}  // namespace ikp::simulators::kit
