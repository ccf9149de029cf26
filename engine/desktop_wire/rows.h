// Rows of a Procare Desktop database as the agent at the centre reads them and the engine understands them: what is
// published about the sync with a CRM [P9], and the dated status rows [P11]. Plain values.
//
// Ids are whole numbers, unique in one database; a person also has a GUID [P9]. Dates are local days; those that cannot
// be read are nothing. A reading by way of exported reports has no GUIDs and may lack other parts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/domain/civil_date.h"

namespace ikp::desktop_wire {

struct PhoneRow {
  std::string type;       // "Mobile", "Work": the site's own words
  std::string area_code;  // apart from the number [P9]
  std::string number;
  bool operator==(const PhoneRow&) const = default;
};

struct AddressRow {
  std::string line1;
  std::string line2;
  std::string city;
  std::string region;
  std::string postal_code;
  bool operator==(const AddressRow&) const = default;
};

struct PersonRow {
  std::int64_t id = 0;
  std::string guid;  // empty: not known
  std::string first_name;
  std::string middle_initial;
  std::string last_name;
  std::string gender;
  std::optional<domain::CivilDate> date_of_birth;
  std::string email;
  std::vector<PhoneRow> phones;
  std::vector<AddressRow> addresses;
  bool operator==(const PersonRow&) const = default;
};

struct RelationshipRow {  // of a person to the child [P29]
  std::int64_t person_id = 0;
  std::string label;
  bool lives_with = false;
  bool emergency = false;
  bool pickup = false;
  bool operator==(const RelationshipRow&) const = default;
};

struct ChildRow {
  PersonRow person;
  std::optional<std::int64_t> classroom_id;  // primary classroom at the account's school
  std::vector<RelationshipRow> relationships;
  bool operator==(const ChildRow&) const = default;
};

struct AccountRow {  // a family at one school [P12]
  std::int64_t id = 0;
  std::int64_t school_id = 0;
  std::string key;
  std::string name;
  bool hidden = false;
  std::vector<PersonRow> payers;  // in order; the first is the primary payer
  std::vector<ChildRow> children;
  std::vector<PersonRow> pickups;
  bool operator==(const AccountRow&) const = default;
};

struct StatusRow {  // [P11]
  std::int64_t id = 0;
  std::int64_t child_id = 0;
  std::int64_t school_id = 0;
  domain::CivilDate date = domain::CivilDate::FromDays({});
  std::string status;
  bool operator==(const StatusRow&) const = default;
};

struct ClassroomRow {
  std::int64_t id = 0;
  std::int64_t school_id = 0;
  std::string name;
  bool operator==(const ClassroomRow&) const = default;
};

struct SchoolRow {
  std::int64_t id = 0;
  std::string name;
  bool operator==(const SchoolRow&) const = default;
};

// One acknowledged piece of a snapshot. Pieces are numbered from 0 without a gap; the last one says so, and carries
// what is known about the whole. An agent that starts anew reads anew, under the name of another attempt.
struct Chunk {
  std::string snapshot_id;
  int seq = 0;
  bool last = false;
  std::vector<SchoolRow> schools;
  std::vector<ClassroomRow> classrooms;
  std::vector<AccountRow> accounts;
  std::vector<StatusRow> statuses;
  std::string attempt = {};  // chosen anew for each try of the reading; pieces of two are never put together
  bool operator==(const Chunk&) const = default;
};

}  // namespace ikp::desktop_wire
