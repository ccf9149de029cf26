#include "engine/domain/status.h"

namespace ikp::domain {

StatusLabel::StatusLabel(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return;
  text_ = std::string(text.substr(begin, text.find_last_not_of(kSpace) - begin + 1));
  for (const unsigned char c : text_) {
    if (c >= 'A' && c <= 'Z') {
      key_.push_back(static_cast<char>(c - 'A' + 'a'));
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80) {
      key_.push_back(static_cast<char>(c));
    }
  }
  if (key_.empty()) key_ = text_;
}

std::string_view ToWord(Placement placement) {
  return placement == Placement::kEnrolled ? "enrolled" : "pre_registered";
}

std::optional<Placement> PlacementFromWord(std::string_view word) {
  if (word == "enrolled") return Placement::kEnrolled;
  if (word == "pre_registered") return Placement::kPreRegistered;
  return std::nullopt;
}

}  // namespace ikp::domain
