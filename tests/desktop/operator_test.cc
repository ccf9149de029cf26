// What an operator at the engine's machine asks, while agents reach the same engine by TLS: the address of its own, and
// the commands that find the engine there.
#include "tests/desktop/process_bench.h"

namespace ikp::tests {
namespace {

using OperatorTest = ProcessBench;

struct Said {
  std::optional<int> code;
  json body;
};

TEST_F(OperatorTest, ReachesTheEngineAtAnAddressOfItsOwn) {
  EXPECT_TRUE(Send("GET", Operator() + "/admin/v1/status"));
  http::Request stranger{.method = "GET", .target = Operator() + "/admin/v1/status", .headers = {}, .body = {}};
  const auto refused = runtime::BlockingSend(stranger, seconds(20));
  ASSERT_TRUE(refused) << refused.error();
  EXPECT_EQ(refused->status, 401) << "the address is no password";
  // Without TLS nothing is to be had at the address for agents.
  http::Request plain{.method = "GET",
                      .target = "http://127.0.0.1:" + std::to_string(port_) + "/admin/v1/status",
                      .headers = {},
                      .body = {}};
  plain.headers.Set("Authorization", "Bearer kill-test-admin-token");
  const auto answer = runtime::BlockingSend(std::move(plain), seconds(20));
  EXPECT_FALSE(answer && answer->status == 200);
}

TEST_F(OperatorTest, StatusAndCheckAskTheRunningEngine) {
  const auto command = [&](const std::string& name) {
    Said said;
    auto started = ChildProcess::Start(
        {Runfile("engine/app/engine"), name, "--config", folder_ + "/engine.json", "--json"}, folder_ + "/command.log");
    EXPECT_TRUE(started) << started.error();
    said.body = json::parse(started->ReadLine(seconds(60)).value_or(""), nullptr, false);
    said.code = started->WaitFor(seconds(20));
    return said;
  };
  // The agent has registered by itself; a check goes through it to the program and back.
  const auto check = command("check");
  ASSERT_TRUE(check.body.is_object()) << LastLines(folder_ + "/command.log");
  const auto text = check.body.dump();
  EXPECT_NE(text.find("The program answers"), std::string::npos) << text;
  EXPECT_NE(text.find("School 1 is in the database"), std::string::npos) << text;
  const auto status = command("status");
  ASSERT_TRUE(status.body.is_object()) << LastLines(folder_ + "/command.log");
  EXPECT_EQ(status.body.at("sites").size(), 1u);
  EXPECT_EQ(status.code, 0);
}

TEST_F(OperatorTest, ACheckOfASiteThatTheRunningEngineDoesNotKnowFails) {
  auto config = json::parse(runtime::ReadFile(folder_ + "/engine.json").value());
  auto site = config["sites"][0];
  site["id"] = "pond";
  site["iks_location"] = "loc-pond";
  site["procare"]["school"] = "2";
  config["sites"].push_back(site);
  Write("engine.json", config.dump());
  auto started =
      ChildProcess::Start({Runfile("engine/app/engine"), "check", "--config", folder_ + "/engine.json", "--json"},
                          folder_ + "/command.log");
  ASSERT_TRUE(started) << started.error();
  const auto line = started->ReadLine(seconds(60)).value_or("");
  const auto body = json::parse(line, nullptr, false);
  ASSERT_TRUE(body.is_object()) << line << LastLines(folder_ + "/command.log");
  EXPECT_FALSE(body.value("good", true));
  EXPECT_NE(line.find("pond"), std::string::npos) << line;
  EXPECT_EQ(started->WaitFor(seconds(20)), 1);
}

}  // namespace
}  // namespace ikp::tests
