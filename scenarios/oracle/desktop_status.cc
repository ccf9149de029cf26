#include "scenarios/oracle/desktop_status.h"

#include <algorithm>
#include <map>
#include <optional>

#include "engine/domain/civil_date.h"

namespace ikp::scenarios::oracle {
namespace {

// Lower case letters and digits: how people's spellings of one word are told to be the same.
std::string KeyOf(std::string_view label) {
  std::string key;
  for (const char c : label) {
    if (c >= 'A' && c <= 'Z') key += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) key += c;
  }
  return key;
}

// Of the words that occur in scenarios.
const std::map<std::string, std::string, std::less<>>& Table() {
  static const std::map<std::string, std::string, std::less<>> kTable = {
      {"preregistered", "Pre-Registered"}, {"waitinglist", "Pre-Registered"}, {"summerhold", "On Hold"},
      {"summerleave", "On Hold"},          {"withdrawn", "Withdrawn"},        {"dropped", "Withdrawn"},
      {"graduated", "Graduated"}};
  return kTable;
}

bool MeansLeft(const std::string& key) {
  return key.starts_with("withdr") || key.starts_with("dropped") || key.starts_with("graduat");
}

// A stretch of days in one status; the last one has no end.
struct Stretch {
  std::string from, until;
  std::string key;
};

std::vector<Stretch> StretchesOf(const std::vector<StatusEntry>& rows) {
  std::map<std::string, const StatusEntry*> by_day;
  for (const auto& row : rows) {
    auto& last = by_day[row.date];
    if (last == nullptr || last->id < row.id) last = &row;
  }
  std::vector<Stretch> stretches;
  for (const auto& [day, row] : by_day) {
    auto key = KeyOf(row->label);
    if (!stretches.empty() && stretches.back().key == key) continue;
    if (!stretches.empty()) stretches.back().until = day;
    stretches.push_back({day, "", std::move(key)});
  }
  return stretches;
}

}  // namespace

DesktopView ViewOn(const std::vector<StatusEntry>& rows, std::string_view day) {
  const auto stretches = StretchesOf(rows);
  std::optional<std::size_t> present, attended, coming;
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    const bool begun = stretches[i].from <= day;
    const bool enrolled = stretches[i].key == "enrolled";
    if (begun) present = i;
    if (begun && enrolled) attended = i;
    if (!begun && enrolled && !coming) coming = i;
  }
  const auto leaves_after = [&](std::size_t i) {
    return i + 1 < stretches.size() && MeansLeft(stretches[i + 1].key) ? stretches[i].until : std::string();
  };
  if (!present) {
    if (!coming) return {};
    return {true, "Pre-Registered", stretches[*coming].from, leaves_after(*coming)};
  }
  const auto& now = stretches[*present];
  DesktopView view;
  if (attended) view.start = stretches[*attended].from;
  if (now.key == "enrolled") {
    view.known = true;
    view.iks_status = "Enrolled";
    view.withdrawal = leaves_after(*present);
    return view;
  }
  const auto word = Table().find(now.key);
  view.known = word != Table().end();
  if (view.known) view.iks_status = word->second;
  if (MeansLeft(now.key)) {
    // The first day on which it had left.
    std::size_t first = attended ? *attended + 1 : 0;
    while (!MeansLeft(stretches[first].key)) ++first;
    view.withdrawal = stretches[first].from;
  } else if (coming) {
    view.start = stretches[*coming].from;
  }
  return view;
}

std::vector<DesktopView> ViewsOf(const std::vector<StatusEntry>& rows, std::string_view first_day,
                                 std::string_view last_day) {
  std::vector<DesktopView> views;
  const auto first = domain::CivilDate::Parse(first_day);
  const auto last = domain::CivilDate::Parse(last_day);
  if (!first || !last) return views;
  for (auto day = *first; day <= *last; day = day.Plus(1)) {
    auto view = ViewOn(rows, day.str());
    if (std::find(views.begin(), views.end(), view) == views.end()) views.push_back(std::move(view));
  }
  return views;
}

}  // namespace ikp::scenarios::oracle
