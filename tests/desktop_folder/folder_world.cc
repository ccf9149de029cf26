#include "tests/desktop_folder/folder_world.h"

#include <stdexcept>

#include "engine/async/sync.h"
#include "engine/wire/environment.h"
#include "simulators/kit/json_text.h"

namespace ikp::desktop_agent {
namespace {

using nlohmann::json;

constexpr std::string_view kIksUrl = "http://iks.test";
constexpr std::string_view kEngineUrl = "http://engine.test";
constexpr domain::Milliseconds kOneWay{20};
constexpr const char* kSecret = "a-secret-of-this-test-0123456789";

class TestSecrets final : public config::SecretSource {
 public:
  std::optional<std::string> Environment(const std::string&) const override { return kSecret; }
  tl::expected<std::string, std::string> ReadFile(const std::string&) const override {
    return tl::unexpected(std::string("no files here"));
  }
};

config::Config ConfigOf() {
  const json secret = {{"env", "SECRET"}};
  const json document = {
      {"version", 1},
      {"store", {{"path", "unused.sqlite3"}}},
      {"service", {{"listen", "127.0.0.1:8080"}, {"admin_token", secret}}},
      {"network", {{"allow_plain_http", true}}},
      {"iks",
       {{"base_url", kIksUrl},
        {"account", "a"},
        {"api_token", secret},
        {"webhook_secrets", json::array({secret})},
        {"poll_minutes", 30}}},
      {"procare_online", json::array()},
      {"procare_desktop",
       json::array({{{"installation", "office"}, {"activation_key", secret}, {"poll_seconds", 60}}})},
      {"sites", json::array({{{"id", "site"},
                              {"name", "Site"},
                              {"iks_location", "loc"},
                              {"procare", {{"kind", "desktop"}, {"installation", "office"}, {"school", "1"}}},
                              {"time_zone", "America/Chicago"},
                              {"nightly_at", "04:00"}}})}};
  auto config = config::ParseConfig(document.dump(), TestSecrets(), "/");
  if (!config) throw std::runtime_error(config::FormatProblems(config.error()));
  return std::move(*config);
}

json Answered(const simulators::kit::Answer& answer) {
  const auto body = simulators::kit::BodyText(answer.response);
  if (answer.response.status != 200) throw std::logic_error("refused: " + body);
  return json::parse(body);
}

}  // namespace

// To IKS and to the engine; nothing else is there.
class FolderWorld::Network final : public ports::Transport {
 public:
  explicit Network(FolderWorld& world) : world_(world) {}
  async::Task<ports::Exchange> Send(http::Request request, domain::Milliseconds) override {
    auto& clock = world_.clock_;
    const bool to_engine = request.target.starts_with(kEngineUrl);
    request.target = request.target.substr(request.target.find('/', std::string_view("http://").size()));
    co_await clock.SleepUntil(clock.Now() + kOneWay, {});
    std::optional<http::Response> response;
    if (to_engine) {
      response = co_await world_.AskEngine(std::move(request));
    } else {
      response = world_.iks_.Handle(request, {}, clock.Now()).response;
    }
    co_await clock.SleepUntil(clock.Now() + kOneWay, {});
    ports::Exchange exchange;
    exchange.delivery = ports::Delivery::kAnswered;
    exchange.failure = ports::TransportFailure::kNone;
    exchange.response = std::move(*response);
    co_return exchange;
  }

