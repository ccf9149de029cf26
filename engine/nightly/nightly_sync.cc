#include "engine/nightly/nightly_sync.h"

#include <algorithm>

#include "engine/audit/entries.h"

namespace ikp::nightly {

using domain::Reason;
using ports::NightlyOutcome;

namespace {

constexpr int kMostPages = 10'000;
constexpr int kTriesPerChild = 3;

RunOutcome Failed(NightlyOutcome outcome, const systems::SystemProblem& problem) {
  RunOutcome failed;
  failed.outcome = outcome;
  failed.report.problem = std::string(domain::Describe(problem.reason).word);
  failed.report.problem_detail = audit::Joined(problem.details);
  failed.report.centre_not_ready = problem.centre_not_ready;
  return failed;
}

systems::IksChildUpdate UpdateOf(const rules::IksTarget& write, std::int64_t version) {
  return {.status = write.status,
          .classroom = write.classroom,
          .actual_start = write.actual_start,
          .withdrawal = write.withdrawal,
          .only_if_version = version};
}

bool VersionConflict(const systems::SystemProblem& problem) {
  return std::find(problem.details.begin(), problem.details.end(), "version_conflict") != problem.details.end();
}

std::string FieldsOf(const rules::IksTarget& write) {
  std::string fields;
  const auto add = [&](bool present, std::string_view name) {
    if (present) fields += (fields.empty() ? "" : ",") + std::string(name);
  };
  add(write.status.has_value(), "status");
  add(write.classroom.has_value(), "classroom");
  add(write.actual_start.has_value(), "actual_start");
  add(write.withdrawal.has_value(), "withdrawal");
  return fields;
}

}  // namespace

async::Task<RunOutcome> NightlySync::Run(bool accept_mass_change, bool dry_run) {
  // Before the reading: a child that is linked meanwhile was perhaps seen as it was born, before it was placed.
  auto links = co_await Links();
  auto school = co_await procare_.ReadSchool(site_.school);
  if (!school) co_return Failed(NightlyOutcome::kFailed, school.error());
  if (!school->complete) {
    systems::SystemProblem problem{.reason = Reason::kSnapshotIncomplete};
    problem.details.push_back(school->incomplete_because);
    co_return Failed(NightlyOutcome::kIncomplete, problem);
  }
  auto children = co_await ReadIksChildren();
  if (!children) co_return Failed(NightlyOutcome::kFailed, children.error());

  rules::NightlyView view;
  view.site = &site_;
  view.school = &*school;
  view.iks_children = &*children;
  view.links = std::move(links);
  view.today = site_.zone.DateAt(school->started);
  view.accept_mass_change = accept_mass_change;
  NightlyReport followed;
  if (procare_.Traits().ids_can_vanish) co_await FollowVanished(view, dry_run, followed);
  rules::NightlyDiff diff = rules::DiffNightly(view);

  RunOutcome outcome;
  outcome.report = ReportOf(diff);
  outcome.report.lines.insert(outcome.report.lines.begin(), followed.lines.begin(), followed.lines.end());
  for (const auto& notice : school->notices) {
    outcome.report.lines.push_back({"", std::string(domain::Describe(notice.reason).word), notice.detail});
  }
  if (diff.verdict == rules::NightlyDiff::Verdict::kMassChange) {
    outcome.outcome = NightlyOutcome::kHeld;
    outcome.report.problem = std::string(domain::Describe(Reason::kMassChangeHeld).word);
    co_return outcome;
  }
  if (dry_run) {
    for (const auto& change : diff.changes) {
      outcome.report.lines.push_back({change.child.str(), "would_write", FieldsOf(change.write)});
    }
    outcome.outcome = NightlyOutcome::kDone;
    co_return outcome;
  }
  co_await WriteBack(view, std::move(diff.changes), outcome.report);
  co_await Remember(std::move(diff.agreements));
  outcome.outcome = outcome.report.failed == 0 ? NightlyOutcome::kDone : NightlyOutcome::kFailed;
  if (outcome.report.failed > 0) outcome.report.problem = std::string(domain::Describe(Reason::kWriteBackFailed).word);
  co_return outcome;
}

async::Task<systems::Result<std::vector<domain::IksChild>>> NightlySync::ReadIksChildren() {
  std::map<domain::IksChildId, domain::IksChild> children;  // a child that changes between two pages comes twice
  std::string cursor;
  for (int page = 0; page < kMostPages; ++page) {
    std::vector<domain::StatusLabel> every_status;
    auto reading =
        co_await services_.iks.ReadChangedChildren(site_.iks_location, std::move(every_status), std::nullopt, cursor);
    if (!reading) co_return tl::unexpected(std::move(reading.error()));
    for (auto& child : reading->children) {
      auto id = child.id;
      children.insert_or_assign(std::move(id), std::move(child));
    }
    cursor = reading->next_cursor;
    if (cursor.empty()) break;
  }
  std::vector<domain::IksChild> all;
  all.reserve(children.size());
  for (auto& [id, child] : children) all.push_back(std::move(child));
  co_return all;
}

async::Task<std::vector<rules::NightlyLink>> NightlySync::Links() {
  std::map<domain::IksChildId, rules::LastAgreed> agreed;
  for (auto& one : co_await services_.store.AgreementsOfSite(site_.id)) {
    agreed.emplace(one.child, rules::LastAgreed{.procare_status = one.procare_status,
                                                .iks_status = one.iks_status,
                                                .classroom = one.classroom,
                                                .start = one.start,
                                                .withdrawal = one.withdrawal,
                                                .ever_active = one.ever_active,
                                                .missing_nights = one.missing_nights});
  }
  std::vector<rules::NightlyLink> links;
  for (const auto& link : co_await services_.store.LinksOfSite(site_.id)) {
    if (link.kind != ports::LinkKind::kChild || !link.settled) continue;
    // Its placement may not show yet (G50): it is looked at the next night.
    if (link.linked_at + procare_.Traits().visibility_window > services_.clock.Now()) continue;
    const auto child = domain::IksChildId::Trusted(link.iks_id);
    const auto procare = domain::ProcareChildId::Trusted(link.procare_id);
    const bool ours = link.origin == ports::LinkOrigin::kCreated || link.origin == ports::LinkOrigin::kAdopted;
    const auto last = agreed.find(child);
    links.push_back({child, procare, ours, last == agreed.end() ? std::nullopt : std::optional(last->second)});
    procare_ids_.insert_or_assign(child, procare);
  }
  co_return links;
}

async::Task<void> NightlySync::FollowVanished(rules::NightlyView& view, bool dry_run, NightlyReport& report) {
  for (const auto& relink : rules::FollowVanished(view)) {
    if (!dry_run && !co_await CommitRelink(relink)) continue;
    for (auto& link : view.links) {
      if (link.child == relink.child) link.procare = relink.to;
    }
    procare_ids_.insert_or_assign(relink.child, relink.to);
    report.lines.push_back({relink.child.str(), std::string(domain::Describe(Reason::kPersonMerged).word),
                            relink.from.str() + " -> " + relink.to.str()});
  }
}

// One commit; false when somebody else linked either side meanwhile.
async::Task<bool> NightlySync::CommitRelink(const rules::Relink& relink) {
  auto link = co_await services_.store.FindLink(site_.id, ports::LinkKind::kChild, relink.child.str());
  if (!link || link->procare_id != relink.from.str()) co_return false;
  link->procare_id = relink.to.str();
  link->linked_at = services_.clock.Now();
  ports::WriteBatch batch;
  batch.push_back(ports::RemoveLink{site_.id, ports::LinkKind::kChild, relink.child.str()});
  batch.push_back(audit::Entry(link->linked_at, "unlinked", site_.id.str(), relink.family.str(), relink.child.str(),
                               {{"kind", "child"}, {"iks_id", relink.child.str()}}));
  batch.push_back(ports::PutLink{*link});
  batch.push_back(audit::LinkEntry(*link, relink.family));
  batch.push_back(audit::Entry(link->linked_at, "relinked", site_.id.str(), relink.family.str(), relink.child.str(),
                               {{"reason", std::string(domain::Describe(Reason::kPersonMerged).word)},
                                {"from", relink.from.str()},
                                {"to", relink.to.str()}}));
  co_return co_await services_.store.Commit(std::move(batch)) == ports::CommitResult::kCommitted;
}

async::Task<void> NightlySync::WriteBack(const rules::NightlyView& view, std::vector<rules::NightlyChange> changes,
                                         NightlyReport& report) {
  ports::WriteBatch batch;
  std::size_t in_batch = 0;
  for (auto& change : changes) {
    if (!co_await WriteChild(view, change, report)) continue;
    ++report.changed;
    const std::string reason(domain::Describe(change.reason).word);
    report.lines.push_back({change.child.str(), reason, FieldsOf(change.write)});
    batch.push_back(ToMutation(change.child, change.agreed));
    batch.push_back(audit::Entry(services_.clock.Now(), "written_back", site_.id.str(), change.family.str(),
                                 change.child.str(),
                                 {{"reason", reason},
                                  {"fields", FieldsOf(change.write)},
                                  {"from", change.old_status.text()},
                                  {"to", change.agreed.iks_status}}));
    if (++in_batch >= services_.options.writes_per_commit) {
      co_await services_.store.Commit(std::move(batch));
      batch = {};
      in_batch = 0;
    }
  }
  if (!batch.empty()) co_await services_.store.Commit(std::move(batch));
}

async::Task<bool> NightlySync::WriteChild(const rules::NightlyView& view, rules::NightlyChange& change,
                                          NightlyReport& report) {
  systems::SystemProblem problem;
  std::int64_t version = change.iks_version;
  for (int attempt = 0; attempt < kTriesPerChild; ++attempt) {
    auto update = UpdateOf(change.write, version);
    const auto effect = co_await services_.iks.WriteBack(change.child, std::move(update));
    if (effect.kind == systems::Effect::Kind::kDone) co_return true;
    problem = effect.problem;
    const bool look = effect.kind == systems::Effect::Kind::kUnknown || VersionConflict(effect.problem);
    if (!look) break;
    // Somebody edited the child meanwhile, or the answer was lost: see what IKS shows now (G44).
    auto family = co_await services_.iks.ReadFamily(change.family);
    if (!family || !std::holds_alternative<domain::IksFamily>(*family)) continue;
    for (const auto& child : std::get<domain::IksFamily>(*family).children) {
      if (child.id != change.child) continue;
      if (child.location != site_.iks_location) {  // moved to another centre meanwhile (G45)
        ++report.not_in_iks;
        co_return false;
      }
      for (const auto& link : view.links) {
        if (link.child != change.child) continue;
        for (const auto& record : view.school->children) {
          if (record.id != change.procare) continue;
          auto difference = rules::Difference(rules::MapChild(view, link, record).target, child);
          if (difference.empty()) co_return true;  // the lost answer was: done
          change.write = std::move(difference);
          version = child.version;
        }
      }
    }
  }
  ++report.failed;
  report.lines.push_back({change.child.str(), std::string(domain::Describe(Reason::kWriteBackFailed).word),
                          audit::Joined(problem.details)});
  co_return false;
}

async::Task<void> NightlySync::Remember(std::vector<std::pair<domain::IksChildId, rules::LastAgreed>> agreements) {
  ports::WriteBatch batch;
  for (const auto& [child, agreed] : agreements) batch.push_back(ToMutation(child, agreed));
  if (!batch.empty()) co_await services_.store.Commit(std::move(batch));
}

ports::PutAgreement NightlySync::ToMutation(const domain::IksChildId& child, const rules::LastAgreed& agreed) const {
  return {ports::Agreement{.site = site_.id,
                           .child = child,
                           .procare_child = procare_ids_.at(child),
                           .procare_status = agreed.procare_status,
                           .iks_status = agreed.iks_status,
                           .classroom = agreed.classroom,
                           .start = agreed.start,
                           .withdrawal = agreed.withdrawal,
                           .ever_active = agreed.ever_active,
                           .missing_nights = agreed.missing_nights,
                           .agreed_at = services_.clock.Now()}};
}

}  // namespace ikp::nightly
