// Mails to guardians: the trap of the integration. Adding a guardian with an email sends an invitation unless told
// otherwise, reminders follow on day 3 and day 6, and a changed email of a signed-up guardian must be confirmed again
// [P6][P26]. Nothing is sent; the tenant's list of mails is the record.
#pragma once

#include <string>

#include "simulators/procare_online/world.h"

namespace ikp::simulators::procare_online {

// Nothing happens for a guardian without email, or one that is a mere authorised pickup (those have no login [P6]).
void Invite(World& world, Tenant& tenant, const Guardian& guardian, const std::string& by, Instant now);
// To be called after the email of a guardian changed.
void AskToConfirm(Tenant& tenant, const Guardian& guardian, const std::string& by, Instant now);
// A reminder is only sent to a guardian who still exists and has not signed up.
void SendReminder(Tenant& tenant, const Reminder& reminder);

}  // namespace ikp::simulators::procare_online
