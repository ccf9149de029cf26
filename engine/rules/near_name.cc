#include "engine/rules/near_name.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace ikp::rules {
namespace {

// Normalised names are valid UTF-8; anything else is taken byte by byte, which is good enough to compare.
std::u32string CodePoints(std::string_view text) {
  std::u32string points;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t point = 0;
    for (std::size_t k = i; k < std::min(i + length, text.size()); ++k) {
      point = (point << 8) | static_cast<unsigned char>(text[k]);
    }
    points.push_back(point);
    i += length;
  }
  return points;
}

std::size_t Distance(const std::u32string& a, const std::u32string& b, std::size_t limit) {
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > limit) return limit + 1;
  // Three rows of the table are enough to know swaps of neighbours.
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({change, last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
  }
  return std::min(row[b.size()], limit + 1);
}

}  // namespace

std::size_t EditDistance(std::string_view a, std::string_view b, std::size_t limit) {
  return Distance(CodePoints(a), CodePoints(b), limit);
}

bool NearlyEqual(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const std::u32string points_a = CodePoints(a);
  const std::u32string points_b = CodePoints(b);
  const std::size_t shorter = std::min(points_a.size(), points_b.size());
  if (shorter < 3) return false;
  const std::size_t slips = shorter < 6 ? 1 : 2;
  return Distance(points_a, points_b, slips) <= slips;
}

bool IsPartOfName(std::string_view a, std::string_view b) {
  const std::string_view shorter = a.size() <= b.size() ? a : b;
  const std::string_view longer = a.size() <= b.size() ? b : a;
  constexpr std::size_t kShortestPart = 3;
  if (CodePoints(shorter).size() < kShortestPart) return false;
  return longer.starts_with(shorter) || longer.ends_with(shorter);
}

bool LooksMistyped(domain::CivilDate a, domain::CivilDate b) {
  if (a == b) return false;
  const std::chrono::year_month_day x(a.days());
  const std::chrono::year_month_day y(b.days());
  const int equal = (x.year() == y.year() ? 1 : 0) + (x.month() == y.month() ? 1 : 0) + (x.day() == y.day() ? 1 : 0);
  if (equal == 2) return true;
  return x.year() == y.year() && static_cast<unsigned>(x.month()) == static_cast<unsigned>(y.day()) &&
         static_cast<unsigned>(x.day()) == static_cast<unsigned>(y.month());
}

}  // namespace ikp::rules
