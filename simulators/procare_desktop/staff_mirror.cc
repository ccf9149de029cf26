// Engagement: the copy of a site in the cloud.
#include <nlohmann/json.hpp>

#include "simulators/kit/json_text.h"
#include "simulators/procare_desktop/staff.h"

namespace ikp::simulators::procare_desktop {
namespace {

using nlohmann::json;

json SetEngagement(StaffCall& call) {
  const auto on = call.reader.Boolean("on", kit::Need::kRequired);
  if (!call.Good()) return {};
  if (*on == call.world.mirror.on) return {{"on", *on}};  // nothing is begun anew
  call.world.mirror = {};
  call.world.mirror.on = *on;
  if (*on) call.world.mirror.next_start = NextMirrorStart(call.now);
  return {{"on", *on}};
}

std::string HoursAndMinutes(std::chrono::milliseconds duration) {
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(duration).count();
  return std::to_string(minutes / 60) + " h " + std::to_string(minutes % 60) + " min";
}

// A re-sync by hand is refused for some hours after the last one [P22].
json SyncNow(StaffCall& call) {
  auto& mirror = call.world.mirror;
  const auto cooldown = std::chrono::minutes(call.world.switches.Number("pd.resync_cooldown_minutes"));
  if (!mirror.on) call.reader.Fail("action", "needs Engagement; switch it on first");
  if (mirror.run) call.reader.Fail("action", "is refused: a run is under way; wait for its end");
  if (mirror.synced_by_hand_at && *mirror.synced_by_hand_at + cooldown > call.now) {
    const auto left = *mirror.synced_by_hand_at + cooldown - call.now;
    call.reader.Fail("action", "is refused so soon after the last re-sync; try again in " + HoursAndMinutes(left));
  }
  if (!call.Good()) return {};
  StartMirrorRun(call.world, call.now);
  mirror.synced_by_hand_at = call.now;
  return {{"ends_at", kit::FormatInstant(mirror.run->ends_at)}};
}

}  // namespace

std::vector<StaffAction> MirrorActions() {
  return {
      {"set_engagement", {{"on", "required: true or false: the site is copied into the cloud"}}, SetEngagement},
      {"sync_now", {}, SyncNow},
  };
}

}  // namespace ikp::simulators::procare_desktop
