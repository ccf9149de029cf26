// IKS records as domain values. The wire shape is an assumption (D.2); reading is tolerant, and a value that is there
// but not understood is named in `unreadable`, so that a person can correct it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "engine/domain/iks_family.h"
#include "engine/systems/iks.h"

namespace ikp::iks {

// Nothing when the record has no usable id or location. Guardians and children without an id are left out and named in
// `unreadable` by their place in the record ("guardians[1].id").
std::optional<domain::IksFamily> FamilyFromJson(const nlohmann::json& record);

// A child on its own. Nothing when id, family or location is missing.
std::optional<domain::IksChild> ChildFromJson(const nlohmann::json& record);

// The body of a PATCH: only what is to change; null clears.
nlohmann::json UpdateToJson(const systems::IksChildUpdate& update);

// {"data":{...}} and {...} alike.
const nlohmann::json& RecordIn(const nlohmann::json& body);

}  // namespace ikp::iks
