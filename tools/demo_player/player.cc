#include "tools/demo_player/player.h"

#include <date/tz.h>

#include <thread>

namespace ikp::demo {

using nlohmann::json;

namespace {

// After 10:00 in Honolulu all centres have had their night.
constexpr std::chrono::hours kLookAt{20};
// Real time between the start of a push and a SIGKILL in its middle.
constexpr std::chrono::milliseconds kKillAfter{150};
constexpr std::chrono::seconds kKillWindow{30};  // simulated

date::sys_time<std::chrono::milliseconds> ToDate(Instant at) {
  return date::sys_time<std::chrono::milliseconds>(at.time_since_epoch());
}

std::string LocalDate(Instant at, const std::string& zone) {
  return date::format("%F", date::make_zoned(zone, ToDate(at)));
}

Instant NextLook(Instant now) {
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const Instant today = day + kLookAt;
  return today > now ? today : today + std::chrono::days(1);
}

}  // namespace

std::vector<Centre> Centres(bool with_desktop) {
  std::vector<Centre> centres = {
      {"Brooklyn", "loc-brooklyn", "10000000-0000-4000-8000-000000000001", "America/New_York", "brooklyn"},
      {"Tempe", "loc-tempe", "10000000-0000-4000-8000-000000000002", "America/Phoenix", "tempe"},
      {"Kaimuki", "loc-kaimuki", "10000000-0000-4000-8000-000000000003", "Pacific/Honolulu", "kaimuki"}};
  if (with_desktop) centres.push_back({"Duluth", "loc-duluth", "desktop/1", "America/Chicago", "duluth"});
  return centres;
}

std::string LocalTime(Instant at, const std::string& zone) {
  const auto local =
      date::make_zoned(zone.empty() ? "America/New_York" : zone, date::floor<std::chrono::minutes>(ToDate(at)));
  return date::format("%a %e %b %H:%M", local);
}

tl::expected<Outcome, std::string> Player::Play() {
  const auto seeded = enterprise_.Dump("procare_online");
  if (!seeded) return tl::unexpected(seeded.error());
  typed_by_people_ = IdsOf(*seeded);
  const auto desktop = DesktopDump();
  if (!desktop) return tl::unexpected(desktop.error());
  typed_by_people_.merge(PeopleNow(*desktop, "procare_desktop"));
  next_look_ = NextLook(enterprise_.Now());
  if (auto started = enterprise_.StartEngine(); !started) return tl::unexpected(started.error());
  if (enterprise_.has_desktop()) {
    if (auto started = enterprise_.StartAgent(); !started) return tl::unexpected(started.error());
  }
  for (const auto& entry : story_) {
    if (auto passed = PassTime(entry.at); !passed) return tl::unexpected(passed.error());
    if (auto played = PlayEntry(entry); !played) return tl::unexpected(entry.say + ": " + played.error());
  }
  if (auto passed = PassTime(end_); !passed) return tl::unexpected(passed.error());
  if (auto told = TellNights(); !told) return tl::unexpected(told.error());
  return Conclude();
}

tl::expected<void, std::string> Player::PassTime(Instant until) {
  for (;;) {
    Instant next = until;
    if (restart_at_) next = std::min(next, *restart_at_);
    next = std::min(next, next_look_);
    if (next > enterprise_.Now()) {
      if (auto passed = enterprise_.RunUntil(next); !passed) return passed;
    }
    if (restart_at_ && *restart_at_ <= next) {
      restart_at_.reset();
      if (auto started = enterprise_.StartEngine(); !started) return started;
      tell_(LocalTime(next, "") + "  engine    is running again");
    }
    if (next_look_ <= next) {
      if (auto told = TellNights(); !told) return told;
      next_look_ = NextLook(next);
    }
    if (next >= until) return {};
  }
}

tl::expected<void, std::string> Player::PlayEntry(const StoryEntry& entry) {
  const std::string who = entry.actor == "iks_staff"       ? "IKS       "
                          : entry.actor == "procare_staff" ? "Procare   "
                          : entry.actor == "desktop_staff" ? "Procare D "
                          : entry.actor == "desktop_pc"    ? "computer  "
                          : entry.actor == "fault"         ? "fault     "
                                                           : "engine    ";
  tell_(LocalTime(entry.at, "") + "  " + who + entry.say);
  if (entry.actor == "fault") return PlayFault(entry);
  if (entry.actor == "engine") return PlayEngine(entry);
  if (entry.actor == "desktop_pc") return PlayComputer(entry);
  return PlayStaff(entry);
}

tl::expected<json, std::string> Player::DesktopDump() {
  if (!enterprise_.has_desktop()) return json();
  return enterprise_.Dump("procare_desktop");
}

std::set<std::string> Player::PeopleNow(const json& dump, const std::string& system) const {
  if (system != "procare_desktop") return IdsOf(dump);
  return dump.is_object() ? DesktopIdsOf(dump) : std::set<std::string>();
}

tl::expected<void, std::string> Player::PlayStaff(const StoryEntry& entry) {
  const auto system = SystemOf(entry.actor);
  const auto before = enterprise_.Dump(system);
  if (!before) return tl::unexpected(before.error());
  const auto action = ResolveLookups(entry.action, *before);
  if (!action) return tl::unexpected(action.error());
  const auto done = enterprise_.Admin(system, "POST", "/__admin/staff", *action);
  if (!done) return tl::unexpected(done.error());
  if (action->value("action", std::string()) == "restore_backup") ++restores_;
  if (system == "iks") return {};
  const auto after = enterprise_.Dump(system);
  if (!after) return tl::unexpected(after.error());
  const auto known = PeopleNow(*before, system);
  for (const auto& id : PeopleNow(*after, system)) {
    // The engine stands still while time does: what is new here was typed by this person.
    if (!known.contains(id)) typed_by_people_.insert(id);
  }
  return {};
}

// The program on the computer lives and dies with it.
tl::expected<void, std::string> Player::PlayComputer(const StoryEntry& entry) {
  const bool wakes = entry.action.value("action", std::string()) == "wake";
  if (!wakes) {
    enterprise_.KillAgent();
    ++sleeps_;
  }
  const auto done = enterprise_.Admin("procare_desktop", "POST", "/__admin/staff", entry.action);
  if (!done) return tl::unexpected(done.error());
  return wakes ? enterprise_.StartAgent() : tl::expected<void, std::string>();
}

tl::expected<void, std::string> Player::PlayFault(const StoryEntry& entry) {
  const std::string system = entry.action.value("system", std::string());
  for (const std::string one : {"iks", "procare_online", "procare_desktop"}) {
    if (system != "all" && system != one) continue;
    const auto done = entry.action.value("clear", false)
                          ? enterprise_.Admin(one, "DELETE", "/__admin/faults")
                          : enterprise_.Admin(one, "POST", "/__admin/faults", entry.action["fault"]);
    if (!done) return tl::unexpected(done.error());
  }
  return {};
}

tl::expected<void, std::string> Player::PlayEngine(const StoryEntry& entry) {
  ++kills_;
  if (entry.action.contains("down_for_hours")) {
    enterprise_.KillEngine();
    restart_at_ = entry.at + std::chrono::hours(entry.action["down_for_hours"].get<int>());
    return {};
  }
  // Time goes on while the engine works on its pushes, and in the middle of them it dies.
  tl::expected<void, std::string> passed;
  std::thread time([&] { passed = enterprise_.RunUntil(entry.at + kKillWindow); });
  std::this_thread::sleep_for(kKillAfter);
  enterprise_.KillEngine();
  time.join();
  if (!passed) return passed;
  return enterprise_.StartEngine();
}

tl::expected<void, std::string> Player::TellNights() {
  if (!enterprise_.engine_runs()) return {};
  const auto status = enterprise_.Ask("status");
  if (!status) return tl::unexpected(status.error());
  for (const auto& site : status->value("sites", json::array())) {
    const auto run = site.value("nightly", json());
    if (!run.is_object()) continue;
    const std::string id = site.value("id", std::string());
    const std::string date = run.value("local_date", std::string());
    const std::string outcome = run.value("outcome", std::string());
    if (!nights_told_.insert(id + " " + date + " " + outcome).second) continue;
    if (outcome == "done") ++nights_[id];
    const auto report = run.value("report", json::object());
    tell_("                  nightly   " + id + ", " + date + ": " + outcome + ", read " +
          std::to_string(report.value("read", 0)) + ", changed " + std::to_string(report.value("changed", 0)) +
          ", missing " + std::to_string(report.value("missing", 0)));
  }
  return {};
}

namespace {

// How many children wait for a person, and how many for better data.
void CountPhases(const json& status, Outcome& outcome) {
  const auto count = [&](const json& counts) {
    for (const auto& one : counts) {
      const std::string phase = one.value("phase", std::string());
      if (phase == "waiting_for_person") outcome.held += one.value("children", 0);
      if (phase == "refused") outcome.refused += one.value("children", 0);
    }
  };
  for (const auto& site : status.value("sites", json::array())) count(site.value("counts", json::array()));
  count(status.value("unmapped", json::array()));
}

// What the engine says of the computer of a centre, in one line.
std::string ComputerLine(const json& status, const json& desktop_dump, const Centre& centre) {
  const auto machine = desktop_dump.value("machine", json::object());
  std::string line = machine.value("power", std::string()) == "on" ? "awake" : "asleep";
  for (const auto& installation : status.value("installations", json::array())) {
    if (installation.value("id", std::string()) != centre.site) continue;
    const auto heard = installation.value("last_heard", json());
    if (heard.is_string()) line += ", last heard of " + LocalTime(ParseTime(heard), centre.zone);
  }
  return line;
}

}  // namespace

tl::expected<Outcome, std::string> Player::Conclude() {
  auto iks = enterprise_.Dump("iks");
  auto procare = enterprise_.Dump("procare_online");
  auto desktop = DesktopDump();
  auto status = enterprise_.Ask("status");
  if (!iks) return tl::unexpected(iks.error());
  if (!procare) return tl::unexpected(procare.error());
  if (!desktop) return tl::unexpected(desktop.error());
  if (!status) return tl::unexpected(status.error());
  VerdictInput input{.iks = std::move(*iks),
                     .procare = std::move(*procare),
                     .desktop = std::move(*desktop),
                     .expected = expected_,
                     .school_of_location = {},
                     .typed_by_people = typed_by_people_,
                     .today_at_school = {}};
  const auto centres = Centres(enterprise_.has_desktop());
  for (const auto& centre : centres) {
    input.school_of_location[centre.location] = centre.school;
    input.today_at_school[centre.school] = LocalDate(end_, centre.zone);
  }
  Outcome outcome;
  outcome.verdict = Judge(input);
  outcome.kills = kills_;
  outcome.sleeps = sleeps_;
  outcome.restores = restores_;
  for (const auto& centre : centres) {
    auto& end = outcome.centres[centre.name];
    end.nights = nights_[centre.site];
    outcome.nights += end.nights;
    if (centre.desktop()) end.computer = ComputerLine(*status, input.desktop, centre);
    for (const auto& row : outcome.verdict.rows) {
      if (row.location != centre.location) continue;
      if (row.expected.starts_with("linked_") && !row.procare_id.empty()) ++end.linked;
      if (!row.problem.empty()) ++end.problems;
    }
  }
  CountPhases(*status, outcome);
  outcome.status = std::move(*status);
  return outcome;
}

}  // namespace ikp::demo
