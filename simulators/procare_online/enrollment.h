// Enrolment: what the four statuses mean and what a change of status does [P1], and the conversion of a lead [P2][P8].
#pragma once

#include <optional>
#include <string>

#include "simulators/procare_online/world.h"

namespace ikp::simulators::procare_online {

// What a status allows. Active appears everywhere and counts for the subscription. On Hold is a temporary leave: no
// messages, recurring billing paused, PIN unusable, parents may log in. Inactive and Graduate are off the roster too.
struct Effects {
  bool on_roster;
  bool counts_for_subscription;
  bool receives_messages;
  bool recurring_billing;
  bool pin_usable;
  bool parent_login;
};
Effects EffectsOf(Status status);

// Does nothing when the child has that status already. Plans that make no sense any more drop out: a scheduled
// activation with the hold, every plan when the child leaves. Leaving (Inactive) sets the withdrawal date to
// `withdrawal_date` or the local date of `at`; coming back clears it.
void ChangeStatus(World& world, Tenant& tenant, Child& child, Status status, const std::string& by, Instant at,
                  std::optional<Date> withdrawal_date = std::nullopt);

// The status must be one of LeadStatusWords(). A lead that becomes Enrolled is converted, once: its profile is copied
// into a family and an Active student, who may be a second one of the same child (G21, po.lead_conversion).
void ChangeLeadStatus(World& world, Tenant& tenant, Lead& lead, const std::string& status, const std::string& by,
                      Instant at, std::optional<Id> classroom_id = std::nullopt,
                      std::optional<Date> start_date = std::nullopt);

}  // namespace ikp::simulators::procare_online
