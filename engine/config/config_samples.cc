#include "engine/config/config_samples.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace ikp::config {
namespace {

std::vector<std::string> Lines(const std::vector<ConfigProblem>& problems) {
  std::vector<std::string> lines;
  for (const auto& problem : problems) lines.push_back(FormatProblem(problem));
  return lines;
}

}  // namespace

nlohmann::json SampleConfig() {
  return nlohmann::json::parse(R"({
    "version": 1,
    "store": {"path": "data/engine.sqlite3"},
    "service": {"listen": "127.0.0.1:9000", "admin_token": {"env": "ADMIN_TOKEN"}, "max_body_bytes": 65536},
    "iks": {"base_url": "https://api.iks.example", "account": "sunrise", "api_token": {"env": "IKS_TOKEN"},
            "webhook_secrets": [{"env": "IKS_HOOK"}, {"file": "hook"}], "poll_minutes": 7,
            "request_timeout_seconds": 20},
    "procare_online": [{"tenant": "sunrise", "base_url": "https://sunrise.procare.example/t/sunrise/",
                        "client_id": "crm", "client_secret": {"file": "/run/procare"}, "requests_per_second": 1.5,
                        "burst": 3, "visibility_window_minutes": 12, "send_external_id": true,
                        "request_timeout_seconds": 40}],
    "network": {"allow_plain_http": false, "extra_trust_file": "ca.pem"},
    "sites": [
      {"id": "brooklyn", "name": "Sunrise Brooklyn", "iks_location": "loc-1",
       "procare": {"kind": "online", "tenant": "sunrise", "school": "school-1"},
       "time_zone": "America/New_York", "nightly_at": "03:30",
       "triggers": {"Enrolled": "enrolled", "Tour Completed": "pre_registered"}, "pre_registered_as": "active",
       "status_rows": [{"procare": "active", "when": "start_in_future", "iks": "Pre-Registered"},
                       {"procare": "active", "iks": "Enrolled"},
                       {"procare": "hold", "when": "never_active", "iks": "Waitlist"}],
       "classrooms": {"room-1": "Infants"}, "push_without_email": false, "write_dates": false,
       "mass_change": {"share": 0.5, "minimum": 4}, "missing_nights_before_alert": 5},
      {"id": "phoenix", "name": "Sunrise Phoenix", "iks_location": "loc-2",
       "procare": {"kind": "online", "tenant": "sunrise", "school": "school-2"}, "time_zone": "America/Phoenix"}]
  })");
}

nlohmann::json SampleWithDesktop() {
  auto document = SampleConfig();
  document["procare_desktop"] = nlohmann::json::parse(R"([
    {"installation": "queens-office", "activation_key": {"env": "QUEENS_KEY"}, "poll_seconds": 20,
     "database_id": "6f9619ff", "offline_after_minutes": 10, "answer_within_seconds": 150}])");
  document["sites"].push_back(nlohmann::json::parse(R"(
    {"id": "queens", "name": "Sunrise Queens", "iks_location": "loc-3",
     "procare": {"kind": "desktop", "installation": "queens-office", "school": "12",
                 "pre_registered_label": "Registered", "push_future_enrolled_row": false,
                 "default_relationship": "Other", "pickup": false, "emergency": false},
     "time_zone": "America/New_York"})"));
  return document;
}

FixedSecrets SampleSecrets() {
  FixedSecrets secrets;
  secrets.variables = {{"ADMIN_TOKEN", "Sw0rdfish-admin-0001"},
                       {"IKS_TOKEN", "Sw0rdfish-iks-token-2"},
                       {"IKS_HOOK", "Sw0rdfish-hook-secret-3"},
                       {"QUEENS_KEY", "Sw0rdfish-queens-key-6"},
                       {"EMPTY", ""},
                       {"TWO_LINES", "Sw0rdfish-first\nSw0rdfish-second"}};
  secrets.files = {{"/etc/engine/hook", "Sw0rdfish-hook-secret-4\n"}, {"/run/procare", "Sw0rdfish-procare-5\r\n"}};
  return secrets;
}

std::vector<std::string> ProblemsOfText(std::string_view text) {
  const auto parsed = ParseConfig(text, SampleSecrets(), kFolder);
  return parsed ? std::vector<std::string>() : Lines(parsed.error());
}

std::vector<std::string> ProblemsOf(const nlohmann::json& document) { return ProblemsOfText(document.dump()); }

Config ParsedConfig(const nlohmann::json& document) {
  auto parsed = ParseConfig(document.dump(), SampleSecrets(), kFolder);
  if (!parsed) throw std::runtime_error(FormatProblems(parsed.error()));
  return std::move(*parsed);
}

std::vector<std::string> WarningsOf(const nlohmann::json& document) { return Lines(ParsedConfig(document).warnings); }

}  // namespace ikp::config
