#include "engine/agent_app/agent_config.h"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <nlohmann/json.hpp>

#include "engine/config/fixed_secrets.h"

namespace ikp::agent_app {
namespace {

using nlohmann::json;

json Sample() {
  return json::parse(R"({"engine_url": "https://sync.example.com/", "activation_key": {"env": "KEY"},
      "journal": "agent.sqlite3",
      "data": {"kind": "program", "url": "http://127.0.0.1:9200", "client_version": "10.2.1"}})");
}

tl::expected<AgentConfig, Problems> Parse(const std::string& text) {
  config::FixedSecrets secrets;
  secrets.variables["KEY"] = "secret-key-0123456789";
  secrets.variables["DESKTOP_ACTIVATION_KEY"] = "secret-key-0123456789";
  return ParseAgentConfig(text, secrets, "/etc/agent");
}

// All problems, one a line.
std::string After(const std::function<void(json&)>& change) {
  auto document = Sample();
  change(document);
  const auto config = Parse(document.dump());
  return config ? "" : config::FormatProblems(config.error());
}

TEST(AgentConfigTest, ASmallOne) {
  const auto config = Parse(Sample().dump());
  ASSERT_TRUE(config.has_value()) << config::FormatProblems(config.error());
  EXPECT_EQ(config->engine_url, "https://sync.example.com");
  EXPECT_EQ(config->activation_key.Reveal(), "secret-key-0123456789");
  EXPECT_EQ(config->journal_path, "/etc/agent/agent.sqlite3");
  const auto& program = std::get<ProgramConfig>(config->data);
  EXPECT_EQ(program.url, "http://127.0.0.1:9200");
  EXPECT_EQ(program.client_version, "10.2.1");
  EXPECT_FALSE(config->extra_trust_file);
}

TEST(AgentConfigTest, TheExampleHasEveryField) {
  std::ifstream file("engine/agent_app/example.json");
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const auto config = Parse(text);
  ASSERT_TRUE(config.has_value()) << config::FormatProblems(config.error());
  EXPECT_EQ(config->first_retry, std::chrono::seconds(2));
}

TEST(AgentConfigTest, AFolderOfExports) {
  auto document = Sample();
  document["data"] = json::parse(R"({"kind": "folder", "path": "exports", "centre": "Lake",
      "time_zone": "America/Chicago", "oldest_hours": 20, "placeholder_markers": ["TEST"],
      "schools": [2, 1], "date_order": "dmy"})");
  const auto config = Parse(document.dump());
  ASSERT_TRUE(config.has_value()) << config::FormatProblems(config.error());
  const auto& folder = std::get<FolderConfig>(config->data);
  EXPECT_EQ(folder.path, "/etc/agent/exports");
  EXPECT_EQ(folder.centre, "Lake");
  EXPECT_EQ(folder.zone->name(), "America/Chicago");
  EXPECT_EQ(folder.oldest, std::chrono::hours(20));
  EXPECT_EQ(folder.placeholders, std::vector<std::string>{"TEST"});
  EXPECT_EQ(folder.date_order, desktop_agent::DateOrder::kDayMonthYear);
  EXPECT_EQ(folder.schools, (std::set<std::int64_t>{1, 2}));
  document["data"] = json::parse(R"({"kind": "folder", "path": "exports"})");
  const auto small = Parse(document.dump());
  ASSERT_TRUE(small.has_value());
  EXPECT_FALSE(std::get<FolderConfig>(small->data).placeholders);
  EXPECT_TRUE(std::get<FolderConfig>(small->data).schools.empty());
  document["data"]["schools"] = json::parse(R"([1, "2"])");
  const auto wrong = Parse(document.dump());
  ASSERT_FALSE(wrong.has_value());
  EXPECT_NE(config::FormatProblems(wrong.error()).find("data.schools[1]"), std::string::npos);
  document["data"]["time_zone"] = "Chicago time";
  EXPECT_NE(After([&](json& d) { d = document; }).find("data.time_zone: "), std::string::npos);
  document["data"]["time_zone"] = nullptr;
  document["data"]["url"] = "http://127.0.0.1";
  EXPECT_NE(After([&](json& d) { d = document; }).find("data.url: "), std::string::npos) << "a folder has none";
}

TEST(AgentConfigTest, OtherFields) {
  auto document = Sample();
  document["network"] = {{"extra_trust_file", "ca.pem"}};
  document["retry"] = {{"first_seconds", 0.5}, {"longest_seconds", 5}};
  const auto config = Parse(document.dump());
  ASSERT_TRUE(config.has_value());
  EXPECT_EQ(config->extra_trust_file, "/etc/agent/ca.pem");
  EXPECT_EQ(config->first_retry, std::chrono::milliseconds(500));
  EXPECT_EQ(config->longest_retry, std::chrono::seconds(5));
}

TEST(AgentConfigTest, AllMistakesAreToldAtOnce) {
  const auto problems = Parse(R"({"engin_url": "x"})");
  ASSERT_FALSE(problems.has_value());
  EXPECT_GE(problems.error().size(), 5u) << "four missing fields and an unknown one";
}

TEST(AgentConfigTest, MistakesNameTheFieldAndTheFix) {
  EXPECT_EQ(After([](json& d) { d["engine_url"] = "http://sync.example.com"; }),
            "engine_url: The address is not encrypted. Fix: Write https:// instead of http://; plain http is for "
            "127.0.0.1 only.\n");
  EXPECT_EQ(After([](json& d) { d["data"]["url"] = "http://bridge.lan:9200"; }).rfind("data.url: ", 0), 0u);
  EXPECT_NE(After([](json& d) { d["data"]["kind"] = "sql"; }).find("data.kind: "), std::string::npos);
  EXPECT_NE(After([](json& d) { d["data"].erase("client_version"); }).find("data.client_version: "), std::string::npos);
  EXPECT_NE(After([](json& d) { d["data"]["page_rows"] = 1000; }).find("data.page_rows: "), std::string::npos);
  EXPECT_NE(After([](json& d) {
              d["retry"] = {{"first_seconds", 9}, {"longest_seconds", 1}};
            }).find("retry.longest_seconds: It is shorter"),
            std::string::npos);
  EXPECT_NE(After([](json& d) {
              d["activation_key"] = {{"env", "OTHER_KEY"}};
            }).find("activation_key: "),
            std::string::npos);
}

TEST(AgentConfigTest, ASecretIsNeverRepeated) {
  const auto text = After([](json& d) { d["activation_key"] = "secret-key-0123456789"; });
  EXPECT_NE(text.find("activation_key: "), std::string::npos);
  EXPECT_EQ(text.find("secret-key"), std::string::npos);
}

TEST(AgentConfigTest, WhatIsNotJson) {
  EXPECT_FALSE(Parse("").has_value());
  EXPECT_FALSE(Parse("[]").has_value());
  EXPECT_FALSE(Parse("{\"engine_url\": }").has_value());
}

}  // namespace
}  // namespace ikp::agent_app
