// Procare Desktop in the history: accounts as families, and a record for each child at each school.
#include <algorithm>
#include <set>

#include "scenarios/world/recorder.h"
#include "scenarios/world/setup_desktop.h"

namespace ikp::scenarios {
namespace {

using domain::Instant;
using oracle::By;
using oracle::ProcareChildVersion;
using oracle::ProcareFamilyVersion;
using simulators::procare_desktop::Account;
using simulators::procare_desktop::Database;

// Of a child at one school, and of an account: unique in the run.
std::string ChildKey(const std::string& tenant, const std::string& guid, std::int64_t school) {
  return tenant + "/" + guid + "@" + std::to_string(school);
}
std::string AccountKey(const std::string& tenant, std::int64_t account) {
  return tenant + "#" + std::to_string(account);
}

bool SameRecord(const ProcareChildVersion& a, const ProcareChildVersion& b) {
  return a.first_name == b.first_name && a.last_name == b.last_name && a.birth_date == b.birth_date &&
         a.room_id == b.room_id && a.room_name == b.room_name && a.hidden == b.hidden && a.families == b.families &&
         a.rows == b.rows;
}

ProcareFamilyVersion AccountVersionOf(const Database& database, const Account& account, int installation) {
  ProcareFamilyVersion version;
  version.tenant = SchoolTenant(installation, account.school_id);
  version.id = std::to_string(account.id);
  version.school = std::to_string(account.school_id);
  version.name = account.name;
  version.desktop = true;
  version.key = account.key;
  version.hidden = account.hidden;
  for (const auto payer : account.payers) {
    const auto person = database.persons.find(payer);
    if (person == database.persons.end()) continue;
    auto& one = version.guardians.emplace_back();
    one.id = person->second.guid;
    one.first_name = person->second.first_name;
    one.last_name = person->second.last_name;
    one.email = person->second.email;
    for (const auto& phone : person->second.phones) one.phones.push_back(phone.area_code + phone.number);
  }
  return version;
}

}  // namespace

struct Recorder::DesktopLook {
  int installation;
  std::string tenant;
  const simulators::procare_desktop::Database& database;
  Instant now;
  By by;
  int exchange;
};

void Recorder::AddDesktop(int installation, const simulators::procare_desktop::World& world) {
  desktops_[installation] = &world;
}

void Recorder::LookAtDesktop(int installation, Instant now, By by, int exchange) {
  const DesktopLook look{installation, InstallationName(installation), desktops_.at(installation)->database, now, by,
                         exchange};
  LookAtAccounts(look);
  LookAtDesktopChildren(look);
}

void Recorder::LookAtAccounts(const DesktopLook& look) {
  for (const auto& [id, account] : look.database.accounts) {
    auto version = AccountVersionOf(look.database, account, look.installation);
    const auto [known, fresh] = last_desktop_family_.try_emplace(AccountKey(look.tenant, id), -1);
    if (!fresh) {
      const auto& last = history_.procare_families[static_cast<std::size_t>(known->second)];
      const bool same = !last.removed && last.name == version.name && last.key == version.key &&
                        last.hidden == version.hidden && last.guardians == version.guardians;
      if (same) continue;
    }
    version.seq = Next();
    version.at = look.now;
    version.by = look.by;
    version.exchange = look.exchange;
    const auto named = desktop_families_.find(known->first);
    if (named != desktop_families_.end()) version.family = named->second;
    known->second = static_cast<int>(history_.procare_families.size());
    history_.procare_families.push_back(std::move(version));
  }
  const auto prefix = look.tenant + "#";
  for (auto& [key, index] : last_desktop_family_) {
    if (!key.starts_with(prefix)) continue;
    const auto& last = history_.procare_families[static_cast<std::size_t>(index)];
    if (last.removed || look.database.accounts.contains(std::stoll(last.id))) continue;
    auto gone = last;
    gone.seq = Next();
    gone.at = look.now;
    gone.by = look.by;
    gone.exchange = look.exchange;
    gone.removed = true;
    index = static_cast<int>(history_.procare_families.size());
    history_.procare_families.push_back(std::move(gone));
  }
}

ProcareChildVersion Recorder::DesktopVersionOf(const DesktopLook& look, std::int64_t child, std::int64_t school) {
  ProcareChildVersion version;
  const auto& person = look.database.persons.at(child);
  version.tenant = SchoolTenant(look.installation, school);
  version.id = person.guid;
  version.school = std::to_string(school);
  version.first_name = person.first_name;
  version.last_name = person.last_name;
  version.birth_date = person.date_of_birth.value_or("");
  version.desktop = true;
  version.hidden = true;
  for (const auto& [id, account] : look.database.accounts) {
    const auto& children = account.children;
    if (account.school_id != school || std::find(children.begin(), children.end(), child) == children.end()) continue;
    version.families.push_back(std::to_string(id));
    version.hidden = version.hidden && account.hidden;
  }
  version.first_family = version.families.empty() ? std::string() : version.families.front();
  const auto room = look.database.primary_classrooms.find({child, school});
  if (room != look.database.primary_classrooms.end()) {
    version.room_id = std::to_string(room->second);
    version.room_name = look.database.work_areas.at(look.database.classrooms.at(room->second).work_area_id).name;
  }
  const auto rows = look.database.status_rows.find(child);
  if (rows != look.database.status_rows.end()) {
    for (const auto& row : rows->second) {
      if (row.school_id != school) continue;
      oracle::StatusEntry entry{row.id, row.date, row.status, look.by};
      auto& seen = desktop_rows_[{look.installation, row.id}];
      if (seen == entry) entry.by = seen.by;
      seen = entry;
      version.rows.push_back(std::move(entry));
    }
  }
  version.person = PersonAtDesktop(person.guid);
  return version;
}

void Recorder::LookAtDesktopChildren(const DesktopLook& look) {
  std::set<std::pair<std::int64_t, std::int64_t>> there;  // child and school
  for (const auto& [id, account] : look.database.accounts) {
    for (const auto child : account.children) there.emplace(child, account.school_id);
  }
  std::set<std::string> keys;
  for (const auto& [child, school] : there) {
    auto version = DesktopVersionOf(look, child, school);
    const auto key = ChildKey(look.tenant, version.id, school);
    keys.insert(key);
    const auto [known, fresh] = last_desktop_child_.try_emplace(key, -1);
    if (!fresh) {
      const auto& last = history_.procare_children[static_cast<std::size_t>(known->second)];
      if (!last.removed && SameRecord(last, version)) continue;
    }
    version.seq = Next();
    version.at = look.now;
    version.by = look.by;
    version.exchange = look.exchange;
    known->second = static_cast<int>(history_.procare_children.size());
    history_.procare_children.push_back(std::move(version));
  }
  const auto prefix = look.tenant + "/";
  for (auto& [key, index] : last_desktop_child_) {
    if (!key.starts_with(prefix) || keys.contains(key)) continue;
    const auto& last = history_.procare_children[static_cast<std::size_t>(index)];
    if (last.removed) continue;
    auto gone = last;
    gone.seq = Next();
    gone.at = look.now;
    gone.by = look.by;
    gone.exchange = look.exchange;
    gone.removed = true;
    index = static_cast<int>(history_.procare_children.size());
    history_.procare_children.push_back(std::move(gone));
  }
}

void Recorder::NameDesktopAccount(int installation, std::int64_t account, int family) {
  const auto tenant = InstallationName(installation);
  desktop_families_[AccountKey(tenant, account)] = family;
  for (auto& version : history_.procare_families) {
    if (version.desktop && version.tenant.starts_with(tenant + "/") && version.id == std::to_string(account))
      version.family = family;
  }
}

oracle::Person Recorder::PersonAtDesktop(const std::string& guid) const {
  const auto found = procare_persons_.find(guid);
  return found == procare_persons_.end() ? oracle::Person{} : found->second;
}

}  // namespace ikp::scenarios
