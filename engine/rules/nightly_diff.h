// NightlyDiff: what one night changes in IKS for one site, decided from a complete reading of the school, the children
// that IKS shows, the links, and what was last agreed. Pure. Only status, classroom and dates ever change (I7, H27),
// only for linked children, and nothing is concluded from an incomplete reading (I5).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/domain/iks_family.h"
#include "engine/domain/procare_school.h"
#include "engine/domain/reason.h"
#include "engine/domain/site.h"

namespace ikp::rules {

// What both sides last agreed on.
struct LastAgreed {
  std::string procare_status = {};
  std::string iks_status = {};
  std::string classroom = {};
  std::optional<domain::CivilDate> start = {};
  std::optional<domain::CivilDate> withdrawal = {};
  bool ever_active = false;
  int missing_nights = 0;
  bool operator==(const LastAgreed&) const = default;
};

struct NightlyLink {
  domain::IksChildId child;
  domain::ProcareChildId procare;
  bool created_by_us = false;
  std::optional<LastAgreed> agreed;
};

struct NightlyView {
  const domain::Site* site = nullptr;
  const domain::SchoolSnapshot* school = nullptr;
  const std::vector<domain::IksChild>* iks_children = nullptr;  // all of the location
  std::vector<NightlyLink> links;                               // settled child links of the site
  domain::CivilDate today = domain::CivilDate::FromDays({});    // at the site, when the reading was started
  bool accept_mass_change = false;
};

// What IKS should show for a child, field by field; nothing means "no opinion, leave it".
struct IksTarget {
  std::optional<domain::StatusLabel> status;
  std::optional<std::string> classroom;
  std::optional<std::optional<domain::CivilDate>> actual_start;
  std::optional<std::optional<domain::CivilDate>> withdrawal;

  bool empty() const { return !status && !classroom && !actual_start && !withdrawal; }
};

struct NightlyChange {
  domain::IksChildId child;
  domain::IksFamilyId family;
  domain::ProcareChildId procare;
  std::int64_t iks_version = 0;
  domain::Reason reason = domain::Reason::kStatusWrittenBack;  // or kEditedInIks
  domain::StatusLabel old_status;
  IksTarget write;    // only the fields that differ
  LastAgreed agreed;  // once written
};

struct NightlyNote {
  domain::Reason reason;
  domain::IksChildId child;
  std::string detail;  // a status word, a classroom id, a Procare id; no personal data
};

struct NightlyDiff {
  enum class Verdict { kProceed, kIncomplete, kMassChange };
  Verdict verdict = Verdict::kProceed;
  std::vector<NightlyChange> changes;
  std::vector<std::pair<domain::IksChildId, LastAgreed>> agreements;  // to be remembered without a write
  std::vector<NightlyNote> notes;                                     // unmapped words and rooms, missing records
  std::map<std::string, int> unmapped_statuses;                       // word -> children
  std::vector<std::vector<domain::ProcareChildId>> duplicates;
  int read = 0;  // children in the reading
  int linked = 0;
  int status_changes = 0;  // of children whose Procare status moved since the last agreement
  int missing = 0;
  int unknown_to_iks = 0;  // in Procare, not linked: listed, never created in IKS (H29)
  int not_in_iks = 0;      // linked, but no longer at this IKS location
};

NightlyDiff DiffNightly(const NightlyView& view);

// What one child's Procare record means for IKS; used by the diff and, for one child, after a version conflict.
struct Mapped {
  IksTarget target;
  LastAgreed agreed;
  std::vector<NightlyNote> notes;
};
Mapped MapChild(const NightlyView& view, const NightlyLink& link, const domain::ProcareChild& record);
// The fields of `target` that `child` does not show yet.
IksTarget Difference(const IksTarget& target, const domain::IksChild& child);

}  // namespace ikp::rules
