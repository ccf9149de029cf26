// Names and words that the push writes into Procare Desktop: account keys (H35), relationships (H36), and the first
// status rows (E.1). Pure; safe to call from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/domain/civil_date.h"
#include "engine/domain/contact.h"
#include "engine/domain/procare_school.h"
#include "engine/rules/desktop_policy.h"

namespace ikp::rules {

// Up to 8 upper-case letters and digits of the primary payer's last name, without accents: "Nuñez-O'Hara" gives
// "NUNEZOHA". Where nothing is left (no last name, another script): "FAMILY". Digits that make it unique come later.
std::string AccountKeyBase(std::string_view last_name);
// Of the primary guardian, or failing that of the family's name.
std::string AccountKeyBase(const domain::NewFamily& family);

// "Mother" or "Father" where the label says so, else `otherwise`: step-parents and grandparents are not renamed.
std::string DesktopRelationshipLabel(std::string_view label, const std::string& otherwise);

struct DesktopRelationship {
  domain::PersonName person;
  std::string label;
  bool lives_with = false;
  bool emergency = false;
  bool pickup = false;
  bool operator==(const DesktopRelationship&) const = default;
};
// One for each guardian. Lives-with is set only where the address is that of the primary guardian.
std::vector<DesktopRelationship> DesktopRelationships(const std::vector<domain::NewGuardian>& guardians,
                                                      const DesktopPolicy& policy);

struct DesktopFirstRow {
  domain::CivilDate date = domain::CivilDate::FromDays({});
  std::string status;
  bool operator==(const DesktopFirstRow&) const = default;
};
// The rows that a child gets once. `today`: the site's local date.
std::vector<DesktopFirstRow> DesktopFirstRows(const domain::InitialPlacement& placement, const DesktopPolicy& policy,
                                              domain::CivilDate today);

}  // namespace ikp::rules
