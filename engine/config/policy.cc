#include <nlohmann/json.hpp>

#include "engine/config/json_document.h"
#include "engine/config/sections.h"
#include "engine/rules/desktop_status.h"
#include "engine/rules/status_map.h"

namespace ikp::config {
namespace {

using domain::StatusLabel;
using domain::StatusRow;
using nlohmann::json;

// The values of `key` as texts; what is not one is noted and left out. Nothing when the field is left out.
std::optional<std::vector<std::pair<std::string, std::string>>> ReadTexts(ObjectReader& site, std::string_view key,
                                                                          std::string_view fix, Notes& notes) {
  const json* value = site.Find(key);
  if (value == nullptr) return std::nullopt;
  std::vector<std::pair<std::string, std::string>> texts;
  const auto path = site.PathOf(key);
  if (!value->is_object()) {
    notes.Problem(path, "This must be an object.", std::string(fix));
    return texts;
  }
  for (const auto& [name, text] : value->items()) {
    if (auto checked = CheckedText(text, PathOfKey(path, name), fix, notes)) texts.emplace_back(name, *checked);
  }
  return texts;
}

void ReadTriggers(ObjectReader& site, domain::SitePolicy& policy, Notes& notes) {
  constexpr std::string_view kFix = "Write it like {\"Enrolled\": \"enrolled\"}, or leave the field out.";
  policy.triggers = domain::DefaultTriggers();
  const auto texts = ReadTexts(site, "triggers", kFix, notes);
  if (!texts) return;
  const auto path = site.PathOf("triggers");
  policy.triggers.clear();
  if (const auto* value = site.Find("triggers"); value->is_object() && value->empty()) {
    notes.Problem(path, "There is no trigger status, so no family would ever be sent to Procare.", std::string(kFix));
  }
  for (const auto& [status, word] : *texts) {
    const auto here = PathOfKey(path, status);
    const StatusLabel label(status);
    const auto placement = domain::PlacementFromWord(word);
    if (!placement) {
      notes.Problem(here, Quoted(word) + " is not a word that is known here.",
                    "Write \"pre_registered\" or \"enrolled\".");
    } else if (label.empty()) {
      notes.Problem(here, "The IKS status is empty.", "Write the status as IKS shows it.");
    } else if (!policy.triggers.emplace(label, *placement).second) {
      notes.Problem(here, "The same status stands here twice (case, spaces and punctuation do not count).",
                    "Remove one of the two.");
    }
  }
}

std::optional<StatusRow> ReadStatusRow(const json& value, std::string path, Notes& notes) {
  ObjectReader row(value, std::move(path), notes);
  const auto before = notes.problems.size();
  const auto procare = row.RequireText("procare", "\"active\"");
  const auto when = row.FindWord("when", {"start_in_future", "never_active"});
  const auto iks = row.RequireText("iks", "\"Enrolled\"");
  row.Finish();
  if (!procare || !iks || notes.problems.size() != before) return std::nullopt;
  StatusRow read{.procare = StatusLabel(*procare), .when = StatusRow::When::kAlways, .iks = StatusLabel(*iks)};
  if (when) read.when = *when == "never_active" ? StatusRow::When::kNeverActive : StatusRow::When::kStartInFuture;
  return read;
}

void ReadStatusRows(ObjectReader& site, bool is_desktop, domain::SitePolicy& policy, Notes& notes) {
  policy.status_rows = is_desktop ? rules::DefaultDesktopStatusRows() : domain::DefaultOnlineStatusRows();
  const json* list = site.FindArray("status_rows", "[{\"procare\": \"active\", \"iks\": \"Enrolled\"}]");
  if (list == nullptr) return;
  policy.status_rows.clear();
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto row = ReadStatusRow((*list)[i], PathOfElement(site.PathOf("status_rows"), i), notes);
    if (row) policy.status_rows.push_back(std::move(*row));
  }
  if (policy.status_rows.size() != list->size()) return;  // already told
  for (const auto& finding : rules::ValidateRows(policy.status_rows)) {
    // The rules say what is wrong and, in their last sentence, what to do.
    const auto last = finding.sentence.rfind(". ", finding.sentence.size() - 2);
    const bool split = last != std::string::npos;
    notes.Problem(site.path() + "." + finding.field, split ? finding.sentence.substr(0, last + 1) : finding.sentence,
                  split ? finding.sentence.substr(last + 2) : "Correct this line.");
  }
}

void ReadClassrooms(ObjectReader& site, domain::SitePolicy& policy, Notes& notes) {
  constexpr std::string_view kFix = "Write it like {\"<Procare classroom id>\": \"<classroom name in IKS>\"}.";
  const auto texts = ReadTexts(site, "classrooms", kFix, notes);
  if (!texts) return;
  for (const auto& [id, name] : *texts) {
    if (domain::ProcareClassroomId::Parse(id)) {
      policy.classrooms.emplace(id, name);
    } else {
      notes.Problem(PathOfKey(site.PathOf("classrooms"), id), "This is not a Procare classroom id.", std::string(kFix));
    }
  }
}

void ReadMassChange(ObjectReader& site, domain::SitePolicy& policy, Notes& notes) {
  const json* value = site.Find("mass_change");
  if (value == nullptr) return;
  ObjectReader guard(*value, site.PathOf("mass_change"), notes);
  policy.mass_change_share = guard.Number("share", 0.01, 1, policy.mass_change_share);
  policy.mass_change_minimum = static_cast<int>(guard.Integer("minimum", 1, 10'000, policy.mass_change_minimum));
  guard.Finish();
}

}  // namespace

domain::SitePolicy ReadPolicy(ObjectReader& site, bool is_desktop, Notes& notes) {
  domain::SitePolicy policy;
  ReadTriggers(site, policy, notes);
  if (const auto word = site.FindWord("pre_registered_as", {"hold", "active"})) {
    policy.pre_registered_as = *word == "active" ? domain::PreRegisteredAs::kActive : domain::PreRegisteredAs::kHold;
  }
  ReadStatusRows(site, is_desktop, policy, notes);
  ReadClassrooms(site, policy, notes);
  policy.push_without_email = site.Flag("push_without_email", policy.push_without_email);
  policy.write_dates = site.Flag("write_dates", policy.write_dates);
  ReadMassChange(site, policy, notes);
  policy.missing_nights_before_alert =
      static_cast<int>(site.Integer("missing_nights_before_alert", 1, 60, policy.missing_nights_before_alert));
  return policy;
}

}  // namespace ikp::config
