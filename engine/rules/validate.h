// Is a child complete enough to be pushed (H14, G26, G27, G28)? Everything that is wrong is told at once (F4).
#pragma once

#include <optional>
#include <vector>

#include "engine/domain/civil_date.h"
#include "engine/domain/iks_family.h"
#include "engine/domain/reason.h"
#include "engine/domain/site.h"
#include "engine/rules/finding.h"

namespace ikp::rules {

struct Validation {
  std::vector<Finding> problems;  // hold the push
  std::vector<Finding> warnings;  // do not

  bool good() const { return problems.empty(); }
  // Why the push is held: kNeedsBirthDate when that is all that is missing, otherwise kMissingData; nothing when good.
  std::optional<domain::Reason> HeldBecause() const;
};

// Children up to this age are plausible in childcare, after-school programmes included (G26).
inline constexpr int kOldestChildYears = 15;

// `today` is the site's local date. At least one guardian must have a last name and an e-mail or a phone number with
// area code: under anything less the family could not be recognised again in Procare after a lost answer (I1).
Validation ValidateForPush(const domain::IksFamily& family, const domain::IksChild& child,
                           const domain::SitePolicy& policy, domain::CivilDate today);

}  // namespace ikp::rules
