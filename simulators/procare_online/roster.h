// Roster: adding, moving and removing families, guardians and children, so that references, PINs and indexes of a
// tenant stay consistent. Rules about what may be added are checked by the callers.
#pragma once

#include <optional>
#include <string>

#include "simulators/procare_online/world.h"

namespace ikp::simulators::procare_online {

// Builds what is derived (guardian index, children of families, PINs in use) from the records.
void RebuildIndexes(Tenant& tenant);

// A free four-digit PIN of the school, marked as used; nothing when all 10,000 are taken (G59).
std::optional<std::string> TakePin(World& world, Tenant& tenant, const Id& school_id);
std::size_t FreePins(const Tenant& tenant, const Id& school_id);

// Ids, PINs and times are filled in. Enough free PINs are the caller's to check. The first guardian of a family is its
// primary one unless another is marked.
Family& AddFamily(World& world, Tenant& tenant, Family family, Instant now);
Guardian& AddGuardian(World& world, Tenant& tenant, Family& family, Guardian guardian, Instant now);
void MakePrimary(Family& family, const Id& guardian_id);

Child& AddChild(World& world, Tenant& tenant, Child child, const std::string& by, Instant now);
// Also drops the child's plans. The family stays.
void RemoveChild(World& world, Tenant& tenant, const Id& child_id);
// Adds a second family (multifamily, G23).
void ShareChild(Tenant& tenant, Child& child, const Id& family_id, Instant now);
// The room and the plans do not travel.
void MoveChild(World& world, Tenant& tenant, Child& child, const Id& school_id, Instant now);
// Gives every guardian a new PIN of the new school.
void MoveFamily(World& world, Tenant& tenant, Family& family, const Id& school_id, Instant now);

// Children whose status counts for the customer's subscription [P1].
std::size_t ActiveHeadCount(const Tenant& tenant, const Id& school_id);
// Active children in the room.
std::size_t Occupancy(const Tenant& tenant, const Id& classroom_id);

}  // namespace ikp::simulators::procare_online
