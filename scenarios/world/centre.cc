#include "scenarios/world/centre.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "scenarios/world/network.h"
#include "scenarios/world/setup_desktop.h"

namespace ikp::scenarios {
namespace {

using nlohmann::json;
using oracle::By;
using ports::Delivery;
using ports::TransportFailure;
using simulators::kit::ActiveFault;

// "poll" of "/agent/v1/poll".
std::string_view LastPart(std::string_view target) {
  target = target.substr(0, target.find('?'));
  return target.substr(target.rfind('/') + 1);
}

bool IsToEngine(const http::Request& request) { return request.target.starts_with(kEngineUrl); }
// Of calls to the program.
bool OpensSession(const http::Request& request) {
  return request.method == "POST" && LastPart(request.target) == "session";
}
bool IsEntry(const http::Request& request) {
  return !IsToEngine(request) && request.method == "POST" && !OpensSession(request);
}

// At all accounts, from the first one on.
bool BeginsToLook(const http::Request& request) {
  return request.method == "GET" && LastPart(request.target) == "accounts" &&
         request.target.find("after=0&") != std::string::npos;
}

http::Response PortalPage() {
  return {
      .status = 200,
      .headers = {{"Content-Type", "text/html; charset=utf-8"}},
      .body = "<!DOCTYPE html><html><head><title>Welcome</title></head><body>Accept the terms to go on</body></html>"};
}

}  // namespace

Centre::Centre(CentreParts parts)
    : parts_(std::move(parts)),
      log_(parts_.recorder, parts_.time, -1 - parts_.number),
      random_(parts_.scenario.seed * 13 + static_cast<std::uint64_t>(parts_.number) * 2 + 1) {}

void Centre::Prepare() {
  for (auto& error : simulator_.Seed(DesktopSeed(parts_.scenario, parts_.number), parts_.time.now)) {
    throw std::invalid_argument("Procare Desktop: " + error);
  }
  client_version_ = world().machine.server_version;
  parts_.recorder.AddDesktop(parts_.number, world());
  LookAtRecords(oracle::By::kSeed);
}

// --- the loop ------------------------------------------------------------------------------------------------------

std::uint64_t Centre::Run(std::uint64_t limit) {
  std::uint64_t steps = 0;
  while (agent_) {
    steps += agent_->executor().Run(limit - std::min(steps, limit));
    if (!agent_->dead()) break;
    Reap();
  }
  return steps;
}

std::optional<Instant> Centre::NextDue() {
  auto next = simulator_.NextDue();
  if (!agent_) return next;
  const auto wake = agent_->clock().NextDue();
  if (wake && (!next || *wake < *next)) next = wake;
  return next;
}

void Centre::Advance() {
  const auto due = simulator_.NextDue();
  if (!due || *due > parts_.time.now) return;
  simulator_.AdvanceTo(parts_.time.now);
  FollowPower();
}

void Centre::WakeDue() {
  if (agent_) agent_->clock().WakeDue();
}

// --- calls of the agent --------------------------------------------------------------------------------------------

bool Centre::SurvivesMessage(bool before, bool entry) {
  if (agent_->dead()) return false;
  if (crash_at_message_.entries_only && !entry) return true;
  if (!crash_at_message_.Hits(before)) return true;
  KillAgent(before ? "before a message" : "after a message", crash_at_message_.down);
  return false;
}

async::Task<ports::Exchange> Centre::Send(http::Request request, Milliseconds timeout) {
  const auto index = calls_.size();
  auto& call = calls_.emplace_back();
  call.process = processes_;
  call.deadline = parts_.time.now + timeout;
  call.request = std::move(request);
  Awaited answer(agent_->executor());
  call.waiter = answer.ticket();
  const bool entry = IsEntry(call.request);
  if (SurvivesMessage(true, entry)) {
    if (IsToEngine(call.request)) {
      ToTheEngine(static_cast<Call>(index));
    } else {
      ToProgram(static_cast<Call>(index));
    }
    SurvivesMessage(false, entry);
  }
  co_await answer;
  co_return std::move(calls_[index].result);
}

// On the same machine: a moment, unless the program is slow, hangs, or is closed under the agent's hands.
void Centre::ToProgram(Call index) {
  auto& call = calls_[static_cast<std::size_t>(index)];
  call.request.target.erase(0, kProgramUrl.size());
  const auto way = Milliseconds(1 + static_cast<std::int64_t>(random_.NextU64() % 3));
  const MessageFacts facts{
      .peer = System::kProgram, .method = call.request.method, .login = OpensSession(call.request)};
  call.effect = parts_.faults.OnMessage(facts, parts_.time.now, false);
  if (!call.effect.words.empty()) Note("program: " + call.effect.words);
  if (call.effect.request_lost) return Fail(index, Delivery::kUnknown, TransportFailure::kTimeout, call.deadline);
  if (call.effect.reset) {
    return Fail(index, Delivery::kUnknown, TransportFailure::kConnectionLost, parts_.time.now + way);
  }
  parts_.host.CallAt(parts_.time.now + way + call.effect.there, [this, index, way] { ArriveAtProgram(index, way); });
}

void Centre::ArriveAtProgram(Call index, Milliseconds back) {
  auto& call = calls_[static_cast<std::size_t>(index)];
  // What was sent arrives, also when its sender died meanwhile.
  if (world().machine.power != "on") return;
  const auto faults = FaultsFor(call.request);
  auto answer = simulator_.Handle(call.request, faults, parts_.time.now);
  if (answer.response.status == 409) Note("refused: " + answer.response.body.substr(0, 40));
  if (answer.response.status == 409 && OpensSession(call.request) && world().mirror.run)
    Note("seat taken by the mirror");
  if (answer.response.status == 426) Note("version refused");
  if (BeginsToLook(call.request)) last_look_ = parts_.time.now;
  if (IsEntry(call.request)) {
    const auto in_hand = commands_.find(in_hand_);
    const int exchange = in_hand == commands_.end() ? -1 : in_hand->second.exchange;
    if (exchange >= 0 && answer.response.status < 300) NoteLook(exchange);
    LookAtRecords(By::kApi, exchange);
  }
  call.request = {};
  FollowPower();
  const auto arrives = parts_.time.now + back + answer.delay + call.effect.back;
  if (call.effect.answer_lost || call.effect.truncated) {
    return Fail(index, Delivery::kUnknown, TransportFailure::kConnectionLost, std::min(arrives, call.deadline));
  }
  if (arrives > call.deadline) return Fail(index, Delivery::kUnknown, TransportFailure::kTimeout, call.deadline);
  Decide(index, {.delivery = Delivery::kAnswered, .failure = {}, .response = std::move(answer.response)}, arrives);
}

// What was there when the agent looked for the last time before its first entry was to be seen.
void Centre::NoteLook(int exchange) {
  auto& looked = parts_.recorder.history().exchanges[static_cast<std::size_t>(exchange)].agent_looked;
  if (looked == Instant{}) looked = last_look_;
}

std::vector<ActiveFault> Centre::FaultsFor(const http::Request& request) {
  std::vector<ActiveFault> active;
  const auto what = LastPart(request.target);
  const bool opens = OpensSession(request);
  const bool page = request.method == "GET" && what == "accounts";
  for (auto& fault : armed_) {
    const bool of_pages = fault.kind != FaultKind::kSessionKicked;
    if (opens || (of_pages && !page) || fault.left == 0) continue;
    if (fault.after > 0) {
      --fault.after;
      continue;
    }
    --fault.left;
    switch (fault.kind) {
      case FaultKind::kSessionKicked:
        active.push_back({.kind = "session_kicked", .parameters = {}});
        Note("session kicked");
        break;
      case FaultKind::kPcReboots:
        active.push_back({.kind = "reboot_mid_snapshot", .parameters = {}});
        break;
      case FaultKind::kLatin1Bytes:
        active.push_back({.kind = "latin1_bytes", .parameters = {}});
        break;
      default:
        active.push_back({.kind = "slow_run", .parameters = {{"ms", std::to_string(fault.ms.count())}}});
        break;
    }
  }
  std::erase_if(armed_, [](const Armed& fault) { return fault.left == 0; });
  return active;
}

void Centre::ToTheEngine(Call index) {
  auto& call = calls_[static_cast<std::size_t>(index)];
  call.request.target.erase(0, kEngineUrl.size());
  const auto now = parts_.time.now;
  const bool chance = random_.NextU64() % 2 == 0;
  call.effect = parts_.faults.OnMessage({.peer = System::kAgent, .method = LastPart(call.request.target)}, now, chance);
  const auto& effect = call.effect;
  const auto arrives = now + OneWay() + effect.there;
  if (effect.request_lost || effect.reset) {
    const auto failure = effect.not_sent ? TransportFailure::kConnectTimeout : TransportFailure::kConnectionLost;
    const auto told = effect.reset ? arrives : std::min(call.deadline, now + std::chrono::seconds(20));
    return Fail(index, effect.not_sent ? Delivery::kNotSent : Delivery::kUnknown, failure, told);
  }
  if (effect.html_before) {
    return Decide(index, {.delivery = Delivery::kAnswered, .failure = {}, .response = PortalPage()},
                  arrives + OneWay());
  }
  parts_.host.CallAt(arrives, [this, index] { ArriveAtEngine(index); });
  parts_.host.CallAt(call.deadline,
                     [this, index] { Fail(index, Delivery::kUnknown, TransportFailure::kTimeout, parts_.time.now); });
}

void Centre::ArriveAtEngine(Call index) {
  auto& call = calls_[static_cast<std::size_t>(index)];
  const auto engine = parts_.host.RunningEngine();
  if (!engine) {
    return Fail(index, Delivery::kNotSent, TransportFailure::kConnectRefused, parts_.time.now + OneWay());
  }
  call.engine = *engine;
  NoteFinished(call.request);
  parts_.host.ToEngine(std::move(call.request),
                       [this, index](const http::Response& response) { EngineAnswered(index, response); });
}

void Centre::EngineAnswered(Call index, http::Response response) {
  auto& call = calls_[static_cast<std::size_t>(index)];
  NoteCommands(response, call.engine);
  call.engine = -1;
  if (call.decided) return;
  const auto arrives = parts_.time.now + OneWay() + call.effect.back;
  if (call.effect.answer_lost || call.effect.truncated) {
    return Fail(index, Delivery::kUnknown, TransportFailure::kConnectionLost, arrives);
  }
  // The way is cut meanwhile; the connection is found dead a little later.
  if (parts_.faults.AgentsCut(parts_.time.now)) {
    const auto found_dead = std::min(call.deadline, arrives + std::chrono::seconds(20));
    return Fail(index, Delivery::kUnknown, TransportFailure::kConnectionLost, found_dead);
  }
  if (call.effect.html_after) response = PortalPage();
  Decide(index, {.delivery = Delivery::kAnswered, .failure = {}, .response = std::move(response)}, arrives);
}

void Centre::EngineDied(int engine) {
  for (std::size_t i = 0; i < calls_.size(); ++i) {
    if (calls_[i].engine != engine) continue;
    calls_[i].engine = -1;
    Fail(static_cast<Call>(i), Delivery::kUnknown, TransportFailure::kConnectionLost, parts_.time.now + OneWay());
  }
  for (const auto& [id, issued] : commands_) {
    auto& exchange = parts_.recorder.history().exchanges[static_cast<std::size_t>(issued.exchange)];
    if (issued.engine == engine && exchange.answered_seq == 0) exchange.fate = oracle::Fate::kSenderDied;
  }
}

void Centre::Decide(Call index, ports::Exchange result, Instant at) {
  auto& call = calls_[static_cast<std::size_t>(index)];
  if (call.decided) return;
  call.decided = true;
  call.result = std::move(result);
  parts_.host.CallAt(at, [this, index] {
    auto& ended = calls_[static_cast<std::size_t>(index)];
    if (agent_ != nullptr && ended.process == processes_ && !agent_->dead()) {
      if (ended.result.delivery == Delivery::kAnswered) NoteArrived(ended.result.response);
      Awaited::Tell(ended.waiter);
    }
    ended.waiter.reset();
  });
}

void Centre::Fail(Call index, Delivery delivery, TransportFailure failure, Instant at) {
  Decide(index, {.delivery = delivery, .failure = failure, .response = {}}, at);
}

}  // namespace ikp::scenarios
