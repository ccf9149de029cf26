#include "scenarios/world/world.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "scenarios/world/setup.h"
#include "scenarios/world/setup_desktop.h"
#include "simulators/kit/json_text.h"

namespace ikp::scenarios {
namespace {

using oracle::By;
using oracle::Peer;

// What staff had typed before is old enough to show in every list.
constexpr std::chrono::hours kBeforeTheStory{2};

}  // namespace

World::World(const Scenario& scenario, const WorldOptions& options)
    : scenario_(scenario),
      options_(options),
      time_{scenario.start - kBeforeTheStory},
      recorder_(iks_.state(), procare_.world(), options.detailed),
      faults_(scenario_),
      network_(*this, recorder_, time_, faults_, scenario.seed * 3 + 1, scenario.through_codec),
      people_(*this, scenario_, recorder_, time_),
      config_(ConfigOf(scenario)),
      running_config_(config_),
      random_(scenario.seed * 7 + 5) {
  for (int i = 0; i < InstallationsIn(scenario_); ++i) {
    centres_.push_back(std::make_unique<Centre>(CentreParts{.number = i,
                                                            .scenario = scenario_,
                                                            .time = time_,
                                                            .recorder = recorder_,
                                                            .faults = faults_,
                                                            .host = *this,
                                                            .activation_key = ActivationKeyOf(i)}));
  }
}

World::~World() = default;

void World::Add(Instant at, EventKind kind, int index, int value) {
  events_.push({at, next_event_++, kind, index, value});
}

// --- before the story ----------------------------------------------------------------------------------------------

void World::Prepare() {
  for (const auto& [name, value] : scenario_.iks_switches) {
    if (const auto problem = iks_.SetSwitch(name, value)) throw std::invalid_argument(name + ": " + *problem);
  }
  for (const auto& [name, value] : scenario_.procare_switches) {
    if (const auto problem = procare_.SetSwitch(name, value)) throw std::invalid_argument(name + ": " + *problem);
  }
  for (auto& error : iks_.Seed(IksSeed(scenario_), time_.now)) throw std::invalid_argument("IKS: " + error);
  for (auto& error : procare_.Seed(ProcareSeed(scenario_), time_.now)) throw std::invalid_argument("Procare: " + error);
  for (auto& centre : centres_) centre->Prepare();
  recorder_.history().sites = SiteFactsOf(scenario_);
  recorder_.history().secrets = SecretsOf(config_);
  recorder_.history().began = scenario_.start;
  recorder_.LookAtIks(time_.now);
  people_.TypeEarlierFamilies();
  time_.now = scenario_.start;
  AdvanceSimulators();

  for (const auto& fault : scenario_.faults) {
    // With crashes about, a commit takes time in which they can happen.
    if (ConcernsTheMachine(fault)) flush_delay_ = Milliseconds(1 + random_.NextU64() % 12);
  }
  // Faults first: what breaks at the very beginning breaks the first step of the engine.
  for (std::size_t i = 0; i < scenario_.faults.size(); ++i) {
    Add(scenario_.start + scenario_.faults[i].at, EventKind::kFault, static_cast<int>(i));
  }
  Add(scenario_.start, EventKind::kEngineUp);
  for (auto& centre : centres_) CallAt(scenario_.start + Milliseconds(500), [&centre] { centre->StartAgent(); });
  for (std::size_t i = 0; i < scenario_.actions.size(); ++i) {
    Add(scenario_.start + scenario_.actions[i].at, EventKind::kAction, static_cast<int>(i));
  }
  Add(scenario_.start + scenario_.safety_ends, EventKind::kHeal);
  end_ = Instant::max();
}

// --- the loop ------------------------------------------------------------------------------------------------------

void World::Live() {
  Prepare();
  Settle();
  for (;;) {
    const auto next = NextEvent();
    if (!next || *next > end_ || !came_to_rest()) break;
    time_.now = std::max(time_.now, *next);
    AdvanceSimulators();
    while (!events_.empty() && events_.top().at <= time_.now) {
      const Event event = events_.top();
      events_.pop();
      Happen(event);
      Settle();
    }
    if (engine_) {
      engine_->store().Flush();
      engine_->clock().WakeDue();
    }
    for (auto& centre : centres_) centre->WakeDue();
    SendWebhooks();
    Settle();
  }
  time_.now = std::max(time_.now, end_ == Instant::max() ? time_.now : end_);
  recorder_.history().ended = time_.now;
}

std::optional<Instant> World::NextEvent() {
  std::optional<Instant> next;
  const auto consider = [&](std::optional<Instant> at) {
    if (at && (!next || *at < *next)) next = at;
  };
  if (!events_.empty()) consider(events_.top().at);
  if (engine_) {
    consider(engine_->clock().NextDue());
    consider(engine_->store().NextFlush());
  }
  consider(iks_.NextDue());
  consider(procare_.NextDue());
  for (auto& centre : centres_) consider(centre->NextDue());
  return next;
}

void World::AdvanceSimulators() {
  for (auto& centre : centres_) centre->Advance();
  const auto due = procare_.NextDue();
  if (!due || *due > time_.now) return;
  procare_.AdvanceTo(time_.now);
  recorder_.LookAtProcare(time_.now, By::kSystem);
}

void World::Settle() {
  const auto left = [this] { return options_.most_steps - std::min(steps_, options_.most_steps); };
  for (;;) {
    while (engine_) {
      steps_ += engine_->executor().Run(left());
      if (!engine_->dead()) break;
      Reap();
    }
    // Agents and engine reach each other only in time, so none of them makes the others ready.
    for (auto& centre : centres_) steps_ += centre->Run(left());
    if (!engine_ || engine_->executor().idle() || !came_to_rest()) break;
  }
  if (engine_) Sample();
}

void World::Sample() {
  const auto tasks = engine_->tasks();
  const auto in_flight = network_.in_flight();
  if (tasks <= most_tasks_ && in_flight <= most_in_flight_) return;
  most_tasks_ = std::max(tasks, most_tasks_);
  most_in_flight_ = std::max(in_flight, most_in_flight_);
  recorder_.history().samples.push_back(
      {.seq = recorder_.Next(), .at = time_.now, .tasks = tasks, .in_flight = in_flight});
}

void World::Happen(const Event& event) {
  switch (event.kind) {
    case EventKind::kArrive:
      return network_.Continue(Step::kArrive, event.index);
    case EventKind::kArriveAgain:
      return network_.Continue(Step::kArriveAgain, event.index);
    case EventKind::kAnswer:
      return network_.Continue(Step::kAnswer, event.index);
    case EventKind::kAction:
      return people_.Act(event.index);
    case EventKind::kFault:
      return BeginFault(event.index);
    case EventKind::kFaultEnds: {
      const auto& fault = scenario_.faults[static_cast<std::size_t>(event.index)];
      if (fault.kind == FaultKind::kDiskFull) disk_.SetFull(false);
      if (fault.kind == FaultKind::kClockDrift && engine_) engine_->clock().Correct();
      return Say(event.index, false, {});
    }
    case EventKind::kEngineUp:
      return StartEngine();
    case EventKind::kNewConfig: {
      const auto& change = config_changes_[static_cast<std::size_t>(event.index)];
      if (change.what == "secret") {
        // Whoever changes the file copies the secret that Procare shows at that moment.
        const auto& shown = procare_.world().tenants[static_cast<std::size_t>(change.index)].client_secret;
        auto& configured = config_.procare_online[static_cast<std::size_t>(change.index)].client_secret;
        if (configured.Reveal() == shown) return;
        configured = config::Secret(shown);
      } else {
        const auto id = "site-" + std::to_string(change.index);
        for (auto& site : config_.sites) {
          if (site.site.id.str() == id) site.site.zone = *domain::TimeZone::Find(change.value);
        }
        recorder_.history().sites[static_cast<std::size_t>(change.index)].zone = change.value;
      }
      return KillEngine("restart with a new configuration", Milliseconds(1000));
    }
    case EventKind::kWebhookArrives:
      return WebhookArrives(event.index);
    case EventKind::kWebhookAnswered: {
      auto& webhook = recorder_.history().webhooks[static_cast<std::size_t>(event.index)];
      webhook.answered_seq = recorder_.Next();
      webhook.status = event.value;
      const auto delivery = webhooks_[static_cast<std::size_t>(event.index)].delivery;
      return iks_.Settle(delivery, event.value == 0 ? std::nullopt : std::optional<int>(event.value), time_.now);
    }
    case EventKind::kHeal:
      return Heal();
    case EventKind::kConverged:
      recorder_.history().converged_seq = recorder_.Next();
      return;
    case EventKind::kOperatorRound:
      return OperatorRound();
    case EventKind::kCall: {
      const auto call = std::exchange(calls_[static_cast<std::size_t>(event.index)], nullptr);
      free_calls_.push_back(event.index);
      return call();
    }
  }
}

// --- centres with Procare Desktop ----------------------------------------------------------------------------------

void World::CallAt(Instant at, std::function<void()> what) {
  int index = static_cast<int>(calls_.size());
  if (free_calls_.empty()) {
    calls_.push_back(std::move(what));
  } else {
    index = free_calls_.back();
    free_calls_.pop_back();
    calls_[static_cast<std::size_t>(index)] = std::move(what);
  }
  Add(std::max(at, time_.now), EventKind::kCall, index);
}

std::optional<int> World::RunningEngine() const {
  return engine_ && !engine_->dead() ? std::optional<int>(engine_->number()) : std::nullopt;
}

void World::ToEngine(http::Request request, std::function<void(const http::Response&)> answered) {
  engine_->Receive(std::move(request), std::move(answered));
}

Centre* World::CentreOf(int site) {
  const auto& one = scenario_.sites[static_cast<std::size_t>(site)];
  return one.desktop() ? centres_[static_cast<std::size_t>(one.installation)].get() : nullptr;
}

// --- the network's and the people's side ---------------------------------------------------------------------------

void World::Schedule(Instant at, Step step, int exchange) {
  const auto kind = step == Step::kArrive        ? EventKind::kArrive
                    : step == Step::kArriveAgain ? EventKind::kArriveAgain
                                                 : EventKind::kAnswer;
  Add(at, kind, exchange);
}

simulators::kit::Answer World::Serve(Peer peer, const http::Request& request,
                                     const std::vector<simulators::kit::ActiveFault>& faults, int exchange) {
  const simulators::kit::DocumentScope hand_over(!scenario_.through_codec);
  if (peer == Peer::kIks) {
    auto answer = iks_.Handle(request, faults, time_.now);
    if (request.method != "GET") recorder_.LookAtIks(time_.now);
    return answer;
  }
  auto answer = procare_.Handle(request, faults, time_.now);
  // Rows that drift come and go by themselves.
  if (!faults.empty() && request.method == "GET") {
    recorder_.LookAtProcare(time_.now, By::kSystem);
    recorder_.LookForHiddenRows(time_.now);
  }
  if (request.method != "GET") recorder_.LookAtProcare(time_.now, By::kApi, exchange);
  return answer;
}

std::string World::FailureBody(Peer peer, int status) {
  return peer == Peer::kIks ? iks_.FailureBody(status) : procare_.FailureBody(status);
}

simulators::kit::Answer World::ActInIks(const nlohmann::json& action) {
  auto answer = iks_.Staff(action, time_.now);
  recorder_.LookAtIks(time_.now);
  return answer;
}

simulators::kit::Answer World::ActInProcare(const nlohmann::json& action, By by) {
  auto answer = procare_.Staff(action, time_.now);
  const auto what = action.value("action", std::string());
  // What does not touch a record's own time of change: a room's name, and plans that a new zone makes due.
  if (what == "rename_room" || what == "edit_school") {
    recorder_.LookAtAllOfProcare(time_.now, by);
  } else {
    recorder_.LookAtProcare(time_.now, by);
  }
  return answer;
}

bool World::AskEngine(http::Request request) {
  if (!engine_ || engine_->dead()) return false;
  request.headers.Set("Authorization", "Bearer " + config_.service.admin_token.Reveal());
  engine_->Receive(std::move(request), [](const http::Response&) {});
  return true;
}

void World::ChangeConfig(Milliseconds after, int index, std::string what, std::string value) {
  if (what == "secret") recorder_.history().secrets.push_back(value);
  config_changes_.push_back({index, std::move(what), std::move(value)});
  Add(time_.now + after, EventKind::kNewConfig, static_cast<int>(config_changes_.size()) - 1);
}

void World::SendWebhooks() {
  const auto due = iks_.NextDue();
  if (!due || *due > time_.now) return;
  std::vector<simulators::kit::ActiveFault> acted;
  if (faults_.any()) acted = faults_.OnWebhooks(iks_.PeekOutgoing(time_.now), time_.now);
  for (auto& outgoing : iks_.TakeOutgoing(time_.now, acted)) {
    const int index = static_cast<int>(webhooks_.size());
    recorder_.history().webhooks.push_back(
        {.sent_seq = recorder_.Next(), .sent = time_.now, .body = outgoing.request.body});
    outgoing.request.target = "/iks/webhook";
    webhooks_.push_back({.delivery = outgoing.id, .request = std::move(outgoing.request)});
    Add(time_.now + network_.OneWay(), EventKind::kWebhookArrives, index);
  }
}

void World::WebhookArrives(int index) {
  auto& webhook = webhooks_[static_cast<std::size_t>(index)];
  if (!engine_ || engine_->dead() || faults_.WebhooksCut(time_.now)) {
    Add(time_.now + network_.OneWay(), EventKind::kWebhookAnswered, index, 0);
    return;
  }
  webhook.received_by = engine_->number();
  engine_->Receive(std::move(webhook.request), [this, index](const http::Response& response) {
    webhooks_[static_cast<std::size_t>(index)].received_by = -1;
    // Once it has left, the answer arrives whatever becomes of the process.
    recorder_.history().webhooks[static_cast<std::size_t>(index)].status = response.status;
    Add(time_.now + network_.OneWay(), EventKind::kWebhookAnswered, index, response.status);
  });
}

void World::Say(int fault, bool begins, std::string what) {
  recorder_.history().faults.push_back(
      {.seq = recorder_.Next(), .at = time_.now, .fault = fault, .begins = begins, .what = std::move(what)});
}

}  // namespace ikp::scenarios
