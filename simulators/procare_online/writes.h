// Writes: creating and changing families, guardians and children, with every rule checked before anything is changed.
// The API and the staff screens both go through here; what differs between them is said in WriteBy.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulators/procare_online/inputs.h"

namespace ikp::simulators::procare_online {

struct WriteBy {
  std::string who;  // "api", "staff", "parent"
  Instant now{};
};

// A child that passed the checks. It gets the status that was asked for only where the born-Active rule [P1] is off
// (po.born_active) or `honour_status` is set.
struct CheckedChild {
  ChildInput input;
  Status status = Status::kActive;
  bool honour_status = false;
  std::optional<Id> room;
};
CheckedChild CheckNewChild(World& world, Tenant& tenant, const Id& school_id, kit::FieldReader& reader,
                           const ChildInput& input, bool honour_status, Reading& reading, Instant now);
Child& StoreChild(World& world, Tenant& tenant, const Id& family_id, const Id& school_id, const CheckedChild& checked,
                  const WriteBy& by);
// Both, with family_id and school_id of the body. Null after reporting mistakes in `reading`.
Child* CreateChild(World& world, Tenant& tenant, kit::FieldReader& reader, const ChildInput& input, bool honour_status,
                   Reading& reading, const WriteBy& by);

// A change of a child that passed the checks.
CheckedChild CheckChildPatch(World& world, Tenant& tenant, const Child& child, kit::FieldReader& reader,
                             const ChildInput& input, Reading& reading, Instant now);
void ApplyChildPatch(World& world, Tenant& tenant, Child& child, const CheckedChild& checked, const WriteBy& by);
// Both. False after reporting mistakes; counts also those that `reading` had before.
bool PatchChild(World& world, Tenant& tenant, Child& child, kit::FieldReader& reader, const ChildInput& input,
                Reading& reading, const WriteBy& by);

struct FamilyInput {
  School* school = nullptr;
  Given<std::string> name;
  std::vector<GuardianInput> guardians;
  bool send_invitations = false;
};
// Reads school_id, name, guardians and send_invitations and checks them.
FamilyInput ReadFamily(World& world, Tenant& tenant, kit::FieldReader& reader, bool invite_by_default,
                       Reading& reading);
// The input must be without mistakes. Only the first `guardian_limit` guardians are added.
Family& CreateFamily(World& world, Tenant& tenant, const FamilyInput& input, const WriteBy& by,
                     std::size_t guardian_limit = SIZE_MAX);

Guardian* CreateGuardian(World& world, Tenant& tenant, Family& family, kit::FieldReader& reader,
                         const GuardianInput& input, bool send_invitation, Reading& reading, const WriteBy& by);
bool PatchGuardian(World& world, Tenant& tenant, Family& family, Guardian& guardian, kit::FieldReader& reader,
                   const GuardianInput& input, Reading& reading, const WriteBy& by);

Lead* CreateLead(World& world, Tenant& tenant, kit::FieldReader& reader, const LeadInput& input, Reading& reading,
                 const WriteBy& by);
bool PatchLead(World& world, Tenant& tenant, Lead& lead, kit::FieldReader& reader, const LeadInput& input,
               Reading& reading, const WriteBy& by);

}  // namespace ikp::simulators::procare_online
