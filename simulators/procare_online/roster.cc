#include "simulators/procare_online/roster.h"

#include <algorithm>

namespace ikp::simulators::procare_online {
namespace {

std::string PinText(std::size_t number) {
  auto digits = std::to_string(number);
  return std::string(4 - digits.size(), '0') + digits;
}

void InsertInFamily(Tenant& tenant, const Id& family_id, const Id& child_id) {
  auto& children = tenant.children_of_family[family_id];
  children.push_back(child_id);
  std::sort(children.begin(), children.end(), [&](const Id& a, const Id& b) {
    const auto key = [&](const Id& id) { return std::pair(tenant.children.at(id).created_at, id); };
    return key(a) < key(b);
  });
}

void ReleasePin(Tenant& tenant, const Id& school_id, const std::string& pin) {
  if (!pin.empty()) tenant.pins_of_school[school_id].reset(std::stoul(pin));
}

void DropPlansOf(World& world, Tenant& tenant, const Id& child_id) {
  std::erase_if(tenant.transitions, [&](const auto& item) { return item.second.child_id == child_id; });
  world.due_known = false;
}

}  // namespace

void RebuildIndexes(Tenant& tenant) {
  tenant.family_of_guardian.clear();
  tenant.children_of_family.clear();
  tenant.pins_of_school.clear();
  for (const auto& [id, family] : tenant.families) {
    for (const auto& guardian : family.guardians) {
      tenant.family_of_guardian[guardian.id] = id;
      if (!guardian.pin.empty()) tenant.pins_of_school[family.school_id].set(std::stoul(guardian.pin));
    }
  }
  for (const auto& [id, child] : tenant.children) {
    for (const auto& family_id : child.family_ids) tenant.children_of_family[family_id].push_back(id);
  }
  for (auto& [family_id, children] : tenant.children_of_family) {
    std::sort(children.begin(), children.end(), [&](const Id& a, const Id& b) {
      return std::pair(tenant.children.at(a).created_at, a) < std::pair(tenant.children.at(b).created_at, b);
    });
  }
}

std::size_t FreePins(const Tenant& tenant, const Id& school_id) {
  const auto found = tenant.pins_of_school.find(school_id);
  return found == tenant.pins_of_school.end() ? kPinCount : kPinCount - found->second.count();
}

std::optional<std::string> TakePin(World& world, Tenant& tenant, const Id& school_id) {
  if (FreePins(tenant, school_id) == 0) return std::nullopt;
  auto& used = tenant.pins_of_school[school_id];
  std::size_t number = world.ids.Number() % kPinCount;
  while (used.test(number)) number = (number + 1) % kPinCount;
  used.set(number);
  return PinText(number);
}

void MakePrimary(Family& family, const Id& guardian_id) {
  for (auto& guardian : family.guardians) guardian.is_primary = guardian.id == guardian_id;
}

Guardian& AddGuardian(World& world, Tenant& tenant, Family& family, Guardian guardian, Instant now) {
  if (guardian.id.empty()) guardian.id = NewId(world);
  if (guardian.pin.empty()) guardian.pin = TakePin(world, tenant, family.school_id).value_or("");
  guardian.created_at = guardian.updated_at = now;
  const auto id = guardian.id;
  const bool primary = guardian.is_primary || family.guardians.empty();
  tenant.family_of_guardian[id] = family.id;
  family.guardians.push_back(std::move(guardian));
  if (primary) MakePrimary(family, id);
  family.updated_at = now;
  return family.guardians.back();
}

Family& AddFamily(World& world, Tenant& tenant, Family family, Instant now) {
  if (family.id.empty()) family.id = NewId(world);
  auto guardians = std::move(family.guardians);
  family.guardians.clear();
  family.created_at = family.updated_at = now;
  const auto id = family.id;
  auto& stored = tenant.families[id];
  stored = std::move(family);
  for (auto& guardian : guardians) AddGuardian(world, tenant, stored, std::move(guardian), now);
  return stored;
}

Child& AddChild(World& world, Tenant& tenant, Child child, const std::string& by, Instant now) {
  if (child.id.empty()) child.id = NewId(world);
  child.created_at = child.updated_at = now;
  child.status_history = {{now, child.status, by}};
  const auto id = child.id;
  auto& stored = tenant.children[id];
  stored = std::move(child);
  for (const auto& family_id : stored.family_ids) InsertInFamily(tenant, family_id, id);
  return stored;
}

void RemoveChild(World& world, Tenant& tenant, const Id& child_id) {
  const auto id = child_id;  // the caller's reference may point into the record
  DropPlansOf(world, tenant, id);
  for (const auto& family_id : tenant.children.at(id).family_ids) {
    std::erase(tenant.children_of_family[family_id], id);
  }
  for (auto& [lead_id, lead] : tenant.leads) {
    if (lead.converted_child_id == id) lead.converted_child_id.reset();
  }
  tenant.unlisted_until.erase(id);
  tenant.children.erase(id);
}

void ShareChild(Tenant& tenant, Child& child, const Id& family_id, Instant now) {
  child.family_ids.push_back(family_id);
  child.updated_at = now;
  InsertInFamily(tenant, family_id, child.id);
}

void MoveChild(World& world, Tenant& tenant, Child& child, const Id& school_id, Instant now) {
  DropPlansOf(world, tenant, child.id);
  child.school_id = school_id;
  child.classroom_id.reset();
  child.updated_at = now;
}

void MoveFamily(World& world, Tenant& tenant, Family& family, const Id& school_id, Instant now) {
  for (auto& guardian : family.guardians) {
    ReleasePin(tenant, family.school_id, guardian.pin);
    guardian.pin = TakePin(world, tenant, school_id).value_or("");
    guardian.updated_at = now;
  }
  family.school_id = school_id;
  family.updated_at = now;
}

std::size_t ActiveHeadCount(const Tenant& tenant, const Id& school_id) {
  return static_cast<std::size_t>(std::count_if(tenant.children.begin(), tenant.children.end(), [&](const auto& item) {
    return item.second.school_id == school_id && item.second.status == Status::kActive;
  }));
}

std::size_t Occupancy(const Tenant& tenant, const Id& classroom_id) {
  return static_cast<std::size_t>(std::count_if(tenant.children.begin(), tenant.children.end(), [&](const auto& item) {
    return item.second.classroom_id == classroom_id && item.second.status == Status::kActive;
  }));
}

}  // namespace ikp::simulators::procare_online
