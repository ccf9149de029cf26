#include "scenarios/report/html_page.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string_view>

#include "scenarios/report/clash.h"
#include "scenarios/report/describe.h"
#include "scenarios/report/diagram.h"
#include "scenarios/report/page_style.h"
#include "scenarios/report/text.h"
#include "scenarios/report/timeline.h"

namespace ikp::scenarios::report {
namespace {

// More records do not fit side by side.
constexpr std::size_t kMostRecords = 4;
// A longer story is folded.
constexpr std::size_t kLongestStory = 14;

std::string Element(std::string_view name, std::string_view text) {
  return "<" + std::string(name) + ">" + EscapeMarkup(text) + "</" + std::string(name) + ">";
}

std::string Hex(std::uint64_t value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = text.size(); i-- > 0; value >>= 4) text[i] = kDigits[value & 0xF];
  return text;
}

std::string RuleName(const oracle::Finding& finding) {
  const std::string name(oracle::NameOf(finding.invariant));
  return finding.invariant < oracle::kRunFailed ? "I" + std::to_string(finding.invariant) + " " + name : name;
}

std::string TheFinding(const PageInput& input) {
  if (input.findings.empty()) {
    return "<section class=\"finding good\"><h1>Every promise was kept in this run</h1></section>\n";
  }
  const oracle::Finding& finding = input.findings.front();
  std::string out = "<section class=\"finding\"><span class=\"badge\">broken: " + EscapeMarkup(RuleName(finding)) +
                    "</span><span class=\"facts\">" + EscapeMarkup(finding.kind) + ", exit code " +
                    std::to_string(oracle::ExitCodeOf(finding.invariant));
  if (finding.at != domain::Instant{}) {
    out += ", at " + EscapeMarkup(Day(finding.at) + " " + Clock(finding.at) + " UTC (" +
                                  ShortOffset(finding.at - input.scenario.start) + ")");
  }
  out += "</span>" + Element("h1", finding.sentence);
  out += "<p class=\"rule\"><b>The promise:</b> " + EscapeMarkup(oracle::StatementOf(finding.invariant)) + "</p>";
  if (input.findings.size() > 1) {
    out += "<details><summary>" +
           EscapeMarkup(Counted(static_cast<long long>(input.findings.size()) - 1, "more finding")) +
           " in this run</summary><ul class=\"others\">";
    for (std::size_t i = 1; i < input.findings.size(); ++i) {
      out += Element("li", RuleName(input.findings[i]) + ": " + input.findings[i].sentence);
    }
    out += "</ul></details>";
  }
  return out + "</section>\n";
}

std::string TheRecords(const PageInput& input) {
  if (input.findings.empty()) return {};
  const Clash clash = ClashOf(input.findings.front(), kMostRecords);
  if (clash.titles.empty()) return {};
  std::string out = clash.titles.size() > 1
                        ? "<section><h2>The records that clash<small>≠ marks what differs</small></h2>"
                        : "<section><h2>The record</h2>";
  out += "<div class=\"scroll\"><table class=\"clash\"><thead><tr><th></th>";
  for (const auto& title : clash.titles) out += Element("th", title);
  out += "</tr></thead><tbody>";
  for (const auto& row : clash.rows) {
    out += row.differs ? "<tr class=\"differs\">" : clash.titles.size() > 1 ? "<tr class=\"equal\">" : "<tr>";
    out += Element("th", row.field);
    for (const auto& value : row.values) out += Element("td", value);
    out += "</tr>";
  }
  out += "</tbody></table></div>";
  if (clash.left_out > 0)
    out += Element("p", "… and " + Counted(static_cast<long long>(clash.left_out), "more record"));
  return out + "</section>\n";
}

std::string TheWorld(const Scenario& scenario) {
  std::string out = "<details class=\"world\"><summary>Who and where</summary>";
  for (std::size_t i = 0; i < scenario.families.size(); ++i) {
    const int family = static_cast<int>(i);
    out += Element("p", FamilyName(scenario, family) + ": " + DescribeFamily(scenario, family));
  }
  for (std::size_t i = 0; i < scenario.sites.size(); ++i) {
    const Site& site = scenario.sites[i];
    const std::string where = site.desktop()
                                  ? "Procare Desktop, PC " + std::to_string(site.installation) + ", school " +
                                        std::to_string(SchoolNumberOf(scenario, static_cast<int>(i)))
                                  : "Procare tenant " + std::to_string(site.tenant);
    out += Element("p", "site " + std::to_string(i) + ": " + where + ", " + site.zone + ", nightly at " +
                            site.nightly_at + (site.mapped ? "" : ", not in the engine's configuration"));
  }
  const auto switches = [&](std::string_view system, const std::map<std::string, std::string>& values) {
    for (const auto& [name, value] : values)
      out += Element("p", std::string(system) + " switch " + name + " = " + value);
  };
  switches("IKS", scenario.iks_switches);
  switches("Procare", scenario.procare_switches);
  switches("Procare Desktop", scenario.desktop_switches);
  return out + "</details>";
}

std::string TheStory(const PageInput& input) {
  const auto lines = StoryOf(input.scenario);
  std::string table = "<table class=\"story\"><tbody>";
  for (const auto& line : lines) {
    table += "<tr>" + Element("td", ShortOffset(line.at)) + "<td><span class=\"tag " +
             (line.fault ? "l-faults\">fault" : "l-people\">people") + "</span></td>" + Element("td", line.what) +
             "</tr>";
  }
  table += "</tbody></table>";
  const auto count = static_cast<long long>(lines.size());
  if (lines.size() > kLongestStory) {
    table = "<details><summary>" + Counted(count, "action and fault") + "</summary>" + table + "</details>";
  }
  if (lines.empty()) table = "<p>Nobody does anything and nothing breaks.</p>";
  return "<section><h2>What people did and what broke<small>after the start, " +
         EscapeMarkup(Day(input.scenario.start) + " " + Clock(input.scenario.start)) + " UTC</small></h2>" + table +
         TheWorld(input.scenario) + "</section>\n";
}

std::string TheDiagram(const PageInput& input) {
  const auto timeline = JoinCalls(TimelineOf(input.scenario, input.history, input.findings));
  std::optional<BreakingPoint> breaks;
  if (!input.findings.empty() && input.findings.front().at != domain::Instant{}) {
    breaks = {input.findings.front().at, "Here it breaks: " + input.findings.front().sentence};
  }
  return "<section><div class=\"tools\"><button data-fold=\"open\" hidden>unfold all</button> "
         "<button data-fold=\"close\" hidden>fold</button></div><h2>How it came about</h2>" +
         DiagramLegend() + Diagram(timeline, input.scenario.start, breaks) + "</section>\n";
}

std::string RunAgain(const PageInput& input) {
  const auto line = [](std::string_view name, const std::string& text) {
    return Element("dt", name) + "<dd><code>" + EscapeMarkup(text) + "</code></dd>";
  };
  return "<section><h2>Run it again</h2><dl>" + line("command", input.command) +
         line("scenario", input.path.empty() ? "not written to a file" : input.path) + line("seed", input.seed) +
         line("commit", input.commit.empty() ? "not known" : input.commit) +
         line("hash of the history", Hex(input.hash)) + "</dl></section>\n";
}

}  // namespace

std::string HtmlPage(const PageInput& input) {
  const std::string title = input.findings.empty() ? "A good run" : input.findings.front().sentence;
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">";
  out += Element("title", title) + "<style>" + std::string(kPageStyle) + "</style></head>\n<body><main>\n";
  out += TheFinding(input) + TheRecords(input) + TheStory(input) + TheDiagram(input) + RunAgain(input);
  return out + "</main><script>" + std::string(kPageScript) + "</script></body></html>\n";
}

}  // namespace ikp::scenarios::report
