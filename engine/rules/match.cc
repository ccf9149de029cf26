#include "engine/rules/match.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "engine/domain/civil_date.h"
#include "engine/rules/near_name.h"

namespace ikp::rules {
namespace {

using Positions = SchoolIndex::Positions;

// A contact that more families than this have is a placeholder ("none@...") or a staff member's (G27): sharing it says
// nothing about who somebody is.
constexpr std::size_t kWidelyShared = 5;

void SortUnique(Positions& positions) {
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
}

// --- children ------------------------------------------------------------------------------------------------------

bool AnyGuardian(const ChildIdentity& child, const SchoolIndex::Child& record, const SchoolIndex& index,
                 bool (*same)(const GuardianKey&, const GuardianKey&)) {
  for (const std::size_t family : record.families) {
    for (const GuardianKey& theirs : index.families()[family].guardians) {
      for (const GuardianKey& ours : child.guardians) {
        if (same(ours, theirs)) return true;
      }
    }
  }
  return false;
}

// Families with a guardian who has an e-mail, a phone or the full name of one of the child's guardians.
Positions RelatedFamilies(const std::vector<GuardianKey>& guardians, const SchoolIndex& index) {
  Positions families;
  const auto add = [&families](const Positions& more) { families.insert(families.end(), more.begin(), more.end()); };
  for (const GuardianKey& guardian : guardians) {
    if (guardian.email) add(index.FamiliesByContact(*guardian.email));
    for (const std::string& phone : guardian.phones) add(index.FamiliesByContact(phone));
    if (!guardian.last.empty()) add(index.FamiliesByGuardianName(guardian));
  }
  SortUnique(families);
  return families;
}

Positions ExactRecords(const ChildIdentity& child, const SchoolIndex& index) {
  if (!child.birth_date) return {};
  return index.ChildrenByNameAndBirth(child.first, child.last, *child.birth_date);
}

// The sibling's record is not offered for this child, which goes by another name (G24).
bool IsSiblings(const SchoolIndex::Child& record, const ChildIdentity& child,
                const std::vector<ChildIdentity>& siblings) {
  return std::any_of(siblings.begin(), siblings.end(), [&](const ChildIdentity& sibling) {
    if (sibling.first.empty() || (sibling.first == child.first && sibling.last == child.last)) return false;
    if (sibling.first != record.first || sibling.last != record.last) return false;
    return !sibling.birth_date || !record.birth_date || sibling.birth_date == record.birth_date;
  });
}

bool SameName(const ChildIdentity& child, const SchoolIndex::Child& record) {
  return !child.first.empty() && !child.last.empty() && child.first == record.first && child.last == record.last;
}

bool GoesByPreferredName(const ChildIdentity& child, const SchoolIndex::Child& record) {
  return (!child.preferred.empty() && child.preferred == record.first) ||
         (!record.preferred.empty() && record.preferred == child.first) ||
         (!child.preferred.empty() && child.preferred == record.preferred);
}

bool NearName(const ChildIdentity& child, const SchoolIndex::Child& record) {
  if (child.first.empty() || child.last.empty() || record.first.empty() || record.last.empty()) return false;
  if (child.last == record.last) return NearlyEqual(child.first, record.first) || GoesByPreferredName(child, record);
  if (child.first == record.first) {
    return NearlyEqual(child.last, record.last) || IsPartOfName(child.last, record.last);
  }
  return child.first == record.last && child.last == record.first;
}

struct Doubt {
  MatchRung rung;
  std::string_view notice;
};

// Whether a record of a related family may be this child. Same name with a plainly different birth date is a cousin
// (G24), no doubt at all.
std::optional<Doubt> DoubtAbout(const ChildIdentity& child, const SchoolIndex::Child& record) {
  const bool same_name = SameName(child, record);
  if (!child.birth_date || !record.birth_date) {
    if (same_name) return Doubt{MatchRung::kNameGuardian, kNoticeBirthDateMissing};
    return std::nullopt;
  }
  if (child.birth_date == record.birth_date) {
    if (!same_name && NearName(child, record)) return Doubt{MatchRung::kNearSpelling, kNoticeSpelling};
    return std::nullopt;
  }
  if (same_name && LooksMistyped(child.birth_date->date(), record.birth_date->date())) {
    return Doubt{MatchRung::kNameGuardian, kNoticeBirthDateDiffers};
  }
  return std::nullopt;
}

class ChildMatcher {
 public:
  ChildMatcher(const ChildIdentity& child, const SchoolIndex& index, const ChildExclusions& exclusions)
      : child_(child), index_(index), exclusions_(exclusions) {}

  ChildMatch Run() {
    if (auto match = ByReference()) return *match;
    if (auto match = Exact()) return *match;
    return Doubtful();
  }

 private:
  const SchoolIndex::Child& Record(std::size_t position) const { return index_.children()[position]; }
  bool Taken(std::size_t position) const { return exclusions_.linked.contains(Record(position).id); }

  Positions Free(const Positions& positions) const {
    Positions free;
    std::copy_if(positions.begin(), positions.end(), std::back_inserter(free),
                 [this](std::size_t position) { return !Taken(position); });
    return free;
  }

