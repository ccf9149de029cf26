#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/procare_online/checks.h"
#include "simulators/procare_online/roster.h"
#include "simulators/procare_online/seed_reading.h"

namespace ikp::simulators::procare_online {
namespace {

using kit::FieldReader;
using kit::Need;
using nlohmann::json;

// The only school when none is named.
Id SchoolIdIn(FieldReader& reader, Tenant& tenant, const Id& fallback) {
  if (!reader.Has("school_id") && !fallback.empty()) {
    reader.Know("school_id");
    return fallback;
  }
  const auto* school = CheckSchool(reader, tenant, Need::kRequired);
  return school == nullptr ? Id{} : school->id;
}

void SeedGuardian(SeedReading& seed, Family& family, FieldReader& reader) {
  Guardian guardian;
  guardian.id = seed.TakeId(reader);
  ReadGuardian(reader, Mode::kCreate, seed.reading).To(guardian);
  guardian.pin = reader.Text("pin", Need::kOptional, 4).value_or("");
  const bool four_digits =
      guardian.pin.size() == 4 && guardian.pin.find_first_not_of("0123456789") == std::string::npos;
  if (!guardian.pin.empty() && !four_digits) {
    reader.Fail("pin", "must be four digits as a text, such as \"0042\"");
    guardian.pin.clear();
  }
  guardian.signed_up = ReadFlag(reader, "signed_up").value.value_or(false);
  guardian.created_at = seed.Moment(reader, "created_at");
  guardian.updated_at = seed.Moment(reader, "updated_at");
  family.guardians.push_back(std::move(guardian));
}

void SeedHistory(SeedReading& seed, Child& child, FieldReader& owner) {
  ForEachItem(seed, owner, "status_history", [&](FieldReader& reader) {
    const auto at = reader.Moment("at", Need::kRequired);
    const auto word = reader.Choice("status", Need::kRequired, StatusWords());
    const auto by = reader.Text("by", Need::kOptional).value_or("seed");
    if (at && word) child.status_history.push_back({*at, *StatusOf(*word), by});
  });
  if (child.status_history.empty()) {
    child.status_history.push_back({child.created_at, child.status, "seed"});
  } else if (child.status_history.back().status != child.status) {
    owner.Fail("status_history", "must end with the child's status; leave it out to begin a new history");
  }
}

void SeedChild(SeedReading& seed, Tenant& tenant, const Family& family, FieldReader& reader) {
  Child child;
  child.id = seed.TakeId(reader);
  // A family whose school is wrong was reported; its children need not be.
  const bool reported = family.school_id.empty() && !reader.Has("school_id");
  if (!reported) child.school_id = SchoolIdIn(reader, tenant, family.school_id);
  child.family_ids = {family.id};
  const auto input = ReadChild(reader, Mode::kCreate, Need::kOptional, seed.reading);
  if (reader.Has("activation")) reader.Fail("activation", "is not part of a seed; write it under transitions");
  input.To(child);
  child.external_id = input.external_id.value;
  child.withdrawal_date = input.withdrawal_date.value;
  if (const auto word = reader.Choice("status", Need::kOptional, StatusWords())) child.status = *StatusOf(*word);
  if (input.classroom_id.value) {
    const auto* room = FindClassroom(tenant, *input.classroom_id.value);
    if (room == nullptr || room->school_id != child.school_id) {
      reader.Fail("classroom_id", "must exist; give the id of a classroom of the child's school");
    } else {
      child.classroom_id = room->id;
    }
  }
  if (const auto* shared = reader.List("shared_family_ids", Need::kOptional)) {
    // Whether they exist is known when all families are read.
    for (const auto& id : *shared) child.family_ids.push_back(id.is_string() ? id.get<std::string>() : "");
  }
  child.created_at = seed.Moment(reader, "created_at");
  child.updated_at = seed.Moment(reader, "updated_at");
  SeedHistory(seed, child, reader);
  reader.Know("effects");
  const auto id = child.id;
  if (!tenant.children.emplace(id, std::move(child)).second) reader.Fail("id", "is used twice; ids are unique");
}

void SeedFamily(SeedReading& seed, Tenant& tenant, FieldReader& reader, std::set<Id>& guardian_ids) {
  Family family;
  family.id = seed.TakeId(reader);
  family.school_id = SchoolIdIn(reader, tenant, tenant.schools.size() == 1 ? tenant.schools.front().id : Id{});
  family.name = reader.Text("name", Need::kRequired).value_or("");
  family.balance_cents =
      reader.Integer("balance_cents", Need::kOptional, -1'000'000'000'000, 1'000'000'000'000).value_or(0);
  family.created_at = seed.Moment(reader, "created_at");
  family.updated_at = seed.Moment(reader, "updated_at");
  ForEachItem(seed, reader, "guardians", [&](FieldReader& item) {
    SeedGuardian(seed, family, item);
    if (!guardian_ids.insert(family.guardians.back().id).second) item.Fail("id", "is used twice; ids are unique");
  });
  const auto is_primary = [](const Guardian& guardian) { return guardian.is_primary; };
  const auto primaries = std::count_if(family.guardians.begin(), family.guardians.end(), is_primary);
  if (primaries > 1) reader.Fail("guardians", "must have one primary guardian at most");
  if (primaries == 0 && !family.guardians.empty()) family.guardians.front().is_primary = true;
  ForEachItem(seed, reader, "children", [&](FieldReader& item) { SeedChild(seed, tenant, family, item); });
  const auto id = family.id;
  if (!tenant.families.emplace(id, std::move(family)).second) reader.Fail("id", "is used twice; ids are unique");
}

}  // namespace

void SeedFamilies(SeedReading& seed, Tenant& tenant, FieldReader& reader) {
  std::set<Id> guardian_ids;
  ForEachItem(seed, reader, "families", [&](FieldReader& item) { SeedFamily(seed, tenant, item, guardian_ids); });
  for (const auto& [id, child] : tenant.children) {
    const std::set<Id> distinct(child.family_ids.begin(), child.family_ids.end());
    const bool exist = std::all_of(child.family_ids.begin(), child.family_ids.end(),
                                   [&](const Id& family_id) { return tenant.families.contains(family_id); });
    if (exist && distinct.size() == child.family_ids.size()) continue;
    reader.Fail("families", "child " + id + ": shared_family_ids must be ids of other families, each once");
  }
}

void SeedPins(SeedReading& seed, Tenant& tenant, const std::string& path) {
  std::set<std::pair<Id, std::string>> taken;
  for (const auto& [id, family] : tenant.families) {
    for (const auto& guardian : family.guardians) {
      if (guardian.pin.empty() || taken.insert({family.school_id, guardian.pin}).second) continue;
      seed.reading.errors.push_back(
          {path, "guardian " + guardian.id + ": its pin is used twice at the school; leave it out to get a free one"});
    }
  }
  RebuildIndexes(tenant);
  for (auto& [id, family] : tenant.families) {
    for (auto& guardian : family.guardians) {
      if (!guardian.pin.empty()) continue;
      guardian.pin = TakePin(seed.world, tenant, family.school_id).value_or("");
      if (!guardian.pin.empty()) continue;
      seed.reading.errors.push_back({path, "guardian " + guardian.id + ": no free PIN; a school has 10,000"});
    }
  }
}

void SeedLeads(SeedReading& seed, Tenant& tenant, FieldReader& owner) {
  ForEachItem(seed, owner, "leads", [&](FieldReader& reader) {
    Lead lead;
    lead.id = seed.TakeId(reader);
    lead.school_id = SchoolIdIn(reader, tenant, tenant.schools.size() == 1 ? tenant.schools.front().id : Id{});
    ReadLead(reader, Mode::kCreate, seed.reading).To(lead);
    lead.status = reader.Choice("status", Need::kOptional, LeadStatusWords()).value_or("New");
    lead.converted_child_id = reader.Text("converted_child_id", Need::kOptional);
    if (lead.converted_child_id && !tenant.children.contains(*lead.converted_child_id)) {
      reader.Fail("converted_child_id", "must exist; give the id of a child of this tenant");
    }
    lead.created_at = seed.Moment(reader, "created_at");
    lead.updated_at = seed.Moment(reader, "updated_at");
    const auto id = lead.id;
    if (!tenant.leads.emplace(id, std::move(lead)).second) reader.Fail("id", "is used twice; ids are unique");
  });
}

}  // namespace ikp::simulators::procare_online
