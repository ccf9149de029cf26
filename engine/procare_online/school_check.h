// What `engine check` tries at Procare Online for one school: address and login apart from each other (F20), the
// schools that the credential may see, this school with its name and time zone for a person to confirm (F32), and one
// page of children.
#pragma once

#include <vector>

#include "engine/procare_online/session.h"
#include "engine/procare_online/tenant.h"
#include "engine/systems/outcome.h"

namespace ikp::procare_online {

async::Task<std::vector<systems::CheckLine>> CheckSchool(Session& session, const TenantConfig& tenant,
                                                         domain::ProcareSchoolId school);

}  // namespace ikp::procare_online
