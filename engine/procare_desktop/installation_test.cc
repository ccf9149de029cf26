// Polls that are held, commands that are told until they have ended, and who is there.
// Length: one installation in many situations, each in a few lines.
#include "engine/procare_desktop/installation.h"

#include <gtest/gtest.h>

#include "engine/procare_desktop/desktop_bench.h"
#include "engine/store/memory_store.h"

namespace ikp::procare_desktop {
namespace {

using namespace std::chrono_literals;
using desktop_wire::Outcome;
using domain::Reason;
using nlohmann::json;

class InstallationTest : public ::testing::Test {
 protected:
  InstallationTest() { agent_.Register(); }

  static desktop_wire::PollAnswer AnswerIn(async::Task<http::Response>& poll) {
    return desktop_wire::ReadPollAnswer(poll.Result().body).value();
  }
  // The agent is there, with nothing to do.
  void Greet() { agent_.Poll(); }

  store::MemoryStore store_;
  DesktopBench bench_{store_};
  BenchAgent agent_{bench_};
};

TEST_F(InstallationTest, NeverHeardOfIsSaidAtOnce) {
  auto ended = bench_.Execute(CheckCommand("c-1"));
  ASSERT_TRUE(ended.done());
  const auto outcome = ended.Result().outcome;
  EXPECT_EQ(outcome.kind, Outcome::Kind::kNotDone);
  EXPECT_EQ(outcome.reason, Reason::kDesktopNotConnected);
}

TEST_F(InstallationTest, APollIsHeldUntilThereIsWork) {
  auto poll = agent_.StartPoll();
  bench_.clock.Advance(10s);
  ASSERT_FALSE(poll.done());
  auto ended = bench_.Execute(CheckCommand("c-1"));
  ASSERT_TRUE(poll.done());
  const auto answer = AnswerIn(poll);
  ASSERT_EQ(answer.commands.size(), 1u);
  EXPECT_EQ(answer.commands[0].id, "c-1");
  EXPECT_FALSE(ended.done());
  const auto next = agent_.Poll({Done("c-1")});
  EXPECT_EQ(next.accepted, std::vector<std::string>{"c-1"});
  ASSERT_TRUE(ended.done());
  EXPECT_EQ(ended.Result().outcome.id, "57");
}

TEST_F(InstallationTest, AHeldPollEndsEmptyAfterTheHold) {
  const auto before = bench_.clock.Now();
  EXPECT_TRUE(agent_.Poll().commands.empty());
  EXPECT_EQ(bench_.clock.Now() - before, 25s);
}

TEST_F(InstallationTest, StoppingTheEngineEndsAHeldPollAndWhoWaits) {
  Greet();
  auto ended = bench_.Execute(CheckCommand("c-1"));
  auto poll = agent_.StartPoll();
  ASSERT_TRUE(poll.done());
  auto waiting = bench_.Execute(CheckCommand("c-2"));
  bench_.stop.request_stop();
  bench_.clock.Settle();
  ASSERT_TRUE(ended.done());
  EXPECT_EQ(ended.Result().outcome.kind, Outcome::Kind::kUnknown);
  ASSERT_TRUE(waiting.done());
  EXPECT_EQ(waiting.Result().outcome.kind, Outcome::Kind::kNotDone);
  auto late = agent_.StartPoll();
  EXPECT_TRUE(late.done());
}

TEST_F(InstallationTest, OneCommandAtATimeAndItIsToldAgainUntilItsEnd) {
  Greet();
  auto first = bench_.Execute(CheckCommand("c-1"));
  auto second = bench_.Execute(CheckCommand("c-2"));
  EXPECT_EQ(agent_.Poll().commands.at(0).id, "c-1");
  EXPECT_EQ(agent_.Poll().commands.at(0).id, "c-1");  // the answer was lost
  BenchAgent restarted(bench_, "instance-2");
  restarted.credential = agent_.credential;
  restarted.begun = {"c-1"};  // the same journal, which has begun it
  const auto asked = bench_.clock.Now();
  EXPECT_EQ(restarted.Poll().commands.at(0).id, "c-1");
  EXPECT_EQ(bench_.clock.Now(), asked);
  restarted.begun.clear();
  const auto next = restarted.Poll({Done("c-1")});
  EXPECT_EQ(next.accepted, std::vector<std::string>{"c-1"});
  EXPECT_EQ(next.commands.at(0).id, "c-2");
  EXPECT_TRUE(first.done());
  EXPECT_FALSE(second.done());
}

TEST_F(InstallationTest, AnotherJournalLeavesTheDeliveredOneUnknownAndTheOthersWaiting) {
  Greet();
  auto first = bench_.Execute(CheckCommand("c-1"));
  auto second = bench_.Execute(CheckCommand("c-2"));
  agent_.Poll();
  BenchAgent fresh(bench_, "instance-2", "journal-2");
  fresh.credential = agent_.credential;
  EXPECT_EQ(fresh.Poll().commands.at(0).id, "c-2");
  ASSERT_TRUE(first.done());
  const auto outcome = first.Result().outcome;
  EXPECT_EQ(outcome.kind, Outcome::Kind::kUnknown);
  EXPECT_EQ(outcome.details, std::vector<std::string>{"another_journal"});
  EXPECT_FALSE(second.done());
}

// Two PCs with one journal, as from a disk image: the one carries it out, the other has not begun it.
TEST_F(InstallationTest, WhatAnotherProcessOfTheSameJournalHasNotBegunIsUnknownAndNotGivenAgain) {
  Greet();
  auto first = bench_.Execute(CheckCommand("c-1"));
  auto second = bench_.Execute(CheckCommand("c-2"));
  agent_.Poll();
  BenchAgent copy(bench_, "instance-2");
  copy.credential = agent_.credential;
  EXPECT_EQ(copy.Poll().commands.at(0).id, "c-2");
  ASSERT_TRUE(first.done());
  const auto outcome = first.Result().outcome;
  EXPECT_EQ(outcome.kind, Outcome::Kind::kUnknown);
  EXPECT_EQ(outcome.details, std::vector<std::string>{"another_process"});
  EXPECT_FALSE(second.done());
}

// The PC was off over the weekend, and staff have typed the family meanwhile.
TEST_F(InstallationTest, WhatWasBegunAndIsNotWaitedForAnyMoreIsNotWanted) {
  Greet();
  auto given_up = bench_.Execute(CheckCommand("c-1"));
  agent_.Poll();
  bench_.clock.Advance(1h);
  ASSERT_TRUE(given_up.done());
  BenchAgent restarted(bench_, "instance-2");
  restarted.credential = agent_.credential;
  restarted.begun = {"c-1"};
  const auto asked = bench_.clock.Now();
  const auto answer = restarted.Poll();
  EXPECT_EQ(bench_.clock.Now(), asked) << "it is not held";
  EXPECT_EQ(answer.not_wanted, std::vector<std::string>{"c-1"});
  EXPECT_TRUE(answer.commands.empty());
}

TEST_F(InstallationTest, NothingIsGivenBesideACommandThatWasBegunAndHasNotEnded) {
  Greet();
  bench_.Restart();
  auto ended = bench_.Execute(CheckCommand("c-2"));
  agent_.begun = {"c-1"};
  const auto answer = agent_.Poll();
  EXPECT_EQ(answer.not_wanted, std::vector<std::string>{"c-1"});
  EXPECT_TRUE(answer.commands.empty());
  agent_.begun.clear();
  EXPECT_EQ(agent_.Poll({Done("c-1")}).commands.at(0).id, "c-2");
  EXPECT_FALSE(ended.done());
}

// A placement that is open is asked for again under the same id.
TEST_F(InstallationTest, WhatWasBegunAndIsAskedForAgainIsGoneOnWith) {
  Greet();
  bench_.Restart();
  auto other = bench_.Execute(CheckCommand("c-2"));
  auto again = bench_.Execute(CheckCommand("c-1"));
  agent_.begun = {"c-1"};
  const auto answer = agent_.Poll();
  EXPECT_TRUE(answer.not_wanted.empty());
  EXPECT_EQ(answer.commands.at(0).id, "c-1");
}

// Staff opened the training database, or the disk was cloned to another office (H34).
TEST_F(InstallationTest, NothingIsEnteredIntoAnotherDatabase) {
  const auto shows = [&](const char* database) {
    auto poll = agent_.Question();
    poll.data.database_id = database;
    bench_.Call("poll", desktop_wire::WritePoll(poll), agent_.credential);
  };
  const desktop_wire::Command effect{"c-1", desktop_wire::PlaceChild{1, "g", {}}};
  shows("");
  shows("db-1");
  EXPECT_EQ(bench_.queens().Status().database_id, "db-1");
  shows("db-2");
  EXPECT_TRUE(bench_.queens().Status().other_database);
  bench_.Restart();
  shows("db-2");
  auto refused = bench_.Execute(effect);
  ASSERT_TRUE(refused.done());
  const auto outcome = refused.Result().outcome;
  EXPECT_EQ(outcome.kind, Outcome::Kind::kNotDone);
  EXPECT_EQ(outcome.reason, Reason::kDesktopOtherDatabase);
  // A check goes through, and tells it.
  auto check = bench_.Execute(CheckCommand("k-1"));
  EXPECT_EQ(agent_.Poll().commands.at(0).database_id, "db-1");
  auto told = agent_.Question({Done("k-1")});
  told.data.database_id = "db-2";
  bench_.Call("poll", desktop_wire::WritePoll(told), agent_.credential);
  ASSERT_TRUE(check.done());
  EXPECT_EQ(check.Result().outcome.reason, Reason::kDesktopOtherDatabase);
  const int backs = bench_.backs;
  shows("db-1");
  EXPECT_EQ(bench_.backs, backs + 1) << "what waited for it may go on";
  auto taken = bench_.Execute(effect);
  EXPECT_EQ(agent_.Poll().commands.at(0).database_id, "db-1");
  EXPECT_FALSE(taken.done());
}

TEST_F(InstallationTest, TheEndOfACommandThatNobodyKnowsIsAcceptedToo) {
  EXPECT_EQ(agent_.Poll({Done("long-ago")}).accepted, std::vector<std::string>{"long-ago"});
}

TEST_F(InstallationTest, NotDeliveredIsTakenBackWhenTheAgentFallsSilent) {
  Greet();
  const auto heard = bench_.clock.Now();
  bench_.clock.Advance(30s);
  auto ended = bench_.Execute(CheckCommand("c-1"));
  bench_.clock.AdvanceTo(heard + 149s);
  EXPECT_FALSE(ended.done());  // it is given its time from when it was asked for
  bench_.clock.AdvanceTo(heard + 150s);
  ASSERT_TRUE(ended.done());
  EXPECT_EQ(ended.Result().outcome.kind, Outcome::Kind::kNotDone);
  EXPECT_EQ(ended.Result().outcome.reason, Reason::kDesktopOffline);
  auto poll = agent_.StartPoll();
  bench_.clock.Advance(1s);
  EXPECT_FALSE(poll.done());  // it was taken back
}

TEST_F(InstallationTest, DeliveredIsUnknownWhenTheAgentFallsSilent) {
  Greet();
  auto ended = bench_.Execute(CheckCommand("c-1"));
  agent_.Poll();
  bench_.clock.Advance(60s);
  agent_.Heartbeat();
  bench_.clock.Advance(119s);
  EXPECT_FALSE(ended.done());
  bench_.clock.Advance(1s);
  ASSERT_TRUE(ended.done());
  EXPECT_EQ(ended.Result().outcome.kind, Outcome::Kind::kUnknown);
  EXPECT_EQ(ended.Result().outcome.reason, Reason::kDesktopOffline);
  // Its end is accepted when it comes after all.
  EXPECT_EQ(agent_.Poll({Done("c-1")}).accepted, std::vector<std::string>{"c-1"});
}

TEST_F(InstallationTest, AnEffectIsWaitedForAQuarterOfAnHourAtMost) {
  Greet();
  auto ended = bench_.Execute(CheckCommand("c-1"));
  auto behind = bench_.Execute(CheckCommand("c-2"));
  agent_.Poll();
  for (int minute = 0; minute < 15; ++minute) {
    EXPECT_FALSE(ended.done()) << minute;
    bench_.clock.Advance(60s);
    agent_.Heartbeat();
  }
  ASSERT_TRUE(ended.done());
  EXPECT_EQ(ended.Result().outcome.kind, Outcome::Kind::kUnknown);
  EXPECT_EQ(ended.Result().outcome.reason, Reason::kDesktopNotAnswering);
  ASSERT_TRUE(behind.done());
  const auto outcome = behind.Result().outcome;
  EXPECT_EQ(outcome.kind, Outcome::Kind::kNotDone);
  EXPECT_EQ(outcome.details, std::vector<std::string>{"busy_with_another_command"});
}

TEST_F(InstallationTest, AReadingThatMovesMayTakeHours) {
  Greet();
  auto ended = bench_.Execute(ReadCommand("r-1"));
  agent_.Poll();
  for (int seq = 0; seq < 8; ++seq) {
    for (int minute = 0; minute < 14; ++minute) {
      bench_.clock.Advance(60s);
      agent_.Heartbeat();
    }
    EXPECT_EQ(agent_.Chunk(Piece("r-1", seq)).status, 200);
    EXPECT_FALSE(ended.done());
  }
  for (int minute = 0; minute < 15; ++minute) {
    bench_.clock.Advance(60s);
    agent_.Heartbeat();
  }
  ASSERT_TRUE(ended.done());  // it does not move any more
  EXPECT_EQ(agent_.Chunk(Piece("r-1", 8)).status, 404);
}

// The agent reads twice before it sends its first piece (G41).
TEST_F(InstallationTest, WhatTellsOfNewStepsIsNotStuck) {
  Greet();
  auto reading = bench_.Execute(ReadCommand("r-1"));
  agent_.Poll();
  for (int minute = 1; minute <= 60; ++minute) {
    bench_.clock.Advance(60s);
    agent_.Heartbeat("r-1", minute / 10);
    EXPECT_FALSE(reading.done()) << minute;
  }
  for (int minute = 0; minute < 15; ++minute) {
    bench_.clock.Advance(60s);
    agent_.Heartbeat("r-1", 6);
    agent_.Heartbeat("another", 100 + minute);
  }
  EXPECT_TRUE(reading.done()) << "the same step all the time";
}

TEST_F(InstallationTest, AnEffectThatMovesIsWaitedForTwoHoursAtMost) {
  Greet();
  auto effect = bench_.Execute(CheckCommand("c-1"));
  agent_.Poll();
  for (int minute = 1; minute < 120; ++minute) {
    bench_.clock.Advance(60s);
    agent_.Heartbeat("c-1", minute);
    EXPECT_FALSE(effect.done()) << minute;
  }
  bench_.clock.Advance(60s);
  ASSERT_TRUE(effect.done());
  EXPECT_EQ(effect.Result().outcome.kind, Outcome::Kind::kUnknown);
}

// Of the reading before the crash some pieces are there; of the one after it, the last one is still missing.
TEST_F(InstallationTest, TwoReadingsAreNeverMixed) {
  Greet();
  auto ended = bench_.Execute(ReadCommand("r-1"));
  agent_.Poll();
  auto piece = Piece("r-1", 0);
  piece.attempt = "first";
  agent_.Chunk(piece);
  piece = Piece("r-1", 1, true);
  piece.attempt = "first";
  agent_.Chunk(piece);
  piece = Piece("r-1", 0);
  piece.attempt = "second";
  EXPECT_EQ(agent_.Chunk(piece).status, 200);
  auto finished = Done("r-1");
  finished.reading = CompleteReading("r-1", 2);
  finished.reading->attempt = "second";
  agent_.Poll({finished});
  ASSERT_TRUE(ended.done());
  EXPECT_FALSE(ended.Result().whole);
}

TEST_F(InstallationTest, PiecesAreAcknowledgedGapsAreTold) {
  Greet();
  auto ended = bench_.Execute(ReadCommand("r-1"));
  agent_.Poll();
  EXPECT_EQ(agent_.Chunk(Piece("r-2", 0)).status, 404);
  EXPECT_EQ(json::parse(agent_.Chunk(Piece("r-1", 0)).body)["next_seq"], 1);
  const auto gap = agent_.Chunk(Piece("r-1", 2));
  EXPECT_EQ(gap.status, 409);
  EXPECT_EQ(json::parse(gap.body)["next_seq"], 1);
  EXPECT_EQ(json::parse(agent_.Chunk(Piece("r-1", 0)).body)["next_seq"], 1);
  EXPECT_EQ(json::parse(agent_.Chunk(Piece("r-1", 1, true)).body)["next_seq"], 2);
  auto finished = Done("r-1");
  finished.reading = CompleteReading("r-1", 2);
  agent_.Poll({finished});
  ASSERT_TRUE(ended.done());
  const auto result = ended.Result();
  EXPECT_TRUE(result.whole);
  EXPECT_EQ(result.chunks.size(), 2u);
}

TEST_F(InstallationTest, ANewerPollOfTheSameProcessEndsTheOlder) {
  auto older = agent_.StartPoll();
  bench_.clock.Advance(5s);
  auto newer = agent_.StartPoll();
  ASSERT_TRUE(older.done());
  EXPECT_TRUE(AnswerIn(older).commands.empty());
  ASSERT_FALSE(newer.done());
  auto ended = bench_.Execute(CheckCommand("c-1"));
  ASSERT_TRUE(newer.done());
  EXPECT_EQ(AnswerIn(newer).commands.at(0).id, "c-1");
}

TEST_F(InstallationTest, ANewerProcessReplacesTheOlder) {
  auto older = agent_.StartPoll();
  BenchAgent second(bench_, "instance-2");
  second.credential = agent_.credential;
  auto newer = second.StartPoll();
  ASSERT_TRUE(older.done());
  const auto refused = older.Result();
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(json::parse(refused.body)["code"], "replaced");
  EXPECT_EQ(agent_.Heartbeat().status, 409);
  auto again = agent_.StartPoll();
  ASSERT_TRUE(again.done());
  EXPECT_EQ(again.Result().status, 409);
  EXPECT_FALSE(newer.done());
}

TEST_F(InstallationTest, AProcessIsTakenBackWhenTheOneThatReplacedItIsGone) {
  BenchAgent late(bench_, "an-earlier-process");
  late.credential = agent_.credential;
  auto mine = agent_.StartPoll();
  auto delayed = late.StartPoll();  // left long ago, and arrives only now
  ASSERT_TRUE(mine.done());
  EXPECT_EQ(mine.Result().status, 409);
  bench_.clock.Advance(119s);
  EXPECT_EQ(agent_.StartPoll().Result().status, 409);
  bench_.clock.Advance(1s);
  auto back = agent_.StartPoll();
  EXPECT_FALSE(back.done());
}

// --- presence ------------------------------------------------------------------------------------------------------

TEST_F(InstallationTest, SilentForAQuarterOfAnHourIsOffline) {
  Greet();
  const auto heard = bench_.clock.Now();
  bench_.clock.AdvanceTo(heard + 899s);
  EXPECT_TRUE(bench_.queens().Status().present);
  bench_.clock.AdvanceTo(heard + 900s);
  EXPECT_FALSE(bench_.queens().Status().present);
  auto ended = bench_.Execute(CheckCommand("c-1"));
  ASSERT_TRUE(ended.done());
  EXPECT_EQ(ended.Result().outcome.reason, Reason::kDesktopOffline);
}

TEST_F(InstallationTest, TheAlarmIsTold) {
  Greet();
  auto watch = bench_.queens().Watch(bench_.stop.get_token());
  watch.Start();
  bench_.clock.Advance(899s);
  EXPECT_EQ(bench_.log.Count("desktop_offline"), 0);
  bench_.clock.Advance(1s);
  EXPECT_EQ(bench_.log.Count("desktop_offline"), 1);
  bench_.clock.Advance(23h);
  EXPECT_EQ(bench_.log.Count("desktop_offline_24h"), 0);
  bench_.clock.Advance(1h);
  EXPECT_EQ(bench_.log.Count("desktop_offline_24h"), 1);
  bench_.clock.Advance(48h);
  EXPECT_EQ(bench_.log.Count("desktop_offline_24h"), 1);
  const int backs = bench_.backs;
  Greet();
  EXPECT_EQ(bench_.log.Count("desktop_back"), 1);
  EXPECT_EQ(bench_.backs, backs + 1);
  EXPECT_EQ(store_.audit().size(), 4u);  // registered, offline, for a day, back
  bench_.stop.request_stop();
  bench_.clock.Settle();
  EXPECT_TRUE(watch.done());
}

TEST_F(InstallationTest, WhatWasToldIsNotToldAgainAfterARestart) {
  Greet();
  {
    auto watch = bench_.queens().Watch(bench_.stop.get_token());
    watch.Start();
    bench_.clock.Advance(1h);
  }
  bench_.Restart();
  auto watch = bench_.queens().Watch(bench_.stop.get_token());
  watch.Start();
  bench_.clock.Advance(1h);
  EXPECT_EQ(bench_.log.Count("desktop_offline"), 1);
  const auto heard = bench_.queens().Status().last_heard;
  ASSERT_TRUE(heard);
  EXPECT_LT(*heard, bench_.clock.Now() - 1h);
  Greet();
  EXPECT_EQ(bench_.log.Count("desktop_back"), 1);
}

// What an agent sent to an engine that was down is not its silence.
TEST_F(InstallationTest, AfterADowntimeOfTheEngineTheAgentHasItsQuarterOfAnHour) {
  Greet();
  bench_.stop.request_stop();
  bench_.clock.Advance(30h);
  bench_.Restart();
  auto watch = bench_.queens().Watch(bench_.stop.get_token());
  watch.Start();
  bench_.clock.Advance(899s);
  EXPECT_EQ(bench_.log.Count("desktop_offline"), 0);
  bench_.clock.Advance(1s);
  EXPECT_EQ(bench_.log.Count("desktop_offline"), 1);
  EXPECT_EQ(bench_.log.Count("desktop_offline_24h"), 0);
  bench_.clock.Advance(24h);
  EXPECT_EQ(bench_.log.Count("desktop_offline_24h"), 1);
}

TEST_F(InstallationTest, AnAgentThatWasNeverHeardOfIsMissedAfterADay) {
  {
    auto watch = bench_.queens().Watch(bench_.stop.get_token());
    watch.Start();
    bench_.clock.Advance(20h);
    EXPECT_EQ(bench_.log.Count("desktop_never_connected"), 0);
  }
  bench_.Restart();  // the engine is started anew every few hours
  auto watch = bench_.queens().Watch(bench_.stop.get_token());
  watch.Start();
  bench_.clock.Advance(4h);
  EXPECT_EQ(bench_.log.Count("desktop_never_connected"), 1);
  bench_.clock.Advance(48h);
  EXPECT_EQ(bench_.log.Count("desktop_never_connected"), 1);
  Greet();
  EXPECT_EQ(bench_.log.Count("desktop_back"), 1);
}

// The clock of the engine's machine was ahead, and was set right.
TEST_F(InstallationTest, ATimeInTheFutureDoesNotMakeAnAgentPresent) {
  ports::WriteBatch batch;
  batch.push_back(ports::PutCursor{"desktop.heard:queens", domain::FormatInstant(bench_.clock.Now() + 240h)});
  store_.Apply(std::move(batch));
  bench_.Restart();
  auto load = bench_.queens().Load();
  load.Start();
  EXPECT_LE(*bench_.queens().Status().last_heard, bench_.clock.Now());
  bench_.clock.Advance(1h);
  EXPECT_FALSE(bench_.queens().Status().present);
}

TEST_F(InstallationTest, WhoWaitsIsWokenWhenTheDataOpensAgain) {
  Greet();
  const int backs = bench_.backs;
  auto poll = agent_.Question();
  poll.data.good = false;
  poll.data.reason = Reason::kDesktopSeatsFull;
  bench_.Call("poll", desktop_wire::WritePoll(poll), agent_.credential);
  EXPECT_EQ(bench_.backs, backs);
  EXPECT_EQ(bench_.queens().Status().data->reason, Reason::kDesktopSeatsFull);
  Greet();
  EXPECT_EQ(bench_.backs, backs + 1);
}

TEST_F(InstallationTest, HeardOfIsWrittenEveryFiveMinutesAtMost) {
  Greet();
  const auto written = [&] {
    auto read = bench_.store.Cursor("desktop.heard:queens");
    read.Start();
    return read.Result().value();
  };
  const auto first = written();
  bench_.clock.Advance(60s);
  agent_.Heartbeat();
  EXPECT_EQ(written(), first);
  bench_.clock.Advance(240s);
  agent_.Heartbeat();
  EXPECT_NE(written(), first);
}

}  // namespace
}  // namespace ikp::procare_desktop
