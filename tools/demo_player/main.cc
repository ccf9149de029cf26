// The demo: two weeks in the life of the sample enterprise, on real sockets, in under a minute.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include <unistd.h>

#include "engine/runtime/file_io.h"
#include "tools/demo_player/enterprise.h"
#include "tools/demo_player/player.h"

namespace ikp::demo {
namespace {

using nlohmann::json;

struct Options {
  std::string engine_binary;
  std::string simulators_binary;
  std::string agent_binary;
  std::string sample_folder;
  std::string keep_folder;
  bool headless = false;
  bool json_output = false;
  bool stay = false;
};

struct Colours {
  const char* good = "";
  const char* bad = "";
  const char* dim = "";
  const char* plain = "";
};

Colours ChooseColours() {
  const auto no_colour = runtime::Environment("NO_COLOR");
  if (isatty(STDOUT_FILENO) != 1 || (no_colour && !no_colour->empty())) return {};
  return {"\033[32m", "\033[31m", "\033[2m", "\033[0m"};
}

// Columns count characters, not bytes: names have accents.
std::string Padded(const std::string& text, std::size_t width) {
  std::size_t characters = 0;
  std::string cut;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (characters == width) break;
    cut += text.substr(i, bytes);
    i += bytes;
    characters += lead >= 0xE3 ? 2 : 1;  // wide scripts take two columns
  }
  if (characters < width) cut.append(width - characters, ' ');
  return cut;
}

void PrintTable(const Outcome& outcome, const std::vector<Centre>& centres, const Colours& colours) {
  const auto& verdict = outcome.verdict;
  std::printf("\n%s\n",
              (Padded("child", 11) + Padded("name", 24) + Padded("IKS", 34) + Padded("Procare", 34) + "state").c_str());
  for (const auto& centre : centres) {
    const auto& computer = outcome.centres.at(centre.name).computer;
    const std::string kind = centre.desktop() ? ", Procare Desktop; its computer: " + computer : "";
    std::printf("%s-- %s%s%s\n", colours.dim, centre.name.c_str(), kind.c_str(), colours.plain);
    for (const auto& row : verdict.rows) {
      if (row.location != centre.location) continue;
      const std::string iks = row.iks_status + (row.iks_classroom.empty() ? "" : ", " + row.iks_classroom);
      const std::string procare =
          row.procare_id.empty()
              ? "-"
              : row.procare_status + (row.procare_classroom.empty() ? "" : ", " + row.procare_classroom);
      std::printf("%s%s%s%s%s%s%s\n", Padded(row.child, 11).c_str(), Padded(row.name, 23).c_str(), " ",
                  Padded(iks, 34).c_str(), Padded(procare, 34).c_str(),
                  row.problem.empty() ? row.expected.c_str() : colours.bad,
                  row.problem.empty() ? "" : (row.problem + colours.plain).c_str());
    }
  }
}

json Summary(const Outcome& outcome, const std::vector<Centre>& centres) {
  json sites = json::array();
  for (const auto& centre : centres) {
    const auto& end = outcome.centres.at(centre.name);
    json site = {{"name", centre.name},
                 {"procare", centre.desktop() ? "desktop" : "online"},
                 {"linked", end.linked},
                 {"nights", end.nights},
                 {"problems", end.problems}};
    if (centre.desktop()) site["computer"] = end.computer;
    sites.push_back(std::move(site));
  }
  return {{"converged", outcome.verdict.converged},
          {"duplicates", outcome.verdict.duplicates},
          {"lost", outcome.verdict.lost},
          {"pushed", outcome.verdict.pushed},
          {"held", outcome.held},
          {"refused", outcome.refused},
          {"nights", outcome.nights},
          {"kills", outcome.kills},
          {"sleeps", outcome.sleeps},
          {"restores", outcome.restores},
          {"differing", outcome.verdict.differing},
          {"unexpected", outcome.verdict.unexpected},
          {"sites", std::move(sites)},
          {"problems", outcome.verdict.problems}};
}

void PrintVerdict(const Outcome& outcome, const std::vector<Centre>& centres, const Colours& colours) {
  const auto& verdict = outcome.verdict;
  std::printf(
      "\n%s%s%s: %d children created in Procare, %d duplicates, %d lost, %d differing; %d wait for a person, "
      "%d for better data; %d nightly runs, engine killed %d times, computer asleep %d times, backup restored %d "
      "times.\n",
      verdict.converged ? colours.good : colours.bad, verdict.converged ? "CONVERGED" : "NOT CONVERGED", colours.plain,
      verdict.pushed, verdict.duplicates, verdict.lost, verdict.differing, outcome.held, outcome.refused,
      outcome.nights, outcome.kills, outcome.sleeps, outcome.restores);
  for (const auto& centre : centres) {
    const auto& end = outcome.centres.at(centre.name);
    std::printf("  %s%s: %d children stand in both systems, %d nightly runs, %d problems%s\n", centre.name.c_str(),
                centre.desktop() ? " (Procare Desktop)" : " (Procare Online)", end.linked, end.nights, end.problems,
                end.computer.empty() ? "" : ("; its computer: " + end.computer).c_str());
  }
  for (const auto& problem : verdict.problems) std::printf("  %s\n", problem.c_str());
}

tl::expected<json, std::string> ReadJson(const std::string& path) {
  const auto text = runtime::ReadFile(path);
  if (!text) return tl::unexpected(text.error());
  auto document = json::parse(*text, nullptr, false);
  if (document.is_discarded()) return tl::unexpected(path + " is no JSON");
  return document;
}

std::string MakeFolder(const std::string& wanted) {
  if (!wanted.empty()) {
    std::filesystem::create_directories(wanted);
    return std::filesystem::absolute(wanted).string();
  }
  std::string pattern = (std::filesystem::temp_directory_path() / "ikp-demo.XXXXXX").string();
  return mkdtemp(pattern.data()) == nullptr ? std::string() : pattern;
}

int Fail(const std::string& what, const std::string& folder) {
  std::fprintf(stderr, "demo: %s\nLogs are in %s.\n", what.c_str(), folder.c_str());
  return 1;
}

int Run(const Options& options) {
  const auto story_json = ReadJson(options.sample_folder + "/story.json");
  const auto expected = ReadJson(options.sample_folder + "/expected.json");
  if (!story_json) return Fail(story_json.error(), "-");
  if (!expected) return Fail(expected.error(), "-");
  const auto story = ParseStory(*story_json);
  if (!story) return Fail(story.error(), "-");
  const std::string folder = MakeFolder(options.keep_folder);
  if (folder.empty()) return Fail("no temporary folder can be made", "-");

  auto enterprise = Enterprise::Start({.simulators_binary = options.simulators_binary,
                                       .engine_binary = options.engine_binary,
                                       .agent_binary = options.agent_binary,
                                       .seed_path = options.sample_folder + "/sunrise.json",
                                       .folder = folder,
                                       .manual_clock = ParseTime("2026-03-02T13:00:00Z")});
  if (!enterprise) return Fail(enterprise.error(), folder);
  const auto colours = ChooseColours();
  if (!options.headless) {
    std::printf(
        "IKS at %s, Procare Online at %s, Procare Desktop at %s, simulated time from Mon 2 Mar 2026 08:00 in "
        "Brooklyn.\n\n",
        enterprise->Url("iks").c_str(), enterprise->Url("procare_online").c_str(),
        enterprise->Url("procare_desktop").c_str());
  }
  Player player(*enterprise, *story, *expected, ParseTime("2026-03-16T15:00:00Z"), [&](const std::string& line) {
    if (options.headless) return;
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
  });
  const auto outcome = player.Play();
  if (!outcome) return Fail(outcome.error(), folder);
  const auto centres = Centres(enterprise->has_desktop());
  if (!options.headless) PrintTable(*outcome, centres, colours);
  if (!options.headless || !options.json_output) PrintVerdict(*outcome, centres, colours);
  if (options.json_output) std::printf("%s\n", Summary(*outcome, centres).dump().c_str());
  std::fflush(stdout);
  if (options.stay) {
    std::printf("Simulators and engine keep running; configuration: %s. Press Enter to stop.\n",
                enterprise->config_path().c_str());
    std::fflush(stdout);
    std::getchar();
  }
  enterprise->StopEngine();
  if (options.keep_folder.empty() && outcome->verdict.converged) std::filesystem::remove_all(folder);
  if (!outcome->verdict.converged)
    std::fprintf(stderr, "Logs and the engine's store are kept in %s.\n", folder.c_str());
  return outcome->verdict.converged ? 0 : 1;
}

}  // namespace
}  // namespace ikp::demo

int main(int argc, char** argv) {
  ikp::demo::Options options;
  CLI::App app{"Two weeks of the sample enterprise on real sockets: pushes, nightly syncs, faults, crashes, verdict."};
  app.name("tools/demo");
  app.footer(
      "Example:\n  tools/demo --headless --json | tail -1\nExit codes: 0 converged without duplicate or loss, 1 not, 2 "
      "wrong usage.");
  app.add_option("--engine", options.engine_binary, "The engine binary")->required()->group("");
  app.add_option("--simulators", options.simulators_binary, "The simulators binary")->required()->group("");
  app.add_option("--agent", options.agent_binary, "The Procare Desktop agent's binary")->required()->group("");
  app.add_option("--sample", options.sample_folder, "Folder of the sample enterprise")->required()->group("");
  app.add_option("--keep", options.keep_folder, "Keep stores and logs in this folder");
  app.add_flag("--headless", options.headless, "Only the verdict, no timeline and no table");
  app.add_flag("--json", options.json_output, "Print one JSON object as the last line");
  app.add_flag("--stay", options.stay, "Keep everything running at the end, to look around");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return ikp::demo::Run(options);
}
