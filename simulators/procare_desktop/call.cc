#include "simulators/procare_desktop/call.h"

#include <nlohmann/json.hpp>

#include "simulators/kit/json_text.h"

namespace ikp::simulators::procare_desktop {

std::optional<std::int64_t> Call::QueryNumber(std::string_view name, std::int64_t minimum, std::int64_t maximum,
                                              kit::FieldErrors& errors) const {
  const auto text = kit::QueryValue(request.target, name);
  if (!text) return std::nullopt;
  const auto number = kit::WholeNumber(*text);
  if (number && *number >= minimum && *number <= maximum) return number;
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
