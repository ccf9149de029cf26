#include "scenarios/oracle/expectation.h"

#include <algorithm>

#include "scenarios/oracle/desktop_status.h"

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

// On some day of an explanation of a Desktop record.
template <typename Fits>
bool OnSomeDay(const Explanation& explanation, const Fits& fits) {
  const auto views = ViewsOf(explanation.record->rows, explanation.first_day, explanation.last_day);
  return std::any_of(views.begin(), views.end(), fits);
}

}  // namespace

bool KnownWord(const Explanation& explanation) {
  const auto& status = explanation.record->status;
  if (explanation.record->desktop) return OnSomeDay(explanation, [](const DesktopView& view) { return view.known; });
  return status == "active" || status == "hold" || status == "inactive" || status == "graduate";
}

bool StatusFits(const Explanation& explanation, std::string_view iks_status) {
  if (explanation.record->desktop) {
    return OnSomeDay(explanation, [&](const DesktopView& view) { return view.iks_status == iks_status; });
  }
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

bool StartTold(const Explanation& explanation, std::string_view actual_start) {
  if (explanation.record->desktop) {
    return OnSomeDay(explanation, [&](const DesktopView& view) { return view.start == actual_start; });
  }
  return explanation.record->start == actual_start;
}

bool StartFits(const Explanation& explanation, std::string_view actual_start) {
  return StartTold(explanation, "") || StartTold(explanation, actual_start);
}

bool WithdrawalFits(const Explanation& explanation, std::string_view withdrawal) {
  if (explanation.record->desktop) {
    return OnSomeDay(explanation, [&](const DesktopView& view) { return view.withdrawal == withdrawal; });
  }
  return explanation.record->withdrawal == withdrawal;
}

bool Explains(const Explanation& explanation, const Rooms& rooms, const IksChildVersion& shown) {
  const auto& record = *explanation.record;
  if (record.desktop) {
    return OnSomeDay(explanation, [&](const DesktopView& view) {
      if (!view.known) return true;
      return view.iks_status == shown.status && RoomFits(record, rooms, shown.classroom) &&
             (view.start.empty() || view.start == shown.actual_start) && view.withdrawal == shown.withdrawal;
    });
  }
  if (!KnownWord(explanation)) return true;
  return StatusFits(explanation, shown.status) && RoomFits(record, rooms, shown.classroom) &&
         StartFits(explanation, shown.actual_start) && WithdrawalFits(explanation, shown.withdrawal);
}

std::string Describe(const Explanation& explanation) {
  const auto& record = *explanation.record;
  std::string text = "status";
  for (const char* word : {"Pre-Registered", "Enrolled", "On Hold", "Withdrawn", "Graduated"}) {
    if (StatusFits(explanation, word)) text += " " + std::string(word);
  }
  text += record.room_id.empty() ? ", no room" : ", room " + record.room_name;
  if (record.desktop) {
    for (const auto& view : ViewsOf(record.rows, explanation.first_day, explanation.last_day)) {
      text += ", start " + (view.start.empty() ? "any" : view.start) + " and withdrawal " +
              (view.withdrawal.empty() ? "none" : view.withdrawal);
    }
    return text;
  }
  text += record.start.empty() ? ", any start" : ", start " + record.start;
  text += record.withdrawal.empty() ? ", no withdrawal" : ", withdrawal " + record.withdrawal;
  return text;
}

}  // namespace ikp::scenarios::oracle
