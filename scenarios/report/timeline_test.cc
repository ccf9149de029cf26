#include "scenarios/report/timeline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "scenarios/report/sample_failure.h"

namespace ikp::scenarios::report {
namespace {

class TimelineTest : public ::testing::Test {
 protected:
  std::vector<Entry> OfExchange(int exchange, const Timeline& timeline) const {
    std::vector<Entry> entries;
    std::copy_if(timeline.begin(), timeline.end(), std::back_inserter(entries),
                 [&](const Entry& entry) { return entry.exchange == exchange; });
    return entries;
  }
  const Entry& Find(std::string_view text) const {
    const auto found = std::find_if(timeline_.begin(), timeline_.end(),
                                    [&](const Entry& entry) { return entry.text.find(text) != std::string::npos; });
    if (found == timeline_.end()) throw std::runtime_error("no entry has the text");
    return *found;
  }
  // A timeline of one exchange alone.
  static Timeline OfFate(oracle::Fate fate) {
    oracle::History history;
    oracle::Exchange exchange{.sent_seq = 1, .answered_seq = 3, .peer = oracle::Peer::kProcare, .fate = fate};
    exchange.method = "POST";
    exchange.path = "/api/v1/children";
    if (fate != oracle::Fate::kRequestLost && fate != oracle::Fate::kReset) exchange.handled_seq = 2;
    exchange.status = fate == oracle::Fate::kAnswered ? 201 : 0;
    history.exchanges = {exchange};
    return TimelineOf(Scenario{}, history, {});
  }

  SampleFailure sample_ = MakeSampleFailure();
  Timeline timeline_ = TimelineOf(sample_.scenario, sample_.history, sample_.findings);
};

TEST_F(TimelineTest, IsInOrder) {
  EXPECT_TRUE(
      std::is_sorted(timeline_.begin(), timeline_.end(), [](const Entry& a, const Entry& b) { return a.seq < b.seq; }));
  EXPECT_EQ(timeline_.front().seq, 1u);
}

TEST_F(TimelineTest, ALostAnswerIsAnArrowThatNeverArrivesAfterWhatTheRequestDid) {
  const auto entries = OfExchange(4, timeline_);
  ASSERT_EQ(entries.size(), 5u);
  EXPECT_EQ(entries[0].kind, EntryKind::kRequest);
  EXPECT_EQ(entries[0].arrival, Arrival::kArrives);
  EXPECT_EQ(entries[1].kind, EntryKind::kHandled);
  EXPECT_EQ(entries[2].kind, EntryKind::kRecord);
  EXPECT_EQ(entries[2].text, "new Procare child kid-7 (Zoe Okafor), active, by the engine");
  EXPECT_EQ(entries[3].arrival, Arrival::kLost);
  EXPECT_EQ(entries[3].from, Lane::kProcare);
  EXPECT_EQ(entries[3].to, Lane::kEngine);
  EXPECT_EQ(entries[3].mark, "the answer is lost");
  EXPECT_EQ(entries[4].text, "after 30 s: no answer to #4: the engine cannot know that it was handled");
  EXPECT_EQ(entries[4].from, entries[4].to);
}

TEST_F(TimelineTest, EachFateHasItsArrows) {
  const auto arrivals = [](const Timeline& timeline) {
    std::vector<Arrival> result;
    for (const auto& entry : timeline) {
      if (entry.from != entry.to) result.push_back(entry.arrival);
    }
    return result;
  };
  using enum Arrival;
  EXPECT_EQ(arrivals(OfFate(oracle::Fate::kAnswered)), (std::vector{kArrives, kArrives}));
  EXPECT_EQ(arrivals(OfFate(oracle::Fate::kRequestLost)), (std::vector{kLost}));
  EXPECT_EQ(arrivals(OfFate(oracle::Fate::kReset)), (std::vector{kLost}));
  EXPECT_EQ(arrivals(OfFate(oracle::Fate::kAnswerLost)), (std::vector{kArrives, kLost}));
  EXPECT_EQ(arrivals(OfFate(oracle::Fate::kUnreadable)), (std::vector{kArrives, kDamaged}));
  EXPECT_EQ(arrivals(OfFate(oracle::Fate::kSenderDied)), (std::vector{kArrives, kLost}));
}

TEST_F(TimelineTest, CallsAreJoinedOnlyWhenNothingHappenedInBetween) {
  const Timeline joined = JoinCalls(timeline_);
  const auto read = OfExchange(0, joined);
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(read[0].kind, EntryKind::kCall);
  EXPECT_EQ(read[0].status, 200);
  EXPECT_EQ(read[0].label, "GET → 200");
  EXPECT_EQ(OfExchange(3, joined).size(), 3u);  // the request, the new family, the answer
  EXPECT_EQ(OfExchange(4, joined).size(), 4u);  // a lost answer is never joined
  EXPECT_LT(joined.size(), timeline_.size());
}

TEST_F(TimelineTest, WhatConcernsTheFindingIsImportant) {
  EXPECT_TRUE(Find("set Zoe Okafor").important);
  EXPECT_TRUE(Find("webhook child.status_changed child-1").important);
  EXPECT_TRUE(Find("new Procare child kid-8").important);
  EXPECT_TRUE(Find("POST /api/v1/children (#5)").important);
  EXPECT_FALSE(Find("put Bo Lindqvist").important);
  EXPECT_FALSE(Find("nightly_started").important);
  const Timeline good = TimelineOf(sample_.scenario, sample_.history, {});
  EXPECT_TRUE(std::none_of(good.begin(), good.end(), [](const Entry& entry) { return entry.important; }));
}

TEST_F(TimelineTest, RecordsTellWhatChanged) {
  EXPECT_EQ(Find("kid-1 (BO LINDQVIST): ").text, "Procare child kid-1 (BO LINDQVIST): room Toddlers → Pre-K, by staff");
  EXPECT_EQ(Find("child-1 (Zoe Okafor): status").text, "IKS child child-1 (Zoe Okafor): status Waitlist → Enrolled");
}

TEST_F(TimelineTest, FaultsShowWhereTheyStrikeAndDeathsTheirCause) {
  EXPECT_EQ(Find("The answer is lost for").to, Lane::kProcare);
  EXPECT_EQ(Find("The engine crashes").to, Lane::kEngine);
  EXPECT_EQ(Find("Engine process 0 dies").text, "Engine process 0 dies: crash");
}

TEST_F(TimelineTest, NotesCanBeLeftOut) {
  const Timeline quiet =
      TimelineOf(sample_.scenario, sample_.history, sample_.findings, {.log_lines = false, .durable_writes = false});
  EXPECT_TRUE(std::none_of(quiet.begin(), quiet.end(), [](const Entry& e) { return e.kind == EntryKind::kNote; }));
}

}  // namespace
}  // namespace ikp::scenarios::report
