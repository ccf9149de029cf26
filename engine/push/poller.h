// Poller: asks IKS every few minutes which children of a location are in a trigger status and changed, for the triggers
// whose webhook never arrived (H20). Its position is durable and overlaps, so nothing falls between two polls.
#pragma once

#include <functional>
#include <stop_token>

#include "engine/ports/alarm.h"
#include "engine/push/push_services.h"

namespace ikp::push {

class Poller {
 public:
  // `on_new` is called after new triggers are in the inbox.
  Poller(const PushServices& services, const PushSite& site, std::function<void()> on_new)
      : services_(services), site_(site), on_new_(std::move(on_new)), alarm_(services.executor, services.clock) {}

  async::Task<void> Run(std::stop_token stop);
  // One poll of all pages; false when IKS could not be read to the end (the position then stays).
  async::Task<bool> PollOnce();

 private:
  async::Task<bool> AddTriggers(std::vector<domain::IksChild> children);

  const PushServices& services_;
  const PushSite& site_;
  std::function<void()> on_new_;
  ports::Alarm alarm_;
};

}  // namespace ikp::push
