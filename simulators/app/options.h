// The command line of the simulators binary, and its seed file.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "simulators/kit/simulator.h"

namespace ikp::simulators::app {

struct Options {
  std::uint16_t iks_port = 0;  // 0: any free port
  std::uint16_t procare_online_port = 0;
  std::uint16_t procare_desktop_port = 0;
  std::string seed_path;                       // empty: start empty
  std::optional<kit::Instant> manual_start{};  // nothing: real time
  bool json = false;
};

struct Stop {  // end the program now
  int exit_code = 0;
  std::string text;  // help for exit code 0, otherwise what is wrong
};

tl::expected<Options, Stop> ReadOptions(int argc, const char* const* argv);

// {"iks": {...}, "procare_online": {...}, "procare_desktop": {...}}; each may be absent. The errors name the file and
// what to do.
tl::expected<nlohmann::json, std::vector<std::string>> ReadSeedFile(const std::string& path);

}  // namespace ikp::simulators::app
