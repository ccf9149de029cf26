#include "simulators/procare_online/settings.h"

namespace ikp::simulators::procare_online {
namespace {

void AddLoginSwitches(kit::SwitchBoard& board) {
  board.Choice("po.contract", "assumed-1", {"assumed-1"}, "version of the assumed Connect wire contract");
  board.Integer("po.token_ttl_seconds", 3600, 1, 31'536'000, "life of an access token");
  board.Boolean("po.one_token_at_a_time", false, "a new access token ends the ones before it");
  board.Integer("po.lockout_after", 5, 0, 1000, "bad logins that lock the account; 0 never locks");
  board.Integer("po.lockout_window_minutes", 10, 1, 10'080, "time in which bad logins are counted together");
  board.Choice("po.bad_secret_answer", "401", {"401", "422"},
               "answer to a bad secret: OAuth's 401, or the 422 of the web login");
  board.Integer("po.rate_limit_per_minute", 0, 0, 1'000'000, "data calls per tenant and minute; 0 is no limit");
}

void AddListSwitches(kit::SwitchBoard& board) {
  board.Choice("po.list_envelope", "data", {"data", "bare"}, "lists as {data,total,limit,offset} or as a bare array");
  board.Integer("po.page_default", 50, 1, 10'000, "rows of a page when no limit is asked for");
  board.Integer("po.page_cap", 100, 1, 10'000, "largest page; a larger limit is silently clamped");
  board.Choice("po.envelope_limit", "effective", {"effective", "requested"},
               "the limit that the envelope names when the asked one was clamped");
  board.Choice("po.list_order", "name", {"name", "created", "updated"}, "order of the rows of paged lists");
  board.Choice("po.list_default_filter", "active_hold", {"active_hold", "active", "all"},
               "children that a list shows when no status is asked for");
  board.Choice("po.unknown_status_filter", "default", {"default", "empty", "reject"},
               "a status word in the query that does not exist: default filter, no rows, or 422");
  board.Choice("po.unknown_school_filter", "empty", {"empty", "not_found"},
               "a school_id in the query that does not exist: no rows, or 404");
  board.Integer("po.visibility_ms", 0, 0, 3'600'000, "time until a created record shows up when read");
  board.Choice("po.visibility_scope", "lists", {"lists", "everywhere"}, "reads that lag behind by po.visibility_ms");
  board.Boolean(
      "po.loose_types", false,
      "numbers and booleans as text, empty text or missing key for null, null for an empty object, extra keys");
  board.Choice("po.id_style", "same", {"same", "upper_in_lists", "compact_in_lists"},
               "ids in lists: as in single reads, in upper case, or without dashes");
}

void AddWriteSwitches(kit::SwitchBoard& board) {
  board.Boolean("po.born_active", true, "a created student is Active whatever status was sent");
  board.Boolean("po.idempotency", false, "the Idempotency-Key header is honoured for 24 hours");
  board.Choice("po.external_id", "stored", {"stored", "ignored"}, "whether external_id of a child is kept");
  board.Boolean("po.external_id_unique", false, "external_id of a child is unique in the tenant");
  board.Boolean("po.unique_guardian_email", false, "email of a guardian is unique in the tenant");
  board.Choice("po.invitation_default", "send", {"send", "do_not_send"},
               "whether guardians with an email are invited when send_invitations is absent");
  board.Boolean("po.invitation_reminders", true, "reminders on day 3 and day 6 after an invitation");
  board.Boolean("po.dob_required", true, "a child needs a birth date");
  board.Choice("po.dob_in_future", "reject", {"reject", "accept"}, "birth dates after today at the school");
  board.Choice("po.room_full", "accept", {"accept", "reject", "ignore"},
               "a child for a room at its capacity: placed, refused with 422, or kept without a room");
  board.Choice("po.room_closed", "reject", {"reject", "accept"}, "placing a child in a closed room");
  board.Boolean("po.leaving_clears_room", true, "Inactive and Graduate children lose their room");
  board.Choice("po.lead_conversion", "duplicate", {"duplicate", "link"},
               "a lead that becomes Enrolled: always a new student, or the student of the same name and birth date");
  board.Choice("po.lead_status_case", "exact", {"exact", "any"}, "whether the case of a lead status matters");
}

void AddCalendarSwitches(kit::SwitchBoard& board) {
  board.Integer(
      "po.end_of_day_hour", 24, 18, 36,
      "hour, by the school's clock counted from the day's midnight, of the end-of-day job; 29 is 05:00 of the "
      "next morning");
  board.Integer("po.start_of_day_delay_minutes", 0, 0, 1440, "how late the start-of-day job runs");
  board.Integer("po.plan_horizon_months", 12, 1, 120, "how far ahead staff may plan a move");
  board.Integer("po.activation_horizon_months", 0, 0, 120,
                "how far ahead an On Hold child may be activated through the API; 0 is no limit");
}

}  // namespace

kit::SwitchBoard MakeSwitches() {
  kit::SwitchBoard board;
  AddLoginSwitches(board);
  AddListSwitches(board);
  AddWriteSwitches(board);
  AddCalendarSwitches(board);
  return board;
}

}  // namespace ikp::simulators::procare_online
