#include "engine/rules/status_words.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace ikp::rules {
namespace {

// Keys of status labels: lower case, without spaces and punctuation. A word counts when it begins with one of these.
bool SoundsLikeLeft(const domain::StatusLabel& label) {
  constexpr std::array<std::string_view, 9> kBeginnings = {"inactive", "withdr",   "dropped",  "disenrol", "unenrol",
                                                           "graduat",  "archived", "terminat", "leftcent"};
  const std::string& key = label.key();
  if (key == "left") return true;
  return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&key](std::string_view beginning) { return key.starts_with(beginning); });
}

}  // namespace

bool IsAttending(const domain::StatusLabel& procare_status) {
  return procare_status.key() == "active" || procare_status.key() == "enrolled";
}

bool HasLeft(const domain::StatusLabel& procare_status, const std::vector<domain::StatusRow>& rows) {
  if (procare_status.empty() || IsAttending(procare_status)) return false;
  if (SoundsLikeLeft(procare_status)) return true;
  return std::any_of(rows.begin(), rows.end(), [&](const domain::StatusRow& row) {
    return row.procare == procare_status && SoundsLikeLeft(row.iks);
  });
}

}  // namespace ikp::rules
