#include "engine/iks/webhook.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

namespace ikp::iks {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

const domain::Instant kNow = *domain::ParseInstant("2026-03-08T09:00:00Z");
const char* const kTimestamp = "1772960400";  // the same instant

json Event() {
  return {{"event_id", "evt-1"},
          {"type", "child.status_changed"},
          {"account_id", "acme"},
          {"location_id", "loc-1"},
          {"family_id", 12},
          {"child_id", "kid-7"},
          {"old", "Waitlist"},
          {"new", "Enrolled"},
          {"version", 7},
          {"origin", "staff"},
          {"at", "2026-03-08T08:59:59.000Z"}};
}

http::Headers Signed(std::string_view body, std::string_view secret = "s3cret", std::string timestamp = kTimestamp) {
  return {{"x-iks-signature", WebhookSignature(secret, timestamp, body)}, {"x-iks-timestamp", timestamp}};
}

const WebhookSettings kSettings{{"s3cret"}, "acme", 5min, 4096};

int RefusalOf(const json& event) {
  const std::string body = event.dump();
  const auto reading = VerifyAndParse(Signed(body), body, kSettings, kNow);
  return reading ? 0 : reading.error().status;
}

TEST(Webhook, ReadsATrigger) {
  const std::string body = Event().dump();
  const auto reading = VerifyAndParse(Signed(body), body, kSettings, kNow);
  ASSERT_TRUE(reading.has_value());
  ASSERT_TRUE(reading->has_value());
  const ports::Trigger& trigger = **reading;
  EXPECT_EQ(trigger.event.str(), "evt-1");
  EXPECT_EQ(trigger.location.str(), "loc-1");
  EXPECT_EQ(trigger.family.str(), "12");
  EXPECT_EQ(trigger.child.str(), "kid-7");
  EXPECT_EQ(trigger.status, "Enrolled");
  EXPECT_EQ(trigger.source, "webhook");
  EXPECT_EQ(trigger.received_at, kNow);
}

TEST(Webhook, SignatureIsTheOneOfTheContract) {
  // echo -n '1772960400.{}' | openssl dgst -sha256 -hmac s3cret
  EXPECT_EQ(WebhookSignature("s3cret", kTimestamp, "{}"),
            "sha256=e8b231218c98bb8caf01aee862774743da896b0115d3e0059d177aa64c590f12");
}

TEST(Webhook, RefusesWhatIsNotProven) {
  const std::string body = Event().dump();
  const auto status = [&](const http::Headers& headers, std::string_view text, domain::Instant now = kNow) {
    const auto reading = VerifyAndParse(headers, text, kSettings, now);
    return reading ? 0 : reading.error().status;
  };
  EXPECT_EQ(status({}, body), 401);
  EXPECT_EQ(status({{"X-IKS-Timestamp", kTimestamp}}, body), 401);
  EXPECT_EQ(status({{"X-IKS-Timestamp", kTimestamp}, {"X-IKS-Signature", "sha256="}}, body), 401);
  EXPECT_EQ(status(Signed(body, "other"), body), 401);
  EXPECT_EQ(status(Signed(body), body + " "), 401);
  EXPECT_EQ(status(Signed(body, "s3cret", "soon"), body), 401);
  EXPECT_EQ(status(Signed(body, "s3cret", "99999999999999999999"), body), 401);
  EXPECT_EQ(status(Signed(body), body, kNow + 5min), 0);
  EXPECT_EQ(status(Signed(body), body, kNow + 5min + 1ms), 401);
  EXPECT_EQ(status(Signed(body), body, kNow - 5min - 1ms), 401);
  EXPECT_EQ(
      status({{"X-IKS-Timestamp", "1772960401"}, {"X-IKS-Signature", WebhookSignature("s3cret", kTimestamp, body)}},
             body),
      401);
}

TEST(Webhook, WithoutASecretNothingIsAccepted) {
  const std::string body = Event().dump();
  EXPECT_FALSE(VerifyAndParse(Signed(body, ""), body, {{}, "", 5min, 4096}, kNow).has_value());
  EXPECT_FALSE(VerifyAndParse(Signed(body, ""), body, {{""}, "", 5min, 4096}, kNow).has_value());
}

TEST(Webhook, DuringARotationBothSecretsWork) {
  const std::string body = Event().dump();
  const WebhookSettings settings{{"new", "old"}, "acme", 5min, 4096};
  EXPECT_TRUE(VerifyAndParse(Signed(body, "new"), body, settings, kNow).has_value());
  EXPECT_TRUE(VerifyAndParse(Signed(body, "old"), body, settings, kNow).has_value());
}

TEST(Webhook, RefusesWhatIsTooLargeBeforeLookingAtIt) {
  const std::string body(5000, 'x');
  EXPECT_EQ(VerifyAndParse({}, body, kSettings, kNow).error().status, 413);
}

TEST(Webhook, NamesTheFieldsThatAreMissing) {
  json event = Event();
  event.erase("child_id");
  event["new"] = "";
  event["family_id"] = nullptr;
  const std::string body = event.dump();
  const auto reading = VerifyAndParse(Signed(body), body, kSettings, kNow);
  ASSERT_FALSE(reading.has_value());
  EXPECT_EQ(reading.error().status, 400);
  EXPECT_EQ(reading.error().reason, "fields are missing or not usable: family_id, child_id, new");
}

TEST(Webhook, RefusesWhatItDoesNotUnderstand) {
  json event = Event();
  event["account_id"] = "other";
  EXPECT_EQ(RefusalOf(event), 400);
  event = Event();
  event.erase("type");
  EXPECT_EQ(RefusalOf(event), 400);
  EXPECT_EQ(RefusalOf(json::array()), 400);
}

TEST(Webhook, AcceptsAndIgnoresOtherTypes) {
  for (const char* type : {"ping", "family.created"}) {
    const std::string body = json{{"type", type}}.dump();
    const auto reading = VerifyAndParse(Signed(body), body, kSettings, kNow);
    ASSERT_TRUE(reading.has_value());
    EXPECT_FALSE(reading->has_value());
  }
}

RC_GTEST_PROP(WebhookProperty, ChangingAnyByteOfTheBodyBreaksTheProof, ()) {
  std::string body = Event().dump();
  const auto headers = Signed(body);
  const auto at = *rc::gen::inRange<std::size_t>(0, body.size());
  const auto by = static_cast<char>(*rc::gen::inRange(1, 256));
  body[at] = static_cast<char>(body[at] ^ by);
  const auto reading = VerifyAndParse(headers, body, kSettings, kNow);
  RC_ASSERT(!reading.has_value());
  RC_ASSERT(reading.error().status == 401);
}

RC_GTEST_PROP(WebhookProperty, AnyProvenBodyIsJudgedWithoutThrowing, (const std::string& body)) {
  const auto reading = VerifyAndParse(Signed(body), body, kSettings, kNow);
  if (!reading) RC_ASSERT(reading.error().status == 400 || reading.error().status == 413);
}

}  // namespace
}  // namespace ikp::iks
