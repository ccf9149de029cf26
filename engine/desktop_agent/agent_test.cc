// The loop of the agent, over data and an engine that a test plays.
// Length: one agent in many situations, each in a few lines.
#include "engine/desktop_agent/agent.h"

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/async/task_scope.h"
#include "engine/desktop_agent/testing/fake_data.h"
#include "engine/desktop_agent/testing/memory_journal.h"
#include "engine/desktop_wire/codec.h"
#include "engine/wire/testing/manual_clock.h"
#include "engine/wire/testing/scripted_transport.h"
#include "engine/wire/testing/seeded_random.h"

namespace ikp::desktop_agent {
namespace {

using namespace std::chrono_literals;
using desktop_wire::Command;
using desktop_wire::Outcome;
using desktop_wire::Poll;
using desktop_wire::PollAnswer;
using wire::testing::Answer;
using wire::testing::AnswerLost;
using wire::testing::Step;

class KeptLog final : public ports::Log {
 public:
  void Write(ports::LogLevel, std::string_view event, const ports::LogFields& fields) override {
    events.emplace_back(event);
    text += std::string(event);
    for (const auto& [name, value] : fields) text += " " + std::string(name) + "=" + value;
    text += "\n";
  }
  std::vector<std::string> events;
  std::string text;
};

Command Family(std::string id) { return {std::move(id), desktop_wire::CreateFamily{1, "ORTIZ", {}}}; }
Command Reading(std::string id) { return {std::move(id), desktop_wire::ReadSchool{1}}; }

class AgentTest : public ::testing::Test {
 protected:
  AgentTest() {
    Serve("register", [](const auto&) { return Answer(200, R"({"credential":"secret-credential"})"); });
    Serve("heartbeat", [](const auto&) { return Answer(200, "{}"); });
    Serve("chunk", [this](const http::Request& request) {
      chunks_.push_back(*desktop_wire::ReadChunk(request.body));
      return Answer(200, R"({"next_seq":)" + std::to_string(chunks_.back().seq + 1) + "}");
    });
    Serve("poll", [this](const http::Request& request) {
      polls_.push_back(*desktop_wire::ReadPoll(request.body));
      if (polls_to_serve_.empty()) return Answer(200, "{}").After(25s);
      auto serve = std::move(polls_to_serve_.front());
      polls_to_serve_.pop_front();
      return serve(polls_.back());
    });
  }
  ~AgentTest() override {
    Crash();
    EXPECT_EQ(log_.text.find("secret"), std::string::npos) << log_.text;
    EXPECT_EQ(engine_.unrouted(), 0u);
  }

  void Serve(const std::string& call, wire::testing::Handler handler) {
    engine_.Route("POST", "/agent/v1/" + call, std::move(handler));
  }
  void NextPoll(std::function<Step(const Poll&)> serve) { polls_to_serve_.push_back(std::move(serve)); }
  void NextPoll(PollAnswer answer) {
    NextPoll([text = desktop_wire::WritePollAnswer(answer)](const Poll&) { return Answer(200, text); });
  }
  void Start() {
    Crash();
    stop_ = std::make_unique<std::stop_source>();
    environment_ =
        std::make_unique<wire::Environment>(wire::Environment{executor_, clock_, engine_, random_, stop_->get_token()});
    agent_ = std::make_unique<Agent>(*environment_, log_, journal_, data_, settings_);
    scope_ = std::make_unique<async::TaskScope>(executor_);
    scope_->Spawn(agent_->Run(stop_->get_token()));
    clock_.Settle();
  }
  // The power goes: everything but the journal is lost.
  void Crash() {
    scope_.reset();
    agent_.reset();
  }
  std::size_t Count(const std::string& call) const { return engine_.Count("POST", "/agent/v1/" + call); }
  bool Remembers(const std::string& key) const { return journal_.entries.contains(key); }

