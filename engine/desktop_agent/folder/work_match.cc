#include "engine/desktop_agent/folder/work_match.h"

#include <algorithm>
#include <cctype>

#include "engine/domain/status.h"
#include "engine/rules/near_name.h"
#include "engine/rules/normalise.h"

namespace ikp::desktop_agent {
namespace {

constexpr std::size_t kMostNearMatches = 5;

using desktop_wire::AccountRow;
using desktop_wire::ChildRow;
using desktop_wire::PersonRow;

std::string NameKey(const std::string& first, const std::string& last) {
  const std::string first_key = rules::NormaliseName(first);
  const std::string last_key = rules::NormaliseLastName(last);
  if (first_key.empty() || last_key.empty()) return {};
  return first_key + "/" + last_key;
}

// Empty: there is not enough to recognise the child by.
std::string ChildKey(const std::string& first, const std::string& last, const std::optional<domain::CivilDate>& born) {
  const std::string name = NameKey(first, last);
  return name.empty() || !born ? std::string() : name + "/" + born->str();
}
std::string KeyOf(const WorkChild& child) { return ChildKey(child.name.first, child.name.last, child.birth_date); }
std::string KeyOf(const PersonRow& child) { return ChildKey(child.first_name, child.last_name, child.date_of_birth); }

std::set<std::string> ChildKeys(const WorkItem& item) {
  std::set<std::string> keys;
  for (const WorkChild& child : item.children) {
    const std::string key = KeyOf(child);
    if (!key.empty()) keys.insert(key);
  }
  return keys;
}

void AddPhone(std::set<std::string>& contacts, const std::string& number) {
  const auto phone = domain::Phone::Parse(number);
  const auto key = phone ? rules::PhoneKey(*phone) : std::nullopt;
  if (key) contacts.insert("phone " + *key);
}
void AddEmail(std::set<std::string>& contacts, const std::string& text) {
  if (const auto email = domain::Email::Parse(text)) contacts.insert("email " + rules::EmailKey(*email));
}
std::set<std::string> ContactsOf(const WorkPayer& payer) {
  std::set<std::string> contacts;
  for (const WorkPhone& phone : payer.phones) AddPhone(contacts, phone.number);
  AddEmail(contacts, payer.email);
  return contacts;
}
std::set<std::string> ContactsOf(const PersonRow& payer) {
  std::set<std::string> contacts;
  for (const desktop_wire::PhoneRow& phone : payer.phones) AddPhone(contacts, phone.area_code + phone.number);
  AddEmail(contacts, payer.email);
  return contacts;
}

bool Share(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& key) { return b.contains(key); });
}

template <typename Payer>
bool IsSame(const WorkPayer& wanted, const std::string& first, const std::string& last, const Payer& payer) {
  const std::string key = NameKey(wanted.name.first, wanted.name.last);
  return !key.empty() && key == NameKey(first, last) && Share(ContactsOf(wanted), ContactsOf(payer));
}

// A payer of the account may be one of the wanted: by name, phone or e-mail; accounts without payers tell nothing.
bool MayBeOf(const AccountRow& account, const WorkItem& item) {
  if (account.payers.empty()) return true;
  return std::any_of(account.payers.begin(), account.payers.end(), [&](const PersonRow& payer) {
    return std::any_of(item.payers.begin(), item.payers.end(), [&](const WorkPayer& wanted) {
      const std::string key = NameKey(wanted.name.first, wanted.name.last);
      return (!key.empty() && key == NameKey(payer.first_name, payer.last_name)) ||
             Share(ContactsOf(wanted), ContactsOf(payer));
    });
  });
}

// A payer whom nobody wanted.
bool HasStranger(const AccountRow& account, const WorkItem& item) {
  return std::any_of(account.payers.begin(), account.payers.end(), [&](const PersonRow& payer) {
    const std::string key = NameKey(payer.first_name, payer.last_name);
    return std::none_of(item.payers.begin(), item.payers.end(), [&](const WorkPayer& wanted) {
      return !key.empty() && key == NameKey(wanted.name.first, wanted.name.last);
    });
  });
}

bool SharePayer(const AccountRow& a, const AccountRow& b) {
  return std::any_of(a.payers.begin(), a.payers.end(), [&](const PersonRow& payer) {
    const std::string key = NameKey(payer.first_name, payer.last_name);
    return std::any_of(b.payers.begin(), b.payers.end(), [&](const PersonRow& other) {
      return (payer.id > 0 && payer.id == other.id) ||
             (!key.empty() && key == NameKey(other.first_name, other.last_name) &&
              Share(ContactsOf(payer), ContactsOf(other)));
    });
  });
}

std::string WordsFor(const AccountRow& account) {
  if (!account.key.empty()) return "account " + account.key;
  if (account.id > 0) return "account number " + std::to_string(account.id);
  return "the account of child number " +
         (account.children.empty() ? std::string("?") : std::to_string(account.children.front().person.id));
}

