#include "engine/procare_desktop/desktop_check.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/rules/status_map.h"

namespace ikp::procare_desktop {
namespace {

using desktop_wire::Outcome;
using systems::CheckLine;

CheckLine Good(std::string what, std::string result) { return {true, std::move(what), std::move(result), {}}; }
CheckLine Bad(std::string what, std::string result, std::string fix) {
  return {false, std::move(what), std::move(result), std::move(fix)};
}

std::string WithDetails(std::string_view sentence, const std::vector<std::string>& details) {
  std::string text(sentence);
  for (const auto& detail : details) text += " [" + detail + "]";
  return text;
}

CheckLine BadFor(std::string what, domain::Reason reason, const std::vector<std::string>& details) {
  const auto& text = domain::Describe(reason);
  return Bad(std::move(what), WithDetails(text.what, details), std::string(text.next_action));
}

std::string Ago(domain::Milliseconds silence) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(silence).count();
  if (minutes < 1) return "within the last minute";
  return minutes < 120 ? std::to_string(minutes) + " minutes ago" : std::to_string(minutes / 60) + " hours ago";
}

std::string VersionsIn(const InstallationStatus& status) {
  std::string text =
      "agent " + (status.agent_version.empty() ? std::string("of unknown version") : status.agent_version);
  if (!status.data) return text;
  if (status.data->kind == "folder") return text + ", exported reports";
  if (!status.data->server_version.empty()) text += ", Procare server " + status.data->server_version;
  if (!status.data->client_version.empty()) text += ", client " + status.data->client_version;
  return text;
}

// Nothing more to try when it is not there.
std::vector<CheckLine> AgentLines(const std::string& name, const InstallationStatus& status, domain::Instant now) {
  std::vector<CheckLine> lines;
  if (!status.registered) {
    lines.push_back(Bad(name + ": agent", "no agent has registered with the activation key of this installation",
                        "Install the agent on the centre's computer, start it with the activation key, and check again "
                        "while the engine runs."));
    return lines;
  }
  lines.push_back(Good(name + ": agent", "registered"));
  if (!status.foreign_contract.empty()) {
    lines.push_back(Bad(name + ": agent's version",
                        "the agent speaks " + status.foreign_contract + ", the engine " + desktop_wire::kContract,
                        "Install the agent that belongs to this engine."));
    return lines;
  }
  if (!status.last_heard) {
    lines.push_back(BadFor(name + ": connection", domain::Reason::kDesktopNotConnected, {}));
    return lines;
  }
  const auto heard = "heard of " + Ago(now - *status.last_heard);
  if (!status.present) {
    lines.push_back(BadFor(name + ": connection", domain::Reason::kDesktopOffline, {heard}));
    return lines;
  }
  lines.push_back(Good(name + ": connection", heard));
  lines.push_back(Good(name + ": versions", VersionsIn(status)));
  return lines;
}

bool Has(const std::vector<std::string>& words, const std::string& wanted) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return domain::StatusLabel(word) == domain::StatusLabel(wanted); });
}

std::string Quoted(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "\"" : ", \"") + word + "\"";
  return text;
}

// The words that a push writes have to be in the site's own lists. Where these cannot be read, nothing is said.
void AddWordLines(const std::string& name, const Outcome& outcome, const rules::DesktopPolicy& policy,
                  std::vector<CheckLine>& lines) {
  struct Wanted {
    const char* list;
    const char* setting;
    const std::string& word;
    const std::vector<std::string>& known;
  };
  for (const auto& [list, setting, word, known] :
       {Wanted{"statuses", "pre_registered_label", policy.pre_registered_label, outcome.status_labels},
        Wanted{"relationships", "default_relationship", policy.default_relationship, outcome.relationship_labels}}) {
    if (known.empty()) continue;
    const auto what = name + ": " + setting;
    if (Has(known, word)) {
      lines.push_back(Good(what, "\"" + word + "\" is in the centre's list of " + list));
    } else {
      lines.push_back(Bad(what,
                          "\"" + word + "\" is not in the centre's list of " + list + ", which has: " + Quoted(known),
                          "Add the word to the list in Procare, or write one of the list as \"" + std::string(setting) +
                              "\" of this site and restart the engine."));
    }
  }
}

}  // namespace

async::Task<std::vector<CheckLine>> CheckInstallation(Installation& installation, std::int64_t school,
                                                      rules::DesktopPolicy policy, domain::Instant now) {
  co_await installation.Load();
  const std::string name = "Procare Desktop " + installation.id().str();
  auto lines = AgentLines(name, installation.Status(), now);
  if (!lines.back().good) co_return lines;
  desktop_wire::Command command{.id = installation.NewCommandId(), .task = desktop_wire::CheckSetup{school}};
  const auto ended = co_await installation.Execute(std::move(command));
  if (ended.outcome.kind == Outcome::Kind::kDone) {
    lines.push_back(Good(name + ": data", WithDetails("can be opened", ended.outcome.details)));
    AddWordLines(name, ended.outcome, policy, lines);
  } else {
    lines.push_back(BadFor(name + ": data", ended.outcome.reason, ended.outcome.details));
  }
  co_return lines;
}

void AddReadingLines(const std::string& name, const systems::Result<domain::SchoolSnapshot>& reading,
                     const std::vector<domain::StatusRow>& table, std::vector<CheckLine>& lines) {
  if (!reading) {
    lines.push_back(BadFor(name + ": school", reading.error().reason, reading.error().details));
    return;
  }
  if (!reading->complete) {
    lines.push_back(Bad(name + ": school", "could not be read completely: " + reading->incomplete_because,
                        "Check the number of the school in this site's configuration, then check again."));
    return;
  }
  lines.push_back(Good(name + ": school", std::to_string(reading->families.size()) + " accounts, " +
                                              std::to_string(reading->children.size()) + " children, " +
                                              std::to_string(reading->classrooms.size()) + " classrooms"));
  if (!reading->statuses_known) {
    lines.push_back(BadFor(name + ": enrollment statuses", domain::Reason::kStatusesNotExported, {}));
    return;
  }
  std::map<domain::StatusLabel, int> unmapped;
  for (const auto& child : reading->children) {
    if (!child.status.empty() && !rules::MapToIks(table, child.status, false, true)) ++unmapped[child.status];
  }
  if (unmapped.empty()) {
    lines.push_back(Good(name + ": enrollment statuses", "every word in use is in the site's status table"));
    return;
  }
  std::string words;
  for (const auto& [label, children] : unmapped) {
    words += (words.empty() ? "\"" : ", \"") + label.text() + "\" (" + std::to_string(children) + ")";
  }
  lines.push_back(Bad(name + ": enrollment statuses", "not in the site's status table: " + words,
                      "Add a line to \"status_rows\" of this site for each of these words."));
}

}  // namespace ikp::procare_desktop
