// WaitingWatch: tells people when a push of a site has waited for a day (H21), whatever it waits for: a computer that
// is off is told elsewhere too, but not a seat, a version or a program that keeps it waiting. One warning (log and
// audit, "push_waiting_24h") for each site, and one more ("push_waiting_over") when nothing waits so long any more.
// What was told survives a restart (cursor "push.alarm:<site>").
//
// Threads: the executor's.
#pragma once

#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/audit/entries.h"
#include "engine/push/push_services.h"

namespace ikp::push {

class WaitingWatch {
 public:
  explicit WaitingWatch(const PushServices& services) : services_(services) {}

  // Looks every hour, until `stop`.
  async::Task<void> Run(std::stop_token stop);
  // Looks now.
  async::Task<void> Look();

 private:
  struct Waiting {
    int children = 0;
    domain::Instant since = domain::Instant::max();  // of the one that has waited longest
    std::string child;
    domain::Reason reason = domain::Reason::kQueued;
  };
  // Since when the child is being retried without a break.
  async::Task<domain::Instant> Since(ports::PushState state);
  async::Task<void> Judge(domain::SiteId site, Waiting waiting);
  async::Task<void> Tell(domain::SiteId site, std::string event, audit::Details details, std::string told);

  const PushServices& services_;
};

}  // namespace ikp::push
