// Dispatcher: turns pending triggers and due states into family pushes. Events of one family are handled one after the
// other; families run beside each other, so that a slow one delays no other (I10). A trigger leaves the inbox only
// after what came of it is durable.
#pragma once

#include <map>
#include <set>
#include <stop_token>
#include <vector>

#include "engine/async/task_scope.h"
#include "engine/ports/alarm.h"
#include "engine/push/family_push.h"

namespace ikp::push {

class Dispatcher {
 public:
  explicit Dispatcher(const PushServices& services)
      : services_(services),
        alarm_(services.executor, services.clock),
        locks_(services.executor),
        push_(services, locks_),
        scope_(services.executor) {}

  // Until `stop`; then waits for the families at work.
  async::Task<void> Run(std::stop_token stop);
  // New triggers are in the inbox.
  void Wake() { alarm_.Ring(); }

 private:
  struct Work {
    std::set<domain::IksChildId> children;
    std::vector<domain::EventId> events;
    domain::IksLocationId location = domain::IksLocationId::Trusted("-");
  };
  using WorkByFamily = std::map<domain::IksFamilyId, Work>;

  async::Task<WorkByFamily> Collect();
  // Families with an open intent that no child's state follows up any more: the family was merged away, or its children
  // were linked otherwise. They are looked at every now and then until the intent is settled.
  async::Task<void> CollectOrphans(WorkByFamily& work);
  async::Task<std::optional<domain::Instant>> NextDue();
  async::Task<void> Handle(domain::IksFamilyId family, Work work);

  const PushServices& services_;
  ports::Alarm alarm_;
  async::KeyedLock locks_;
  FamilyPush push_;
  std::set<domain::IksFamilyId> at_work_;
  std::map<domain::IksFamilyId, domain::Instant> orphan_look_;  // when the next look at such a family is due
  std::map<domain::IksLocationId, std::size_t> at_work_in_;     // families at work, by location
  async::TaskScope scope_;                                      // last: its tasks hold locks and use everything above
};

}  // namespace ikp::push
