// The records that Procare Online keeps, as plain values: tenants (one per customer organisation, each with a subdomain
// and API credentials [T1]), schools, classrooms, families, guardians, children, leads and planned transitions.
//
// Dates are "YYYY-MM-DD" of the school's local calendar; instants are UTC. Threads: plain values, no sharing.
#pragma once

#include <bitset>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/kit/simulator.h"

namespace ikp::simulators::procare_online {

using kit::Instant;
using Id = std::string;    // opaque, UUID-shaped when generated
using Date = std::string;  // "YYYY-MM-DD"

// The closed set of four [P1].
enum class Status { kActive, kHold, kInactive, kGraduate };
std::string_view ToWord(Status status);  // "active", "hold", "inactive", "graduate"
std::optional<Status> StatusOf(std::string_view word);
const std::vector<std::string>& StatusWords();

// Move plans and scheduled activations [P1][P4].
enum class TransitionKind { kRoomTransition, kScheduledEnrollment, kHold, kHoldActivation, kWithdrawal, kGraduation };
std::string_view ToWord(TransitionKind kind);  // "room_transition", ...
std::optional<TransitionKind> TransitionKindOf(std::string_view word);
const std::vector<std::string>& TransitionKindWords();
// Withdrawal and graduation take effect at the end of their day, all others at the start [P4].
bool TakesEffectAtEndOfDay(TransitionKind kind);

// Lead statuses, in their exact case [T6].
const std::vector<std::string>& LeadStatusWords();

struct Phone {
  std::string type;
  std::string number;
};

struct Address {
  std::string street_address, address_line_2, city, state, zip, country;
};

struct Guardian {
  Id id;
  std::string first_name, last_name;
  std::optional<std::string> email;
  std::vector<Phone> phones;
  std::optional<std::string> relation;
  bool is_primary = false;
  std::optional<Address> address;
  bool emergency_contact = false;
  bool authorized_pickup = false;
  std::string pin;  // four digits, unique in the school [P6]
  bool signed_up = false;
  Instant created_at{}, updated_at{};
};

struct Family {
  Id id;
  Id school_id;
  std::string name;
  std::int64_t balance_cents = 0;
  std::vector<Guardian> guardians;  // ordered
  Instant created_at{}, updated_at{};
};

struct StatusChange {
  Instant at{};
  Status status = Status::kActive;
  std::string by;  // "api", "staff", "plan", "conversion", "seed"
};

struct Child {
  Id id;
  std::vector<Id> family_ids;  // the first is the primary one; several for a split household [P27]
  Id school_id;
  std::string first_name, last_name;
  std::optional<std::string> middle_name, preferred_name;
  std::optional<Date> dob;
  std::optional<std::string> gender;
  Status status = Status::kActive;
  std::optional<Id> classroom_id;
  std::optional<Date> start_date, withdrawal_date;
  std::optional<std::string> external_id;
  std::vector<StatusChange> status_history;
  Instant created_at{}, updated_at{};
};

struct Transition {
  Id id;
  TransitionKind kind = TransitionKind::kRoomTransition;
  Date date;
  Id child_id;  // empty for a scheduled enrolment, which is of a lead
  Id lead_id;
  std::optional<Id> classroom_id;
  std::uint64_t sequence = 0;  // order of planning
  Instant created_at{};
};

struct Classroom {
  Id id;
  Id school_id;
  std::string name;
  std::optional<std::int64_t> capacity, age_months_min, age_months_max;
  bool active = true;
};

struct School {
  Id id;
  std::string name;
  std::string time_zone;  // IANA [P7]
  std::optional<Address> address;
  std::string phone;
  bool multifamily = true;       // split households must be enabled per site [P27]
  bool parents_may_edit = true;  // [P6]
};

struct LeadPerson {
  std::string first_name, last_name;
  std::optional<Date> dob;
  std::optional<std::string> gender, email, relation;
  std::vector<Phone> phones;
};

struct Lead {
  Id id;
  Id school_id;
  std::string status = "New";
  LeadPerson student;
  std::vector<LeadPerson> parents;
  std::optional<Date> expected_start_date;
  std::optional<std::string> external_id;
  std::optional<Id> converted_child_id;
  Instant created_at{}, updated_at{};
};

struct Token {
  std::string value;
  Instant expires_at{};
  bool cleared = true;  // false: the login said success, but every use is refused (G6)
};

// A mail that the product sent to a guardian [P6][P26].
struct Mail {
  Id guardian_id;
  std::string kind;  // "invitation", "reminder_3", "reminder_6", "confirmation"
  std::string by;    // "api", "staff", "system"
  Instant at{};
};

struct Reminder {
  Id guardian_id;
  int day = 3;
  Instant due{};
};

// The first answer to a request with an idempotency key.
struct RememberedAnswer {
  std::string fingerprint;
  int status = 0;
  std::string body;
  Instant at{};
};

inline constexpr std::size_t kPinCount = 10'000;

struct Tenant {
  std::string name;
  std::string client_id, client_secret;
  bool locked = false;
  std::vector<Instant> bad_logins;
  std::vector<Token> tokens;
  std::vector<School> schools;
  std::vector<Classroom> classrooms;
  std::map<Id, Family> families;
  std::map<Id, Child> children;
  std::map<Id, Lead> leads;
  std::map<Id, Transition> transitions;
  std::vector<Mail> mails;
  std::vector<Reminder> reminders;
  std::map<std::string, RememberedAnswer> remembered;
  std::map<Id, Instant> unlisted_until;  // rows that are out of every list until then (page drift)
  Instant rate_window_start{};
  std::int64_t rate_window_count = 0;

  // Derived from the above; kept by roster.h, never dumped.
  std::map<Id, Id> family_of_guardian;
  std::map<Id, std::vector<Id>> children_of_family;  // by (created_at, id)
  std::map<Id, std::bitset<kPinCount>> pins_of_school;
};

}  // namespace ikp::simulators::procare_online
