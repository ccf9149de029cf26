#include "tools/demo_player/enterprise.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "engine/runtime/blocking_http.h"
#include "engine/runtime/file_io.h"
#include "tools/demo_player/desktop_centre.h"

namespace ikp::demo {

using nlohmann::json;

namespace {

constexpr std::chrono::seconds kStart{20};
constexpr std::chrono::minutes kLongestAnswer{10};
// A killed engine is taken for dead after this long.
constexpr int kSettleTimeoutMs = 1500;

struct Place {
  const char* id;
  const char* name;
  const char* zone;
  const char* nightly_at;
  int school;
};
constexpr Place kPlaces[] = {{"brooklyn", "Sunrise Brooklyn", "America/New_York", "04:00", 1},
                             {"tempe", "Sunrise Tempe", "America/Phoenix", "02:30", 2},
                             {"kaimuki", "Sunrise Kaimuki", "Pacific/Honolulu", "04:00", 3}};

// A port that is free now; the engine must have the same one after each restart, because IKS knows it.
int FreePort() {
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

std::string LastLines(const std::string& path) {
  const auto text = runtime::ReadFile(path);
  if (!text) return "";
  return text->size() > 800 ? text->substr(text->size() - 800) : *text;
}

}  // namespace

tl::expected<Enterprise, std::string> Enterprise::Start(EnterpriseOptions options) {
  Enterprise enterprise(std::move(options));
  if (auto started = enterprise.StartSimulators(); !started) return tl::unexpected(started.error());
  if (auto written = enterprise.WriteConfig(); !written) return tl::unexpected(written.error());
  if (auto subscribed = enterprise.Subscribe(); !subscribed) return tl::unexpected(subscribed.error());
  return enterprise;
}

tl::expected<void, std::string> Enterprise::StartSimulators() {
  std::vector<std::string> arguments = {options_.simulators_binary, "--json", "--seed", options_.seed_path};
  if (options_.manual_clock) {
    arguments.push_back("--clock");
    arguments.push_back(FormatTime(*options_.manual_clock));
  }
  auto process = ChildProcess::Start(arguments, options_.folder + "/simulators.log");
  if (!process) return tl::unexpected(process.error());
  simulators_ = std::move(*process);
  const auto line = simulators_->ReadLine(kStart);
  const auto addresses = json::parse(line.value_or(""), nullptr, false);
  if (!addresses.is_object()) {
    return tl::unexpected("the simulators did not start: " + LastLines(options_.folder + "/simulators.log"));
  }
  for (const char* system : {"iks", "procare_online", "procare_desktop"})
    urls_[system] = addresses.at(system).get<std::string>();
  return {};
}

tl::expected<void, std::string> Enterprise::WriteConfig() {
  engine_port_ = FreePort();
  const std::map<std::string, std::string> secrets = {{"iks-token", "sunrise-iks-demo-token"},
                                                      {"webhook-secret", "sunrise-demo-webhook-secret"},
                                                      {"procare-secret", "sunrise-demo-secret"},
                                                      {"activation-key", "sunrise-demo-activation-key"},
                                                      {"admin-token", "sunrise-demo-admin-token"}};
  for (const auto& [name, value] : secrets) {
    if (auto written = runtime::WriteFileAtomically(options_.folder + "/" + name, value + "\n"); !written) {
      return tl::unexpected(written.error());
    }
  }
  json sites = json::array();
  for (const auto& place : kPlaces) {
    sites.push_back({{"id", place.id},
                     {"name", place.name},
                     {"iks_location", std::string("loc-") + place.id},
                     {"procare",
                      {{"kind", "online"},
                       {"tenant", "sunrise"},
                       {"school", "10000000-0000-4000-8000-00000000000" + std::to_string(place.school)}}},
                     {"time_zone", place.zone},
                     {"nightly_at", place.nightly_at}});
  }
  if (has_desktop()) sites.push_back(DuluthSite());
  json config = {
      {"version", 1},
      {"store", {{"path", "engine.sqlite3"}}},
      {"service",
       {{"listen", "127.0.0.1:" + std::to_string(engine_port_)}, {"admin_token", {{"file", "admin-token"}}}}},
      {"iks",
       {{"base_url", urls_.at("iks")},
        {"account", "sunrise"},
        {"api_token", {{"file", "iks-token"}}},
        {"webhook_secrets", json::array({{{"file", "webhook-secret"}}})}}},
      {"procare_online", json::array({{{"tenant", "sunrise"},
                                       {"base_url", urls_.at("procare_online") + "/t/sunrise"},
                                       {"client_id", "sunrise-demo-client"},
                                       {"client_secret", {{"file", "procare-secret"}}},
                                       {"requests_per_second", options_.requests_per_second}}})},
      {"sites", std::move(sites)}};
  if (has_desktop()) {
    config["procare_desktop"] = json::array(
        {{{"installation", "duluth"}, {"activation_key", {{"file", "activation-key"}}}, {"poll_seconds", 60}}});
  }
  auto written = runtime::WriteFileAtomically(config_path(), config.dump(2) + "\n");
  if (!written) return tl::unexpected(written.error());
  return has_desktop() ? WriteAgentConfig() : tl::expected<void, std::string>();
}

tl::expected<void, std::string> Enterprise::WriteAgentConfig() {
  const json config = {
      {"engine_url", "http://127.0.0.1:" + std::to_string(engine_port_)},
      {"activation_key", {{"file", "activation-key"}}},
      {"journal", "agent.sqlite3"},
      {"data", {{"kind", "program"}, {"url", urls_.at("procare_desktop")}, {"client_version", "10.2.1"}}}};
  auto written = runtime::WriteFileAtomically(options_.folder + "/agent.json", config.dump(2) + "\n");
  if (!written) return tl::unexpected(written.error());
  return {};
}

tl::expected<void, std::string> Enterprise::Subscribe() {
  const json hook = {{"action", "set_webhook"},
                     {"account_id", "sunrise"},
                     {"url", "http://127.0.0.1:" + std::to_string(engine_port_) + "/iks/webhook"},
                     {"secret", "sunrise-demo-webhook-secret"}};
  auto answer = Admin("iks", "POST", "/__admin/staff", hook);
  if (!answer) return tl::unexpected(answer.error());
  return {};
}

tl::expected<void, std::string> Enterprise::StartEngine() {
  std::vector<std::string> arguments = {options_.engine_binary, "run", "--config", config_path()};
  if (options_.manual_clock) {
    arguments.push_back("--follow-clock");
    arguments.push_back(urls_.at("iks") + "/__admin/clock");
  }
  auto process = ChildProcess::Start(arguments, engine_log());
  if (!process) return tl::unexpected(process.error());
  engine_ = std::move(*process);
  if (!engine_->ReadLine(kStart)) return tl::unexpected("the engine did not start: " + LastLines(engine_log()));
  if (options_.manual_clock) return WaitForFollower("engine", engine_log());
  return {};
}

void Enterprise::KillEngine() {
  if (!engine_) return;
  engine_->Kill();
  if (options_.manual_clock) Unfollow("engine");
}

tl::expected<void, std::string> Enterprise::StartAgent() {
  std::vector<std::string> arguments = {options_.agent_binary, "run", "--config", options_.folder + "/agent.json"};
  if (options_.manual_clock) {
    arguments.push_back("--follow-clock");
    arguments.push_back(urls_.at("iks") + "/__admin/clock");
  }
  auto process = ChildProcess::Start(arguments, agent_log());
  if (!process) return tl::unexpected(process.error());
  agent_ = std::move(*process);
  if (!agent_->ReadLine(kStart)) return tl::unexpected("the agent did not start: " + LastLines(agent_log()));
  if (options_.manual_clock) return WaitForFollower("agent", agent_log());
  return {};
}

void Enterprise::KillAgent() {
  if (!agent_) return;
  agent_->Kill();
  if (options_.manual_clock) Unfollow("agent");
}

// Spares time the wait for a process that has ended; where it is known to have ended anyway, nothing is lost.
void Enterprise::Unfollow(const std::string& follower) {
  static_cast<void>(Admin("iks", "POST", "/__admin/clock/unfollow", {{"follower", follower}}));
}

// Time must not move before the process has said that it lives by it.
tl::expected<void, std::string> Enterprise::WaitForFollower(const std::string& name, const std::string& log) {
  const auto deadline = std::chrono::steady_clock::now() + kStart;
  while (std::chrono::steady_clock::now() < deadline) {
    const auto clock = Admin("iks", "GET", "/__admin/clock");
    if (!clock) return tl::unexpected(clock.error());
    for (const auto& follower : clock->value("followers", json::array())) {
      if (follower.value("follower", std::string()) == name && follower.value("waiting", false)) return {};
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return tl::unexpected("the " + name + " does not follow the clock: " + LastLines(log));
}

tl::expected<json, std::string> Enterprise::Admin(const std::string& system, const std::string& method,
                                                  const std::string& path, const json& body) {
  http::Request request{.method = method, .target = urls_.at(system) + path, .headers = {}, .body = {}};
  if (!body.is_null()) {
    request.headers.Set("Content-Type", "application/json");
    request.body = body.dump();
  }
  const auto response = runtime::BlockingSend(std::move(request), kLongestAnswer);
  if (!response) return tl::unexpected(method + " " + path + ": " + response.error());
  if (response->status >= 300) {
    return tl::unexpected(method + " " + path + ": " + std::to_string(response->status) + " " + response->body);
  }
  if (response->body.empty()) return json::object();
  auto parsed = json::parse(response->body, nullptr, false);
  if (parsed.is_discarded()) return tl::unexpected(method + " " + path + ": the answer is no JSON");
  return parsed;
}

tl::expected<void, std::string> Enterprise::RunUntil(Instant end) {
  auto answer = Admin("iks", "POST", "/__admin/clock/run_to",
                      {{"until", FormatTime(end)}, {"settle_timeout_ms", kSettleTimeoutMs}});
  if (!answer) return tl::unexpected(answer.error());
  return {};
}

Instant Enterprise::Now() {
  const auto clock = Admin("iks", "GET", "/__admin/clock");
  return clock ? ParseTime(clock->value("now", std::string("1970-01-01T00:00:00Z"))) : Instant{};
}

tl::expected<json, std::string> Enterprise::Ask(const std::string& path) {
  http::Request request{.method = "GET",
                        .target = "http://127.0.0.1:" + std::to_string(engine_port_) + "/admin/v1/" + path,
                        .headers = {{"Authorization", "Bearer sunrise-demo-admin-token"}},
                        .body = {}};
  const auto response = runtime::BlockingSend(std::move(request), std::chrono::seconds(20));
  if (!response) return tl::unexpected(response.error());
  auto parsed = json::parse(response->body, nullptr, false);
  if (response->status != 200 || parsed.is_discarded()) return tl::unexpected("GET " + path + ": " + response->body);
  return parsed;
}

}  // namespace ikp::demo
