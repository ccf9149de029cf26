#include "engine/desktop_agent/session_writes.h"

#include <algorithm>

#include "engine/wire/json_read.h"

namespace ikp::desktop_agent {

async::Task<tl::expected<SessionReading, Trouble>> Look(SessionWork work, std::optional<std::int64_t> school_id) {
  for (int look = 1; look <= kMostLooks; ++look) {
    auto reading = co_await ReadAccounts(work.session, school_id, work.page_rows);
    // No page takes so long, with all its attempts: the computer slept, and the pages before are of another day.
    if (!reading || reading->longest_wait <= 10 * work.session.timeout()) co_return reading;
  }
  co_return tl::unexpected(Trouble{domain::Reason::kDesktopNotAnswering, {"asleep"}});
}

std::int64_t SentAt(domain::Instant now) { return now.time_since_epoch().count(); }

async::Task<void> LetLand(const wire::Environment& environment, domain::Milliseconds timeout, std::string before) {
  const auto saved = wire::ParseJson(before);
  const auto sent_at = saved ? wire::ReadInteger(*saved, "sent_at") : std::nullopt;
  if (!sent_at) co_return;
  const auto now = environment.clock.Now();
  const auto waits = domain::Milliseconds(SentAt(now) - *sent_at);
  // A clock that was set meanwhile says nothing.
  if (waits >= 2 * timeout || waits.count() < 0) co_return;
  co_await environment.clock.SleepUntil(now + 2 * timeout - waits, environment.stop);
}

}  // namespace ikp::desktop_agent
