// The matching ladder (E.4, H37): is this IKS child, or family, already in Procare? Certain answers link, doubtful ones
// ask a person, and only "none" lets a record be created, and only when the index is complete (I1, I5).
//
//   SchoolIndex index(snapshot);
//   const auto match = MatchChild(IdentityOf(family, child), index, {.linked = linked_ids, .siblings = siblings});
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/domain/id.h"
#include "engine/domain/procare_school.h"
#include "engine/rules/identity.h"
#include "engine/rules/school_index.h"

namespace ikp::rules {

enum class MatchKind {
  kNone,     // not there, as far as the snapshot shows
  kUnique,   // exactly one: link it
  kReview,   // may be one of the candidates: a person decides
  kSeveral,  // several certain matches: two records of one child or family exist, a person decides
};

// On which rung the candidates stand.
enum class MatchRung {
  kNone,
  kExternalReference,  // our own reference
  kNameBirthGuardian,  // first, last, birth date, and an e-mail or phone of a guardian
  kNameBirth,          // first, last, birth date
  kNameGuardian,       // name and guardian; a birth date is missing or looks mistyped
  kNearSpelling,       // birth date and guardian; the name is spelt a little differently
};
std::string_view ToWord(MatchRung rung);

// Words that explain a match beside its rung.
inline constexpr std::string_view kNoticeWithoutGuardian = "matched_without_guardian";
inline constexpr std::string_view kNoticeBirthDateMissing = "birth_date_missing";
inline constexpr std::string_view kNoticeBirthDateDiffers = "birth_date_differs";
inline constexpr std::string_view kNoticeSpelling = "name_spelt_differently";
inline constexpr std::string_view kNoticeLinkedElsewhere = "linked_to_another_iks_child";

struct ChildMatch {
  MatchKind kind = MatchKind::kNone;
  MatchRung rung = MatchRung::kNone;
  std::vector<domain::ProcareChildId> candidates;  // kUnique: one; kNone: empty; sorted, at most kMaxCandidates
  std::vector<std::string> notices;                // sorted, each once
  bool operator==(const ChildMatch&) const = default;
};

struct ChildExclusions {
  std::set<domain::ProcareChildId> linked;  // linked to other IKS children of the site
  std::vector<ChildIdentity> siblings;      // the other children of the same IKS family, whatever their status
};

inline constexpr std::size_t kMaxCandidates = 20;

// Twins are never merged: a record that is a sibling's by name is not offered. A record that is linked to another IKS
// child is never linked again; when it is this child by name and birth date, IKS seems to hold the child twice, and a
// person is asked instead of creating a second record (I1).
ChildMatch MatchChild(const ChildIdentity& child, const SchoolIndex& index, const ChildExclusions& exclusions);

struct FamilyMatch {
  MatchKind kind = MatchKind::kNone;
  // kUnique: one; kNone: empty; otherwise those of the first guardian first (H39), at most kMaxCandidates.
  std::vector<domain::ProcareFamilyId> candidates;
  bool operator==(const FamilyMatch&) const = default;
};

// Certain: a guardian with the same name and an equal e-mail or phone. Doubtful: an equal e-mail or phone under another
// name, unless so many families have it that it is a placeholder or a staff member's (G27); or a guardian's full name
// together with a child's last name, or, in a family without children, on a guardian who is there without any e-mail
// and phone. `excluded` are families that are known not to be this one.
FamilyMatch MatchFamily(const FamilyIdentity& family, const SchoolIndex& index,
                        const std::set<domain::ProcareFamilyId>& excluded = {});

// Records that stand on any rung, whoever they are linked to: what an intent remembers as existing before its effect.
std::vector<domain::ProcareChildId> AlikeChildren(const ChildIdentity& child, const SchoolIndex& index);
std::vector<domain::ProcareFamilyId> AlikeFamilies(const FamilyIdentity& family, const SchoolIndex& index);

// Groups of records that look like the same child, for the nightly report; sorted by id.
std::vector<std::vector<domain::ProcareChildId>> FindDuplicates(const domain::SchoolSnapshot& snapshot);

}  // namespace ikp::rules
