#include "engine/rules/vanished.h"

#include <gtest/gtest.h>

#include "engine/rules/test_records.h"

namespace ikp::rules {
namespace {

using domain::ProcareChildId;

struct VanishedTest : ::testing::Test {
  domain::SchoolSnapshot school = testing::School({}, {});
  std::vector<domain::IksChild> children;
  NightlyView view;

  void Linked(const std::string& number, const std::string& first, const char* birth = "2021-03-04") {
    children.push_back(testing::IksChild("iks-" + number, first, "Smith", birth));
    view.links.push_back({.child = children.back().id,
                          .procare = ProcareChildId::Trusted("C-" + number),
                          .created_by_us = true,
                          .agreed = {}});
  }
  void Record(const std::string& id, const std::string& first, const char* birth = "2021-03-04") {
    school.children.push_back(testing::ProcareChild(id, {"F1"}, first, "Smith", birth));
  }
  std::vector<Relink> Follow() {
    view.school = &school;
    view.iks_children = &children;
    return FollowVanished(view);
  }
};

TEST_F(VanishedTest, MergedRecordIsFollowed) {
  Linked("1", "Ana");
  Record("survivor", "ANA");
  Record("other", "Ben");
  const auto relinks = Follow();
  ASSERT_EQ(relinks.size(), 1u);
  EXPECT_EQ(relinks[0].child, children[0].id);
  EXPECT_EQ(relinks[0].from, ProcareChildId::Trusted("C-1"));
  EXPECT_EQ(relinks[0].to, ProcareChildId::Trusted("survivor"));
}

TEST_F(VanishedTest, NobodyWhoIsStillThereIsMoved) {
  Linked("1", "Ana");
  Record("C-1", "Ana");
  Record("twin-entry", "Ana");
  EXPECT_TRUE(Follow().empty());
}

TEST_F(VanishedTest, TwoRecordsOrTwoChildrenAreForAPerson) {
  Linked("1", "Ana");
  Record("a", "Ana");
  Record("b", "Ana");
  EXPECT_TRUE(Follow().empty());
  school.children.pop_back();
  EXPECT_EQ(Follow().size(), 1u);
  Linked("2", "Ana");
  EXPECT_TRUE(Follow().empty());
}

TEST_F(VanishedTest, AnotherChildsRecordIsNotTaken) {
  Linked("1", "Ana");
  Linked("2", "Ben");
  Record("C-2", "Ana");  // linked to Ben, whatever it is called
  EXPECT_TRUE(Follow().empty());
}

TEST_F(VanishedTest, BirthDateCounts) {
  Linked("1", "Ana");
  Record("x", "Ana", "2021-03-05");
  EXPECT_TRUE(Follow().empty());
}

TEST_F(VanishedTest, PartialReadingsProveNothing) {
  Linked("1", "Ana");
  Record("survivor", "Ana");
  school.complete = false;
  EXPECT_TRUE(Follow().empty());
}

TEST_F(VanishedTest, MovedToAnotherSchoolIsNotVanished) {
  Linked("1", "Ana");
  Record("survivor", "Ana");
  school.at_other_schools.emplace(ProcareChildId::Trusted("C-1"), domain::ProcareSchoolId::Trusted("2"));
  EXPECT_TRUE(Follow().empty());
}

}  // namespace
}  // namespace ikp::rules
