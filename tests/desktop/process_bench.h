// ProcessBench: the real engine and the real agent as processes, connected by TLS, with the simulated systems behind
// them; for tests that start, ask and kill them. Fifty families on a waiting list in IKS, 120 that staff had typed into
// Procare Desktop, one site "lake" whose engine listens for agents by TLS and for operators at an address of its own.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/agent_app/sqlite_journal.h"
#include "engine/runtime/blocking_http.h"
#include "engine/runtime/file_io.h"
#include "engine/runtime/test_authority.h"
#include "engine/store/sqlite_store.h"
#include "tools/demo_player/child_process.h"

namespace ikp::tests {

using demo::ChildProcess;
using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;

inline constexpr int kFamilies = 50;
inline constexpr int kTypedByStaff =
    120;  // families that are there already, so that a reading has several pages and pieces
inline constexpr char kActivationKey[] = "kill-test-activation-key";

inline std::string Numbered(const std::string& text, int number) {
  return text + (number < 10 ? "00" : number < 100 ? "0" : "") + std::to_string(number);
}

inline std::string Runfile(const std::string& path) {
  return std::string(std::getenv("TEST_SRCDIR")) + "/" + std::getenv("TEST_WORKSPACE") + "/" + path;
}

inline json IksSeed() {
  json families = json::array();
  for (int i = 0; i < kFamilies; ++i) {
    const std::string id = Numbered("fam-", i);
    families.push_back({{"id", id},
                        {"location_id", "loc-lake"},
                        {"status", "Waitlist"},
                        {"guardians", json::array({{{"id", id + "-g"},
                                                    {"first_name", Numbered("Parent", i)},
                                                    {"last_name", Numbered("Family", i)},
                                                    {"email", id + "@example.com"},
                                                    {"mobile", "(718) 555-0" + Numbered("", i)},
                                                    {"relationship", "Mother"},
                                                    {"is_primary", true}}})},
                        {"children", json::array({{{"id", Numbered("child-", i)},
                                                   {"first_name", Numbered("Child", i)},
                                                   {"last_name", Numbered("Family", i)},
                                                   {"dob", "2024-05-07"},
                                                   {"status", "Waitlist"},
                                                   {"desired_start_date", "2030-06-01"}}})}});
  }
  return {{"accounts", json::array({{{"id", "sunrise"},
                                     {"api_token", "kill-test-iks-token"},
                                     {"webhook", nullptr},
                                     {"locations", json::array({{{"id", "loc-lake"},
                                                                 {"name", "Lake"},
                                                                 {"time_zone", "America/Chicago"},
                                                                 {"procare_kind", "desktop"}}})},
                                     {"families", families}}})}};
}

// Agents that are killed leave sessions behind, which end by themselves after some minutes: hence the seats.
inline json DesktopSeed() {
  json persons = json::array();
  json accounts = json::array();
  for (int i = 0; i < kTypedByStaff; ++i) {
    const auto name = Numbered("Typed", i);
    persons.push_back({{"id", 2 * i + 1}, {"first_name", "Pat"}, {"last_name", name}});
    persons.push_back({{"id", 2 * i + 2}, {"first_name", "Kit"}, {"last_name", name}, {"date_of_birth", "2023-01-02"}});
    accounts.push_back({{"id", i + 1},
                        {"school_id", 1},
                        {"key", Numbered("T", i)},
                        {"name", name},
                        {"payers", {2 * i + 1}},
                        {"children", {2 * i + 2}}});
  }
  return {{"machine", {{"seats", 200}}},
          {"database",
           {{"regions", json::array({{{"id", 1}, {"name", "East"}, {"code", "E"}}})},
            {"schools", json::array({{{"id", 1}, {"name", "Lake"}, {"region_id", 1}}})},
            {"persons", persons},
            {"accounts", accounts},
            {"status_labels", json::array({{{"name", "Enrolled"}}, {{"name", "Pre-Registered"}}})}}}};
}

// A port that is free now; agent and webhooks must find the engine at the same one after each restart.
inline int FreePort() {
  const int socket_id = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  int port = 0;
  if (bind(socket_id, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
      getsockname(socket_id, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
    port = ntohs(address.sin_port);
  }
  close(socket_id);
  return port;
}

inline std::string OwnFolder() {
  const auto folder = std::filesystem::path(std::getenv("TEST_TMPDIR")) /
                      ::testing::UnitTest::GetInstance()->current_test_info()->name();
  std::filesystem::create_directories(folder);
  return folder;
}

class ProcessBench : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(StartSimulators());
    port_ = FreePort();
    operator_port_ = FreePort();
    WriteConfigs();
    ASSERT_NO_FATAL_FAILURE(Staff("iks", {{"action", "set_webhook"},
                                          {"account_id", "sunrise"},
                                          {"url", Operator() + "/iks/webhook"},
                                          {"secret", "kill-test-webhook-secret"}}));
    // Writes take a little time, so that kills hit them on their way.
    const json fault = {
        {"kind", "latency"}, {"match", {{"method", "POST"}, {"path", "/session"}}}, {"times", 0}, {"ms", 8}};
    ASSERT_TRUE(Send("POST", urls_.at("procare_desktop") + "/__admin/faults", fault));
    ASSERT_NO_FATAL_FAILURE(StartEngine());
    ASSERT_NO_FATAL_FAILURE(StartAgent());
  }

  void Write(const std::string& name, const std::string& text) { std::ofstream(folder_ + "/" + name) << text; }

  void StartSimulators() {
    Write("seed.json", json{{"iks", IksSeed()}, {"procare_desktop", DesktopSeed()}}.dump());
    auto started =
        ChildProcess::Start({Runfile("simulators/app/simulators"), "--json", "--seed", folder_ + "/seed.json"},
                            folder_ + "/simulators.log");
    ASSERT_TRUE(started) << started.error();
    simulators_.emplace(std::move(*started));
    const auto addresses = json::parse(simulators_->ReadLine(seconds(20)).value_or(""), nullptr, false);
    ASSERT_TRUE(addresses.is_object()) << runtime::ReadFile(folder_ + "/simulators.log").value_or("");
    for (const auto* system : {"iks", "procare_desktop"}) urls_[system] = addresses.at(system).get<std::string>();
  }

  void WriteConfigs() {
    runtime::TestAuthority authority;
    const auto identity = authority.Issue("IP:127.0.0.1");
    Write("ca.pem", authority.certificate_pem());
    Write("certificate.pem", identity.certificate_pem);
    Write("key.pem", identity.private_key_pem);
    Write("iks-token", "kill-test-iks-token");
    Write("webhook-secret", "kill-test-webhook-secret");
    Write("admin-token", "kill-test-admin-token");
    Write("activation-key", kActivationKey);
    const json site = {{"id", "lake"},
                       {"name", "Lake"},
                       {"iks_location", "loc-lake"},
                       {"procare", {{"kind", "desktop"}, {"installation", "office"}, {"school", "1"}}},
                       {"time_zone", "America/Chicago"},
                       {"nightly_at", "04:00"}};
    const json engine = {
        {"version", 1},
        {"store", {{"path", "engine.sqlite3"}}},
        {"service",
         {{"listen", "127.0.0.1:" + std::to_string(port_)},
          {"tls", {{"certificate_file", "certificate.pem"}, {"private_key_file", "key.pem"}}},
          {"operator_listen", "127.0.0.1:" + std::to_string(operator_port_)},
          {"admin_token", {{"file", "admin-token"}}}}},
        {"iks",
         {{"base_url", urls_.at("iks")},
          {"account", "sunrise"},
          {"api_token", {{"file", "iks-token"}}},
          {"webhook_secrets", json::array({{{"file", "webhook-secret"}}})}}},
        {"procare_desktop",
         json::array({{{"installation", "office"}, {"activation_key", {{"file", "activation-key"}}}}})},
        {"sites", json::array({site})}};
    Write("engine.json", engine.dump(2));
    const json agent = {{"engine_url", "https://127.0.0.1:" + std::to_string(port_)},
                        {"activation_key", {{"file", "activation-key"}}},
                        {"journal", "agent.sqlite3"},
                        {"data",
                         {{"kind", "program"},
                          {"url", urls_.at("procare_desktop")},
                          {"client_version", "10.2.1"},
                          {"page_rows", 80},
                          {"request_timeout_seconds", 1}}},
                        {"network", {{"extra_trust_file", "ca.pem"}}},
                        {"retry", {{"first_seconds", 0.1}, {"longest_seconds", 0.3}}}};
    Write("agent.json", agent.dump(2));
  }

  void StartEngine() {
    auto started =
        ChildProcess::Start({Runfile("engine/app/engine"), "run", "--config", folder_ + "/engine.json"}, EngineLog());
    ASSERT_TRUE(started) << started.error();
    engine_.emplace(std::move(*started));
    ASSERT_TRUE(engine_->ReadLine(seconds(20))) << LastLines(EngineLog());
  }
  void StartAgent() {
    auto started = ChildProcess::Start(
        {Runfile("engine/agent_app/desktop_agent"), "run", "--config", folder_ + "/agent.json"}, AgentLog());
    ASSERT_TRUE(started) << started.error();
    agent_.emplace(std::move(*started));
    ASSERT_TRUE(agent_->ReadLine(seconds(20))) << LastLines(AgentLog());
  }

  std::string EngineLog() const { return folder_ + "/engine.log"; }
  std::string AgentLog() const { return folder_ + "/agent.log"; }
  std::string Operator() const { return "http://127.0.0.1:" + std::to_string(operator_port_); }
  static std::string LastLines(const std::string& path) {
    const auto text = runtime::ReadFile(path).value_or("");
    return text.size() > 2000 ? text.substr(text.size() - 2000) : text;
  }

  // Nothing when there was no good answer.
  std::optional<json> Send(const std::string& method, const std::string& url, const json& body = nullptr,
                           milliseconds timeout = seconds(20)) {
    http::Request request{.method = method, .target = url, .headers = {}, .body = {}};
    request.headers.Set("Authorization", "Bearer kill-test-admin-token");
    if (!body.is_null()) {
      request.headers.Set("Content-Type", "application/json");
      request.body = body.dump();
    }
    const auto answer = runtime::BlockingSend(std::move(request), timeout);
    if (!answer || answer->status >= 300) return std::nullopt;
    auto parsed = json::parse(answer->body, nullptr, false);
    return parsed.is_discarded() ? json::object() : parsed;
  }
  void Staff(const std::string& system, const json& action) {
    ASSERT_TRUE(Send("POST", urls_.at(system) + "/__admin/staff", action)) << action.dump();
  }
  json Dump(const std::string& system) {
    return Send("GET", urls_.at(system) + "/__admin/dump").value_or(json::object());
  }

  // What the dead agent left behind: a command that was begun and has not ended.
  bool AgentDiedInTheMiddle() const {
    auto journal = agent_app::SqliteJournal::Open(folder_ + "/agent.sqlite3");
    EXPECT_TRUE(journal) << journal.error();
    auto loading = (*journal)->Load();
    loading.Start();
    const auto entries = loading.Result();
    for (const auto& [key, value] : entries) {
      if (key.starts_with("command:") && !entries.contains("finished:" + key.substr(8))) return true;
    }
    return false;
  }
  bool EngineDiedInTheMiddle() const {
    store::SqliteStoreOptions options;
    options.path = folder_ + "/engine.sqlite3";
    options.synchronous = true;
    auto opened = store::SqliteStore::Open(std::move(options));
    EXPECT_TRUE(opened) << opened.error();
    auto reading = (*opened)->OpenIntents();
    reading.Start();
    return !reading.Result().empty();
  }

  // Children of the site that are linked, as the engine says.
  int Linked() {
    const auto status = Send("GET", Operator() + "/admin/v1/status");
    int linked = 0;
    if (!status) return linked;
    for (const auto& site : status->value("sites", json::array())) {
      for (const auto& count : site.value("counts", json::array())) {
        if (count.value("phase", "") == "linked") linked += count.value("children", 0);
      }
    }
    return linked;
  }

  const std::string folder_ = OwnFolder();
  std::map<std::string, std::string> urls_;
  int port_ = 0;
  int operator_port_ = 0;
  std::optional<ChildProcess> simulators_;
  std::optional<ChildProcess> engine_;
  std::optional<ChildProcess> agent_;
};

}  // namespace ikp::tests