  ChildMatch Result(MatchKind kind, MatchRung rung, const Positions& positions,
                    std::set<std::string> notices = {}) const {
    ChildMatch match{.kind = kind, .rung = rung, .candidates = {}, .notices = {notices.begin(), notices.end()}};
    std::set<domain::ProcareChildId> ids;
    for (const std::size_t position : positions) ids.insert(Record(position).id);
    for (const auto& id : ids) {
      if (match.candidates.size() < kMaxCandidates) match.candidates.push_back(id);
    }
    // A record that a drifting page showed twice is still one record (G11).
    if (kind == MatchKind::kSeveral && match.candidates.size() == 1) match.kind = MatchKind::kUnique;
    return match;
  }

  std::optional<ChildMatch> ByReference() const {
    if (child_.external_ref.empty()) return std::nullopt;
    const Positions found = Free(index_.ChildrenByReference(child_.external_ref));
    if (found.empty()) return std::nullopt;
    return Result(found.size() == 1 ? MatchKind::kUnique : MatchKind::kSeveral, MatchRung::kExternalReference, found);
  }

  std::optional<ChildMatch> Exact() const {
    const Positions all = ExactRecords(child_, index_);
    const Positions found = Free(all);
    if (all.empty()) return std::nullopt;
    Positions with_guardian;
    std::copy_if(all.begin(), all.end(), std::back_inserter(with_guardian),
                 [this](std::size_t position) { return AnyGuardian(child_, Record(position), index_, ShareContact); });
    if (found.empty()) {
      // Divorced parents may be two families in IKS without a guardian in common (G23): a person decides.
      const MatchRung rung = with_guardian.empty() ? MatchRung::kNameBirth : MatchRung::kNameBirthGuardian;
      return Result(MatchKind::kReview, rung, with_guardian.empty() ? all : with_guardian,
                    {std::string(kNoticeLinkedElsewhere)});
    }
    const MatchKind kind = found.size() == 1 ? MatchKind::kUnique : MatchKind::kSeveral;
    const bool guardian_known = !Free(with_guardian).empty();
    if (guardian_known) return Result(kind, MatchRung::kNameBirthGuardian, found);
    return Result(kind, MatchRung::kNameBirth, found, {std::string(kNoticeWithoutGuardian)});
  }

  ChildMatch Doubtful() const {
    Positions found;
    MatchRung rung = MatchRung::kNone;
    std::set<std::string> notices;
    for (const std::size_t family : RelatedFamilies(child_.guardians, index_)) {
      for (const std::size_t position : index_.families()[family].children) {
        const auto doubt = DoubtAbout(child_, Record(position));
        if (!doubt || Taken(position) || IsSiblings(Record(position), child_, exclusions_.siblings)) continue;
        found.push_back(position);
        notices.emplace(doubt->notice);
        if (rung == MatchRung::kNone || doubt->rung < rung) rung = doubt->rung;
      }
    }
    if (found.empty()) return {};
    return Result(MatchKind::kReview, rung, found, std::move(notices));
  }

