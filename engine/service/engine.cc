#include "engine/service/engine.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/async/task_scope.h"
#include "engine/service/admin_api.h"
#include "engine/service/webhooks.h"

namespace ikp::service {
namespace {

iks::IksConfig IksSettings(const config::IksAccountConfig& account) {
  iks::IksConfig settings;
  settings.base_url = account.base_url;
  settings.api_token = account.api_token.Reveal();
  settings.account = account.account;
  settings.call.timeout = account.request_timeout;
  return settings;
}

procare_online::TenantConfig TenantSettings(const config::ProcareOnlineConfig& tenant) {
  procare_online::TenantConfig settings;
  settings.name = tenant.tenant.str();
  settings.base_url = tenant.base_url;
  settings.client_id = tenant.client_id;
  settings.client_secret = tenant.client_secret.Reveal();
  settings.send_external_id = tenant.send_external_id;
  settings.visibility_window = tenant.visibility_window;
  settings.gate.pace.per_second = tenant.requests_per_second;
  settings.gate.pace.burst = tenant.burst;
  settings.call.timeout = tenant.request_timeout;
  return settings;
}

procare_desktop::InstallationSettings InstallationSettings(const config::ProcareDesktopConfig& installation) {
  procare_desktop::InstallationSettings settings{.id = installation.installation,
                                                 .activation_key = installation.activation_key.Reveal()};
  settings.database_id = installation.database_id;
  settings.poll_hold = installation.poll_hold;
  settings.offline_after = installation.offline_after;
  settings.patience.answer_within = installation.answer_within;
  return settings;
}

// Reasons that pass when the agent is there again.
bool WaitsForAgent(const ports::PushState& state) {
  using domain::Reason;
  if (state.phase != ports::PushPhase::kRetrying) return false;
  switch (state.reason) {
    case Reason::kDesktopNotConnected:
    case Reason::kDesktopOffline:
    case Reason::kDesktopNotAnswering:
    case Reason::kDesktopSeatsFull:
    case Reason::kDesktopVersionMismatch:
    case Reason::kDesktopAgentOutdated:
    case Reason::kDesktopDiskFull:
    case Reason::kDesktopOtherDatabase:
    case Reason::kOutcomeUnknown:
      return true;
    default:
      return false;
  }
}

http::Response Text(int status, std::string body) {
  return {.status = status, .headers = {{"Content-Type", "text/plain; charset=utf-8"}}, .body = std::move(body)};
}

}  // namespace

Engine::Engine(const config::Config& config, const EnginePorts& ports)
    : config_(config), ports_(ports), errands_(ports.executor) {
  const wire::Environment environment{ports.executor, ports.clock, ports.transport, ports.random,
                                      stopping_.get_token()};
  iks_ = std::make_unique<iks::IksClient>(environment, IksSettings(config.iks));
  for (const auto& tenant : config.procare_online) {
    tenants_.emplace(tenant.tenant,
                     std::make_unique<procare_online::ConnectClient>(environment, TenantSettings(tenant)));
  }
  installations_ = std::make_unique<procare_desktop::Installations>(
      environment, ports.store, ports.log,
      [this](const domain::InstallationId& installation) { errands_.Spawn(GoOnWith(installation)); });
  for (const auto& installation : config.procare_desktop) installations_->Add(InstallationSettings(installation));
  for (const auto& one : config.sites) sites_.emplace(one.site.iks_location, MakeSite(one));
  push::PushOptions options;
  options.poll_interval = config.iks.poll_interval;
  options.recheck = config.iks.recheck_interval;
  push_services_.reset(new push::PushServices{ports.executor, ports.clock, ports.random, ports.store, ports.log, *iks_,
                                              sites_, options, ports.clock.Now()});
  nightly_services_.reset(new nightly::NightlyServices{ports.executor, ports.clock, ports.store, ports.log, *iks_, {}});
  dispatcher_ = std::make_unique<push::Dispatcher>(*push_services_);
  poller_ = std::make_unique<push::Poller>(*push_services_, [this] { dispatcher_->Wake(); });
  waiting_watch_ = std::make_unique<push::WaitingWatch>(*push_services_);
  for (const auto& [location, site] : sites_) {
    schedulers_.emplace(site.site.id,
                        std::make_unique<nightly::NightlyScheduler>(*nightly_services_, *site.procare, site.site));
  }
}

Engine::~Engine() = default;

push::PushSite Engine::MakeSite(const config::SiteConfig& site) {
  systems::Procare* procare = nullptr;
  bool send_external_id = false;
  if (const auto* desktop = site.desktop()) {
    auto& installation = *installations_->Find(desktop->installation);
    desktop_schools_.push_back(std::make_unique<procare_desktop::DesktopSchool>(installation, ports_.clock, ports_.log,
                                                                                site.site, desktop->policy));
    procare = desktop_schools_.back().get();
  } else {
    const auto& tenant = site.online()->tenant;
    procare = tenants_.at(tenant).get();
    send_external_id = config_.FindTenant(tenant)->send_external_id;
  }
  return {.site = site.site,
          .procare = procare,
          .reader = std::make_unique<push::SchoolReader>(ports_.executor, *procare, site.site.school),
          .send_external_id = send_external_id};
}

async::Task<void> Engine::Run(std::stop_token stop) {
  const std::stop_callback pass_on(stop, [this] { stopping_.request_stop(); });
  co_await installations_->Load();
  async::TaskScope scope(ports_.executor);
  scope.Spawn(dispatcher_->Run(stop));
  scope.Spawn(poller_->Run(stop));
  scope.Spawn(waiting_watch_->Run(stop));
  for (auto& [site, scheduler] : schedulers_) scope.Spawn(scheduler->Run(stop));
  for (const auto& [id, installation] : installations_->all()) scope.Spawn(installation->Watch(stop));
  ports_.log.Write(ports::LogLevel::kInfo, "engine_running", {{"sites", std::to_string(sites_.size())}});
  co_await scope.Join();
  co_await errands_.Join();
  ports_.log.Write(ports::LogLevel::kInfo, "engine_stopped", {});
}

std::size_t Engine::BodyLimit(const http::Request& head) const {
  const bool of_agent = http::PathOf(head.target).starts_with(procare_desktop::kAgentPrefix);
  if (of_agent && !installations_->all().empty()) return installations_->BodyLimit(head);
  return config_.service.max_body_bytes;
}

async::Task<http::Response> Engine::Handle(http::Request request) {
  const std::string path(http::PathOf(request.target));
  if (path.starts_with(procare_desktop::kAgentPrefix) && !installations_->all().empty()) {
    co_return co_await installations_->Handle(std::move(request));
  }
  // Agents may send more than others.
  if (request.body.size() > config_.service.max_body_bytes) co_return Text(413, "the body is too large\n");
  if (path == "/health") co_return Text(200, "ok\n");
  if (path == "/iks/webhook") {
    if (request.method != "POST") co_return Text(405, "POST the webhook here\n");
    co_return co_await ReceiveWebhook(*this, std::move(request));
  }
  if (path.starts_with("/admin/v1/")) co_return co_await HandleAdmin(*this, std::move(request));
  co_return Text(404, "not found; IKS webhooks go to POST /iks/webhook\n");
}

// A trigger makes the dispatcher look at a family in its turn; changing the state itself could overwrite what a push
// has just found out.
async::Task<void> Engine::GoOnWith(domain::InstallationId installation) {
  std::set<domain::SiteId> sites;
  for (const auto& one : config_.sites) {
    const auto* desktop = one.desktop();
    if (desktop != nullptr && desktop->installation == installation) sites.insert(one.site.id);
  }
  const auto now = ports_.clock.Now();
  ports::WriteBatch batch;
  for (const auto& state : co_await ports_.store.AllPushStates()) {
    if (!state.site || !sites.contains(*state.site) || !WaitsForAgent(state)) continue;
    batch.push_back(ports::AddTrigger{
        {.event = domain::EventId::Trusted("desktop:" + state.child.str() + ":" + domain::FormatInstant(now)),
         .location = state.location,
         .family = state.family,
         .child = state.child,
         .status = {},
         .source = "desktop",
         .received_at = now}});
  }
  if (!batch.empty()) co_await ports_.store.Commit(std::move(batch));
  dispatcher_->Wake();
  for (const auto& site : sites) schedulers_.at(site)->Wake();  // a night that failed is made up for now
}

const domain::Site* Engine::FindSite(const domain::SiteId& site) const {
  for (const auto& [location, one] : sites_) {
    if (one.site.id == site) return &one.site;
  }
  return nullptr;
}

const domain::Site* Engine::FindSite(const domain::IksLocationId& location) const {
  const auto found = sites_.find(location);
  return found == sites_.end() ? nullptr : &found->second.site;
}

bool Engine::IsDesktop(const domain::SiteId& site) const {
  return std::any_of(config_.sites.begin(), config_.sites.end(),
                     [&](const auto& one) { return one.site.id == site && one.desktop() != nullptr; });
}

async::Task<std::vector<systems::CheckLine>> Engine::Check(Agents agents) {
  std::vector<systems::CheckLine> lines;
  for (const auto& [location, site] : sites_) {
    for (auto& line : co_await iks_->Check(location)) {
      line.what = site.site.id.str() + ": " + line.what;
      lines.push_back(std::move(line));
    }
    if (agents == Agents::kCannotCome && IsDesktop(site.site.id)) {
      lines.push_back({.good = false,
                       .what = site.site.id.str() + ": Procare Desktop",
                       .result = "cannot be checked while the engine does not run: the centre's agent comes to the "
                                 "running engine only",
                       .fix = "Start the engine, wait until the agent was heard of, then check again."});
      continue;
    }
    for (auto& line : co_await site.procare->Check(site.site.school)) {
      line.what = site.site.id.str() + ": " + line.what;
      lines.push_back(std::move(line));
    }
  }
  co_return lines;
}

async::Task<std::optional<nightly::RunOutcome>> Engine::RunNightly(domain::SiteId site, bool accept_mass_change,
                                                                   bool dry_run) {
  const auto found = schedulers_.find(site);
  if (found == schedulers_.end()) co_return std::nullopt;
  co_return co_await found->second->RunNow(accept_mass_change, dry_run);
}

domain::Instant Engine::NextNightly(const domain::SiteId& site) const {
  const auto* known = FindSite(site);
  if (known == nullptr) return {};
  const auto now = ports_.clock.Now();
  auto date = known->zone.DateAt(now).Plus(-1);
  while (known->zone.InstantOf(date, known->nightly_at) <= now) date = date.Plus(1);
  return known->zone.InstantOf(date, known->nightly_at);
}

}  // namespace ikp::service
