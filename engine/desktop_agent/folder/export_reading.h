// One reading of the export folder: which reports are there, how old they are, whether all of them can be believed.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/async/task.h"
#include "engine/desktop_agent/folder/export_folder.h"
#include "engine/desktop_agent/folder/export_reports.h"
#include "engine/domain/instant.h"

namespace ikp::desktop_agent {

struct ExportSettings {
  std::chrono::hours oldest{36};                 // older reports prove nothing
  std::chrono::hours clock_slack{2};             // a report further in the future than that proves nothing either
  std::chrono::seconds still_being_written{10};  // changed more recently than that: left for the next time
  DateOrder date_order = DateOrder::kMonthDayYear;
  std::vector<std::string> placeholder_markers = {"PLACEHOLDER", "TEST", "ZZZ", "*"};
};

struct ExportReading {
  Reports reports;
  bool useful = false;               // something was read; otherwise `because` says why not
  bool complete = false;             // and it proves absence, too
  std::string because;               // one sentence; empty when complete
  std::int64_t age_seconds = 0;      // of the oldest report that was used
  domain::Instant exported{};        // when children.csv was last changed
  std::vector<std::string> details;  // all problems and remarks; no personal data
};

async::Task<ExportReading> ReadExport(ExportFolder& folder, const ExportSettings& settings, std::int64_t school_id,
                                      domain::Instant now);

}  // namespace ikp::desktop_agent
