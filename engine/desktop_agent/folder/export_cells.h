// Single cells of an exported report: numbers, days, telephone cells, placeholder children. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/desktop_wire/rows.h"
#include "engine/domain/civil_date.h"

namespace ikp::desktop_agent {

// Digits alone, greater than 0 [P9].
std::optional<std::int64_t> ReadNumber(std::string_view cell);

// How a centre's reports write days; a setting, because "3/4/2021" does not say.
enum class DateOrder { kMonthDayYear, kDayMonthYear, kYearMonthDay };

// "2021-03-04" always; otherwise three numbers in that order between slashes, dots or dashes, the year with four
// digits: "3/4/2021" is month first [T11]. Also with a time of day behind it, which is not looked at (F29).
std::optional<domain::CivilDate> ReadDay(std::string_view cell, DateOrder order = DateOrder::kMonthDayYear);
// No day in that order, but one when day and month change places.
bool IsDayInOtherOrder(std::string_view cell, DateOrder order);

// A cell may hold label, digits and extension in any order ("Mobile 5551234567", "(555) 123-4567 Mom cell" [T11, G28]),
// and several numbers on lines of their own, or with a comma, a slash, "or" or "and" between them. A digit that counts
// telephones ("Cell 2 5551234567") is no part of the number. Seven digits have no area code. Numbers that are none are
// left out.
std::vector<desktop_wire::PhoneRow> ReadPhones(std::string_view cell);

// Centres keep a place free with a child that does not exist; its first name begins with a marker [T11, G36]. A marker
// that is a word counts only as a whole word ("TEST" is not in "Testa"); one that is a sign or one repeated letter
// counts wherever the name begins with it. Case does not count.
bool IsPlaceholder(std::string_view first_name, const std::vector<std::string>& markers);

// A stable number for something that the reports give no number: always negative, so that it never is one of the
// database, and small enough for every reader of JSON. The same parts give the same number for ever.
std::int64_t SyntheticId(const std::vector<std::string>& parts);

}  // namespace ikp::desktop_agent
