#include "simulators/procare_online/provenance.h"

namespace ikp::simulators::procare_online {
namespace {

using kit::Confidence;
using Rows = std::vector<kit::Provenance>;

Rows StatusRows() {
  return {
      {"po.statuses", "Students have one of four statuses: Active, On Hold, Inactive, Graduate",
       Confidence::kDocumented, "P1", ""},
      {"po.status_words", "Machine words active, hold, inactive, graduate (only active was seen raw)",
       Confidence::kObserved, "T6 T3", ""},
      {"po.born_active", "A new student is always created Active (G19)", Confidence::kDocumented, "P1",
       "po.born_active"},
      {"po.active_counts", "The Active head-count drives the customer's invoice (an earlier version of the page)",
       Confidence::kDocumented, "P1", ""},
      {"po.hold_effects", "On Hold: no messages, recurring billing paused, PIN unusable, parents can log in",
       Confidence::kDocumented, "P1", ""},
      {"po.left_effects", "Inactive and Graduate: off the roster; Inactive with the restrictions of On Hold",
       Confidence::kDocumented, "P1", ""},
      {"po.graduate_effects", "Graduate has the restrictions of On Hold, too", Confidence::kInferred, "P1", ""},
      {"po.change_enrollment", "Status is changed for one student or a batch", Confidence::kDocumented, "P1", ""},
      {"po.activation", "On Hold to Active may be scheduled with date and room, shown under Upcoming Transitions",
       Confidence::kDocumented, "P1", ""},
      {"po.activation_drops", "A scheduled activation drops out when the status is changed otherwise",
       Confidence::kAssumed, "B.7", "po.contract"},
      {"po.activation_past", "An activation in the past is refused; one of today takes effect at once",
       Confidence::kAssumed, "B.7", "po.contract"},
      {"po.activation_horizon", "How far ahead an activation may be", Confidence::kAssumed, "-",
       "po.activation_horizon_months"},
      {"po.withdrawal_date", "Becoming Inactive sets the withdrawal date, coming back clears it", Confidence::kAssumed,
       "B.7", "po.contract"},
      {"po.leaving_clears_room", "Students who left have no room any more", Confidence::kAssumed, "-",
       "po.leaving_clears_room"},
      {"po.active_enrollment_text", "A school's enrollment is a number sent as text", Confidence::kObserved, "T4", ""},
      {"po.active_enrollment", "That number is the Active head-count", Confidence::kInferred, "-", ""},
  };
}

Rows PlanRows() {
  return {
      {"po.start_of_day",
       "Room transition, scheduled enrollment, hold and hold activation take effect at the start of the day",
       Confidence::kDocumented, "P4", ""},
      {"po.end_of_day", "Withdrawal and graduation take effect at the end of the day", Confidence::kDocumented, "P4",
       ""},
      {"po.plan_horizon", "Moves are planned up to 12 months ahead", Confidence::kDocumented, "P4 P5",
       "po.plan_horizon_months"},
      {"po.end_of_day_job", "When exactly the end-of-day job runs (G20)", Confidence::kAssumed, "P4",
       "po.end_of_day_hour"},
      {"po.start_of_day_job", "The start-of-day job may be late (G20)", Confidence::kAssumed, "P4",
       "po.start_of_day_delay_minutes"},
      {"po.time_zone", "Days are the school's, by its IANA time zone", Confidence::kDocumented, "P7", ""},
      {"po.plan_replaces", "A new plan of the same kind replaces the old; rooms: of the same date",
       Confidence::kAssumed, "-", "po.contract"},
  };
}

Rows PeopleRows() {
  return {
      {"po.pin", "Each guardian has a unique 4-digit PIN", Confidence::kDocumented, "P6", ""},
      {"po.pin_scope", "PINs are unique within a school", Confidence::kInferred, "P6", ""},
      {"po.pin_exhaustion", "A guardian is refused when the school's 10,000 PINs are used up (G59)",
       Confidence::kInferred, "P6", ""},
      {"po.invitation", "Adding a parent with an email can send an invitation", Confidence::kDocumented, "P6", ""},
      {"po.invitation_default", "Invitations are sent unless send_invitations is false", Confidence::kAssumed, "P6",
       "po.invitation_default"},
      {"po.invitation_reminders", "Reminders follow on day 3 and day 6", Confidence::kDocumented, "P6 P26",
       "po.invitation_reminders"},
      {"po.email_confirmation", "Editing a signed-up parent's email forces a new confirmation", Confidence::kDocumented,
       "P26", ""},
      {"po.pickup_login", "An authorized pickup has no login", Confidence::kDocumented, "P6", ""},
      {"po.pickup_relation", "An authorized pickup is a guardian whose relation is \"Authorized Pickup\"",
       Confidence::kAssumed, "-", "po.contract"},
      {"po.unique_guardian_email", "A taken email is refused (F26)", Confidence::kInferred, "T2 P26",
       "po.unique_guardian_email"},
      {"po.multifamily", "A child may belong to several families where the site enabled it (G23)",
       Confidence::kDocumented, "P27", ""},
      {"po.parent_edit", "Parents edit names, birthday and contacts if the school allows (G22)",
       Confidence::kDocumented, "P6 P8b", ""},
      {"po.same_school", "A child is created at the school of its family", Confidence::kAssumed, "-", "po.contract"},
      {"po.same_family_twice", "Nothing stops a family from being created twice", Confidence::kAssumed, "B.7",
       "po.idempotency"},
      {"po.external_id", "external_id of a child is stored (a careful client does not rely on it)",
       Confidence::kAssumed, "B.7", "po.external_id"},
      {"po.external_id_unique", "external_id of a child may be unique", Confidence::kAssumed, "B.7",
       "po.external_id_unique"},
      {"po.dob_required", "A child needs a birth date", Confidence::kAssumed, "P5", "po.dob_required"},
      {"po.dob_in_future", "Birth dates in the future are refused", Confidence::kAssumed, "G26", "po.dob_in_future"},
      {"po.room_full", "What happens with a child for a full room (G51)", Confidence::kInferred, "-", "po.room_full"},
      {"po.room_closed", "What happens with a child for a closed room (G51)", Confidence::kInferred, "-",
       "po.room_closed"},
  };
}

Rows LeadRows() {
  return {
      {"po.lead_statuses", "Twelve lead statuses (sites may well have others)", Confidence::kObserved, "T6", ""},
      {"po.lead_status_case", "The case of a lead status matters (G60)", Confidence::kInferred, "T6",
       "po.lead_status_case"},
      {"po.lead_conversion", "A lead that becomes Enrolled is converted; its profile is copied once",
       Confidence::kDocumented, "P2 P3", ""},
      {"po.lead_duplicate", "Leads are for new families: one of an existing family gives a second student (G21)",
       Confidence::kDocumented, "P8", "po.lead_conversion"},
      {"po.lead_mode", "Leads have their own object and routes", Confidence::kAssumed, "B.7", "po.contract"},
  };
}

Rows LoginRows() {
  return {
      {"po.tenant", "Each tenant has its own subdomain; a wrong one is not found", Confidence::kObserved, "T1 T2", ""},
      {"po.tenant_path", "A tenant may also be named by the path prefix /t/{tenant}, for loopback",
       Confidence::kAssumed, "-", "po.contract"},
      {"po.client_credentials", "OAuth 2 client_credentials", Confidence::kObserved, "T1", ""},
      {"po.token_path", "Token path, body and errors", Confidence::kAssumed, "H1 B.7", "po.contract"},
      {"po.token_ttl", "Tokens live 3600 s", Confidence::kAssumed, "H1", "po.token_ttl_seconds"},
      {"po.one_token", "Several tokens are good at a time", Confidence::kAssumed, "-", "po.one_token_at_a_time"},
      {"po.token_401", "An expired or revoked token gives 401", Confidence::kObserved, "T2 T4", ""},
      {"po.bad_secret", "A bad secret gives 401 (the web login gives 422)", Confidence::kAssumed, "B.7 T2",
       "po.bad_secret_answer"},
      {"po.lockout", "Repeated bad logins lock the account until staff unlock it (G5)", Confidence::kObserved, "T2",
       ""},
      {"po.lockout_after", "How many bad logins that takes; that API credentials are locked, too", Confidence::kAssumed,
       "-", "po.lockout_after"},
      {"po.lockout_window", "Time in which bad logins count together", Confidence::kAssumed, "-",
       "po.lockout_window_minutes"},
      {"po.not_cleared", "A login can say success and not be cleared for use (G6)", Confidence::kObserved, "T2 T4", ""},
      {"po.rate_limit", "Calls per minute are limited; 429 with Retry-After", Confidence::kAssumed, "B.7",
       "po.rate_limit_per_minute"},
      {"po.tenant_moves", "A tenant's host can change (G10)", Confidence::kObserved, "T2", ""},
  };
}

Rows ListRows() {
  return {
      {"po.paging", "Children and families are paged by limit and offset; schools and classrooms are not",
       Confidence::kObserved, "T1", ""},
      {"po.page_cap", "The server caps the limit silently (G12)", Confidence::kObserved, "T1", ""},
      {"po.page_cap_rows", "The cap is 100 rows", Confidence::kAssumed, "B.7", "po.page_cap"},
      {"po.page_default", "Default page of 50 rows", Confidence::kAssumed, "B.7", "po.page_default"},
      {"po.envelope", "Lists come in an envelope, or as a bare array", Confidence::kAssumed, "H3 B.7",
       "po.list_envelope"},
      {"po.envelope_limit", "The envelope names the effective limit", Confidence::kAssumed, "-", "po.envelope_limit"},
      {"po.list_order", "Paged lists are ordered by name, so that an insertion shifts rows (G11)", Confidence::kAssumed,
       "-", "po.list_order"},
      {"po.default_filter", "Lists omit Inactive and Graduate unless asked (G18)", Confidence::kInferred, "T6",
       "po.list_default_filter"},
      {"po.unknown_filter", "An unknown status word falls back silently (G18)", Confidence::kInferred, "T6",
       "po.unknown_status_filter"},
      {"po.unknown_school", "An unknown school in a filter gives no rows", Confidence::kAssumed, "-",
       "po.unknown_school_filter"},
      {"po.visibility", "Created records may show up late (G50)", Confidence::kInferred, "-", "po.visibility_ms"},
      {"po.visibility_scope", "The lag concerns lists, not single reads", Confidence::kInferred, "-",
       "po.visibility_scope"},
      {"po.loose_types", "Numbers as text, null objects, \"\" for null, extra and misspelt keys (G16)",
       Confidence::kObserved, "T4 T2", "po.loose_types"},
      {"po.id_style", "Ids change case or format between endpoints (G17)", Confidence::kInferred, "-", "po.id_style"},
      {"po.name", "name is \"Last, First\"", Confidence::kObserved, "T2", ""},
      {"po.money", "Balances are integer cents", Confidence::kObserved, "T1", ""},
  };
}

Rows WriteRows() {
  return {
      {"po.errors", "422 with errors[] of human sentences, without codes", Confidence::kObserved, "T2", ""},
      {"po.error_wording", "The wording of the sentences; all mistakes at once", Confidence::kAssumed, "B.7",
       "po.contract"},
      {"po.writes", "Write routes exist and answer 201 or 200 with the object", Confidence::kAssumed, "B.7 H7",
       "po.contract"},
      {"po.unknown_fields", "Unknown fields of a body are ignored", Confidence::kAssumed, "B.7", "po.contract"},
      {"po.idempotency", "An idempotency key is not honoured", Confidence::kAssumed, "B.7 H8", "po.idempotency"},
      {"po.not_found", "404 with errors[]", Confidence::kAssumed, "B.7", "po.contract"},
      {"po.partial_write", "A write may be applied in part and answer 500 (G47)", Confidence::kInferred, "T6", ""},
      {"po.read_back", "A write may be applied and its read-back fail (G49)", Confidence::kInferred, "T6", ""},
      {"po.html", "A wrong tenant host answers 404 with a page, not JSON", Confidence::kInferred, "T2 T4", ""},
  };
}

}  // namespace

const std::vector<kit::Provenance>& ProvenanceTable() {
  static const Rows kRows = [] {
    Rows all;
    for (const auto& part :
         {StatusRows(), PlanRows(), PeopleRows(), LeadRows(), LoginRows(), ListRows(), WriteRows()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  return kRows;
}

}  // namespace ikp::simulators::procare_online
