// SchoolIndex: one reading of a school, normalised once and indexed for the matching ladder, so that a storm of pushes
// does not scan five thousand children for each child (G46, G55). Immutable after construction, independent of the
// snapshot it was made from, safe to share between threads.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/domain/civil_date.h"
#include "engine/domain/id.h"
#include "engine/domain/procare_school.h"
#include "engine/rules/identity.h"

namespace ikp::rules {

class SchoolIndex {
 public:
  struct Child {
    domain::ProcareChildId id;
    std::string first;
    std::string last;
    std::string preferred;
    std::optional<domain::BirthDate> birth_date;  // nothing also for the placeholder 1900-01-01 (G26)
    std::vector<std::size_t> families;            // positions; all families of a split household (G23)
  };
  struct Family {
    domain::ProcareFamilyId id;
    std::vector<GuardianKey> guardians;
    std::vector<std::size_t> children;  // positions
  };
  using Positions = std::vector<std::size_t>;  // ascending

  explicit SchoolIndex(const domain::SchoolSnapshot& snapshot);

  // Whether not being found means not being there (I5).
  bool complete() const { return complete_; }
  const std::vector<Child>& children() const { return children_; }
  const std::vector<Family>& families() const { return families_; }

  const Positions& ChildrenByReference(std::string_view external_ref) const;
  // First name, last name and birth date equal, none of them empty.
  const Positions& ChildrenByNameAndBirth(const std::string& first, const std::string& last,
                                          domain::BirthDate birth_date) const;
  // Families in which any guardian has this e-mail or phone.
  const Positions& FamiliesByContact(const std::string& contact_key) const;
  const Positions& FamiliesByGuardianName(const GuardianKey& guardian) const;

  // Children that share first name, last name and birth date: each group has at least two.
  std::vector<std::vector<domain::ProcareChildId>> Duplicates() const;

 private:
  using Table = std::unordered_map<std::string, Positions>;
  void AddFamilies(const domain::SchoolSnapshot& snapshot);
  void AddChildren(const domain::SchoolSnapshot& snapshot);
  static const Positions& Find(const Table& table, const std::string& key);

  bool complete_;
  std::vector<Child> children_;
  std::vector<Family> families_;
  Table by_reference_;
  Table by_name_and_birth_;
  Table by_contact_;
  Table by_guardian_name_;
};

}  // namespace ikp::rules
