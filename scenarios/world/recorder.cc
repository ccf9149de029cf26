#include "scenarios/world/recorder.h"

#include <charconv>

namespace ikp::scenarios {
namespace {

using domain::Instant;
using oracle::By;
using oracle::IksChildVersion;
using oracle::IksFamilyVersion;
using oracle::Person;
using oracle::ProcareChildVersion;
using oracle::ProcareFamilyVersion;

std::string Suffix(int copy) { return copy == 0 ? std::string() : "-" + std::string(1, static_cast<char>('a' + copy)); }

const std::string& Or(const std::optional<std::string>& text) {
  static const std::string kNone;
  return text ? *text : kNone;
}

// Reads digits at the beginning of `text` and takes them off; -1 when there are none.
int TakeNumber(std::string_view& text) {
  int number = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return -1;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

IksChildVersion IksVersionOf(const simulators::iks::Child& child) {
  IksChildVersion version;
  version.id = child.id;
  version.family = child.family_id;
  version.location = child.location_id;
  version.status = child.status;
  version.classroom = Or(child.classroom);
  version.actual_start = Or(child.actual_start);
  version.withdrawal = Or(child.withdrawal_date);
  version.first_name = child.first_name;
  version.last_name = child.last_name;
  version.birth_date = Or(child.dob);
  version.due_date = Or(child.due_date);
  version.desired_start = Or(child.desired_start_date);
  version.version = child.version;
  version.by_sync = child.last_change_origin == simulators::iks::kSyncOrigin;
  version.person = PersonOf(child.id);
  return version;
}

bool HasAreaCode(const std::optional<std::string>& phone) {
  return phone && std::count_if(phone->begin(), phone->end(), [](char c) { return c >= '0' && c <= '9'; }) >= 10;
}

IksFamilyVersion IksVersionOf(const simulators::iks::Family& family) {
  IksFamilyVersion version;
  version.id = family.id;
  version.location = family.location_id;
  version.complete = false;
  for (const auto& guardian : family.guardians) {
    version.contacts += guardian.first_name + "|" + guardian.last_name + "|" + Or(guardian.email) + "|" +
                        Or(guardian.mobile) + "|" + Or(guardian.home) + ";";
    const bool written = guardian.email && guardian.email->find('@') != std::string::npos &&
                         !guardian.email->starts_with("noemail");  // what staff type to get past a required field
    const bool reachable = written || HasAreaCode(guardian.mobile) || HasAreaCode(guardian.home);
    version.complete = version.complete || (!guardian.last_name.empty() && reachable);
  }
  version.family = FamilyOf(family.id);
  return version;
}

bool SameRecord(const ProcareChildVersion& a, const ProcareChildVersion& b) {
  return a.school == b.school && a.first_family == b.first_family && a.first_name == b.first_name &&
         a.last_name == b.last_name && a.birth_date == b.birth_date && a.status == b.status && a.room_id == b.room_id &&
         a.room_name == b.room_name && a.start == b.start && a.withdrawal == b.withdrawal &&
         a.external_id == b.external_id;
}

ProcareFamilyVersion FamilyVersionOf(const simulators::procare_online::Tenant& tenant,
                                     const simulators::procare_online::Family& family) {
  ProcareFamilyVersion version;
  version.tenant = tenant.name;
  version.id = family.id;
  version.school = family.school_id;
  version.name = family.name;
  for (const auto& guardian : family.guardians) {
    auto& one = version.guardians.emplace_back();
    one.id = guardian.id;
    one.first_name = guardian.first_name;
    one.last_name = guardian.last_name;
    one.email = Or(guardian.email);
    for (const auto& phone : guardian.phones) one.phones.push_back(phone.number);
  }
  return version;
}

}  // namespace

std::string IksFamilyId(int family, int copy) { return "fam-" + std::to_string(family) + Suffix(copy); }
std::string IksChildId(int family, int child, int copy) {
  return "child-" + std::to_string(family) + "-" + std::to_string(child) + Suffix(copy);
}
std::string IksGuardianId(int family, int guardian, int copy) {
  return "guardian-" + std::to_string(family) + "-" + std::to_string(guardian) + Suffix(copy);
}

Person PersonOf(std::string_view iks_child_id) {
  constexpr std::string_view kPrefix = "child-";
  if (!iks_child_id.starts_with(kPrefix)) return {};
  iks_child_id.remove_prefix(kPrefix.size());
  const int family = TakeNumber(iks_child_id);
  if (!iks_child_id.starts_with('-')) return {};
  iks_child_id.remove_prefix(1);
  return {family, TakeNumber(iks_child_id)};
}

int FamilyOf(std::string_view iks_family_id) {
  constexpr std::string_view kPrefix = "fam-";
  if (!iks_family_id.starts_with(kPrefix)) return -1;
  iks_family_id.remove_prefix(kPrefix.size());
  return TakeNumber(iks_family_id);
}

void Recorder::LookAtIks(Instant now) {
  for (const auto& [account_id, account] : iks_.accounts) {
    for (const auto& [id, child] : account.children) {
      auto [known, fresh] = last_iks_child_.try_emplace(id, -1);
      if (!fresh) {
        const auto& last = history_.iks_children[static_cast<std::size_t>(known->second)];
        if (last.version == child.version && !last.removed) continue;
      }
      known->second = static_cast<int>(history_.iks_children.size());
      auto& version = history_.iks_children.emplace_back(IksVersionOf(child));
      version.seq = Next();
      version.at = now;
    }
    for (const auto& [id, family] : account.families) {
      auto [known, fresh] = last_iks_family_.try_emplace(id, -1);
      if (!fresh && history_.iks_families[static_cast<std::size_t>(known->second)].at == family.updated_at) continue;
      known->second = static_cast<int>(history_.iks_families.size());
      auto& version = history_.iks_families.emplace_back(IksVersionOf(family));
      version.seq = Next();
      version.at = family.updated_at;
    }
    if (account.children.size() + account.families.size() == last_iks_child_.size() + last_iks_family_.size()) continue;
    for (auto& [id, index] : last_iks_child_) {
      if (account.children.contains(id) || history_.iks_children[static_cast<std::size_t>(index)].removed) continue;
      auto gone = history_.iks_children[static_cast<std::size_t>(index)];
      gone.seq = Next();
      gone.at = now;
      gone.removed = true;
      index = static_cast<int>(history_.iks_children.size());
      history_.iks_children.push_back(std::move(gone));
    }
    for (auto& [id, index] : last_iks_family_) {
      if (account.families.contains(id) || history_.iks_families[static_cast<std::size_t>(index)].removed) continue;
      auto gone = history_.iks_families[static_cast<std::size_t>(index)];
      gone.seq = Next();
      gone.at = now;
      gone.removed = true;
      const auto merged = account.merged.find(id);
      if (merged != account.merged.end()) gone.merged_into = merged->second;
      index = static_cast<int>(history_.iks_families.size());
      history_.iks_families.push_back(std::move(gone));
    }
  }
}

ProcareChildVersion Recorder::VersionOf(const ProcareTenant& tenant, const ProcareChild& child) const {
  ProcareChildVersion version;
  version.tenant = tenant.name;
  version.id = child.id;
  version.school = child.school_id;
  version.first_family = child.family_ids.empty() ? std::string() : child.family_ids.front();
  version.first_name = child.first_name;
  version.last_name = child.last_name;
  version.birth_date = Or(child.dob);
  version.status = simulators::procare_online::ToWord(child.status);
  version.room_id = Or(child.classroom_id);
  if (child.classroom_id) {
    for (const auto& room : tenant.classrooms) {
      if (room.id == *child.classroom_id) version.room_name = room.name;
    }
  }
  version.start = Or(child.start_date);
  version.withdrawal = Or(child.withdrawal_date);
  version.external_id = Or(child.external_id);
  const auto person = procare_persons_.find(child.id);
  if (person != procare_persons_.end()) version.person = person->second;
  return version;
}

void Recorder::LookAtTenant(const ProcareTenant& tenant, Instant now, By by, int exchange, bool all) {
  for (const auto& [id, child] : tenant.children) {
    const auto known = last_procare_child_.find(id);
    const bool fresh = known == last_procare_child_.end();
    if (!fresh && !all && child.updated_at < looked_at_procare_) continue;
    auto version = VersionOf(tenant, child);
    if (!fresh && SameRecord(history_.procare_children[static_cast<std::size_t>(known->second)], version)) continue;
    version.seq = Next();
    version.at = now;
    version.by = by;
    version.exchange = exchange;
    last_procare_child_[id] = static_cast<int>(history_.procare_children.size());
    history_.procare_children.push_back(std::move(version));
  }
}

void Recorder::LookAtFamilies(const ProcareTenant& tenant, Instant now, By by, int exchange, bool all) {
  for (const auto& [id, family] : tenant.families) {
    const auto known = last_procare_family_.find(id);
    const bool fresh = known == last_procare_family_.end();
    if (!fresh && !all && family.updated_at < looked_at_procare_) continue;
    auto version = FamilyVersionOf(tenant, family);
    if (!fresh) {
      const auto& last = history_.procare_families[static_cast<std::size_t>(known->second)];
      if (last.school == version.school && last.name == version.name && last.guardians == version.guardians) continue;
    }
    version.seq = Next();
    version.at = now;
    version.by = by;
    version.exchange = exchange;
    const auto named = procare_families_.find(id);
    if (named != procare_families_.end()) version.family = named->second;
    last_procare_family_[id] = static_cast<int>(history_.procare_families.size());
    history_.procare_families.push_back(std::move(version));
  }
}

void Recorder::LookAtProcare(Instant now, By by, int exchange) {
  std::size_t there = 0;
  for (const auto& tenant : procare_.tenants) {
    LookAtFamilies(tenant, now, by, exchange, false);
    LookAtTenant(tenant, now, by, exchange, false);
    there += tenant.children.size();
  }
  looked_at_procare_ = now;
  std::size_t known = 0;
  if (there == last_procare_child_.size()) return;
  for (auto& [id, index] : last_procare_child_) {
    const auto& last = history_.procare_children[static_cast<std::size_t>(index)];
    bool present = false;
    for (const auto& tenant : procare_.tenants) present = present || tenant.children.contains(id);
    known += present ? 1 : 0;
    if (present || last.removed) continue;
    auto gone = last;
    gone.seq = Next();
    gone.at = now;
    gone.by = by;
    gone.exchange = exchange;
    gone.removed = true;
    index = static_cast<int>(history_.procare_children.size());
    history_.procare_children.push_back(std::move(gone));
  }
}

void Recorder::LookForHiddenRows(Instant now) {
  for (const auto& tenant : procare_.tenants) {
    for (const auto& [id, until] : tenant.unlisted_until) {
      if (!hidden_rows_.emplace(id, until).second) continue;
      history_.hidden_rows.push_back({Next(), now, tenant.name, id});
    }
  }
}

void Recorder::LookAtAllOfProcare(Instant now, By by) {
  for (const auto& tenant : procare_.tenants) {
    LookAtFamilies(tenant, now, by, -1, true);
    LookAtTenant(tenant, now, by, -1, true);
  }
  LookAtProcare(now, by);
}

void Recorder::NameProcareChild(const std::string& id, Person person) {
  procare_persons_[id] = person;
  for (auto& version : history_.procare_children) {
    if (version.id == id) version.person = person;
  }
}

void Recorder::NameProcareFamily(const std::string& id, int family) {
  procare_families_[id] = family;
  for (auto& version : history_.procare_families) {
    if (version.id == id) version.family = family;
  }
}

std::vector<std::string> Recorder::ProcareChildrenOf(Person person) const {
  std::vector<std::string> ids;
  for (const auto& [id, index] : last_procare_child_) {
    const auto& last = history_.procare_children[static_cast<std::size_t>(index)];
    if (!last.removed && last.person == person) ids.push_back(id);
  }
  return ids;
}

std::vector<std::pair<std::string, std::string>> Recorder::ProcareFamiliesOf(int family) const {
  std::vector<std::pair<std::string, std::string>> ids;
  for (const auto& [id, index] : last_procare_family_) {
    const auto named = procare_families_.find(id);
    if (named == procare_families_.end() || named->second != family) continue;
    ids.emplace_back(history_.procare_families[static_cast<std::size_t>(index)].tenant, id);
  }
  return ids;
}

}  // namespace ikp::scenarios
