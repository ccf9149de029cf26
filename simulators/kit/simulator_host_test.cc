#include "simulators/kit/simulator_host.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "simulators/kit/fake_simulator.h"

namespace ikp::simulators::kit {
namespace {

using nlohmann::json;

const Instant kNow = *ParseInstant("2026-03-02T12:00:00.000Z");

class SimulatorHostTest : public testing::Test {
 protected:
  HostReply Send(const std::string& method, const std::string& target, const std::string& body = "") {
    return host_.Handle({method, target, {{"Authorization", "Bearer secret"}, {"Host", "sunrise.example"}}, body},
                        now_);
  }
  json Admin(const std::string& method, const std::string& path, const json& body = nullptr, int status = 200) {
    const auto reply = Send(method, "/__admin" + path, body.is_null() ? "" : body.dump());
    EXPECT_EQ(reply.response.status, status) << reply.response.body;
    EXPECT_TRUE(reply.admin);
    return json::parse(reply.response.body);
  }

  FakeSimulator* fake_ = new FakeSimulator;
  SimulatorHost host_{std::unique_ptr<Simulator>(fake_)};
  Instant now_ = kNow;
};

TEST_F(SimulatorHostTest, AnswerLostCommitsAndClosesOnce) {
  EXPECT_EQ(Admin("POST", "/faults", {{"kind", "answer_lost"}}, 201)["ids"][0], 1);
  const auto reply = Send("POST", "/things");
  EXPECT_EQ(reply.disposition, HostDisposition::kCloseSilently);
  EXPECT_EQ(fake_->count, 1);
  EXPECT_EQ(Send("POST", "/things").disposition, HostDisposition::kSend);
  EXPECT_EQ(fake_->count, 2);
}

TEST_F(SimulatorHostTest, ResetBeforeDoesNotHandle) {
  Admin("POST", "/faults", {{"kind", "reset_before"}}, 201);
  EXPECT_EQ(Send("POST", "/things").disposition, HostDisposition::kReset);
  EXPECT_EQ(fake_->count, 0);
}

TEST_F(SimulatorHostTest, StatusAndTooMany) {
  Admin("POST", "/faults",
        json::array({{{"kind", "status"}, {"status", 503}},
                     {{"kind", "status"}, {"status", 500}, {"after_commit", true}, {"after", 1}},
                     {{"kind", "too_many"}, {"retry_after", 7}, {"after", 2}},
                     {{"kind", "too_many"}, {"retry_after", 60}, {"retry_after_date", true}, {"after", 3}}}),
        201);
  EXPECT_EQ(Send("POST", "/a").response.status, 503);
  EXPECT_EQ(fake_->count, 0);
  EXPECT_EQ(Send("POST", "/a").response.status, 500);
  EXPECT_EQ(fake_->count, 1);
  EXPECT_EQ(Send("POST", "/a").response.headers.Get("retry-after"), "7");
  EXPECT_EQ(Send("POST", "/a").response.headers.Get("Retry-After"), "Mon, 02 Mar 2026 12:01:00 GMT");
  EXPECT_EQ(Send("POST", "/a").response.status, 200);
}

TEST_F(SimulatorHostTest, LatencyTruncationAndHtml) {
  Admin("POST", "/faults",
        json::array({{{"kind", "latency"}, {"ms", 250}}, {{"kind", "truncated_body"}}, {{"kind", "html_body"}}}), 201);
  const auto reply = Send("POST", "/a");
  EXPECT_EQ(reply.delay.count(), 250);
  EXPECT_EQ(reply.disposition, HostDisposition::kSendHalf);
  EXPECT_EQ(reply.response.headers.Get("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(fake_->count, 1);
}

TEST_F(SimulatorHostTest, MatchOnMethodPathAndTenant) {
  Admin("POST", "/faults",
        {{"kind", "status"}, {"status", 418}, {"times", 0}, {"match", {{"method", "GET"}, {"path", "/api/v1/kids"}}}},
        201);
  EXPECT_EQ(Send("GET", "/api/v1/kids/7?x=1").response.status, 418);
  EXPECT_EQ(Send("GET", "/t/sunrise/api/v1/kids").response.status, 418);
  EXPECT_EQ(Send("POST", "/api/v1/kids").response.status, 200);
  EXPECT_EQ(Send("GET", "/api/v1/rooms").response.status, 200);
  Admin("DELETE", "/faults/1");
  Admin("DELETE", "/faults/1", nullptr, 404);
  Admin("POST", "/faults",
        {{"kind", "status"}, {"status", 418}, {"times", 0}, {"match", {{"path", "*/kids/*"}, {"tenant", "sunrise"}}}},
        201);
  EXPECT_EQ(Send("GET", "/api/v1/kids/7").response.status, 418) << "tenant from the Host header";
  EXPECT_EQ(Send("GET", "/t/moon/api/v1/kids/7").response.status, 200);
  EXPECT_EQ(Admin("DELETE", "/faults")["deleted"], 1);
}

TEST_F(SimulatorHostTest, ProbabilityIsDeterministicAndDumped) {
  Admin("POST", "/faults", {{"kind", "status"}, {"status", 500}, {"times", 0}, {"probability", 0.5}}, 201);
  for (int i = 0; i < 10; ++i) Send("GET", "/a");
  const auto dump = Admin("GET", "/dump");
  const auto run = [&] {
    std::string pattern;
    for (int i = 0; i < 64; ++i) pattern += Send("GET", "/a").response.status == 500 ? 'x' : '.';
    return pattern;
  };
  const auto first = run();
  EXPECT_NE(first.find('x'), std::string::npos);
  EXPECT_NE(first.find('.'), std::string::npos);
  Admin("POST", "/seed", dump);
  EXPECT_EQ(Admin("GET", "/dump"), dump);
  EXPECT_EQ(run(), first);
}

TEST_F(SimulatorHostTest, WrongFaultsAreExplained) {
  const auto body = Admin("POST", "/faults",
                          json::array({{{"kind", "latensy"}},
                                       {{"kind", "latency"}},
                                       {{"kind", "status"}, {"status", 99}},
                                       {{"kind", "answer_lost"}, {"ms", 5}, {"match", {{"pth", "x"}}}}}),
                          422);
  std::vector<std::string> fields;
  for (const auto& field : body["error"]["fields"]) fields.push_back(field["field"]);
  EXPECT_EQ(fields, (std::vector<std::string>{"[0].kind", "[1].ms", "[2].status", "[3].match.pth", "[3].ms"}));
  EXPECT_TRUE(Admin("GET", "/faults")["faults"].empty());
}

TEST_F(SimulatorHostTest, StateMachineGetsItsOwnFaults) {
  Admin("POST", "/faults", {{"kind", "page_cap"}, {"cap", 3}}, 201);
  Send("GET", "/a");
  EXPECT_EQ(fake_->seen_faults, std::vector<std::string>{"page_cap"});
}

// A fault that names no request waits for one that it can act on.
TEST_F(SimulatorHostTest, AFaultIsNotSpentOnRequestsThatItDoesNotFit) {
  Admin("POST", "/faults", json::array({{{"kind", "not_enough_seats"}}, {{"kind", "page_cap"}, {"cap", 3}}}), 201);
  Send("GET", "/session/1/schools");
  EXPECT_EQ(fake_->seen_faults, std::vector<std::string>{"page_cap"});
  Send("POST", "/session/1/accounts");
  EXPECT_EQ(fake_->seen_faults.size(), 1u);
  Send("POST", "/session");
  EXPECT_EQ(fake_->seen_faults.back(), "not_enough_seats");
  Admin("POST", "/faults", {{"kind", "not_enough_seats"}, {"match", {{"path", "/session/1"}}}}, 201);
  Send("GET", "/session/1/schools");
  EXPECT_EQ(fake_->seen_faults.size(), 3u) << "what is named counts";
}

TEST_F(SimulatorHostTest, JournalKeepsBodiesAndRedacts) {
  Send("POST", "/oauth/token", "grant_type=client_credentials&client_secret=s3cret&scope=x");
  Send("GET", "/a?b=c");
  const auto journal = Admin("GET", "/journal?since=0&limit=1");
  ASSERT_EQ(journal["entries"].size(), 1u);
  const auto& entry = journal["entries"][0];
  EXPECT_EQ(entry["body"], "grant_type=client_credentials&client_secret=[redacted]&scope=x");
  EXPECT_EQ(entry["headers"]["Authorization"], "[redacted]");
  EXPECT_EQ(entry["at"], "2026-03-02T12:00:00.000Z");
  EXPECT_EQ(entry["note"], "handled");
  EXPECT_EQ(journal["last_seq"], 2);
  const auto second = Admin("GET", "/journal?since=1")["entries"];
  ASSERT_EQ(second.size(), 1u) << "admin requests are not in it";
  EXPECT_EQ(second[0]["query"], "b=c");
  Admin("GET", "/journal?sinse=1", nullptr, 422);
  EXPECT_EQ(Admin("DELETE", "/journal")["deleted"], 2);
}

TEST_F(SimulatorHostTest, JournalIsBounded) {
  for (std::size_t i = 0; i < Journal::kMaximumEntries + 5; ++i) Send("GET", "/a");
  EXPECT_EQ(host_.journal().entries().size(), Journal::kMaximumEntries);
  EXPECT_EQ(host_.journal().entries().front().seq, 6u);
}

TEST(RedactSecrets, JsonValuesWithEscapes) {
  EXPECT_EQ(RedactSecrets(R"({"access_token": "a\"b", "x": "y"})"), R"({"access_token": "[redacted]", "x": "y"})");
  EXPECT_EQ(RedactSecrets("secretary=1&a=secret"), "secretary=1&a=secret");
}

TEST_F(SimulatorHostTest, ResetAndSeed) {
  EXPECT_TRUE(host_.SetStartSeed({{"count", 5}}, now_).empty());
  Send("POST", "/a");
  EXPECT_EQ(fake_->count, 6);
  Admin("POST", "/reset", {{"to", "seed"}});
  EXPECT_EQ(fake_->count, 5);
  Admin("POST", "/reset", {{"to", "empty"}});
  EXPECT_EQ(fake_->count, 0);
  Admin("POST", "/reset", {{"to", "yesterday"}}, 422);
  const auto refused = Admin("POST", "/seed", {{"count", "x"}}, 422);
  EXPECT_EQ(refused["error"]["fields"][0]["field"], "count");
  EXPECT_EQ(Send("POST", "/__admin/seed", "{").response.status, 400);
}

TEST_F(SimulatorHostTest, SwitchesAllOrNothingAndProvenance) {
  Admin("PATCH", "/switches", {{"fake.mode", "b"}});
  EXPECT_EQ(Admin("GET", "/provenance")["provenance"][0], json({{"id", "fake.thing"},
                                                                {"what", "It counts."},
                                                                {"confidence", "assumed"},
                                                                {"source", "-"},
                                                                {"switch", "fake.mode"},
                                                                {"value", "b"},
                                                                {"default", "a"}}));
  const auto refused = Admin("PATCH", "/switches", {{"fake.mode", "a"}, {"fake.other", 1}}, 422);
  EXPECT_EQ(refused["error"]["fields"][0]["field"], "fake.other");
  EXPECT_EQ(Admin("GET", "/switches")["switches"][0]["value"], "b");
}

TEST_F(SimulatorHostTest, UnknownAdminRoutes) {
  EXPECT_EQ(Admin("GET", "/journel", nullptr, 404)["error"]["nearest"], "GET /__admin/journal");
  EXPECT_EQ(Send("PUT", "/__admin/faults").response.headers.Get("Allow"), "DELETE, GET, POST");
  EXPECT_FALSE(Send("GET", "/__administrator").admin);
}

TEST_F(SimulatorHostTest, WebhookFaultsAreCountedPerWebhook) {
  Admin("POST", "/faults", {{"kind", "webhook_drop"}, {"after", 1}}, 201);
  Send("POST", "/remind/10");
  Send("POST", "/remind/10");
  Send("POST", "/remind/10");
  EXPECT_EQ(host_.NextDue(), kNow + std::chrono::milliseconds(10));
  now_ += std::chrono::milliseconds(10);
  const auto taken = host_.TakeOutgoing(now_);
  ASSERT_EQ(taken.size(), 2u);
  EXPECT_EQ(taken[0].id, 1u);
  EXPECT_EQ(taken[1].id, 3u);
  host_.Settle(1, 204, now_);
  host_.Settle(3, std::nullopt, now_);
  const auto entries = Admin("GET", "/journal?since=3")["entries"];
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0]["fault"], "webhook_drop");
  EXPECT_EQ(entries[1]["status"], 204);
  EXPECT_EQ(entries[2]["note"], "no answer arrived");
}

}  // namespace
}  // namespace ikp::simulators::kit
