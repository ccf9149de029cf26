// An engine with a Procare Desktop centre: the agents' door, what is told about it, and going on when an agent is back.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/async/task_scope.h"
#include "engine/audit/entries.h"
#include "engine/service/engine.h"
#include "engine/store/memory_store.h"
#include "engine/wire/testing/manual_clock.h"
#include "engine/wire/testing/scripted_transport.h"
#include "engine/wire/testing/seeded_random.h"

namespace ikp::service {
namespace {

using namespace std::chrono_literals;
using domain::Reason;
using nlohmann::json;

config::Config QueensConfig() {
  config::Config config;
  config.service.admin_token = config::Secret("admin-token-of-the-test");
  config.service.max_body_bytes = 2000;
  config.iks.base_url = "http://iks.test";
  config.iks.account = "sunrise";
  config.iks.webhook_secrets = {config::Secret("webhook-secret-of-the-test")};
  config.procare_desktop.push_back({.installation = domain::InstallationId::Trusted("queens-office"),
                                    .activation_key = config::Secret("activation-key-of-the-test")});
  domain::SitePolicy policy;
  policy.triggers = domain::DefaultTriggers();
  config.sites.push_back({.site = {.id = domain::SiteId::Trusted("queens"),
                                   .name = "Queens",
                                   .iks_location = domain::IksLocationId::Trusted("loc-3"),
                                   .school = domain::ProcareSchoolId::Trusted("1"),
                                   .zone = domain::TimeZone::Find("America/New_York").value(),
                                   .nightly_at = {},
                                   .policy = std::move(policy)},
                          .procare = config::DesktopAt{domain::InstallationId::Trusted("queens-office"), {}}});
  return config;
}

class DesktopService : public ::testing::Test {
 protected:
  http::Response Call(std::string method, std::string target, std::string body, const std::string& bearer) {
    http::Request request{
        .method = std::move(method), .target = std::move(target), .headers = {}, .body = std::move(body)};
    if (!bearer.empty()) request.headers.Set("Authorization", "Bearer " + bearer);
    return clock_.Run(engine_.Handle(std::move(request)));
  }
  json Status() { return json::parse(Call("GET", "/admin/v1/status", "", "admin-token-of-the-test").body); }
  std::string Register() {
    const json body = {{"activation_key", "activation-key-of-the-test"}, {"agent_id", "agent-1"}};
    return json::parse(Call("POST", "/agent/v1/register", body.dump(), "").body).at("credential");
  }
  http::Response Poll(const std::string& credential) {
    const json poll = {{"contract", "assumed-1"},
                       {"agent_version", "1.0"},
                       {"instance", "instance-1"},
                       {"journal_id", "journal-1"},
                       {"data", {{"kind", "program"}, {"good", true}}},
                       {"finished", json::array()}};
    return Call("POST", "/agent/v1/poll", poll.dump(), credential);
  }
  void PutState(const char* child, ports::PushPhase phase, Reason reason, const char* site = "queens") {
    ports::PushState state{.child = domain::IksChildId::Trusted(child),
                           .family = domain::IksFamilyId::Trusted("fam"),
                           .location = domain::IksLocationId::Trusted("loc-3"),
                           .site = domain::SiteId::Trusted(site),
                           .phase = phase,
                           .reason = reason,
                           .details = {},
                           .next_attempt_at = clock_.Now() + 10min};
    ports::WriteBatch batch;
    batch.push_back(ports::PutPushState{std::move(state)});
    store_.Apply(std::move(batch));
  }

