#include <nlohmann/json.hpp>

#include "simulators/procare_online/checks.h"
#include "simulators/procare_online/enrollment.h"
#include "simulators/procare_online/roster.h"
#include "simulators/procare_online/transitions.h"
#include "simulators/procare_online/writes.h"

namespace ikp::simulators::procare_online {
namespace {

using kit::FieldReader;
using kit::Need;

std::optional<Status> CheckStatus(FieldReader& reader, const Given<std::string>& status) {
  if (!status.given) return std::nullopt;
  const auto known = StatusOf(status.value.value_or(""));
  if (!known) reader.Fail("status", "must be one of: active, hold, inactive, graduate");
  return known;
}

// A planned activation: only of a child on hold, not in the past, into an open room [P1].
void CheckActivation(FieldReader& reader, World& world, Tenant& tenant, const Id& school_id, Status status,
                     const Given<ActivationInput>& activation, Reading& reading, Instant now) {
  if (!activation.value) return;
  static const nlohmann::json kNothing = nlohmann::json::object();
  FieldReader fields(kNothing, reader.PathOf("activation"), reading.errors);
  if (status != Status::kHold) reader.Fail("activation", "is only possible for a student on hold; send status hold");
  CheckPlanDate(fields, "date", activation.value->date, TodayAt(tenant, school_id, now),
                world.switches.Number("po.activation_horizon_months"));
  CheckOpenRoom(fields, world, tenant, school_id, activation.value->classroom_id);
}

void ApplyActivation(World& world, Tenant& tenant, const Child& child, const Given<ActivationInput>& activation,
                     Instant now) {
  if (!activation.given) return;
  CancelPlanOf(world, tenant, child.id, TransitionKind::kHoldActivation);
  if (!activation.value) return;
  Transition plan;
  plan.kind = TransitionKind::kHoldActivation;
  plan.date = activation.value->date;
  plan.child_id = child.id;
  if (activation.value->classroom_id) plan.classroom_id = FindClassroom(tenant, *activation.value->classroom_id)->id;
  Plan(world, tenant, std::move(plan), now);
}

bool Stored(const World& world) { return world.switches.Word("po.external_id") == "stored"; }

}  // namespace

CheckedChild CheckNewChild(World& world, Tenant& tenant, const Id& school_id, FieldReader& reader,
                           const ChildInput& input, bool honour_status, Reading& reading, Instant now) {
  CheckedChild checked{input, Status::kActive, honour_status || !world.switches.On("po.born_active"), std::nullopt};
  if (checked.honour_status) checked.status = CheckStatus(reader, input.status).value_or(Status::kActive);
  checked.room = CheckRoom(reader, world, tenant, school_id, input.classroom_id, nullptr);
  CheckDob(reader, world, tenant, school_id, input.dob.value, now);
  CheckExternalId(reader, world, tenant, input.external_id.value, "");
  if (checked.honour_status) {
    CheckActivation(reader, world, tenant, school_id, checked.status, input.activation, reading, now);
  }
  return checked;
}

Child& StoreChild(World& world, Tenant& tenant, const Id& family_id, const Id& school_id, const CheckedChild& checked,
                  const WriteBy& by) {
  Child child;
  child.family_ids = {family_id};
  child.school_id = school_id;
  child.classroom_id = checked.room;
  child.withdrawal_date = checked.input.withdrawal_date.value;
  if (Stored(world)) child.external_id = checked.input.external_id.value;
  checked.input.To(child);
  auto& created = AddChild(world, tenant, std::move(child), by.who, by.now);
  if (checked.honour_status) {
    ChangeStatus(world, tenant, created, checked.status, by.who, by.now, created.withdrawal_date);
    ApplyActivation(world, tenant, created, checked.input.activation, by.now);
    RunDue(world, by.now);
  }
  return created;
}

Child* CreateChild(World& world, Tenant& tenant, FieldReader& reader, const ChildInput& input, bool honour_status,
                   Reading& reading, const WriteBy& by) {
  const auto* family = CheckFamily(reader, tenant);
  const auto* school = CheckSchool(reader, tenant, Need::kRequired);
  if (family != nullptr && school != nullptr && family->school_id != school->id) {
    reader.Fail("school_id", "does not match the school of the family; it is " + family->school_id);
  }
  if (school == nullptr) return nullptr;
  const auto checked = CheckNewChild(world, tenant, school->id, reader, input, honour_status, reading, by.now);
  if (!reading.errors.empty()) return nullptr;
  return &StoreChild(world, tenant, family->id, school->id, checked, by);
}

CheckedChild CheckChildPatch(World& world, Tenant& tenant, const Child& child, FieldReader& reader,
                             const ChildInput& input, Reading& reading, Instant now) {
  CheckedChild checked{input, CheckStatus(reader, input.status).value_or(child.status), true, std::nullopt};
  checked.room = CheckRoom(reader, world, tenant, child.school_id, input.classroom_id, &child);
  const bool stays_away = checked.status == child.status && !EffectsOf(child.status).on_roster;
  const bool new_room = checked.room && checked.room != child.classroom_id;
  if (stays_away && new_room && world.switches.On("po.leaving_clears_room")) {
    reader.Fail("classroom_id", "can't be given to a student who left; change the status first");
  }
  CheckDob(reader, world, tenant, child.school_id, input.dob.value, now);
  CheckActivation(reader, world, tenant, child.school_id, checked.status, input.activation, reading, now);
  CheckExternalId(reader, world, tenant, input.external_id.value, child.id);
  return checked;
}

void ApplyChildPatch(World& world, Tenant& tenant, Child& child, const CheckedChild& checked, const WriteBy& by) {
  const auto& input = checked.input;
  input.To(child);
  if (Stored(world)) input.external_id.To(child.external_id);
  // A full room that is silently not given (po.room_full=ignore) leaves the child where it was.
  if (input.classroom_id.given && (checked.room || !input.classroom_id.value)) child.classroom_id = checked.room;
  child.updated_at = by.now;
  ChangeStatus(world, tenant, child, checked.status, by.who, by.now, input.withdrawal_date.value);
  input.withdrawal_date.To(child.withdrawal_date);
  ApplyActivation(world, tenant, child, input.activation, by.now);
  // An activation of today has its start-of-day job behind it already.
  RunDue(world, by.now);
}

bool PatchChild(World& world, Tenant& tenant, Child& child, FieldReader& reader, const ChildInput& input,
                Reading& reading, const WriteBy& by) {
  const auto checked = CheckChildPatch(world, tenant, child, reader, input, reading, by.now);
  if (!reading.errors.empty()) return false;
  ApplyChildPatch(world, tenant, child, checked, by);
  return true;
}

}  // namespace ikp::simulators::procare_online
