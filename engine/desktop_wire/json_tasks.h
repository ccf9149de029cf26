// What a command asks for, as JSON: tasks and the records of the domain in them.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "engine/desktop_wire/json_fields.h"
#include "engine/desktop_wire/messages.h"

namespace ikp::desktop_wire {

nlohmann::json ToJson(const Command& command);
// After a mistake the task is an empty ReadSchool, which nobody carries out.
Command CommandFrom(const Fields& fields);

}  // namespace ikp::desktop_wire
