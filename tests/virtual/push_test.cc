// A push with a hand-advanced clock and a network in memory: the production engine, unmodified, on one thread.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/virtual/virtual_world.h"
#include "tools/demo_player/story.h"

namespace ikp::tests {
namespace {

using nlohmann::json;

class VirtualPush : public ::testing::Test {
 protected:
  VirtualPush() : world_(PlainSeed(3), *domain::ParseInstant("2026-03-02T13:00:00Z")) { world_.StartEngine(); }

  void SetStatus(int child, const char* status) {
    const auto response =
        world_.Admin("iks", "POST", "/__admin/staff",
                     {{"action", "set_status"}, {"child_id", "child-" + std::to_string(child)}, {"status", status}});
    ASSERT_EQ(response.status, 200) << response.body;
  }
  void Fault(const json& fault) {
    const auto response = world_.Admin("procare_online", "POST", "/__admin/faults", fault);
    ASSERT_LT(response.status, 300) << response.body;
  }
  void Pass(domain::Milliseconds time) { world_.RunUntil(world_.now() + time); }

  std::vector<json> Children() {
    std::vector<json> children;
    for (const auto& record : demo::ChildrenOf(world_.Dump("procare_online"))) children.push_back(record.child);
    return children;
  }
  std::string Reason(int child) {
    const auto state =
        world_.Await(world_.store().FindPushState(domain::IksChildId::Trusted("child-" + std::to_string(child))));
    return state ? std::string(domain::Describe(state->reason).word) : "";
  }
  int Posts(const std::string& path) {
    const auto journal = json::parse(world_.Admin("procare_online", "GET", "/__admin/journal?limit=1000").body);
    const auto& entries = journal.at("entries");
    return static_cast<int>(std::count_if(entries.begin(), entries.end(), [&](const json& entry) {
      return entry.value("method", "") == "POST" && entry.value("path", "").ends_with(path);
    }));
  }

