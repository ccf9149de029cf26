// Views: records as the API shows them, and the two ways in which a loose backend distorts them (G16, G17).
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "simulators/procare_online/world.h"

namespace ikp::simulators::procare_online {

nlohmann::json SchoolView(const Tenant& tenant, const School& school);
nlohmann::json ClassroomView(const Classroom& classroom);
nlohmann::json FamilyView(const Tenant& tenant, const Family& family);
nlohmann::json GuardianView(const Guardian& guardian);
nlohmann::json ChildView(const Tenant& tenant, const Child& child);
nlohmann::json LeadView(const Lead& lead);

// Parts that dumps share.
nlohmann::json AddressView(const std::optional<Address>& address);  // {} when there is none
nlohmann::json PhonesView(const std::vector<Phone>& phones);
nlohmann::json LeadPersonView(const LeadPerson& person);

// Numbers and booleans as text; "" or a missing key for null; null for an empty object; extra and misspelt keys. The
// same value is always distorted in the same way.
void LoosenTypes(nlohmann::json& value);
// "upper_in_lists" or "compact_in_lists"; external_id is data and stays.
void RestyleIds(nlohmann::json& value, std::string_view style);

}  // namespace ikp::simulators::procare_online
