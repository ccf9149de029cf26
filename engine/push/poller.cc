#include "engine/push/poller.h"

#include <algorithm>

#include "engine/audit/entries.h"

namespace ikp::push {
namespace {

// Records may become visible a little out of order; handling one twice is harmless.
constexpr domain::Milliseconds kOverlap = std::chrono::minutes(2);
constexpr int kMostPages = 10'000;

}  // namespace

async::Task<void> Poller::Run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    co_await PollOnce();
    co_await alarm_.WaitUntil(services_.clock.Now() + services_.options.poll_interval, stop);
  }
}

async::Task<bool> Poller::PollOnce() {
  const std::string cursor_name = "poll";
  std::optional<domain::Instant> since;
  if (const auto stored = co_await services_.store.Cursor(cursor_name)) since = domain::ParseInstant(*stored);
  std::optional<domain::Instant> newest = since;
  const auto statuses = TriggerStatuses();

  std::optional<domain::Instant> from;
  if (since) from = *since - kOverlap;
  std::string page_cursor;
  bool added = false;
  for (int page = 0; page < kMostPages; ++page) {
    auto reading = co_await services_.iks.ReadChangedChildren(std::nullopt, statuses, from, page_cursor);
    if (!reading) {
      services_.log.Write(ports::LogLevel::kWarning, "poll_failed",
                          {{"reason", std::string(domain::Describe(reading.error().reason).word)}});
      if (added) on_new_();
      co_return false;
    }
    for (const auto& child : reading->children) {
      // A clock that was wrong in IKS must not carry the position into the future, where nothing is ever new.
      const auto seen = std::min(child.updated_at, services_.clock.Now());
      if (!newest || seen > *newest) newest = seen;
    }
    page_cursor = reading->next_cursor;
    const bool some = co_await AddTriggers(std::move(reading->children));
    added = added || some;
    if (page_cursor.empty()) break;
  }
  if (added) on_new_();
  if (newest && newest != since) {
    ports::WriteBatch batch;
    batch.push_back(ports::PutCursor{cursor_name, domain::FormatInstant(*newest)});
    co_await services_.store.Commit(std::move(batch));
  }
  co_return true;
}

// Of all sites, and the usual ones for locations that no site has.
std::vector<domain::StatusLabel> Poller::TriggerStatuses() const {
  auto triggers = domain::DefaultTriggers();
  for (const auto& [location, site] : services_.sites) {
    triggers.insert(site.site.policy.triggers.begin(), site.site.policy.triggers.end());
  }
  std::vector<domain::StatusLabel> statuses;
  for (const auto& [status, placement] : triggers) statuses.push_back(status);
  return statuses;
}

// Children whose present version was handled already are left out, so that the overlap costs nothing.
async::Task<bool> Poller::AddTriggers(std::vector<domain::IksChild> children) {
  ports::WriteBatch batch;
  for (const auto& child : children) {
    const auto state = co_await services_.store.FindPushState(child.id);
    if (state && state->iks_version >= child.version) continue;
    ports::Trigger trigger{
        .event = domain::EventId::Trusted("poll:" + child.id.str() + ":v" + std::to_string(child.version)),
        .location = child.location,
        .family = child.family,
        .child = child.id,
        .status = child.status.text(),
        .source = "poll",
        .received_at = services_.clock.Now()};
    const auto known = services_.sites.find(child.location);
    const std::string site = known == services_.sites.end() ? std::string() : known->second.site.id.str();
    batch.push_back(audit::Entry(trigger.received_at, "trigger_received", site, child.family.str(), child.id.str(),
                                 {{"source", "poll"}, {"status", trigger.status}}));
    batch.push_back(ports::AddTrigger{std::move(trigger)});
  }
  if (batch.empty()) co_return false;
  co_await services_.store.Commit(std::move(batch));
  co_return true;
}

}  // namespace ikp::push
