// Push and nightly over the folder bridge, with people in between: staff who type what the work list says, in another
// spelling, half of it, nothing for days, or who had typed the family before. Nobody may be entered twice because of
// us, every child is linked in the end or waits with a reason, siblings join their family, and the nightly goes on.
#include <gtest/gtest.h>

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
  // A sibling weeks later joins the family.
  for (int day = 0; day < 20; ++day) NextDay();
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

}  // namespace
}  // namespace ikp::desktop_agent
