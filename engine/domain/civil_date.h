// CivilDate: a day on the calendar, never an instant (a birthday does not move with the time zone, F29). A birth date
// and a due date are different types: a due date must not be sent as a birth date (F33).
#pragma once

#include <chrono>
#include <compare>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace ikp::domain {

class CivilDate {
 public:
  // Only days that exist; years 1900 to 2200.
  static std::optional<CivilDate> From(int year, unsigned month, unsigned day);
  static CivilDate FromDays(std::chrono::sys_days days) { return CivilDate(days); }
  // "YYYY-MM-DD"; anything else, also with a time of day behind it, is nothing.
  static std::optional<CivilDate> Parse(std::string_view text);

  std::chrono::sys_days days() const { return days_; }
  std::string str() const;
  CivilDate Plus(int days) const { return CivilDate(days_ + std::chrono::days(days)); }

  auto operator<=>(const CivilDate&) const = default;
  friend std::ostream& operator<<(std::ostream& out, const CivilDate& date) { return out << date.str(); }

 private:
  explicit CivilDate(std::chrono::sys_days days) : days_(days) {}
  std::chrono::sys_days days_;
};

class BirthDate {
 public:
  explicit BirthDate(CivilDate date) : date_(date) {}
  CivilDate date() const { return date_; }
  auto operator<=>(const BirthDate&) const = default;

 private:
  CivilDate date_;
};

class DueDate {
 public:
  explicit DueDate(CivilDate date) : date_(date) {}
  CivilDate date() const { return date_; }
  auto operator<=>(const DueDate&) const = default;

 private:
  CivilDate date_;
};

}  // namespace ikp::domain
