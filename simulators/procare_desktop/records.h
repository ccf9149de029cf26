// Records as JSON and back, the same for the API, for staff and for dumps.
//
// The Read functions lay what is given over the value that they get: on a new record they create, on an existing one
// they patch. A field that is absent stays as it is, null clears it. Mistakes go to the reader.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "simulators/kit/fields.h"
#include "simulators/procare_desktop/model.h"

namespace ikp::simulators::procare_desktop {

nlohmann::json ToJson(const Region& region);
nlohmann::json ToJson(const School& school);
nlohmann::json ToJson(const WorkArea& area);
// With the name, which is its work area's.
nlohmann::json ToJson(const Classroom& room, const WorkArea& area);
nlohmann::json ToJson(const Person& person);
nlohmann::json ToJson(const Account& account);
nlohmann::json ToJson(PersonId child_id, PersonId person_id, const Relationship& relationship);
nlohmann::json ToJson(PersonId child_id, const StatusRow& row);
nlohmann::json ToJson(const StatusLabel& label);

void ReadText(kit::FieldReader& reader, std::string_view name, kit::Need need, std::string& target,
              std::size_t max_length = 255);
void ReadFlag(kit::FieldReader& reader, std::string_view name, bool& target);

// Everything but ids, and the people of an account. `errors` is where `reader` reports to.
void ReadRegion(kit::FieldReader& reader, Region& region);
void ReadSchool(kit::FieldReader& reader, kit::FieldErrors& errors, School& school);
void ReadClassroom(kit::FieldReader& reader, Classroom& room);
void ReadPerson(kit::FieldReader& reader, kit::FieldErrors& errors, Person& person);
void ReadAccount(kit::FieldReader& reader, Account& account);
void ReadRelationship(kit::FieldReader& reader, Relationship& relationship);

}  // namespace ikp::simulators::procare_desktop
