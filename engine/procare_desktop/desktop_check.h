// What `engine check` tries for a centre with Procare Desktop, in the order in which a set-up goes: the agent, its
// versions, the data, the school, the status words.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/domain/procare_school.h"
#include "engine/domain/site.h"
#include "engine/procare_desktop/installation.h"
#include "engine/rules/desktop_policy.h"
#include "engine/systems/outcome.h"

namespace ikp::procare_desktop {

// Ends with a bad line at the first thing that makes the rest impossible.
async::Task<std::vector<systems::CheckLine>> CheckInstallation(Installation& installation, std::int64_t school,
                                                               rules::DesktopPolicy policy, domain::Instant now);

// What a reading of the school shows.
void AddReadingLines(const std::string& name, const systems::Result<domain::SchoolSnapshot>& reading,
                     const std::vector<domain::StatusRow>& table, std::vector<systems::CheckLine>& lines);

}  // namespace ikp::procare_desktop
