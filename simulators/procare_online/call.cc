#include "simulators/procare_online/call.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "simulators/kit/json_text.h"
#include "simulators/procare_online/sentences.h"

namespace ikp::simulators::procare_online {

const kit::ActiveFault* Faults::Find(std::string_view kind) const {
  const auto found =
      std::find_if(active_.begin(), active_.end(), [&](const auto& fault) { return fault.kind == kind; });
  return found == active_.end() ? nullptr : &*found;
}

std::string Faults::Text(std::string_view kind, std::string_view parameter, std::string fallback) const {
  const auto* fault = Find(kind);
  if (fault == nullptr) return fallback;
  const auto found = fault->parameters.find(std::string(parameter));
  return found == fault->parameters.end() ? fallback : found->second;
}

std::int64_t Faults::Number(std::string_view kind, std::string_view parameter, std::int64_t fallback) const {
  const auto text = Text(kind, parameter, "");
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return !text.empty() && error == std::errc{} && end == text.data() + text.size() ? number : fallback;
}

void Call::NoteIgnored(const Reading& reading) {
  if (!reading.ignored.empty()) Note("unknown fields ignored: " + kit::JoinWords(reading.ignored));
}

std::vector<std::string> Call::Query(std::string_view name) const {
  std::vector<std::string> values;
  for (auto& [key, value] : http::QueryOf(request.target)) {
    if (key == name) values.push_back(std::move(value));
  }
  return values;
}

std::optional<std::string> Call::FirstQuery(std::string_view name) const {
  auto values = Query(name);
  if (values.empty()) return std::nullopt;
  return std::move(values.front());
}

bool Lags(const Call& call, Instant created_at, bool in_list) {
  std::int64_t lag_ms = 0;
  if (call.faults.Has("read_lag") && (in_list || call.faults.Text("read_lag", "single", "false") == "true")) {
    lag_ms = call.faults.Number("read_lag", "ms", 60'000);
  }
  if (in_list || call.world.switches.Word("po.visibility_scope") == "everywhere") {
    lag_ms = std::max(lag_ms, call.world.switches.Number("po.visibility_ms"));
  }
  return created_at + std::chrono::milliseconds(lag_ms) > call.now;
}

Body ReadBody(const Call& call, nlohmann::json& object) {
  const auto type = call.request.headers.Get("Content-Type");
  if (type && !type->starts_with("application/json")) {
    return {Refusal(400, {"Content-Type must be application/json"})};
  }
  auto parsed = kit::ParseJson(call.request.body);
  if (!parsed) return {Refusal(400, {"The request body is not valid JSON: " + parsed.error()})};
  if (!parsed->is_object()) return {Refusal(400, {"The request body must be a JSON object"})};
  object = std::move(*parsed);
  return {};
}

}  // namespace ikp::simulators::procare_online
