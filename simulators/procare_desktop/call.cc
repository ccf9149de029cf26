#include "simulators/procare_desktop/call.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "simulators/kit/json_text.h"

namespace ikp::simulators::procare_desktop {

const kit::ActiveFault* Call::FindFault(std::string_view kind) const {
  const auto found = std::find_if(faults.begin(), faults.end(), [&](const auto& fault) { return fault.kind == kind; });
  return found == faults.end() ? nullptr : &*found;
}

std::optional<std::string> Call::Query(std::string_view name) const {
  for (auto& [key, value] : http::QueryOf(request.target)) {
    if (key == name) return std::move(value);
  }
  return std::nullopt;
}

std::optional<std::int64_t> Call::QueryNumber(std::string_view name, std::int64_t minimum, std::int64_t maximum,
                                              kit::FieldErrors& errors) const {
  const auto text = Query(name);
  if (!text) return std::nullopt;
  std::int64_t number = 0;
  const auto* const end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, number);
  if (error == std::errc{} && stop == end && !text->empty() && number >= minimum && number <= maximum) return number;
  errors.push_back(
      {std::string(name), "must be a whole number from " + std::to_string(minimum) + " to " + std::to_string(maximum)});
  return std::nullopt;
}

bool Write::Good() {
  reader.RejectUnknown();
  return errors.empty();
}

http::Response Refusal(int status, const std::string& code, const std::vector<std::string>& errors) {
  return kit::JsonResponse(status, {{"code", code}, {"errors", errors}});
}

http::Response Invalid(const kit::FieldErrors& errors) { return Refusal(422, "invalid", kit::ToLines(errors)); }

}  // namespace ikp::simulators::procare_desktop
