#include "simulators/iks/webhooks.h"

#include "simulators/iks/iks_fixture.h"
#include "simulators/iks/signature.h"
#include "simulators/kit/simulator_host.h"

namespace ikp::simulators::iks {
namespace {

using nlohmann::json;
using std::chrono::seconds;

// The expected value was computed with Python's hmac module.
TEST(Signature, KnownVector) {
  EXPECT_EQ(SignWebhook("whsec_demo", "1772452800", R"({"event_id":"evt-1","old":"Waitlist"})"),
            "sha256=793e4c71ec9176a44a1589c94f34da57ffbbf2f3a5433ddc733654d158845cab");
}

class WebhooksTest : public IksFixture {
 protected:
  std::vector<kit::Outgoing> Take(const std::vector<kit::ActiveFault>& faults = {}) {
    return iks_.TakeOutgoing(now_, faults);
  }
  void SetStatus(const std::string& child, const std::string& status) {
    Staff({{"action", "set_status"}, {"child_id", child}, {"status", status}});
  }
};

TEST_F(WebhooksTest, StatusChangeIsAnnouncedAndSigned) {
  SetStatus("chd-1", "Enrolled");
  const auto taken = Take();
  ASSERT_EQ(taken.size(), 1u);
  const auto& request = taken[0].request;
  EXPECT_EQ(request.target, "http://127.0.0.1:9/hook");
  auto body = json::parse(request.body);
  EXPECT_TRUE(body["event_id"].get<std::string>().starts_with("evt-"));
  body.erase("event_id");
  EXPECT_EQ(body, json({{"type", "child.status_changed"},
                        {"account_id", "sunrise"},
                        {"location_id", "loc-1"},
                        {"family_id", "fam-1"},
                        {"child_id", "chd-1"},
                        {"old", "Waitlist"},
                        {"new", "Enrolled"},
                        {"version", 2},
                        {"origin", "staff"},
                        {"at", "2026-03-02T12:00:00.000Z"}}));
  EXPECT_EQ(request.headers.Get("X-IKS-Timestamp"), "1772452800");
  EXPECT_EQ(request.headers.Get("X-IKS-Signature"), SignWebhook("whsec", "1772452800", request.body));
  EXPECT_TRUE(Take().empty()) << "in flight";
  EXPECT_EQ(iks_.NextDue(), std::nullopt);
  iks_.Settle(taken[0].id, 204, now_);
  EXPECT_TRUE(iks_.state().deliveries.empty());
}

TEST_F(WebhooksTest, OtherChangesAndOtherAccountsAreSilent) {
  Patch("chd-1", {{"classroom", "Bees"}});
  Staff({{"action", "edit_child"}, {"child_id", "chd-1"}, {"nickname", "Lee"}});
  Staff({{"action", "set_status"}, {"child_id", "chd-1"}, {"status", "Enrolled"}}, 200, "moon");  // no subscriber
  EXPECT_TRUE(Take().empty());
}

TEST_F(WebhooksTest, SyncOriginIsAnnouncedUnlessSwitchedOff) {
  const http::Headers headers = {{"X-Sync-Origin", "procare-sync"}};
  Patch("chd-1", {{"status", "Enrolled"}}, 200, headers);
  const auto taken = Take();
  ASSERT_EQ(taken.size(), 1u);
  EXPECT_EQ(json::parse(taken[0].request.body)["origin"], "procare-sync");
  iks_.SetSwitch("iks.webhook_for_sync_origin", "false");
  Patch("chd-1", {{"status", "Withdrawn"}}, 200, headers);
  EXPECT_TRUE(Take().empty());
}

TEST_F(WebhooksTest, RetriesOnScheduleWithNewSignatureAndGivesUp) {
  SetStatus("chd-1", "Enrolled");
  auto taken = Take();
  const auto first_body = taken.at(0).request.body;
  std::vector<std::int64_t> waits;
  int attempts = 1;
  for (; !iks_.state().deliveries.empty(); ++attempts) {
    ASSERT_LT(attempts, 100);
    iks_.Settle(taken.at(0).id, attempts % 2 == 0 ? std::optional(503) : std::nullopt, now_);
    if (!iks_.NextDue()) break;
    waits.push_back(std::chrono::duration_cast<seconds>(*iks_.NextDue() - now_).count());
    now_ = *iks_.NextDue();
    taken = Take();
    ASSERT_EQ(taken.size(), 1u);
    EXPECT_EQ(taken[0].request.body, first_body);
    const auto timestamp = std::string(*taken[0].request.headers.Get("X-IKS-Timestamp"));
    EXPECT_EQ(timestamp, std::to_string(now_.time_since_epoch().count() / 1000));
    EXPECT_EQ(taken[0].request.headers.Get("X-IKS-Signature"), SignWebhook("whsec", timestamp, first_body));
  }
  ASSERT_GE(waits.size(), 6u);
  EXPECT_EQ(std::vector<std::int64_t>(waits.begin(), waits.begin() + 6),
            (std::vector<std::int64_t>{10, 60, 300, 1800, 3600, 3600}));
  EXPECT_LE(now_, kNow + std::chrono::hours(24));
  EXPECT_GT(now_, kNow + std::chrono::hours(22));
  EXPECT_EQ(iks_.state().webhooks_given_up, 1u);
}

TEST_F(WebhooksTest, ScheduleIsASwitch) {
  iks_.SetSwitch("iks.webhook_retry_seconds", "1, 2");
  SetStatus("chd-1", "Enrolled");
  for (const int wait : {1, 2, 2}) {
    iks_.Settle(Take().at(0).id, 500, now_);
    EXPECT_EQ(*iks_.NextDue() - now_, seconds(wait));
    now_ = *iks_.NextDue();
  }
  EXPECT_NE(iks_.SetSwitch("iks.webhook_retry_seconds", "1,x"), std::nullopt);
}

TEST_F(WebhooksTest, DuplicateDropDelayReorder) {
  SetStatus("chd-1", "Enrolled");
  auto taken = Take({{"webhook_duplicate", {{"ms", "0"}}}});
  ASSERT_EQ(taken.size(), 2u);
  EXPECT_EQ(taken[0].request.body, taken[1].request.body);
  EXPECT_NE(taken[0].id, taken[1].id);
  iks_.Settle(taken[0].id, 200, now_);
  iks_.Settle(taken[1].id, 500, now_);
  EXPECT_TRUE(iks_.state().deliveries.empty()) << "the copy is not retried";

  SetStatus("chd-1", "Lost");
  EXPECT_TRUE(Take({{"webhook_drop", {}}}).empty());
  EXPECT_TRUE(iks_.state().deliveries.empty());

  SetStatus("chd-1", "Waitlist");
  EXPECT_TRUE(Take({{"webhook_delay", {{"ms", "60000"}}}}).empty());
  EXPECT_EQ(iks_.NextDue(), now_ + seconds(60));
  now_ += seconds(60);
  EXPECT_TRUE(iks_.PeekOutgoing(now_).empty()) << "no second fault for the same webhook";
  EXPECT_EQ(Take({{"webhook_delay", {{"ms", "60000"}}}}).size(), 1u);
}

TEST_F(WebhooksTest, ReorderThroughTheHostLetsTheLaterOvertake) {
  auto owned = std::make_unique<IksSimulator>();
  ASSERT_TRUE(owned->Seed(SampleSeed(), kNow).empty());
  kit::SimulatorHost host(std::move(owned));
  ASSERT_TRUE(host.faults().Add({{"kind", "webhook_reorder"}, {"ms", 3000}}).empty());
  for (const auto* status : {"Enrolled", "Withdrawn"}) {
    host.simulator().Staff(
        {{"action", "set_status"}, {"account_id", "sunrise"}, {"child_id", "chd-1"}, {"status", status}}, kNow);
  }
  auto taken = host.TakeOutgoing(kNow);
  ASSERT_EQ(taken.size(), 1u);
  EXPECT_EQ(json::parse(taken[0].request.body)["new"], "Withdrawn");
  taken = host.TakeOutgoing(kNow + seconds(3));
  ASSERT_EQ(taken.size(), 1u);
  EXPECT_EQ(json::parse(taken[0].request.body)["new"], "Enrolled");
}

TEST_F(WebhooksTest, SubscriptionCountsAtSending) {
  SetStatus("chd-1", "Enrolled");
  Staff({{"action", "set_webhook"}, {"url", "http://127.0.0.1:10/new"}, {"secret", "other"}});
  auto taken = Take();
  ASSERT_EQ(taken.size(), 1u);
  EXPECT_EQ(taken[0].request.target, "http://127.0.0.1:10/new");
  SetStatus("chd-1", "Lost");
  Staff({{"action", "remove_webhook"}});
  EXPECT_TRUE(Take().empty());
  iks_.Settle(taken[0].id, 500, now_);
  EXPECT_EQ(iks_.NextDue(), std::nullopt);
}

TEST_F(WebhooksTest, LateSettleAfterResetTouchesNothing) {
  SetStatus("chd-1", "Enrolled");
  const auto old_id = Take().at(0).id;
  iks_.Reset();
  ASSERT_TRUE(iks_.Seed(SampleSeed(), now_).empty());
  SetStatus("chd-1", "Enrolled");
  iks_.Settle(old_id, 200, now_);
  EXPECT_EQ(Take().size(), 1u);
}

TEST_F(WebhooksTest, NewChildIsAnnouncedOnlyBySwitch) {
  Staff({{"action", "add_child"}, {"family_id", "fam-1"}, {"status", "Enrolled"}});
  EXPECT_TRUE(Take().empty());
  iks_.SetSwitch("iks.webhook_on_create", "true");
  Staff({{"action", "add_child"}, {"family_id", "fam-1"}, {"status", "Enrolled"}});
  EXPECT_EQ(Take().size(), 1u);
}

}  // namespace
}  // namespace ikp::simulators::iks
