#include "engine/procare_desktop/desktop_school.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "engine/procare_desktop/desktop_check.h"
#include "engine/procare_desktop/school_rows.h"
#include "engine/rules/desktop_names.h"

namespace ikp::procare_desktop {
namespace {

using desktop_wire::Outcome;
using domain::Reason;
using systems::Effect;
using systems::SystemProblem;

// Numbers below zero are those that an export has no number for.
std::optional<std::int64_t> NumberIn(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number == 0) return std::nullopt;
  return number;
}

SystemProblem Problem(Reason reason, std::string detail) {
  SystemProblem problem{.reason = reason};
  problem.details.push_back(std::move(detail));
  return problem;
}

SystemProblem NoSuchSchool() { return Problem(Reason::kProcareError, "the school id is not a number"); }

SystemProblem ProblemOf(const Outcome& outcome) {
  SystemProblem problem{.reason = outcome.reason};
  problem.details = outcome.details;
  return problem;
}

Effect EffectOf(const Outcome& outcome) {
  switch (outcome.kind) {
    case Outcome::Kind::kDone:
      return Effect::Done(outcome.id);
    case Outcome::Kind::kNotDone:
      return Effect::NotDone(ProblemOf(outcome));
    case Outcome::Kind::kUnknown:
      break;
  }
  return Effect::Unknown(ProblemOf(outcome));
}

// What the centre has to bring in order, or what passes when its computer is on again.
bool IsNotReady(Reason reason) {
  switch (reason) {
    case Reason::kDesktopNotConnected:
    case Reason::kDesktopOffline:
    case Reason::kDesktopNotAnswering:
    case Reason::kDesktopSeatsFull:
    case Reason::kDesktopVersionMismatch:
    case Reason::kDesktopAgentOutdated:
    case Reason::kDesktopDiskFull:
    case Reason::kExportOutdated:
      return true;
    default:
      return false;
  }
}

// Why there is no reading: nothing that could have an effect is in doubt.
SystemProblem ReadingProblem(const Outcome& outcome) {
  auto problem = ProblemOf(outcome);
  if (problem.reason == Reason::kOutcomeUnknown) problem.reason = Reason::kDesktopNotAnswering;
  problem.centre_not_ready = IsNotReady(problem.reason);
  return problem;
}

// More look-alikes than any family has: beyond that the agent takes one for unknown, and the engine looks again (I15).
constexpr std::size_t kMostKnownAlike = 200;
constexpr std::size_t kMostPayers = 50;
// No export is older; beyond that the age is nonsense.
constexpr std::chrono::hours kOldest{24 * 3660};

std::chrono::seconds AgeOf(const Ended& ended) {
  const auto told = ended.reading ? ended.reading->age_seconds : 0;
  return std::chrono::seconds(std::clamp<std::int64_t>(told, 0, std::chrono::seconds(kOldest).count()));
}

}  // namespace

async::Task<systems::Result<domain::SchoolSnapshot>> DesktopSchool::ReadSchool(domain::ProcareSchoolId school) {
  const auto number = NumberIn(school.str());
  if (!number) co_return tl::unexpected(NoSuchSchool());
  auto not_wanted = co_await installation_.NotWantedOnList();
  const auto issued = clock_.Now();
  desktop_wire::Command command{.id = installation_.NewCommandId(),
                                .task = desktop_wire::ReadSchool{*number, std::move(not_wanted)}};
  const auto ended = co_await installation_.Execute(std::move(command));
  if (ended.outcome.kind != Outcome::Kind::kDone) co_return tl::unexpected(ReadingProblem(ended.outcome));

  const auto age = AgeOf(ended);
  SchoolReading reading{.school = *number};
  reading.today = site_.zone.DateAt(issued - age);
  reading.status_table = &site_.policy.status_rows;
  reading.ended = &ended;
  const bool complete = IncompleteBecause(ended, *number).empty();
  const auto seen = co_await installation_.ledger().See(ended.chunks, complete, clock_.Now());
  reading.ledger = &seen.ledger;
  auto snapshot = MapSchool(reading);
  snapshot.started = issued - age;
  snapshot.finished = clock_.Now();
  if (snapshot.complete) KeepPayers(snapshot);
  if (seen.to_tell.restored()) {
    snapshot.notices.push_back({Reason::kBackupRestored, "people:" + std::to_string(seen.to_tell.people) +
                                                             ", accounts:" + std::to_string(seen.to_tell.accounts)});
  }
  if (seen.findings.restored()) {
    log_.Write(ports::LogLevel::kWarning, "desktop_numbers_reused",
               {{"installation", installation_.id().str()},
                {"people", std::to_string(seen.findings.people)},
                {"accounts", std::to_string(seen.findings.accounts)}});
  }
  if (ended.reading) installation_.NoteWorkList(ended.reading->work_list);
  if (ended.reading && !ended.reading->statuses_known) {
    snapshot.statuses_known = false;
    snapshot.notices.push_back({Reason::kStatusesNotExported, ""});
  }
  co_return snapshot;
}

