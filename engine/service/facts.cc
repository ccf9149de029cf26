#include "engine/service/facts.h"

#include <algorithm>

namespace ikp::service {
namespace {

constexpr std::size_t kMostAudit = 200;
constexpr std::size_t kMostPending = 100'000;

std::optional<domain::Instant> NextNightly(const Engine& engine, const domain::SiteId& site) {
  const auto next = engine.NextNightly(site);
  return next == domain::Instant{} ? std::nullopt : std::optional(next);
}

// Nothing for a centre with Procare Online.
async::Task<std::optional<explain::DesktopFacts>> ComputerOf(Engine& engine, domain::SiteId site) {
  for (const auto& one : engine.config().sites) {
    const auto* desktop = one.site.id == site ? one.desktop() : nullptr;
    auto* installation = desktop == nullptr ? nullptr : engine.installations().Find(desktop->installation);
    if (installation == nullptr) continue;
    co_await installation->Load();
    const auto status = installation->Status();
    co_return explain::DesktopFacts{
        .last_heard = status.last_heard, .online = status.present, .waiting = static_cast<int>(status.waiting)};
  }
  co_return std::nullopt;
}

}  // namespace

async::Task<explain::ExplainFacts> GatherExplainFacts(Engine& engine, domain::IksChildId child) {
  auto& store = engine.ports().store;
  explain::ExplainFacts facts{.child = child};
  facts.now = engine.ports().clock.Now();
  facts.state = co_await store.FindPushState(child);
  facts.audit = co_await store.AuditOfChild(child, kMostAudit);
  for (const auto& trigger : co_await store.PendingTriggers(kMostPending)) {
    if (trigger.child == child) facts.trigger_pending = true;
  }
  if (!facts.state || !facts.state->site) co_return facts;
  const auto& site = *facts.state->site;
  if (const auto* known = engine.FindSite(site)) facts.site = *known;
  facts.desktop = co_await ComputerOf(engine, site);
  for (auto& intent : co_await store.OpenIntentsOfFamily(site, facts.state->family)) {
    if (!intent.child || *intent.child == child) facts.open_intents.push_back(std::move(intent));
  }
  facts.link = co_await store.FindLink(site, ports::LinkKind::kChild, child.str());
  facts.agreement = co_await store.FindAgreement(site, child);
  for (auto& review : co_await store.ReviewsOfFamily(site, facts.state->family)) {
    const bool of_child = review.child == child;
    if (review.state != ports::ReviewState::kOpen || (review.child && !of_child)) continue;
    if (!facts.review || of_child) facts.review = std::move(review);
  }
  facts.nightly = co_await store.LatestNightly(site);
  facts.next_nightly = NextNightly(engine, site);
  co_return facts;
}

async::Task<explain::StatusFacts> GatherStatusFacts(Engine& engine) {
  auto& store = engine.ports().store;
  explain::StatusFacts facts;
  facts.now = engine.ports().clock.Now();
  const auto states = co_await store.AllPushStates();
  for (const auto& one : engine.config().sites) {
    explain::SiteStatus status{.id = one.site.id, .name = one.site.name, .zone = one.site.zone};
    status.next_nightly = NextNightly(engine, one.site.id);
    status.nightly = co_await store.LatestNightly(one.site.id);
    status.counts = explain::CountPhases(states, one.site.id);
    facts.sites.push_back(std::move(status));
  }
  facts.unmapped = explain::CountPhases(states, std::nullopt);
  facts.reviews = co_await store.OpenReviews();
  facts.pending_triggers = (co_await store.PendingTriggers(kMostPending)).size();
  facts.open_intents = co_await store.OpenIntents();
  co_return facts;
}

}  // namespace ikp::service
