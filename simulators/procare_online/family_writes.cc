#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/procare_online/checks.h"
#include "simulators/procare_online/enrollment.h"
#include "simulators/procare_online/mail.h"
#include "simulators/procare_online/roster.h"
#include "simulators/procare_online/writes.h"

namespace ikp::simulators::procare_online {
namespace {

using kit::FieldReader;
using kit::Need;

constexpr std::size_t kMaxGuardians = 20'000;

void CheckPins(FieldReader& reader, const Tenant& tenant, const Id& school_id, std::size_t needed) {
  if (FreePins(tenant, school_id) >= needed) return;
  reader.Fail("pin", "can't be assigned, all 4-digit PINs of the school are in use; remove guardians who left");
}

// Two guardians of one body with the same email, where emails are unique.
void CheckEmailsAmong(FieldReader& reader, const World& world, const std::vector<GuardianInput>& guardians) {
  if (!world.switches.On("po.unique_guardian_email")) return;
  for (auto a = guardians.begin(); a != guardians.end(); ++a) {
    const bool repeated = a->email.value && std::any_of(guardians.begin(), a, [&](const GuardianInput& b) {
                            return b.email.value && SameWord(*a->email.value, *b.email.value);
                          });
    if (!repeated) continue;
    reader.Fail("email", "has already been taken; another guardian of this family has it");
    return;
  }
}

Guardian& StoreGuardian(World& world, Tenant& tenant, Family& family, const GuardianInput& input, bool send_invitation,
                        const WriteBy& by) {
  Guardian guardian;
  input.To(guardian);
  auto& stored = AddGuardian(world, tenant, family, std::move(guardian), by.now);
  if (send_invitation) Invite(world, tenant, stored, by.who, by.now);
  return stored;
}

}  // namespace

FamilyInput ReadFamily(World& world, Tenant& tenant, FieldReader& reader, bool invite_by_default, Reading& reading) {
  FamilyInput input;
  input.school = CheckSchool(reader, tenant, Need::kRequired);
  input.name = ReadText(reader, "name", Mode::kCreate, Need::kRequired);
  if (const auto* guardians = reader.List("guardians", Need::kOptional, kMaxGuardians)) {
    for (std::size_t i = 0; i < guardians->size(); ++i) {
      FieldReader fields((*guardians)[i], reader.PathOf("guardians") + "[" + std::to_string(i) + "]", reading.errors);
      input.guardians.push_back(ReadGuardian(fields, Mode::kCreate, reading));
      reading.Finish(fields);
      CheckEmail(fields, world, tenant, input.guardians.back().email.value, "");
    }
  }
  input.send_invitations = ReadFlag(reader, "send_invitations").value.value_or(invite_by_default);
  CheckEmailsAmong(reader, world, input.guardians);
  if (input.school != nullptr) CheckPins(reader, tenant, input.school->id, input.guardians.size());
  return input;
}

Family& CreateFamily(World& world, Tenant& tenant, const FamilyInput& input, const WriteBy& by,
                     std::size_t guardian_limit) {
  Family family;
  family.school_id = input.school->id;
  family.name = input.name.value.value_or("");
  auto& stored = AddFamily(world, tenant, std::move(family), by.now);
  for (const auto& guardian : input.guardians) {
    if (guardian_limit-- == 0) break;
    StoreGuardian(world, tenant, stored, guardian, input.send_invitations, by);
  }
  return stored;
}

Guardian* CreateGuardian(World& world, Tenant& tenant, Family& family, FieldReader& reader, const GuardianInput& input,
                         bool send_invitation, Reading& reading, const WriteBy& by) {
  CheckEmail(reader, world, tenant, input.email.value, "");
  CheckPins(reader, tenant, family.school_id, 1);
  if (!reading.errors.empty()) return nullptr;
  return &StoreGuardian(world, tenant, family, input, send_invitation, by);
}

bool PatchGuardian(World& world, Tenant& tenant, Family& family, Guardian& guardian, FieldReader& reader,
                   const GuardianInput& input, Reading& reading, const WriteBy& by) {
  CheckEmail(reader, world, tenant, input.email.value, guardian.id);
  if (guardian.is_primary && input.is_primary.given && !input.is_primary.value.value_or(false)) {
    reader.Fail("is_primary", "can't be taken away; make another guardian of the family primary");
  }
  if (!reading.errors.empty()) return false;
  const auto old_email = guardian.email;
  input.To(guardian);
  guardian.updated_at = family.updated_at = by.now;
  if (guardian.is_primary) MakePrimary(family, guardian.id);
  if (guardian.email != old_email) AskToConfirm(tenant, guardian, by.who, by.now);
  return true;
}

Lead* CreateLead(World& world, Tenant& tenant, FieldReader& reader, const LeadInput& input, Reading& reading,
                 const WriteBy& by) {
  const auto* school = CheckSchool(reader, tenant, Need::kRequired);
  const auto status = CheckLeadStatus(reader, world, input.status.value.value_or("New"));
  if (!reading.errors.empty()) return nullptr;
  Lead lead;
  input.To(lead);
  lead.id = NewId(world);
  lead.school_id = school->id;
  lead.created_at = lead.updated_at = by.now;
  const auto id = lead.id;
  auto& stored = tenant.leads[id] = std::move(lead);
  ChangeLeadStatus(world, tenant, stored, *status, by.who, by.now);
  return &stored;
}

bool PatchLead(World& world, Tenant& tenant, Lead& lead, FieldReader& reader, const LeadInput& input, Reading& reading,
               const WriteBy& by) {
  const auto status =
      input.status.given ? CheckLeadStatus(reader, world, input.status.value.value_or("")) : std::optional(lead.status);
  if (!reading.errors.empty()) return false;
  input.To(lead);
  ChangeLeadStatus(world, tenant, lead, *status, by.who, by.now);
  return true;
}

}  // namespace ikp::simulators::procare_online
