// A school as Procare shows it, Online or Desktop alike, and what the engine may ask Procare to create. What differs
// between the two is behind systems/procare.h.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/domain/civil_date.h"
#include "engine/domain/contact.h"
#include "engine/domain/id.h"
#include "engine/domain/instant.h"
#include "engine/domain/reason.h"
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
  bool hidden = false;                  // all its accounts are hidden: the family has left (G33)
};

struct ProcareClassroom {
  ProcareClassroomId id;
  std::string name;
  bool active = true;
};

// Something about the reading as a whole that a person should know.
struct SnapshotNotice {
  Reason reason = Reason::kInSync;
  std::string detail;  // ids and counts only
};

// Everything of one school, read in one go. `complete` is false when the reading was cut, shifted or failed: such a
// snapshot proves presence of what it holds and absence of nothing (I5).
struct SchoolSnapshot {
  std::vector<ProcareFamily> families;
  std::vector<ProcareChild> children;
  std::vector<ProcareClassroom> classrooms;
  bool classrooms_known = true;  // false: this account may not list them (G9); the rest is as good as ever
  bool statuses_known = true;    // false: the statuses were not exported; that a child has none says nothing
  bool complete = false;
  std::string incomplete_because;  // one sentence, no personal data
  Instant started{};               // the reading shows everything that was committed before this instant
  Instant finished{};
  // Effects that people at the centre still have to carry out: the reading says nothing about them.
  std::set<IntentId> on_work_list = {};
  std::vector<SnapshotNotice> notices = {};
  // Children of other schools of the same installation: for those who are missing here (F16).
  std::map<ProcareChildId, ProcareSchoolId> at_other_schools = {};
};

struct NewGuardian {
  PersonName name;
  std::optional<Email> email;
  std::vector<LabelledPhone> phones;
  std::string relationship;
  bool is_primary = false;
  Address address;
  bool operator==(const NewGuardian&) const = default;
};

// The status that a child gets once, right after it was created.
struct InitialPlacement {
  Placement placement = Placement::kEnrolled;
  std::optional<CivilDate> start;  // day of activation when it lies in the future
  std::optional<ProcareClassroomId> classroom;
  Placement wanted = Placement::kEnrolled;  // what the trigger asked for, whatever the start date made of it
  std::optional<CivilDate> first_day = {};  // as IKS has it, past or future
  std::vector<NewGuardian> guardians = {};  // who is to stand beside the child, the primary one first
  bool operator==(const InitialPlacement&) const = default;
};

struct NewChild {
  ProcareFamilyId family;
  PersonName name;
  BirthDate birth_date;
  std::string gender;
  std::optional<CivilDate> start;
  std::optional<ProcareClassroomId> classroom;
  std::string external_id;
  InitialPlacement placement = {};  // what PlaceChild will ask for: for where people carry it out in one go
  // Children who look alike in the reading on which this one was decided.
  std::vector<ProcareChildId> known_alike = {};
  bool operator==(const NewChild&) const = default;
};

struct NewFamily {
  std::string name;
  std::vector<NewGuardian> guardians;
  std::vector<NewChild> children = {};  // who will follow; not part of this effect, but people want to see them
  // Families that look alike in the reading on which this one was decided.
  std::vector<ProcareFamilyId> known_alike = {};
  bool operator==(const NewFamily&) const = default;
};

}  // namespace ikp::domain
