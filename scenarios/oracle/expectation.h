// Expectation: what IKS should show for a child, given what Procare showed: the nightly table of E.2, written for the
// oracle alone. Where the engine cannot know something (whether a child on hold ever attended), every answer fits.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/oracle/model.h"

namespace ikp::scenarios::oracle {

// Whether the child is known to have attended on or after its start.
enum class Attended { kNo, kYes, kUnknown };

// One state of the record, and the local days on which the nightly may have looked at it.
struct Explanation {
  const ProcareChildVersion* record = nullptr;
  std::string first_day = {}, last_day = {};  // "YYYY-MM-DD", both included
  Attended attended = Attended::kUnknown;
};

// Where rooms were renamed or closed while the story ran, the record's own idea of its room may be old.
struct Rooms {
  std::vector<std::string_view> new_names = {};
  bool closed = false;
};

// A word that the table does not know: IKS stays as it is, in every field. Of Desktop, where the days count: whether
// the word of some of them is known.
bool KnownWord(const Explanation& explanation);
bool StatusFits(const Explanation& explanation, std::string_view iks_status);
bool RoomFits(const ProcareChildVersion& record, const Rooms& rooms, std::string_view classroom);
// Whether this start was to be written, or may stay: a start that Procare does not know is no opinion.
bool StartTold(const Explanation& explanation, std::string_view actual_start);
bool StartFits(const Explanation& explanation, std::string_view actual_start);
bool WithdrawalFits(const Explanation& explanation, std::string_view withdrawal);

// All that IKS shows fits this one state.
bool Explains(const Explanation& explanation, const Rooms& rooms, const IksChildVersion& shown);
// "Enrolled, room Twos, start 2026-03-01, no withdrawal": for reports.
std::string Describe(const Explanation& explanation);

}  // namespace ikp::scenarios::oracle
