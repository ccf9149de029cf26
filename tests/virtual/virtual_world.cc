#include "tests/virtual/virtual_world.h"

#include <stdexcept>

#include "engine/async/sync.h"
#include "simulators/iks/iks_simulator.h"
#include "simulators/procare_desktop/procare_desktop_simulator.h"
#include "simulators/procare_online/procare_online_simulator.h"
#include "tools/demo_player/desktop_centre.h"

namespace ikp::tests {
namespace {

using nlohmann::json;
using simulators::kit::HostDisposition;

constexpr domain::Milliseconds kOneWay{20};
constexpr std::string_view kIks = "http://iks.test";
constexpr std::string_view kProcare = "http://procare.test";

// Secrets of the sample, which are no secrets.
class SampleSecrets final : public config::SecretSource {
 public:
  std::optional<std::string> Environment(const std::string& name) const override {
    if (name == "IKS_TOKEN") return "sunrise-iks-demo-token";
    if (name == "WEBHOOK_SECRET") return "sunrise-demo-webhook-secret";
    if (name == "PROCARE_SECRET") return "sunrise-demo-secret";
    if (name == "ACTIVATION_KEY") return "sunrise-demo-activation-key";
    if (name == "ADMIN_TOKEN") return "sunrise-demo-admin-token";
    return std::nullopt;
  }
  tl::expected<std::string, std::string> ReadFile(const std::string&) const override {
    return tl::unexpected(std::string("no files here"));
  }
};

json SiteJson(const char* id, const char* location, int school, const char* zone, const char* nightly_at) {
  return {{"id", id},
          {"name", id},
          {"iks_location", location},
          {"procare",
           {{"kind", "online"},
            {"tenant", "sunrise"},
            {"school", "10000000-0000-4000-8000-00000000000" + std::to_string(school)}}},
          {"time_zone", zone},
          {"nightly_at", nightly_at}};
}

}  // namespace

config::Config SunriseConfig(bool with_desktop) {
  json document = {{"version", 1},
                   {"store", {{"path", "unused.sqlite3"}}},
                   {"service", {{"listen", "127.0.0.1:8080"}, {"admin_token", {{"env", "ADMIN_TOKEN"}}}}},
                   {"network", {{"allow_plain_http", true}}},
                   {"iks",
                    {{"base_url", kIks},
                     {"account", "sunrise"},
                     {"api_token", {{"env", "IKS_TOKEN"}}},
                     {"webhook_secrets", json::array({{{"env", "WEBHOOK_SECRET"}}})}}},
                   {"procare_online", json::array({{{"tenant", "sunrise"},
                                                    {"base_url", std::string(kProcare) + "/t/sunrise"},
                                                    {"client_id", "sunrise-demo-client"},
                                                    {"client_secret", {{"env", "PROCARE_SECRET"}}}}})},
                   {"sites", json::array({SiteJson("brooklyn", "loc-brooklyn", 1, "America/New_York", "04:00"),
                                          SiteJson("tempe", "loc-tempe", 2, "America/Phoenix", "02:30"),
                                          SiteJson("kaimuki", "loc-kaimuki", 3, "Pacific/Honolulu", "04:00")})}};
  if (with_desktop) {
    document["procare_desktop"] =
        json::array({{{"installation", "duluth"}, {"activation_key", {{"env", "ACTIVATION_KEY"}}}}});
    document["sites"].push_back(demo::DuluthSite());
  }
  auto config = config::ParseConfig(document.dump(), SampleSecrets(), "/");
  if (!config) throw std::runtime_error(config::FormatProblems(config.error()));
  return std::move(*config);
}

json PlainSeed(int families) {
  json list = json::array();
  for (int i = 0; i < families; ++i) {
    const std::string number = std::to_string(i);
    list.push_back({{"id", "fam-" + number},
                    {"location_id", "loc-brooklyn"},
                    {"status", "Waitlist"},
                    {"guardians", json::array({{{"id", "guardian-" + number},
                                                {"first_name", "Parent" + number},
                                                {"last_name", "Family" + number},
                                                {"email", "family" + number + "@example.com"},
                                                {"relationship", "Mother"},
                                                {"is_primary", true}}})},
                    {"children", json::array({{{"id", "child-" + number},
                                               {"first_name", "Child" + number},
                                               {"last_name", "Family" + number},
                                               {"dob", "2022-05-1" + std::to_string(i % 10)},
                                               {"status", "Waitlist"},
                                               {"desired_start_date", "2026-02-01"}}})}});
  }
  json locations = json::array();
  json schools = json::array();
  int number = 0;
  for (const auto& site : SunriseConfig().sites) {
    locations.push_back({{"id", site.site.iks_location.str()},
                         {"name", site.site.name},
                         {"time_zone", site.site.zone.name()},
                         {"procare_kind", "online"}});
    schools.push_back({{"id", "10000000-0000-4000-8000-00000000000" + std::to_string(++number)},
                       {"name", site.site.name},
                       {"time_zone", site.site.zone.name()},
                       {"classrooms", json::array()}});
  }
  return {{"iks",
           {{"accounts",
             json::array(
                 {{{"id", "sunrise"},
                   {"api_token", "sunrise-iks-demo-token"},
                   {"webhook", {{"url", "http://engine.test/iks/webhook"}, {"secret", "sunrise-demo-webhook-secret"}}},
                   {"locations", locations},
                   {"families", list}}})}}},
          {"procare_online",
           {{"tenants", json::array({{{"name", "sunrise"},
                                      {"client_id", "sunrise-demo-client"},
                                      {"client_secret", "sunrise-demo-secret"},
                                      {"schools", schools},
                                      {"families", json::array()}}})}}}};
}

async::Task<ports::Exchange> VirtualNetwork::Send(http::Request request, domain::Milliseconds timeout) {
  const auto deadline = clock_.Now() + timeout;
  if (request.target.starts_with(kEngineUrl)) co_return co_await SendToEngine(std::move(request));
  const auto is_for = [&](std::string_view url) { return request.target.starts_with(url); };
  auto& host = is_for(kIks) ? iks_ : is_for(kProgramUrl) ? desktop_ : procare_;
  request.target = request.target.substr(request.target.find('/', std::string_view("http://").size()));
  co_await clock_.SleepUntil(clock_.Now() + kOneWay, {});
  auto reply = host.Handle(request, clock_.Now());
  const auto arrives = clock_.Now() + kOneWay + reply.delay;
  ports::Exchange exchange;
  exchange.delivery = ports::Delivery::kUnknown;
  exchange.failure = ports::TransportFailure::kTimeout;
  if (arrives > deadline) {
    co_await clock_.SleepUntil(deadline, {});
    co_return exchange;
  }
  co_await clock_.SleepUntil(arrives, {});
  exchange.failure = ports::TransportFailure::kConnectionLost;
  if (reply.disposition == HostDisposition::kSend) {
    exchange.delivery = ports::Delivery::kAnswered;
    exchange.failure = ports::TransportFailure::kNone;
    exchange.response = std::move(reply.response);
  }
  co_return exchange;
}

async::Task<ports::Exchange> VirtualNetwork::SendToEngine(http::Request request) {
  request.target = request.target.substr(std::string_view(kEngineUrl).size());
  co_await clock_.SleepUntil(clock_.Now() + kOneWay, {});
  auto response = co_await to_engine_(std::move(request));
  co_await clock_.SleepUntil(clock_.Now() + kOneWay, {});
  ports::Exchange exchange;
  exchange.delivery = response ? ports::Delivery::kAnswered : ports::Delivery::kUnknown;
  exchange.failure = response ? ports::TransportFailure::kNone : ports::TransportFailure::kConnectionLost;
  if (response) exchange.response = std::move(*response);
  co_return exchange;
}

VirtualWorld::VirtualWorld(const json& seed, domain::Instant start)
    : clock_(executor_, start),
      iks_(std::make_unique<simulators::iks::IksSimulator>()),
      procare_(std::make_unique<simulators::procare_online::ProcareOnlineSimulator>()),
      desktop_(std::make_unique<simulators::procare_desktop::ProcareDesktopSimulator>()),
      network_(clock_, iks_, procare_, desktop_,
               [this](http::Request request) { return AskEngine(std::move(request)); }),
      config_(SunriseConfig(seed.contains("procare_desktop"))),
      centre_(executor_, clock_, network_),
      computer_awake_(seed.contains("procare_desktop")) {
  for (const char* system : {"iks", "procare_online", "procare_desktop"}) {
    if (!seed.contains(system)) continue;
    const auto response = Admin(system, "POST", "/__admin/seed", seed.at(system));
    if (response.status != 200) throw std::runtime_error(std::string(system) + " refused the seed: " + response.body);
  }
}

VirtualWorld::~VirtualWorld() { KillEngine(); }

void VirtualWorld::StartEngine() {
  stop_ = {};
  engine_ = std::make_unique<service::Engine>(config_,
                                              service::EnginePorts{executor_, clock_, network_, random_, store_, log_});
  scope_ = std::make_unique<async::TaskScope>(executor_);
  scope_->Spawn(engine_->Run(stop_.get_token()));
  if (computer_awake_) centre_.Start();
}

void VirtualWorld::KillEngine() {
  centre_.Kill();
  scope_.reset();
  engine_.reset();
  executor_.DropAll();
}

void VirtualWorld::Sleep() {
  centre_.Kill();
  computer_awake_ = false;
}

void VirtualWorld::Wake() {
  computer_awake_ = true;
  if (engine_runs()) centre_.Start();
}

// The request goes on in the engine when whoever asked is gone.
async::Task<std::optional<http::Response>> VirtualWorld::AskEngine(http::Request request) {
  if (!engine_runs()) co_return std::nullopt;
  struct Asked {
    explicit Asked(async::Executor& executor) : answered(executor) {}
    async::Signal answered;
    std::optional<http::Response> response;
  };
  const auto asked = std::make_shared<Asked>(executor_);
  const auto ask = [](service::Engine& engine, http::Request question,
                      std::shared_ptr<Asked> shared) -> async::Task<void> {
    shared->response = co_await engine.Handle(std::move(question));
    shared->answered.Set();
  };
  scope_->Spawn(ask(*engine_, std::move(request), asked));
  co_await asked->answered.Wait();
  co_return std::move(asked->response);
}

simulators::kit::SimulatorHost& VirtualWorld::HostOf(const std::string& system) {
  if (system == "iks") return iks_;
  if (system == "procare_online") return procare_;
  if (system == "procare_desktop") return desktop_;
  throw std::invalid_argument("no such system: " + system);
}

http::Response VirtualWorld::Admin(const std::string& system, const std::string& method, const std::string& path,
                                   const json& body) {
  http::Request request{.method = method,
                        .target = path,
                        .headers = {{"Content-Type", "application/json"}},
                        .body = body.is_null() ? std::string() : body.dump()};
  return HostOf(system).Handle(request, clock_.Now()).response;
}

json VirtualWorld::Dump(const std::string& system) { return json::parse(Admin(system, "GET", "/__admin/dump").body); }

async::Task<void> VirtualWorld::Deliver(simulators::kit::Outgoing webhook) {
  co_await clock_.SleepUntil(clock_.Now() + kOneWay, {});
  webhook.request.target = "/iks/webhook";
  const auto response = co_await engine_->Handle(std::move(webhook.request));
  iks_.Settle(webhook.id, response.status, clock_.Now());
}

void VirtualWorld::DeliverWebhooks() {
  for (auto& webhook : iks_.TakeOutgoing(clock_.Now())) {
    if (engine_ == nullptr) {
      iks_.Settle(webhook.id, std::nullopt, clock_.Now());
    } else {
      scope_->Spawn(Deliver(std::move(webhook)));
    }
  }
}

void VirtualWorld::RunUntil(domain::Instant end) {
  for (;;) {
    clock_.Settle();
    DeliverWebhooks();
    clock_.Settle();
    auto next = end;
    for (const auto& due : {clock_.NextDue(), iks_.NextDue(), procare_.NextDue(), desktop_.NextDue()}) {
      if (due && *due > clock_.Now()) next = std::min(next, *due);
    }
    if (next <= clock_.Now()) break;
    clock_.AdvanceTo(next);
    iks_.AdvanceTo(next);
    procare_.AdvanceTo(next);
    desktop_.AdvanceTo(next);
    if (next == end) {
      clock_.Settle();
      DeliverWebhooks();
      clock_.Settle();
      break;
    }
  }
}

}  // namespace ikp::tests
