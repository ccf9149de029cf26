#include "engine/rules/identity.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/rules/normalise.h"

namespace ikp::rules {
namespace {

void SortUnique(std::vector<std::string>& strings) {
  std::sort(strings.begin(), strings.end());
  strings.erase(std::unique(strings.begin(), strings.end()), strings.end());
}

GuardianKey MakeKey(const domain::PersonName& name, const std::optional<domain::Email>& email,
                    const std::vector<const domain::Phone*>& phones) {
  GuardianKey key{.first = NormaliseName(name.first), .last = NormaliseLastName(name.last), .email = {}, .phones = {}};
  if (email) key.email = EmailKey(*email);
  for (const domain::Phone* phone : phones) {
    if (auto phone_key = PhoneKey(*phone)) key.phones.push_back(std::move(*phone_key));
  }
  SortUnique(key.phones);
  return key;
}

void Append(std::vector<std::string>& out, std::string_view name, std::string_view value) {
  out.push_back(std::string(name).append("=").append(value));
}

void AppendGuardians(std::vector<std::string>& out, const std::vector<GuardianKey>& guardians) {
  for (const GuardianKey& guardian : guardians) {
    Append(out, "guardian.first", guardian.first);  // opens the next guardian
    Append(out, "guardian.last", guardian.last);
    if (guardian.email) Append(out, "guardian.email", *guardian.email);
    for (const std::string& phone : guardian.phones) Append(out, "guardian.phone", phone);
  }
}

// Takes one "guardian.*" line; false when it is not one, or stands before any guardian.
bool ReadGuardianLine(std::string_view name, std::string_view value, std::vector<GuardianKey>& guardians) {
  if (name == "guardian.first") {
    guardians.push_back(GuardianKey{.first = std::string(value), .last = {}, .email = {}, .phones = {}});
    return true;
  }
  if (guardians.empty()) return false;
  if (name == "guardian.last") {
    guardians.back().last = value;
  } else if (name == "guardian.email") {
    guardians.back().email = std::string(value);
  } else if (name == "guardian.phone") {
    guardians.back().phones.emplace_back(value);
  } else {
    return false;
  }
  return true;
}

std::optional<std::pair<std::string_view, std::string_view>> SplitLine(std::string_view line) {
  const auto equals = line.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  return std::pair(line.substr(0, equals), line.substr(equals + 1));
}

constexpr std::string_view kChildHeader = "identity=child";
constexpr std::string_view kFamilyHeader = "identity=family";

}  // namespace

GuardianKey KeyOf(const domain::IksGuardian& guardian) {
  std::vector<const domain::Phone*> phones;
  for (const auto& labelled : guardian.phones) phones.push_back(&labelled.phone);
  return MakeKey(guardian.name, guardian.email, phones);
}

GuardianKey KeyOf(const domain::ProcareGuardian& guardian) {
  std::vector<const domain::Phone*> phones;
  for (const auto& phone : guardian.phones) phones.push_back(&phone);
  return MakeKey(guardian.name, guardian.email, phones);
}

ChildIdentity IdentityOf(const domain::IksFamily& family, const domain::IksChild& child) {
  ChildIdentity identity{.first = NormaliseName(child.name.first),
                         .last = NormaliseLastName(child.name.last),
                         .preferred = NormaliseName(child.name.preferred),
                         .birth_date = child.birth_date,
                         .external_ref = child.id.str(),
                         .guardians = {}};
  for (const auto& guardian : family.guardians) identity.guardians.push_back(KeyOf(guardian));
  return identity;
}

FamilyIdentity IdentityOf(const domain::IksFamily& family) {
  FamilyIdentity identity;
  for (const auto& guardian : family.guardians) identity.guardians.push_back(KeyOf(guardian));
  for (const auto& child : family.children) {
    std::string last = NormaliseLastName(child.name.last);
    if (!last.empty()) identity.child_last_names.push_back(std::move(last));
  }
  SortUnique(identity.child_last_names);
  return identity;
}

bool SameChild(const ChildIdentity& a, const ChildIdentity& b) {
  return !a.first.empty() && !a.last.empty() && a.birth_date && a.first == b.first && a.last == b.last &&
         a.birth_date == b.birth_date;
}

bool ShareContact(const GuardianKey& a, const GuardianKey& b) {
  if (a.email && a.email == b.email) return true;
  return std::any_of(a.phones.begin(), a.phones.end(), [&b](const std::string& phone) {
    return std::find(b.phones.begin(), b.phones.end(), phone) != b.phones.end();
  });
}

bool SameGuardianName(const GuardianKey& a, const GuardianKey& b) {
  return !a.last.empty() && a.last == b.last && a.first == b.first;
}

std::vector<std::string> ToStrings(const ChildIdentity& identity) {
  std::vector<std::string> out{std::string(kChildHeader)};
  Append(out, "first", identity.first);
  Append(out, "last", identity.last);
  Append(out, "preferred", identity.preferred);
  if (identity.birth_date) Append(out, "birth", identity.birth_date->date().str());
  Append(out, "reference", identity.external_ref);
  AppendGuardians(out, identity.guardians);
  return out;
}

std::vector<std::string> ToStrings(const FamilyIdentity& identity) {
  std::vector<std::string> out{std::string(kFamilyHeader)};
  for (const std::string& last : identity.child_last_names) Append(out, "child.last", last);
  AppendGuardians(out, identity.guardians);
  return out;
}

std::optional<ChildIdentity> ChildIdentityFromStrings(const std::vector<std::string>& strings) {
  if (strings.empty() || strings.front() != kChildHeader) return std::nullopt;
  ChildIdentity identity;
  for (std::size_t i = 1; i < strings.size(); ++i) {
    const auto line = SplitLine(strings[i]);
    if (!line) return std::nullopt;
    const auto [name, value] = *line;
    if (name == "first") {
      identity.first = value;
    } else if (name == "last") {
      identity.last = value;
    } else if (name == "preferred") {
      identity.preferred = value;
    } else if (name == "reference") {
      identity.external_ref = value;
    } else if (name == "birth") {
      const auto date = domain::CivilDate::Parse(value);
      if (!date) return std::nullopt;
      identity.birth_date = domain::BirthDate(*date);
    } else if (!ReadGuardianLine(name, value, identity.guardians)) {
      return std::nullopt;
    }
  }
  return identity;
}

std::optional<FamilyIdentity> FamilyIdentityFromStrings(const std::vector<std::string>& strings) {
  if (strings.empty() || strings.front() != kFamilyHeader) return std::nullopt;
  FamilyIdentity identity;
  for (std::size_t i = 1; i < strings.size(); ++i) {
    const auto line = SplitLine(strings[i]);
    if (!line) return std::nullopt;
    const auto [name, value] = *line;
    if (name == "child.last") {
      identity.child_last_names.emplace_back(value);
    } else if (!ReadGuardianLine(name, value, identity.guardians)) {
      return std::nullopt;
    }
  }
  return identity;
}

}  // namespace ikp::rules
