#include "engine/agent_app/agent_config.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "engine/config/json_document.h"
#include "engine/config/object_reader.h"
#include "engine/config/secret_reader.h"
#include "engine/config/url.h"

namespace ikp::agent_app {
namespace {

using config::Notes;
using config::ObjectReader;
using nlohmann::json;

constexpr std::string_view kDataExample =
    R"({"kind": "program", "url": "http://127.0.0.1:9200", "client_version": "10.2.1"})";

// What is sent there is about families, so it is encrypted as soon as it leaves the machine.
std::string ReadUrl(ObjectReader& object, std::string_view key, std::string_view example, Notes& notes) {
  const auto text = object.RequireText(key, "\"" + std::string(example) + "\"");
  if (!text) return {};
  auto url = config::ParseBaseUrl(*text);
  if (!url) {
    notes.Problem(object.PathOf(key), url.error(), "Write it like \"" + std::string(example) + "\".");
    return {};
  }
  if (!config::IsHttps(*url) && !config::IsLoopbackUrl(*url)) {
    notes.Problem(object.PathOf(key), "The address is not encrypted.",
                  "Write https:// instead of http://; plain http is for 127.0.0.1 only.");
  }
  return *url;
}

ProgramConfig ReadProgram(ObjectReader& data, Notes& notes) {
  ProgramConfig program;
  program.url = ReadUrl(data, "url", "http://127.0.0.1:9200", notes);
  program.client_version = data.RequireText("client_version", "\"10.2.1\"").value_or("");
  program.page_rows = static_cast<int>(data.Integer("page_rows", 5, 500, program.page_rows));
  program.request_timeout = std::chrono::seconds(data.Integer("request_timeout_seconds", 1, 600, 60));
  return program;
}

std::optional<std::vector<std::string>> ReadMarkers(ObjectReader& data, Notes& notes) {
  constexpr std::string_view kKey = "placeholder_markers";
  const json* list = data.FindArray(kKey, R"(["PLACEHOLDER", "TEST"])");
  if (list == nullptr) return std::nullopt;
  std::vector<std::string> markers;
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto marker = config::CheckedText((*list)[i], config::PathOfElement(data.PathOf(kKey), i),
                                      "Write the beginning of such first names, for example \"TEST\".", notes);
    if (marker) markers.push_back(std::move(*marker));
  }
  return markers;
}

std::set<std::int64_t> ReadSchools(ObjectReader& data, Notes& notes) {
  constexpr std::string_view kKey = "schools";
  std::set<std::int64_t> schools;
  const json* list = data.FindArray(kKey, "[1, 2]");
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const json& number = (*list)[i];
    if (number.is_number_integer() && number.get<std::int64_t>() > 0) {
      schools.insert(number.get<std::int64_t>());
    } else {
      notes.Problem(config::PathOfElement(data.PathOf(kKey), i), "This is not the number of a school.",
                    "Write the number as Procare has it, for example 1.");
    }
  }
  return schools;
}

FolderConfig ReadFolder(ObjectReader& data, std::string_view folder, Notes& notes) {
  FolderConfig result;
  if (const auto path = data.RequireText("path", "\"exports\"")) result.path = config::ResolvePath(folder, *path);
  result.centre = data.FindText("centre", "\"Sunrise Lake\"").value_or("");
  if (const auto name = data.FindText("time_zone", "\"America/Chicago\"")) {
    result.zone = domain::TimeZone::Find(*name);
    if (!result.zone) {
      notes.Problem(data.PathOf("time_zone"), "This is not the name of a time zone.",
                    "Write an IANA name like \"America/Chicago\".");
    }
  }
  result.oldest = std::chrono::hours(data.Integer("oldest_hours", 1, 24 * 14, 36));
  result.placeholders = ReadMarkers(data, notes);
  result.schools = ReadSchools(data, notes);
  const auto order = data.FindWord("date_order", {"mdy", "dmy", "ymd"});
  if (order == "dmy") result.date_order = desktop_agent::DateOrder::kDayMonthYear;
  if (order == "ymd") result.date_order = desktop_agent::DateOrder::kYearMonthDay;
  return result;
}

void ReadData(ObjectReader& root, std::string_view folder, AgentConfig& config, Notes& notes) {
  const json* value = root.Require("data", kDataExample);
  if (value == nullptr) return;
  ObjectReader data(*value, root.PathOf("data"), notes);
  if (!data.good()) return;
  if (data.Require("kind", "\"program\"") == nullptr) return;
  const auto kind = data.FindWord("kind", {"program", "folder"});
  if (!kind) return;
  if (*kind == "program") {
    config.data = ReadProgram(data, notes);
  } else {
    config.data = ReadFolder(data, folder, notes);
  }
  data.Finish();
}

void ReadNetwork(ObjectReader& root, std::string_view folder, AgentConfig& config, Notes& notes) {
  const json* value = root.Find("network");
  if (value == nullptr) return;
  ObjectReader network(*value, root.PathOf("network"), notes);
  if (const auto file = network.FindText("extra_trust_file", "\"ca.pem\"")) {
    config.extra_trust_file = config::ResolvePath(folder, *file);
  }
  if (network.good()) network.Finish();
}

std::chrono::milliseconds Seconds(ObjectReader& object, std::string_view key, double least, double otherwise) {
  constexpr double kMostSeconds = 600;
  return std::chrono::milliseconds(
      static_cast<std::int64_t>(object.Number(key, least, kMostSeconds, otherwise) * 1000));
}

void ReadRetry(ObjectReader& root, AgentConfig& config, Notes& notes) {
  const json* value = root.Find("retry");
  if (value == nullptr) return;
  ObjectReader retry(*value, root.PathOf("retry"), notes);
  config.first_retry = Seconds(retry, "first_seconds", 0.1, 2);
  config.longest_retry = Seconds(retry, "longest_seconds", 0.1, 60);
  if (config.longest_retry < config.first_retry) {
    notes.Problem(retry.PathOf("longest_seconds"), "It is shorter than the first pause.",
                  "Give at least the value of first_seconds.");
  }
  if (retry.good()) retry.Finish();
}

}  // namespace

tl::expected<AgentConfig, Problems> ParseAgentConfig(std::string_view text, const config::SecretSource& secrets,
                                                     std::string_view folder) {
  Notes notes;
  const auto document = config::ReadJson(text, notes.problems);
  if (!document) {
    notes.problems.push_back(document.error());
    return tl::unexpected(std::move(notes.problems));
  }
  AgentConfig config;
  ObjectReader root(*document, "", notes);
  if (!root.good()) return tl::unexpected(std::move(notes.problems));
  config.engine_url = ReadUrl(root, "engine_url", "https://sync.example.com", notes);
  const config::SecretReader secret_reader(secrets, folder, notes);
  if (auto key = secret_reader.Require(root, "activation_key", "DESKTOP_ACTIVATION_KEY")) {
    config.activation_key = std::move(*key);
  }
  if (const auto path = root.RequireText("journal", "\"agent.sqlite3\"")) {
    config.journal_path = config::ResolvePath(folder, *path);
  }
  ReadData(root, folder, config, notes);
  ReadNetwork(root, folder, config, notes);
  ReadRetry(root, config, notes);
  root.Finish();
  if (!notes.problems.empty()) return tl::unexpected(std::move(notes.problems));
  return config;
}

}  // namespace ikp::agent_app
