#include "simulators/kit/http_host.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <utility>
#include <vector>

#include "engine/async/task_scope.h"
#include "engine/runtime/http_server.h"
#include "engine/runtime/http_transport.h"
#include "engine/runtime/system_clock.h"
#include "simulators/kit/admin_api.h"
#include "simulators/kit/clock_admin.h"
#include "simulators/kit/clock_coordinator.h"
#include "simulators/kit/json_text.h"
#include "simulators/kit/simulator_clock.h"

namespace ikp::simulators::kit {
namespace {

using nlohmann::json;

constexpr std::chrono::seconds kWebhookTimeout{10};
constexpr std::size_t kMaximumBodyBytes = 64u << 20;  // seeds of large enterprises

runtime::Reply ToReply(HostReply reply) {
  runtime::Reply out{std::move(reply.response), runtime::Disposition::kSend, reply.delay};
  switch (reply.disposition) {
    case HostDisposition::kSend:
      break;
    case HostDisposition::kCloseSilently:
      out.disposition = runtime::Disposition::kCloseSilently;
      break;
    case HostDisposition::kReset:
      out.disposition = runtime::Disposition::kReset;
      break;
    case HostDisposition::kSendHalf:
      out.disposition = runtime::Disposition::kSendHalf;
      break;
  }
  return out;
}

runtime::Reply ToReply(http::Response response) { return {std::move(response), runtime::Disposition::kSend, {}}; }

// Webhooks carry the secret's signature and go to loopback only: plain HTTP elsewhere stays refused.
runtime::HttpTransportOptions WebhookTransport() {
  runtime::HttpTransportOptions options;
  options.user_agent = "intellikid-webhooks";
  return options;
}

RealTime SteadyNow() {
  return std::chrono::duration_cast<RealTime>(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

struct HttpHost::Impl {
  struct Served {
    std::unique_ptr<SimulatorHost> host;
    std::unique_ptr<runtime::HttpServer> server;
  };
  struct Waiting {  // a clock request that waits for its answer
    runtime::HttpServer::Respond respond;
    bool is_advance = false;
    std::int64_t seq = 0;
  };

  Impl(runtime::EventLoop& event_loop, HttpHostOptions given)
      : loop(event_loop),
        options(std::move(given)),
        wall_clock(event_loop),
        clock(options.manual_start ? SimulatorClock([this] { return wall_clock.Now(); }, *options.manual_start)
                                   : SimulatorClock([this] { return wall_clock.Now(); })),
        transport(event_loop, WebhookTransport()),
        tasks(event_loop) {}

  void OnRequest(Served& served, http::Request request, runtime::HttpServer::Respond respond) {
    if (IsClockPath(request.target)) {
      OnClockRequest(request, std::move(respond));
    } else {
      auto reply = served.host->Handle(request, clock.Now());
      if (!reply.admin) coordinator.Activity(SteadyNow());
      respond(ToReply(std::move(reply)));
    }
    Pump();
  }

  void OnClockRequest(const http::Request& request, runtime::HttpServer::Respond respond);
  http::Response Show();
  http::Response SetManual(const UseManualTime& command);
  void StartRun(const RunRequest& request, Waiting waiting);
  http::Response RunResult(const RunAnswer& answer, bool is_advance);

  void Pump();
  void PumpOnce();
  bool Continue(const ClockStep& step);
  async::Task<void> Deliver(Served& served, Outgoing outgoing);
  void WakeAt(Instant when);
  async::Task<void> Wake(Instant when, std::stop_token stop);
  std::optional<Instant> NextDue() const;

  runtime::EventLoop& loop;
  HttpHostOptions options;
  runtime::SystemClock wall_clock;
  SimulatorClock clock;
  ClockCoordinator coordinator;
  runtime::HttpTransport transport;
  std::vector<std::unique_ptr<Served>> served_hosts;
  std::map<Ticket, Waiting> waiting_requests;
  Ticket next_ticket = 1;
  bool pumping = false;
  bool pump_again = false;
  std::optional<Instant> wake_at;
  std::stop_source wake_stop;
  async::TaskScope tasks;  // last: its tasks use everything above
};

// ---- clock requests

http::Response HttpHost::Impl::Show() {
  auto followers = json::array();
  for (const auto& state : coordinator.followers()) {
    followers.push_back({{"follower", state.follower},
                         {"waiting", state.waiting},
                         {"until", state.until ? json(FormatInstant(*state.until)) : json()}});
  }
  return JsonResponse(
      200,
      {{"mode", clock.manual() ? "manual" : "real"}, {"now", FormatInstant(clock.Now())}, {"followers", followers}});
}

http::Response HttpHost::Impl::SetManual(const UseManualTime& command) {
  if (command.now && *command.now < clock.Now()) {
    return AdminError(422, "invalid", "the clock is unchanged",
                      {"now: must not lie before " + FormatInstant(clock.Now()) +
                       ", time never goes back; start the simulators with --clock for an earlier time"});
  }
  clock.Hold();
  if (command.now) clock.HopTo(*command.now);
  return Show();
}

void HttpHost::Impl::StartRun(const RunRequest& request, Waiting waiting) {
  if (!clock.manual()) {
    return waiting.respond(ToReply(AdminError(
        409, "clock_is_real", R"(time is real and moves by itself; POST /__admin/clock {"mode":"manual"} first)")));
  }
  const auto ticket = next_ticket++;
  if (!coordinator.StartRun(request, ticket, SteadyNow())) {
    return waiting.respond(ToReply(AdminError(409, "busy", "the clock is being moved by another request")));
  }
  waiting_requests.emplace(ticket, std::move(waiting));
}

void HttpHost::Impl::OnClockRequest(const http::Request& request, runtime::HttpServer::Respond respond) {
  auto command = ReadClockCommand(request);
  if (!command) return respond(ToReply(std::move(command.error())));
  if (std::holds_alternative<ShowClock>(*command)) return respond(ToReply(Show()));
  if (const auto* follow = std::get_if<FollowClock>(&*command)) {
    const auto ticket = next_ticket++;
    if (!coordinator.Follow(follow->request, ticket, SteadyNow())) {
      return respond(ToReply(AdminError(422, "invalid", "refused", {"follower: there are too many followers"})));
    }
    waiting_requests.emplace(ticket, Waiting{std::move(respond), false, follow->seq});
    return;
  }
  if (const auto* unfollow = std::get_if<UnfollowClock>(&*command)) {
    coordinator.Unfollow(unfollow->follower);
    return respond(ToReply(Show()));
  }
  if (const auto* run = std::get_if<RunClock>(&*command)) return StartRun(run->request, {std::move(respond)});
  if (const auto* advance = std::get_if<AdvanceClock>(&*command)) {
    return StartRun({.target = clock.Now() + advance->by, .wait_for_followers = false}, {std::move(respond), true});
  }
  if (coordinator.running()) {
    return respond(ToReply(AdminError(409, "busy", "the clock is being moved by another request")));
  }
  if (const auto* manual = std::get_if<UseManualTime>(&*command)) return respond(ToReply(SetManual(*manual)));
  clock.FollowWallClock();
  respond(ToReply(Show()));
}

http::Response HttpHost::Impl::RunResult(const RunAnswer& answer, bool is_advance) {
  if (is_advance && answer.settled) return Show();
  json body = {{"now", FormatInstant(clock.Now())}, {"hops", answer.hops}, {"followers_lost", answer.followers_lost}};
  if (answer.settled) return JsonResponse(200, body);
  body["error"] = {{"code", "not_settled"}, {"message", "somebody was still busy; the clock stopped on the way"}};
  return JsonResponse(503, body);
}

// ---- time and webhooks

std::optional<Instant> HttpHost::Impl::NextDue() const {
  std::optional<Instant> next;
  for (const auto& served : served_hosts) {
    const auto due = served->host->NextDue();
    if (due && (!next || *due < *next)) next = due;
  }
  return next;
}

// Requests may be answered and webhooks may fail within a pump: they ask for another turn instead of nesting.
void HttpHost::Impl::Pump() {
  if (pumping) {
    pump_again = true;
    return;
  }
  pumping = true;
  do {
    pump_again = false;
    PumpOnce();
  } while (pump_again);
  pumping = false;
}

void HttpHost::Impl::PumpOnce() {
  const auto now = clock.Now();
  for (auto& served : served_hosts) {
    served->host->AdvanceTo(now);
    for (auto& outgoing : served->host->TakeOutgoing(now)) {
      coordinator.WebhookStarted();
      tasks.Spawn(Deliver(*served, std::move(outgoing)));
    }
  }
  const auto next_due = NextDue();
  const auto step = coordinator.Next(now, next_due, clock.manual(), SteadyNow());
  if (Continue(step)) pump_again = true;
  if (step.look_again_at) WakeAt(wall_clock.Now() + std::max(RealTime(1), *step.look_again_at - SteadyNow()));
  if (!clock.manual() && next_due) WakeAt(std::max(*next_due, wall_clock.Now() + RealTime(1)));
}

// True when time moved.
bool HttpHost::Impl::Continue(const ClockStep& step) {
  for (const auto& answer : step.follow_answers) {
    auto waiting = std::move(waiting_requests.extract(answer.ticket).mapped());
    waiting.respond(ToReply(JsonResponse(200, {{"now", FormatInstant(clock.Now())}, {"seq", waiting.seq}})));
  }
  if (step.run_answer) {
    auto waiting = std::move(waiting_requests.extract(step.run_answer->ticket).mapped());
    waiting.respond(ToReply(RunResult(*step.run_answer, waiting.is_advance)));
  }
  return step.hop_to && clock.HopTo(*step.hop_to);
}

async::Task<void> HttpHost::Impl::Deliver(Served& served, Outgoing outgoing) {
  const auto exchange = co_await transport.Send(std::move(outgoing.request), kWebhookTimeout);
  const bool answered = exchange.delivery == ports::Delivery::kAnswered;
  served.host->Settle(outgoing.id, answered ? std::optional(exchange.response.status) : std::nullopt, clock.Now());
  coordinator.WebhookEnded(SteadyNow());
  Pump();
}

void HttpHost::Impl::WakeAt(Instant when) {
  if (wake_at && *wake_at <= when) return;
  wake_stop.request_stop();
  wake_stop = std::stop_source();
  wake_at = when;
  tasks.Spawn(Wake(when, wake_stop.get_token()));
}

async::Task<void> HttpHost::Impl::Wake(Instant when, std::stop_token stop) {
  co_await wall_clock.SleepUntil(when, stop);
  if (stop.stop_requested()) co_return;
  wake_at.reset();
  Pump();
}

HttpHost::HttpHost(runtime::EventLoop& loop, HttpHostOptions options)
    : impl_(std::make_unique<Impl>(loop, std::move(options))) {}

HttpHost::~HttpHost() = default;

std::uint16_t HttpHost::Add(std::unique_ptr<SimulatorHost> simulator, std::uint16_t port) {
  auto served = std::make_unique<Impl::Served>();
  served->host = std::move(simulator);
  auto* raw = served.get();
  auto* impl = impl_.get();
  runtime::HttpServerOptions options;
  options.address = impl->options.address;
  options.port = port;
  options.max_body_bytes = kMaximumBodyBytes;
  served->server = std::make_unique<runtime::HttpServer>(
      impl->loop, options, [impl, raw](http::Request request, runtime::HttpServer::Respond respond) {
        impl->OnRequest(*raw, std::move(request), std::move(respond));
      });
  const auto bound = served->server->port();
  impl->served_hosts.push_back(std::move(served));
  return bound;
}

Instant HttpHost::Now() { return impl_->clock.Now(); }

}  // namespace ikp::simulators::kit
