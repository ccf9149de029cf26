#include <nlohmann/json.hpp>

#include "simulators/kit/json_text.h"
#include "simulators/procare_online/checks.h"
#include "simulators/procare_online/enrollment.h"
#include "simulators/procare_online/staff.h"
#include "simulators/procare_online/transitions.h"

namespace ikp::simulators::procare_online {
namespace {

using kit::Need;
using nlohmann::json;

bool HasPlan(const Tenant& tenant, const Id& child_id, TransitionKind kind, const Date& until) {
  for (const auto* plan : UpcomingOf(tenant, child_id)) {
    if (plan->kind == kind && plan->date <= until) return true;
  }
  return false;
}

// Whether the child can be where the plan starts from by then.
void CheckKindFits(StaffCall& call, const Child& child, TransitionKind kind, const Date& date) {
  const bool will_hold = HasPlan(call.tenant, child.id, TransitionKind::kHold, date);
  if (!EffectsOf(child.status).on_roster) {
    call.reader.Fail("child_id", "has left; change the enrollment to active or hold first");
  } else if (kind == TransitionKind::kHold && child.status == Status::kHold) {
    call.reader.Fail("kind", "does not fit; the child is on hold already");
  } else if (kind == TransitionKind::kHoldActivation && child.status != Status::kHold && !will_hold) {
    call.reader.Fail("kind", "does not fit; the child is not on hold and no hold is planned before that date");
  }
}

struct MoveInput {
  Child* child = nullptr;
  Lead* lead = nullptr;
  std::optional<TransitionKind> kind;
  std::optional<Date> date;
  Given<Id> classroom_id;
};

MoveInput ReadMove(StaffCall& call) {
  MoveInput input;
  const auto word = call.reader.Choice("kind", Need::kRequired, TransitionKindWords());
  if (word) input.kind = TransitionKindOf(*word);
  input.date = call.reader.Date("date", Need::kRequired);
  input.classroom_id = ReadText(call.reader, "classroom_id", Mode::kPatch, Need::kOptional);
  call.reader.Know("lead_id");
  call.reader.Know("child_id");
  if (!input.kind) return input;
  if (*input.kind == TransitionKind::kScheduledEnrollment) {
    input.lead = CheckLead(call.reader, call.tenant);
    const bool enrolled = input.lead != nullptr && (input.lead->converted_child_id || input.lead->status == "Enrolled");
    if (enrolled) call.reader.Fail("lead_id", "is enrolled already");
  } else {
    input.child = CheckChild(call.reader, call.tenant);
  }
  return input;
}

json ScheduleMove(StaffCall& call) {
  const auto input = ReadMove(call);
  const bool known = input.date && (input.child != nullptr || input.lead != nullptr);
  Transition plan;
  if (known) {
    const auto& school_id = input.child != nullptr ? input.child->school_id : input.lead->school_id;
    plan.kind = *input.kind;
    plan.date = *input.date;
    if (input.child != nullptr) plan.child_id = input.child->id;
    if (input.lead != nullptr) plan.lead_id = input.lead->id;
    const auto* room = CheckOpenRoom(call.reader, call.world, call.tenant, school_id, input.classroom_id.value);
    if (room != nullptr) plan.classroom_id = room->id;
    if (plan.kind == TransitionKind::kRoomTransition && !input.classroom_id.value) {
      call.reader.Fail("classroom_id", "is required for a room transition");
    }
    const auto today = TodayAt(call.tenant, school_id, call.now);
    const auto mistakes = call.reading.errors.size();
    CheckPlanDate(call.reader, "date", plan.date, today, call.world.switches.Number("po.plan_horizon_months"));
    if (mistakes == call.reading.errors.size() && DueOf(call.world, call.tenant, plan) <= call.now) {
      call.reader.Fail("date", "has had its job already; choose a later day");
    }
    if (input.child != nullptr) CheckKindFits(call, *input.child, plan.kind, plan.date);
  }
  if (!call.Good()) return {};
  const auto& stored = Plan(call.world, call.tenant, std::move(plan), call.now);
  return {{"transition_id", stored.id}, {"due", kit::FormatInstant(DueOf(call.world, call.tenant, stored))}};
}

json CancelMove(StaffCall& call) {
  const auto id = call.reader.Text("transition_id", Need::kRequired);
  const auto* plan = id ? FindTransition(call.tenant, *id) : nullptr;
  if (id && plan == nullptr) call.reader.Fail("transition_id", "must exist; see transitions in the dump");
  if (!call.Good()) return {};
  const auto plan_id = plan->id;
  CancelPlan(call.world, call.tenant, plan_id);
  return {{"transition_id", plan_id}};
}

json SubmitLead(StaffCall& call) {
  const auto input = ReadLead(call.reader, Mode::kCreate, call.reading);
  call.reader.Know("school_id");
  call.reading.Finish(call.reader);
  const auto* lead = CreateLead(call.world, call.tenant, call.reader, input, call.reading, call.By());
  if (lead == nullptr) return {};
  return {{"lead_id", lead->id}};
}

json ChangeLead(StaffCall& call) {
  auto* lead = CheckLead(call.reader, call.tenant);
  const auto word = call.reader.Text("status", Need::kRequired);
  const auto status = word ? CheckLeadStatus(call.reader, call.world, *word) : std::nullopt;
  const auto room_id = ReadText(call.reader, "classroom_id", Mode::kPatch, Need::kOptional);
  std::optional<Id> room;
  if (lead != nullptr) room = CheckRoom(call.reader, call.world, call.tenant, lead->school_id, room_id, nullptr);
  if (!call.Good()) return {};
  ChangeLeadStatus(call.world, call.tenant, *lead, *status, "staff", call.now, room);
  json result = {{"lead_id", lead->id}};
  if (lead->converted_child_id) result["child_id"] = *lead->converted_child_id;
  return result;
}

}  // namespace

std::vector<StaffAction> MoveActions() {
  return {
      {"schedule_move",
       {{"kind", "room_transition, scheduled_enrollment, hold, hold_activation, withdrawal, graduation"},
        {"date", "required, a local day of the school, up to po.plan_horizon_months ahead"},
        {"child_id", "required but for scheduled_enrollment"},
        {"lead_id", "required for scheduled_enrollment"},
        {"classroom_id", "required for room_transition"}},
       ScheduleMove},
      {"cancel_move", {{"transition_id", "required"}}, CancelMove},
      {"submit_lead",
       {{"school_id", "required"},
        {"student", "{first_name, last_name, dob, gender}"},
        {"parents", "list of {first_name, last_name, email, phones, relation}"},
        {"status", "default New"},
        {"expected_start_date", ""},
        {"external_id", ""}},
       SubmitLead},
      {"change_lead_status",
       {{"lead_id", "required"},
        {"status", "required; Enrolled converts"},
        {"classroom_id", "room of the new student"}},
       ChangeLead},
  };
}

}  // namespace ikp::simulators::procare_online
