#include "engine/push/family_push.h"

#include <set>

#include "engine/audit/entries.h"
#include "engine/push/child_states.h"
#include "engine/push/site_push.h"

namespace ikp::push {
namespace {

using domain::Reason;
using ports::PushPhase;

// Children of a location that no site has: told with its name when they should have been sent (F3).
async::Task<void> RecordUnmapped(const PushServices& services, const domain::IksFamily& family,
                                 domain::IksLocationId location) {
  ChildStates states(services, family.id, location, std::nullopt);
  co_await states.Load();
  const auto triggers = domain::DefaultTriggers();
  for (const auto& child : family.children) {
    if (child.location != location) continue;
    const bool wanted = triggers.contains(child.status);
    ChildOutcome outcome{.phase = wanted ? PushPhase::kRefused : PushPhase::kIgnored,
                         .reason = wanted ? Reason::kSiteNotMapped : Reason::kNotTriggerStatus};
    if (wanted) outcome.details.push_back("location:" + location.str());
    auto batch = states.Record(child.id, child.version, outcome);
    if (!batch.empty()) co_await services.store.Commit(std::move(batch));
  }
}

// The outcome of a child that this reading of IKS did not show, kept with the location and site that it had. A late
// delivery about the family in which the child was before says nothing: its state belongs to the family where it is
// now.
async::Task<void> RecordUnseen(const PushServices& services, domain::IksFamilyId family, domain::IksChildId child,
                               ChildOutcome outcome, bool keep_linked) {
  const auto before = co_await services.store.FindPushState(child);
  if (before && before->family != family) co_return;
  if (before && keep_linked && before->phase == PushPhase::kLinked) co_return;
  ChildStates states(services, family, before ? before->location : domain::IksLocationId::Trusted("-"),
                     before ? before->site : std::nullopt);
  co_await states.Load();
  auto batch = states.Record(child, before ? before->iks_version : 0, outcome);
  if (!batch.empty()) co_await services.store.Commit(std::move(batch));
}

async::Task<void> RecordIksProblem(const PushServices& services, domain::IksFamilyId family,
                                   std::vector<domain::IksChildId> known, systems::SystemProblem problem) {
  for (const auto& child : known) co_await RecordUnseen(services, family, child, OutcomeOf(problem), false);
}

// For the push of the family where what this one has begun goes on.
ports::Trigger TriggerOf(const PushServices& services, const std::string& why, domain::IksFamilyId survivor,
                         domain::IksChildId child) {
  return {.event = domain::EventId::Trusted(why + ":" + survivor.str()),
          .location = domain::IksLocationId::Trusted("-"),
          .family = std::move(survivor),
          .child = std::move(child),
          .status = {},
          .source = "merge",
          .received_at = services.clock.Now()};
}

// Merged into another family: that one is looked at instead (G45).
async::Task<void> FollowMerge(const PushServices& services, domain::IksFamilyId gone, domain::IksFamilyId survivor,
                              domain::IksChildId child) {
  ports::WriteBatch batch;
  batch.push_back(
      ports::AddTrigger{TriggerOf(services, "merged:" + gone.str(), std::move(survivor), std::move(child))});
  co_await services.store.Commit(std::move(batch));
}

// The family in which IKS shows the child now; inner nothing when it shows it nowhere. It cannot be asked for one child
// alone.
async::Task<systems::Result<std::optional<domain::IksFamilyId>>> FamilyNow(const PushServices& services,
                                                                           domain::IksChildId child) {
  std::string cursor;
  do {
    std::vector<domain::StatusLabel> all;
    auto page = co_await services.iks.ReadChangedChildren(std::nullopt, std::move(all), std::nullopt, cursor);
    if (!page) co_return tl::unexpected(std::move(page.error()));
    for (const auto& one : page->children) {
      if (one.id == child) co_return one.family;
    }
    cursor = page->next_cursor;
  } while (!cursor.empty());
  co_return std::nullopt;
}

async::Task<void> RecordGone(const PushServices& services, domain::IksFamilyId family,
                             std::vector<domain::IksChildId> known, bool effects_open) {
  ChildOutcome outcome{.phase = PushPhase::kIgnored, .reason = Reason::kFamilyGoneInIks};
  // Something may still be on its way to Procare: that is followed up first.
  if (effects_open) outcome = {.phase = PushPhase::kRetrying, .reason = Reason::kOutcomeUnknown};
  // The link of a linked child stays; the nightly tells.
  for (const auto& child : known) co_await RecordUnseen(services, family, child, outcome, true);
}

}  // namespace

// At every site where something of this family is open, wherever its children are now: what was begun there is settled
// there. True when something stays open.
async::Task<bool> FamilyPush::SettleElsewhere(const domain::IksFamily& family,
                                              const std::set<domain::IksLocationId>& handled) {
  bool open = false;
  for (const auto& [location, site] : services_.sites) {
    if (handled.contains(location)) continue;
    bool concerned = !(co_await services_.store.OpenIntentsOfFamily(site.site.id, family.id)).empty();
    for (const auto& child : family.children) {
      const auto link = co_await services_.store.FindLink(site.site.id, ports::LinkKind::kChild, child.id.str());
      concerned = concerned || (link && !link->settled);
    }
    if (!concerned) continue;
    SitePush push(services_, locks_, ended_, site, family);
    co_await push.Run();
    open = open || !(co_await services_.store.OpenIntentsOfFamily(site.site.id, family.id)).empty();
  }
  co_return open;
}

// What was created, but not placed before its child left the family, is placed or left alone by the push of the family
// where the child is now; a merge that IKS does not tell about leads here (G45). True when that could not be found out.
async::Task<bool> FamilyPush::FollowUnplaced(const domain::IksFamilyId& family,
                                             const std::vector<domain::IksChildId>& known) {
  for (const auto& child : known) {
    for (const auto& [location, site] : services_.sites) {
      auto link = co_await services_.store.FindLink(site.site.id, ports::LinkKind::kChild, child.str());
      if (!link || link->settled) continue;
      const auto found = co_await FamilyNow(services_, child);
      if (!found) co_return true;
      ports::WriteBatch batch;
      if (*found && **found != family) {
        batch.push_back(ports::AddTrigger{TriggerOf(services_, "moved:" + child.str(), **found, child)});
      } else if (!*found) {
        // Nobody wants it placed any more: it is Procare's as it is.
        link->settled = true;
        batch.push_back(ports::PutLink{*link});
        batch.push_back(audit::SettledEntry(*link, family, services_.clock.Now()));
      }
      if (!batch.empty()) co_await services_.store.Commit(std::move(batch));
    }
  }
  co_return false;
}

async::Task<void> FamilyPush::Gone(domain::IksFamilyId family, std::vector<domain::IksChildId> known,
                                   bool effects_open) {
  const bool unplaced = !effects_open && co_await FollowUnplaced(family, known);
  co_await RecordGone(services_, std::move(family), std::move(known), effects_open || unplaced);
}

async::Task<void> FamilyPush::Run(domain::IksFamilyId family_id, std::vector<domain::IksChildId> known) {
  auto reading = co_await services_.iks.ReadFamily(family_id);
  if (!reading) {
    co_await RecordIksProblem(services_, family_id, std::move(known), std::move(reading.error()));
    co_return;
  }
  const std::set<domain::IksLocationId> nowhere;
  if (const auto* gone = std::get_if<systems::IksFamilyGone>(&*reading)) {
    if (gone->merged_into && !known.empty()) {
      co_await FollowMerge(services_, family_id, *gone->merged_into, known.front());
    }
    const domain::IksFamily empty{.id = family_id,
                                  .location = domain::IksLocationId::Trusted("-"),
                                  .guardians = {},
                                  .children = {},
                                  .unreadable = {}};
    const bool open = co_await SettleElsewhere(empty, nowhere);
    co_await Gone(std::move(family_id), std::move(known), open);
    co_return;
  }
  const auto family = std::get<domain::IksFamily>(std::move(*reading));
  co_await RunFamily(family, std::move(known));
}

async::Task<void> FamilyPush::RunFamily(const domain::IksFamily& family, std::vector<domain::IksChildId> known) {
  std::set<domain::IksLocationId> locations;
  std::set<domain::IksChildId> present;
  for (const auto& child : family.children) {
    locations.insert(child.location);
    present.insert(child.id);
  }
  for (const auto& location : locations) {
    const auto site = services_.sites.find(location);
    if (site == services_.sites.end()) {
      co_await RecordUnmapped(services_, family, location);
    } else {
      SitePush push(services_, locks_, ended_, site->second, family);
      co_await push.Run();
    }
  }
  const bool open = co_await SettleElsewhere(family, locations);
  std::erase_if(known, [&](const domain::IksChildId& child) { return present.contains(child); });
  if (!known.empty()) co_await Gone(family.id, std::move(known), open);
}

}  // namespace ikp::push
