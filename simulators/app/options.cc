#include "simulators/app/options.h"

#include <CLI/CLI.hpp>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "simulators/kit/json_text.h"

namespace ikp::simulators::app {
namespace {

constexpr const char* kDescription =
    "Simulators of IntelliKid Systems (IKS), Procare Online and Procare Desktop on loopback ports, for any client.\n"
    "Everything starts empty unless a seed is given; /__admin on each port controls state, faults and time.";

constexpr const char* kExample =
    "Example:\n"
    "  tools/simulators --iks-port 9101 --procare-online-port 9102 --clock 2026-03-02T12:00:00Z\n"
    "  curl -s http://127.0.0.1:9101/__admin/provenance\n";

}  // namespace

tl::expected<Options, Stop> ReadOptions(int argc, const char* const* argv) {
  Options options;
  std::string clock = "real";
  CLI::App app(kDescription, "simulators");
  app.footer(kExample);
  app.add_option("--iks-port", options.iks_port, "port of IKS; 0 lets the system choose")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  app.add_option("--procare-online-port", options.procare_online_port,
                 "port of Procare Online; 0 lets the system choose")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  app.add_option("--procare-desktop-port", options.procare_desktop_port,
                 "port of Procare Desktop; 0 lets the system choose")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  app.add_option("--seed", options.seed_path,
                 R"(JSON file with "iks", "procare_online" and "procare_desktop": what each starts with)");
  app.add_option("--clock", clock, "real, or an instant at which time stands still until the admin API moves it")
      ->capture_default_str();
  app.add_flag("--json", options.json, "print the addresses as one line of JSON");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = app.exit(error, out, err);
    if (code == 0) return tl::unexpected(Stop{0, out.str()});
    return tl::unexpected(Stop{2, err.str()});
  }
  if (clock != "real") {
    options.manual_start = kit::ParseInstant(clock);
    if (!options.manual_start) {
      return tl::unexpected(Stop{2, "--clock: must be 'real' or an instant such as 2026-03-02T12:00:00Z\n"});
    }
  }
  if (options.iks_port != 0 && options.iks_port == options.procare_online_port) {
    return tl::unexpected(Stop{2, "--procare-online-port: must differ from --iks-port\n"});
  }
  const auto desktop = options.procare_desktop_port;
  if (desktop != 0 && (desktop == options.iks_port || desktop == options.procare_online_port)) {
    return tl::unexpected(Stop{2, "--procare-desktop-port: must differ from --iks-port and --procare-online-port\n"});
  }
  return options;
}

tl::expected<nlohmann::json, std::vector<std::string>> ReadSeedFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return tl::unexpected(std::vector<std::string>{"--seed: cannot read " + path});
  auto document = kit::ParseJson(text);
  if (!document) return tl::unexpected(std::vector<std::string>{"--seed: " + path + ": " + document.error()});
  std::vector<std::string> errors;
  if (!document->is_object()) errors.push_back("--seed: " + path + ": must be a JSON object");
  for (const auto& [name, value] : document->items()) {
    if (document->is_object() && name != "iks" && name != "procare_online" && name != "procare_desktop") {
      errors.push_back("--seed: " + path + ": " + name + ": is not known; known: iks, procare_online, procare_desktop");
    }
  }
  if (!errors.empty()) return tl::unexpected(errors);
  return std::move(*document);
}

}  // namespace ikp::simulators::app
