// How a scenario ends: everything heals, the world converges, three more nights pass; and what is left to judge.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "scenarios/world/ready.h"
#include "scenarios/world/setup.h"
#include "scenarios/world/world.h"

namespace ikp::scenarios {
namespace {

constexpr std::chrono::hours kForOneNight{1};  // a nightly of these sizes takes minutes
constexpr int kQuietNights = 3;

domain::Instant NightlyAfter(const domain::Site& site, domain::Instant after) {
  auto date = site.zone.DateAt(after).Plus(-1);
  while (site.zone.InstantOf(date, site.nightly_at) <= after) date = date.Plus(1);
  return site.zone.InstantOf(date, site.nightly_at);
}

}  // namespace

void World::Heal() {
  healed_ = true;
  writes_in_story_ = disk_.writes();
  if (options_.stop_when_healed) {
    end_ = time_.now - Milliseconds(1);
    recorder_.history().healed = time_.now;
    return;
  }
  faults_.HealAll();
  crash_at_write_ = {};
  crash_at_message_ = {};
  disk_.SetFull(false);
  SetMachineClock(Milliseconds(0));
  if (engine_) {
    engine_->clock().Correct();
    engine_->executor().DoNotHalt();
  }
  auto& history = recorder_.history();
  Say(-1, false, {});
  history.healed = time_.now;
  history.healed_seq = recorder_.last();
  // Staff at the centre see that the interface is locked, and unlock it.
  for (const auto& tenant : procare_.world().tenants) {
    if (tenant.locked) ActInProcare({{"action", "unlock_account"}, {"tenant", tenant.name}}, oracle::By::kStaff);
  }
  // The operator has put every new secret into the configuration.
  for (std::size_t i = 0; i < config_.procare_online.size(); ++i) {
    const auto& shown = procare_.world().tenants[i].client_secret;
    if (config_.procare_online[i].client_secret.Reveal() == shown) continue;
    config_.procare_online[i].client_secret = config::Secret(shown);
    KillEngine("restart with a new configuration", Milliseconds(1000));
  }
  for (auto& centre : centres_) centre->Heal();
  // A process that is down comes up.
  StartEngine();
  PlanTheEnd();
}

bool World::SomethingIsStuck() {
  auto& store = disk_.durable();
  if (!Take(store.OpenIntents()).empty() || !Take(store.PendingTriggers(1)).empty()) return true;
  const auto states = Take(store.AllPushStates());
  return std::any_of(states.begin(), states.end(), [](const ports::PushState& state) {
    return state.phase != ports::PushPhase::kLinked && state.phase != ports::PushPhase::kIgnored;
  });
}

void World::PlanTheEnd() {
  // What was lost on the way is found by the next poll; retries, the visibility window and a locked login's pause come
  // on top. Only what is stuck by now waits for the look that comes after hours: people change nothing any more.
  const auto settled = time_.now + scenario_.engine.poll_interval +
                       (SomethingIsStuck() ? scenario_.engine.recheck_interval : Milliseconds(0)) +
                       2 * scenario_.engine.visibility_window + std::chrono::hours(2);
  // A site whose zone changed may have had the night of this date already, by its old clock.
  const bool zones_moved = std::any_of(scenario_.actions.begin(), scenario_.actions.end(),
                                       [](const Action& action) { return action.kind == ActionKind::kUpdateZone; });
  const auto first_night = zones_moved ? settled + std::chrono::hours(24) : settled;
  auto converged = settled;
  auto last = settled;
  for (const auto& site : config_.sites) {
    const auto night = NightlyAfter(site.site, first_night);
    converged = std::max(converged, night + kForOneNight);
    // By the site's clock: where it is put back, three nights take longer than three days.
    auto quiet = night;
    for (int i = 0; i < kQuietNights; ++i) quiet = NightlyAfter(site.site, quiet);
    last = std::max(last, quiet + kForOneNight);
    for (auto at = NightlyAfter(site.site, time_.now); at <= night + std::chrono::hours(24 * kQuietNights);
         at = NightlyAfter(site.site, at)) {
      Add(at + Milliseconds(kForOneNight) / 2, EventKind::kOperatorRound);
    }
  }
  auto& history = recorder_.history();
  history.converged_by = converged;
  Add(converged, EventKind::kConverged);
  end_ = std::max(last, converged + std::chrono::hours(24 * kQuietNights));
}

// The operator looks at the report of the night, and agrees to a mass change that is a real one.
void World::OperatorRound() {
  if (time_.now >= recorder_.history().converged_by) return;
  for (const auto& site : config_.sites) {
    const auto latest = Take(disk_.durable().LatestNightly(site.site.id));
    if (!latest || latest->outcome != ports::NightlyOutcome::kHeld) continue;
    const auto& id = site.site.id.str();
    people_.AcceptMassChange(std::stoi(id.substr(id.find('-') + 1)));
  }
}

oracle::Opinion World::OpinionOfTheEngine() {
  auto& store = disk_.durable();
  oracle::Opinion opinion;
  opinion.states = Take(store.AllPushStates());
  opinion.open_intents = Take(store.OpenIntents());
  opinion.open_reviews = Take(store.OpenReviews());
  for (int i = 0; i < static_cast<int>(scenario_.sites.size()); ++i) {
    const auto site = domain::SiteId::Trusted("site-" + std::to_string(i));
    for (auto& link : Take(store.LinksOfSite(site))) opinion.links.push_back(std::move(link));
    for (auto& agreed : Take(store.AgreementsOfSite(site))) opinion.agreements.push_back(std::move(agreed));
    for (auto& run : store.NightlyRunsOfSite(site)) opinion.nightly_runs.push_back(std::move(run));
  }
  opinion.audit = store.audit();
  opinion.pending_triggers = Take(store.PendingTriggers(1000)).size();
  return opinion;
}

oracle::History World::TakeHistory() {
  auto& history = recorder_.history();
  history.opinion = OpinionOfTheEngine();
  // From leaving the engine to showing in every list: the way, what delays it, and what Procare hides.
  history.longest_lag = std::chrono::minutes(7);
  return std::move(history);
}

}  // namespace ikp::scenarios
