// The engine's command line.
#include <CLI/CLI.hpp>
#include <string>

#include "engine/app/commands.h"
#include "engine/runtime/file_io.h"

#include <unistd.h>

namespace {

constexpr const char* kExamples = R"(Examples:
  tools/engine run --config engine.json
  tools/engine check --config engine.json
  tools/engine nightly --config engine.json --site brooklyn --dry-run
  tools/engine explain --config engine.json child-001a
  tools/engine review decide brooklyn.child-017a --config engine.json --link 8c0f...
Exit codes: 0 good, 1 the thing checked or asked for failed, 2 wrong usage or configuration.)";

bool ColourWanted() {
  const auto no_colour = ikp::runtime::Environment("NO_COLOR");
  return isatty(STDOUT_FILENO) == 1 && (!no_colour || no_colour->empty());
}

// Every command reads the configuration.
void AddCommon(CLI::App* command, ikp::app::CommonOptions& common) {
  command->add_option("--config", common.config_path, "The configuration file (JSON)")->required();
  command->add_flag("--json", common.json, "Print one JSON object for machines");
  command->add_option("--follow-clock", common.follow_clock,
                      "Demo only: live by the simulators' clock at this URL (loopback addresses only)");
}

}  // namespace

int main(int argc, char** argv) {
  using namespace ikp::app;  // NOLINT: one function, one namespace
  CLI::App app{"Pushes families from IntelliKid Systems to Procare, and brings statuses back every night."};
  app.name("tools/engine");
  app.footer(kExamples);
  app.require_subcommand(1);
  CommonOptions common;
  common.colour = ColourWanted();
  int exit_code = 0;

  auto* run = app.add_subcommand("run", "Run everything until SIGTERM");
  AddCommon(run, common);
  run->callback([&] { exit_code = RunCommand(common); });

  auto* check = app.add_subcommand("check", "Try the set-up of every site and say what is wrong");
  AddCommon(check, common);
  check->callback([&] { exit_code = CheckCommand(common); });

  auto* status = app.add_subcommand("status", "How every site is doing");
  AddCommon(status, common);
  status->callback([&] { exit_code = StatusCommand(common); });

  std::string child;
  auto* explain = app.add_subcommand("explain", "Why a child is where it is, in plain words");
  AddCommon(explain, common);
  explain->add_option("child", child, "IKS child id")->required();
  explain->callback([&] { exit_code = ExplainCommand(common, child); });

  NightlyOptions nightly_options;
  auto* nightly = app.add_subcommand("nightly", "Run the nightly sync of one site now");
  AddCommon(nightly, common);
  nightly->add_option("--site", nightly_options.site, "Site id of the configuration")->required();
  nightly->add_flag("--accept-mass-change", nightly_options.accept_mass_change,
                    "Write even when unusually many children change status");
  nightly->add_flag("--dry-run", nightly_options.dry_run, "Only say what would be written");
  nightly->callback([&] { exit_code = NightlyCommand(common, nightly_options); });

  ReviewOptions review_options;
  auto* review = app.add_subcommand("review", "Decide about a child or family that waits for a person");
  auto* decide = review->add_subcommand("decide", "Take a decision");
  review->require_subcommand(1);
  AddCommon(decide, common);
  decide->add_option("review", review_options.review, "Review id, see `status`")->required();
  auto* link = decide->add_option("--link", review_options.link, "Link to this Procare record");
  decide->add_flag("--create", review_options.create, "Create a new record")->excludes(link);
  decide->add_option("--by", review_options.by, "Who decides, for the audit log")->default_val("operator");
  decide->callback([&] { exit_code = ReviewCommand(common, review_options); });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return exit_code;
}
