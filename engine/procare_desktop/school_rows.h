// From the rows of a Procare Desktop database to one school as the workflows see it. Pure.
//
// A child is a person; its families are the accounts of this school that it stands in, so a split household comes out
// as one child with two families (G23). Status, start and withdrawal come from the dated rows of this school alone:
// each location needs its own [P28].
#pragma once

#include <cstdint>
#include <vector>

#include "engine/desktop_wire/messages.h"
#include "engine/domain/procare_school.h"
#include "engine/domain/site.h"
#include "engine/procare_desktop/command_queue.h"
#include "engine/procare_desktop/identity_ledger.h"

namespace ikp::procare_desktop {

struct SchoolReading {
  std::int64_t school = 0;
  domain::CivilDate today = domain::CivilDate::FromDays({});  // at the site, when the reading was started (H33)
  const std::vector<domain::StatusRow>* status_table = nullptr;
  const IdentityLedger* ledger = nullptr;  // with this reading taken in
  const Ended* ended = nullptr;            // done, with its chunks
};

// Whether the reading may be believed as a whole: empty, or one sentence why not.
std::string IncompleteBecause(const Ended& ended, std::int64_t school);

// Everything but when it was read, and what the ledger found.
domain::SchoolSnapshot MapSchool(const SchoolReading& reading);

// The id of a person for the workflows: the GUID, or the number where none is known. A child's number counts with who
// had it before: see IdentityLedger.
std::string PersonIdOf(const desktop_wire::PersonRow& person);

}  // namespace ikp::procare_desktop
