#include "engine/nightly/nightly_scheduler.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/audit/entries.h"

namespace ikp::nightly {

using ports::NightlyOutcome;

namespace {

bool MayBeTriedAgain(NightlyOutcome outcome) {
  return outcome == NightlyOutcome::kIncomplete || outcome == NightlyOutcome::kFailed;
}

constexpr std::chrono::hours kLongestDay{26};

// The centre was not ready: its computer was off, its program was not started, no seat was free. That is over when it
// is over, not after some number of attempts (F18, F21, G37).
bool FailedForAbsence(const ports::NightlyRun& run) {
  const auto report = nlohmann::json::parse(run.report_json, nullptr, false);
  return report.is_object() && report.contains("problem") && report.value("centre_not_ready", false);
}

// Attempts of this night that ended so.
int NotCounted(const ports::NightlyRun& run) {
  const auto report = nlohmann::json::parse(run.report_json, nullptr, false);
  return report.is_object() ? report.value("tries_not_counted", 0) : 0;
}

bool TriesAreLeft(const ports::NightlyRun& run, const NightlyOptions& options) {
  return run.attempt - NotCounted(run) < options.attempts_per_night;
}

// What has to outlive the attempt that begins.
std::string RunningReport(int tries_not_counted) {
  return tries_not_counted == 0 ? std::string() : nlohmann::json{{"tries_not_counted", tries_not_counted}}.dump();
}

rules::NightlyTime TimeOf(const domain::Site& site) { return {.zone = site.zone, .at = site.nightly_at}; }

}  // namespace

async::Task<void> NightlyScheduler::Run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    Next next = co_await Decide();
    if (next.run) {
      co_await RunScheduled(std::move(*next.run));
      continue;
    }
    co_await alarm_.WaitUntil(next.wake, stop);
  }
}

async::Task<domain::Instant> NightlyScheduler::KnownSince() {
  const std::string name = "nightly_since:" + site_.id.str();
  if (const auto stored = co_await services_.store.Cursor(name)) {
    if (const auto since = domain::ParseInstant(*stored)) co_return *since;
  }
  const auto now = services_.clock.Now();
  ports::WriteBatch batch;
  batch.push_back(ports::PutCursor{name, domain::FormatInstant(now)});
  co_await services_.store.Commit(std::move(batch));
  co_return now;
}

async::Task<NightlyScheduler::Next> NightlyScheduler::Decide() {
  const auto now = services_.clock.Now();
  auto latest = co_await services_.store.LatestNightly(site_.id);
  if (latest && latest->due_at > now + kLongestDay) {
    // Recorded while this machine's clock was ahead: it must not silence the nights until then.
    services_.log.Write(ports::LogLevel::kError, "nightly_recorded_in_the_future",
                        {{"site", site_.id.str()}, {"local_date", latest->local_date.str()}});
    const auto today = site_.zone.DateAt(now);
    latest = co_await services_.store.FindNightly(site_.id, today);
    if (!latest) latest = co_await services_.store.FindNightly(site_.id, today.Plus(-1));
  }
  const auto since = co_await KnownSince();
  const auto due = rules::DueRun(TimeOf(site_), latest ? std::optional(latest->local_date) : std::nullopt, since, now);
  for (const auto& date : due.skipped) {
    if (told_skipped_ && date <= *told_skipped_) continue;
    told_skipped_ = date;
    ports::WriteBatch batch;
    batch.push_back(audit::Entry(now, "nightly_skipped", site_.id.str(), "", "", {{"local_date", date.str()}}));
    co_await services_.store.Commit(std::move(batch));
  }
  Next next{.run = std::nullopt, .wake = due.next_wake};
  if (due.run) {
    next.run = ports::NightlyRun{.site = site_.id,
                                 .local_date = *due.run,
                                 .outcome = NightlyOutcome::kRunning,
                                 .attempt = 1,
                                 .due_at = due.due_at,
                                 .started_at = now,
                                 .finished_at = std::nullopt,
                                 .report_json = {}};
    first_look_ = false;
    co_return next;
  }
  if (latest) {
    // Left running by a process that died, or not done for a reason that may have passed.
    const bool interrupted = latest->outcome == NightlyOutcome::kRunning && first_look_;
    const bool absent = latest->outcome == NightlyOutcome::kFailed && FailedForAbsence(*latest);
    const bool again =
        interrupted || absent || (MayBeTriedAgain(latest->outcome) && TriesAreLeft(*latest, services_.options));
    const auto retry = absent ? services_.options.retry_absent : services_.options.retry;
    const bool at_once = interrupted || (back_ && MayBeTriedAgain(latest->outcome));
    const auto at = at_once ? now : latest->finished_at.value_or(latest->started_at) + retry;
    back_ = false;
    if (again && at < latest->due_at + rules::kCatchUpLimit) {
      if (at <= now) {
        next.run = latest;
        next.run->outcome = NightlyOutcome::kRunning;
        next.run->attempt = latest->attempt + 1;
        next.run->started_at = now;
        next.run->finished_at.reset();
        next.run->report_json = RunningReport(NotCounted(*latest));
      } else {
        next.wake = std::min(next.wake, at);
      }
    }
  }
  first_look_ = false;
  co_return next;
}

