// What nobody knows about the real systems is a switch of its simulator; each run lives in another world. Only values
// that an engine is required to survive are drawn:
//   *.contract and iks.statuses stay: another contract is another engine, and other status words another set-up;
//   po.visibility_ms stays within four minutes and counts as a lag (LagBudget);
//   po.token_ttl_seconds is a minute or more: below, a token may be over before it is used;
//   po.rate_limit_per_minute is none, or 100 or more: below, a push storm lasts longer than the time to come to rest;
//   iks.webhook_retry_seconds ends with ten minutes or more: a refused webhook that comes every few seconds for a week
//   is most of a run, and tells nothing new;
//   po.lockout_after is never, or three or more: one wrong login must be allowed to find out that a secret changed.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "scenarios/scenario/draw_parts.h"

namespace ikp::scenarios {
namespace {

struct Row {
  std::string_view name;
  std::array<std::string_view, 4> others;  // values beside the default; the rest is empty
};

constexpr std::array<Row, 35> kProcareRows = {{
    {"po.token_ttl_seconds", {"60", "300", "900", "86400"}},
    {"po.one_token_at_a_time", {"true"}},
    {"po.lockout_after", {"0", "3", "10"}},
    {"po.lockout_window_minutes", {"1", "60"}},
    {"po.bad_secret_answer", {"422"}},
    {"po.rate_limit_per_minute", {"100", "120", "300"}},
    {"po.list_envelope", {"bare"}},
    {"po.page_default", {"5", "20", "100"}},
    {"po.page_cap", {"5", "10", "25", "1000"}},
    {"po.envelope_limit", {"requested"}},
    {"po.list_order", {"created", "updated"}},
    {"po.list_default_filter", {"active", "all"}},
    {"po.unknown_status_filter", {"empty", "reject"}},
    {"po.unknown_school_filter", {"not_found"}},
    {"po.visibility_scope", {"everywhere"}},
    {"po.loose_types", {"true"}},
    {"po.id_style", {"upper_in_lists", "compact_in_lists"}},
    {"po.born_active", {"false"}},
    {"po.idempotency", {"true"}},
    {"po.external_id", {"ignored"}},
    {"po.external_id_unique", {"true"}},
    {"po.unique_guardian_email", {"true"}},
    {"po.invitation_default", {"do_not_send"}},
    {"po.invitation_reminders", {"false"}},
    {"po.dob_required", {"false"}},
    {"po.dob_in_future", {"accept"}},
    {"po.room_full", {"reject", "ignore"}},
    {"po.room_closed", {"accept"}},
    {"po.leaving_clears_room", {"false"}},
    {"po.lead_conversion", {"link"}},
    {"po.lead_status_case", {"any"}},
    {"po.end_of_day_hour", {"18", "22", "26", "29"}},
    {"po.start_of_day_delay_minutes", {"30", "300"}},
    {"po.plan_horizon_months", {"1", "6"}},
    {"po.activation_horizon_months", {"1", "3"}},
}};

constexpr std::array<Row, 10> kIksRows = {{
    {"iks.page_default", {"5", "10", "200"}},
    {"iks.page_cap", {"5", "20", "1000"}},
    {"iks.unknown_filter", {"empty"}},
    {"iks.updated_since_inclusive", {"false"}},
    {"iks.if_match", {"ignore"}},
    {"iks.noop_patch_bumps_version", {"true"}},
    {"iks.merged_family", {"not_found"}},
    {"iks.webhook_for_sync_origin", {"false"}},
    {"iks.webhook_on_create", {"true"}},
    {"iks.webhook_retry_seconds", {"5,30,600", "60,600", "10,900"}},
}};

template <typename Rows>
void DrawRows(Dice& dice, const Rows& rows, int percent, std::map<std::string, std::string>& switches) {
  for (const auto& row : rows) {
    if (!dice.Percent(percent)) continue;
    const auto values = std::count_if(row.others.begin(), row.others.end(), [](auto text) { return !text.empty(); });
    switches.emplace_hint(switches.end(), row.name, row.others[dice.Below(static_cast<std::uint32_t>(values))]);
  }
}

}  // namespace

void DrawSwitches(Dice& dice, int percent, Scenario& scenario) {
  DrawRows(dice, kProcareRows, percent, scenario.procare_switches);
  DrawRows(dice, kIksRows, percent, scenario.iks_switches);
  if (dice.Percent(percent)) {
    const auto longest = std::min<Milliseconds>(std::chrono::minutes(4), LagBudget(scenario.engine));
    const auto lag = dice.Between(Milliseconds(1'000), longest);
    scenario.procare_switches["po.visibility_ms"] = std::to_string(lag.count());
  }
  if (dice.Percent(percent)) {
    constexpr std::array<std::string_view, 4> kHours = {"0", "1", "4", "168"};
    scenario.iks_switches["iks.webhook_give_up_hours"] = dice.Pick(kHours);
  }
}

}  // namespace ikp::scenarios
