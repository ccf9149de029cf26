// A school as Procare shows it, Online or Desktop alike, and what the engine may ask Procare to create. What differs
// between the two is behind systems/procare.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/domain/civil_date.h"
#include "engine/domain/contact.h"
#include "engine/domain/id.h"
#include "engine/domain/instant.h"
#include "engine/domain/status.h"

namespace ikp::domain {

struct ProcareGuardian {
  ProcareGuardianId id;
  PersonName name;
  std::optional<Email> email;
  std::vector<Phone> phones;
};

struct ProcareFamily {
  ProcareFamilyId id;
  std::string name;
  std::vector<ProcareGuardian> guardians;
};

struct ProcareChild {
  ProcareChildId id;
  std::vector<ProcareFamilyId> families;  // more than one in split households (G23); the first is the primary one
  PersonName name;
  std::optional<BirthDate> birth_date;
  StatusLabel status;  // Online: active, hold, inactive, graduate. Desktop: the site's own word as of the local date
  std::optional<ProcareClassroomId> classroom;
  std::optional<CivilDate> start;
  std::optional<CivilDate> withdrawal;
  std::optional<CivilDate> activation;  // scheduled return from On Hold
  std::string external_id;              // our reference, where the site keeps one (H9)
};

struct ProcareClassroom {
  ProcareClassroomId id;
  std::string name;
  bool active = true;
};

// Everything of one school, read in one go. `complete` is false when the reading was cut, shifted or failed: such a
// snapshot proves presence of what it holds and absence of nothing (I5).
struct SchoolSnapshot {
  std::vector<ProcareFamily> families;
  std::vector<ProcareChild> children;
  std::vector<ProcareClassroom> classrooms;
  bool classrooms_known = true;  // false: this account may not list them (G9); the rest is as good as ever
  bool complete = false;
  std::string incomplete_because;  // one sentence, no personal data
  Instant started{};               // the reading shows everything that was committed before this instant
  Instant finished{};
};

struct NewGuardian {
  PersonName name;
  std::optional<Email> email;
  std::vector<LabelledPhone> phones;
  std::string relationship;
  bool is_primary = false;
  Address address;
};

struct NewFamily {
  std::string name;
  std::vector<NewGuardian> guardians;
};

struct NewChild {
  ProcareFamilyId family;
  PersonName name;
  BirthDate birth_date;
  std::string gender;
  std::optional<CivilDate> start;
  std::optional<ProcareClassroomId> classroom;
  std::string external_id;
};

// The status that a child gets once, right after it was created.
struct InitialPlacement {
  Placement placement = Placement::kEnrolled;
  std::optional<CivilDate> start;  // day of activation when it lies in the future
  std::optional<ProcareClassroomId> classroom;
  bool operator==(const InitialPlacement&) const = default;
};

}  // namespace ikp::domain
