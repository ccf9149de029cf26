// The command line's commands. Each returns the exit code: 0 good, 1 the thing checked or asked for failed, 2 wrong
// usage or configuration.
#pragma once

#include <optional>
#include <string>

namespace ikp::app {

struct CommonOptions {
  std::string config_path;
  std::string follow_clock;
  bool json = false;
  bool colour = false;
};

int RunCommand(const CommonOptions& common);
int CheckCommand(const CommonOptions& common);
int StatusCommand(const CommonOptions& common);
int ExplainCommand(const CommonOptions& common, const std::string& child);

struct NightlyOptions {
  std::string site;
  bool accept_mass_change = false;
  bool dry_run = false;
};
int NightlyCommand(const CommonOptions& common, const NightlyOptions& options);

struct ReviewOptions {
  std::string review;
  std::optional<std::string> link;
  bool create = false;
  std::string by;
};
int ReviewCommand(const CommonOptions& common, const ReviewOptions& options);

}  // namespace ikp::app
