#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/procare_desktop/records.h"
#include "simulators/procare_desktop/roster.h"
#include "simulators/procare_desktop/staff.h"

namespace ikp::simulators::procare_desktop {
namespace {

using kit::Need;
using nlohmann::json;

void CheckKey(StaffCall& call, SchoolId school_id, const std::string& key, AccountId own) {
  const auto* holder = KeyHolder(call.database, school_id, key);
  if (holder != nullptr && holder->id != own) call.reader.Fail("key", "is taken at this school; choose another");
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

}  // namespace

std::vector<StaffAction> AccountActions() {
  return {
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
