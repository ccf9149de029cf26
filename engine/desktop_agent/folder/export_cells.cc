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

// Split where one number ends and another may begin.
std::vector<std::string> PhoneParts(std::string_view cell) {
  std::vector<std::string> parts(1);
  while (!cell.empty()) {
    std::size_t skipped = 0;
    for (const std::string_view word : {" or ", " and ", " & "}) {
      const bool here = cell.size() >= word.size() && SameWithoutCase(cell.substr(0, word.size()), word);
      if (here) skipped = word.size();
    }
    if (std::string_view("\n;/|,").find(cell.front()) != std::string_view::npos) skipped = 1;
    if (skipped > 0) {
      parts.emplace_back();
    } else {
      parts.back().push_back(cell.front());
    }
    cell.remove_prefix(std::max<std::size_t>(skipped, 1));
  }
  return parts;
}

std::size_t DigitsIn(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), IsDigit));
}

// "Cell 2 5551234567": the 2 counts telephones, and is no part of the number.
std::string WithoutLabelDigits(std::string_view part) {
  constexpr std::size_t kShortestNumber = 7;
  std::string kept;
  while (!part.empty()) {
    const std::string_view word = part.substr(0, std::min(part.find(' '), part.size()));
    const std::string_view rest = part.substr(word.size());
    const bool short_number = !word.empty() && word.size() <= 2 && std::all_of(word.begin(), word.end(), IsDigit);
    const auto before = kept.find_last_not_of(' ');
    const bool after_word = before != std::string::npos && IsLetter(kept[before]) && DigitsIn(kept) == 0;
    const std::size_t behind = DigitsIn(rest);
    const bool counts = short_number && after_word && (behind == 10 || behind == kShortestNumber) && word != "1";
    if (!counts) kept += word;
    kept += rest.substr(0, 1);
    part = rest.empty() ? rest : rest.substr(1);
  }
  return kept;
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
  for (const std::string& part : PhoneParts(cell)) {
    if (const auto phone = domain::Phone::Parse(WithoutLabelDigits(part))) {
      phones.push_back(PhoneOf(*phone, LabelOf(part)));
    }
  }
  // One number that was taken apart: "555/010-4411".
  const auto whole = domain::Phone::Parse(WithoutLabelDigits(cell));
  if (phones.size() < 2 && whole && (phones.empty() || whole->north_american())) {
    return {PhoneOf(*whole, LabelOf(cell))};
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
