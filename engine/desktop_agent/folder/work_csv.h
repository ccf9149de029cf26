// worklist.csv: the work list for a spreadsheet program, one line per card. UTF-8 with a byte order mark, so that it is
// opened with the right letters. The one column that people fill in is "Not wanted".
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/desktop_agent/folder/work_item.h"

namespace ikp::desktop_agent {

inline constexpr const char* kWorkCsvFile = "worklist.csv";

// What is to be shown, in order: open items that have a card of their own, then ended ones, the latest first.
struct WorkView {
  std::vector<WorkItem> open;
  std::vector<WorkItem> done;
  std::vector<WorkItem> not_wanted;
  std::vector<WorkItem> taken_back;
};

std::string WriteWorkCsv(const WorkView& view);

struct WorkMarks {
  std::set<std::string> listed;  // ids of all lines
  std::set<std::string> struck;  // of those whose "Not wanted" is filled in
};
// As a spreadsheet program saved it: with another separator or character set, the last line without a line break.
// Nothing when it is something else, is half written or has lost its columns.
std::optional<WorkMarks> ReadWorkMarks(const std::string& bytes);

// --- Words that the page and the CSV share -------------------------------------------------------------------------
std::string FullName(const domain::PersonName& name);  // "Anna M. Smith Jr (Annie)"
std::string RowText(const WorkRow& row);               // "Enrolled from 2026-09-01"
std::string AddressText(const domain::Address& address);
std::string LookFirst(const WorkItem& item);           // "account SMITH, account SMITH1"; empty: nothing is alike
std::string ShortDate(const domain::CivilDate& date);  // "Sep 1, 2026"

}  // namespace ikp::desktop_agent
