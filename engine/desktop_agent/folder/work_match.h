// Comparing work items with what an export shows, and with each other. Pure. Names are compared as the engine does
// (rules/normalise.h), so that what counts as done here is what the engine recognises there.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "engine/desktop_agent/folder/export_reports.h"
#include "engine/desktop_agent/folder/work_item.h"

namespace ikp::desktop_agent {

// The id of the account or child when the export shows that the item was carried out:
//   family  an account of the school has a payer of that name and an equal phone or e-mail, or one of the listed
//           children by name and birth date
//   child   the child is at the school, by name and birth date
//   place   the child is there; where statuses are exported, with each wanted status on some day, or with any status on
//           the wanted day; where a classroom was wanted, with any classroom (what staff chose otherwise stays)
std::optional<std::string> RecordThatShows(const WorkItem& item, const Reports& reports);

// Both ask for the same: the same child to be placed, or a child of the same name and birth date (without children: a
// payer of the same name and contact) to be entered at the same school.
bool AskForTheSame(const WorkItem& item, const WorkItem& other);

// `key`, or with digits at its end, so that it is not in `taken`; at most 8 characters (H35, G53). Without case.
std::string FreeAccountKey(const std::string& key, const std::set<std::string>& taken);

}  // namespace ikp::desktop_agent
