#include "engine/rules/nightly_diff.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "engine/rules/test_records.h"

namespace ikp::rules {
namespace {

using domain::IksChildId;
using domain::ProcareChildId;
using domain::ProcareClassroomId;
using domain::Reason;
using domain::StatusLabel;
using testing::Day;

domain::Site MakeSite() {
  domain::Site site{.id = domain::SiteId::Trusted("site"),
                    .name = "Site",
                    .iks_location = domain::IksLocationId::Trusted("iks-location"),
                    .school = domain::ProcareSchoolId::Trusted("school"),
                    .zone = *domain::TimeZone::Find("America/New_York"),
                    .nightly_at = {},
                    .policy = {}};
  site.policy.status_rows = domain::DefaultOnlineStatusRows();
  return site;
}

// A night with linked children; number i is "iks-i" and "C-i".
struct Night {
  domain::Site site = MakeSite();
  domain::SchoolSnapshot school = testing::School({}, {});
  std::vector<domain::IksChild> children;
  NightlyView view;

  explicit Night(int count = 1) {
    for (int i = 0; i < count; ++i) {
      const std::string number = std::to_string(i);
      children.push_back(testing::IksChild("iks-" + number, "Child" + number, "Smith", "2021-03-04"));
      auto record = testing::ProcareChild("C-" + number, {"F1"}, "Child" + number, "Smith", "2021-03-04");
      record.start = Day("2026-01-10");
      children.back().actual_start = record.start;
      school.children.push_back(record);
      view.links.push_back({.child = children.back().id, .procare = record.id, .created_by_us = true, .agreed = {}});
    }
  }

