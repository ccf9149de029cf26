// Connect records as domain values, and domain values as bodies of effects (engine/FACTS.md, B.4, B.7, E.3).
// Reading is tolerant (G16). `name` ("Last, First") is never taken apart (F27); money is not read at all (F31, H47).
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "engine/domain/procare_school.h"

namespace ikp::procare_online {

// Nothing when the record has no usable id.
std::optional<domain::ProcareChild> ChildFromJson(const nlohmann::json& record);
std::optional<domain::ProcareClassroom> ClassroomFromJson(const nlohmann::json& record);
struct FamilyReading {
  domain::ProcareFamily family;
  int guardians_without_id = 0;  // left out
};
std::optional<FamilyReading> FamilyFromJson(const nlohmann::json& record);

// The record says that it belongs to another school (a filter that was not understood, I9).
bool OfAnotherSchool(const nlohmann::json& record, const domain::ProcareSchoolId& school);

// {"data":{...}} and {...} alike.
const nlohmann::json& RecordIn(const nlohmann::json& body);

// Bodies as text. Invitations are never sent: the peer's default when the field is missing is to send them (H13, F9).
std::string NewFamilyBody(const domain::ProcareSchoolId& school, const domain::NewFamily& family);
std::string NewChildBody(const domain::ProcareSchoolId& school, const domain::NewChild& child, bool with_external_id);
// Nothing when there is nothing to set: a child is born Active (P1).
std::optional<std::string> PlacementBody(const domain::InitialPlacement& placement);

}  // namespace ikp::procare_online
