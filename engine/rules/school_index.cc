#include "engine/rules/school_index.h"

#include <algorithm>
#include <utility>

#include "engine/rules/normalise.h"

namespace ikp::rules {
namespace {

// Stands between the parts of a key; normalised names have no control characters.
constexpr char kSeparator = '\x1f';

std::string NameAndBirthKey(const std::string& first, const std::string& last, domain::BirthDate birth_date) {
  return first + kSeparator + last + kSeparator + birth_date.date().str();
}

std::string GuardianNameKey(const GuardianKey& guardian) { return guardian.first + kSeparator + guardian.last; }

// Positions are added in ascending order, so a repeated one is always the last.
void AddOnce(std::vector<std::size_t>& positions, std::size_t position) {
  if (positions.empty() || positions.back() != position) positions.push_back(position);
}

// The placeholder that some systems show for "not entered" (G26).
bool IsPlaceholder(domain::CivilDate date) { return date == domain::CivilDate::From(1900, 1, 1); }

}  // namespace

SchoolIndex::SchoolIndex(const domain::SchoolSnapshot& snapshot) : complete_(snapshot.complete) {
  AddFamilies(snapshot);
  AddChildren(snapshot);
}

void SchoolIndex::AddFamilies(const domain::SchoolSnapshot& snapshot) {
  families_.reserve(snapshot.families.size());
  for (const auto& family : snapshot.families) {
    const std::size_t position = families_.size();
    Family indexed{.id = family.id, .guardians = {}, .children = {}};
    for (const auto& guardian : family.guardians) {
      GuardianKey key = KeyOf(guardian);
      if (key.email) AddOnce(by_contact_[*key.email], position);
      for (const std::string& phone : key.phones) AddOnce(by_contact_[phone], position);
      if (!key.last.empty()) AddOnce(by_guardian_name_[GuardianNameKey(key)], position);
      indexed.guardians.push_back(std::move(key));
    }
    families_.push_back(std::move(indexed));
  }
}

void SchoolIndex::AddChildren(const domain::SchoolSnapshot& snapshot) {
  std::unordered_map<std::string_view, std::size_t> family_positions;
  for (std::size_t i = 0; i < families_.size(); ++i) family_positions.emplace(families_[i].id.str(), i);

  children_.reserve(snapshot.children.size());
  for (const auto& child : snapshot.children) {
    const std::size_t position = children_.size();
    Child indexed{.id = child.id,
                  .first = NormaliseName(child.name.first),
                  .last = NormaliseLastName(child.name.last),
                  .preferred = NormaliseName(child.name.preferred),
                  .birth_date = child.birth_date,
                  .families = {}};
    if (indexed.birth_date && IsPlaceholder(indexed.birth_date->date())) indexed.birth_date.reset();
    for (const auto& family : child.families) {
      const auto found = family_positions.find(family.str());
      if (found == family_positions.end()) continue;  // a family that the reading did not show
      if (std::find(indexed.families.begin(), indexed.families.end(), found->second) != indexed.families.end())
        continue;
      indexed.families.push_back(found->second);
      families_[found->second].children.push_back(position);
    }
    if (!child.external_id.empty()) by_reference_[child.external_id].push_back(position);
    if (indexed.birth_date && !indexed.first.empty() && !indexed.last.empty()) {
      by_name_and_birth_[NameAndBirthKey(indexed.first, indexed.last, *indexed.birth_date)].push_back(position);
    }
    children_.push_back(std::move(indexed));
  }
}

const SchoolIndex::Positions& SchoolIndex::Find(const Table& table, const std::string& key) {
  static const Positions kNothing;
  const auto found = table.find(key);
  return found == table.end() ? kNothing : found->second;
}

const SchoolIndex::Positions& SchoolIndex::ChildrenByReference(std::string_view external_ref) const {
  return Find(by_reference_, std::string(external_ref));  // an empty reference is never in the table
}

const SchoolIndex::Positions& SchoolIndex::ChildrenByNameAndBirth(const std::string& first, const std::string& last,
                                                                  domain::BirthDate birth_date) const {
  return Find(by_name_and_birth_, NameAndBirthKey(first, last, birth_date));
}

const SchoolIndex::Positions& SchoolIndex::FamiliesByContact(const std::string& contact_key) const {
  return Find(by_contact_, contact_key);
}

const SchoolIndex::Positions& SchoolIndex::FamiliesByGuardianName(const GuardianKey& guardian) const {
  return Find(by_guardian_name_, GuardianNameKey(guardian));
}

std::vector<std::vector<domain::ProcareChildId>> SchoolIndex::Duplicates() const {
  std::vector<std::vector<domain::ProcareChildId>> groups;
  for (const auto& [key, positions] : by_name_and_birth_) {
    std::vector<domain::ProcareChildId> group;
    for (const std::size_t position : positions) group.push_back(children_[position].id);
    std::sort(group.begin(), group.end());
    // One record that a drifting page showed twice is not a duplicate (G11).
    group.erase(std::unique(group.begin(), group.end()), group.end());
    if (group.size() > 1) groups.push_back(std::move(group));
  }
  std::sort(groups.begin(), groups.end());
  return groups;
}

}  // namespace ikp::rules
