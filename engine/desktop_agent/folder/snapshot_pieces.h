// The rows of an export, cut into pieces of a size that one message carries; the last one says so.
#pragma once

#include <vector>

#include "engine/desktop_agent/folder/export_reports.h"
#include "engine/desktop_wire/rows.h"

namespace ikp::desktop_agent {

std::vector<desktop_wire::Chunk> PiecesOf(Reports reports);

}  // namespace ikp::desktop_agent