 private:
  FolderWorld& world_;
};

struct FolderWorld::AgentRun {
  explicit AgentRun(FolderWorld& world)
      : environment{world.executor_, world.clock_, *world.network_, world.random_, stop.get_token()},
        data(world.folder_, world.clock_, world.journal_,
             FolderSettings{.centre = "Site", .zone = domain::TimeZone::Find("America/Chicago")}),
        agent(environment, world.log_, world.journal_, data,
              {.engine_url = std::string(kEngineUrl), .activation_key = kSecret}),
        scope(world.executor_) {
    scope.Spawn(agent.Run(stop.get_token()));
  }
  std::stop_source stop;
  wire::Environment environment;
  FolderData data;
  Agent agent;
  async::TaskScope scope;
};

FolderWorld::FolderWorld(const json& families)
    : clock_(executor_, *domain::ParseInstant("2026-03-02T15:00:00Z")),
      config_(ConfigOf()),
      network_(std::make_unique<Network>(*this)) {
  const json iks = {
      {"accounts",
       json::array(
           {{{"id", "a"},
             {"api_token", kSecret},
             {"webhook", {{"url", "http://engine.test/iks/webhook"}, {"secret", kSecret}}},
             {"locations",
              json::array(
                  {{{"id", "loc"}, {"name", "Site"}, {"time_zone", "America/Chicago"}, {"procare_kind", "desktop"}}})},
             {"families", families}}})}};
  const json desktop = {{"database",
                         {{"regions", json::array({{{"id", 1}, {"name", "East"}, {"code", "E"}}})},
                          {"schools", json::array({{{"id", 1}, {"name", "Main"}, {"region_id", 1}}})},
                          {"classrooms", json::array({{{"id", 11}, {"school_id", 1}, {"name", "Infants"}}})}}}};
  for (const auto& errors : {iks_.Seed(iks, now()), desktop_.Seed(desktop, now())}) {
    if (!errors.empty()) throw std::logic_error("the seed is refused: " + errors.front());
  }
  engine_ = std::make_unique<service::Engine>(
      config_, service::EnginePorts{executor_, clock_, *network_, random_, store_, log_});
  scope_ = std::make_unique<async::TaskScope>(executor_);
  scope_->Spawn(engine_->Run(stop_.get_token()));
  RestartAgent();
}

FolderWorld::~FolderWorld() {
  agent_.reset();
  scope_.reset();
  engine_.reset();
  executor_.DropAll();
}

void FolderWorld::RestartAgent() {
  agent_.reset();
  agent_ = std::make_unique<AgentRun>(*this);
}

// The request goes on in the engine when whoever asked is gone.
async::Task<std::optional<http::Response>> FolderWorld::AskEngine(http::Request request) {
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

async::Task<void> FolderWorld::Deliver(simulators::kit::Outgoing webhook) {
  co_await clock_.SleepUntil(clock_.Now() + kOneWay, {});
  webhook.request.target = "/iks/webhook";
  const auto response = co_await engine_->Handle(std::move(webhook.request));
  iks_.Settle(webhook.id, response.status, clock_.Now());
}

void FolderWorld::DeliverWebhooks() {
  for (auto& webhook : iks_.TakeOutgoing(clock_.Now(), {})) scope_->Spawn(Deliver(std::move(webhook)));
}

void FolderWorld::Pass(domain::Milliseconds time) {
  const auto end = now() + time;
  for (;;) {
    clock_.Settle();
    DeliverWebhooks();
    clock_.Settle();
    if (now() >= end) return;
    auto next = end;
    for (const auto& due : {clock_.NextDue(), iks_.NextDue()}) {
      if (due && *due > now()) next = std::min(next, *due);
    }
    clock_.AdvanceTo(next);
  }
}

std::string FolderWorld::Today() const { return domain::TimeZone::Find("America/Chicago")->DateAt(clock_.Now()).str(); }

json FolderWorld::Iks(json action) { return Answered(iks_.Staff(action, now())); }
json FolderWorld::Staff(const json& action) { return Answered(desktop_.Staff(action, now())); }

void FolderWorld::Export() {
  for (const char* name : {kChildrenFile, kPayersFile, kEnrollmentFile}) {
    const auto answer = desktop_.Handle({"GET", std::string("/exports/") + name, {}, ""}, {}, now());
    folder_.files[name] = {simulators::kit::BodyText(answer.response), now()};
  }
}

std::vector<WorkItem> FolderWorld::Cards() const {
  std::map<std::string, WorkItem> open;
  for (const auto& [key, text] : journal_.entries) {
    if (!key.starts_with("work:")) continue;
    auto item = ReadWorkItem(text);
    if (item && item->state == WorkState::kOpen) open.emplace(item->id, std::move(*item));
  }
  std::vector<WorkItem> cards;
  for (const auto& [id, item] : open) {
    if (!open.contains(item.shown_with)) cards.push_back(item);
  }
  std::sort(cards.begin(), cards.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
  return cards;
}

std::optional<ports::PushState> FolderWorld::StateOf(const std::string& child) {
  return Await(store_.FindPushState(domain::IksChildId::Trusted(child)));
}
std::optional<ports::Link> FolderWorld::LinkOf(const std::string& child) {
  return Await(store_.FindLink(domain::SiteId::Trusted("site"), ports::LinkKind::kChild, child));
}
std::optional<ports::Link> FolderWorld::FamilyLinkOf(const std::string& family) {
  return Await(store_.FindLink(domain::SiteId::Trusted("site"), ports::LinkKind::kFamily, family));
}
std::vector<ports::Review> FolderWorld::OpenReviews() { return Await(store_.OpenReviews()); }
std::vector<ports::Intent> FolderWorld::OpenIntents() { return Await(store_.OpenIntents()); }

void FolderWorld::Decide(const domain::ReviewId& review, const std::optional<std::string>& link) {
  json body = {{"by", "somebody"}};
  if (link) {
    body["link"] = *link;
  } else {
    body["create"] = true;
  }
  const auto response = Await(engine_->Handle({"POST",
                                               "/admin/v1/reviews/" + review.str() + "/decision",
                                               {{"Authorization", std::string("Bearer ") + kSecret}},
                                               body.dump()}));
  if (response.status != 200) throw std::logic_error("the decision is refused: " + response.body);
}

std::string FolderWorld::IksStatusOf(const std::string& child) const {
  const auto dump = iks_.Dump();
  for (const auto& family : dump.at("accounts").at(0).at("families")) {
    for (const auto& one : family.at("children")) {
      if (one.at("id") == child) return one.at("status");
    }
  }
  return {};
}

}  // namespace ikp::desktop_agent
