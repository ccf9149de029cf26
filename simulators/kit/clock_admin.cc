#include "simulators/kit/clock_admin.h"

#include <nlohmann/json.hpp>

#include "simulators/kit/admin_api.h"
#include "simulators/kit/fields.h"
#include "simulators/kit/json_text.h"
#include "simulators/kit/router.h"

namespace ikp::simulators::kit {
namespace {

using nlohmann::json;

constexpr std::string_view kClockPath = "/__admin/clock";
constexpr std::int64_t kLongestAdvanceMs = 10LL * 366 * 86'400'000;

ClockCommand ReadMode(FieldReader& fields) {
  if (fields.Has("advance_ms")) {
    const auto by = fields.Integer("advance_ms", Need::kRequired, 0, kLongestAdvanceMs);
    return AdvanceClock{std::chrono::milliseconds(by.value_or(0))};
  }
  fields.Know("advance_ms");
  const auto mode = fields.Choice("mode", Need::kRequired, {"real", "manual"});
  if (mode == "real") return UseRealTime{};
  return UseManualTime{fields.Moment("now", Need::kOptional)};
}

ClockCommand ReadFollow(FieldReader& fields) {
  FollowClock command;
  command.request.follower = fields.Text("follower", Need::kRequired, 100).value_or("");
  command.request.until = fields.Moment("until", Need::kOptional);
  command.request.traffic = fields.Boolean("traffic", Need::kOptional).value_or(false);
  command.seq = fields.Integer("seq", Need::kOptional, 0, INT64_MAX).value_or(0);
  return command;
}

ClockCommand ReadUnfollow(FieldReader& fields) {
  return UnfollowClock{fields.Text("follower", Need::kRequired, 100).value_or("")};
}

ClockCommand ReadRun(FieldReader& fields) {
  RunClock command;
  command.request.target = fields.Moment("until", Need::kRequired).value_or(Instant{});
  const auto timeout = fields.Integer("settle_timeout_ms", Need::kOptional, 1, 600'000);
  command.request.settle_timeout = std::chrono::milliseconds(timeout.value_or(5000));
  return command;
}

http::Response Refusal(const RouteTable<int>::Result& found) {
  if (found.allowed.empty())
    return AdminError(404, "not_found", "no such clock route; the nearest is " + found.nearest);
  auto response = AdminError(405, "method_not_allowed", "this path allows " + JoinWords(found.allowed));
  response.headers.Set("Allow", JoinWords(found.allowed));
  return response;
}

}  // namespace

bool IsClockPath(std::string_view target) {
  const auto path = http::PathOf(target);
  return path == kClockPath || path.starts_with("/__admin/clock/");
}

tl::expected<ClockCommand, http::Response> ReadClockCommand(const http::Request& request) {
  enum { kShow, kMode, kFollow, kUnfollow, kRun };
  static const RouteTable<int> kRoutes = [] {
    RouteTable<int> routes;
    routes.Add("GET /__admin/clock", kShow);
    routes.Add("POST /__admin/clock", kMode);
    routes.Add("POST /__admin/clock/follow", kFollow);
    routes.Add("POST /__admin/clock/unfollow", kUnfollow);
    routes.Add("POST /__admin/clock/run_to", kRun);
    return routes;
  }();
  const auto found = kRoutes.Find(request.method, request.target);
  if (found.handler == nullptr) return tl::unexpected(Refusal(found));
  if (*found.handler == kShow) return ShowClock{};
  const auto body = ParseJson(request.body);
  if (!body) return tl::unexpected(AdminError(400, "invalid_json", body.error()));
  FieldErrors errors;
  FieldReader fields(*body, "", errors);
  const ClockCommand command = *found.handler == kMode       ? ReadMode(fields)
                               : *found.handler == kFollow   ? ReadFollow(fields)
                               : *found.handler == kUnfollow ? ReadUnfollow(fields)
                                                             : ReadRun(fields);
  fields.RejectUnknown();
  if (!errors.empty()) return tl::unexpected(AdminError(422, "invalid", "the clock is unchanged", ToLines(errors)));
  return command;
}

}  // namespace ikp::simulators::kit
