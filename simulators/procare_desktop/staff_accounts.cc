#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "simulators/procare_desktop/records.h"
#include "simulators/procare_desktop/roster.h"
#include "simulators/procare_desktop/staff.h"

namespace ikp::simulators::procare_desktop {
namespace {

using kit::Need;
using nlohmann::json;

void CheckKey(StaffCall& call, SchoolId school_id, const std::string& key, AccountId own) {
  const auto* holder = KeyHolder(call.world, school_id, key);
  if (holder != nullptr && holder->id != own) call.reader.Fail("key", "is taken; choose another");
}

// The same people in another order: the first is the primary payer [P12].
void ReadPayerOrder(StaffCall& call, Account& account) {
  const auto* list = call.reader.List("payer_ids", Need::kOptional, 20);
  if (list == nullptr) return;
  std::vector<PersonId> order;
  for (const auto& item : *list) {
    if (item.is_number_integer()) order.push_back(item.get<PersonId>());
  }
  if (order.size() != list->size() ||
      !std::is_permutation(order.begin(), order.end(), account.payers.begin(), account.payers.end())) {
    call.reader.Fail("payer_ids", "must be the account's payers, each once, in the new order");
    return;
  }
  account.payers = std::move(order);
}

json EditAccount(StaffCall& call) {
  auto* account = CheckAccount(call.reader, call.database);
  if (account == nullptr) return {};
  auto edited = *account;
  ReadAccount(call.reader, edited);
  ReadFlag(call.reader, "has_ledger", edited.has_ledger);
  ReadPayerOrder(call, edited);
  CheckKey(call, account->school_id, edited.key, account->id);
  if (!call.Good()) return {};
  *account = std::move(edited);
  return {{"account_id", account->id}};
}

json SetHidden(StaffCall& call, bool hidden) {
  auto* account = CheckAccount(call.reader, call.database);
  if (!call.Good()) return {};
  account->hidden = hidden;
  return {{"account_id", account->id}};
}

json HideAccount(StaffCall& call) { return SetHidden(call, true); }
// A family that comes back needs room in the edition as a new one does [P32].
json UnhideAccount(StaffCall& call) {
  const auto* account = CheckAccount(call.reader, call.database);
  if (account != nullptr && account->hidden) CheckLicence(call);
  return SetHidden(call, false);
}

// The people stay, without an account [P33].
json RemoveAccount(StaffCall& call) {
  const auto* account = CheckAccount(call.reader, call.database);
  if (account != nullptr && account->has_ledger) {
    call.reader.Fail("account_id", "has ledger data and cannot be removed; hide it instead");
  }
  if (!call.Good()) return {};
  const auto id = account->id;
  call.database.accounts.erase(id);
  return {{"account_id", id}};
}

void CopyRows(Database& database, PersonId child_id, SchoolId from, SchoolId to) {
  const auto rows = database.status_rows[child_id];
  for (const auto& row : rows) {
    if (row.school_id == from) AddStatusRow(database, child_id, to, row.date, row.status);
  }
}

json CopyAccount(StaffCall& call) {
  const auto* account = CheckAccount(call.reader, call.database);
  const auto* school = CheckSchool(call.reader, call.database);
  auto copy = account == nullptr ? Account{} : *account;
  ReadText(call.reader, "key", Need::kOptional, copy.key, 8);
  bool with_statuses = false;
  ReadFlag(call.reader, "with_statuses", with_statuses);
  if (account != nullptr && school != nullptr) {
    if (account->school_id == school->id) call.reader.Fail("school_id", "has the account already; give another school");
    CheckKey(call, school->id, copy.key, 0);
  }
  CheckLicence(call);
  if (!call.Good()) return {};
  const auto from = account->school_id;
  copy.school_id = school->id;
  copy.has_ledger = false;
  const auto children = copy.children;
  const auto id = StoreAccount(call.database, std::move(copy));
  if (with_statuses) {
    for (const auto child_id : children) CopyRows(call.database, child_id, from, school->id);
  }
  return {{"account_id", id}};
}

json MoveChild(StaffCall& call) {
  const auto* child = CheckChild(call.reader, call.database);
  auto* from = CheckAccount(call.reader, call.database, "from_account_id");
  auto* to = CheckAccount(call.reader, call.database, "to_account_id");
  if (child != nullptr && from != nullptr && !Contains(from->children, child->id)) {
    call.reader.Fail("from_account_id", "does not have this child");
  }
  if (child != nullptr && to != nullptr && Contains(to->children, child->id)) {
    call.reader.Fail("to_account_id", "has this child already; give another account");
  }
  if (!call.Good()) return {};
  std::erase(from->children, child->id);
  to->children.push_back(child->id);
  return {{"child_id", child->id}, {"account_id", to->id}};
}

json AddPerson(StaffCall& call) {
  auto* account = CheckAccount(call.reader, call.database);
  const auto role = call.reader.Choice("role", Need::kRequired, {"payer", "pickup"});
  const auto party = ReadParty(call.reader, call.errors, call.database);
  if (account != nullptr && party.existing) {
    for (const auto* list : {&account->payers, &account->children, &account->pickups}) {
      if (Contains(*list, *party.existing)) call.reader.Fail("person_id", "is in this account already");
    }
    if (IsChild(call.database, *party.existing)) call.reader.Fail("person_id", "is a child; name an adult");
  }
  if (!call.Good()) return {};
  const auto id = StoreParty(call.world, party);
  (*role == "payer" ? account->payers : account->pickups).push_back(id);
  return {{"account_id", account->id}, {"person_id", id}};
}

// A payer or pickup; the record stays, and what it is to the children, too [P33].
json RemovePerson(StaffCall& call) {
  auto* account = CheckAccount(call.reader, call.database);
  const auto* person = CheckPerson(call.reader, call.database);
  if (account != nullptr && person != nullptr && !Contains(account->payers, person->id) &&
      !Contains(account->pickups, person->id)) {
    call.reader.Fail("person_id", "is no payer or pickup of this account");
  }
  if (!call.Good()) return {};
  std::erase(account->payers, person->id);
  std::erase(account->pickups, person->id);
  return {{"account_id", account->id}, {"person_id", person->id}};
}

// Of one of its accounts, or of its only one: then the child is unassigned [P33].
json RemoveChild(StaffCall& call) {
  auto* account = CheckAccount(call.reader, call.database);
  const auto* child = CheckChild(call.reader, call.database);
  if (account != nullptr && child != nullptr && !Contains(account->children, child->id)) {
    call.reader.Fail("child_id", "is no child of this account");
  }
  if (!call.Good()) return {};
  std::erase(account->children, child->id);
  return {{"account_id", account->id}, {"child_id", child->id}};
}

// "Unassigned People": in no account, and nothing to a child of one [P33].
json ListUnassigned(StaffCall& call) {
  if (!call.Good()) return {};
  std::set<PersonId> assigned;
  for (const auto& [id, account] : call.database.accounts) {
    const auto people = PeopleOf(call.database, account);
    assigned.insert(people.begin(), people.end());
  }
  auto unassigned = json::array();
  for (const auto& [id, person] : call.database.persons) {
    if (!assigned.contains(id)) unassigned.push_back(id);
  }
  return {{"person_ids", std::move(unassigned)}};
}

}  // namespace

std::vector<StaffAction> AccountActions() {
  return {
      {"add_person_to_account",
       {{"account_id", "required"},
        {"role", "required: payer (the last of them) or pickup"},
        {"person_id", "an existing person"},
        {"...", "or the fields of a new one, as add_family has them"}},
       AddPerson},
      {"remove_person_from_account", {{"account_id", "required"}, {"person_id", "required"}}, RemovePerson},
      {"remove_child_from_account", {{"account_id", "required"}, {"child_id", "required"}}, RemoveChild},
      {"list_unassigned", {}, ListUnassigned},
      {"edit_account",
       {{"account_id", "required"},
        {"key", "at most 8 characters"},
        {"name", "text"},
        {"comment", "text"},
        {"alert", "text"},
        {"payer_ids", "the payers in a new order"},
        {"has_ledger", "true or false: with ledger data it cannot be removed"}},
       EditAccount},
      {"hide_account", {{"account_id", "required"}}, HideAccount},
      {"unhide_account", {{"account_id", "required"}}, UnhideAccount},
      {"remove_account", {{"account_id", "required"}}, RemoveAccount},
      {"copy_account",
       {{"account_id", "required"},
        {"school_id", "required: where to"},
        {"key", "default: the same"},
        {"with_statuses", "true or false, default false"}},
       CopyAccount},
      {"move_child",
       {{"child_id", "required"}, {"from_account_id", "required"}, {"to_account_id", "required"}},
       MoveChild},
  };
}

}  // namespace ikp::simulators::procare_desktop
