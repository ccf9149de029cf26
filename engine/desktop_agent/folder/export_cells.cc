#include "engine/desktop_agent/folder/export_cells.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "engine/domain/contact.h"

namespace ikp::desktop_agent {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}
char Lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

bool SameWithoutCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return Lower(x) == Lower(y); });
}

std::string_view DayPart(std::string_view cell) {
  const auto end = cell.find_first_of(" T");
  return cell.substr(0, end);
}

std::optional<domain::CivilDate> DayOf(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (year < 1000 || year > 9999 || month > 12 || day > 31) return std::nullopt;
  return domain::CivilDate::From(static_cast<int>(year), static_cast<unsigned>(month), static_cast<unsigned>(day));
}

// The words of the cell that are neither number nor extension: "Mom cell".
std::string LabelOf(std::string_view cell) {
  std::string label;
  std::string word;
  const auto keep = [&] {
    const bool extension =
        SameWithoutCase(word, "x") || SameWithoutCase(word, "ext") || SameWithoutCase(word, "extension");
    if (!word.empty() && !extension) label += (label.empty() ? "" : " ") + word;
    word.clear();
  };
  for (const char c : cell) {
    if (IsLetter(c) || (c == '\'' && !word.empty())) {
      word.push_back(c);
    } else {
      keep();
    }
  }
  keep();
  return label;
}

desktop_wire::PhoneRow PhoneOf(const domain::Phone& phone, std::string label) {
  desktop_wire::PhoneRow row;
  row.type = std::move(label);
  row.number = phone.digits();
  if (phone.north_american()) {
    row.area_code = row.number.substr(0, 3);
    row.number.erase(0, 3);
  }
  if (!phone.extension().empty()) row.number += " x" + phone.extension();
  return row;
}

}  // namespace

std::optional<std::int64_t> ReadNumber(std::string_view cell) {
  if (cell.empty() || !std::all_of(cell.begin(), cell.end(), IsDigit)) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  if (error != std::errc() || end != cell.data() + cell.size() || number <= 0) return std::nullopt;
  return number;
}

std::optional<domain::CivilDate> ReadDay(std::string_view cell, DateOrder order) {
  const std::string_view day = DayPart(cell);
  if (auto iso = domain::CivilDate::Parse(day)) return iso;
  const auto first = day.find_first_of("/.-");
  const auto second = first == std::string_view::npos ? first : day.find_first_of("/.-", first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto one = ReadNumber(day.substr(0, first));
  const auto two = ReadNumber(day.substr(first + 1, second - first - 1));
  const auto three = ReadNumber(day.substr(second + 1));
  if (!one || !two || !three) return std::nullopt;
  switch (order) {
    case DateOrder::kMonthDayYear:
      return DayOf(*three, *one, *two);
    case DateOrder::kDayMonthYear:
      return DayOf(*three, *two, *one);
    case DateOrder::kYearMonthDay:
      return DayOf(*one, *two, *three);
  }
  return std::nullopt;
}

bool IsDayInOtherOrder(std::string_view cell, DateOrder order) {
  if (order == DateOrder::kYearMonthDay || ReadDay(cell, order)) return false;
  const bool month_first = order == DateOrder::kMonthDayYear;
  return ReadDay(cell, month_first ? DateOrder::kDayMonthYear : DateOrder::kMonthDayYear).has_value();
}

std::vector<desktop_wire::PhoneRow> ReadPhones(std::string_view cell) {
  std::vector<desktop_wire::PhoneRow> phones;
  if (const auto phone = domain::Phone::Parse(cell); phone && cell.find('\n') == std::string_view::npos) {
    return {PhoneOf(*phone, LabelOf(cell))};
  }
  while (!cell.empty()) {
    const auto end = cell.find_first_of("\n;/|");
    const std::string_view part = cell.substr(0, end);
    if (const auto phone = domain::Phone::Parse(part)) phones.push_back(PhoneOf(*phone, LabelOf(part)));
    cell = end == std::string_view::npos ? std::string_view() : cell.substr(end + 1);
  }
  return phones;
}

bool IsPlaceholder(std::string_view first_name, const std::vector<std::string>& markers) {
  return std::any_of(markers.begin(), markers.end(), [&](const std::string& marker) {
    if (marker.empty() || first_name.size() < marker.size()) return false;
    if (!SameWithoutCase(first_name.substr(0, marker.size()), marker)) return false;
    const bool repeated = marker.size() > 1 && std::all_of(marker.begin(), marker.end(),
                                                           [&](char c) { return Lower(c) == Lower(marker.front()); });
    const bool word = IsLetter(marker.back()) && !repeated;
    return !word || first_name.size() == marker.size() || !IsLetter(first_name[marker.size()]);
  });
}

std::int64_t SyntheticId(const std::vector<std::string>& parts) {
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
  const auto add = [&](unsigned char byte) { hash = (hash ^ byte) * 1099511628211ULL; };
  for (const std::string& part : parts) {
    for (const char c : part) add(static_cast<unsigned char>(c));
    add(0);
  }
  constexpr std::uint64_t kRange = (1ULL << 52) - 1;
  return -1 - static_cast<std::int64_t>((hash ^ (hash >> 52)) % kRange);
}

}  // namespace ikp::desktop_agent
