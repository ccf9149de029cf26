#include "simulators/procare_online/transitions.h"

#include <algorithm>
#include <tuple>

#include "simulators/kit/civil_time.h"
#include "simulators/procare_online/enrollment.h"
#include "simulators/procare_online/mail.h"

namespace ikp::simulators::procare_online {
namespace {

const Id& SchoolIdOf(const Tenant& tenant, const Transition& transition) {
  return transition.child_id.empty() ? tenant.leads.at(transition.lead_id).school_id
                                     : tenant.children.at(transition.child_id).school_id;
}

// What is due next, of one tenant or of all.
struct Due {
  // Order: instant; plans before mails; the end of a day before the start of the next; order of planning.
  std::tuple<Instant, int, std::uint64_t> key;
  Tenant* tenant = nullptr;
  Id transition_id;            // or
  std::size_t reminder_index;  // when the id is empty
};

std::optional<Due> FindNext(World& world) {
  std::optional<Due> next;
  const auto offer = [&](Due due) {
    if (!next || due.key < next->key) next = std::move(due);
  };
  for (auto& tenant : world.tenants) {
    for (const auto& [id, transition] : tenant.transitions) {
      const int rank = TakesEffectAtEndOfDay(transition.kind) ? 0 : 1;
      offer({{DueOf(world, tenant, transition), rank, transition.sequence}, &tenant, id, 0});
    }
    for (std::size_t i = 0; i < tenant.reminders.size(); ++i) {
      offer({{tenant.reminders[i].due, 2, i}, &tenant, "", i});
    }
  }
  return next;
}

// Rooms of plans that were closed in the meantime are left out.
std::optional<Id> OpenRoom(World& world, Tenant& tenant, const std::optional<Id>& classroom_id) {
  if (!classroom_id) return std::nullopt;
  const auto* room = FindClassroom(tenant, *classroom_id);
  const bool usable = room != nullptr && (room->active || world.switches.Word("po.room_closed") == "accept");
  return usable ? classroom_id : std::nullopt;
}

void CarryOutForChild(World& world, Tenant& tenant, const Transition& plan, Instant at) {
  auto& child = tenant.children.at(plan.child_id);
  const auto room = OpenRoom(world, tenant, plan.classroom_id);
  const bool on_roster = EffectsOf(child.status).on_roster;
  switch (plan.kind) {
    case TransitionKind::kRoomTransition:
      if (on_roster && room) {
        child.classroom_id = room;
        child.updated_at = at;
      }
      return;
    case TransitionKind::kHold:
      if (child.status == Status::kActive) ChangeStatus(world, tenant, child, Status::kHold, "plan", at);
      return;
    case TransitionKind::kHoldActivation:
      if (child.status != Status::kHold) return;
      ChangeStatus(world, tenant, child, Status::kActive, "plan", at);
      if (room) child.classroom_id = room;
      if (!child.start_date) child.start_date = plan.date;
      return;
    case TransitionKind::kWithdrawal:
      if (on_roster) ChangeStatus(world, tenant, child, Status::kInactive, "plan", at, plan.date);
      return;
    case TransitionKind::kGraduation:
      if (on_roster) ChangeStatus(world, tenant, child, Status::kGraduate, "plan", at);
      return;
    case TransitionKind::kScheduledEnrollment:
      return;
  }
}

void CarryOut(World& world, Tenant& tenant, const Id& transition_id, Instant at) {
  const auto plan = tenant.transitions.at(transition_id);
  tenant.transitions.erase(transition_id);
  if (!plan.child_id.empty()) {
    CarryOutForChild(world, tenant, plan, at);
  } else {
    ChangeLeadStatus(world, tenant, tenant.leads.at(plan.lead_id), "Enrolled", "plan", at,
                     OpenRoom(world, tenant, plan.classroom_id), plan.date);
  }
}

}  // namespace

Instant DueOf(const World& world, const Tenant& tenant, const Transition& transition) {
  const auto& zone = SchoolOf(tenant, SchoolIdOf(tenant, transition)).time_zone;
  if (!TakesEffectAtEndOfDay(transition.kind)) {
    return kit::StartOfDay(transition.date, zone) +
           std::chrono::minutes(world.switches.Number("po.start_of_day_delay_minutes"));
  }
  // Counted by the clock on the wall: hour 24 is the next local midnight, even on the days of 23 and 25 hours.
  const auto hour = world.switches.Number("po.end_of_day_hour");
  const auto date = hour >= 24 ? kit::AddDays(transition.date, 1) : transition.date;
  return kit::AtLocalTime(date, static_cast<int>(hour % 24) * 60, zone);
}

Transition& Plan(World& world, Tenant& tenant, Transition transition, Instant now) {
  std::erase_if(tenant.transitions, [&](const auto& item) {
    return item.second.kind == transition.kind && item.second.child_id == transition.child_id &&
           item.second.lead_id == transition.lead_id &&
           (transition.kind != TransitionKind::kRoomTransition || item.second.date == transition.date);
  });
  transition.id = NewId(world);
  transition.sequence = world.ids.Sequence();
  transition.created_at = now;
  world.due_known = false;
  const auto id = transition.id;
  return tenant.transitions[id] = std::move(transition);
}

bool CancelPlan(World& world, Tenant& tenant, const Id& transition_id) {
  world.due_known = false;
  return tenant.transitions.erase(transition_id) > 0;
}

void CancelPlanOf(World& world, Tenant& tenant, const Id& child_id, TransitionKind kind) {
  world.due_known = false;
  std::erase_if(tenant.transitions,
                [&](const auto& item) { return item.second.child_id == child_id && item.second.kind == kind; });
}

std::vector<const Transition*> UpcomingOf(const Tenant& tenant, const Id& child_id) {
  std::vector<const Transition*> upcoming;
  for (const auto& [id, transition] : tenant.transitions) {
    if (transition.child_id == child_id) upcoming.push_back(&transition);
  }
  std::sort(upcoming.begin(), upcoming.end(), [](const Transition* a, const Transition* b) {
    return std::tie(a->date, a->sequence) < std::tie(b->date, b->sequence);
  });
  return upcoming;
}

std::optional<Instant> NextDue(World& world) {
  if (!world.due_known) {
    const auto next = FindNext(world);
    world.next_due = next ? std::optional(std::get<0>(next->key)) : std::nullopt;
    world.due_known = true;
  }
  return world.next_due;
}

void RunDue(World& world, Instant now) {
  while (true) {
    const auto due = NextDue(world);
    if (!due || *due > now) return;
    const auto next = FindNext(world);
    world.due_known = false;
    world.answers.Forget();
    if (!next->transition_id.empty()) {
      CarryOut(world, *next->tenant, next->transition_id, *due);
    } else {
      const auto reminder = next->tenant->reminders[next->reminder_index];
      next->tenant->reminders.erase(next->tenant->reminders.begin() +
                                    static_cast<std::ptrdiff_t>(next->reminder_index));
      SendReminder(*next->tenant, reminder);
    }
  }
}

}  // namespace ikp::simulators::procare_online
