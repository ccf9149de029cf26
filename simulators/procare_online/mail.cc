#include "simulators/procare_online/mail.h"

#include <chrono>

namespace ikp::simulators::procare_online {

void Invite(World& world, Tenant& tenant, const Guardian& guardian, const std::string& by, Instant now) {
  if (!guardian.email || guardian.relation == "Authorized Pickup" || guardian.signed_up) return;
  tenant.mails.push_back({guardian.id, "invitation", by, now});
  if (!world.switches.On("po.invitation_reminders")) return;
  for (const int day : {3, 6}) tenant.reminders.push_back({guardian.id, day, now + std::chrono::days(day)});
  world.due_known = false;
}

void AskToConfirm(Tenant& tenant, const Guardian& guardian, const std::string& by, Instant now) {
  if (guardian.signed_up && guardian.email) tenant.mails.push_back({guardian.id, "confirmation", by, now});
}

void SendReminder(Tenant& tenant, const Reminder& reminder) {
  const auto* guardian = FindGuardian(tenant, reminder.guardian_id);
  if (guardian == nullptr || guardian->signed_up || !guardian->email) return;
  tenant.mails.push_back({reminder.guardian_id, "reminder_" + std::to_string(reminder.day), "system", reminder.due});
}

}  // namespace ikp::simulators::procare_online
