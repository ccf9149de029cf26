// DesktopSchool: one school of a Procare Desktop installation as push and nightly see it (systems/procare.h). It asks
// the agent at the centre and understands what comes back; that there is an agent in between stays in here.
//
// Ids: a child and a guardian are the person's GUID, or its number where none is known; a family is the account's
// number, with a generation behind it when the number was given anew after a backup was restored (identity_ledger.h);
// school and classroom are their numbers.
//
// Threads: the executor's. Everything handed in outlives it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/domain/site.h"
#include "engine/ports/clock.h"
#include "engine/procare_desktop/installation.h"
#include "engine/rules/desktop_policy.h"
#include "engine/systems/procare.h"

namespace ikp::procare_desktop {

class DesktopSchool final : public systems::Procare {
 public:
  DesktopSchool(Installation& installation, const ports::Clock& clock, ports::Log& log, const domain::Site& site,
                rules::DesktopPolicy policy)
      : installation_(installation), clock_(clock), log_(log), site_(site), policy_(std::move(policy)) {}

  async::Task<systems::Result<domain::SchoolSnapshot>> ReadSchool(domain::ProcareSchoolId school) override;
  async::Task<systems::Result<std::optional<domain::ProcareChild>>> ReadChild(domain::ProcareChildId child) override;
  async::Task<systems::Effect> CreateFamily(domain::ProcareSchoolId school, domain::NewFamily family,
                                            domain::IntentId intent) override;
  async::Task<systems::Effect> CreateChild(domain::ProcareSchoolId school, domain::NewChild child,
                                           domain::IntentId intent) override;
  async::Task<systems::Effect> PlaceChild(domain::ProcareChildId child, domain::InitialPlacement placement,
                                          domain::IntentId intent) override;
  void NoLongerWanted(const std::vector<domain::IntentId>& intents) override;
  systems::ProcareTraits Traits() const override;
  async::Task<std::vector<systems::CheckLine>> Check(domain::ProcareSchoolId school) override;

 private:
  desktop_wire::WantedPlacement Wanted(const domain::InitialPlacement& placement) const;
  async::Task<desktop_wire::Outcome> Carry(desktop_wire::Task task, domain::IntentId intent);
  void KeepPayers(const domain::SchoolSnapshot& snapshot);

  Installation& installation_;
  const ports::Clock& clock_;
  ports::Log& log_;
  const domain::Site& site_;
  rules::DesktopPolicy policy_;
  // Of the school's families, as the last complete reading showed them, or as they were created since.
  std::map<domain::ProcareFamilyId, std::vector<std::string>> payers_;
};

}  // namespace ikp::procare_desktop
