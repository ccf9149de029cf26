#include "simulators/procare_online/call.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/kit/json_text.h"
#include "simulators/procare_online/sentences.h"

namespace ikp::simulators::procare_online {

void Call::NoteIgnored(const Reading& reading) {
  if (!reading.ignored.empty()) Note("unknown fields ignored: " + kit::JoinWords(reading.ignored));
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
