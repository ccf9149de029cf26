#include "scenarios/world/setup_desktop.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/domain/civil_date.h"
#include "scenarios/world/setup.h"

namespace ikp::scenarios {
namespace {

using nlohmann::json;

constexpr int kFamiliesOfMini = 60;
constexpr int kRoomForFewMore = 2;  // where the small edition is nearly full
constexpr int kSeats = 3;
constexpr int kSeatsWithEngagement = 2;  // so that a run of the mirror leaves one

json TypedPhone(const std::string& phone) {
  std::string digits;
  for (const char c : phone) {
    if (c >= '0' && c <= '9') digits += c;
  }
  if (digits.size() > 10) digits.erase(0, digits.size() - 10);
  json typed = {{"type", "Mobile"}, {"number", digits}};
  if (digits.size() == 10) {
    typed["area_code"] = digits.substr(0, 3);
    typed["number"] = digits.substr(3, 3) + "-" + digits.substr(6);
  }
  return typed;
}

json TypedPayer(const Guardian& guardian, const std::string& spelling) {
  json payer = {{"first_name", guardian.first_name.empty() ? "Unknown" : Spelt(guardian.first_name, spelling)},
                {"last_name", guardian.last_name.empty() ? "Unknown" : Spelt(guardian.last_name, spelling)}};
  auto email = guardian.email;
  if (spelling == "other_email" && !email.empty()) email = "home." + email;
  if (!email.empty()) payer["email"] = email;
  if (!guardian.phone.empty()) payer["phones"] = json::array({TypedPhone(guardian.phone)});
  return payer;
}

std::string DaysFrom(const std::string& today, int days) { return domain::CivilDate::Parse(today)->Plus(days).str(); }

json Row(const std::string& date, const char* status) { return {{"date", date}, {"status", status}}; }

// The small edition with families of others, so that only a few more fit in.
void FillUp(const Scenario& scenario, json& database) {
  const auto licence = scenario.desktop_switches.find("pd.licence");
  if (licence == scenario.desktop_switches.end() || licence->second != "mini") return;
  for (int i = 1; i <= kFamiliesOfMini - kRoomForFewMore; ++i) {
    const auto name = "Other" + std::to_string(i);
    database["persons"].push_back({{"id", i}, {"first_name", "Pat"}, {"last_name", name}});
    database["accounts"].push_back({{"id", i}, {"school_id", 1}, {"key", name}, {"payers", json::array({i})}});
  }
}

}  // namespace

std::string InstallationName(int installation) { return "pc-" + std::to_string(installation); }

std::string SchoolTenant(int installation, std::int64_t school) {
  return InstallationName(installation) + "/" + std::to_string(school);
}

std::string ActivationKeyOf(int installation) {
  return "activation-key-" + std::to_string(installation) + "-6d0b4e7f19";
}

std::int64_t DesktopRoomId(const Scenario& scenario, int site, int room) {
  const int digit = room < 10 ? (room * 7 + 3) % 10 : room;  // not in the order in which they were made
  return SchoolNumberOf(scenario, site) * 100 + digit;
}

json DesktopSeed(const Scenario& scenario, int installation) {
  json schools = json::array();
  json rooms = json::array();
  std::string zone;
  bool engagement = false;
  for (int i = 0; i < static_cast<int>(scenario.sites.size()); ++i) {
    const auto& site = scenario.sites[static_cast<std::size_t>(i)];
    if (!site.desktop() || site.installation != installation) continue;
    if (zone.empty()) zone = site.zone;
    engagement |= site.engagement;
    const int number = SchoolNumberOf(scenario, i);
    schools.push_back({{"id", number}, {"name", "School " + std::to_string(i)}, {"region_id", 1}});
    for (int room = 0; room < static_cast<int>(site.rooms.size()); ++room) {
      rooms.push_back({{"id", DesktopRoomId(scenario, i, room)},
                       {"school_id", number},
                       {"name", site.rooms[static_cast<std::size_t>(room)]}});
    }
  }
  json labels = json::array();
  for (const char* name : {"Enrolled", "Pre-Registered", "Waiting List", "Summer Hold", "Withdrawn", "Graduated",
                           "Trial Week", "Sibling List"}) {
    labels.push_back({{"name", name}});
  }
  json database = {{"regions", json::array({{{"id", 1}, {"name", "East"}, {"code", "E"}, {"maximum_child_age", 4}}})},
                   {"schools", std::move(schools)},
                   {"classrooms", std::move(rooms)},
                   {"persons", json::array()},
                   {"accounts", json::array()},
                   {"status_labels", std::move(labels)}};
  FillUp(scenario, database);
  // GUIDs differ between installations.
  return {{"database", std::move(database)},
          {"machine", {{"time_zone", zone}, {"seats", engagement ? kSeatsWithEngagement : kSeats}}},
          {"mirror", {{"on", engagement}}},
          {"switches", scenario.desktop_switches},
          {"counters", {{"seed", 11 + installation}, {"counter", 0}}}};
}

json TypedDesktopChildJson(const Scenario& scenario, int family, int child, const std::string& spelling,
                           const std::string& today) {
  const auto& one = scenario.families[static_cast<std::size_t>(family)].children[static_cast<std::size_t>(child)];
  json typed = {{"first_name", Spelt(one.first_name, spelling)}, {"last_name", Spelt(one.last_name, spelling)}};
  if (spelling != "no_birth_date" && !one.birth_date.empty()) typed["date_of_birth"] = one.birth_date;
  switch ((family * 3 + child) % 7) {
    case 0:
      break;  // no row: forgotten, or a copied account [P35]
    case 1:
      typed["status_rows"] = json::array({Row(DaysFrom(today, 25), "Enrolled")});
      break;
    case 2:
      typed["status_rows"] =
          json::array({Row(DaysFrom(today, -3), "Pre-Registered"), Row(DaysFrom(today, 1), "Enrolled")});
      break;
    default:
      typed["status_rows"] = json::array({Row(DaysFrom(today, -20), "Enrolled")});
      break;
  }
  return typed;
}

json TypedAccountJson(const Scenario& scenario, int index, const std::string& spelling,
                      const std::vector<int>& children, const std::string& today) {
  const auto& family = scenario.families[static_cast<std::size_t>(index)];
  json payers = json::array();
  for (const auto& guardian : family.guardians) payers.push_back(TypedPayer(guardian, spelling));
  json list = json::array();
  for (const int child : children) list.push_back(TypedDesktopChildJson(scenario, index, child, spelling, today));
  const auto name = family.guardians.empty() ? std::string("Family") : family.guardians.front().last_name;
  return {{"action", "add_family"},
          {"school_id", SchoolNumberOf(scenario, family.site)},
          {"name", Spelt(name.empty() ? std::string("Family") : name, spelling)},
          {"payers", std::move(payers)},
          {"children", std::move(list)}};
}

}  // namespace ikp::scenarios
