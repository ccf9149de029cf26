#include "scenarios/oracle/expectation.h"

#include <algorithm>

namespace ikp::scenarios::oracle {
namespace {

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Dates are written so that their texts compare as they do.
bool MayBeBeforeStart(const Explanation& explanation) {
  return !explanation.record->start.empty() && explanation.record->start > explanation.first_day;
}
bool MayBeStarted(const Explanation& explanation) {
  return explanation.record->start.empty() || explanation.record->start <= explanation.last_day;
}

}  // namespace

bool KnownWord(std::string_view status) {
  return status == "active" || status == "hold" || status == "inactive" || status == "graduate";
}

bool StatusFits(const Explanation& explanation, std::string_view iks_status) {
  const auto& status = explanation.record->status;
  if (status == "active") {
    return (iks_status == "Pre-Registered" && MayBeBeforeStart(explanation)) ||
           (iks_status == "Enrolled" && MayBeStarted(explanation));
  }
  if (status == "hold") {
    return (iks_status == "Pre-Registered" && explanation.attended != Attended::kYes) ||
           (iks_status == "On Hold" && explanation.attended != Attended::kNo);
  }
  if (status == "inactive") return iks_status == "Withdrawn";
  if (status == "graduate") return iks_status == "Graduated";
  return true;
}

bool RoomFits(const ProcareChildVersion& record, const Rooms& rooms, std::string_view classroom) {
  if (record.room_id.empty()) return classroom.empty();
  if (Trimmed(classroom) == Trimmed(record.room_name) || (classroom.empty() && rooms.closed)) return true;
  return std::any_of(rooms.new_names.begin(), rooms.new_names.end(),
                     [&](std::string_view name) { return Trimmed(name) == Trimmed(classroom); });
}

bool StartFits(const ProcareChildVersion& record, std::string_view actual_start) {
  return record.start.empty() || record.start == actual_start;
}

bool WithdrawalFits(const ProcareChildVersion& record, std::string_view withdrawal) {
  return record.withdrawal == withdrawal;
}

bool Explains(const Explanation& explanation, const Rooms& rooms, const IksChildVersion& shown) {
  const auto& record = *explanation.record;
  if (!KnownWord(record.status)) return true;
  return StatusFits(explanation, shown.status) && RoomFits(record, rooms, shown.classroom) &&
         StartFits(record, shown.actual_start) && WithdrawalFits(record, shown.withdrawal);
}

std::string Describe(const Explanation& explanation) {
  const auto& record = *explanation.record;
  std::string text = "status";
  for (const char* word : {"Pre-Registered", "Enrolled", "On Hold", "Withdrawn", "Graduated"}) {
    if (StatusFits(explanation, word)) text += " " + std::string(word);
  }
  text += record.room_id.empty() ? ", no room" : ", room " + record.room_name;
  text += record.start.empty() ? ", any start" : ", start " + record.start;
  text += record.withdrawal.empty() ? ", no withdrawal" : ", withdrawal " + record.withdrawal;
  return text;
}

}  // namespace ikp::scenarios::oracle
