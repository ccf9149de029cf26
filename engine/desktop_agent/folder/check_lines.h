// What a check of the set-up tells about an export, in plain words. For folder_data.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/desktop_agent/folder/export_reading.h"

namespace ikp::desktop_agent {

// Behind the name of the file, when a family is to be pushed.
inline constexpr const char* kPayersAreNeeded =
    " is not there or not used: no family can be pushed. Export it, with the column \"Account Key\" in it and in "
    "children.csv.";

std::size_t ChildrenAt(const Reports& reports, std::int64_t school_id);

// `school_id` 0: of all schools.
std::vector<std::string> LinesOf(const ExportReading& reading, std::int64_t school_id);

}  // namespace ikp::desktop_agent
