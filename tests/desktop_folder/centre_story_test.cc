// Push and nightly over the folder bridge, with people in between: staff who type what the work list says, in another
// spelling, half of it, nothing for days, or who had typed the family before. Nobody may be entered twice because of
// us, every child is linked in the end or waits with a reason, siblings join their family, and the nightly goes on.
#include <gtest/gtest.h>
// After GoogleTest.
#include <rapidcheck/gtest.h>

#include "tests/desktop_folder/folder_world.h"
#include "tests/desktop_folder/typing_staff.h"

namespace ikp::desktop_agent {
namespace {

using domain::Reason;
using nlohmann::json;
using ports::PushPhase;
using std::chrono::days;
using std::chrono::hours;

class CentreStory : public testing::Test {
 protected:
  void Enrol(const std::string& child) {
    world_->Iks({{"action", "set_status"}, {"child_id", child}, {"status", "Enrolled"}});
  }
  void Begin(std::vector<StoryFamily> families) {
    families_ = std::move(families);
    world_ = std::make_unique<FolderWorld>(IksFamilies(families_));
    staff_ = std::make_unique<TypingStaff>(*world_, families_);
    world_->Export();
    world_->Pass(hours(1));
  }
  void NextDay() {
    world_->Export();
    world_->Pass(days(1));
  }
  std::string Reason(const std::string& child) {
    const auto state = world_->StateOf(child);
    return state ? std::string(domain::Describe(state->reason).word) : "nothing";
  }

