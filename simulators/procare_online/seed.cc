#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/kit/civil_time.h"
#include "simulators/procare_online/dump.h"
#include "simulators/procare_online/roster.h"
#include "simulators/procare_online/seed_reading.h"
#include "simulators/procare_online/settings.h"

namespace ikp::simulators::procare_online {
namespace {

using kit::FieldReader;
using kit::Need;
using nlohmann::json;

void CollectIds(const json& value, std::set<Id>& ids) {
  if (value.is_object()) {
    if (const auto id = value.find("id"); id != value.end() && id->is_string()) ids.insert(id->get<std::string>());
  }
  if (value.is_structured()) {
    for (const auto& item : value) CollectIds(item, ids);
  }
}

void SeedClassroom(SeedReading& seed, Tenant& tenant, const Id& school_id, FieldReader& reader) {
  Classroom room;
  room.id = seed.TakeId(reader);
  room.school_id = school_id;
  room.name = reader.Text("name", Need::kRequired).value_or("");
  room.capacity = reader.Integer("capacity", Need::kOptional, 0, 10'000);
  room.age_months_min = reader.Integer("age_months_min", Need::kOptional, 0, 300);
  room.age_months_max = reader.Integer("age_months_max", Need::kOptional, 0, 300);
  if (room.age_months_min && room.age_months_max && *room.age_months_min > *room.age_months_max) {
    reader.Fail("age_months_max", "must not be less than age_months_min");
  }
  room.active = ReadFlag(reader, "active").value.value_or(true);
  if (FindClassroom(tenant, room.id) != nullptr) reader.Fail("id", "is used twice; ids are unique");
  tenant.classrooms.push_back(std::move(room));
}

void SeedLogin(SeedReading& seed, Tenant& tenant, FieldReader& reader) {
  tenant.client_id = reader.Text("client_id", Need::kOptional).value_or(tenant.name + "-client");
  tenant.client_secret = reader.Text("client_secret", Need::kOptional).value_or(tenant.name + "-secret");
  tenant.locked = ReadFlag(reader, "locked").value.value_or(false);
  if (const auto* logins = reader.List("bad_logins", Need::kOptional)) {
    for (std::size_t i = 0; i < logins->size(); ++i) {
      const json one = {{"at", (*logins)[i]}};
      FieldReader item(one, reader.PathOf("bad_logins") + "[" + std::to_string(i) + "]", seed.reading.errors);
      if (const auto at = item.Moment("at", Need::kRequired)) tenant.bad_logins.push_back(*at);
    }
  }
  ForEachItem(seed, reader, "tokens", [&](FieldReader& item) {
    const auto value = item.Text("value", Need::kRequired);
    const auto expires_at = item.Moment("expires_at", Need::kRequired);
    const bool cleared = ReadFlag(item, "cleared").value.value_or(true);
    if (value && expires_at) tenant.tokens.push_back({*value, *expires_at, cleared});
  });
}

void SeedTenant(SeedReading& seed, FieldReader& reader) {
  Tenant tenant;
  tenant.name = reader.Text("name", Need::kRequired, 63).value_or("");
  const auto fits = [](unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  if (!std::all_of(tenant.name.begin(), tenant.name.end(), fits)) {
    reader.Fail("name", "must be a subdomain: lower-case letters, digits and dashes");
  }
  if (FindTenant(seed.world, tenant.name) != nullptr)
    reader.Fail("name", "is used twice; tenants have their own names");
  SeedLogin(seed, tenant, reader);
  SeedSchools(seed, tenant, reader);
  SeedFamilies(seed, tenant, reader);
  SeedLeads(seed, tenant, reader);
  SeedPins(seed, tenant, reader.PathOf("families"));
  SeedUnderWay(seed, tenant, reader);
  seed.world.tenants.push_back(std::move(tenant));
}

}  // namespace

Id SeedReading::TakeId(FieldReader& reader) {
  const auto given = reader.Text("id", Need::kOptional);
  if (given && !given->empty()) return *given;
  while (true) {
    auto id = world.ids.Uuid();
    if (!explicit_ids.contains(id)) return id;
  }
}

Instant SeedReading::Moment(FieldReader& reader, std::string_view name) {
  return reader.Moment(name, Need::kOptional).value_or(now);
}

void SeedSchools(SeedReading& seed, Tenant& tenant, FieldReader& owner) {
  ForEachItem(seed, owner, "schools", [&](FieldReader& reader) {
    School school;
    school.id = seed.TakeId(reader);
    school.name = reader.Text("name", Need::kRequired).value_or("");
    school.time_zone = reader.Text("time_zone", Need::kOptional).value_or("America/New_York");
    if (!kit::IsZone(school.time_zone)) {
      reader.Fail("time_zone", "must be an IANA zone such as America/New_York");
    }
    school.address = ReadAddress(reader, seed.reading).value;
    school.phone = reader.Text("phone", Need::kOptional).value_or("");
    school.multifamily = ReadFlag(reader, "multifamily").value.value_or(true);
    school.parents_may_edit = ReadFlag(reader, "parents_may_edit").value.value_or(true);
    reader.Know("active_head_count");
    if (FindSchool(tenant, school.id) != nullptr) reader.Fail("id", "is used twice; ids are unique");
    ForEachItem(seed, reader, "classrooms", [&](FieldReader& item) { SeedClassroom(seed, tenant, school.id, item); });
    tenant.schools.push_back(std::move(school));
  });
}

std::vector<std::string> SeedWorld(World& world, const json& document, Instant now) {
  World seeded;
  seeded.switches = MakeSwitches();
  SeedReading seed{seeded, now, {}};
  CollectIds(document, seed.explicit_ids);
  FieldReader reader(document, "", seed.reading.errors);
  std::vector<std::string> switch_errors;
  if (const auto* switches = reader.Object("switches", Need::kOptional)) {
    switch_errors = seeded.switches.Load(*switches);
  }
  if (const auto* counters = reader.Object("counters", Need::kOptional)) {
    FieldReader fields(*counters, "counters", seed.reading.errors);
    const auto start = fields.Integer("seed", Need::kOptional, 0, INT64_MAX).value_or(1);
    const auto used = fields.Integer("ids", Need::kOptional, 0, INT64_MAX).value_or(0);
    seed.reading.Finish(fields);
    seeded.ids = kit::IdentifierSource(static_cast<std::uint64_t>(start), static_cast<std::uint64_t>(used));
  }
  ForEachItem(seed, reader, "tenants", [&](FieldReader& item) { SeedTenant(seed, item); });
  seed.reading.Finish(reader);
  auto lines = kit::ToLines(seed.reading.errors);
  lines.insert(lines.end(), switch_errors.begin(), switch_errors.end());
  if (lines.empty()) world = std::move(seeded);
  return lines;
}

}  // namespace ikp::simulators::procare_online
