#include "simulators/app/options.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

namespace ikp::simulators::app {
namespace {

tl::expected<Options, Stop> Read(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "simulators");
  return ReadOptions(static_cast<int>(arguments.size()), arguments.data());
}

TEST(Options, DefaultsAndValues) {
  const auto defaults = Read({});
  ASSERT_TRUE(defaults);
  EXPECT_EQ(defaults->iks_port, 0);
  EXPECT_FALSE(defaults->manual_start);
  const auto given = Read({"--iks-port", "9101", "--clock", "2026-03-02T12:00:00Z", "--json", "--seed", "x.json"});
  ASSERT_TRUE(given);
  EXPECT_EQ(given->iks_port, 9101);
  EXPECT_TRUE(given->manual_start);
  EXPECT_TRUE(given->json);
  EXPECT_EQ(given->seed_path, "x.json");
}

TEST(Options, HelpIsNoMistake) {
  const auto help = Read({"--help"});
  ASSERT_FALSE(help);
  EXPECT_EQ(help.error().exit_code, 0);
  EXPECT_NE(help.error().text.find("Example:"), std::string::npos);
}

TEST(Options, EveryMistakeNamesItsFlagAndEndsWithTwo) {
  const std::vector<std::pair<std::vector<const char*>, std::string>> mistakes = {
      {{"--iks-port", "70000"}, "--iks-port"},
      {{"--iks-port", "-1"}, "--iks-port"},
      {{"--procare-online-port", "abc"}, "--procare-online-port"},
      {{"--clock", "noon"}, "--clock"},
      {{"--seed"}, "--seed"},
      {{"--iks-port", "9101", "--procare-online-port", "9101"}, "--procare-online-port"},
      {{"--iks-port", "9101", "--procare-desktop-port", "9101"}, "--procare-desktop-port"},
      {{"--procare-online-port", "9102", "--procare-desktop-port", "9102"}, "--procare-desktop-port"},
      {{"--fast"}, "--fast"}};
  for (const auto& [arguments, flag] : mistakes) {
    const auto result = Read(arguments);
    ASSERT_FALSE(result) << flag;
    EXPECT_EQ(result.error().exit_code, 2);
    EXPECT_NE(result.error().text.find(flag), std::string::npos) << result.error().text;
  }
}

TEST(SeedFile, MistakesNameTheFileAndTheField) {
  const std::string folder = std::getenv("TEST_TMPDIR");
  const auto write = [&](const std::string& text) {
    const auto path = folder + "/seed.json";
    std::ofstream(path) << text;
    return path;
  };
  EXPECT_EQ(ReadSeedFile(folder + "/absent.json").error().at(0), "--seed: cannot read " + folder + "/absent.json");
  EXPECT_NE(ReadSeedFile(write("{\n\"iks\": }")).error().at(0).find("line 2, column 8"), std::string::npos);
  EXPECT_NE(ReadSeedFile(write(R"({"iks": {}, "procare": {}})")).error().at(0).find("procare: is not known"),
            std::string::npos);
  EXPECT_NE(ReadSeedFile(write("[1]")).error().at(0).find("must be a JSON object"), std::string::npos);
  EXPECT_EQ(ReadSeedFile(write(R"({"iks": {"accounts": []}})")).value()["iks"]["accounts"].size(), 0u);
  EXPECT_TRUE(ReadSeedFile(write(R"({"procare_desktop": {}})")).value().contains("procare_desktop"));
}

}  // namespace
}  // namespace ikp::simulators::app
