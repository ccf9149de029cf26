// The records of a timeline: what came to be, changed and went in IKS and Procare, told from version to version.
#include <map>
#include <utility>

#include "scenarios/report/timeline.h"

namespace ikp::scenarios::report {
namespace {

using oracle::By;
using oracle::History;

using Fields = std::vector<std::pair<std::string_view, std::string>>;

std::string Or(const std::string& text) { return text.empty() ? "none" : text; }

// "status Waitlist → Enrolled, room none → Toddlers"
std::string Changes(const Fields& before, const Fields& after) {
  std::string text;
  for (std::size_t i = 0; i < after.size() && i < before.size(); ++i) {
    if (before[i].second == after[i].second) continue;
    text += (text.empty() ? "" : ", ") + std::string(after[i].first) + " " + Or(before[i].second) + " → " +
            Or(after[i].second);
  }
  return text.empty() ? "saved, nothing differs" : text;
}

std::string_view NameOf(By by) {
  switch (by) {
    case By::kSeed:
      return "there from the beginning";
    case By::kApi:
      return "by the engine";
    case By::kStaff:
      return "by staff";
    case By::kParent:
      return "by a parent";
    default:
      return "by Procare itself";
  }
}

Fields FieldsOf(const oracle::IksChildVersion& child) {
  return {{"status", child.status},         {"classroom", child.classroom},   {"start", child.actual_start},
          {"withdrawal", child.withdrawal}, {"first name", child.first_name}, {"last name", child.last_name},
          {"birth date", child.birth_date}, {"due date", child.due_date},     {"desired start", child.desired_start},
          {"location", child.location},     {"family", child.family}};
}

Fields FieldsOf(const oracle::ProcareChildVersion& child) {
  return {{"status", child.status},         {"room", child.room_name},        {"start", child.start},
          {"withdrawal", child.withdrawal}, {"first name", child.first_name}, {"last name", child.last_name},
          {"birth date", child.birth_date}, {"school", child.school},         {"family", child.first_family}};
}

std::string GuardiansOf(const oracle::ProcareFamilyVersion& family) {
  std::string text;
  for (const auto& guardian : family.guardians) {
    text += (text.empty() ? "" : "; ") + guardian.first_name + " " + guardian.last_name;
    if (!guardian.email.empty()) text += " <" + guardian.email + ">";
    for (const auto& phone : guardian.phones) text += " " + phone;
  }
  return text;
}

Fields FieldsOf(const oracle::IksFamilyVersion& family) {
  return {{"contacts", family.contacts}, {"location", family.location}, {"merged into", family.merged_into}};
}

Fields FieldsOf(const oracle::ProcareFamilyVersion& family) {
  return {{"name", family.name}, {"guardians", GuardiansOf(family)}, {"school", family.school}};
}

std::string Called(const oracle::IksChildVersion& child) {
  return "IKS child " + child.id + " (" + child.first_name + " " + child.last_name + ")";
}
std::string Called(const oracle::ProcareChildVersion& child) {
  return "Procare child " + child.id + " (" + child.first_name + " " + child.last_name + ")";
}
std::string Called(const oracle::IksFamilyVersion& family) { return "IKS family " + family.id; }
std::string Called(const oracle::ProcareFamilyVersion& family) {
  return "Procare family " + family.id + " (" + family.name + ")";
}

std::string_view NewState(const oracle::IksChildVersion& child) { return child.status; }
std::string_view NewState(const oracle::ProcareChildVersion& child) { return child.status; }
std::string_view NewState(const oracle::IksFamilyVersion&) { return {}; }
std::string_view NewState(const oracle::ProcareFamilyVersion&) { return {}; }

std::string_view ChangedBy(const oracle::IksChildVersion& child) { return child.by_sync ? "by the engine" : ""; }
std::string_view ChangedBy(const oracle::ProcareChildVersion& child) { return NameOf(child.by); }
std::string_view ChangedBy(const oracle::IksFamilyVersion&) { return {}; }
std::string_view ChangedBy(const oracle::ProcareFamilyVersion& family) { return NameOf(family.by); }

std::string TenantOf(const oracle::IksChildVersion&) { return {}; }
std::string TenantOf(const oracle::IksFamilyVersion&) { return {}; }
std::string TenantOf(const oracle::ProcareChildVersion& child) { return child.tenant; }
std::string TenantOf(const oracle::ProcareFamilyVersion& family) { return family.tenant; }

int ExchangeOf(const oracle::IksChildVersion&) { return -1; }
int ExchangeOf(const oracle::IksFamilyVersion&) { return -1; }
int ExchangeOf(const oracle::ProcareChildVersion& child) { return child.exchange; }
int ExchangeOf(const oracle::ProcareFamilyVersion& family) { return family.exchange; }

template <typename Version>
void AddVersions(const std::vector<Version>& versions, Lane lane, const Concern& concern, Timeline& timeline) {
  std::map<std::pair<std::string, std::string>, const Version*> last;  // by tenant and id
  for (const auto& version : versions) {
    const Version*& before = last[{TenantOf(version), version.id}];
    Entry entry{.seq = version.seq, .at = version.at, .kind = EntryKind::kRecord, .from = lane, .to = lane};
    entry.exchange = ExchangeOf(version);
    const std::string by(ChangedBy(version));
    if (before == nullptr) {
      entry.label = "new";
      entry.text = "new " + Called(version);
      if (!NewState(version).empty()) entry.text += ", " + std::string(NewState(version));
    } else if (version.removed) {
      entry.label = "removed";
      entry.text = Called(version) + " is removed";
    } else {
      entry.label = "changed";
      entry.text = Called(version) + ": " + Changes(FieldsOf(*before), FieldsOf(version));
    }
    if (!by.empty()) entry.text += ", " + by;
    entry.important = concern.HasId(version.id);
    timeline.push_back(std::move(entry));
    before = &version;
  }
}

}  // namespace

void AddRecords(const History& history, const Concern& concern, Timeline& timeline) {
  AddVersions(history.iks_families, Lane::kIks, concern, timeline);
  AddVersions(history.iks_children, Lane::kIks, concern, timeline);
  AddVersions(history.procare_families, Lane::kProcare, concern, timeline);
  AddVersions(history.procare_children, Lane::kProcare, concern, timeline);
}

}  // namespace ikp::scenarios::report