  NightlyDiff Diff() {
    view.site = &site;
    view.school = &school;
    view.iks_children = &children;
    view.today = Day("2026-03-02");
    return DiffNightly(view);
  }
  domain::ProcareChild& record(std::size_t i = 0) { return school.children[i]; }
};

TEST(NightlyDiffTest, EqualSidesWriteNothing) {
  Night night;
  const auto diff = night.Diff();
  EXPECT_TRUE(diff.changes.empty());
  EXPECT_EQ(diff.agreements.size(), 1u) << "the agreement is remembered";
  night.view.links[0].agreed = diff.agreements[0].second;
  EXPECT_TRUE(night.Diff().agreements.empty()) << "and then not again (I4)";
}

struct StatusCase {
  const char* procare;
  const char* start;
  bool ever_active;
  const char* iks;
};

// E.2, line by line.
TEST(NightlyDiffTest, StatusesAreMapped) {
  const StatusCase kCases[] = {
      {"active", "2026-01-10", false, "Enrolled"},     {"active", "2026-04-01", false, "Pre-Registered"},
      {"hold", "2026-04-01", false, "Pre-Registered"}, {"hold", "2026-01-10", true, "On Hold"},
      {"inactive", "2026-01-10", true, "Withdrawn"},   {"graduate", "2026-01-10", true, "Graduated"},
      {"Active", "2026-03-02", false, "Enrolled"},
  };
  for (const auto& one : kCases) {
    Night night;
    night.record().status = StatusLabel(one.procare);
    night.record().start = Day(one.start);
    night.children[0].actual_start = night.record().start;
    night.children[0].status = StatusLabel("Waitlist");
    night.view.links[0].agreed = LastAgreed{.procare_status = "x", .iks_status = "y", .ever_active = one.ever_active};
    const auto diff = night.Diff();
    ASSERT_EQ(diff.changes.size(), 1u) << one.procare;
    EXPECT_EQ(diff.changes[0].write.status, StatusLabel(one.iks)) << one.procare << " " << one.start;
  }
}

// F17: an unknown word changes nothing, in any field, and is counted.
TEST(NightlyDiffTest, AnUnmappedWordLeavesTheChildAlone) {
  Night night;
  night.record().status = StatusLabel("Sabbatical");
  night.record().withdrawal = Day("2026-02-02");
  const auto diff = night.Diff();
  EXPECT_TRUE(diff.changes.empty());
  EXPECT_EQ(diff.unmapped_statuses.at("Sabbatical"), 1);
  ASSERT_EQ(diff.notes.size(), 1u);
  EXPECT_EQ(diff.notes[0].reason, Reason::kUnmappedStatus);
}

// I7, H27: status, classroom and dates, and there is no field for anything else.
TEST(NightlyDiffTest, ClassroomAndDatesComeBack) {
  Night night;
  night.school.classrooms.push_back({ProcareClassroomId::Trusted("R1"), "Ladybugs", true});
  night.record().classroom = ProcareClassroomId::Trusted("R1");
  night.record().status = StatusLabel("inactive");
  night.record().withdrawal = Day("2026-03-01");
  const auto diff = night.Diff();
  ASSERT_EQ(diff.changes.size(), 1u);
  const auto& write = diff.changes[0].write;
  EXPECT_EQ(write.status, StatusLabel("Withdrawn"));
  EXPECT_EQ(write.classroom, "Ladybugs");
  EXPECT_EQ(write.withdrawal, std::optional(std::optional(Day("2026-03-01"))));
  EXPECT_FALSE(write.actual_start) << "it is equal already";
}

TEST(NightlyDiffTest, AConfiguredRoomNameWins) {
  Night night;
  night.school.classrooms.push_back({ProcareClassroomId::Trusted("R1"), "Ladybugs", true});
  night.record().classroom = ProcareClassroomId::Trusted("R1");
  night.site.policy.classrooms["R1"] = "Infants";
  EXPECT_EQ(night.Diff().changes.at(0).write.classroom, "Infants");
}

// H45, F11.
TEST(NightlyDiffTest, AnUnknownRoomIsBlankAndReported) {
  Night night;
  night.children[0].classroom = "Old room";
  night.record().classroom = ProcareClassroomId::Trusted("R9");
  const auto diff = night.Diff();
  EXPECT_EQ(diff.changes.at(0).write.classroom, "");
  EXPECT_EQ(diff.notes.at(0).reason, Reason::kUnmappedClassroom);
}

// G9: an account that may not list its rooms says nothing about rooms.
TEST(NightlyDiffTest, WithoutAListOfRoomsTheRoomStays) {
  Night night;
  night.children[0].classroom = "Old room";
  night.school.classrooms_known = false;
  night.record().classroom = ProcareClassroomId::Trusted("R9");
  EXPECT_TRUE(night.Diff().changes.empty());
}

// A start that Procare does not know is no opinion; a withdrawal that it does not have any more is cleared.
TEST(NightlyDiffTest, MissingDates) {
  Night night;
  night.record().start.reset();
  night.children[0].withdrawal = Day("2026-02-01");
  const auto& write = night.Diff().changes.at(0).write;
  EXPECT_FALSE(write.actual_start);
  ASSERT_TRUE(write.withdrawal);
  EXPECT_FALSE(*write.withdrawal);
}

// F13: Procare owns the child; what was edited in IKS is restored, and called by its name.
TEST(NightlyDiffTest, AnEditInIksIsRestored) {
  Night night;
  night.view.links[0].agreed = night.Diff().agreements.at(0).second;
  night.children[0].status = StatusLabel("Withdrawn");
  const auto diff = night.Diff();
  ASSERT_EQ(diff.changes.size(), 1u);
  EXPECT_EQ(diff.changes[0].reason, Reason::kEditedInIks);
  EXPECT_EQ(diff.status_changes, 0) << "Procare did not move";
}

// H25: three complete nights, then an alert, and never a change.
TEST(NightlyDiffTest, AMissingRecordIsCountedAndNeverWithdrawn) {
  Night night;
  night.school.children.clear();
  for (int nights = 1; nights <= 4; ++nights) {
    const auto diff = night.Diff();
    EXPECT_TRUE(diff.changes.empty());
    EXPECT_EQ(diff.missing, 1);
    EXPECT_EQ(diff.notes.empty(), nights < 3);
    ASSERT_EQ(diff.agreements.size(), 1u);
    EXPECT_EQ(diff.agreements[0].second.missing_nights, nights);
    night.view.links[0].agreed = diff.agreements[0].second;
  }
}

TEST(NightlyDiffTest, ARecordThatIsBackStartsCountingAnew) {
  Night night;
  night.view.links[0].agreed = LastAgreed{.iks_status = "Enrolled", .missing_nights = 2};
  EXPECT_EQ(night.Diff().agreements.at(0).second.missing_nights, 0);
}

// H26: the last night had shown no status, or none that is mapped.
TEST(NightlyDiffTest, AStatusAfterNoneIsAChangeOfStatus) {
  Night night(50);
  for (auto& link : night.view.links) link.agreed = LastAgreed{.iks_status = "", .ever_active = true};
  EXPECT_EQ(night.Diff().status_changes, 0);
  for (std::size_t i = 0; i < 11; ++i) night.record(i).status = StatusLabel("inactive");
  EXPECT_EQ(night.Diff().status_changes, 11);
  EXPECT_EQ(night.Diff().verdict, NightlyDiff::Verdict::kMassChange);
}

// H26.
TEST(NightlyDiffTest, AMassChangePausesUntilAPersonAccepts) {
  Night night(50);
  for (auto& link : night.view.links) link.agreed = LastAgreed{.iks_status = "Enrolled", .ever_active = true};
  for (std::size_t i = 0; i < 11; ++i) night.record(i).status = StatusLabel("inactive");
  EXPECT_EQ(night.Diff().verdict, NightlyDiff::Verdict::kMassChange);
  night.view.accept_mass_change = true;
  EXPECT_EQ(night.Diff().verdict, NightlyDiff::Verdict::kProceed);
  night.view.accept_mass_change = false;
  night.record(0).status = StatusLabel("active");
  EXPECT_EQ(night.Diff().verdict, NightlyDiff::Verdict::kProceed) << "10 of 50 is not more than a fifth";
}

// H29: listed, never created.
TEST(NightlyDiffTest, UnknownChildrenAreOnlyCounted) {
  Night night;
  night.school.children.push_back(testing::ProcareChild("C-9", {"F9"}, "New", "Kid", "2020-01-01"));
  const auto diff = night.Diff();
  EXPECT_EQ(diff.unknown_to_iks, 1);
  EXPECT_TRUE(diff.changes.empty());
}

TEST(NightlyDiffTest, DuplicatesInProcareAreReported) {
  Night night;
  auto twin = night.record();
  twin.id = ProcareChildId::Trusted("C-copy");
  night.school.children.push_back(twin);
  ASSERT_EQ(night.Diff().duplicates.size(), 1u);
  EXPECT_EQ(night.Diff().duplicates[0].size(), 2u);
}

// On Hold without history (E.2): a child that staff typed and whose start has passed was attending; ours was not.
TEST(NightlyDiffTest, HoldWithoutHistory) {
  Night night;
  night.record().status = StatusLabel("hold");
  EXPECT_EQ(night.Diff().changes.at(0).write.status, StatusLabel("Pre-Registered"));
  night.view.links[0].created_by_us = false;
  EXPECT_EQ(night.Diff().changes.at(0).write.status, StatusLabel("On Hold"));
}

// --- properties ------------------------------------------------------------------------------------------------------

Night AnyNight() {
  Night night(*rc::gen::inRange(1, 6));
  const std::vector<const char*> words = {"active", "hold", "inactive", "graduate", "Sabbatical"};
  const std::vector<const char*> iks_words = {"Enrolled", "Pre-Registered", "On Hold", "Withdrawn", "Waitlist"};
  for (std::size_t i = 0; i < night.children.size(); ++i) {
    night.record(i).status = StatusLabel(*rc::gen::elementOf(words));
    night.record(i).start = Day("2026-02-20").Plus(*rc::gen::inRange(0, 30));
    if (*rc::gen::arbitrary<bool>()) night.record(i).withdrawal = Day("2026-03-01");
    night.children[i].status = StatusLabel(*rc::gen::elementOf(iks_words));
  }
  if (*rc::gen::arbitrary<bool>()) night.school.children.pop_back();
  return night;
}

// I5: an incomplete reading never changes anything.
RC_GTEST_PROP(NightlyDiffProperty, AnIncompleteReadingConcludesNothing, ()) {
  Night night = AnyNight();
  night.school.complete = false;
  const auto diff = night.Diff();
  RC_ASSERT(diff.verdict == NightlyDiff::Verdict::kIncomplete);
  RC_ASSERT(diff.changes.empty() && diff.agreements.empty() && diff.notes.empty() && diff.missing == 0);
}

// I4: once written and remembered, the next nights write nothing.
RC_GTEST_PROP(NightlyDiffProperty, TheNextNightWritesNothing, ()) {
  Night night = AnyNight();
  const auto diff = night.Diff();
  const auto remember = [&](const IksChildId& child, const LastAgreed& agreed) {
    for (auto& link : night.view.links) {
      if (link.child == child) link.agreed = agreed;
    }
  };
  for (const auto& change : diff.changes) {
    for (auto& child : night.children) {
      if (child.id != change.child) continue;
      if (change.write.status) child.status = *change.write.status;
      if (change.write.classroom) child.classroom = *change.write.classroom;
      if (change.write.actual_start) child.actual_start = *change.write.actual_start;
      if (change.write.withdrawal) child.withdrawal = *change.write.withdrawal;
    }
    remember(change.child, change.agreed);
  }
  for (const auto& [child, agreed] : diff.agreements) remember(child, agreed);
  RC_ASSERT(night.Diff().changes.empty());
}

// A missing record never leads to a write for its child.
RC_GTEST_PROP(NightlyDiffProperty, NobodyIsWithdrawnForBeingMissing, ()) {
  Night night = AnyNight();
  night.school.children.clear();
  RC_ASSERT(night.Diff().changes.empty());
}

// --- what is remarkable
// -----------------------------------------------------------------------------------------------

std::vector<Reason> NotesOf(const NightlyDiff& diff) {
  std::vector<Reason> reasons;
  for (const auto& note : diff.notes) reasons.push_back(note.reason);
  return reasons;
}

// F14: a copied account comes without status rows.
TEST(NightlyDiffTest, NoStatusIsNotAnUnknownWord) {
  Night night;
  night.record().status = {};
  const auto diff = night.Diff();
  EXPECT_EQ(NotesOf(diff), std::vector<Reason>{Reason::kNoStatusRow});
  night.school.statuses_known = false;
  EXPECT_EQ(NotesOf(night.Diff()), std::vector<Reason>{Reason::kStatusesNotExported});
  EXPECT_TRUE(diff.unmapped_statuses.empty());
  EXPECT_TRUE(diff.changes.empty());
}

// F25, F15.
TEST(NightlyDiffTest, SplitHouseholdsAndHiddenAccountsAreTold) {
  Night night;
  night.record().families.push_back(domain::ProcareFamilyId::Trusted("F2"));
  night.record().hidden = true;
  EXPECT_EQ(NotesOf(night.Diff()), (std::vector<Reason>{Reason::kInTwoAccounts, Reason::kAccountHidden}));
  night.record().status = StatusLabel("inactive");  // hidden because it left: as it should be
  EXPECT_EQ(NotesOf(night.Diff()), std::vector<Reason>{Reason::kInTwoAccounts});
}

// F16: it is not lost, so its nights are not counted.
TEST(NightlyDiffTest, AChildAtAnotherSchoolIsNotMissing) {
  Night night;
  night.school.at_other_schools.emplace(night.record().id, domain::ProcareSchoolId::Trusted("2"));
  night.school.children.clear();
  const auto diff = night.Diff();
  EXPECT_EQ(NotesOf(diff), std::vector<Reason>{Reason::kAtAnotherSchool});
  EXPECT_TRUE(diff.agreements.empty());
  EXPECT_TRUE(diff.changes.empty());
}

// G40: nobody is withdrawn for having been entered after the backup.
TEST(NightlyDiffTest, WhatARestoreTookAwayIsToldAtOnce) {
  Night night;
  night.school.children.clear();
  night.school.notices.push_back({Reason::kBackupRestored, "people:1"});
  const auto diff = night.Diff();
  EXPECT_EQ(NotesOf(diff), std::vector<Reason>{Reason::kBackupRestored});
  ASSERT_EQ(diff.agreements.size(), 1u);
  EXPECT_EQ(diff.agreements[0].second.missing_nights, 1);
  EXPECT_TRUE(diff.changes.empty());
}

}  // namespace
}  // namespace ikp::rules
