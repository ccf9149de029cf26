// Checks: the rules about references and values that need the state to decide. Each reports through the reader, in
// words that carry the fix after a semicolon; the vendor's own sentences leave that part out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulators/procare_online/inputs.h"

namespace ikp::simulators::procare_online {

// Each gives null after reporting, also when the field is missing and required.
School* CheckSchool(kit::FieldReader& reader, Tenant& tenant, kit::Need need);
Family* CheckFamily(kit::FieldReader& reader, Tenant& tenant, std::string_view name = "family_id");
Child* CheckChild(kit::FieldReader& reader, Tenant& tenant, std::string_view name = "child_id");
Guardian* CheckGuardian(kit::FieldReader& reader, Tenant& tenant);
Lead* CheckLead(kit::FieldReader& reader, Tenant& tenant);

// A room of the school that is open (po.room_closed). Null after reporting, and when none was given.
const Classroom* CheckOpenRoom(kit::FieldReader& reader, World& world, Tenant& tenant, const Id& school_id,
                               const std::optional<Id>& classroom_id);
// The room of a child at a school: it must exist there, be open and have place (switches po.room_*). Gives the room to
// store: nothing when refused, or when po.room_full says to keep the child without one. `child` may be null.
std::optional<Id> CheckRoom(kit::FieldReader& reader, World& world, Tenant& tenant, const Id& school_id,
                            const Given<Id>& classroom_id, const Child* child);

// `except` is the guardian who may have it already.
void CheckEmail(kit::FieldReader& reader, const World& world, const Tenant& tenant,
                const std::optional<std::string>& email, const Id& except);
void CheckExternalId(kit::FieldReader& reader, const World& world, const Tenant& tenant,
                     const std::optional<std::string>& external_id, const Id& except);
void CheckDob(kit::FieldReader& reader, const World& world, const Tenant& tenant, const Id& school_id,
              const std::optional<Date>& dob, Instant now);
// A date at least `today` and, unless 0, at most `horizon_months` ahead.
void CheckPlanDate(kit::FieldReader& reader, std::string_view name, const Date& date, const Date& today,
                   std::int64_t horizon_months);
// The status word as the system writes it; reports an unknown one.
std::optional<std::string> CheckLeadStatus(kit::FieldReader& reader, const World& world, const std::string& word);

// Two texts that differ only in ASCII case.
bool SameWord(std::string_view a, std::string_view b);

}  // namespace ikp::simulators::procare_online
