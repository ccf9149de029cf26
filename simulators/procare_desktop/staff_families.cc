#include <nlohmann/json.hpp>

#include "simulators/procare_desktop/records.h"
#include "simulators/procare_desktop/roster.h"
#include "simulators/procare_desktop/staff.h"

namespace ikp::simulators::procare_desktop {
namespace {

using kit::FieldReader;
using kit::Need;
using nlohmann::json;

struct FirstRow {
  Date date;
  std::string status;
};

struct NewChild {
  Party party;
  std::vector<FirstRow> rows;
  std::optional<ClassroomId> classroom_id;
};

// Nobody is in an account twice; children are not adults of any account.
struct Members {
  std::vector<PersonId> seen;

  void Check(FieldReader& reader, const Database& database, const Party& party, bool as_child) {
    if (!party.existing) return;
    const auto id = *party.existing;
    if (Contains(seen, id)) reader.Fail("person_id", "is named twice; name each person once");
    if (as_child && IsAdult(database, id)) reader.Fail("person_id", "is a payer or pickup; a child cannot be one");
    if (!as_child && IsChild(database, id)) reader.Fail("person_id", "is a child; name an adult");
    seen.push_back(id);
  }
};

std::vector<FirstRow> ReadRows(StaffCall& call, FieldReader& owner) {
  std::vector<FirstRow> rows;
  const auto* list = owner.List("status_rows", Need::kOptional, 1000);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    FieldReader fields((*list)[i], owner.PathOf("status_rows") + "[" + std::to_string(i) + "]", call.errors);
    const auto date = fields.Date("date", Need::kRequired);
    const auto status = CheckStatus(fields, call.database);
    fields.RejectUnknown();
    if (date && status) rows.push_back({*date, *status});
  }
  return rows;
}

std::vector<Party> ReadAdults(StaffCall& call, std::string_view name, Members& members) {
  std::vector<Party> adults;
  const auto* list = call.reader.List(name, Need::kOptional, 20);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    FieldReader fields((*list)[i], std::string(name) + "[" + std::to_string(i) + "]", call.errors);
    adults.push_back(ReadParty(fields, call.errors, call.database));
    members.Check(fields, call.database, adults.back(), false);
    fields.RejectUnknown();
  }
  return adults;
}

NewChild ReadChild(StaffCall& call, FieldReader& fields, const School* school, Members& members) {
  NewChild child;
  child.party = ReadParty(fields, call.errors, call.database);
  members.Check(fields, call.database, child.party, true);
  child.rows = ReadRows(call, fields);
  if (fields.Has("classroom_id")) {
    const auto* room = CheckClassroom(fields, call.database);
    if (room != nullptr && school != nullptr && room->school_id != school->id) {
      fields.Fail("classroom_id", "is a classroom of another school; give one of this school");
    }
    if (room != nullptr) child.classroom_id = room->id;
  }
  if (school != nullptr) CheckAgeOfNewChild(fields, call.world, school->id, child.party, call.now);
  return child;
}

std::vector<NewChild> ReadChildren(StaffCall& call, const School* school, Members& members) {
  std::vector<NewChild> children;
  const auto* list = call.reader.List("children", Need::kOptional, 20);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    FieldReader fields((*list)[i], "children[" + std::to_string(i) + "]", call.errors);
    children.push_back(ReadChild(call, fields, school, members));
    fields.RejectUnknown();
  }
  return children;
}

// Who looks at the screen sees people of the same name, and can go on.
void NoteSimilar(const StaffCall& call, PersonId id, json& similar) {
  if (!call.world.switches.On("pd.similar_names")) return;
  const auto others = SimilarPeople(call.database, call.database.persons.at(id));
  if (!others.empty()) similar.push_back({{"person_id", id}, {"candidates", others}});
}

PersonId Store(StaffCall& call, const Party& party, json& similar) {
  const auto id = StoreParty(call.world, party);
  if (!party.existing) NoteSimilar(call, id, similar);
  return id;
}

