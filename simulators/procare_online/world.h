// World: everything that the simulated system knows, and how records are found in it. Ids that come from outside are
// compared as a database with UUID columns does: case and dashes do not count (G17).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/kit/answer_memory.h"
#include "simulators/kit/identifiers.h"
#include "simulators/kit/switches.h"
#include "simulators/procare_online/model.h"

namespace ikp::simulators::procare_online {

struct World {
  std::vector<Tenant> tenants;
  kit::IdentifierSource ids;
  kit::SwitchBoard switches;

  // When the next planned change or mail is due; `due_known` is false when something may have changed it. Derived.
  bool due_known = false;
  std::optional<Instant> next_due;

  // Of the state as it is; every change forgets it. Derived, never dumped.
  kit::AnswerMemory answers;
};

// Not used by any record of any tenant.
Id NewId(World& world);

// All of them give null when there is none.
Tenant* FindTenant(World& world, std::string_view name);
School* FindSchool(Tenant& tenant, std::string_view id);
Classroom* FindClassroom(Tenant& tenant, std::string_view id);
Family* FindFamily(Tenant& tenant, std::string_view id);
Child* FindChild(Tenant& tenant, std::string_view id);
Lead* FindLead(Tenant& tenant, std::string_view id);
Transition* FindTransition(Tenant& tenant, std::string_view id);
Family* FindFamilyOfGuardian(Tenant& tenant, std::string_view guardian_id);
Guardian* FindGuardian(Tenant& tenant, std::string_view id);

// The school must exist, as it does for every record of a tenant.
const School& SchoolOf(const Tenant& tenant, const Id& school_id);
// Today at the school, by its own clock [P7].
Date TodayAt(const Tenant& tenant, const Id& school_id, Instant now);

}  // namespace ikp::simulators::procare_online
