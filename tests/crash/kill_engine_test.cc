// The real engine process, killed with SIGKILL again and again in the middle of its pushes, on real sockets with its
// real store. At the end every family stands in Procare exactly once (I1, I2, I11).
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <thread>

#include "engine/store/sqlite_store.h"
#include "tools/demo_player/enterprise.h"

namespace ikp::tests {
namespace {

using demo::Enterprise;
using nlohmann::json;

constexpr int kKills = 60;
constexpr int kFamilies = 120;
constexpr char kSchool[] = "10000000-0000-4000-8000-000000000001";

std::string Numbered(const std::string& text, int number) {
  return text + (number < 10 ? "00" : number < 100 ? "0" : "") + std::to_string(number);
}

// One centre with an empty Procare school and families that nobody can confuse, in no trigger status yet.
json Seed() {
  json families = json::array();
  for (int i = 0; i < kFamilies; ++i) {
    const std::string id = Numbered("fam-", i);
    families.push_back(
        {{"id", id},
         {"location_id", "loc-brooklyn"},
         {"status", "Waitlist"},
         {"guardians", json::array({{{"id", id + "-g"},
                                     {"first_name", Numbered("Parent", i)},
                                     {"last_name", Numbered("Family", i)},
                                     {"email", id + "@example.com"},
                                     {"mobile", "(718) 555-0" + Numbered("", i)},
                                     {"relationship", "Mother"},
                                     {"is_primary", true}}})},
         {"children",
          json::array({{{"id", Numbered("child-", i)},
                        {"first_name", Numbered("Child", i)},
                        {"last_name", Numbered("Family", i)},
                        {"dob", "2022-05-" + std::string(i % 28 < 9 ? "0" : "") + std::to_string(i % 28 + 1)},
                        {"status", "Waitlist"},
                        {"desired_start_date", "2026-06-01"}}})}});
  }
  json locations = json::array();
  json schools = json::array();
  int number = 0;
  for (const auto& [place, zone] : std::vector<std::pair<std::string, std::string>>{
           {"brooklyn", "America/New_York"}, {"tempe", "America/Phoenix"}, {"kaimuki", "Pacific/Honolulu"}}) {
    locations.push_back({{"id", "loc-" + place}, {"name", place}, {"time_zone", zone}, {"procare_kind", "online"}});
    schools.push_back({{"id", "10000000-0000-4000-8000-00000000000" + std::to_string(++number)},
                       {"name", place},
                       {"time_zone", zone},
                       {"classrooms", json::array()}});
  }
  return {{"iks",
           {{"accounts", json::array({{{"id", "sunrise"},
                                       {"api_token", "sunrise-iks-demo-token"},
                                       {"webhook", nullptr},
                                       {"locations", locations},
                                       {"families", families}}})}}},
          {"procare_online",
           {{"tenants", json::array({{{"name", "sunrise"},
                                      {"client_id", "sunrise-demo-client"},
                                      {"client_secret", "sunrise-demo-secret"},
                                      {"schools", schools},
                                      {"families", json::array()}}})}}}};
}

std::string Runfile(const std::string& path) {
  return std::string(std::getenv("TEST_SRCDIR")) + "/" + std::getenv("TEST_WORKSPACE") + "/" + path;
}

class KillEngine : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string folder = std::getenv("TEST_TMPDIR");
    const std::string seed_path = folder + "/seed.json";
    std::ofstream(seed_path) << Seed().dump();
    auto enterprise = Enterprise::Start({.simulators_binary = Runfile("simulators/app/simulators"),
                                         .engine_binary = Runfile("engine/app/engine"),
                                         .seed_path = seed_path,
                                         .folder = folder,
                                         .manual_clock = demo::ParseTime("2026-03-02T13:00:00Z"),
                                         .requests_per_second = 20});
    ASSERT_TRUE(enterprise) << enterprise.error();
    enterprise_.emplace(std::move(*enterprise));
    // Writes take a little real time, so that kills hit them on their way; some answers get lost on top of that.
    const json faults = json::array(
        {{{"kind", "latency"}, {"match", {{"method", "POST"}, {"path", "/api/v1/"}}}, {"times", 0}, {"ms", 12}},
         {{"kind", "answer_lost"},
          {"match", {{"method", "POST"}, {"path", "/api/v1/"}}},
          {"times", 0},
          {"probability", 0.1}}});
    const auto set = enterprise_->Admin("procare_online", "POST", "/__admin/faults", faults);
    ASSERT_TRUE(set) << set.error();
  }

