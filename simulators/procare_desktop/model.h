// The records of a Procare Desktop database, as plain values, and the rules of enrollment status.
//
// Ids are whole numbers that count up in each table of one database; after a restore they count up again from where the
// backup stood. Dates are local days as text (YYYY-MM-DD). Threads: values, no shared state.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulators/kit/simulator.h"

namespace ikp::simulators::procare_desktop {

using kit::Instant;
using Date = std::string;
using PersonId = std::int64_t;
using AccountId = std::int64_t;
using SchoolId = std::int64_t;
using RegionId = std::int64_t;
using WorkAreaId = std::int64_t;
using ClassroomId = std::int64_t;
using RowId = std::int64_t;

// Ids stay below what every reader of JSON can tell apart (2^53); a seed cannot bring a table near overflow.
inline constexpr std::int64_t kHighestId = 9'000'000'000'000'000;

// The one reserved word of the status list [P10].
inline constexpr std::string_view kEnrolled = "Enrolled";

struct Region {  // [P23] [P23b]
  RegionId id = 0;
  std::string name;
  std::string code;
  std::string address_format = "usa";  // usa (City, State, Zip) or non_usa (City, Region, Postal Code)
  std::optional<std::int64_t> maximum_child_age;
};

struct OpenHours {  // minutes since midnight; 420 is 07:00 [P9]
  std::int64_t open = 0;
  std::int64_t close = 0;
};

struct School {
  SchoolId id = 0;
  std::string name;
  RegionId region_id = 0;                           // can change [P14b]
  std::array<std::optional<OpenHours>, 7> hours{};  // Monday first; nothing: closed
  // In place of the region's option; nothing: as the region has it [P23].
  std::optional<std::string> address_format;
  std::optional<std::int64_t> maximum_child_age;
};

struct WorkArea {  // where staff work; classrooms are chosen from these [P30]
  WorkAreaId id = 0;
  std::string name;
};

struct Classroom {  // [P9] [P30]
  ClassroomId id = 0;
  SchoolId school_id = 0;
  WorkAreaId work_area_id = 0;  // gives the name; classrooms of several schools may share one
  double ratio = 0;             // children per teacher
  std::optional<std::int64_t> maximum;
  std::optional<std::int64_t> in_minute;
  std::optional<std::int64_t> out_minute;
  std::int64_t order = 0;
};

struct Phone {
  std::string type;
  std::string area_code;
  std::string number;
};

struct Address {
  std::string line1;
  std::string line2;
  std::string city;
  std::string region;
  std::string postal_code;
  bool is_mailing = false;
  bool is_primary_physical = false;
};

// One record whatever the person is: payer, child, pickup; what is changed here changes everywhere [P16] [P28].
struct Person {
  PersonId id = 0;
  std::string guid;
  std::string first_name;
  std::string middle_initial;
  std::string last_name;
  std::string gender;
  std::optional<Date> date_of_birth;
  std::string email;
  std::vector<Phone> phones;
  std::vector<Address> addresses;
  // What the person is beside payer, child and pickup, which the accounts say: doctor, staff, user, vendor [P16]. So a
  // staff member may be a payer under the same e-mail (G27).
  std::vector<std::string> roles = {};
};
inline constexpr std::array<std::string_view, 4> kOtherRoles = {"doctor", "staff", "user", "vendor"};

struct Account {  // a family at one school [P12] [P28]
  AccountId id = 0;
  SchoolId school_id = 0;
  std::string key;  // at most 8 characters, unique at the school
  std::string name;
  std::vector<PersonId> payers;  // in order; the first is the primary payer
  std::vector<PersonId> children;
  std::vector<PersonId> pickups;
  std::string comment;
  std::string alert;
  bool hidden = false;
  bool has_ledger = false;  // such an account cannot be removed [P32]
};

struct Relationship {  // of a person to a child [P29]
  std::string label;
  bool lives_with = false;
  bool emergency = false;
  bool pickup = false;
};

struct StatusLabel {  // [P10]
  std::string name;
  std::string comment;
};

struct StatusRow {  // [P11] [P28]
  RowId id = 0;
  SchoolId school_id = 0;
  Date date;
  std::string status;
};

struct RememberedCommand {
  std::string fingerprint;
  int status = 0;
  std::string body;
};

struct NextIds {
  std::int64_t person = 1;
  std::int64_t account = 1;
  std::int64_t school = 1;
  std::int64_t region = 1;
  std::int64_t work_area = 1;
  std::int64_t classroom = 1;
  std::int64_t status_row = 1;
};

// What a backup holds and a restore brings back.
struct Database {
  std::string database_id;  // GUID of the installation
  NextIds next;
  std::map<RegionId, Region> regions;
  std::map<SchoolId, School> schools;
  std::map<WorkAreaId, WorkArea> work_areas;
  std::map<ClassroomId, Classroom> classrooms;
  std::map<PersonId, Person> persons;
  std::map<AccountId, Account> accounts;
  std::map<std::pair<PersonId, PersonId>, Relationship> relationships;      // (child, person)
  std::map<PersonId, std::vector<StatusRow>> status_rows;                   // by child, in the order of their ids
  std::map<std::pair<PersonId, SchoolId>, ClassroomId> primary_classrooms;  // (child, school)
  std::vector<StatusLabel> status_labels;                                   // in the order of the site
  std::vector<std::string> relationship_labels;
  std::map<std::string, RememberedCommand> commands;  // by command id
};

// How rows become a status: both are assumptions.
struct StatusRules {
  bool highest_row_wins = true;  // among rows of the same day (H31)
  bool end_is_last_day = false;  // an interval ends on its last enrolled day instead of the day after (H32)
};

// How a database is looked at: on which day by the PC's clock, and by which rules.
struct View {
  Date today;
  StatusRules rules;
};

// The word of the row with the greatest date up to `date`; nothing when there is none.
std::optional<std::string> StatusOn(const std::vector<StatusRow>& rows, SchoolId school_id, const Date& date,
                                    const StatusRules& rules);

struct Interval {
  Date start;
  std::optional<Date> end;  // nothing: open
  bool operator==(const Interval&) const = default;
};
// The maximal runs of Enrolled, past and future: what a CRM gets [P9].
std::vector<Interval> EnrollmentIntervals(const std::vector<StatusRow>& rows, SchoolId school_id,
                                          const StatusRules& rules);

}  // namespace ikp::simulators::procare_desktop