async::Task<systems::Result<std::optional<domain::ProcareChild>>> DesktopSchool::ReadChild(
    domain::ProcareChildId child) {
  auto school = co_await ReadSchool(site_.school);
  if (!school) co_return tl::unexpected(std::move(school.error()));
  for (auto& one : school->children) {
    if (one.id == child) co_return std::optional<domain::ProcareChild>(std::move(one));
  }
  if (!school->complete) co_return tl::unexpected(Problem(Reason::kSnapshotIncomplete, school->incomplete_because));
  co_return std::optional<domain::ProcareChild>();
}

void DesktopSchool::KeepPayers(const domain::SchoolSnapshot& snapshot) {
  payers_.clear();
  for (const auto& family : snapshot.families) {
    auto& payers = payers_[family.id];
    for (const auto& guardian : family.guardians) {
      if (payers.size() < kMostPayers) payers.push_back(guardian.id.str());
    }
  }
}

async::Task<Outcome> DesktopSchool::Carry(desktop_wire::Task task, domain::IntentId intent) {
  desktop_wire::Command command{.id = intent.str(), .task = std::move(task)};
  const auto ended = co_await installation_.Execute(std::move(command));
  co_return ended.outcome;
}

desktop_wire::WantedPlacement DesktopSchool::Wanted(const domain::InitialPlacement& placement) const {
  desktop_wire::WantedPlacement wanted;
  for (auto& row : rules::DesktopFirstRows(placement, policy_, site_.zone.DateAt(clock_.Now()))) {
    wanted.rows.push_back({row.date, std::move(row.status)});
  }
  if (placement.classroom) wanted.classroom_id = NumberIn(placement.classroom->str());
  for (auto& one : rules::DesktopRelationships(placement.guardians, policy_)) {
    wanted.relationships.push_back({.person = std::move(one.person),
                                    .label = std::move(one.label),
                                    .lives_with = one.lives_with,
                                    .emergency = one.emergency,
                                    .pickup = one.pickup});
  }
  return wanted;
}

async::Task<Effect> DesktopSchool::CreateFamily(domain::ProcareSchoolId school, domain::NewFamily family,
                                                domain::IntentId intent) {
  const auto number = NumberIn(school.str());
  if (!number) co_return Effect::NotDone(NoSuchSchool());
  desktop_wire::CreateFamily task{.school_id = *number, .key = rules::AccountKeyBase(family), .family = {}};
  for (const auto& child : family.children) {
    auto placement = child.placement;
    if (placement.guardians.empty()) placement.guardians = family.guardians;
    task.placements.push_back(Wanted(placement));
  }
  const auto ledger = co_await installation_.ledger().Current();
  for (const auto& id : family.known_alike) {
    const auto account = ledger.AccountOf(id);
    if (account && task.known_accounts.size() < kMostKnownAlike) task.known_accounts.push_back(*account);
  }
  task.family = std::move(family);
  auto outcome = co_await Carry(std::move(task), std::move(intent));
  if (outcome.kind != Outcome::Kind::kDone) co_return EffectOf(outcome);
  const auto account = NumberIn(outcome.id);
  if (!account) co_return Effect::Unknown(Problem(Reason::kOutcomeUnknown, "no account number"));
  const auto id = co_await installation_.ledger().Created(*account);
  if (outcome.payers.size() > kMostPayers) outcome.payers.resize(kMostPayers);
  payers_[id] = std::move(outcome.payers);
  co_return Effect::Done(id.str());
}

