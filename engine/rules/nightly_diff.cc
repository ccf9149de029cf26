#include "engine/rules/nightly_diff.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "engine/rules/guards.h"
#include "engine/rules/match.h"
#include "engine/rules/status_map.h"
#include "engine/rules/status_words.h"

namespace ikp::rules {
namespace {

using domain::Reason;

template <typename Key, typename Record>
using Index = std::unordered_map<Key, const Record*>;

bool EverActive(const NightlyView& view, const NightlyLink& link, const domain::ProcareChild& record) {
  const bool start_passed = record.start && *record.start <= view.today;
  if (IsAttending(record.status) && !(record.start && *record.start > view.today)) return true;
  if (link.agreed) return link.agreed->ever_active;
  // Without history: a record that staff typed and whose start has passed was attending before it was put on hold. One
  // of ours was put on hold by the push itself.
  return !link.created_by_us && start_passed;
}

const domain::ProcareClassroom* FindRoom(const domain::SchoolSnapshot& school, const domain::ProcareClassroomId& id) {
  for (const auto& room : school.classrooms) {
    if (room.id == id) return &room;
  }
  return nullptr;
}

void MapClassroom(const NightlyView& view, const NightlyLink& link, const domain::ProcareChild& record,
                  Mapped& mapped) {
  if (!record.classroom) {
    mapped.target.classroom = "";  // no room is no error (F11)
    return;
  }
  const auto& table = view.site->policy.classrooms;
  if (const auto named = table.find(record.classroom->str()); named != table.end()) {
    mapped.target.classroom = named->second;
  } else if (!view.school->classrooms_known) {
    return;  // the account may not list rooms: no opinion
  } else if (const auto* room = FindRoom(*view.school, *record.classroom)) {
    mapped.target.classroom = room->name;
  } else {
    mapped.target.classroom = "";  // H45: blank, and say so
    mapped.notes.push_back({Reason::kUnmappedClassroom, link.child, record.classroom->str()});
  }
}

void MapDates(const NightlyView& view, const domain::ProcareChild& record, Mapped& mapped) {
  if (!view.site->policy.write_dates) return;
  // A start that Procare does not know is no opinion; a withdrawal that it does not know means that there is none.
  if (record.start) mapped.target.actual_start = record.start;
  mapped.target.withdrawal = record.withdrawal;
}

bool Restored(const domain::SchoolSnapshot& school) {
  return std::any_of(school.notices.begin(), school.notices.end(),
                     [](const auto& notice) { return notice.reason == Reason::kBackupRestored; });
}

// What is unusual about a record that is there, for who asks about this child.
void NoteOddities(const NightlyView& view, const NightlyLink& link, const domain::ProcareChild& record,
                  NightlyDiff& plan) {
  if (record.families.size() > 1) {
    plan.notes.push_back({Reason::kInTwoAccounts, link.child, std::to_string(record.families.size())});
  }
  if (record.hidden && !HasLeft(record.status, view.site->policy.status_rows)) {
    plan.notes.push_back({Reason::kAccountHidden, link.child, record.families.empty() ? "" : record.families[0].str()});
  }
}

void NoteMissing(const NightlyView& view, const NightlyLink& link, NightlyDiff& plan) {
  LastAgreed agreed = link.agreed.value_or(LastAgreed{});
  ++plan.missing;
  if (const auto at = view.school->at_other_schools.find(link.procare); at != view.school->at_other_schools.end()) {
    plan.notes.push_back({Reason::kAtAnotherSchool, link.child, at->second.str()});
    return;  // it is not missing, so its nights are not counted (F16)
  }
  const bool restored = Restored(*view.school);
  if (restored) plan.notes.push_back({Reason::kBackupRestored, link.child, link.procare.str()});
  const auto verdict =
      JudgeMissing(agreed.missing_nights, false, view.school->complete, view.site->policy.missing_nights_before_alert);
  agreed.missing_nights = verdict.nights;
  if (verdict.alert && !restored) {
    plan.notes.push_back({Reason::kMissingInProcare, link.child, link.procare.str()});
  }
  plan.agreements.emplace_back(link.child, std::move(agreed));
}

void DiffChild(const NightlyView& view, const NightlyLink& link, const domain::ProcareChild& record,
               const domain::IksChild& child, NightlyDiff& plan) {
  Mapped mapped = MapChild(view, link, record);
  NoteOddities(view, link, record, plan);
  for (auto& note : mapped.notes) {
    if (note.reason == Reason::kUnmappedStatus) ++plan.unmapped_statuses[note.detail];
    plan.notes.push_back(std::move(note));
  }
  // An agreement may be without a status: there was none, or none that is mapped.
  const bool agreed = link.agreed && !link.agreed->iks_status.empty();
  const auto before = agreed ? domain::StatusLabel(link.agreed->iks_status) : child.status;
  if (mapped.target.status && *mapped.target.status != before) ++plan.status_changes;
  IksTarget difference = Difference(mapped.target, child);
  if (difference.empty()) {
    if (!link.agreed || *link.agreed != mapped.agreed) plan.agreements.emplace_back(link.child, mapped.agreed);
    return;
  }
  NightlyChange change{.child = child.id,
                       .family = child.family,
                       .procare = record.id,
                       .iks_version = child.version,
                       .reason = Reason::kStatusWrittenBack,
                       .old_status = child.status,
                       .write = std::move(difference),
                       .agreed = mapped.agreed};
  // Procare still shows what was agreed, so it was IKS that moved (F13).
  if (link.agreed && *link.agreed == mapped.agreed) change.reason = Reason::kEditedInIks;
  plan.changes.push_back(std::move(change));
}

}  // namespace

Mapped MapChild(const NightlyView& view, const NightlyLink& link, const domain::ProcareChild& record) {
  Mapped mapped;
  const bool start_in_future = record.start && *record.start > view.today;
  const bool ever_active = EverActive(view, link, record);
  mapped.target.status = MapToIks(view.site->policy.status_rows, record.status, start_in_future, ever_active);
  if (!mapped.target.status) {
    const auto without = view.school->statuses_known ? Reason::kNoStatusRow : Reason::kStatusesNotExported;
    const auto reason = record.status.empty() ? without : Reason::kUnmappedStatus;
    mapped.notes.push_back({reason, link.child, record.status.text()});
    mapped.agreed = link.agreed.value_or(LastAgreed{});
    mapped.agreed.missing_nights = 0;
    return mapped;  // an unknown word: IKS stays as it is, in every field (E.2)
  }
  MapClassroom(view, link, record, mapped);
  MapDates(view, record, mapped);
  mapped.agreed = {.procare_status = record.status.text(),
                   .iks_status = mapped.target.status->text(),
                   .classroom = mapped.target.classroom.value_or(""),
                   .start = record.start,
                   .withdrawal = record.withdrawal,
                   .ever_active = ever_active,
                   .missing_nights = 0};
  return mapped;
}

IksTarget Difference(const IksTarget& target, const domain::IksChild& child) {
  IksTarget difference;
  if (target.status && *target.status != child.status) difference.status = target.status;
  if (target.classroom && *target.classroom != child.classroom) difference.classroom = target.classroom;
  if (target.actual_start && *target.actual_start != child.actual_start) difference.actual_start = target.actual_start;
  if (target.withdrawal && *target.withdrawal != child.withdrawal) difference.withdrawal = target.withdrawal;
  return difference;
}

NightlyDiff DiffNightly(const NightlyView& view) {
  NightlyDiff plan;
  plan.read = static_cast<int>(view.school->children.size());
  plan.linked = static_cast<int>(view.links.size());
  if (!view.school->complete) {
    plan.verdict = NightlyDiff::Verdict::kIncomplete;
    return plan;
  }
  Index<domain::ProcareChildId, domain::ProcareChild> records;
  for (const auto& record : view.school->children) records.emplace(record.id, &record);
  Index<domain::IksChildId, domain::IksChild> children;
  for (const auto& child : *view.iks_children) children.emplace(child.id, &child);

  std::set<domain::ProcareChildId> linked;
  for (const auto& link : view.links) {
    linked.insert(link.procare);
    const auto child = children.find(link.child);
    if (child == children.end()) {
      ++plan.not_in_iks;
      continue;
    }
    const auto record = records.find(link.procare);
    if (record == records.end()) {
      NoteMissing(view, link, plan);
    } else {
      DiffChild(view, link, *record->second, *child->second, plan);
    }
  }
  for (const auto& record : view.school->children) {
    if (!linked.contains(record.id)) ++plan.unknown_to_iks;
  }
  plan.duplicates = FindDuplicates(*view.school);
  const bool too_many = IsMassChange(view.links.size(), static_cast<std::size_t>(plan.status_changes),
                                     view.site->policy.mass_change_share, view.site->policy.mass_change_minimum);
  if (too_many && !view.accept_mass_change) plan.verdict = NightlyDiff::Verdict::kMassChange;
  return plan;
}

}  // namespace ikp::rules
