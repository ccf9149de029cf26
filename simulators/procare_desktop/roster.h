// Roster: looking people and accounts up across the database, checking references that come from outside, and the
// changes that API and staff share. Check functions report to the reader and give null or nothing then.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/kit/fields.h"
#include "simulators/procare_desktop/world.h"

namespace ikp::simulators::procare_desktop {

// Someone who is named by id, or described as a new person.
struct Party {
  std::optional<PersonId> existing;
  Person fresh;
};

// The options that hold at a school: its own, or those of its region [P23].
std::string AddressFormatOf(const Database& database, const School& school);
std::optional<std::int64_t> MaximumChildAgeOf(const Database& database, const School& school);

School* CheckSchool(kit::FieldReader& reader, Database& database, std::string_view name = "school_id");
Account* CheckAccount(kit::FieldReader& reader, Database& database, std::string_view name = "account_id");
Person* CheckPerson(kit::FieldReader& reader, Database& database, std::string_view name = "person_id");
// A person who is a child of some account.
Person* CheckChild(kit::FieldReader& reader, Database& database, std::string_view name = "child_id");
Classroom* CheckClassroom(kit::FieldReader& reader, Database& database, std::string_view name = "classroom_id");
WorkArea* CheckWorkArea(kit::FieldReader& reader, Database& database);
// A word of the site's status list.
std::optional<std::string> CheckStatus(kit::FieldReader& reader, const Database& database);
void CheckRelationshipLabel(kit::FieldReader& reader, const Database& database, const std::string& label);
// Birth date against today and the region's maximum age, as the switches say. `name`: the field that is to blame.
void CheckAge(kit::FieldReader& reader, const World& world, SchoolId school_id, const Person& child, Instant now,
              std::string_view name = "date_of_birth");
// The same for a child who is new in an account of that school, New or Existing.
void CheckAgeOfNewChild(kit::FieldReader& reader, const World& world, SchoolId school_id, const Party& child,
                        Instant now);

bool IsChildAt(const Database& database, PersonId child_id, SchoolId school_id);
bool IsChild(const Database& database, PersonId person_id);
bool IsAdult(const Database& database, PersonId person_id);  // payer or pickup of some account
// Equal without case.
bool SameWord(std::string_view a, std::string_view b);
bool Contains(const std::vector<PersonId>& people, PersonId id);
// Payers, children, pickups, and whoever is related to one of the children; each once.
std::vector<PersonId> PeopleOf(const Database& database, const Account& account);

// The account that has the key already, compared without case: of the school, or with `anywhere` of any school.
const Account* KeyHolder(const Database& database, SchoolId school_id, const std::string& key, bool anywhere);
// The same, as pd.key_unique says.
const Account* KeyHolder(const World& world, SchoolId school_id, const std::string& key);
// Up to 8 characters from a name, with digits at the end until it is free (H35).
std::string FreeKey(const World& world, SchoolId school_id, const std::string& last_name);
// The small edition has no room for one more family [P32].
bool LicenceIsFull(const World& world);
// Others of the same first and last name, compared by letters only and without case.
std::vector<PersonId> SimilarPeople(const Database& database, const Person& person);

// "Existing" and "New" of the program's screens [P16b]: person_id, or the fields of a person. The caller finishes.
Party ReadParty(kit::FieldReader& reader, kit::FieldErrors& errors, const Database& database);

// A work area of that name, beside others that may have the same.
WorkAreaId StoreWorkArea(Database& database, std::string name);
PersonId StoreParty(World& world, Party party);
AccountId StoreAccount(Database& database, Account account);
RowId AddStatusRow(Database& database, PersonId child_id, SchoolId school_id, Date date, std::string status);
// `loser` vanishes [P16]. Its accounts, relationships, status rows and rooms are `survivor`'s then, who wins where both
// have a relationship or a room; its own names and contact data are lost.
void MergePeople(Database& database, PersonId survivor, PersonId loser);

}  // namespace ikp::simulators::procare_desktop
