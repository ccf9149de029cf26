// NightlySync: one complete nightly sync of one site: read Procare, read IKS, decide, write back what differs, remember
// what was agreed, report. Everything is decided on fresh readings, so a run that died half-way is simply run again.
#pragma once

#include <optional>
#include <vector>

#include "engine/async/task.h"
#include "engine/nightly/nightly_services.h"
#include "engine/nightly/report.h"
#include "engine/rules/nightly_diff.h"
#include "engine/rules/vanished.h"

namespace ikp::nightly {

struct RunOutcome {
  ports::NightlyOutcome outcome = ports::NightlyOutcome::kFailed;
  NightlyReport report;
};

class NightlySync {
 public:
  NightlySync(const NightlyServices& services, systems::Procare& procare, const domain::Site& site)
      : services_(services), procare_(procare), site_(site) {}

  // Writes only what the plan says; does not touch the nightly ledger (the scheduler's). With `dry_run` nothing is
  // written at all.
  async::Task<RunOutcome> Run(bool accept_mass_change, bool dry_run);

 private:
  async::Task<systems::Result<std::vector<domain::IksChild>>> ReadIksChildren();
  async::Task<std::vector<rules::NightlyLink>> Links();
  // Links of people whose ids vanished go to the records that they are now.
  async::Task<void> FollowVanished(rules::NightlyView& view, bool dry_run, NightlyReport& report);
  async::Task<bool> CommitRelink(const rules::Relink& relink);
  async::Task<void> WriteBack(const rules::NightlyView& view, std::vector<rules::NightlyChange> changes,
                              NightlyReport& report);
  // True when IKS shows the child as the plan wants it; reads again and repeats after a conflict or a lost answer,
  // which is harmless because the values are absolute.
  async::Task<bool> WriteChild(const rules::NightlyView& view, rules::NightlyChange& change, NightlyReport& report);
  async::Task<void> Remember(std::vector<std::pair<domain::IksChildId, rules::LastAgreed>> agreements);
  ports::PutAgreement ToMutation(const domain::IksChildId& child, const rules::LastAgreed& agreed) const;

  const NightlyServices& services_;
  systems::Procare& procare_;
  const domain::Site& site_;
  std::map<domain::IksChildId, domain::ProcareChildId> procare_ids_;
};

}  // namespace ikp::nightly