bool IsNear(const WorkChild& wanted, const PersonRow& child) {
  const std::string first = rules::NormaliseName(wanted.name.first);
  const std::string last = rules::NormaliseLastName(wanted.name.last);
  const std::string their_first = rules::NormaliseName(child.first_name);
  const std::string their_last = rules::NormaliseLastName(child.last_name);
  const bool same_day = wanted.birth_date && wanted.birth_date == child.date_of_birth;
  if (first == their_first && last == their_last) {
    return same_day || !wanted.birth_date || !child.date_of_birth ||
           rules::LooksMistyped(*wanted.birth_date, *child.date_of_birth);
  }
  if (!same_day) return false;
  return (last == their_last && rules::NearlyEqual(first, their_first)) ||
         (first == their_first && (rules::NearlyEqual(last, their_last) || rules::IsPartOfName(last, their_last))) ||
         (first == their_last && last == their_first);
}

bool HasNearChild(const AccountRow& account, const WorkItem& item) {
  return std::any_of(account.children.begin(), account.children.end(), [&](const ChildRow& child) {
    return std::any_of(item.children.begin(), item.children.end(),
                       [&](const WorkChild& wanted) { return IsNear(wanted, child.person); });
  });
}

// A payer of a wanted name; and, where the account has children, one of a wanted last name.
bool HasNamesOf(const AccountRow& account, const WorkItem& item) {
  const bool payer = std::any_of(account.payers.begin(), account.payers.end(), [&](const PersonRow& one) {
    return std::any_of(item.payers.begin(), item.payers.end(), [&](const WorkPayer& wanted) {
      const std::string key = NameKey(wanted.name.first, wanted.name.last);
      return !key.empty() && key == NameKey(one.first_name, one.last_name);
    });
  });
  if (!payer || account.children.empty()) return payer;
  return std::any_of(account.children.begin(), account.children.end(), [&](const ChildRow& child) {
    return std::any_of(item.children.begin(), item.children.end(), [&](const WorkChild& wanted) {
      return rules::NormaliseLastName(wanted.name.last) == rules::NormaliseLastName(child.person.last_name);
    });
  });
}

void AddOnce(std::vector<std::string>& ids, std::int64_t id) {
  const std::string text = std::to_string(id);
  if (std::find(ids.begin(), ids.end(), text) == ids.end()) ids.push_back(text);
}

template <typename Key, typename Value>
const std::vector<Value>& At(const std::map<Key, std::vector<Value>>& map, const Key& key) {
  static const std::vector<Value> kNothing;
  const auto found = map.find(key);
  return found == map.end() ? kNothing : found->second;
}

std::string Upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

}  // namespace

ExportIndex::ExportIndex(const Reports& reports) : reports_(reports) {
  for (const AccountRow& account : reports.accounts) {
    for (const PersonRow& payer : account.payers) {
      const std::string key = NameKey(payer.first_name, payer.last_name);
      if (!key.empty()) payers_[key].push_back({&account, &payer});
    }
    for (const ChildRow& child : account.children) {
      const std::string key = KeyOf(child.person);
      if (!key.empty()) children_[key].push_back({&account, &child});
      numbers_[std::to_string(child.person.id)].push_back({&account, &child});
    }
  }
  for (const desktop_wire::StatusRow& row : reports.statuses) statuses_[row.child_id].push_back(&row);
}

std::vector<std::string> ExportIndex::RecordsAlike(const WorkItem& item) const {
  switch (item.kind) {
    case WorkKind::kFamily:
      return AccountsAlike(item);
    case WorkKind::kChild:
      return ChildrenAlike(item);
    case WorkKind::kPlace:
      return PlacedChild(item);
  }
  return {};
}

std::vector<std::string> ExportIndex::RecordsThatShow(const WorkItem& item) const {
  std::vector<std::string> records = RecordsAlike(item);
  std::erase_if(records, [&](const std::string& record) { return item.known_before.contains(record); });
  return records;
}

std::vector<std::string> ExportIndex::AccountsAlike(const WorkItem& item) const {
  std::vector<std::string> accounts;
  for (std::size_t i = 0; i < item.payers.size(); ++i) {
    const WorkPayer& wanted = item.payers[i];
    for (const PayerAt& payer : At(payers_, NameKey(wanted.name.first, wanted.name.last))) {
      if (payer.account->school_id != item.school_id || !Share(ContactsOf(wanted), ContactsOf(*payer.row))) continue;
      if (i == 0 || !HasStranger(*payer.account, item)) AddOnce(accounts, payer.account->id);
    }
  }
  for (const std::string& key : ChildKeys(item)) {
    for (const ChildAt& child : At(children_, key)) {
      if (child.account->school_id == item.school_id && MayBeOf(*child.account, item)) {
        AddOnce(accounts, child.account->id);
      }
    }
  }
  return accounts;
}