  VirtualWorld world_;
};

// H21: at once, that is within ten seconds.
TEST_F(VirtualPush, AnEnrolledChildIsInProcareWithinTenSeconds) {
  SetStatus(0, "Enrolled");
  Pass(std::chrono::seconds(10));
  const auto children = Children();
  ASSERT_EQ(children.size(), 1u);
  EXPECT_EQ(children[0].value("first_name", ""), "Child0");
  EXPECT_EQ(children[0].value("status", ""), "active");
  EXPECT_EQ(Reason(0), "linked_created");
}

TEST_F(VirtualPush, OtherStatusesAreNotSent) {
  SetStatus(0, "Tour Scheduled");
  Pass(std::chrono::hours(1));
  EXPECT_TRUE(Children().empty());
  EXPECT_EQ(Reason(0), "not_trigger_status");
}

// I3, H18: one time.
TEST_F(VirtualPush, IsSentOneTimeOnly) {
  SetStatus(0, "Enrolled");
  Pass(std::chrono::minutes(1));
  SetStatus(0, "Waitlist");
  SetStatus(0, "Pre-Registered");
  SetStatus(0, "Enrolled");
  Pass(std::chrono::hours(2));
  EXPECT_EQ(Children().size(), 1u);
  EXPECT_EQ(Posts("/api/v1/children"), 1);
  EXPECT_EQ(Posts("/api/v1/families"), 1);
}

// Pillar 3: the answers of both creations are lost; the records are found and adopted, and nothing is sent again.
TEST_F(VirtualPush, LostAnswersAreSettledByLooking) {
  Fault({{"kind", "answer_lost"}, {"match", {{"method", "POST"}, {"path", "/t/sunrise/api/v1/"}}}, {"times", 2}});
  SetStatus(0, "Enrolled");
  Pass(std::chrono::minutes(5));
  EXPECT_EQ(Children().size(), 1u);
  EXPECT_EQ(Reason(0), "linked_adopted");
  EXPECT_EQ(Posts("/api/v1/children"), 1);
  EXPECT_EQ(Posts("/api/v1/families"), 1);
}

// G50: lost and invisible for minutes: the engine waits for the visibility window instead of sending again.
TEST_F(VirtualPush, ALostAnswerOfAnInvisibleRecordIsWaitedFor) {
  Fault({{"kind", "read_lag"}, {"match", {{"path", "/t/sunrise/api/v1/"}}}, {"times", 0}, {"ms", 240'000}});
  Fault({{"kind", "answer_lost"}, {"match", {{"method", "POST"}, {"path", "/t/sunrise/api/v1/"}}}, {"times", 2}});
  SetStatus(0, "Enrolled");
  Pass(std::chrono::minutes(2));
  EXPECT_EQ(Reason(0), "outcome_unknown");
  Pass(std::chrono::minutes(30));
  EXPECT_EQ(Children().size(), 1u);
  EXPECT_EQ(Reason(0), "linked_adopted");
}

// The other half of unknown: it never happened, which only a complete reading after the window proves.
TEST_F(VirtualPush, WhatNeverArrivedIsSentAfterTheVisibilityWindow) {
  Fault({{"kind", "reset_before"},
         {"match", {{"method", "POST"}, {"path", "/t/sunrise/api/v1/families"}}},
         {"times", 1}});
  SetStatus(0, "Enrolled");
  Pass(std::chrono::minutes(9));
  EXPECT_TRUE(Children().empty());
  EXPECT_EQ(Reason(0), "outcome_unknown");
  Pass(std::chrono::minutes(20));
  EXPECT_EQ(Children().size(), 1u);
}

// I10: a family that Procare keeps refusing to answer for does not hold up the next one.
TEST_F(VirtualPush, ASlowFamilyDelaysNoOther) {
  Fault({{"kind", "latency"},
         {"match", {{"method", "POST"}, {"path", "/t/sunrise/api/v1/families"}}},
         {"times", 1},
         {"ms", 25'000}});
  SetStatus(0, "Enrolled");
  Pass(std::chrono::seconds(3));
  SetStatus(1, "Enrolled");
  Pass(std::chrono::seconds(12));
  const auto children = Children();
  ASSERT_EQ(children.size(), 1u);
  EXPECT_EQ(children[0].value("first_name", ""), "Child1");
  Pass(std::chrono::minutes(2));
  EXPECT_EQ(Children().size(), 2u);
}

// F26: Procare refuses the address; the phone is missing too, so it waits for better data, and nothing is half done.
TEST_F(VirtualPush, AnAddressThatIsTakenIsReported) {
  ASSERT_LT(world_.Admin("procare_online", "PATCH", "/__admin/switches", {{"po.unique_guardian_email", "true"}}).status,
            300);
  const auto typed = world_.Admin(
      "procare_online", "POST", "/__admin/staff",
      {{"action", "add_family"},
       {"school_id", "10000000-0000-4000-8000-000000000002"},
       {"name", "Elsewhere"},
       {"guardians",
        json::array({{{"first_name", "Ann"}, {"last_name", "Elsewhere"}, {"email", "family0@example.com"}}})},
       {"children", json::array()}});
  ASSERT_EQ(typed.status, 200) << typed.body;
  SetStatus(0, "Enrolled");
  Pass(std::chrono::minutes(1));
  EXPECT_TRUE(Children().empty());
  EXPECT_EQ(Reason(0), "rejected_by_procare");
}

// H13, F9: nobody gets an invitation, although Procare would send one by default.
TEST_F(VirtualPush, NobodyIsInvited) {
  SetStatus(0, "Enrolled");
  SetStatus(1, "Pre-Registered");
  Pass(std::chrono::minutes(1));
  ASSERT_EQ(Children().size(), 2u);
  for (const auto& tenant : world_.Dump("procare_online")["tenants"]) {
    EXPECT_TRUE(tenant.value("mails", json::array()).empty());
  }
}

}  // namespace
}  // namespace ikp::tests
