// NightlyScheduler: runs a site's nightly sync once per local date, at the time that the centre chose, through both
// daylight-saving changes, and catches up once after downtime (I6, H22, H23). The ledger in the store is what makes
// "once" hold across restarts.
#pragma once

#include <stop_token>

#include "engine/nightly/nightly_sync.h"
#include "engine/ports/alarm.h"
#include "engine/rules/nightly_schedule.h"

namespace ikp::nightly {

class NightlyScheduler {
 public:
  NightlyScheduler(const NightlyServices& services, systems::Procare& procare, const domain::Site& site)
      : services_(services),
        procare_(procare),
        site_(site),
        alarm_(services.executor, services.clock),
        alone_(services.executor, 1) {}

  async::Task<void> Run(std::stop_token stop);

  // Procare is there again after it was not: a night that could not be done is tried at once.
  void Wake() {
    back_ = true;
    alarm_.Ring();
  }

  // A run that a person asked for, beside the schedule. A night that the mass-change guard held is finished by it when
  // it accepts the change.
  async::Task<RunOutcome> RunNow(bool accept_mass_change, bool dry_run);

 private:
  struct Next {
    std::optional<ports::NightlyRun> run;  // to start now
    domain::Instant wake{};
  };
  async::Task<Next> Decide();
  async::Task<domain::Instant> KnownSince();
  async::Task<void> RunScheduled(ports::NightlyRun run);
  async::Task<void> Finish(ports::NightlyRun run, const RunOutcome& outcome);

  const NightlyServices& services_;
  systems::Procare& procare_;
  const domain::Site& site_;
  ports::Alarm alarm_;
  async::Semaphore alone_;  // a scheduled and a requested run of one site never overlap
  bool first_look_ = true;
  bool back_ = false;                              // Procare is there again, and nothing has been tried since
  std::optional<domain::CivilDate> told_skipped_;  // of the nights that were missed
};

}  // namespace ikp::nightly
