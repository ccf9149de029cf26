// Engine: the product, composed. It owns the wire clients, pushers, pollers and schedulers of all sites and reaches the
// world through ports only, so production, tests and the scenario world run this same class.
//
//   Engine engine(config, ports);
//   co_await engine.Run(stop);           // until stopped
//   co_await engine.Handle(request);     // inbound HTTP, beside Run
//
// Threads: the executor's. The ports and the configuration outlive the engine.
#pragma once

#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/async/task_scope.h"
#include "engine/config/config.h"
#include "engine/http/message.h"
#include "engine/iks/iks_client.h"
#include "engine/nightly/nightly_scheduler.h"
#include "engine/procare_desktop/desktop_school.h"
#include "engine/procare_desktop/installations.h"
#include "engine/procare_online/connect_client.h"
#include "engine/push/dispatcher.h"
#include "engine/push/poller.h"
#include "engine/push/waiting_watch.h"

namespace ikp::service {

struct EnginePorts {
  async::Executor& executor;
  ports::Clock& clock;
  ports::Transport& transport;
  ports::Random& random;
  ports::Store& store;
  ports::Log& log;
};

// Of Procare Desktop: they come to the process that serves the agents' door, and to no other.
enum class Agents { kCome, kCannotCome };

class Engine {
 public:
  Engine(const config::Config& config, const EnginePorts& ports);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // All services, until `stop`; then returns when what is under way has ended.
  async::Task<void> Run(std::stop_token stop);

  // Webhooks, agents of Procare Desktop, health, and the operator's API. Never throws for bad input.
  async::Task<http::Response> Handle(http::Request request);

  // How large the body of a request may be, by its target and headers alone: the host asks before it reads more (I15).
  std::size_t BodyLimit(const http::Request& head) const;

  // --- what the operator's API and the command line share ----------------------------------------------------------
  const config::Config& config() const { return config_; }
  EnginePorts ports() const { return ports_; }
  const domain::Site* FindSite(const domain::SiteId& site) const;
  const domain::Site* FindSite(const domain::IksLocationId& location) const;
  // Tries everything that the set-up needs, site by site.
  async::Task<std::vector<systems::CheckLine>> Check(Agents agents = Agents::kCome);
  // Nothing when there is no such site.
  async::Task<std::optional<nightly::RunOutcome>> RunNightly(domain::SiteId site, bool accept_mass_change,
                                                             bool dry_run);
  // When the schedule says; also when nothing runs.
  domain::Instant NextNightly(const domain::SiteId& site) const;
  const procare_desktop::Installations& installations() const { return *installations_; }
  // Triggers are in the inbox, or a person has decided: look at once.
  void Wake() { dispatcher_->Wake(); }

 private:
  bool IsDesktop(const domain::SiteId& site) const;
  push::PushSite MakeSite(const config::SiteConfig& site);
  // The agent of this installation is there again: what waited for it goes on now.
  async::Task<void> GoOnWith(domain::InstallationId installation);

  // Declared in the order in which they depend on each other.
  const config::Config& config_;
  EnginePorts ports_;
  std::stop_source stopping_;
  std::unique_ptr<iks::IksClient> iks_;
  std::map<domain::TenantId, std::unique_ptr<procare_online::ConnectClient>> tenants_;
  std::unique_ptr<procare_desktop::Installations> installations_;
  std::vector<std::unique_ptr<procare_desktop::DesktopSchool>> desktop_schools_;
  std::map<domain::IksLocationId, push::PushSite> sites_;
  std::unique_ptr<push::PushServices> push_services_;
  std::unique_ptr<nightly::NightlyServices> nightly_services_;
  std::unique_ptr<push::Dispatcher> dispatcher_;
  std::unique_ptr<push::Poller> poller_;
  std::unique_ptr<push::WaitingWatch> waiting_watch_;
  std::map<domain::SiteId, std::unique_ptr<nightly::NightlyScheduler>> schedulers_;
  async::TaskScope errands_;  // last: they use everything above
};

}  // namespace ikp::service