  async::ManualExecutor executor_;
  wire::testing::ManualClock clock_{executor_, *domain::ParseInstant("2026-03-08T09:00:00Z")};
  wire::testing::ScriptedTransport engine_{clock_};
  wire::testing::SeededRandom random_{7};
  testing::MemoryJournal journal_;
  testing::FakeData data_{clock_};
  KeptLog log_;
  AgentSettings settings_{.engine_url = "https://engine.example/", .activation_key = "secret-key"};
  std::vector<Poll> polls_;
  std::vector<desktop_wire::Chunk> chunks_;
  std::deque<std::function<Step(const Poll&)>> polls_to_serve_;
  std::unique_ptr<std::stop_source> stop_;
  std::unique_ptr<wire::Environment> environment_;
  std::unique_ptr<Agent> agent_;
  std::unique_ptr<async::TaskScope> scope_;
};

TEST_F(AgentTest, RegistersOnceAndStaysTheSameAgent) {
  Start();
  clock_.Advance(1min);
  ASSERT_EQ(Count("register"), 1u);
  EXPECT_EQ(*engine_.Last("POST", "/agent/v1/poll").headers.Get("Authorization"), "Bearer secret-credential");
  const auto journal_id = polls_.back().journal_id;
  const auto instance = polls_.back().instance;
  Start();
  clock_.Advance(1min);
  EXPECT_EQ(Count("register"), 1u);
  EXPECT_EQ(polls_.back().journal_id, journal_id);
  EXPECT_NE(polls_.back().instance, instance);
}

TEST_F(AgentTest, ANewActivationKeyRegistersAnew) {
  Start();
  clock_.Advance(1min);
  settings_.activation_key = "secret-other-key";
  Start();
  clock_.Advance(1min);
  EXPECT_EQ(Count("register"), 2u);
}

TEST_F(AgentTest, ACommandIsToldUntilItIsAcceptedAndThenForgotten) {
  NextPoll({{Family("c1")}, {}});
  NextPoll([](const Poll&) { return AnswerLost(); });
  NextPoll({{Family("c1")}, {}});  // the engine has not heard of the end and gives it again
  NextPoll({{}, {"c1"}});
  Start();
  clock_.Advance(2min);
  EXPECT_EQ(data_.calls, std::vector<std::string>{"family c1 "});
  ASSERT_GE(polls_.size(), 5u);
  for (std::size_t i = 1; i <= 3; ++i) {
    ASSERT_EQ(polls_[i].finished.size(), 1u) << i;
    EXPECT_EQ(polls_[i].finished[0].outcome.command_id, "c1");
    EXPECT_EQ(polls_[i].finished[0].outcome.id, "12");
  }
  EXPECT_TRUE(polls_[4].finished.empty());
  EXPECT_EQ(journal_.entries.size(), 4u) << "the ids of agent and journal, the engine's address, and the credential";
}

TEST_F(AgentTest, ACrashInBetweenContinuesWithWhatWasSaved) {
  data_.takes = 1h;
  NextPoll({{Family("c1")}, {}});
  Start();
  EXPECT_TRUE(Remembers("command:c1"));
  Crash();
  EXPECT_FALSE(Remembers("finished:c1"));
  const auto polls = polls_.size();
  data_.takes = {};
  NextPoll({{Family("c1")}, {}});  // the engine still waits for it
  Start();
  ASSERT_EQ(data_.calls.size(), 2u);
  EXPECT_EQ(data_.calls[1], "family c1 {tried}");
  ASSERT_EQ(polls_.size(), polls + 2);
  EXPECT_EQ(polls_[polls].begun, std::vector<std::string>{"c1"});
  EXPECT_TRUE(polls_[polls].finished.empty());
  EXPECT_TRUE(polls_[polls + 1].begun.empty());
  EXPECT_EQ(polls_[polls + 1].finished.size(), 1u);
}

// The PC was off for days; the family was typed by staff meanwhile, or another PC took over.
TEST_F(AgentTest, NothingThatWasBegunIsGoneOnWithBeforeTheEngineHasAnswered) {
  data_.takes = 1h;
  NextPoll({{Family("c1")}, {}});
  Start();
  Crash();
  Serve("poll", [](const auto&) { return Answer(401); });
  Start();
  clock_.Advance(2h);
  EXPECT_EQ(data_.calls.size(), 1u);
  EXPECT_TRUE(Remembers("command:c1"));
}

TEST_F(AgentTest, WhatIsNotWantedAnyMoreEndsWithoutAnEffect) {
  data_.takes = 1h;
  NextPoll({{Family("c1")}, {}});
  Start();
  Crash();
  NextPoll({{}, {}, {"c1", "never heard of"}});
  NextPoll({{Family("c2")}, {"c1"}});
  data_.takes = {};
  Start();
  EXPECT_EQ(data_.calls, (std::vector<std::string>{"family c1 ", "family c2 "}));
  const auto& told = polls_.at(2).finished.at(0).outcome;
  EXPECT_EQ(told.command_id, "c1");
  EXPECT_EQ(told.kind, Outcome::Kind::kUnknown) << "something may have been written";
  EXPECT_EQ(told.details, std::vector<std::string>{"not_wanted"});
}

TEST_F(AgentTest, WhatIsNotWantedAndHadNotComeToAnythingIsNotDone) {
  journal_.entries["command:c1"] = desktop_wire::WriteCommand(Family("c1"));
  NextPoll({{}, {}, {"c1"}});
  Start();
  EXPECT_TRUE(data_.calls.empty());
  EXPECT_EQ(polls_.at(1).finished.at(0).outcome.kind, Outcome::Kind::kNotDone);
}

TEST_F(AgentTest, NoOtherCommandIsBegunWhileOneHasNotEnded) {
  journal_.entries["command:c1"] = desktop_wire::WriteCommand(Family("c1"));
  NextPoll({{Family("c2")}, {}});
  NextPoll({{Family("c1")}, {}});
  NextPoll({{Family("c2")}, {"c1"}});
  Start();
  clock_.Advance(10s);
  EXPECT_EQ(data_.calls, (std::vector<std::string>{"family c1 ", "family c2 "}));
}

// The PC was replaced while it carried out a command.
TEST_F(AgentTest, ARefusedHeartbeatBarsWhatIsStillToBeWritten) {
  for (const int status : {401, 409}) {
    data_.calls.clear();
    data_.takes = 90s;
    const auto id = "c" + std::to_string(status);
    Serve("heartbeat", [status](const auto&) { return Answer(status, R"({"code":"replaced"})"); });
    NextPoll({{Family(id)}, {}});
    Start();
    clock_.Advance(2min);
    EXPECT_EQ(data_.calls, (std::vector<std::string>{"family " + id + " ", "barred " + id}));
  }
}

TEST_F(AgentTest, OtherTroubleWithAHeartbeatBarsNothing) {
  data_.takes = 90s;
  Serve("heartbeat", [](const auto&) { return Answer(503); });
  NextPoll({{Family("c1")}, {}});
  Start();
  clock_.Advance(2min);
  EXPECT_EQ(data_.calls, std::vector<std::string>{"family c1 "});
}

TEST_F(AgentTest, HeartbeatsTellHowFarTheCommandHasCome) {
  data_.takes = 90s;
  data_.steps = 7;
  NextPoll({{Family("c1")}, {}});
  Start();
  clock_.Advance(61s);
  const auto beat = desktop_wire::ReadHeartbeat(engine_.Last("POST", "/agent/v1/heartbeat").body).value();
  EXPECT_EQ(beat, (desktop_wire::Heartbeat{polls_.at(0).instance, "c1", 7}));
}

// Another engine, or the same one after its data were set up anew, knows nothing of it.
TEST_F(AgentTest, ANewRegistrationEndsWhatWasBegunAndIsAnotherJournal) {
  data_.takes = 1h;
  NextPoll({{Family("c1")}, {}});
  Start();
  const auto journal = polls_.back().journal_id;
  settings_.activation_key = "secret-other-key";
  Start();
  EXPECT_EQ(data_.calls.size(), 1u);
  EXPECT_NE(polls_.back().journal_id, journal);
  EXPECT_TRUE(polls_.back().begun.empty());
  EXPECT_EQ(polls_.back().finished.at(0).outcome.kind, Outcome::Kind::kUnknown);
}

TEST_F(AgentTest, AnotherAddressOfTheEngineIsAnotherJournalWithTheSameCredential) {
  data_.takes = 1h;
  NextPoll({{Family("c1")}, {}});
  Start();
  const auto journal = polls_.back().journal_id;
  settings_.engine_url = "https://new.example";
  Start();
  EXPECT_EQ(data_.calls.size(), 1u);
  EXPECT_NE(polls_.back().journal_id, journal);
  EXPECT_EQ(Count("register"), 1u);
  EXPECT_EQ(polls_.back().finished.at(0).outcome.kind, Outcome::Kind::kUnknown);
}

TEST_F(AgentTest, ACrashAfterTheEndTellsItAndDoesNothingAgain) {
  NextPoll({{Family("c1")}, {}});
  Start();
  ASSERT_TRUE(Remembers("finished:c1"));
  Start();
  EXPECT_EQ(data_.calls.size(), 1u);
  EXPECT_EQ(polls_.back().finished.size(), 1u);
}

TEST_F(AgentTest, APollWhoseAnswerWasLostIsAskedAgain) {
  const auto gives = desktop_wire::WritePollAnswer({{Family("c1")}, {}});
  NextPoll([](const Poll&) { return AnswerLost(); });
  NextPoll([&](const Poll&) { return Answer(200, gives); });
  Start();
  clock_.Advance(1min);
  EXPECT_EQ(data_.calls.size(), 1u);
  EXPECT_EQ(log_.events, (std::vector<std::string>{"registered", "engine_unreachable", "engine_reached_again",
                                                   "command_begun", "command_ended"}));
}

TEST_F(AgentTest, APieceIsSentAgainUntilItIsAcknowledged) {
  int tries = 0;
  Serve("chunk", [&](const http::Request& request) -> Step {
    const auto chunk = *desktop_wire::ReadChunk(request.body);
    chunks_.push_back(chunk);
    if (++tries == 2) return AnswerLost();
    if (tries == 3) return Answer(200, "<html>Welcome to the guest network</html>");
    if (tries == 4) return Answer(503);
    return Answer(200, R"({"next_seq":)" + std::to_string(chunk.seq + 1) + "}");
  });
  NextPoll({{Reading("r1")}, {}});
  Start();
  clock_.Advance(2min);
  std::vector<int> order;
  for (const auto& chunk : chunks_) order.push_back(chunk.seq);
  EXPECT_EQ(order, (std::vector<int>{0, 1, 1, 1, 1, 2}));
  EXPECT_TRUE(chunks_.back().last);
  const auto& told = polls_.at(1).finished.at(0);
  EXPECT_EQ(told.reading->snapshot_id, "r1");
  EXPECT_EQ(told.reading->pieces, 3);
  for (const auto& chunk : chunks_) EXPECT_EQ(chunk.attempt, told.reading->attempt);
  EXPECT_EQ(chunks_.back().snapshot_id, "r1");
}

TEST_F(AgentTest, AReadingThatNobodyWantsEnds) {
  for (const int status : {401, 404, 409, 410, 413}) {
    const auto sent = Count("chunk");
    Serve("chunk", [status](const auto&) { return Answer(status); });
    NextPoll({{Reading("r" + std::to_string(status))}, {}});
    Start();
    clock_.Advance(1min);
    EXPECT_EQ(Count("chunk") - sent, 1u) << status;
    EXPECT_TRUE(Remembers("finished:r" + std::to_string(status)));
  }
}

TEST_F(AgentTest, AnEngineThatLostPiecesGetsNoMoreOfThem) {
  Serve("chunk", [](const auto&) { return Answer(200, R"({"next_seq":0})"); });
  NextPoll({{Reading("r1")}, {}});
  Start();
  clock_.Advance(1min);
  EXPECT_EQ(Count("chunk"), 1u);
}

TEST_F(AgentTest, AReadingAfterACrashBeginsAnew) {
  Serve("chunk", [this](const http::Request& request) {
    chunks_.push_back(*desktop_wire::ReadChunk(request.body));
    return chunks_.back().seq == 0 ? Answer(200, R"({"next_seq":1})") : AnswerLost();
  });
  NextPoll({{Reading("r1")}, {}});
  Start();
  EXPECT_EQ(chunks_.back().seq, 1);
  Crash();
  const auto sent = chunks_.size();
  NextPoll({{Reading("r1")}, {}});
  Start();
  EXPECT_EQ(chunks_.at(sent).seq, 0);
  EXPECT_EQ(chunks_.at(sent).snapshot_id, "r1");
  EXPECT_NE(chunks_.at(sent).attempt, chunks_.at(0).attempt) << "they are never put together";
}

TEST_F(AgentTest, ARefusedCredentialIsNotHammered) {
  NextPoll(PollAnswer{});
  Start();
  Serve("poll", [](const auto&) { return Answer(401); });
  clock_.Advance(2h);
  EXPECT_EQ(Count("register"), 1u) << "the activation key was used for registering already";
  EXPECT_GE(Count("poll"), 8u);
  EXPECT_LE(Count("poll"), 10u);
  EXPECT_EQ(log_.events.back(), "credential_refused");
}

TEST_F(AgentTest, ARefusedActivationKeyIsNotHammered) {
  for (const int status : {401, 403, 409}) {
    const auto before = Count("register");
    Serve("register", [status](const auto&) { return Answer(status); });
    Start();
    clock_.Advance(1h + 1min);
    EXPECT_EQ(Count("register") - before, 5u) << status;
  }
  EXPECT_EQ(Count("poll"), 0u);
  EXPECT_EQ(log_.events.back(), "activation_refused");
}

TEST_F(AgentTest, WhatOnlyAPersonCanChangeIsNotHammered) {
  const std::pair<int, const char*> refusals[] = {{409, "replaced"}, {426, "agent_outdated"}};
  for (const auto& [status, event] : refusals) {
    Serve("poll", [status = status](const auto&) { return Answer(status, R"({"code":"x"})"); });
    const auto before = Count("poll");
    Start();
    clock_.Advance(1h + 1min);
    EXPECT_EQ(Count("poll") - before, 5u) << status;
    EXPECT_EQ(log_.events.back(), event);
  }
}

TEST_F(AgentTest, OnlyOnePollWaitsAtATime) {
  Start();
  clock_.Advance(10min);
  EXPECT_EQ(engine_.most_in_flight(), 1u);
  EXPECT_EQ(Count("poll"), 25u) << "each held for 25 s, and the next one at once";
}

TEST_F(AgentTest, APollThatIsHeldForEverIsGivenUp) {
  Serve("poll", [](const auto&) { return Answer(200, "{}").After(24h); });
  Start();
  clock_.Advance(10min);
  EXPECT_GE(Count("poll"), 4u);
  EXPECT_LE(Count("poll"), 7u);
}

TEST_F(AgentTest, AnEngineThatAnswersAtOnceIsNotAskedInATightLoop) {
  Serve("poll", [](const auto&) { return Answer(200, "{}"); });
  Start();
  clock_.Advance(1min);
  EXPECT_LE(Count("poll"), 61u);
}

TEST_F(AgentTest, PausesGrowWhileNothingAnswers) {
  Serve("poll", [](const auto&) { return Answer(200, "<html>Please log in</html>"); });
  Start();
  clock_.Advance(1h);
  EXPECT_GE(Count("poll"), 60u) << "never longer than a minute";
  EXPECT_LE(Count("poll"), 130u);
  const auto& sent = engine_.sent();
  EXPECT_GE(sent.back().at - sent[sent.size() - 2].at, 30s);
}

TEST_F(AgentTest, ThePauseThatTheEngineAsksForIsKept) {
  Serve("poll", [](const auto&) { return Answer(429, "{}", {{"Retry-After", "600"}}); });
  Start();
  clock_.Advance(1h);
  EXPECT_LE(Count("poll"), 7u);
}

TEST_F(AgentTest, HeartbeatsTellThatACommandIsBeingCarriedOut) {
  data_.takes = 5min + 1s;
  NextPoll({{Family("c1")}, {}});
  Start();
  clock_.Advance(5min);
  EXPECT_EQ(Count("heartbeat"), 5u);
  EXPECT_EQ(Count("poll"), 1u) << "not before the command has ended";
  clock_.Advance(1h);
  EXPECT_EQ(Count("heartbeat"), 5u);
  EXPECT_GT(Count("poll"), 1u);
}

TEST_F(AgentTest, AStopEndsAHeldPollAtOnce) {
  Start();
  stop_->request_stop();
  clock_.Settle();
  EXPECT_EQ(scope_->running(), 0u);
}

TEST_F(AgentTest, AStopLetsAnEffectComeToItsEnd) {
  data_.takes = 10s;
  NextPoll({{Family("c1")}, {}});
  Start();
  stop_->request_stop();
  clock_.Settle();
  EXPECT_EQ(scope_->running(), 1u);
  clock_.Advance(11s);
  EXPECT_EQ(scope_->running(), 0u);
  EXPECT_TRUE(Remembers("finished:c1"));
}

TEST_F(AgentTest, AStopLeavesAReadingToTheNextRun) {
  Serve("chunk", [](const auto&) { return AnswerLost(); });
  NextPoll({{Reading("r1")}, {}});
  Start();
  stop_->request_stop();
  clock_.Settle();
  EXPECT_EQ(scope_->running(), 0u);
  EXPECT_TRUE(Remembers("command:r1"));
  EXPECT_FALSE(Remembers("finished:r1"));
}

TEST_F(AgentTest, ACommandOfAnotherVersionInTheJournalEndsAsUnknown) {
  journal_.entries["command:c9"] = R"({"id":"c9","kind":"paint_walls","school_id":1})";
  Start();
  EXPECT_TRUE(data_.calls.empty());
  ASSERT_EQ(polls_.at(0).finished.size(), 1u);
  EXPECT_EQ(polls_[0].finished[0].outcome.command_id, "c9");
  EXPECT_EQ(polls_[0].finished[0].outcome.kind, Outcome::Kind::kUnknown);
}

}  // namespace
}  // namespace ikp::desktop_agent
