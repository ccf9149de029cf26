// The records of IKS as JSON: how the API, the dump and the staff actions show them, and how they are read, with every
// mistake reported by the path of its field. Names, addresses and contacts are free text here: what a person typed is
// what the engine gets, however odd (blank names, "TBD" phones); dates must be dates.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "simulators/iks/model.h"
#include "simulators/kit/fields.h"

namespace ikp::simulators::iks {

nlohmann::json ToJson(const Location& location);
nlohmann::json ToJson(const Guardian& guardian);
nlohmann::json ToJson(const Child& child);
nlohmann::json ToJson(const Account& account, const Family& family);  // with guardians and children

// Who writes: the engine may write the few fields that Procare owns after a push, staff may write everything.
enum class Writer { kApi, kStaff };

// The readers change only what is present; null clears what can be cleared. Absent fields stay as they are, so that
// they serve for new records (over the defaults) and for edits alike.
void ReadChildFields(kit::FieldReader& fields, Writer writer, const std::vector<std::string>& statuses, Child& child);
void ReadGuardianFields(kit::FieldReader& fields, Guardian& guardian);
void ReadFamilyFields(kit::FieldReader& fields, Family& family);
// Id, name, zone, kind. The zone must be an IANA name.
Location ReadLocation(const nlohmann::json& document, const std::string& path, kit::FieldErrors& errors);
Subscription ReadSubscription(kit::FieldReader& fields);

}  // namespace ikp::simulators::iks
