// A family as IntelliKid Systems shows it. Observed data may be incomplete; what could not be read is listed with its
// field instead of being dropped or guessed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/domain/civil_date.h"
#include "engine/domain/contact.h"
#include "engine/domain/id.h"
#include "engine/domain/instant.h"
#include "engine/domain/status.h"

namespace ikp::domain {

struct IksGuardian {
  IksGuardianId id;
  PersonName name;
  std::optional<Email> email;
  std::vector<LabelledPhone> phones;
  std::string relationship;  // as typed: "Mother", "mom", ...
  bool is_primary = false;
  Address address;
};

struct IksChild {
  IksChildId id;
  IksFamilyId family;
  IksLocationId location;
  PersonName name;
  std::optional<BirthDate> birth_date;
  std::optional<DueDate> due_date;
  std::string gender;
  StatusLabel status;
  std::string classroom;
  std::optional<CivilDate> desired_start;
  std::optional<CivilDate> actual_start;
  std::optional<CivilDate> withdrawal;
  std::int64_t version = 0;           // +1 with every change
  bool last_changed_by_sync = false;  // the last change was our own write-back (H28)
  Instant updated_at{};
  std::vector<std::string> unreadable;  // names of fields whose value was not understood
};

struct IksFamily {
  IksFamilyId id;
  IksLocationId location;
  std::vector<IksGuardian> guardians;  // as ordered by staff, the primary one first
  std::vector<IksChild> children;
  std::vector<std::string> unreadable;  // "guardians[1].email"
};

}  // namespace ikp::domain