async::Task<void> NightlyScheduler::RunScheduled(ports::NightlyRun run) {
  const auto permit = co_await alone_.Acquire();
  ports::WriteBatch batch;
  batch.push_back(ports::ClaimNightly{run});
  batch.push_back(audit::Entry(run.started_at, "nightly_started", site_.id.str(), "", "",
                               {{"local_date", run.local_date.str()}, {"attempt", std::to_string(run.attempt)}}));
  if (co_await services_.store.Commit(std::move(batch)) == ports::CommitResult::kConflict) {
    services_.log.Write(ports::LogLevel::kWarning, "nightly_already_claimed", {{"site", site_.id.str()}});
    co_return;
  }
  NightlySync sync(services_, procare_, site_);
  const RunOutcome outcome = co_await sync.Run(false, false);
  co_await Finish(std::move(run), outcome);
}

async::Task<void> NightlyScheduler::Finish(ports::NightlyRun run, const RunOutcome& outcome) {
  run.outcome = outcome.outcome;
  run.finished_at = services_.clock.Now();
  NightlyReport report = outcome.report;
  report.tries_not_counted = NotCounted(run) + (report.centre_not_ready ? 1 : 0);
  run.report_json = report.ToJson();
  const std::string word(ports::ToWord(outcome.outcome));
  ports::WriteBatch batch;
  batch.push_back(ports::FinishNightly{run});
  batch.push_back(audit::Entry(*run.finished_at, "nightly_finished", site_.id.str(), "", "",
                               {{"local_date", run.local_date.str()},
                                {"outcome", word},
                                {"problem", outcome.report.problem},
                                {"changed", std::to_string(outcome.report.changed)}}));
  for (const auto& line : outcome.report.lines) {
    // What concerns one child is found again from the child; write-backs have their own entries.
    const auto reason = domain::ReasonFromWord(line.reason);
    if (!reason || *reason == domain::Reason::kStatusWrittenBack || *reason == domain::Reason::kEditedInIks) continue;
    batch.push_back(audit::Entry(*run.finished_at, "nightly_note", site_.id.str(), "", line.child,
                                 {{"reason", line.reason}, {"detail", line.detail}}));
  }
  co_await services_.store.Commit(std::move(batch));
  services_.log.Write(outcome.outcome == NightlyOutcome::kDone ? ports::LogLevel::kInfo : ports::LogLevel::kWarning,
                      "nightly_finished",
                      {{"site", site_.id.str()},
                       {"local_date", run.local_date.str()},
                       {"outcome", word},
                       {"problem", outcome.report.problem},
                       {"read", std::to_string(outcome.report.read)},
                       {"changed", std::to_string(outcome.report.changed)}});
}

async::Task<RunOutcome> NightlyScheduler::RunNow(bool accept_mass_change, bool dry_run) {
  const auto permit = co_await alone_.Acquire();
  NightlySync sync(services_, procare_, site_);
  RunOutcome outcome = co_await sync.Run(accept_mass_change, dry_run);
  if (dry_run) co_return outcome;
  auto latest = co_await services_.store.LatestNightly(site_.id);
  if (latest && latest->outcome == NightlyOutcome::kHeld && outcome.outcome == NightlyOutcome::kDone) {
    co_await Finish(std::move(*latest), outcome);
    co_return outcome;
  }
  ports::WriteBatch batch;
  batch.push_back(audit::Entry(
      services_.clock.Now(), "nightly_requested", site_.id.str(), "", "",
      {{"outcome", std::string(ports::ToWord(outcome.outcome))}, {"changed", std::to_string(outcome.report.changed)}}));
  co_await services_.store.Commit(std::move(batch));
  co_return outcome;
}

}  // namespace ikp::nightly
