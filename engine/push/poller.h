// Poller: asks IKS every few minutes which children of the account are in a trigger status and changed, for the
// triggers whose webhook never arrived (H20). Children of locations that are not mapped are seen too, so that somebody
// can be told (F3). Its position is durable and overlaps, so nothing falls between two polls.
#pragma once

#include <functional>
#include <stop_token>

#include "engine/ports/alarm.h"
#include "engine/push/push_services.h"

namespace ikp::push {

class Poller {
 public:
  // `on_new` is called after new triggers are in the inbox.
  Poller(const PushServices& services, std::function<void()> on_new)
      : services_(services), on_new_(std::move(on_new)), alarm_(services.executor, services.clock) {}

  async::Task<void> Run(std::stop_token stop);
  // One poll of all pages; false when IKS could not be read to the end (the position then stays).
  async::Task<bool> PollOnce();

 private:
  std::vector<domain::StatusLabel> TriggerStatuses() const;
  async::Task<bool> AddTriggers(std::vector<domain::IksChild> children);

  const PushServices& services_;
  std::function<void()> on_new_;
  ports::Alarm alarm_;
};

}  // namespace ikp::push
