#include "engine/procare_desktop/school_rows.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "engine/rules/desktop_status.h"

namespace ikp::procare_desktop {
namespace {

using desktop_wire::AccountRow;
using desktop_wire::PersonRow;
using domain::ProcareChild;
using domain::ProcareChildId;

using Accounts = std::vector<const AccountRow*>;

// Of the whole database: those that are in use first, then by number. An account that came twice counts once.
Accounts AccountsIn(const Ended& ended) {
  std::map<std::int64_t, const AccountRow*> by_number;
  for (const auto& chunk : ended.chunks) {
    for (const auto& account : chunk.accounts) by_number.insert_or_assign(account.id, &account);
  }
  Accounts accounts;
  for (const auto& [number, account] : by_number) accounts.push_back(account);
  std::stable_sort(accounts.begin(), accounts.end(),
                   [](const AccountRow* a, const AccountRow* b) { return !a->hidden && b->hidden; });
  return accounts;
}

domain::PersonName NameOf(const PersonRow& person) {
  return {.first = person.first_name,
          .middle = person.middle_initial,
          .last = person.last_name,
          .suffix = {},
          .preferred = {}};
}

domain::ProcareGuardian GuardianOf(const PersonRow& person) {
  domain::ProcareGuardian guardian{.id = domain::ProcareGuardianId::Trusted(PersonIdOf(person)),
                                   .name = NameOf(person),
                                   .email = domain::Email::Parse(person.email),
                                   .phones = {}};
  for (const auto& row : person.phones) {
    if (auto phone = domain::Phone::Parse(row.area_code + " " + row.number)) guardian.phones.push_back(*phone);
  }
  return guardian;
}

domain::ProcareFamily FamilyOf(const AccountRow& account, const IdentityLedger& ledger) {
  domain::ProcareFamily family{.id = ledger.FamilyId(account.id), .name = account.name, .guardians = {}};
  for (const auto& payer : account.payers) family.guardians.push_back(GuardianOf(payer));
  return family;
}

// The rows of this school by child number.
std::map<std::int64_t, std::vector<rules::DatedStatus>> StatusesAt(const Ended& ended, std::int64_t school) {
  std::map<std::int64_t, std::vector<rules::DatedStatus>> statuses;
  for (const auto& chunk : ended.chunks) {
    for (const auto& row : chunk.statuses) {
      if (row.school_id != school) continue;
      statuses[row.child_id].push_back({row.id, row.date, domain::StatusLabel(row.status)});
    }
  }
  return statuses;
}

// Nothing when there is neither a GUID nor a number.
std::optional<ProcareChildId> ChildIdOf(const PersonRow& person, const IdentityLedger& ledger) {
  auto text = PersonIdOf(person);
  if (text.empty()) return std::nullopt;
  if (text == std::to_string(person.id)) return ledger.ChildId(person.id);
  return ProcareChildId::Trusted(std::move(text));
}

ProcareChild ChildOf(const PersonRow& person, ProcareChildId id) {
  ProcareChild child{.id = std::move(id),
                     .families = {},
                     .name = NameOf(person),
                     .birth_date = std::nullopt,
                     .status = {},
                     .classroom = std::nullopt,
                     .start = std::nullopt,
                     .withdrawal = std::nullopt,
                     .activation = std::nullopt,
                     .external_id = {}};
  if (person.date_of_birth) child.birth_date = domain::BirthDate(*person.date_of_birth);
  child.hidden = true;  // until an account shows otherwise
  return child;
}

void AddClassrooms(const Ended& ended, std::int64_t school, domain::SchoolSnapshot& snapshot) {
  std::set<std::int64_t> seen;
  for (const auto& chunk : ended.chunks) {
    for (const auto& room : chunk.classrooms) {
      if (room.school_id != school || !seen.insert(room.id).second) continue;
      snapshot.classrooms.push_back(
          {.id = domain::ProcareClassroomId::Trusted(std::to_string(room.id)), .name = room.name});
    }
  }
}

void AddFamiliesAndChildren(const SchoolReading& reading, const Accounts& accounts, domain::SchoolSnapshot& snapshot) {
  const auto statuses = StatusesAt(*reading.ended, reading.school);
  std::map<ProcareChildId, std::size_t> place;
  for (const auto* account : accounts) {
    if (account->school_id != reading.school) continue;
    snapshot.families.push_back(FamilyOf(*account, *reading.ledger));
    const auto& family = snapshot.families.back().id;
    for (const auto& row : account->children) {
      auto id = ChildIdOf(row.person, *reading.ledger);
      if (!id) continue;
      auto fresh = ChildOf(row.person, std::move(*id));
      const auto [known, added] = place.emplace(fresh.id, snapshot.children.size());
      if (added) {
        if (const auto found = statuses.find(row.person.id); found != statuses.end()) {
          const auto status = rules::DesktopStatusOn(found->second, reading.today, *reading.status_table);
          fresh.status = status.status;
          fresh.start = status.start;
          fresh.withdrawal = status.withdrawal;
        }
        snapshot.children.push_back(std::move(fresh));
      }
      auto& child = snapshot.children[known->second];
      if (std::find(child.families.begin(), child.families.end(), family) == child.families.end()) {
        child.families.push_back(family);
      }
      child.hidden = child.hidden && account->hidden;
      if (!child.classroom && row.classroom_id) {
        child.classroom = domain::ProcareClassroomId::Trusted(std::to_string(*row.classroom_id));
      }
    }
  }
}

void AddOtherSchools(const SchoolReading& reading, const Accounts& accounts, domain::SchoolSnapshot& snapshot) {
  std::set<ProcareChildId> here;
  for (const auto& child : snapshot.children) here.insert(child.id);
  for (const auto* account : accounts) {
    if (account->school_id == reading.school || account->hidden) continue;
    for (const auto& row : account->children) {
      auto id = ChildIdOf(row.person, *reading.ledger);
      if (!id || here.contains(*id)) continue;
      snapshot.at_other_schools.emplace(std::move(*id),
                                        domain::ProcareSchoolId::Trusted(std::to_string(account->school_id)));
    }
  }
}

bool HasId(const PersonRow& person) { return !PersonIdOf(person).empty(); }

// What an export has no number for gets one below zero; nothing has the number 0.
bool EverybodyHasAnId(const Ended& ended) {
  for (const auto& chunk : ended.chunks) {
    for (const auto& account : chunk.accounts) {
      const bool good = account.id != 0 && std::all_of(account.payers.begin(), account.payers.end(), HasId) &&
                        std::all_of(account.children.begin(), account.children.end(),
                                    [](const auto& child) { return child.person.id != 0 && HasId(child.person); });
      if (!good) return false;
    }
  }
  return true;
}

}  // namespace

std::string PersonIdOf(const PersonRow& person) {
  if (domain::ProcareChildId::Parse(person.guid)) return person.guid;
  return person.id != 0 ? std::to_string(person.id) : std::string();
}

std::string IncompleteBecause(const Ended& ended, std::int64_t school) {
  if (!ended.reading) return "the agent told nothing about the reading";
  if (!ended.reading->complete) {
    const auto& why = ended.reading->incomplete_because;
    return why.empty() ? "the agent could not read everything" : why;
  }
  if (!ended.whole) return "pieces of the reading did not arrive";
  if (!EverybodyHasAnId(ended)) return "an account or a person came without a number";
  for (const auto& chunk : ended.chunks) {
    for (const auto& row : chunk.schools) {
      if (row.id == school) return {};
    }
  }
  return "the database has no school with this number";
}

domain::SchoolSnapshot MapSchool(const SchoolReading& reading) {
  domain::SchoolSnapshot snapshot;
  const auto accounts = AccountsIn(*reading.ended);
  AddClassrooms(*reading.ended, reading.school, snapshot);
  AddFamiliesAndChildren(reading, accounts, snapshot);
  AddOtherSchools(reading, accounts, snapshot);
  snapshot.incomplete_because = IncompleteBecause(*reading.ended, reading.school);
  snapshot.complete = snapshot.incomplete_because.empty();
  if (reading.ended->reading) {
    for (const auto& id : reading.ended->reading->work_list) {
      if (auto intent = domain::IntentId::Parse(id)) snapshot.on_work_list.insert(std::move(*intent));
    }
  }
  return snapshot;
}

}  // namespace ikp::procare_desktop
