// The door for agents: registration, credentials, contracts, and what is not taken.
#include <gtest/gtest.h>

#include "engine/procare_desktop/desktop_bench.h"
#include "engine/store/memory_store.h"

namespace ikp::procare_desktop {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

std::string CodeOf(const http::Response& response) { return json::parse(response.body).value("code", std::string()); }
std::string CredentialOf(const http::Response& response) { return json::parse(response.body).at("credential"); }

class AgentDoor : public ::testing::Test {
 protected:
  http::Response Beat(const std::string& credential) {
    return bench_.Call("heartbeat", R"({"instance":"i"})", credential);
  }
  store::MemoryStore store_;
  DesktopBench bench_{store_};
};

TEST_F(AgentDoor, ARegistrationGivesACredentialThatOpens) {
  const auto response = bench_.Register(kQueensKey, "agent-1");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(CredentialOf(response).size(), 32u);
  EXPECT_EQ(Beat(CredentialOf(response)).status, 200);
  EXPECT_EQ(bench_.log.Count("agent_registered"), 1);
}

TEST_F(AgentDoor, WithoutACredentialNothingOpens) {
  bench_.Register(kQueensKey, "agent-1");
  for (const char* action : {"poll", "heartbeat", "chunk"}) {
    EXPECT_EQ(bench_.Call(action, "{}", "").status, 401) << action;
    EXPECT_EQ(bench_.Call(action, "{}", "00112233445566778899aabbccddeeff").status, 401) << action;
    EXPECT_EQ(CodeOf(bench_.Call(action, "{}", kQueensKey)), "credential_rejected") << action;
  }
}

TEST_F(AgentDoor, TheKeyTellsTheInstallation) {
  const auto bronx = CredentialOf(bench_.Register(kBronxKey, "agent-1"));
  EXPECT_EQ(Beat(bronx).status, 200);
  EXPECT_FALSE(bench_.queens().Status().registered);
  EXPECT_EQ(bench_.Register("another-key", "agent-1").status, 401);
  EXPECT_EQ(bench_.Register("", "agent-1").status, 400);
  EXPECT_EQ(bench_.Call("register", "[]", "").status, 400);
}

TEST_F(AgentDoor, ALostAnswerMayBeAskedForAgainUntilOneWasShown) {
  const auto first = CredentialOf(bench_.Register(kQueensKey, "agent-1"));
  const auto second = CredentialOf(bench_.Register(kQueensKey, "agent-1"));
  EXPECT_NE(first, second);
  EXPECT_EQ(Beat(first).status, 200);  // the answers crossed: the first arrived last
  EXPECT_EQ(Beat(second).status, 401);
  const auto third = bench_.Register(kQueensKey, "agent-1");
  EXPECT_EQ(third.status, 403);
  EXPECT_EQ(CodeOf(third), "activation_key_used");
}

TEST_F(AgentDoor, AnotherAgentNeedsAnotherKey) {
  bench_.Register(kQueensKey, "agent-1");
  EXPECT_EQ(bench_.Register(kQueensKey, "agent-2").status, 403);
}

TEST_F(AgentDoor, CredentialsSurviveARestartAndOnlyHashesAreKept) {
  const auto credential = CredentialOf(bench_.Register(kQueensKey, "agent-1"));
  bench_.Restart();
  EXPECT_EQ(Beat(credential).status, 200);
  bench_.Restart();
  EXPECT_EQ(bench_.Register(kQueensKey, "agent-1").status, 403);
  auto read = bench_.store.Cursor("desktop.credential:queens");
  read.Start();
  const auto kept = read.Result().value();
  EXPECT_EQ(kept.find(credential), std::string::npos);
  EXPECT_EQ(kept.find(kQueensKey), std::string::npos);
  for (const auto& line : bench_.log.lines) EXPECT_EQ(line.find(credential), std::string::npos);
}

TEST_F(AgentDoor, ANewKeyInTheConfigurationReplacesTheAgent) {
  const auto old_credential = CredentialOf(bench_.Register(kQueensKey, "agent-1"));
  ASSERT_EQ(Beat(old_credential).status, 200);
  const wire::Environment environment{bench_.executor, bench_.clock, bench_.transport, bench_.random, {}};
  bench_.installations = std::make_unique<Installations>(environment, bench_.store, bench_.log, nullptr);
  bench_.installations->Add(SettingsOf("queens", "a-new-activation-key"));
  EXPECT_EQ(Beat(old_credential).status, 200);  // until the new key is used
  EXPECT_EQ(bench_.Register(kQueensKey, "agent-1").status, 401);
  const auto fresh = CredentialOf(bench_.Register("a-new-activation-key", "agent-2"));
  EXPECT_EQ(Beat(old_credential).status, 401);
  EXPECT_EQ(Beat(fresh).status, 200);
}

TEST_F(AgentDoor, AnotherContractIsToldWithBoth) {
  BenchAgent agent(bench_);
  agent.Register();
  auto poll = agent.Question();
  poll.contract = "assumed-2";
  const auto response = bench_.Call("poll", desktop_wire::WritePoll(poll), agent.credential);
  EXPECT_EQ(response.status, 426);
  const auto body = json::parse(response.body);
  EXPECT_EQ(body["agent_contract"], "assumed-2");
  EXPECT_EQ(body["engine_contract"], desktop_wire::kContract);
  EXPECT_EQ(bench_.Call("poll", R"({"contract":"assumed-9"})", agent.credential).status, 426);
  auto ended = bench_.Execute(CheckCommand("c-1"));
  ASSERT_TRUE(ended.done());
  EXPECT_EQ(ended.Result().outcome.reason, domain::Reason::kDesktopAgentOutdated);
  agent.Poll();  // it was updated
  auto again = bench_.Execute(CheckCommand("c-2"));
  EXPECT_FALSE(again.done());
}

// I15: nobody without a credential makes the engine read or parse much.
TEST_F(AgentDoor, OnlyAKnownAgentMaySendMuchAndNothingIsNestedDeeply) {
  BenchAgent agent(bench_);
  agent.Register();
  const auto limit = [&](const char* action, const std::string& credential) {
    http::Request head{.method = "POST", .target = std::string(kAgentPrefix) + action, .headers = {}, .body = {}};
    if (!credential.empty()) head.headers.Set("Authorization", "Bearer " + credential);
    return bench_.installations->BodyLimit(head);
  };
  EXPECT_EQ(limit("chunk", agent.credential), kMostAgentBodyBytes);
  EXPECT_EQ(limit("poll", agent.credential), kMostAgentBodyBytes);
  for (const char* action : {"register", "heartbeat", "elsewhere"}) {
    EXPECT_EQ(limit(action, agent.credential), kMostUnknownBodyBytes) << action;
  }
  EXPECT_EQ(limit("chunk", "another-credential"), kMostUnknownBodyBytes);
  EXPECT_EQ(limit("poll", ""), kMostUnknownBodyBytes);
  const std::string much(kMostUnknownBodyBytes + 1, ' ');
  EXPECT_EQ(bench_.Call("register", much, "").status, 413);
  EXPECT_EQ(bench_.Call("chunk", much, "").status, 413);
  EXPECT_EQ(bench_.Call("chunk", much, agent.credential).status, 400);  // taken, and not understood
  const std::string deep = std::string(100'000, '[');
  EXPECT_EQ(bench_.Call("poll", deep, agent.credential).status, 400);
}

TEST_F(AgentDoor, WhatCannotBeTakenIsToldInOneSentence) {
  BenchAgent agent(bench_);
  agent.Register();
  EXPECT_EQ(bench_.Call("poll", "not json", agent.credential).status, 400);
  EXPECT_EQ(bench_.Call("chunk", "{}", agent.credential).status, 400);
  EXPECT_EQ(bench_.Call("heartbeat", "{}", agent.credential).status, 400);
  EXPECT_EQ(bench_.Call("dance", "{}", agent.credential).status, 404);
  EXPECT_EQ(bench_.Call("chunk", std::string(kMostAgentBodyBytes + 1, ' '), agent.credential).status, 413);
  http::Request get{.method = "GET", .target = "/agent/v1/poll", .headers = {}, .body = {}};
  EXPECT_EQ(bench_.clock.Run(bench_.installations->Handle(std::move(get))).status, 405);
}

}  // namespace
}  // namespace ikp::procare_desktop
