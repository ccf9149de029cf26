// ConnectClient: systems::Procare for one tenant of Procare Online, over the Connect API in the assumed contract
// (engine/FACTS.md, B.7). All of the tenant's schools share it, and with it the pace, the login and the pauses.
#pragma once

#include "engine/procare_online/session.h"
#include "engine/procare_online/tenant.h"
#include "engine/systems/procare.h"
#include "engine/wire/environment.h"

namespace ikp::procare_online {

class ConnectClient final : public systems::Procare {
 public:
  // The ports outlive the client, the client outlives its calls.
  ConnectClient(const wire::Environment& environment, TenantConfig tenant);

  async::Task<systems::Result<domain::SchoolSnapshot>> ReadSchool(domain::ProcareSchoolId school) override;
  async::Task<systems::Result<std::optional<domain::ProcareChild>>> ReadChild(domain::ProcareChildId child) override;
  async::Task<systems::Effect> CreateFamily(domain::ProcareSchoolId school, domain::NewFamily family,
                                            domain::IntentId intent) override;
  async::Task<systems::Effect> CreateChild(domain::ProcareSchoolId school, domain::NewChild child,
                                           domain::IntentId intent) override;
  async::Task<systems::Effect> PlaceChild(domain::ProcareChildId child, domain::InitialPlacement placement,
                                          domain::IntentId intent) override;
  systems::ProcareTraits Traits() const override {
    return {.visibility_window = tenant_.visibility_window, .born_as = domain::StatusLabel("active")};
  }
  async::Task<std::vector<systems::CheckLine>> Check(domain::ProcareSchoolId school) override;

 private:
  async::Task<systems::Effect> Create(std::string path, std::string body, domain::IntentId intent);
  // Each fills its part of the snapshot. A problem is returned when nothing of the part was read for a reason that
  // concerns the whole tenant.
  async::Task<std::optional<systems::SystemProblem>> ReadClassrooms(domain::ProcareSchoolId school,
                                                                    domain::SchoolSnapshot& snapshot);
  async::Task<std::optional<systems::SystemProblem>> ReadFamilies(domain::ProcareSchoolId school,
                                                                  domain::SchoolSnapshot& snapshot);
  async::Task<std::optional<systems::SystemProblem>> ReadChildren(domain::ProcareSchoolId school,
                                                                  domain::SchoolSnapshot& snapshot);

  TenantConfig tenant_;
  Session session_;
};

}  // namespace ikp::procare_online
