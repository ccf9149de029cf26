// The scenario runner's command line. tools/scenarios builds it and passes everything on; a mutant is this same program
// with one bug in the engine.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "scenarios/app/options.h"

namespace {

using namespace ikp::scenarios::app;  // NOLINT: this file only composes

int Main(int argc, char** argv) {
  CLI::App app("Lives the production engine through random bad days, and judges them.");
  app.require_subcommand(1);
  app.footer("Example: tools/scenarios run --minutes 2 --junit out.xml");
  int result = 0;

  const CLI::IsMember kinds({"online", "desktop", "mixed", "any"});
  RunOptionsGiven run;
  auto* run_command = app.add_subcommand("run", "random scenarios, judged by the invariants I1 to I15");
  run_command->add_option("--runs", run.runs, "how many (default 2000)");
  run_command->add_option("--minutes", run.minutes, "how long, in place of --runs")->check(CLI::PositiveNumber);
  run_command->add_option("--seed", run.seed, "of the whole series (default: from the commit)");
  run_command->add_option("--first", run.first, "number of the first run of the series");
  run_command->add_option("--jobs", run.jobs, "processes side by side (default: one for each core)")
      ->check(CLI::Range(1, 256));
  run_command->add_option("--junit", run.junit, "write the results as JUnit XML");
  run_command->add_option("--out", run.out, "folder for failing scenarios (default scenario-failures)");
  run_command->add_option("--kinds", run.kinds, "kinds of Procare (default any)")->check(kinds);
  run_command->add_option("--budget", run.budget, "executions that reducing a failure may take; 0: do not reduce");
  run_command->add_flag("--json", run.json, "one JSON object in place of text");
  run_command->add_flag("--until-failure", run.until_failure, "stop at the first failing scenario");
  run_command->add_flag("--marks", run.marks_must_be_reached, "fail when a common mark was not reached");
  run_command->add_flag("--quiet", run.quiet, "no progress");
  run_command->add_option("--commit", run.commit, "for reports and the default seed")->group("");
  run_command->add_option("--command", run.command, "how this program is called")->group("");
  run_command->callback([&] { result = RunMany(run); });

  FileOptions file;
  auto* replay = app.add_subcommand("replay", "one scenario from a file, as readable text");
  replay->add_option("file", file.file, "scenario file")->required();
  replay->add_option("--html", file.html, "write a page with a sequence diagram");
  replay->add_flag("--json", file.json, "verdict and hash as one JSON object");
  replay->add_option("--commit", file.commit)->group("");
  replay->add_option("--command", file.command)->group("");
  replay->callback([&] { result = Replay(file); });

  auto* reduce = app.add_subcommand("reduce", "make a failing scenario small");
  reduce->add_option("file", file.file, "scenario file")->required();
  reduce->add_option("--out", file.out, "where to write it (default: standard output)");
  reduce->add_option("--budget", file.budget, "executions");
  reduce->add_option("--commit", file.commit)->group("");
  reduce->add_option("--command", file.command)->group("");
  reduce->callback([&] { result = ReduceFile(file); });

  ExhaustiveOptions exhaustive;
  auto* every = app.add_subcommand("exhaustive", "canonical flows, broken at every durable write and message");
  every->add_option("--flow", exhaustive.flow, "one flow only");
  every->add_option("--jobs", exhaustive.jobs, "processes side by side")->check(CLI::Range(1, 256));
  every->add_option("--out", exhaustive.out, "folder for failing scenarios");
  every->add_flag("!--no-pairs", exhaustive.pairs, "single points only");
  every->add_flag("--core", exhaustive.core_only, "the core flows only");
  every->add_flag("--json", exhaustive.json, "one JSON object in place of text");
  every->add_option("--commit", exhaustive.commit)->group("");
  every->add_option("--command", exhaustive.command)->group("");
  every->callback([&] { result = Exhaustive(exhaustive); });

  BenchOptions bench;
  auto* measure = app.add_subcommand("bench", "runs per second, and virtual time against real time");
  measure->add_option("--seconds", bench.seconds, "how long each load is measured")->check(CLI::PositiveNumber);
  measure->add_option("--seed", bench.seed, "of the scenarios");
  measure->add_flag("--json", bench.json, "one JSON object in place of text");
  measure->callback([&] { result = Bench(bench); });

  std::uint64_t draw_seed = 20260302, draw_run = 0;
  std::string draw_out, draw_kinds = kUsualKinds;
  auto* draw = app.add_subcommand("draw", "the scenario of one run of a series, as a file");
  draw->add_option("--seed", draw_seed, "of the series");
  draw->add_option("--first", draw_run, "number of the run");
  draw->add_option("--out", draw_out, "where to write it (default: standard output)");
  draw->add_option("--kinds", draw_kinds, "kinds of Procare")->check(kinds);
  draw->callback([&] { result = DrawFile(draw_seed, draw_run, draw_kinds, draw_out); });

  std::uint64_t hash_seed = 20260302, hash_first = 0, hash_runs = 100;
  std::string hash_kinds = kUsualKinds;
  auto* hashes = app.add_subcommand("hashes", "the hash of each run of a series, one line each");
  hashes->add_option("--seed", hash_seed);
  hashes->add_option("--first", hash_first);
  hashes->add_option("--runs", hash_runs);
  hashes->add_option("--kinds", hash_kinds)->check(kinds);
  hashes->callback([&] { result = PrintHashes(hash_seed, hash_first, hash_runs, hash_kinds); });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : 2;
  }
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return Main(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "scenarios: %s\n", error.what());
    return 2;
  }
}
