#include "engine/rules/desktop_names.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "engine/rules/desktop_status.h"
#include "engine/rules/normalise.h"

namespace ikp::rules {
namespace {

constexpr std::size_t kLongestKey = 8;  // [P12]
constexpr std::string_view kNobody = "FAMILY";

constexpr std::array<std::string_view, 10> kMothers = {"mother", "mom",   "mum", "mommy", "mummy",
                                                       "mama",   "mamma", "mam", "ma",    "madre"};
constexpr std::array<std::string_view, 8> kFathers = {"father", "dad", "daddy", "papa", "pa", "pop", "padre", "poppa"};

template <std::size_t kCount>
bool IsOneOf(const std::array<std::string_view, kCount>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Without case, and with any run of spaces as one.
std::string Plain(std::string_view text) {
  std::string plain;
  bool space = false;
  for (const unsigned char c : text) {
    if (std::isspace(c) != 0) {
      space = true;
      continue;
    }
    if (space && !plain.empty()) plain.push_back(' ');
    space = false;
    plain.push_back(static_cast<char>(c < 0x80 ? std::tolower(c) : c));
  }
  return plain;
}

bool SameAddress(const domain::Address& a, const domain::Address& b) {
  return Plain(a.line1) == Plain(b.line1) && Plain(a.line2) == Plain(b.line2) && Plain(a.city) == Plain(b.city) &&
         Plain(a.state) == Plain(b.state) && Plain(a.zip) == Plain(b.zip);
}

const domain::NewGuardian* PrimaryOf(const std::vector<domain::NewGuardian>& guardians) {
  for (const auto& guardian : guardians) {
    if (guardian.is_primary) return &guardian;
  }
  return guardians.empty() ? nullptr : &guardians.front();
}

std::string KeyOf(std::string_view name) {
  std::string key;
  for (const char c : NormaliseLastName(name)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain && key.size() < kLongestKey) key.push_back(c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return key;
}

}  // namespace

std::string AccountKeyBase(std::string_view last_name) {
  auto key = KeyOf(last_name);
  return key.empty() ? std::string(kNobody) : key;
}

std::string AccountKeyBase(const domain::NewFamily& family) {
  const auto* primary = PrimaryOf(family.guardians);
  auto key = primary == nullptr ? std::string() : KeyOf(primary->name.last);
  return key.empty() ? AccountKeyBase(family.name) : key;
}

std::string DesktopRelationshipLabel(std::string_view label, const std::string& otherwise) {
  const auto word = NormaliseName(label);
  if (IsOneOf(kMothers, word)) return "Mother";
  if (IsOneOf(kFathers, word)) return "Father";
  return otherwise;
}

std::vector<DesktopRelationship> DesktopRelationships(const std::vector<domain::NewGuardian>& guardians,
                                                      const DesktopPolicy& policy) {
  std::vector<DesktopRelationship> relationships;
  const auto* primary = PrimaryOf(guardians);
  for (const auto& guardian : guardians) {
    relationships.push_back({.person = guardian.name,
                             .label = DesktopRelationshipLabel(guardian.relationship, policy.default_relationship),
                             .lives_with = !guardian.address.empty() && SameAddress(guardian.address, primary->address),
                             .emergency = policy.emergency,
                             .pickup = policy.pickup});
  }
  return relationships;
}

std::vector<DesktopFirstRow> DesktopFirstRows(const domain::InitialPlacement& placement, const DesktopPolicy& policy,
                                              domain::CivilDate today) {
  const auto& first_day = placement.first_day;
  const bool in_future = first_day && *first_day > today;
  std::vector<DesktopFirstRow> rows;
  if (placement.wanted == domain::Placement::kPreRegistered) {
    rows.push_back({today, policy.pre_registered_label});
    if (in_future && policy.push_future_enrolled_row) rows.push_back({*first_day, kDesktopEnrolled});
  } else {
    rows.push_back({first_day.value_or(today), kDesktopEnrolled});
  }
  return rows;
}

}  // namespace ikp::rules
