#include "scenarios/report/concern.h"

#include <algorithm>
#include <cctype>

namespace ikp::scenarios::report {
namespace {

bool IsIdCharacter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_'; }

// Calls `see` for each word of `text` that could be an id.
template <typename See>
void ForEachWord(std::string_view text, See see) {
  std::size_t at = 0;
  while (at < text.size()) {
    while (at < text.size() && !IsIdCharacter(text[at])) ++at;
    const std::size_t begin = at;
    while (at < text.size() && IsIdCharacter(text[at])) ++at;
    if (at > begin) see(text.substr(begin, at - begin));
  }
}

std::set<std::string, std::less<>> KnownIds(const oracle::History& history) {
  std::set<std::string, std::less<>> known;
  for (const auto& child : history.iks_children) known.insert(child.id);
  for (const auto& family : history.iks_families) known.insert(family.id);
  for (const auto& child : history.procare_children) known.insert(child.id);
  for (const auto& family : history.procare_families) known.insert(family.id);
  known.erase("");
  return known;
}

}  // namespace

Concern::Concern(const Scenario& scenario, const oracle::History& history, const oracle::Findings& findings)
    : scenario_(scenario) {
  CollectIds(history, findings);
  CollectPeople(history);
  CollectExchanges(history);
}

void Concern::CollectIds(const oracle::History& history, const oracle::Findings& findings) {
  const auto known = KnownIds(history);
  const auto see = [&](std::string_view word) {
    if (known.count(word) > 0) ids_.emplace(word);
  };
  for (const auto& finding : findings) {
    // A night that ran wrongly is told by the log of its site.
    constexpr int kNightlyOnce = 6;
    for (const auto& site : history.sites) {
      const bool named = finding.invariant == kNightlyOnce && finding.sentence.find(site.id) != std::string::npos;
      if (named) ids_.emplace(site.id);
    }
    ForEachWord(finding.sentence, see);
    for (const auto& record : finding.records) {
      ForEachWord(record.title, see);
      for (const auto& [field, value] : record.fields) ForEachWord(value, see);
    }
  }
}

void Concern::CollectPeople(const oracle::History& history) {
  const auto see_child = [&](const auto& child) {
    if (!HasId(child.id)) return;
    if (child.person.known()) families_.insert(child.person.family);
    if (!child.first_name.empty() && !child.last_name.empty()) names_.emplace(child.first_name, child.last_name);
  };
  for (const auto& child : history.iks_children) see_child(child);
  for (const auto& child : history.procare_children) see_child(child);
  const auto see_family = [&](const auto& family) {
    if (HasId(family.id) && family.family >= 0) families_.insert(family.family);
  };
  for (const auto& family : history.iks_families) see_family(family);
  for (const auto& family : history.procare_families) see_family(family);
}

void Concern::CollectExchanges(const oracle::History& history) {
  for (const auto& child : history.procare_children) {
    if (child.exchange >= 0 && HasId(child.id)) exchanges_.insert(child.exchange);
  }
  for (const auto& family : history.procare_families) {
    if (family.exchange >= 0 && HasId(family.id)) exchanges_.insert(family.exchange);
  }
  for (std::size_t i = 0; i < history.exchanges.size(); ++i) {
    const auto& exchange = history.exchanges[i];
    if (Mentions(exchange.path) || Mentions(exchange.body) || Mentions(exchange.answer)) {
      exchanges_.insert(static_cast<int>(i));
    }
  }
}

bool Concern::Mentions(std::string_view text) const {
  bool found = false;
  ForEachWord(text, [&](std::string_view word) { found = found || HasId(word); });
  const auto named = [&](const auto& name) {
    return text.find(name.first) != std::string_view::npos && text.find(name.second) != std::string_view::npos;
  };
  return found || std::any_of(names_.begin(), names_.end(), named);
}

bool Concern::Concerns(const Action& action) const {
  if (HasFamily(action.family) || HasFamily(action.other)) return true;
  if (action.family >= 0) return false;
  // An action on a whole site concerns every family there.
  return std::any_of(families_.begin(), families_.end(), [&](int family) {
    const bool known = static_cast<std::size_t>(family) < scenario_.families.size();
    return known && scenario_.families[static_cast<std::size_t>(family)].site == action.site;
  });
}

}  // namespace ikp::scenarios::report