  const ChildIdentity& child_;
  const SchoolIndex& index_;
  const ChildExclusions& exclusions_;
};

// --- families ------------------------------------------------------------------------------------------------------

struct FamilyEvidence {
  Positions certain;  // first guardian's first
  Positions doubtful;
};

// Families in which the guardian is found by name and contact.
Positions CertainFamilies(const GuardianKey& guardian, const SchoolIndex& index) {
  Positions certain;
  if (guardian.last.empty()) return certain;
  for (const std::size_t position : index.FamiliesByGuardianName(guardian)) {
    const auto& guardians = index.families()[position].guardians;
    const bool certainly = std::any_of(guardians.begin(), guardians.end(), [&guardian](const GuardianKey& theirs) {
      return SameGuardianName(guardian, theirs) && ShareContact(guardian, theirs);
    });
    if (certainly) certain.push_back(position);
  }
  return certain;
}

bool HasChildOfLastName(const SchoolIndex& index, std::size_t family, const std::vector<std::string>& last_names) {
  const Positions& children = index.families()[family].children;
  return std::any_of(children.begin(), children.end(), [&](std::size_t child) {
    return std::find(last_names.begin(), last_names.end(), index.children()[child].last) != last_names.end();
  });
}

// Entered without e-mail and phone, or they were refused (F26), and without children so far: there is only the name to
// tell it by.
bool NamedWithoutContact(const SchoolIndex::Family& theirs, const GuardianKey& guardian) {
  if (!theirs.children.empty()) return false;
  return std::any_of(theirs.guardians.begin(), theirs.guardians.end(), [&guardian](const GuardianKey& one) {
    return SameGuardianName(guardian, one) && !one.email && one.phones.empty();
  });
}

Positions DoubtfulFamilies(const GuardianKey& guardian, const FamilyIdentity& family, const SchoolIndex& index) {
  Positions doubtful;
  const auto add_contact = [&](const std::string& key) {
    const Positions& positions = index.FamiliesByContact(key);
    if (positions.size() > kWidelyShared) return;
    doubtful.insert(doubtful.end(), positions.begin(), positions.end());
  };
  if (guardian.email) add_contact(*guardian.email);
  for (const std::string& phone : guardian.phones) add_contact(phone);
  if (guardian.last.empty() || guardian.first.empty()) return doubtful;
  for (const std::size_t position : index.FamiliesByGuardianName(guardian)) {
    if (HasChildOfLastName(index, position, family.child_last_names) ||
        NamedWithoutContact(index.families()[position], guardian)) {
      doubtful.push_back(position);
    }
  }
  return doubtful;
}

// A grandmother belongs to the families of all cousins: somebody beside her whom IKS does not know makes it doubtful
// that this is the same household, unless the primary guardian is known there too.
bool HasStranger(const SchoolIndex::Family& theirs, const FamilyIdentity& family) {
  return std::any_of(theirs.guardians.begin(), theirs.guardians.end(), [&family](const GuardianKey& guardian) {
    return std::none_of(family.guardians.begin(), family.guardians.end(),
                        [&guardian](const GuardianKey& ours) { return SameGuardianName(ours, guardian); });
  });
}

FamilyEvidence Weigh(const FamilyIdentity& family, const SchoolIndex& index) {
  FamilyEvidence evidence;
  for (std::size_t i = 0; i < family.guardians.size(); ++i) {
    const GuardianKey& guardian = family.guardians[i];
    for (const std::size_t position : CertainFamilies(guardian, index)) {
      const bool certain = i == 0 || !HasStranger(index.families()[position], family);
      (certain ? evidence.certain : evidence.doubtful).push_back(position);
    }
    const Positions doubtful = DoubtfulFamilies(guardian, family, index);
    evidence.doubtful.insert(evidence.doubtful.end(), doubtful.begin(), doubtful.end());
  }
  return evidence;
}

// Keeps the order of evidence; each id once.
std::vector<domain::ProcareFamilyId> FamilyIds(const Positions& positions, const SchoolIndex& index,
                                               const std::set<domain::ProcareFamilyId>& excluded) {
  std::vector<domain::ProcareFamilyId> ids;
  std::set<domain::ProcareFamilyId> seen = excluded;
  for (const std::size_t position : positions) {
    const auto& id = index.families()[position].id;
    if (ids.size() < kMaxCandidates && seen.insert(id).second) ids.push_back(id);
  }
  return ids;
}

}  // namespace

std::string_view ToWord(MatchRung rung) {
  switch (rung) {
    case MatchRung::kNone:
      return "none";
    case MatchRung::kExternalReference:
      return "external_reference";
    case MatchRung::kNameBirthGuardian:
      return "name_birth_guardian";
    case MatchRung::kNameBirth:
      return "name_birth";
    case MatchRung::kNameGuardian:
      return "name_guardian";
    case MatchRung::kNearSpelling:
      return "near_spelling";
  }
  return "none";
}

ChildMatch MatchChild(const ChildIdentity& child, const SchoolIndex& index, const ChildExclusions& exclusions) {
  return ChildMatcher(child, index, exclusions).Run();
}

FamilyMatch MatchFamily(const FamilyIdentity& family, const SchoolIndex& index,
                        const std::set<domain::ProcareFamilyId>& excluded) {
  const FamilyEvidence evidence = Weigh(family, index);
  auto certain = FamilyIds(evidence.certain, index, excluded);
  if (certain.size() == 1) return {MatchKind::kUnique, std::move(certain)};
  if (!certain.empty()) return {MatchKind::kSeveral, std::move(certain)};
  auto doubtful = FamilyIds(evidence.doubtful, index, excluded);
  if (!doubtful.empty()) return {MatchKind::kReview, std::move(doubtful)};
  return {};
}

std::vector<domain::ProcareChildId> AlikeChildren(const ChildIdentity& child, const SchoolIndex& index) {
  Positions positions = ExactRecords(child, index);
  const Positions& by_reference = index.ChildrenByReference(child.external_ref);
  positions.insert(positions.end(), by_reference.begin(), by_reference.end());
  for (const std::size_t family : RelatedFamilies(child.guardians, index)) {
    for (const std::size_t position : index.families()[family].children) {
      if (DoubtAbout(child, index.children()[position])) positions.push_back(position);
    }
  }
  std::set<domain::ProcareChildId> ids;
  for (const std::size_t position : positions) ids.insert(index.children()[position].id);
  return {ids.begin(), ids.end()};
}

std::vector<domain::ProcareFamilyId> AlikeFamilies(const FamilyIdentity& family, const SchoolIndex& index) {
  const FamilyEvidence evidence = Weigh(family, index);
  std::set<domain::ProcareFamilyId> ids;
  for (const std::size_t position : evidence.certain) ids.insert(index.families()[position].id);
  for (const std::size_t position : evidence.doubtful) ids.insert(index.families()[position].id);
  return {ids.begin(), ids.end()};
}

std::vector<std::vector<domain::ProcareChildId>> FindDuplicates(const domain::SchoolSnapshot& snapshot) {
  return SchoolIndex(snapshot).Duplicates();
}

}  // namespace ikp::rules
