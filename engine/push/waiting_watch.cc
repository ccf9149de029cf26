#include "engine/push/waiting_watch.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace ikp::push {
namespace {

constexpr std::chrono::hours kLong{24};
constexpr std::chrono::hours kLookEvery{1};
constexpr std::size_t kMostAudit = 500;  // entries of one child
constexpr std::size_t kMostLooked =
    500;  // children in one look (I15); of more than that, some wait as long as the rest

}  // namespace

async::Task<void> WaitingWatch::Run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    co_await Look();
    co_await services_.clock.SleepUntil(services_.clock.Now() + kLookEvery, stop);
  }
}

async::Task<void> WaitingWatch::Look() {
  std::map<domain::SiteId, Waiting> waiting;
  for (const auto& [location, site] : services_.sites) waiting.emplace(site.site.id, Waiting{});
  std::size_t looked = 0;
  for (auto& state : co_await services_.store.AllPushStates()) {
    if (state.phase != ports::PushPhase::kRetrying || !state.site || !waiting.contains(*state.site)) continue;
    if (++looked > kMostLooked) break;
    const auto since = co_await Since(state);
    if (since + kLong > services_.clock.Now()) continue;
    auto& one = waiting.at(*state.site);
    ++one.children;
    if (since < one.since) {
      one.since = since;
      one.child = state.child.str();
      one.reason = state.reason;
    }
  }
  for (auto& [site, one] : waiting) co_await Judge(site, std::move(one));
}

async::Task<domain::Instant> WaitingWatch::Since(ports::PushState state) {
  auto since = state.updated_at;
  const auto audit = co_await services_.store.AuditOfChild(state.child, kMostAudit);
  for (auto entry = audit.rbegin(); entry != audit.rend(); ++entry) {
    if (entry->event != "state" || entry->child != state.child.str()) continue;
    const auto details = nlohmann::json::parse(entry->details_json, nullptr, false);
    if (!details.is_object() || details.value("phase", "") != ports::ToWord(ports::PushPhase::kRetrying)) break;
    since = std::min(since, entry->at);
  }
  co_return since;
}

async::Task<void> WaitingWatch::Judge(domain::SiteId site, Waiting waiting) {
  const auto told = co_await services_.store.Cursor("push.alarm:" + site.str());
  const bool known = told && !told->empty();
  if (waiting.children > 0 && !known) {
    const std::string since = domain::FormatInstant(waiting.since);
    audit::Details details{{"children", std::to_string(waiting.children)},
                           {"since", since},
                           {"child", waiting.child},
                           {"reason", std::string(domain::Describe(waiting.reason).word)}};
    co_await Tell(std::move(site), "push_waiting_24h", std::move(details), since);
  } else if (waiting.children == 0 && known) {
    co_await Tell(std::move(site), "push_waiting_over", {}, "");
  }
}

async::Task<void> WaitingWatch::Tell(domain::SiteId site, std::string event, audit::Details details, std::string told) {
  ports::LogFields fields{{"site", site.str()}};
  for (const auto& [name, value] : details) fields.emplace_back(name, value);
  services_.log.Write(told.empty() ? ports::LogLevel::kInfo : ports::LogLevel::kWarning, event, fields);
  ports::WriteBatch batch;
  batch.push_back(ports::PutCursor{"push.alarm:" + site.str(), std::move(told)});
  batch.push_back(audit::Entry(services_.clock.Now(), event, site.str(), "", "", details));
  co_await services_.store.Commit(std::move(batch));
}

}  // namespace ikp::push
