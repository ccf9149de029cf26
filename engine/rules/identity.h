// Who a child, a guardian or a family is, in normalised form: what the matching ladder compares (E.4) and what an
// intent keeps, so that a lost answer can be settled by looking even when IKS has changed in between.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/domain/civil_date.h"
#include "engine/domain/iks_family.h"
#include "engine/domain/procare_school.h"

namespace ikp::rules {

struct GuardianKey {
  std::string first;  // normalised; may be empty
  std::string last;   // normalised, without generational suffix
  std::optional<std::string> email;
  std::vector<std::string> phones;  // sorted, each once

  bool operator==(const GuardianKey&) const = default;
};

struct ChildIdentity {
  std::string first;  // normalised
  std::string last;   // normalised, without generational suffix
  std::string preferred;
  std::optional<domain::BirthDate> birth_date;
  std::string external_ref;  // our reference, the IKS child id (H9)
  std::vector<GuardianKey> guardians;

  bool operator==(const ChildIdentity&) const = default;
};

struct FamilyIdentity {
  std::vector<GuardianKey> guardians;         // primary first
  std::vector<std::string> child_last_names;  // normalised, sorted, each once

  bool operator==(const FamilyIdentity&) const = default;
};

GuardianKey KeyOf(const domain::IksGuardian& guardian);
GuardianKey KeyOf(const domain::ProcareGuardian& guardian);
// `child` is one of `family`'s.
ChildIdentity IdentityOf(const domain::IksFamily& family, const domain::IksChild& child);
FamilyIdentity IdentityOf(const domain::IksFamily& family);

// The same child beyond doubt as far as IKS tells: first name, last name and birth date are there and equal.
bool SameChild(const ChildIdentity& a, const ChildIdentity& b);

// An equal e-mail or phone.
bool ShareContact(const GuardianKey& a, const GuardianKey& b);
// Equal first and last name; two empty last names are not equal.
bool SameGuardianName(const GuardianKey& a, const GuardianKey& b);

// For the store ("name=value" each). Reading gives nothing for anything that was not written by these.
std::vector<std::string> ToStrings(const ChildIdentity& identity);
std::vector<std::string> ToStrings(const FamilyIdentity& identity);
std::optional<ChildIdentity> ChildIdentityFromStrings(const std::vector<std::string>& strings);
std::optional<FamilyIdentity> FamilyIdentityFromStrings(const std::vector<std::string>& strings);

}  // namespace ikp::rules