  void Enrol(int number, const char* status) {
    const auto done = enterprise_->Admin("iks", "POST", "/__admin/staff",
                                         {{"action", "set_status"},
                                          {"account_id", "sunrise"},
                                          {"child_id", Numbered("child-", number)},
                                          {"status", status}});
    ASSERT_TRUE(done) << done.error();
  }

  // Lets a simulated minute pass while the engine works, and kills it after `real` time.
  void RunAndKill(std::chrono::milliseconds real) {
    const auto end = enterprise_->Now() + std::chrono::minutes(1);
    tl::expected<void, std::string> passed;
    std::thread time([&] { passed = enterprise_->RunUntil(end); });
    std::this_thread::sleep_for(real);
    enterprise_->KillEngine();
    time.join();
    ASSERT_TRUE(passed) << passed.error();
  }

  // What the dead engine left behind, read from its own store.
  static std::size_t OpenIntents() {
    store::SqliteStoreOptions options;
    options.path = std::string(std::getenv("TEST_TMPDIR")) + "/engine.sqlite3";
    options.synchronous = true;
    auto opened = store::SqliteStore::Open(std::move(options));
    EXPECT_TRUE(opened) << opened.error();
    auto reading = (*opened)->OpenIntents();
    reading.Start();
    return reading.Result().size();
  }

  std::optional<Enterprise> enterprise_;
};

TEST_F(KillEngine, SixtyTimesInTheMiddleOfPushesWithoutDuplicateOrLoss) {
  std::mt19937 random(20260302);
  std::uniform_int_distribution<int> real_ms(5, 90);
  int kills_in_the_middle = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    Enrol(2 * kill, "Enrolled");
    Enrol(2 * kill + 1, "Pre-Registered");
    const auto started = enterprise_->StartEngine();
    ASSERT_TRUE(started) << started.error();
    ASSERT_NO_FATAL_FAILURE(RunAndKill(std::chrono::milliseconds(real_ms(random))));
    if (OpenIntents() > 0) ++kills_in_the_middle;
  }
  ASSERT_TRUE(enterprise_->Admin("procare_online", "DELETE", "/__admin/faults"));
  const auto started = enterprise_->StartEngine();
  ASSERT_TRUE(started) << started.error();
  const auto settled = enterprise_->RunUntil(enterprise_->Now() + std::chrono::hours(3));
  ASSERT_TRUE(settled) << settled.error();
  EXPECT_GT(kills_in_the_middle, kKills / 10) << "most kills missed the pushes: the test proves little";

  const auto dump = enterprise_->Dump("procare_online");
  ASSERT_TRUE(dump) << dump.error();
  std::map<std::string, int> children;
  for (const auto& record : demo::ChildrenOf(*dump)) {
    EXPECT_EQ(record.school, kSchool);
    ++children[record.child.value("first_name", std::string())];
    EXPECT_EQ(record.child.value("status", std::string()), "hold") << "pre-registered children are not billable";
  }
  std::map<std::string, int> families;
  for (const auto& family : (*dump)["tenants"][0]["families"]) ++families[family.value("name", std::string())];
  for (int i = 0; i < kFamilies; ++i) {
    EXPECT_EQ(children[Numbered("Child", i)], 1) << "child " << i;
    EXPECT_EQ(families[Numbered("Family", i)], 1) << "family " << i;
  }
  EXPECT_EQ(children.size(), static_cast<std::size_t>(kFamilies));
  const auto stopped = enterprise_->StopEngine();
  EXPECT_EQ(stopped, 0) << "SIGTERM must end the engine cleanly";
  EXPECT_EQ(OpenIntents(), 0u);
}

}  // namespace
}  // namespace ikp::tests