std::vector<std::string> ExportIndex::ChildrenAlike(const WorkItem& item) const {
  std::vector<std::string> children;
  for (const std::string& key : ChildKeys(item)) {
    for (const ChildAt& child : At(children_, key)) {
      if (child.account->school_id == item.school_id) AddOnce(children, child.row->person.id);
    }
  }
  return children;
}

std::vector<std::string> ExportIndex::NearMatches(const WorkItem& item) const {
  if (item.kind == WorkKind::kPlace) return {};
  std::set<std::string> contacts;
  for (const WorkPayer& wanted : item.payers) contacts.merge(ContactsOf(wanted));
  std::vector<std::string> accounts;
  std::vector<const AccountRow*> with_contact;
  const auto add = [&](const AccountRow& account) {
    const std::string words = WordsFor(account);
    const bool known = std::find(accounts.begin(), accounts.end(), words) != accounts.end();
    if (!known && accounts.size() < kMostNearMatches) accounts.push_back(words);
  };
  for (const AccountRow& account : reports_.accounts) {
    if (account.school_id != item.school_id) continue;
    if (HasNearChild(account, item) || HasNamesOf(account, item)) add(account);
    const bool shares = std::any_of(account.payers.begin(), account.payers.end(),
                                    [&](const PersonRow& payer) { return Share(contacts, ContactsOf(payer)); });
    if (shares) with_contact.push_back(&account);
  }
  // What many have is a placeholder, or a staff member's (G27).
  if (with_contact.size() <= kMostNearMatches) {
    for (const AccountRow* account : with_contact) add(*account);
  }
  return accounts;
}

std::vector<std::string> ExportIndex::PlacedChild(const WorkItem& item) const {
  const std::string& number = item.children.front().number;
  for (const ChildAt& child : At(numbers_, number)) {
    if (child.account->school_id == item.school_id && IsPlaced(item, *child.row)) return {number};
  }
  return {};
}

bool ExportIndex::StandsInHousehold(const WorkItem& item, std::int64_t account_id) const {
  const AccountRow* account = nullptr;
  for (const AccountRow& one : reports_.accounts) {
    if (one.id == account_id && one.school_id == item.school_id) account = &one;
  }
  if (account == nullptr) return false;
  const std::set<std::string> keys = ChildKeys(item);
  return std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
    const auto& children = At(children_, key);
    return std::any_of(children.begin(), children.end(), [&](const ChildAt& child) {
      return child.account->school_id == item.school_id &&
             (child.account == account || SharePayer(*child.account, *account));
    });
  });
}

bool ExportIndex::IsPlaced(const WorkItem& item, const ChildRow& row) const {
  const WorkChild& child = item.children.front();
  if (child.classroom_id && !row.classroom_id) return false;
  if (!reports_.statuses_exported) return true;
  return reports_.statuses_known && std::all_of(child.rows.begin(), child.rows.end(), [&](const WorkRow& wanted) {
           return ShowsRow(item, row.person.id, wanted);
         });
}

bool ExportIndex::ShowsRow(const WorkItem& item, std::int64_t child, const WorkRow& wanted) const {
  const domain::StatusLabel label(wanted.status);
  const auto& rows = At(statuses_, child);
  return std::any_of(rows.begin(), rows.end(), [&](const desktop_wire::StatusRow* row) {
    if (row->school_id != item.school_id) return false;
    return domain::StatusLabel(row->status) == label || (wanted.date && row->date == *wanted.date);
  });
}

bool AskForTheSame(const WorkItem& item, const WorkItem& other) {
  if (item.school_id != other.school_id) return false;
  const bool places = item.kind == WorkKind::kPlace;
  if (places != (other.kind == WorkKind::kPlace)) return false;
  if (places) return item.children.front().number == other.children.front().number;
  if (!item.children.empty() && !other.children.empty()) return Share(ChildKeys(item), ChildKeys(other));
  return std::any_of(item.payers.begin(), item.payers.end(), [&](const WorkPayer& payer) {
    return std::any_of(other.payers.begin(), other.payers.end(), [&](const WorkPayer& theirs) {
      return IsSame(payer, theirs.name.first, theirs.name.last, theirs);
    });
  });
}

std::string FreeAccountKey(const std::string& key, const std::set<std::string>& taken) {
  constexpr std::size_t kLongest = 8;
  std::set<std::string> upper;
  for (const std::string& other : taken) upper.insert(Upper(other));
  const std::string wanted = key.substr(0, kLongest);
  if (wanted.empty() || !upper.contains(Upper(wanted))) return wanted;
  for (int number = 1;; ++number) {
    const std::string digits = std::to_string(number);
    const std::string candidate = wanted.substr(0, kLongest - std::min(digits.size(), kLongest)) + digits;
    if (!upper.contains(Upper(candidate))) return candidate;
  }
}

}  // namespace ikp::desktop_agent
