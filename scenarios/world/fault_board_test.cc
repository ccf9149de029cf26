// FaultBoard: which message a fault meets, how often, until when, and what happens when several meet.
#include "scenarios/world/fault_board.h"

#include <gtest/gtest.h>
// After GoogleTest.
#include <rapidcheck/gtest.h>

#include <chrono>

namespace ikp::scenarios {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr Instant kStart{std::chrono::sys_days(std::chrono::year(2026) / 3 / 2)};
constexpr MessageFacts kPost{.peer = System::kProcare, .method = "POST"};
constexpr MessageFacts kGet{.peer = System::kProcare, .method = "GET"};
constexpr MessageFacts kLogin{.peer = System::kProcare, .method = "POST", .login = true};
constexpr MessageFacts kPostToIks{.peer = System::kIks, .method = "POST"};

// A board on which all of these have begun.
class Board {
 public:
  explicit Board(std::vector<Fault> faults) {
    scenario_.faults = std::move(faults);
    for (std::size_t i = 0; i < scenario_.faults.size(); ++i) board_.Begin(static_cast<int>(i), kStart);
  }
  NetworkEffect Sent(const MessageFacts& message, Milliseconds after = Milliseconds(0)) {
    return board_.OnMessage(message, kStart + after, true);
  }
  SystemEffect Arrived(const MessageFacts& message, Milliseconds after = Milliseconds(0)) {
    return board_.OnArrival(message, kStart + after);
  }
  FaultBoard& operator*() { return board_; }
  FaultBoard* operator->() { return &board_; }

