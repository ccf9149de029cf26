#include <gtest/gtest.h>

#include <algorithm>

#include "scenarios/oracle/sample_history.h"

namespace ikp::scenarios::oracle {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class NightlyOnce : public ::testing::Test {
 protected:
  // 04:00 in New York, from 2026-03-03 on.
  void Nights(int count, Milliseconds late = Milliseconds(0)) {
    for (int i = 0; i < count; ++i, ++night_) {
      sample_.now = *domain::ParseInstant("2026-03-03T09:00:00Z") + hours(24) * night_ + late;
      sample_.Night();
    }
  }
  Kinds Judge() {
    sample_.Pass(hours(4));
    sample_.End();
    return sample_.Judge(CheckNightlyOnce);
  }
  void HealNow() { sample_.Heal(); }
  void DownFrom(const char* died, const char* back) {
    auto& lives = sample_.history.lives;
    lives[0].died_seq = 5;
    lives[0].died = *domain::ParseInstant(died);
    lives.push_back({.engine = 1, .started_seq = 6, .started = *domain::ParseInstant(back)});
  }

  SampleHistory sample_;
  int night_ = 0;
};

TEST_F(NightlyOnce, EachDateOnceAtItsTimeIsRight) {
  HealNow();
  Nights(4);
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NightlyOnce, AMissingNightIsFound) {
  HealNow();
  Nights(2);
  ++night_;
  Nights(1);
  EXPECT_EQ(Judge(), Kinds{"night_missing"});
}

TEST_F(NightlyOnce, ANightThatFailsInAHealthyWorldIsMissing) {
  HealNow();
  Nights(1);
  sample_.now += hours(24);
  sample_.Night("failed");
  EXPECT_EQ(Judge(), Kinds{"night_missing"});
}

TEST_F(NightlyOnce, ALateNightIsFound) {
  HealNow();
  Nights(1);
  Nights(1, hours(5));
  EXPECT_EQ(Judge(), Kinds{"night_late"});
}

TEST_F(NightlyOnce, UtcIsNotTheTimeOfTheCentre) {
  HealNow();
  for (int i = 3; i < 6; ++i) {
    const std::string date = "2026-03-0" + std::to_string(i);
    sample_.At((date + "T04:00:00Z").c_str());
    sample_.Night("done", date);
  }
  const auto kinds = Judge();
  ASSERT_GE(kinds.size(), 3u);
  for (const auto& kind : kinds) EXPECT_EQ(kind, "night_too_early");
}

TEST_F(NightlyOnce, ASecondRunOfADateIsFound) {
  HealNow();
  Nights(2);
  sample_.Pass(hours(1));
  sample_.Night("done", "2026-03-04");
  EXPECT_EQ(Judge(), Kinds{"night_twice"});
}

TEST_F(NightlyOnce, ARepeatedTryIsNoSecondRun) {
  HealNow();
  Nights(1);
  sample_.now += hours(24);
  sample_.Night("incomplete");
  sample_.Pass(minutes(15));
  sample_.Night("done");
  EXPECT_EQ(Judge(), Kinds{});
}

// 02:30 does not exist on 2026-03-08 in New York: the run is at 03:00 EDT, 07:00 UTC.
TEST_F(NightlyOnce, ASkippedHourRunsRightAfterTheGap) {
  sample_.history.sites[0].nightly_at = "02:30";
  sample_.At("2026-03-07T12:00:00Z");
  sample_.history.began = sample_.history.lives[0].started = sample_.now;
  HealNow();
  sample_.At("2026-03-08T07:00:00Z");
  sample_.Night("done", "2026-03-08");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NightlyOnce, ASkippedHourThatIsNeverRunIsFound) {
  sample_.history.sites[0].nightly_at = "02:30";
  sample_.At("2026-03-07T12:00:00Z");
  sample_.history.began = sample_.history.lives[0].started = sample_.now;
  HealNow();
  sample_.At("2026-03-09T06:30:00Z");
  sample_.Night("done", "2026-03-09");
  EXPECT_EQ(Judge(), Kinds{"night_missing"});
}

// 01:30 comes twice on 2026-11-01: first at 05:30 UTC, then at 06:30 UTC.
TEST_F(NightlyOnce, ARepeatedHourRunsTheFirstTimeOnly) {
  sample_.history.sites[0].nightly_at = "01:30";
  sample_.At("2026-10-31T12:00:00Z");
  sample_.history.began = sample_.history.lives[0].started = sample_.now;
  HealNow();
  sample_.At("2026-11-01T05:30:00Z");
  sample_.Night("done", "2026-11-01");
  EXPECT_EQ(Judge(), Kinds{});
  sample_.At("2026-11-01T06:30:00Z");
  sample_.Night("done", "2026-11-01");
  EXPECT_EQ(Judge(), Kinds{"night_twice"});
}

TEST_F(NightlyOnce, TheSecondOccurrenceIsTooLate) {
  sample_.history.sites[0].nightly_at = "01:30";
  sample_.At("2026-10-31T12:00:00Z");
  sample_.history.began = sample_.history.lives[0].started = sample_.now;
  HealNow();
  sample_.At("2026-11-01T06:30:00Z");
  sample_.Night("done", "2026-11-01");
  EXPECT_EQ(Judge(), Kinds{"night_late"});
}

// --- before everything healed --------------------------------------------------------------------------------------
TEST_F(NightlyOnce, ANightThatTheEngineLivedThroughIsNotLeftOut) {
  sample_.At("2026-03-04T00:00:00Z");
  HealNow();
  night_ = 1;
  Nights(2);
  EXPECT_EQ(Judge(), Kinds{"night_missing"});
}

TEST_F(NightlyOnce, DowntimeIsCaughtUpWhenTheEngineIsBackInTime) {
  DownFrom("2026-03-03T08:00:00Z", "2026-03-03T12:00:00Z");
  sample_.At("2026-03-04T00:00:00Z");
  HealNow();
  night_ = 1;
  Nights(1);
  EXPECT_EQ(Judge(), Kinds{"night_missing"});
  sample_.At("2026-03-03T12:01:00Z");
  sample_.Night("done", "2026-03-03");
  sample_.At("2026-03-04T09:00:00Z");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NightlyOnce, AnAttemptBeginsOnce) {
  HealNow();
  Nights(4);
  auto& audit = sample_.history.opinion.audit;
  const auto begun =
      std::find_if(audit.begin(), audit.end(), [](const auto& entry) { return entry.event == "nightly_started"; });
  ASSERT_NE(begun, audit.end());
  const auto again = *begun;
  audit.push_back(again);
  EXPECT_EQ(Judge(), Kinds{"night_not_claimed"});
}

TEST_F(NightlyOnce, AnEngineThatNeverWroteAnythingHasNotBegun) {
  DownFrom("2026-03-03T08:00:00Z", "2026-03-03T12:00:00Z");
  sample_.At("2026-03-04T00:00:00Z");
  HealNow();
  night_ = 1;
  Nights(1);
  EXPECT_EQ(Judge(), Kinds{"night_missing"});
  sample_.history.lives[0].wrote = false;
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NightlyOnce, AfterTwentyHoursItIsTooLateToCatchUp) {
  DownFrom("2026-03-03T08:00:00Z", "2026-03-04T06:00:00Z");
  sample_.At("2026-03-04T07:00:00Z");
  HealNow();
  night_ = 1;
  Nights(1);
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NightlyOnce, AWrongClockExcusesWhatCameBeforeTheHealing) {
  sample_.scenario.faults.push_back({.kind = FaultKind::kClockStep, .ms = hours(10)});
  sample_.At("2026-03-02T23:00:00Z");
  sample_.Night("done", "2026-03-03");
  sample_.At("2026-03-03T12:00:00Z");
  HealNow();
  night_ = 1;
  Nights(3);
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NightlyOnce, ANightThatAPcMissedIsMadeUpForWhenItIsBack) {
  sample_.history.sites[0].desktop = true;
  sample_.At("2026-03-03T09:00:00Z");
  sample_.Night("failed");
  sample_.history.opinion.nightly_runs.back().report_json = R"({"problem":{"reason":"desktop_offline"}})";
  sample_.At("2026-03-04T00:00:00Z");
  HealNow();
  night_ = 1;
  Nights(3);
  EXPECT_EQ(Judge(), Kinds{"night_given_up"});
  sample_.history.healed += hours(4);  // too late for that night
  EXPECT_EQ(Judge(), Kinds{});
  sample_.history.healed -= hours(4);
  sample_.history.opinion.nightly_runs.front().finished_at = sample_.history.healed + minutes(1);
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NightlyOnce, ASiteWithoutASchoolHasNoNights) {
  sample_.history.sites[0].mapped = false;
  HealNow();
  sample_.Pass(hours(72));
  EXPECT_EQ(Judge(), Kinds{});
}

}  // namespace
}  // namespace ikp::scenarios::oracle
