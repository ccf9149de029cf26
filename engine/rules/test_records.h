// Short ways to write down families and schools in tests of the rules.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/domain/iks_family.h"
#include "engine/domain/procare_school.h"

namespace ikp::rules::testing {

inline domain::CivilDate Day(const char* text) { return domain::CivilDate::Parse(text).value(); }

inline std::optional<domain::BirthDate> Born(const char* text) {
  if (*text == '\0') return std::nullopt;
  return domain::BirthDate(Day(text));
}

inline domain::PersonName Name(std::string first, std::string last) {
  domain::PersonName name;
  name.first = std::move(first);
  name.last = std::move(last);
  return name;
}

// `born` "" is nothing.
inline domain::IksChild IksChild(const std::string& id, const std::string& first, const std::string& last,
                                 const char* born) {
  return {.id = domain::IksChildId::Trusted(id),
          .family = domain::IksFamilyId::Trusted("iks-family"),
          .location = domain::IksLocationId::Trusted("iks-location"),
          .name = Name(first, last),
          .birth_date = Born(born),
          .due_date = {},
          .gender = "F",
          .status = domain::StatusLabel("Enrolled"),
          .classroom = {},
          .desired_start = {},
          .actual_start = {},
          .withdrawal = {},
          .version = 1,
          .last_changed_by_sync = false,
          .updated_at = {},
          .unreadable = {}};
}

// `email` and `phone` "" are nothing.
inline domain::IksGuardian IksGuardian(const std::string& first, const std::string& last, const std::string& email,
                                       const std::string& phone) {
  domain::IksGuardian guardian{.id = domain::IksGuardianId::Trusted(first + last),
                               .name = Name(first, last),
                               .email = domain::Email::Parse(email),
                               .phones = {},
                               .relationship = {},
                               .is_primary = false,
                               .address = {}};
  if (auto parsed = domain::Phone::Parse(phone)) guardian.phones.push_back({domain::PhoneKind::kMobile, *parsed});
  return guardian;
}

inline domain::IksFamily IksFamily(std::vector<domain::IksGuardian> guardians, std::vector<domain::IksChild> children) {
  return {.id = domain::IksFamilyId::Trusted("iks-family"),
          .location = domain::IksLocationId::Trusted("iks-location"),
          .guardians = std::move(guardians),
          .children = std::move(children),
          .unreadable = {}};
}

inline domain::ProcareGuardian ProcareGuardian(const std::string& first, const std::string& last,
                                               const std::string& email, const std::string& phone) {
  domain::ProcareGuardian guardian{.id = domain::ProcareGuardianId::Trusted(first + last),
                                   .name = Name(first, last),
                                   .email = domain::Email::Parse(email),
                                   .phones = {}};
  if (auto parsed = domain::Phone::Parse(phone)) guardian.phones.push_back(*parsed);
  return guardian;
}

inline domain::ProcareFamily ProcareFamily(const std::string& id, std::vector<domain::ProcareGuardian> guardians) {
  return {.id = domain::ProcareFamilyId::Trusted(id), .name = {}, .guardians = std::move(guardians)};
}

inline domain::ProcareChild ProcareChild(const std::string& id, std::initializer_list<const char*> families,
                                         const std::string& first, const std::string& last, const char* born) {
  domain::ProcareChild child{.id = domain::ProcareChildId::Trusted(id),
                             .families = {},
                             .name = Name(first, last),
                             .birth_date = Born(born),
                             .status = domain::StatusLabel("active"),
                             .classroom = {},
                             .start = {},
                             .withdrawal = {},
                             .activation = {},
                             .external_id = {}};
  for (const char* family : families) child.families.push_back(domain::ProcareFamilyId::Trusted(family));
  return child;
}

inline domain::SchoolSnapshot School(std::vector<domain::ProcareFamily> families,
                                     std::vector<domain::ProcareChild> children) {
  domain::SchoolSnapshot snapshot;
  snapshot.families = std::move(families);
  snapshot.children = std::move(children);
  snapshot.complete = true;
  return snapshot;
}

}  // namespace ikp::rules::testing
