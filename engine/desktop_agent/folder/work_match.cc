#include "engine/desktop_agent/folder/work_match.h"

#include <algorithm>
#include <cctype>

#include "engine/domain/status.h"
#include "engine/rules/normalise.h"

namespace ikp::desktop_agent {
namespace {

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

bool HasPayer(const AccountRow& account, const WorkPayer& wanted) {
  return std::any_of(account.payers.begin(), account.payers.end(),
                     [&](const PersonRow& payer) { return IsSame(wanted, payer.first_name, payer.last_name, payer); });
}

std::optional<std::string> AccountThatShows(const WorkItem& item, const Reports& reports) {
  for (const AccountRow& account : reports.accounts) {
    if (account.school_id != item.school_id) continue;
    const bool payer = std::any_of(item.payers.begin(), item.payers.end(),
                                   [&](const WorkPayer& wanted) { return HasPayer(account, wanted); });
    if (payer) return std::to_string(account.id);
  }
  const std::set<std::string> keys = ChildKeys(item);
  for (const AccountRow& account : reports.accounts) {
    if (account.school_id != item.school_id) continue;
    const bool child = std::any_of(account.children.begin(), account.children.end(),
                                   [&](const ChildRow& row) { return keys.contains(KeyOf(row.person)); });
    if (child) return std::to_string(account.id);
  }
  return std::nullopt;
}

std::optional<std::string> ChildThatShows(const WorkItem& item, const Reports& reports) {
  const std::set<std::string> keys = ChildKeys(item);
  for (const AccountRow& account : reports.accounts) {
    if (account.school_id != item.school_id) continue;
    for (const ChildRow& child : account.children) {
      if (keys.contains(KeyOf(child.person))) return std::to_string(child.person.id);
    }
  }
  return std::nullopt;
}

bool ShowsRow(const WorkItem& item, const WorkRow& wanted, const Reports& reports) {
  const domain::StatusLabel label(wanted.status);
  return std::any_of(reports.statuses.begin(), reports.statuses.end(), [&](const desktop_wire::StatusRow& row) {
    if (std::to_string(row.child_id) != item.children.front().number || row.school_id != item.school_id) return false;
    return domain::StatusLabel(row.status) == label || (wanted.date && row.date == *wanted.date);
  });
}

bool IsPlaced(const WorkItem& item, const ChildRow& row, const Reports& reports) {
  const WorkChild& child = item.children.front();
  if (child.classroom_id && !row.classroom_id) return false;
  if (!reports.statuses_exported) return true;
  return reports.statuses_known && std::all_of(child.rows.begin(), child.rows.end(),
                                               [&](const WorkRow& wanted) { return ShowsRow(item, wanted, reports); });
}

std::optional<std::string> PlacedChild(const WorkItem& item, const Reports& reports) {
  for (const AccountRow& account : reports.accounts) {
    if (account.school_id != item.school_id) continue;
    for (const ChildRow& child : account.children) {
      const std::string number = std::to_string(child.person.id);
      if (number == item.children.front().number && IsPlaced(item, child, reports)) return number;
    }
  }
  return std::nullopt;
}

std::string Upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

}  // namespace

std::optional<std::string> RecordThatShows(const WorkItem& item, const Reports& reports) {
  switch (item.kind) {
    case WorkKind::kFamily:
      return AccountThatShows(item, reports);
    case WorkKind::kChild:
      return ChildThatShows(item, reports);
    case WorkKind::kPlace:
      return PlacedChild(item, reports);
  }
  return std::nullopt;
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
