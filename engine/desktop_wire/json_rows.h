// The rows of a reading as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "engine/desktop_wire/json_fields.h"
#include "engine/desktop_wire/rows.h"

namespace ikp::desktop_wire {

nlohmann::json ToJson(const Chunk& chunk);
Chunk ChunkFrom(const Fields& fields);

}  // namespace ikp::desktop_wire
