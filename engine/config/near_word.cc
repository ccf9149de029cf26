#include "engine/config/near_word.h"

#include <algorithm>
#include <vector>

namespace ikp::config {
namespace {

constexpr std::size_t kLongestWord = 64;  // longer ones are no mistyped field names, and the table stays small

std::size_t Edits(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) table[i][0] = i;
  for (std::size_t k = 0; k <= b.size(); ++k) table[0][k] = k;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t k = 1; k <= b.size(); ++k) {
      const std::size_t replaced = table[i - 1][k - 1] + (a[i - 1] == b[k - 1] ? 0 : 1);
      table[i][k] = std::min({table[i - 1][k] + 1, table[i][k - 1] + 1, replaced});
      const bool swapped = i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1];
      if (swapped) table[i][k] = std::min(table[i][k], table[i - 2][k - 2] + 1);
    }
  }
  return table[a.size()][b.size()];
}

}  // namespace

std::optional<std::string> NearestWord(std::string_view typed, const std::set<std::string>& known) {
  if (typed.empty() || typed.size() > kLongestWord) return std::nullopt;
  std::optional<std::string> nearest;
  std::size_t fewest = 0;
  for (const auto& word : known) {
    const std::size_t edits = Edits(typed, word);
    if (nearest && edits >= fewest) continue;
    nearest = word;
    fewest = edits;
  }
  const std::size_t longest = nearest ? std::max(typed.size(), nearest->size()) : 0;
  if (!nearest || fewest > std::max<std::size_t>(2, longest / 2)) return std::nullopt;
  return nearest;
}

}  // namespace ikp::config
