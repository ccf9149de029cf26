// simulators: IKS, Procare Online and Procare Desktop on loopback, one process, one clock.
#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/runtime/event_loop.h"
#include "simulators/app/options.h"
#include "simulators/iks/iks_simulator.h"
#include "simulators/kit/http_host.h"
#include "simulators/kit/json_text.h"
#include "simulators/procare_desktop/procare_desktop_simulator.h"
#include "simulators/procare_online/procare_online_simulator.h"

namespace ikp::simulators::app {
namespace {

constexpr int kWrongUsage = 2;

struct Started {
  std::string key;  // in the seed file and in the JSON output
  std::string title;
  std::string example;
  std::string flag;
  std::uint16_t wanted_port;
  std::unique_ptr<kit::SimulatorHost> host;
  std::string address;
};

std::vector<Started> MakeSimulators(const Options& options) {
  std::vector<Started> all;
  all.push_back({"iks", "IKS", "/api/v1/locations -H 'Authorization: Bearer <api token>'", "--iks-port",
                 options.iks_port, std::make_unique<kit::SimulatorHost>(std::make_unique<iks::IksSimulator>()), ""});
  all.push_back({"procare_online", "Procare Online", "/__admin/provenance", "--procare-online-port",
                 options.procare_online_port,
                 std::make_unique<kit::SimulatorHost>(std::make_unique<procare_online::ProcareOnlineSimulator>()), ""});
  all.push_back({"procare_desktop", "Procare Desktop", R"(/session -d '{"client_version": "10.2.1"}')",
                 "--procare-desktop-port", options.procare_desktop_port,
                 std::make_unique<kit::SimulatorHost>(std::make_unique<procare_desktop::ProcareDesktopSimulator>()),
                 ""});
  return all;
}

// Everything that is wrong with the seed file, each line with its path; nothing when all is well.
std::vector<std::string> Seed(const Options& options, kit::Instant now, std::vector<Started>& simulators) {
  if (options.seed_path.empty()) return {};
  const auto document = ReadSeedFile(options.seed_path);
  if (!document) return document.error();
  std::vector<std::string> errors;
  for (auto& simulator : simulators) {
    const auto part = document->find(simulator.key);
    if (part == document->end()) continue;
    for (const auto& error : simulator.host->SetStartSeed(*part, now)) {
      errors.push_back("--seed: " + options.seed_path + ": " + simulator.key + "." + error);
    }
  }
  return errors;
}

void PrintAddresses(const Options& options, const std::vector<Started>& simulators) {
  if (options.json) {
    auto line = nlohmann::json::object();
    for (const auto& simulator : simulators) line[simulator.key] = simulator.address;
    std::cout << line.dump() << std::endl;
    return;
  }
  for (const auto& simulator : simulators) {
    std::cout << simulator.title << ": " << simulator.address << "\n  curl -s " << simulator.address
              << simulator.example << "\n";
  }
  std::cout << "Admin: GET /__admin on each port lists what can be done. Ctrl-C stops.\nready" << std::endl;
}

int Run(const Options& options) {
  runtime::EventLoop loop;
  kit::HttpHost host(loop, {.manual_start = options.manual_start});
  auto simulators = MakeSimulators(options);
  const auto errors = Seed(options, host.Now(), simulators);
  for (const auto& error : errors) std::cerr << "simulators: " << error << "\n";
  if (!errors.empty()) return kWrongUsage;
  for (auto& simulator : simulators) {
    try {
      const auto port = host.Add(std::move(simulator.host), simulator.wanted_port);
      simulator.address = "http://127.0.0.1:" + std::to_string(port);
    } catch (const std::system_error& error) {
      std::cerr << "simulators: " << simulator.flag << ": port " << simulator.wanted_port
                << " cannot be used: " << error.code().message() << "; choose another one, or 0 for any\n";
      return kWrongUsage;
    }
  }
  loop.OnStopSignal([&loop] { loop.Stop(); });
  PrintAddresses(options, simulators);
  loop.Run();
  return 0;
}

}  // namespace
}  // namespace ikp::simulators::app

int main(int argc, char** argv) {
  const auto options = ikp::simulators::app::ReadOptions(argc, argv);
  if (!options) {
    (options.error().exit_code == 0 ? std::cout : std::cerr) << options.error().text;
    return options.error().exit_code;
  }
  return ikp::simulators::app::Run(*options);
}