async::Task<Effect> DesktopSchool::CreateChild(domain::ProcareSchoolId school, domain::NewChild child,
                                               domain::IntentId intent) {
  const auto number = NumberIn(school.str());
  if (!number) co_return Effect::NotDone(NoSuchSchool());
  const auto ledger = co_await installation_.ledger().Current();
  const auto account = ledger.AccountOf(child.family);
  // The number stands for another family now: never put a child among strangers.
  if (!account) co_return Effect::NotDone(Problem(Reason::kBackupRestored, "account:" + child.family.str()));
  desktop_wire::CreateChild task{.school_id = *number, .account_id = *account, .child = std::move(child)};
  task.placement = Wanted(task.child.placement);
  if (const auto payers = payers_.find(task.child.family); payers != payers_.end()) task.payers = payers->second;
  for (const auto& id : task.child.known_alike) {
    const auto known = ledger.ChildOf(id);
    if (known && task.known_children.size() < kMostKnownAlike) task.known_children.push_back(*known);
  }
  desktop_wire::PersonRow person;
  person.first_name = task.child.name.first;
  person.last_name = task.child.name.last;
  person.date_of_birth = task.child.birth_date.date();
  const auto outcome = co_await Carry(std::move(task), std::move(intent));
  const bool nameless = outcome.kind == Outcome::Kind::kDone && !domain::ProcareChildId::Parse(outcome.id);
  if (nameless) co_return Effect::Unknown(Problem(Reason::kOutcomeUnknown, "no child id"));
  auto effect = EffectOf(outcome);
  const auto number_of_child = effect.kind == Effect::Kind::kDone ? NumberIn(effect.id) : std::nullopt;
  if (!number_of_child) co_return effect;
  person.id = *number_of_child;
  effect.id = (co_await installation_.ledger().CreatedChild(std::move(person))).str();
  co_return effect;
}

async::Task<Effect> DesktopSchool::PlaceChild(domain::ProcareChildId child, domain::InitialPlacement placement,
                                              domain::IntentId intent) {
  const auto number = NumberIn(site_.school.str());
  if (!number) co_return Effect::NotDone(NoSuchSchool());
  const auto ledger = co_await installation_.ledger().Current();
  const auto known = ledger.ChildOf(child);
  // The number stands for another child now: never give it the status of this one.
  if (!known) co_return Effect::NotDone(Problem(Reason::kBackupRestored, "procare_child:" + child.str()));
  desktop_wire::PlaceChild task;
  task.school_id = *number;
  task.child = *known;
  task.placement = Wanted(placement);
  auto effect = EffectOf(co_await Carry(std::move(task), std::move(intent)));
  if (effect.kind == Effect::Kind::kDone) effect.id = child.str();
  co_return effect;
}

void DesktopSchool::NoLongerWanted(const std::vector<domain::IntentId>& intents) {
  installation_.NoLongerWanted(intents);
}

systems::ProcareTraits DesktopSchool::Traits() const {
  return {.visibility_window = {}, .born_as = {}, .ids_can_vanish = true};
}

async::Task<std::vector<systems::CheckLine>> DesktopSchool::Check(domain::ProcareSchoolId school) {
  auto lines = co_await CheckInstallation(installation_, NumberIn(school.str()).value_or(0), policy_, clock_.Now());
  // Without the data there is no reading; with a word that is missing there is.
  const bool opened = std::any_of(lines.begin(), lines.end(),
                                  [](const auto& line) { return line.good && line.what.ends_with(": data"); });
  if (!opened) co_return lines;
  const auto reading = co_await ReadSchool(std::move(school));
  AddReadingLines("Procare Desktop " + installation_.id().str(), reading, site_.policy.status_rows, lines);
  co_return lines;
}

}  // namespace ikp::procare_desktop