  async::ManualExecutor executor_;
  wire::testing::ManualClock clock_{executor_, *domain::ParseInstant("2026-11-24T15:00:00Z")};
  wire::testing::ScriptedTransport transport_{clock_};
  wire::testing::SeededRandom random_{3};
  store::MemoryStore store_;
  ports::NullLog log_;
  config::Config config_ = QueensConfig();
  Engine engine_{config_, {executor_, clock_, transport_, random_, store_, log_}};
};

TEST_F(DesktopService, TellsHowTheInstallationIs) {
  auto before = Status()["installations"].at(0);
  EXPECT_EQ(before["id"], "queens-office");
  EXPECT_EQ(before["registered"], false);
  EXPECT_EQ(before["problem"], "desktop_not_connected");
  const auto credential = Register();
  EXPECT_EQ(Poll(credential).status, 200);
  const auto there = Status()["installations"].at(0);
  EXPECT_EQ(there["present"], true);
  EXPECT_EQ(there["agent_version"], "1.0");
  EXPECT_TRUE(there["problem"].is_null());
  clock_.Advance(1h);
  const auto gone = Status();
  EXPECT_EQ(gone["installations"].at(0)["problem"], "desktop_offline");
  EXPECT_NE(gone["text"].get<std::string>().find("IKP-311"), std::string::npos);
}

TEST_F(DesktopService, WhatWaitedForTheAgentIsLookedAtWhenItIsBack) {
  PutState("waits", ports::PushPhase::kRetrying, Reason::kDesktopOffline);
  PutState("in-doubt", ports::PushPhase::kRetrying, Reason::kOutcomeUnknown);
  PutState("linked", ports::PushPhase::kLinked, Reason::kLinkedCreated);
  PutState("for-iks", ports::PushPhase::kRetrying, Reason::kIksUnreachable);
  PutState("elsewhere", ports::PushPhase::kRetrying, Reason::kDesktopOffline, "another-site");
  const auto credential = Register();
  const auto pending = [&] {
    std::vector<std::string> children;
    for (const auto& trigger : clock_.Run(store_.PendingTriggers(100))) children.push_back(trigger.child.str());
    std::sort(children.begin(), children.end());
    return children;
  };
  EXPECT_TRUE(pending().empty());
  Poll(credential);
  EXPECT_EQ(pending(), (std::vector<std::string>{"in-doubt", "waits"}));
  Poll(credential);  // it was there all the time
  EXPECT_EQ(pending().size(), 2u);
}

TEST_F(DesktopService, OnlyAgentsMaySendMuch) {
  const std::string much(3000, ' ');
  EXPECT_EQ(Call("POST", "/iks/webhook", much, "").status, 413);
  EXPECT_EQ(Call("POST", "/agent/v1/chunk", much, Register()).status, 400);  // taken, and not understood
}

// H21: a queue that does not move is told after a day, also when the computer is there: a seat, a version, a program.
TEST_F(DesktopService, APushThatWaitsForADayIsTold) {
  const auto told = [&](const char* event) {
    const auto& audit = store_.audit();
    return std::count_if(audit.begin(), audit.end(), [&](const auto& entry) { return entry.event == event; });
  };
  const auto record = [&](Reason reason, ports::PushPhase phase) {
    ports::PushState state{.child = domain::IksChildId::Trusted("waits"),
                           .family = domain::IksFamilyId::Trusted("fam"),
                           .location = domain::IksLocationId::Trusted("loc-3"),
                           .site = domain::SiteId::Trusted("queens"),
                           .phase = phase,
                           .reason = reason,
                           .details = {},
                           .next_attempt_at = clock_.Now() + 10000h,  // nobody looks in this test
                           .updated_at = clock_.Now()};
    ports::WriteBatch batch;
    batch.push_back(audit::StateEntry(state));
    batch.push_back(ports::PutPushState{std::move(state)});
    store_.Apply(std::move(batch));
  };
  iks::IksClient iks({executor_, clock_, transport_, random_, {}}, {});
  std::map<domain::IksLocationId, push::PushSite> sites;
  sites.emplace(domain::IksLocationId::Trusted("loc-3"),
                push::PushSite{.site = config_.sites[0].site, .procare = nullptr, .reader = nullptr});
  const push::PushServices services{executor_, clock_, random_, store_, log_, iks, sites, {}, clock_.Now()};
  push::WaitingWatch watch(services);
  record(Reason::kDesktopOffline, ports::PushPhase::kRetrying);
  clock_.Advance(10h);
  record(Reason::kDesktopSeatsFull, ports::PushPhase::kRetrying);  // another reason, and still waiting
  clock_.Advance(13h);
  clock_.Run(watch.Look());
  EXPECT_EQ(told("push_waiting_24h"), 0);
  clock_.Advance(1h);
  clock_.Run(watch.Look());
  clock_.Run(watch.Look());
  ASSERT_EQ(told("push_waiting_24h"), 1);
  EXPECT_NE(store_.audit().back().details_json.find("desktop_seats_full"), std::string::npos);
  record(Reason::kLinkedCreated, ports::PushPhase::kLinked);
  clock_.Run(watch.Look());
  clock_.Run(watch.Look());
  EXPECT_EQ(told("push_waiting_over"), 1);
}

// `check` of an engine that is not running has an empty store: it must not say that no agent has registered.
TEST_F(DesktopService, WithoutTheRunningEngineAgentsCannotBeChecked) {
  transport_.Route("GET", "/", [](const http::Request&) { return wire::testing::Answer(404, "{}"); });
  const auto lines = clock_.Run(engine_.Check(Agents::kCannotCome));
  ASSERT_FALSE(lines.empty());
  EXPECT_FALSE(lines.back().good);
  EXPECT_EQ(lines.back().what, "queens: Procare Desktop");
  EXPECT_NE(lines.back().result.find("cannot be checked while the engine does not run"), std::string::npos);
}

TEST_F(DesktopService, WithoutInstallationsThereIsNoDoor) {
  config::Config config = QueensConfig();
  config.sites.clear();
  config.procare_desktop.clear();
  Engine engine(config, {executor_, clock_, transport_, random_, store_, log_});
  http::Request request{.method = "POST", .target = "/agent/v1/poll", .headers = {}, .body = "{}"};
  EXPECT_EQ(clock_.Run(engine.Handle(std::move(request))).status, 404);
}

TEST_F(DesktopService, ChecksGoThroughTheOperatorsApi) {
  const auto body = json::parse(Call("GET", "/admin/v1/check", "", "admin-token-of-the-test").body);
  EXPECT_EQ(body["good"], false);
  bool told = false;
  for (const auto& line : body["lines"]) {
    told = told || line["what"].get<std::string>().find("Procare Desktop queens-office: agent") != std::string::npos;
  }
  EXPECT_TRUE(told);
}

TEST_F(DesktopService, StopsWithAPollHeldOpen) {
  const auto credential = Register();
  std::stop_source stop;
  async::TaskScope scope(executor_);
  scope.Spawn(engine_.Run(stop.get_token()));
  http::Request request{.method = "POST", .target = "/agent/v1/poll", .headers = {}, .body = {}};
  request.headers.Set("Authorization", "Bearer " + credential);
  request.body = json{{"contract", "assumed-1"},
                      {"agent_version", "1.0"},
                      {"instance", "i"},
                      {"journal_id", "j"},
                      {"data", {{"kind", "program"}, {"good", true}}},
                      {"finished", json::array()}}
                     .dump();
  auto poll = engine_.Handle(std::move(request));
  poll.Start();
  clock_.Advance(5s);
  EXPECT_FALSE(poll.done());
  stop.request_stop();
  clock_.Settle();
  EXPECT_TRUE(poll.done());
  clock_.Advance(5min);
  EXPECT_EQ(scope.running(), 0u);
}

}  // namespace
}  // namespace ikp::service