PersonId StoreChild(StaffCall& call, const NewChild& child, SchoolId school_id, json& similar) {
  const auto id = Store(call, child.party, similar);
  for (const auto& row : child.rows) AddStatusRow(call.database, id, school_id, row.date, row.status);
  if (child.classroom_id) call.database.primary_classrooms[{id, school_id}] = *child.classroom_id;
  return id;
}

std::string FirstLastName(const StaffCall& call, const std::vector<Party>& payers) {
  if (payers.empty()) return "";
  const auto& first = payers.front();
  return first.existing ? call.database.persons.at(*first.existing).last_name : first.fresh.last_name;
}

// The screen shows people of the same name before anything is saved [P15]: "show" looks only.
bool OnlyShows(StaffCall& call) {
  return call.reader.Choice("on_similar", Need::kOptional, {"add", "show"}).value_or("add") == "show";
}

void ShowSimilar(const StaffCall& call, const std::string& field, const Party& party, json& similar) {
  if (party.existing || !call.world.switches.On("pd.similar_names")) return;
  const auto others = SimilarPeople(call.database, party.fresh);
  if (!others.empty()) similar.push_back({{"field", field}, {"candidates", others}});
}

void ShowSimilar(const StaffCall& call, const std::string& list, const std::vector<Party>& parties, json& similar) {
  for (std::size_t i = 0; i < parties.size(); ++i) {
    ShowSimilar(call, list + "[" + std::to_string(i) + "]", parties[i], similar);
  }
}

json AddFamily(StaffCall& call) {
  const auto* school = CheckSchool(call.reader, call.database);
  Members members;
  const auto payers = ReadAdults(call, "payers", members);
  const auto pickups = ReadAdults(call, "pickups", members);
  const auto children = ReadChildren(call, school, members);
  Account account;
  const bool key_typed = call.reader.Has("key");
  if (!key_typed) account.key = "-";  // made below
  ReadAccount(call.reader, account);
  if (school != nullptr && call.errors.empty()) {
    if (!key_typed) account.key = FreeKey(call.world, school->id, FirstLastName(call, payers));
    if (KeyHolder(call.world, school->id, account.key) != nullptr) {
      call.reader.Fail("key", "is taken; choose another");
    }
  }
  CheckLicence(call);
  const bool only_shows = OnlyShows(call);
  if (!call.Good()) return {};
  auto similar = json::array();
  if (only_shows) {
    std::vector<Party> of_children;
    for (const auto& child : children) of_children.push_back(child.party);
    ShowSimilar(call, "payers", payers, similar);
    ShowSimilar(call, "children", of_children, similar);
    ShowSimilar(call, "pickups", pickups, similar);
    return {{"similar", std::move(similar)}};
  }
  account.school_id = school->id;
  for (const auto& party : payers) account.payers.push_back(Store(call, party, similar));
  for (const auto& child : children) account.children.push_back(StoreChild(call, child, school->id, similar));
  for (const auto& party : pickups) account.pickups.push_back(Store(call, party, similar));
  json result = {{"key", account.key},
                 {"payer_ids", account.payers},
                 {"child_ids", account.children},
                 {"pickup_ids", account.pickups},
                 {"similar", similar}};
  result["account_id"] = StoreAccount(call.database, std::move(account));
  return result;
}

json AddChildByHand(StaffCall& call) {
  auto* account = CheckAccount(call.reader, call.database);
  Members members;
  if (account != nullptr) {
    members.seen = account->children;
    const auto* school = &call.database.schools.at(account->school_id);
    const auto child = ReadChild(call, call.reader, school, members);
    const bool only_shows = OnlyShows(call);
    if (!call.Good()) return {};
    auto similar = json::array();
    if (only_shows) {
      ShowSimilar(call, "child", child.party, similar);
      return {{"similar", std::move(similar)}};
    }
    const auto id = StoreChild(call, child, school->id, similar);
    account->children.push_back(id);
    return {{"account_id", account->id}, {"child_id", id}, {"similar", similar}};
  }
  return {};
}

