// The copy in the cloud as its readers meet it: without a session, whether the PC is on or not, and locked.
#include <nlohmann/json.hpp>

#include "simulators/kit/json_text.h"
#include "simulators/procare_desktop/account_view.h"
#include "simulators/procare_desktop/api.h"

namespace ikp::simulators::procare_desktop {
namespace {

using nlohmann::json;

json MomentOrNull(const std::optional<Instant>& at) { return at ? json(kit::FormatInstant(*at)) : json(nullptr); }

http::Response NoMirror() {
  return Refusal(404, "no_mirror", {"mirror: this site does not use Engagement, it has no copy in the cloud"});
}

}  // namespace

http::Response ReadMirroredAccounts(Call& call) {
  const auto& mirror = call.world.mirror;
  if (!mirror.on) return NoMirror();
  kit::FieldErrors errors;
  const auto school_id = call.QueryNumber("school_id", 1, INT64_MAX, errors);
  if (!errors.empty()) return Invalid(errors);
  auto accounts = json::array();
  if (mirror.shown) {
    for (const auto& [id, account] : mirror.shown->database.accounts) {
      if (school_id && account.school_id != *school_id) continue;
      accounts.push_back(AccountView(mirror.shown->database, account, mirror.shown->view));
    }
  }
  return kit::JsonResponse(200, {{"as_of", MomentOrNull(mirror.as_of)},
                                 {"run_under_way", mirror.run.has_value()},
                                 {"next_start", MomentOrNull(mirror.next_start)},
                                 {"accounts", std::move(accounts)}});
}

http::Response RefuseMirrorWrite(Call& call) {
  if (!call.world.mirror.on) return NoMirror();
  return Refusal(423, "mirror_write",
                 {"mirror: these fields come from Procare Desktop and are locked here; change them in Procare Desktop, "
                  "the next run brings the change"});
}

}  // namespace ikp::simulators::procare_desktop
