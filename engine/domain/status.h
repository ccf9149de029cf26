// Status words. IKS sites and Procare Desktop sites can rename theirs, so a status is a label compared by its
// normalised key (case, spaces and punctuation do not count); Procare Online's four words are a closed set [P1].
#pragma once

#include <compare>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace ikp::domain {

// "Pre-Registered" and " pre registered " are the same label.
class StatusLabel {
 public:
  StatusLabel() = default;
  explicit StatusLabel(std::string_view text);
  const std::string& text() const { return text_; }  // as written, trimmed
  const std::string& key() const { return key_; }    // for comparing: lower case letters and digits only
  bool empty() const { return key_.empty(); }

  bool operator==(const StatusLabel& other) const { return key_ == other.key_; }
  auto operator<=>(const StatusLabel& other) const { return key_ <=> other.key_; }
  friend std::ostream& operator<<(std::ostream& out, const StatusLabel& label) { return out << label.text_; }

 private:
  std::string text_;
  std::string key_;
};

// What a child should be in Procare right after the push (E.1). Each kind of Procare says it in its own way.
enum class Placement {
  kEnrolled,       // attends now: Active (Online), an Enrolled row (Desktop)
  kPreRegistered,  // will attend: On Hold with a scheduled activation (Online), a pre-registered row plus a future
                   // Enrolled row (Desktop); not billable yet [P1]
};
std::string_view ToWord(Placement placement);
std::optional<Placement> PlacementFromWord(std::string_view word);

}  // namespace ikp::domain
