#include "simulators/procare_online/model.h"

#include <algorithm>

namespace ikp::simulators::procare_online {
namespace {

template <typename Enum>
std::optional<Enum> EnumOf(const std::vector<std::string>& words, std::string_view word) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) return std::nullopt;
  return static_cast<Enum>(found - words.begin());
}

}  // namespace

const std::vector<std::string>& StatusWords() {
  static const std::vector<std::string> kWords = {"active", "hold", "inactive", "graduate"};
  return kWords;
}

std::string_view ToWord(Status status) { return StatusWords()[static_cast<std::size_t>(status)]; }
std::optional<Status> StatusOf(std::string_view word) { return EnumOf<Status>(StatusWords(), word); }

const std::vector<std::string>& TransitionKindWords() {
  static const std::vector<std::string> kWords = {"room_transition", "scheduled_enrollment", "hold",
                                                  "hold_activation", "withdrawal",           "graduation"};
  return kWords;
}

std::string_view ToWord(TransitionKind kind) { return TransitionKindWords()[static_cast<std::size_t>(kind)]; }
std::optional<TransitionKind> TransitionKindOf(std::string_view word) {
  return EnumOf<TransitionKind>(TransitionKindWords(), word);
}

bool TakesEffectAtEndOfDay(TransitionKind kind) {
  return kind == TransitionKind::kWithdrawal || kind == TransitionKind::kGraduation;
}

const std::vector<std::string>& LeadStatusWords() {
  static const std::vector<std::string> kWords = {"New",
                                                  "Contacted",
                                                  "Tour Scheduled",
                                                  "Tour Completed",
                                                  "Tour No Show",
                                                  "Discovery Day Scheduled",
                                                  "Discovery Day Completed",
                                                  "Discovery Day No Show",
                                                  "Waitlisted",
                                                  "Enrolled",
                                                  "Lost",
                                                  "No Status"};
  return kWords;
}

}  // namespace ikp::simulators::procare_online
