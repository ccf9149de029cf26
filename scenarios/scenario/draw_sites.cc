// Where the run takes place and when: sites, zones, days near which the clocks change, and the engine's settings.
#include <algorithm>
#include <array>
#include <chrono>

#include "engine/domain/civil_date.h"
#include "scenarios/scenario/draw_parts.h"

namespace ikp::scenarios {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::array<std::string_view, 10> kNights = {"04:00", "04:00", "04:00", "02:30", "01:30",
                                                      "02:00", "00:00", "23:59", "03:00", "19:45"};
constexpr std::array<std::string_view, 7> kRooms = {"Infants",   "Toddlers",    "Twos", "Preschool A",
                                                    "Preschool", "Preschool B", "Pre-K"};

std::chrono::sys_days DayOf2026(int month_and_day) {
  using namespace std::chrono;
  return sys_days(year(2026) / month(static_cast<unsigned>(month_and_day / 100)) /
                  day(static_cast<unsigned>(month_and_day % 100)));
}

// Two runs in five live through a change of the clocks of their first site, if it has any.
Instant DrawStart(Dice& dice, const DrawnZone& zone) {
  const auto day_part = dice.Between(Milliseconds(0), Milliseconds(hours(24)) - Milliseconds(1));
  if (zone.first_change != 0 && dice.Percent(40)) {
    const auto change = DayOf2026(dice.Percent(50) ? zone.first_change : zone.second_change);
    return Instant(change) - hours(24) * dice.Between(0, 1) + day_part - minutes(zone.standard_minutes) - hours(12);
  }
  return Instant(DayOf2026(101)) + hours(24) * dice.Between(0, 363) + day_part;
}

Site DrawSite(Dice& dice) {
  Site site;
  // Weighted by the order of the list: most centres are in New York.
  const auto& zones = DrawnZones();
  const auto most = static_cast<int>(zones.size()) - 1;
  site.zone = dice.Percent(35) ? zones.front().name : zones[static_cast<std::size_t>(dice.Between(0, most))].name;
  site.nightly_at = dice.Pick(kNights);
  const int rooms = dice.Between(0, 4);
  const auto first = static_cast<std::size_t>(dice.Between(0, static_cast<int>(kRooms.size()) - 1));
  for (std::size_t i = 0; i < static_cast<std::size_t>(rooms); ++i) {
    site.rooms.emplace_back(kRooms[(first + i) % kRooms.size()]);
  }
  site.pre_registered_as_active = dice.Percent(15);
  site.push_without_email = dice.Percent(85);
  if (dice.Percent(25)) site.mass_change_minimum = dice.Between(2, 4);
  return site;
}

}  // namespace

const std::vector<DrawnZone>& DrawnZones() {
  static const std::vector<DrawnZone> kZones = {
      {"America/New_York", -300, 308, 1101}, {"America/Phoenix", -420, 0, 0},
      {"Pacific/Honolulu", -600, 0, 0},      {"America/Los_Angeles", -480, 308, 1101},
      {"America/Chicago", -360, 308, 1101},  {"Australia/Lord_Howe", 630, 405, 1004},
      {"Europe/London", 0, 329, 1025},       {"America/St_Johns", -210, 308, 1101},
      {"Pacific/Auckland", 720, 405, 927},   {"Asia/Kathmandu", 345, 0, 0},
  };
  return kZones;
}

void DrawSites(Dice& dice, Scenario& scenario) {
  scenario.sites.clear();
  const int count = static_cast<int>(dice.Weighted(std::array<int, 3>{68, 25, 7})) + 1;
  const bool two_tenants = count > 1 && dice.Percent(45);
  for (int i = 0; i < count; ++i) {
    auto site = DrawSite(dice);
    // The first site is of the first tenant and the second of the second, so that no tenant is left out.
    if (two_tenants && i > 0) site.tenant = i == 1 ? 1 : dice.Between(0, 1);
    // A site that the engine's configuration forgot (F3); never all of them.
    if (i > 0) site.mapped = !dice.Percent(8);
    scenario.sites.push_back(std::move(site));
  }
  for (const auto& zone : DrawnZones()) {
    if (zone.name == scenario.sites.front().zone) scenario.start = DrawStart(dice, zone);
  }
}

void DrawEngineSetup(Dice& dice, Scenario& scenario) {
  auto& engine = scenario.engine;
  // Mostly long: an unchanged poll or look costs time and tells nothing new.
  const std::array<Milliseconds, 5> polls = {minutes(20), hours(1), hours(3), hours(6), hours(12)};
  engine.poll_interval = polls[dice.Weighted(std::array<int, 5>{1, 3, 10, 46, 140})];
  const std::array<Milliseconds, 4> rechecks = {hours(1), hours(4), hours(12), hours(24)};
  engine.recheck_interval = rechecks[dice.Weighted(std::array<int, 4>{1, 4, 25, 70})];
  engine.visibility_window = dice.Percent(75) ? minutes(10) : minutes(30);
  if (dice.Percent(20)) engine.request_timeout = std::chrono::seconds(dice.Pick(std::array<int, 3>{10, 20, 60}));
  engine.requests_per_second = dice.Percent(60) ? 10 : 2;
  if (dice.Percent(20)) engine.burst = dice.Pick(std::array<int, 3>{1, 2, 20});
  engine.send_external_id = dice.Percent(35);
}

std::string DayOf(const Scenario& scenario, int days) {
  const auto first = std::chrono::floor<std::chrono::days>(scenario.start);
  return domain::CivilDate::FromDays(first + std::chrono::days(days)).str();
}

}  // namespace ikp::scenarios
