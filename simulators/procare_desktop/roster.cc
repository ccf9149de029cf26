#include "simulators/procare_desktop/roster.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "simulators/kit/router.h"
#include "simulators/procare_desktop/records.h"

namespace ikp::simulators::procare_desktop {
namespace {

using kit::FieldReader;
using kit::Need;

constexpr std::size_t kMiniFamilies = 60;

template <typename Record>
Record* CheckIn(FieldReader& reader, std::map<std::int64_t, Record>& records, std::string_view name,
                const std::string& advice) {
  const auto id = reader.Integer(name, Need::kRequired, 1, INT64_MAX);
  if (!id) return nullptr;
  auto* found = FindIn(records, *id);
  if (found == nullptr) reader.Fail(name, "does not exist; give " + advice);
  return found;
}

std::string Lower(std::string_view text) {
  std::string lower;
  for (const unsigned char c : text) lower.push_back(static_cast<char>(std::tolower(c)));
  return lower;
}

// Letters only, without case; bytes beyond ASCII stay.
std::string Letters(std::string_view text) {
  std::string letters;
  for (const unsigned char c : text) {
    if (c >= 0x80 || std::isalpha(c) != 0) letters.push_back(static_cast<char>(std::tolower(c)));
  }
  return letters;
}

void Replace(std::vector<PersonId>& people, PersonId survivor, PersonId loser) {
  if (!Contains(people, loser)) return;
  if (Contains(people, survivor)) {
    std::erase(people, loser);
  } else {
    std::replace(people.begin(), people.end(), loser, survivor);
  }
}

}  // namespace

std::string AddressFormatOf(const Database& database, const School& school) {
  return school.address_format.value_or(database.regions.at(school.region_id).address_format);
}

std::optional<std::int64_t> MaximumChildAgeOf(const Database& database, const School& school) {
  return school.maximum_child_age ? school.maximum_child_age : database.regions.at(school.region_id).maximum_child_age;
}

School* CheckSchool(FieldReader& reader, Database& database, std::string_view name) {
  return CheckIn(reader, database.schools, name, "the id of a school");
}

Account* CheckAccount(FieldReader& reader, Database& database, std::string_view name) {
  return CheckIn(reader, database.accounts, name, "the id of an account");
}

Person* CheckPerson(FieldReader& reader, Database& database, std::string_view name) {
  return CheckIn(reader, database.persons, name, "the id of a person");
}

Person* CheckChild(FieldReader& reader, Database& database, std::string_view name) {
  auto* person = CheckIn(reader, database.persons, name, "the id of a child");
  if (person == nullptr || IsChild(database, person->id)) return person;
  reader.Fail(name, "is not a child of any account; give the id of a child");
  return nullptr;
}

Classroom* CheckClassroom(FieldReader& reader, Database& database, std::string_view name) {
  return CheckIn(reader, database.classrooms, name, "the id of a classroom");
}

WorkArea* CheckWorkArea(FieldReader& reader, Database& database) {
  return CheckIn(reader, database.work_areas, "work_area_id", "the id of a work area");
}

std::optional<std::string> CheckStatus(FieldReader& reader, const Database& database) {
  std::vector<std::string> words;
  for (const auto& label : database.status_labels) words.push_back(label.name);
  return reader.Choice("status", Need::kRequired, words);
}

void CheckRelationshipLabel(FieldReader& reader, const Database& database, const std::string& label) {
  const auto& known = database.relationship_labels;
  if (label.empty() || std::find(known.begin(), known.end(), label) != known.end()) return;
  reader.Fail("label", "must be one of: " + kit::JoinWords(known));
}

void CheckAge(FieldReader& reader, const World& world, SchoolId school_id, const Person& child, Instant now,
              std::string_view name) {
  if (!child.date_of_birth) return;
  const auto today = TodayOf(world, now);
  if (*child.date_of_birth > today && world.switches.Word("pd.dob_in_future") == "reject") {
    reader.Fail(name, "must not be of a birth in the future; today on this PC is " + today);
  }
  if (world.switches.Word("pd.maximum_age") != "reject") return;
  const auto maximum = MaximumChildAgeOf(world.database, world.database.schools.at(school_id));
  if (!maximum) return;
  const auto age = std::stoll(today.substr(0, 4)) - std::stoll(child.date_of_birth->substr(0, 4)) -
                   (today.substr(5) < child.date_of_birth->substr(5) ? 1 : 0);
  if (age > *maximum) {
    reader.Fail(name, "makes a child older than the school's maximum age of " + std::to_string(*maximum) +
                          "; correct the birth date");
  }
}

void CheckAgeOfNewChild(FieldReader& reader, const World& world, SchoolId school_id, const Party& child, Instant now) {
  if (!child.existing) return CheckAge(reader, world, school_id, child.fresh, now);
  const auto* person = FindIn(world.database.persons, *child.existing);
  if (person != nullptr) CheckAge(reader, world, school_id, *person, now, "person_id");
}

bool SameWord(std::string_view a, std::string_view b) { return Lower(a) == Lower(b); }

bool Contains(const std::vector<PersonId>& people, PersonId id) {
  return std::find(people.begin(), people.end(), id) != people.end();
}

bool IsChildAt(const Database& database, PersonId child_id, SchoolId school_id) {
  return std::any_of(database.accounts.begin(), database.accounts.end(), [&](const auto& item) {
    return item.second.school_id == school_id && Contains(item.second.children, child_id);
  });
}

bool IsChild(const Database& database, PersonId person_id) {
  return std::any_of(database.accounts.begin(), database.accounts.end(),
                     [&](const auto& item) { return Contains(item.second.children, person_id); });
}

bool IsAdult(const Database& database, PersonId person_id) {
  return std::any_of(database.accounts.begin(), database.accounts.end(), [&](const auto& item) {
    return Contains(item.second.payers, person_id) || Contains(item.second.pickups, person_id);
  });
}

std::vector<PersonId> PeopleOf(const Database& database, const Account& account) {
  std::vector<PersonId> people;
  const auto add = [&](PersonId id) {
    if (!Contains(people, id)) people.push_back(id);
  };
  for (const auto* list : {&account.payers, &account.children, &account.pickups}) {
    for (const auto id : *list) add(id);
  }
  for (const auto child_id : account.children) {
    auto row = database.relationships.lower_bound({child_id, 0});
    for (; row != database.relationships.end() && row->first.first == child_id; ++row) add(row->first.second);
  }
  return people;
}

const Account* KeyHolder(const Database& database, SchoolId school_id, const std::string& key, bool anywhere) {
  const auto wanted = Lower(key);
  for (const auto& [id, account] : database.accounts) {
    if ((anywhere || account.school_id == school_id) && Lower(account.key) == wanted) return &account;
  }
  return nullptr;
}

const Account* KeyHolder(const World& world, SchoolId school_id, const std::string& key) {
  return KeyHolder(world.database, school_id, key, world.switches.Word("pd.key_unique") == "database");
}

std::string FreeKey(const World& world, SchoolId school_id, const std::string& last_name) {
  constexpr std::size_t kLongest = 8;
  std::string stem;
  for (const unsigned char c : last_name) {
    if (c < 0x80 && std::isalnum(c) != 0) stem.push_back(static_cast<char>(std::toupper(c)));
  }
  if (stem.empty()) stem = "FAMILY";
  auto key = stem.substr(0, kLongest);
  for (int number = 1; KeyHolder(world, school_id, key) != nullptr; ++number) {
    const auto digits = std::to_string(number);
    key = stem.substr(0, kLongest - digits.size()) + digits;
  }
  return key;
}

bool LicenceIsFull(const World& world) {
  if (world.switches.Word("pd.licence") != "mini") return false;
  const auto& accounts = world.database.accounts;
  const auto families =
      std::count_if(accounts.begin(), accounts.end(), [](const auto& item) { return !item.second.hidden; });
  return static_cast<std::size_t>(families) >= kMiniFamilies;
}

std::vector<PersonId> SimilarPeople(const Database& database, const Person& person) {
  std::vector<PersonId> similar;
  const auto first = Letters(person.first_name);
  const auto last = Letters(person.last_name);
  for (const auto& [id, other] : database.persons) {
    if (id != person.id && Letters(other.last_name) == last && Letters(other.first_name) == first) {
      similar.push_back(id);
    }
  }
  return similar;
}

Party ReadParty(FieldReader& reader, kit::FieldErrors& errors, const Database& database) {
  Party party;
  if (!reader.Has("person_id")) {
    ReadPerson(reader, errors, party.fresh);
    return party;
  }
  party.existing = reader.Integer("person_id", Need::kRequired, 1, INT64_MAX);
  if (party.existing && FindIn(database.persons, *party.existing) == nullptr) {
    reader.Fail("person_id", "does not exist; give the id of a person, or leave it out and describe a new one");
  }
  return party;
}

WorkAreaId StoreWorkArea(Database& database, std::string name) {
  const auto id = database.next.work_area++;
  database.work_areas[id] = {id, std::move(name)};
  return id;
}

PersonId StoreParty(World& world, Party party) {
  if (party.existing) return *party.existing;
  auto& database = world.database;
  party.fresh.id = database.next.person++;
  party.fresh.guid = world.ids.Uuid();
  const auto id = party.fresh.id;
  database.persons[id] = std::move(party.fresh);
  return id;
}

AccountId StoreAccount(Database& database, Account account) {
  account.id = database.next.account++;
  const auto id = account.id;
  database.accounts[id] = std::move(account);
  return id;
}

RowId AddStatusRow(Database& database, PersonId child_id, SchoolId school_id, Date date, std::string status) {
  const auto id = database.next.status_row++;
  database.status_rows[child_id].push_back({id, school_id, std::move(date), std::move(status)});
  return id;
}

void MergePeople(Database& database, PersonId survivor, PersonId loser) {
  for (auto& [id, account] : database.accounts) {
    for (auto* list : {&account.payers, &account.children, &account.pickups}) Replace(*list, survivor, loser);
    std::erase_if(account.pickups, [&](PersonId pickup) { return Contains(account.payers, pickup); });
  }
  std::map<std::pair<PersonId, PersonId>, Relationship> moved;
  std::erase_if(database.relationships, [&](const auto& item) {
    const auto [child_id, person_id] = item.first;
    if (child_id != loser && person_id != loser) return false;
    moved[{child_id == loser ? survivor : child_id, person_id == loser ? survivor : person_id}] = item.second;
    return true;
  });
  std::erase_if(moved, [](const auto& item) { return item.first.first == item.first.second; });
  database.relationships.merge(moved);
  if (auto rows = database.status_rows.extract(loser)) {
    auto& kept = database.status_rows[survivor];
    kept.insert(kept.end(), rows.mapped().begin(), rows.mapped().end());
    std::sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  }
  std::map<std::pair<PersonId, SchoolId>, ClassroomId> rooms;
  std::erase_if(database.primary_classrooms, [&](const auto& item) {
    if (item.first.first != loser) return false;
    rooms[{survivor, item.first.second}] = item.second;
    return true;
  });
  database.primary_classrooms.merge(rooms);
  auto& roles = database.persons.at(survivor).roles;
  for (const auto& role : database.persons.at(loser).roles) {
    if (std::find(roles.begin(), roles.end(), role) == roles.end()) roles.push_back(role);
  }
  database.persons.erase(loser);
}

}  // namespace ikp::simulators::procare_desktop
