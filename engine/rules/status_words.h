// What a status word means where only attending or not attending matters. The seed words are those of E.2; sites with
// words of their own are understood through their status table.
#pragma once

#include <vector>

#include "engine/domain/site.h"
#include "engine/domain/status.h"

namespace ikp::rules {

// "active" (Online) or "Enrolled" (Desktop's one reserved word [P11]).
bool IsAttending(const domain::StatusLabel& procare_status);

// Left or graduated: inactive, withdrawn, dropped, left, disenrolled, graduat..., or a word that the site's table maps
// to such an IKS status.
bool HasLeft(const domain::StatusLabel& procare_status, const std::vector<domain::StatusRow>& rows);

}  // namespace ikp::rules