// Not a real child: something for schedules and counts, told by the marker in its first name [T11].
json AddPlaceholder(StaffCall& call) {
  auto* account = CheckAccount(call.reader, call.database);
  const auto rows = ReadRows(call, call.reader);
  if (!call.Good()) return {};
  Party party;
  party.fresh.first_name = call.world.switches.Word("pd.placeholder_marker");
  const bool has_name = account->name.find_first_not_of(" \t\r\n") != std::string::npos;
  party.fresh.last_name = has_name ? account->name : account->key;
  const auto id = StoreParty(call.world, party);
  for (const auto& row : rows) AddStatusRow(call.database, id, account->school_id, row.date, row.status);
  account->children.push_back(id);
  return {{"account_id", account->id}, {"child_id", id}};
}

// A new birth date must be one that each school of the child takes.
void CheckNewBirthDate(StaffCall& call, const Person& before, const Person& edited) {
  if (edited.date_of_birth == before.date_of_birth) return;
  for (const auto& [id, school] : call.database.schools) {
    if (!IsChildAt(call.database, edited.id, id) || !call.errors.empty()) continue;
    CheckAge(call.reader, call.world, id, edited, call.now);
  }
}

json EditPerson(StaffCall& call) {
  auto* person = CheckPerson(call.reader, call.database);
  if (person == nullptr) return {};
  auto edited = *person;
  ReadPerson(call.reader, call.errors, edited);
  CheckNewBirthDate(call, *person, edited);
  if (!call.Good()) return {};
  *person = std::move(edited);
  return {{"person_id", person->id}};
}

json MergeByHand(StaffCall& call) {
  const auto* survivor = CheckPerson(call.reader, call.database, "keep_id");
  const auto* loser = CheckPerson(call.reader, call.database, "remove_id");
  if (survivor != nullptr && survivor == loser) call.reader.Fail("remove_id", "is the same person; give another");
  if (survivor != nullptr && loser != nullptr &&
      ((IsChild(call.database, survivor->id) && IsAdult(call.database, loser->id)) ||
       (IsAdult(call.database, survivor->id) && IsChild(call.database, loser->id)))) {
    call.reader.Fail("remove_id", "is a child and the other an adult, or the other way round; give two of a kind");
  }
  if (!call.Good()) return {};
  const auto id = survivor->id;
  MergePeople(call.database, id, loser->id);
  return {{"person_id", id}};
}

}  // namespace

std::vector<StaffAction> FamilyActions() {
  const std::string person_fields =
      "first_name, middle_initial, last_name, gender, date_of_birth, email, phones [{type, area_code, number}], "
      "addresses [{line1, line2, city, region, postal_code, is_mailing, is_primary_physical}], "
      "roles [doctor, staff, user, vendor]";
  const std::string on_similar = "add (default), or show: only gives the people of the same name, nothing is stored";
  const std::string party = "person_id of an existing person, or " + person_fields;
  const std::string child = party + "; status_rows [{date, status}], classroom_id";
  return {
      {"add_family",
       {{"school_id", "required"},
        {"key", "at most 8 characters; default: made from the primary payer's last name"},
        {"name", "text"},
        {"comment", "text"},
        {"alert", "text"},
        {"payers", "list of {" + party + "}, primary payer first"},
        {"pickups", "list of {" + party + "}"},
        {"children", "list of {" + child + "}"},
        {"on_similar", on_similar}},
       AddFamily},
      {"add_child", {{"account_id", "required"}, {"on_similar", on_similar}, {"...", child}}, AddChildByHand},
      {"add_placeholder_child",
       {{"account_id", "required"}, {"status_rows", "list of {date, status}"}},
       AddPlaceholder},
      {"edit_person", {{"person_id", "required"}, {"...", person_fields}}, EditPerson},
      {"merge_people", {{"keep_id", "required: who stays"}, {"remove_id", "required: whose id vanishes"}}, MergeByHand},
  };
}

}  // namespace ikp::simulators::procare_desktop
