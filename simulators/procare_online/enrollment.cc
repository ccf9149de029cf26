#include "simulators/procare_online/enrollment.h"

#include <algorithm>

#include "simulators/kit/civil_time.h"
#include "simulators/procare_online/roster.h"

namespace ikp::simulators::procare_online {
namespace {

bool Survives(TransitionKind kind, Status status) {
  switch (status) {
    case Status::kActive:
      return kind != TransitionKind::kHoldActivation;
    case Status::kHold:
      return kind != TransitionKind::kHold;
    case Status::kInactive:
    case Status::kGraduate:
      return false;
  }
  return false;
}

Child* SameChild(Tenant& tenant, const Lead& lead) {
  for (auto& [id, child] : tenant.children) {
    if (child.school_id == lead.school_id && child.first_name == lead.student.first_name &&
        child.last_name == lead.student.last_name && child.dob == lead.student.dob) {
      return &child;
    }
  }
  return nullptr;
}

Guardian GuardianOf(const LeadPerson& parent) {
  Guardian guardian;
  guardian.first_name = parent.first_name;
  guardian.last_name = parent.last_name;
  guardian.email = parent.email;
  guardian.phones = parent.phones;
  guardian.relation = parent.relation;
  guardian.authorized_pickup = true;
  return guardian;
}

// A new family from the lead, or the one of the student that was found.
Child& ConvertedChild(World& world, Tenant& tenant, const Lead& lead, const std::string& by, Instant at) {
  if (world.switches.Word("po.lead_conversion") == "link") {
    if (auto* same = SameChild(tenant, lead)) {
      ChangeStatus(world, tenant, *same, Status::kActive, by, at);
      return *same;
    }
  }
  Family family;
  family.school_id = lead.school_id;
  family.name = lead.parents.empty() ? lead.student.last_name : lead.parents.front().last_name;
  for (const auto& parent : lead.parents) family.guardians.push_back(GuardianOf(parent));
  const auto family_id = AddFamily(world, tenant, std::move(family), at).id;
  Child child;
  child.family_ids = {family_id};
  child.school_id = lead.school_id;
  child.first_name = lead.student.first_name;
  child.last_name = lead.student.last_name;
  child.dob = lead.student.dob;
  child.gender = lead.student.gender;
  if (world.switches.Word("po.external_id") == "stored") child.external_id = lead.external_id;
  return AddChild(world, tenant, std::move(child), "conversion", at);
}

}  // namespace

Effects EffectsOf(Status status) {
  const bool active = status == Status::kActive;
  const bool on_roster = active || status == Status::kHold;
  return {.on_roster = on_roster,
          .counts_for_subscription = active,
          .receives_messages = active,
          .recurring_billing = active,
          .pin_usable = active,
          .parent_login = true};
}

void ChangeStatus(World& world, Tenant& tenant, Child& child, Status status, const std::string& by, Instant at,
                  std::optional<Date> withdrawal_date) {
  if (child.status == status) return;
  child.status = status;
  child.status_history.push_back({at, status, by});
  child.updated_at = at;
  std::erase_if(tenant.transitions, [&](const auto& item) {
    return item.second.child_id == child.id && !Survives(item.second.kind, status);
  });
  world.due_known = false;
  const bool left = !EffectsOf(status).on_roster;
  if (left && world.switches.On("po.leaving_clears_room")) child.classroom_id.reset();
  if (status == Status::kInactive) {
    child.withdrawal_date = withdrawal_date.value_or(TodayAt(tenant, child.school_id, at));
  } else if (!left) {
    child.withdrawal_date.reset();
  }
}

void ChangeLeadStatus(World& world, Tenant& tenant, Lead& lead, const std::string& status, const std::string& by,
                      Instant at, std::optional<Id> classroom_id, std::optional<Date> start_date) {
  // Conversion is at the moment of becoming Enrolled: a later edit never brings a deleted student back [P2].
  const bool becomes_enrolled = status == "Enrolled" && lead.status != "Enrolled";
  lead.status = status;
  lead.updated_at = at;
  if (!becomes_enrolled || lead.converted_child_id) return;
  auto& child = ConvertedChild(world, tenant, lead, by, at);
  if (!start_date) start_date = lead.expected_start_date;
  child.start_date = start_date ? start_date : TodayAt(tenant, lead.school_id, at);
  if (classroom_id) child.classroom_id = classroom_id;
  lead.converted_child_id = child.id;
  std::erase_if(tenant.transitions, [&](const auto& item) { return item.second.lead_id == lead.id; });
  world.due_known = false;
}

}  // namespace ikp::simulators::procare_online
