// Procare Desktop: installations, and what a site in one of them has to say.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/config/json_document.h"
#include "engine/config/sections.h"
#include "engine/rules/status_map.h"

namespace ikp::config {
namespace {

using nlohmann::json;

InstallationEntry ReadInstallation(const json& value, std::string path, const SecretReader& secrets, Notes& notes) {
  InstallationEntry entry{.path = path,
                          .id = std::nullopt,
                          .config = {.installation = domain::InstallationId::Trusted(""), .activation_key = {}}};
  ObjectReader reader(value, std::move(path), notes);
  auto& config = entry.config;
  if (const auto name = RequireName(reader, "installation", "\"brooklyn-office\"", notes)) {
    entry.id = domain::InstallationId::Parse(*name);
  }
  if (entry.id) config.installation = *entry.id;
  if (auto key = secrets.Require(reader, "activation_key", "DESKTOP_ACTIVATION_KEY")) {
    WarnIfShort(*key, reader.PathOf("activation_key"), notes);
    config.activation_key = std::move(*key);
  }
  if (const auto id = reader.FindText("database_id", "\"6f9619ff-8b86-d011-b42d-00cf4fc964ff\""))
    config.database_id = *id;
  // The agent waits 90 seconds for an answer, and is heard of every 60 seconds while it works.
  config.poll_hold = std::chrono::seconds(reader.Integer("poll_seconds", 1, 60, 25));
  config.offline_after = std::chrono::minutes(reader.Integer("offline_after_minutes", 2, 1440, 15));
  config.answer_within = std::chrono::seconds(reader.Integer("answer_within_seconds", 90, 3600, 120));
  reader.Finish();
  return entry;
}

// A number as Procare Desktop shows it: no sign, no zeros in front.
bool IsNumber(const std::string& text) {
  return !text.empty() && text.size() <= 18 && text.front() != '0' &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::vector<InstallationEntry> ReadInstallations(ObjectReader& root, const SecretReader& secrets, Notes& notes) {
  std::vector<InstallationEntry> entries;
  const json* list = root.FindArray("procare_desktop", "[{ ... }] with each Procare Desktop installation");
  if (list == nullptr) return entries;
  const auto path = root.PathOf("procare_desktop");
  for (std::size_t i = 0; i < list->size(); ++i) {
    entries.push_back(ReadInstallation((*list)[i], PathOfElement(path, i), secrets, notes));
  }
  return entries;
}

void ReadDesktopSite(ObjectReader& procare, SiteEntry& entry, Notes& notes) {
  if (const auto name = RequireName(procare, "installation", "\"brooklyn-office\"", notes)) {
    entry.installation = domain::InstallationId::Parse(*name);
  }
  if (const auto school = procare.RequireText("school", "\"1\"")) {
    if (IsNumber(*school)) {
      entry.school = domain::ProcareSchoolId::Parse(*school);
    } else {
      notes.Problem(procare.PathOf("school"), Quoted(*school) + " is not the number of a school.",
                    "Write the school's number in Procare Desktop as text, like \"1\".");
    }
  }
  auto& policy = entry.desktop;
  if (const auto label = procare.FindText("pre_registered_label", "\"Pre-Registered\"")) {
    policy.pre_registered_label = *label;
  }
  policy.push_future_enrolled_row = procare.Flag("push_future_enrolled_row", policy.push_future_enrolled_row);
  if (const auto label = procare.FindText("default_relationship", "\"Guardian\"")) policy.default_relationship = *label;
  policy.pickup = procare.Flag("pickup", policy.pickup);
  policy.emergency = procare.Flag("emergency", policy.emergency);
}

void CheckDesktopSite(const SiteEntry& entry, const domain::SitePolicy& policy, Notes& notes) {
  const domain::StatusLabel label(entry.desktop.pre_registered_label);
  const auto path = entry.path + ".procare.pre_registered_label";
  if (label == domain::StatusLabel("Enrolled")) {
    notes.Problem(path, "\"Enrolled\" is reserved in Procare Desktop for children who attend and are billed.",
                  "Write the centre's own word for children who are signed up and do not attend yet.");
  } else if (!rules::MapToIks(policy.status_rows, label, true, false)) {
    notes.Warn(path, "This word is not in the site's status_rows, so the nightly sync would not understand it.",
               "Add a line for it to \"status_rows\".");
  }
}

}  // namespace ikp::config