 private:
  Scenario scenario_;
  FaultBoard board_{scenario_};
};

RC_GTEST_PROP(FaultBoard, LetsSomePassAndThenMeetsAsManyAsItSays, ()) {
  const int after = *rc::gen::inRange(0, 6);
  const int count = *rc::gen::inRange(1, 6);
  Board board({{.kind = FaultKind::kAnswerLost, .after = after, .count = count}});
  for (int i = 0; i < 14; ++i) {
    RC_ASSERT(board.Sent(kPost).answer_lost == (i >= after && i < after + count));
  }
  RC_ASSERT(!board->any());
}

TEST(FaultBoard, WhatDoesNotFitIsNotCounted) {
  Board board({{.kind = FaultKind::kAnswerLost, .where = System::kProcare, .method = "POST", .after = 1}});
  for (const auto& other : {kGet, kLogin, kPostToIks}) EXPECT_FALSE(board.Sent(other).answer_lost);
  EXPECT_FALSE(board.Sent(kPost).answer_lost);  // the one that passes
  for (const auto& other : {kGet, kLogin, kPostToIks}) EXPECT_FALSE(board.Sent(other).answer_lost);
  EXPECT_TRUE(board.Sent(kPost).answer_lost);
}

TEST(FaultBoard, ALoginIsMeantByItsNameOrByNoMethodAtAll) {
  Board named({{.kind = FaultKind::kReset, .method = "login"}});
  EXPECT_FALSE(named.Sent(kPost).reset);
  EXPECT_TRUE(named.Sent(kLogin).reset);
  Board any({{.kind = FaultKind::kReset}});
  EXPECT_TRUE(any.Sent(kLogin).reset);
}

TEST(FaultBoard, WithoutACountItLastsUntilItsTimeIsOver) {
  Board board({{.kind = FaultKind::kAnswerLost, .count = 0, .lasts = minutes(5)}});
  EXPECT_TRUE(board.Sent(kPost).answer_lost);
  EXPECT_TRUE(board.Sent(kPost, minutes(5) - Milliseconds(1)).answer_lost);
  EXPECT_FALSE(board.Sent(kPost, minutes(5)).answer_lost);
}

TEST(FaultBoard, APartitionAndAClogAreNotCountedWhateverTheyCount) {
  Board board({{.kind = FaultKind::kPartition, .where = System::kProcare, .count = 1, .lasts = minutes(5)},
               {.kind = FaultKind::kClog, .count = 1, .ms = seconds(2), .lasts = minutes(5)}});
  for (int i = 0; i < 5; ++i) {
    const auto effect = board.Sent(kGet);
    EXPECT_TRUE(effect.request_lost);
    EXPECT_TRUE(effect.not_sent);  // as the chance said
    EXPECT_EQ(effect.there, seconds(2));
    EXPECT_EQ(effect.back, seconds(2));
    EXPECT_EQ(effect.words, "partition,clog");
  }
  EXPECT_FALSE(board.Sent(kPostToIks).request_lost);
  EXPECT_FALSE(board.Sent(kGet, minutes(5)).request_lost);
}

TEST(FaultBoard, TheNetworksFaultsAreNotTheSystemsNorTheMachines) {
  Board board({{.kind = FaultKind::kRequestLost}, {.kind = FaultKind::kServerError, .number = 502}});
  const auto arrived = board.Arrived(kPost);
  EXPECT_EQ(arrived.status, 502);
  EXPECT_EQ(arrived.words, "server_error");
  EXPECT_TRUE(board.Sent(kPost).request_lost);
  EXPECT_FALSE(board->any());

  Board machine({{.kind = FaultKind::kCrash}, {.kind = FaultKind::kClockStep}});
  EXPECT_FALSE(machine->any());  // the world's own
}

TEST(FaultBoard, AServerErrorMayComeAfterTheRequestWasHandled) {
  Board board({{.kind = FaultKind::kServerError, .number = 504, .value = "after"},
               {.kind = FaultKind::kServerError, .number = 42}});
  auto effect = board.Arrived(kPost);  // both at once: the second one says what is answered
  EXPECT_EQ(effect.status, 503);
  EXPECT_FALSE(effect.handled_first);
  Board alone({{.kind = FaultKind::kServerError, .number = 504, .value = "after"}});
  effect = alone.Arrived(kPost);
  EXPECT_EQ(effect.status, 504);
  EXPECT_TRUE(effect.handled_first);
}

TEST(FaultBoard, TurnedAwayAtTheDoorBeatsAServerErrorInEitherOrder) {
  const Fault too_many{.kind = FaultKind::kTooMany, .number = 17};
  const Fault error{.kind = FaultKind::kServerError, .number = 500, .value = "after"};
  for (const auto& faults : {std::vector<Fault>{too_many, error}, std::vector<Fault>{error, too_many}}) {
    Board board(faults);
    const auto effect = board.Arrived(kPost);
    EXPECT_EQ(effect.status, 429);
    EXPECT_FALSE(effect.handled_first);
    EXPECT_EQ(effect.retry_after_s, 17);
    EXPECT_FALSE(effect.retry_after_as_date);
  }
}

TEST(FaultBoard, TooManySaysWhenInSecondsAsADateOrNotAtAll) {
  Board date({{.kind = FaultKind::kTooMany, .number = -2}});
  auto effect = date.Arrived(kPost);
  EXPECT_TRUE(effect.retry_after_as_date);
  EXPECT_EQ(effect.retry_after_s, 30);
  Board none({{.kind = FaultKind::kTooMany, .number = -1}});
  effect = none.Arrived(kPost);
  EXPECT_EQ(effect.status, 429);
  EXPECT_LT(effect.retry_after_s, 0);
}

TEST(FaultBoard, ReadingsLoginsAndWritesKeepTheirOwnFaults) {
  Board board({{.kind = FaultKind::kPageCap, .method = "POST", .number = 3},
               {.kind = FaultKind::kNotCleared, .method = "GET"},
               {.kind = FaultKind::kPartialWrite, .number = 1}});
  auto effect = board.Arrived(kGet);
  ASSERT_EQ(effect.acted_out.size(), 1u);
  EXPECT_EQ(effect.acted_out[0].kind, "page_cap");
  EXPECT_EQ(effect.acted_out[0].parameters.at("cap"), "3");
  effect = board.Arrived(kLogin);
  ASSERT_EQ(effect.acted_out.size(), 1u);
  EXPECT_EQ(effect.acted_out[0].kind, "token_not_cleared");
  effect = board.Arrived(kPost);
  ASSERT_EQ(effect.acted_out.size(), 1u);
  EXPECT_EQ(effect.acted_out[0].kind, "partial_write");
}

TEST(FaultBoard, WebhooksAreCountedOneByOne) {
  Board board({{.kind = FaultKind::kWebhookDropped, .after = 1, .count = 1}});
  std::vector<simulators::kit::Outgoing> three(3);
  for (std::size_t i = 0; i < three.size(); ++i) three[i].id = 70 + i;
  const auto faults = board->OnWebhooks(three, kStart);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].kind, "webhook_drop");
  EXPECT_EQ(faults[0].parameters.at("outgoing"), "71");
  EXPECT_TRUE(board->OnWebhooks(three, kStart).empty());
}

TEST(FaultBoard, WebhooksAreCutByAPartitionThatIsNotProcaresAlone) {
  for (const auto& [where, cut] : {std::pair(System::kIks, true), std::pair(System::kEngine, true),
                                   std::pair(System::kAny, true), std::pair(System::kProcare, false)}) {
    Board board({{.kind = FaultKind::kPartition, .where = where, .lasts = minutes(5)}});
    EXPECT_EQ(board->WebhooksCut(kStart), cut);
    EXPECT_FALSE(board->WebhooksCut(kStart + minutes(5)));
  }
}

TEST(FaultBoard, HealedNothingIsLeft) {
  Board board({{.kind = FaultKind::kAnswerLost, .count = 9},
               {.kind = FaultKind::kServerError, .count = 9},
               {.kind = FaultKind::kPartition, .lasts = minutes(5)}});
  EXPECT_TRUE(board->any());
  board->HealAll();
  EXPECT_FALSE(board->any());
  EXPECT_FALSE(board.Sent(kPost).answer_lost);
  EXPECT_EQ(board.Arrived(kPost).status, 0);
  EXPECT_FALSE(board->WebhooksCut(kStart));
}

}  // namespace
}  // namespace ikp::scenarios
