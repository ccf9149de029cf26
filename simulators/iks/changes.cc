#include "simulators/iks/changes.h"

#include "simulators/iks/webhooks.h"

namespace ikp::simulators::iks {

bool CommitChild(State& state, const kit::SwitchBoard& switches, Account& account, Child& current, Child next,
                 std::string_view origin, Instant now, bool count_always) {
  next.version = current.version;
  next.last_change_origin = current.last_change_origin;
  next.created_at = current.created_at;
  next.updated_at = current.updated_at;
  if (next == current && !count_always) return false;
  const auto old_status = current.status;
  ++next.version;
  next.last_change_origin = origin;
  next.updated_at = now;
  current = std::move(next);
  if (current.status != old_status) AnnounceStatus(state, switches, account, current, old_status, now);
  return true;
}

Child& AddChild(State& state, const kit::SwitchBoard& switches, Account& account, Family& family, Child child,
                Instant now) {
  child.family_id = family.id;
  child.version = 1;
  child.last_change_origin = kStaffOrigin;
  child.created_at = child.updated_at = now;
  family.child_ids.push_back(child.id);
  auto& added = account.children.insert_or_assign(child.id, std::move(child)).first->second;
  if (switches.On("iks.webhook_on_create")) AnnounceStatus(state, switches, account, added, "", now);
  return added;
}

void TouchFamily(Family& family, Instant now) {
  ++family.version;
  family.updated_at = now;
}

}  // namespace ikp::simulators::iks
