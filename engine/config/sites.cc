#include <nlohmann/json.hpp>

#include "engine/config/json_document.h"
#include "engine/config/sections.h"

namespace ikp::config {
namespace {

using nlohmann::json;

void ReadOnlineSite(ObjectReader& procare, SiteEntry& entry, Notes& notes) {
  if (const auto tenant = RequireName(procare, "tenant", "\"sunrise\"", notes)) {
    entry.tenant = domain::TenantId::Parse(*tenant);
  }
  if (const auto school = procare.RequireText("school", "\"<Procare school id>\"")) {
    entry.school = domain::ProcareSchoolId::Parse(*school);
    if (!entry.school) {
      notes.Problem(procare.PathOf("school"), "A school id has at most 200 bytes.",
                    "Copy the id from the list that `tools/engine check` prints.");
    }
  }
}

void ReadProcare(ObjectReader& site, SiteEntry& entry, Notes& notes) {
  const json* value =
      site.Require("procare", "{\"kind\": \"online\", \"tenant\": \"sunrise\", \"school\": \"<school id>\"}");
  if (value == nullptr) return;
  ObjectReader procare(*value, site.PathOf("procare"), notes);
  if (!procare.good()) return;
  const json* kind = procare.Require("kind", "\"online\"");
  entry.is_desktop = kind != nullptr && *kind == "desktop";
  if (kind != nullptr) procare.FindWord("kind", {"online", "desktop"});
  if (entry.is_desktop) {
    ReadDesktopSite(procare, entry, notes);
  } else {
    ReadOnlineSite(procare, entry, notes);
  }
  procare.Finish();
}

std::optional<domain::TimeZone> ReadZone(ObjectReader& site, Notes& notes) {
  const auto name = site.RequireText("time_zone", "\"America/New_York\"");
  if (!name) return std::nullopt;
  auto zone = domain::TimeZone::Find(*name);
  if (!zone) {
    notes.Problem(site.PathOf("time_zone"), Quoted(*name) + " is not a time zone.",
                  "Write the IANA name of the centre's zone, like \"America/New_York\"; abbreviations and offsets do "
                  "not know daylight saving.");
  }
  return zone;
}

domain::MinuteOfDay ReadNightlyAt(ObjectReader& site, Notes& notes) {
  using std::chrono::hours;
  constexpr domain::MinuteOfDay kDefault = hours(4);  // H22
  const auto text = site.FindText("nightly_at", "\"04:00\"");
  if (!text) return kDefault;
  const auto time = domain::ParseMinuteOfDay(*text);
  if (!time) {
    notes.Problem(site.PathOf("nightly_at"), Quoted(*text) + " is not a time of day.",
                  "Write hours and minutes from \"00:00\" to \"23:59\".");
    return kDefault;
  }
  if (*time >= hours(1) && *time < hours(3)) {
    notes.Warn(site.PathOf("nightly_at"),
               "Between 01:00 and 02:59 daylight saving skips or repeats an hour: on the day of a skipped time the run "
               "starts right after the gap, on the day of a repeated one at the first of the two.",
               "Use \"04:00\" unless the centre needs this time.");
  }
  return *time;
}

template <typename IdType>
std::optional<IdType> ReadId(ObjectReader& site, std::string_view key, std::string_view example, Notes& notes) {
  const auto text = site.RequireText(key, example);
  if (!text) return std::nullopt;
  auto id = IdType::Parse(*text);
  if (!id) notes.Problem(site.PathOf(key), "An id has at most 200 bytes.", "Copy the id from IKS.");
  return id;
}

SiteEntry ReadSite(const json& value, std::string path, Notes& notes) {
  SiteEntry entry;
  entry.path = path;
  ObjectReader site(value, std::move(path), notes);
  const auto before = notes.problems.size();
  if (const auto id = RequireName(site, "id", "\"brooklyn\"", notes)) entry.id = domain::SiteId::Parse(*id);
  const auto name = site.RequireText("name", "\"Sunrise Brooklyn\"");
  entry.iks_location = ReadId<domain::IksLocationId>(site, "iks_location", "\"<IKS location id>\"", notes);
  ReadProcare(site, entry, notes);
  const auto zone = ReadZone(site, notes);
  const auto nightly_at = ReadNightlyAt(site, notes);
  auto policy = ReadPolicy(site, entry.is_desktop, notes);
  if (entry.is_desktop) CheckDesktopSite(entry, policy, notes);
  site.Finish();
  const bool placed = entry.school && (entry.is_desktop ? entry.installation.has_value() : entry.tenant.has_value());
  const bool whole = entry.id && name && entry.iks_location && placed && zone;
  if (!whole || notes.problems.size() != before) return entry;
  std::variant<OnlineAt, DesktopAt> procare = OnlineAt{domain::TenantId::Trusted("")};
  if (entry.is_desktop) {
    procare = DesktopAt{*entry.installation, entry.desktop};
  } else {
    procare = OnlineAt{*entry.tenant};
  }
  entry.config = SiteConfig{.site = {.id = *entry.id,
                                     .name = *name,
                                     .iks_location = *entry.iks_location,
                                     .school = *entry.school,
                                     .zone = *zone,
                                     .nightly_at = nightly_at,
                                     .policy = std::move(policy)},
                            .procare = std::move(procare)};
  return entry;
}

}  // namespace

std::vector<SiteEntry> ReadSites(ObjectReader& root, Notes& notes) {
  std::vector<SiteEntry> entries;
  const json* list = root.RequireArray("sites", "[{ ... }] with each centre");
  if (list == nullptr) return entries;
  const auto path = root.PathOf("sites");
  if (list->empty()) {
    notes.Problem(path, "There is no site, so the engine would have nothing to do.", "Add one entry for each centre.");
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    entries.push_back(ReadSite((*list)[i], PathOfElement(path, i), notes));
  }
  return entries;
}

}  // namespace ikp::config
