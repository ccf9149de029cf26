#include <nlohmann/json.hpp>

#include "simulators/kit/json_text.h"
#include "simulators/procare_desktop/api.h"
#include "simulators/procare_desktop/records.h"
#include "simulators/procare_desktop/roster.h"

namespace ikp::simulators::procare_desktop {
namespace {

using kit::FieldReader;
using kit::JsonResponse;
using kit::Need;
using nlohmann::json;

// The payers in order; nobody twice.
std::vector<Party> ReadPayers(Write& write) {
  std::vector<Party> payers;
  const auto* list = write.reader.List("payers", Need::kRequired, 20);
  if (list == nullptr) return payers;
  if (list->empty()) write.reader.Fail("payers", "must not be empty; the first one is the primary payer");
  std::vector<PersonId> seen;
  for (std::size_t i = 0; i < list->size(); ++i) {
    FieldReader fields((*list)[i], "payers[" + std::to_string(i) + "]", write.errors);
    payers.push_back(ReadParty(fields, write.errors, write.call.world.database));
    fields.RejectUnknown();
    const auto& existing = payers.back().existing;
    if (!existing) continue;
    if (IsChild(write.call.world.database, *existing)) {
      fields.Fail("person_id", "is a child; only adults can be a payer");
    }
    if (Contains(seen, *existing)) fields.Fail("person_id", "is a payer already; name each person once");
    seen.push_back(*existing);
  }
  return payers;
}

json StoreAll(World& world, const std::vector<Party>& parties, std::vector<PersonId>& target) {
  auto views = json::array();
  for (const auto& party : parties) {
    const auto id = StoreParty(world, party);
    target.push_back(id);
    views.push_back({{"id", id}, {"guid", world.database.persons.at(id).guid}});
  }
  return views;
}

std::vector<PersonId>& ListOf(Account& account, const std::string& role) {
  if (role == "child") return account.children;
  return role == "payer" ? account.payers : account.pickups;
}

}  // namespace

http::Response CreateAccount(Write& write) {
  auto& world = write.call.world;
  Account account;
  const auto* school = CheckSchool(write.reader, world.database);
  ReadAccount(write.reader, account);
  const auto payers = ReadPayers(write);
  if (!write.Good()) return Invalid(write.errors);
  account.school_id = school->id;
  if (const auto* holder = KeyHolder(world, school->id, account.key)) {
    return Refusal(409, "key_taken", {"key: is taken by account " + std::to_string(holder->id) + "; choose another"});
  }
  if (LicenceIsFull(world)) {
    return Refusal(409, "licence_full",
                   {"account: this edition is limited to 60 families; hide accounts of families that left"});
  }
  if (world.switches.Word("pd.comment") == "dropped") account.comment.clear();
  auto persons = StoreAll(world, payers, account.payers);
  const auto id = StoreAccount(world.database, std::move(account));
  return JsonResponse(201, {{"account_id", id}, {"payers", std::move(persons)}});
}

http::Response CreatePerson(Write& write) {
  auto& world = write.call.world;
  auto* account = CheckAccount(write.reader, world.database);
  const auto role = write.reader.Choice("role", Need::kRequired, {"child", "payer", "pickup"});
  const auto party = ReadParty(write.reader, write.errors, world.database);
  if (account != nullptr && party.existing) {
    for (const auto* list : {&account->payers, &account->children, &account->pickups}) {
      if (Contains(*list, *party.existing)) write.reader.Fail("person_id", "is in this account already");
    }
    if (role == "child" && IsAdult(world.database, *party.existing)) {
      write.reader.Fail("person_id", "is a payer or pickup; a child cannot be one");
    } else if (role && role != "child" && IsChild(world.database, *party.existing)) {
      write.reader.Fail("person_id", "is a child; only adults can be a payer or pickup");
    }
  }
  if (account != nullptr && role == "child") {
    CheckAgeOfNewChild(write.reader, world, account->school_id, party, write.call.now);
  }
  if (!write.Good()) return Invalid(write.errors);
  const auto id = StoreParty(world, party);
  ListOf(*account, *role).push_back(id);
  return JsonResponse(201, {{"person_id", id}, {"guid", world.database.persons.at(id).guid}});
}

http::Response CreateRelationship(Write& write) {
  auto& database = write.call.world.database;
  const auto* child = CheckChild(write.reader, database);
  const auto* person = CheckPerson(write.reader, database);
  Relationship relationship;
  ReadRelationship(write.reader, relationship);
  CheckRelationshipLabel(write.reader, database, relationship.label);
  if (child != nullptr && child == person) write.reader.Fail("person_id", "must not be the child itself");
  if (!write.Good()) return Invalid(write.errors);
  const auto [row, added] = database.relationships.try_emplace({child->id, person->id}, relationship);
  if (!added) {
    return Refusal(409, "relationship_exists", {"person_id: has a relationship to this child already"});
  }
  return JsonResponse(201, ToJson(child->id, person->id, row->second));
}

http::Response CreateStatusRow(Write& write) {
  auto& database = write.call.world.database;
  const auto* child = CheckChild(write.reader, database);
  const auto* school = CheckSchool(write.reader, database);
  const auto date = write.reader.Date("date", Need::kRequired);
  const auto status = CheckStatus(write.reader, database);
  if (child != nullptr && school != nullptr && !IsChildAt(database, child->id, school->id)) {
    write.reader.Fail("school_id", "has no account with this child; add the child to one first");
  }
  if (!write.Good()) return Invalid(write.errors);
  const auto id = AddStatusRow(database, child->id, school->id, *date, *status);
  return JsonResponse(201, {{"status_row_id", id}});
}

http::Response SetPrimaryClassroom(Write& write) {
  auto& database = write.call.world.database;
  const auto* child = CheckChild(write.reader, database);
  const auto* school = CheckSchool(write.reader, database);
  write.reader.Know("classroom_id");
  const bool clears = write.reader.IsNull("classroom_id");
  const auto* room = clears ? nullptr : CheckClassroom(write.reader, database);
  if (room != nullptr && school != nullptr && room->school_id != school->id) {
    write.reader.Fail("classroom_id", "is a classroom of another school; give one of this school, or null");
  }
  if (child != nullptr && school != nullptr && !IsChildAt(database, child->id, school->id)) {
    write.reader.Fail("school_id", "has no account with this child; add the child to one first");
  }
  if (!write.Good()) return Invalid(write.errors);
  if (clears) {
    database.primary_classrooms.erase({child->id, school->id});
  } else {
    database.primary_classrooms[{child->id, school->id}] = room->id;
  }
  return JsonResponse(200, {{"classroom_id", clears ? json(nullptr) : json(room->id)}});
}

}  // namespace ikp::simulators::procare_desktop
