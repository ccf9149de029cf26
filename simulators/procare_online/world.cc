#include "simulators/procare_online/world.h"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "simulators/kit/civil_time.h"

namespace ikp::simulators::procare_online {
namespace {

// An id without what a UUID column does not distinguish.
std::string Canonical(std::string_view id) {
  std::string canonical;
  for (const unsigned char c : id) {
    if (c != '-') canonical.push_back(static_cast<char>(std::tolower(c)));
  }
  return canonical;
}

template <typename Value>
typename std::map<Id, Value>::iterator FindKey(std::map<Id, Value>& records, std::string_view id) {
  const auto exact = records.find(Id(id));
  if (exact != records.end() || id.empty()) return exact;
  const auto wanted = Canonical(id);
  return std::find_if(records.begin(), records.end(),
                      [&](const auto& item) { return Canonical(item.first) == wanted; });
}

template <typename Value>
Value* FindIn(std::map<Id, Value>& records, std::string_view id) {
  const auto found = FindKey(records, id);
  return found == records.end() ? nullptr : &found->second;
}

template <typename Value>
Value* FindIn(std::vector<Value>& records, std::string_view id) {
  const auto wanted = Canonical(id);
  const auto found =
      std::find_if(records.begin(), records.end(), [&](const Value& value) { return Canonical(value.id) == wanted; });
  return found == records.end() ? nullptr : &*found;
}

bool IsUsed(const Tenant& tenant, const Id& id) {
  const auto has_id = [&](const auto& record) { return record.id == id; };
  return tenant.families.contains(id) || tenant.children.contains(id) || tenant.leads.contains(id) ||
         tenant.transitions.contains(id) || tenant.family_of_guardian.contains(id) ||
         std::any_of(tenant.schools.begin(), tenant.schools.end(), has_id) ||
         std::any_of(tenant.classrooms.begin(), tenant.classrooms.end(), has_id);
}

}  // namespace

Id NewId(World& world) {
  while (true) {
    auto id = world.ids.Uuid();
    const bool used = std::any_of(world.tenants.begin(), world.tenants.end(),
                                  [&](const Tenant& tenant) { return IsUsed(tenant, id); });
    if (!used) return id;
  }
}

Tenant* FindTenant(World& world, std::string_view name) {
  const auto found = std::find_if(world.tenants.begin(), world.tenants.end(),
                                  [&](const Tenant& tenant) { return tenant.name == name; });
  return found == world.tenants.end() ? nullptr : &*found;
}

School* FindSchool(Tenant& tenant, std::string_view id) { return FindIn(tenant.schools, id); }
Classroom* FindClassroom(Tenant& tenant, std::string_view id) { return FindIn(tenant.classrooms, id); }
Family* FindFamily(Tenant& tenant, std::string_view id) { return FindIn(tenant.families, id); }
Child* FindChild(Tenant& tenant, std::string_view id) { return FindIn(tenant.children, id); }
Lead* FindLead(Tenant& tenant, std::string_view id) { return FindIn(tenant.leads, id); }
Transition* FindTransition(Tenant& tenant, std::string_view id) { return FindIn(tenant.transitions, id); }

Family* FindFamilyOfGuardian(Tenant& tenant, std::string_view guardian_id) {
  const auto found = FindKey(tenant.family_of_guardian, guardian_id);
  return found == tenant.family_of_guardian.end() ? nullptr : &tenant.families.at(found->second);
}

Guardian* FindGuardian(Tenant& tenant, std::string_view id) {
  auto* family = FindFamilyOfGuardian(tenant, id);
  return family == nullptr ? nullptr : FindIn(family->guardians, id);
}

const School& SchoolOf(const Tenant& tenant, const Id& school_id) {
  const auto found = std::find_if(tenant.schools.begin(), tenant.schools.end(),
                                  [&](const School& school) { return school.id == school_id; });
  if (found == tenant.schools.end()) throw std::logic_error("no such school: " + school_id);
  return *found;
}

Date TodayAt(const Tenant& tenant, const Id& school_id, Instant now) {
  return kit::LocalDate(now, SchoolOf(tenant, school_id).time_zone);
}

}  // namespace ikp::simulators::procare_online