  std::vector<StoryFamily> families_;
  std::unique_ptr<FolderWorld> world_;
  std::unique_ptr<TypingStaff> staff_;
};

TEST_F(CentreStory, ANewCentreGetsItsFirstFamily) {
  Begin({{.children = 2}});
  Enrol("child-0-0");
  world_->Pass(hours(2));
  EXPECT_EQ(Reason("child-0-0"), "on_work_list");
  ASSERT_EQ(world_->Cards().size(), 1u);
  staff_->TypeAll(Typing::kExact);
  NextDay();
  EXPECT_TRUE(world_->Cards().empty());
  EXPECT_EQ(staff_->Wrong(), "");
  EXPECT_EQ(staff_->Unlinked({"child-0-0"}), "");
  // A sibling days later joins the family.
  for (int day = 0; day < 3; ++day) NextDay();
  Enrol("child-0-1");
  NextDay();
  ASSERT_EQ(world_->Cards().size(), 1u);
  EXPECT_EQ(world_->Cards().front().kind, WorkKind::kChild);
  staff_->TypeAll(Typing::kExact);
  NextDay();
  NextDay();
  EXPECT_TRUE(world_->Cards().empty());
  EXPECT_TRUE(world_->OpenIntents().empty());
  EXPECT_EQ(staff_->Wrong(), "");
  EXPECT_EQ(staff_->Unlinked({"child-0-0", "child-0-1"}), "");
}

TEST_F(CentreStory, TheNightlyBringsWhatStaffChangeLater) {
  Begin({{.children = 1}});
  Enrol("child-0-0");
  world_->Pass(hours(2));
  staff_->TypeAll(Typing::kExact);
  NextDay();
  world_->Staff({{"action", "add_status_row"},
                 {"child_id", std::stoi(world_->LinkOf("child-0-0")->procare_id)},
                 {"school_id", 1},
                 {"date", world_->Today()},
                 {"status", "Withdrawn"}});
  NextDay();
  NextDay();
  EXPECT_EQ(world_->IksStatusOf("child-0-0"), "Withdrawn");
}

// Two IKS families of cousins have their grandmother as second guardian; the other one is entered first.
TEST_F(CentreStory, CousinsWithOneGrandmotherStayTwoFamilies) {
  Begin({{.children = 1, .grandmother = true}, {.children = 1, .grandmother = true}});
  Enrol("child-0-0");
  world_->Pass(hours(2));
  staff_->TypeAll(Typing::kExact);
  NextDay();
  Enrol("child-1-0");
  NextDay();
  staff_->TypeAll(Typing::kExact);
  NextDay();
  staff_->DecideReviews();
  NextDay();
  staff_->TypeAll(Typing::kExact);
  NextDay();
  EXPECT_EQ(staff_->Wrong(), "");
  EXPECT_EQ(staff_->Unlinked({"child-0-0", "child-1-0"}), "");
  EXPECT_TRUE(world_->Cards().empty());
}

// Typed in another spelling: a person links the child, and the card goes.
TEST_F(CentreStory, ACardGoesWhenAPersonLinksTheChild) {
  Begin({{.children = 1}});
  Enrol("child-0-0");
  world_->Pass(hours(2));
  staff_->TypeAll(Typing::kNearChildNames);
  NextDay();
  NextDay();
  EXPECT_EQ(Reason("child-0-0"), "ambiguous_match");
  staff_->DecideReviews();
  NextDay();
  NextDay();
  EXPECT_EQ(staff_->Unlinked({"child-0-0"}), "");
  EXPECT_TRUE(world_->Cards().empty());
  EXPECT_TRUE(world_->OpenIntents().empty());
  EXPECT_EQ(staff_->Wrong(), "");
}

Typing DrawTyping() {
  return *rc::gen::element(Typing::kNothing, Typing::kExact, Typing::kNearChildNames, Typing::kOtherPayerName,
                           Typing::kOnlyFirstChild, Typing::kWithoutStatuses);
}

// Whatever the staff do for a while: when they work through the list in the end, and reviews are decided, everything is
// linked, once, to whom it should be, and the nightly has said so to IKS.
RC_GTEST_FIXTURE_PROP(CentreStory, EndsWell, ()) {
  const int count = *rc::gen::inRange(1, 4);
  std::vector<StoryFamily> families;
  for (int f = 0; f < count; ++f) {
    families.push_back({.children = *rc::gen::inRange(1, 3), .grandmother = *rc::gen::arbitrary<bool>()});
  }
  Begin(families);
  for (int f = 0; f < count; ++f) {
    const Typing before = *rc::gen::weightedElement<Typing>(
        {{3, Typing::kNothing}, {1, Typing::kExact}, {1, Typing::kNearChildNames}, {1, Typing::kOtherPayerName}});
    if (before != Typing::kNothing) staff_->TypeFamily(f, before);
  }
  std::vector<std::string> waiting;
  for (int f = 0; f < count; ++f) {
    for (int c = 0; c < families[static_cast<std::size_t>(f)].children; ++c) {
      waiting.push_back("child-" + std::to_string(f) + "-" + std::to_string(c));
    }
  }
  const std::vector<std::string> all = waiting;
  while (!waiting.empty()) {
    if (*rc::gen::inRange(0, 4) != 0) world_->Export();
    for (auto many = *rc::gen::inRange<std::size_t>(1, waiting.size() + 1); many > 0; --many) {
      const auto next = *rc::gen::inRange<std::size_t>(0, waiting.size());
      Enrol(waiting[next]);
      waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(next));
    }
    world_->Pass(hours(3));
    staff_->TypeAll(DrawTyping());
    if (*rc::gen::inRange(0, 3) == 0) world_->RestartAgent();
    if (*rc::gen::arbitrary<bool>()) staff_->DecideReviews();
  }
  for (int round = 0; round < 5; ++round) {
    world_->Export();
    world_->Pass(hours(3));
    staff_->TypeAll(Typing::kExact);
    staff_->DecideReviews();
  }
  NextDay();
  RC_ASSERT(staff_->Wrong() == "");
  RC_ASSERT(staff_->Unlinked(all) == "");
  RC_ASSERT(world_->Cards().empty());
  RC_ASSERT(world_->OpenIntents().empty());
  for (const std::string& child : all) RC_ASSERT(staff_->IksShowsWhatProcareShows(child));
}

}  // namespace
}  // namespace ikp::desktop_agent
