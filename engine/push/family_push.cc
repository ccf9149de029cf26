#include "engine/push/family_push.h"

#include <set>

#include "engine/audit/entries.h"
#include "engine/push/child_states.h"
#include "engine/push/site_push.h"

namespace ikp::push {
namespace {

using domain::Reason;
using ports::PushPhase;

// States of children that have no site to go to.
class Homeless {
 public:
  Homeless(const PushServices& services, domain::IksFamilyId family)
      : services_(services), family_(std::move(family)) {}

  async::Task<void> Record(domain::IksChildId child, domain::IksLocationId location, std::int64_t version,
                           ChildOutcome outcome) {
    ChildStates states(services_, family_, std::move(location), std::nullopt);
    co_await states.Load();
    auto batch = states.Record(child, version, outcome);
    if (!batch.empty()) co_await services_.store.Commit(std::move(batch));
  }

 private:
  const PushServices& services_;
  domain::IksFamilyId family_;
};

async::Task<void> RecordIksProblem(const PushServices& services, domain::IksFamilyId family,
                                   std::vector<domain::IksChildId> known, systems::SystemProblem problem) {
  ChildStates reading(services, family, domain::IksLocationId::Trusted("-"), std::nullopt);
  co_await reading.Load();
  for (const auto& child : known) {
    const auto* before = reading.Find(child);
    ChildStates states(services, family, before != nullptr ? before->location : domain::IksLocationId::Trusted("-"),
                       before != nullptr ? before->site : std::nullopt);
    co_await states.Load();
    auto batch = states.Record(child, before != nullptr ? before->iks_version : 0, OutcomeOf(problem));
    if (!batch.empty()) co_await services.store.Commit(std::move(batch));
  }
}

// Merged into another family: that one is looked at instead (G45).
async::Task<void> FollowMerge(const PushServices& services, domain::IksFamilyId gone, domain::IksFamilyId survivor,
                              domain::IksChildId child) {
  ports::Trigger trigger{.event = domain::EventId::Trusted("merged:" + gone.str() + ":" + survivor.str()),
                         .location = domain::IksLocationId::Trusted("-"),
                         .family = std::move(survivor),
                         .child = std::move(child),
                         .status = {},
                         .source = "merge",
                         .received_at = services.clock.Now()};
  ports::WriteBatch batch;
  batch.push_back(ports::AddTrigger{std::move(trigger)});
  co_await services.store.Commit(std::move(batch));
}

async::Task<void> RecordGone(const PushServices& services, domain::IksFamilyId family,
                             std::vector<domain::IksChildId> known) {
  ChildStates reading(services, family, domain::IksLocationId::Trusted("-"), std::nullopt);
  co_await reading.Load();
  for (const auto& child : known) {
    const auto* before = reading.Find(child);
    if (before != nullptr && before->phase == PushPhase::kLinked) continue;  // the link stays; the nightly tells
    ChildStates states(services, family, before != nullptr ? before->location : domain::IksLocationId::Trusted("-"),
                       before != nullptr ? before->site : std::nullopt);
    co_await states.Load();
    const ChildOutcome outcome{.phase = PushPhase::kIgnored, .reason = Reason::kFamilyGoneInIks};
    auto batch = states.Record(child, before != nullptr ? before->iks_version : 0, outcome);
    if (!batch.empty()) co_await services.store.Commit(std::move(batch));
  }
}

}  // namespace

async::Task<void> FamilyPush::Run(domain::IksFamilyId family_id, std::vector<domain::IksChildId> known) {
  auto reading = co_await services_.iks.ReadFamily(family_id);
  if (!reading) {
    co_await RecordIksProblem(services_, family_id, std::move(known), std::move(reading.error()));
    co_return;
  }
  if (const auto* gone = std::get_if<systems::IksFamilyGone>(&*reading)) {
    if (gone->merged_into && !known.empty()) {
      co_await FollowMerge(services_, family_id, *gone->merged_into, known.front());
    }
    co_await RecordGone(services_, family_id, std::move(known));
    co_return;
  }
  const auto family = std::get<domain::IksFamily>(std::move(*reading));

  std::set<domain::IksLocationId> locations;
  std::set<domain::IksChildId> present;
  for (const auto& child : family.children) {
    locations.insert(child.location);
    present.insert(child.id);
  }
  for (const auto& location : locations) {
    const auto site = services_.sites.find(location);
    if (site != services_.sites.end()) {
      SitePush push(services_, locks_, ended_, site->second, family);
      co_await push.Run();
      continue;
    }
    Homeless homeless(services_, family_id);
    const auto triggers = domain::DefaultTriggers();
    for (const auto& child : family.children) {
      if (child.location != location) continue;
      const bool wanted = triggers.contains(child.status);
      ChildOutcome outcome{.phase = wanted ? PushPhase::kRefused : PushPhase::kIgnored,
                           .reason = wanted ? Reason::kSiteNotMapped : Reason::kNotTriggerStatus};
      if (wanted) outcome.details.push_back("location:" + location.str());
      co_await homeless.Record(child.id, location, child.version, std::move(outcome));
    }
  }
  std::erase_if(known, [&](const domain::IksChildId& child) { return present.contains(child); });
  if (!known.empty()) co_await RecordGone(services_, family_id, std::move(known));
}

}  // namespace ikp::push
