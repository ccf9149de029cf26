#include "simulators/kit/router.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "engine/http/message.h"

namespace ikp::simulators::kit {
namespace {

std::vector<std::string> SegmentsOf(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    const auto slash = path.find('/');
    const auto segment = path.substr(0, slash);
    if (!segment.empty()) segments.push_back(http::PercentDecode(segment));
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  }
  return segments;
}

bool IsParameter(std::string_view segment) { return segment.size() > 2 && segment.front() == '{'; }

// The parameters when `segments` fits; `literals` counts the segments that are equal word for word.
std::optional<PathParameters> Fit(const std::vector<std::string>& pattern, const std::vector<std::string>& segments,
                                  std::size_t& literals) {
  if (pattern.size() != segments.size()) return std::nullopt;
  PathParameters parameters;
  literals = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (IsParameter(pattern[i])) {
      parameters[pattern[i].substr(1, pattern[i].size() - 2)] = segments[i];
    } else if (pattern[i] == segments[i]) {
      ++literals;
    } else {
      return std::nullopt;
    }
  }
  return parameters;
}

// Edit distance of paths by whole segments. A parameter accepts any segment; a segment too many or too few costs its
// length.
std::size_t PathDistance(const std::vector<std::string>& pattern, const std::vector<std::string>& segments) {
  const auto absent = [](const std::string& segment) { return IsParameter(segment) ? 2 : segment.size(); };
  std::vector<std::size_t> row(segments.size() + 1, 0);
  for (std::size_t j = 1; j <= segments.size(); ++j) row[j] = row[j - 1] + segments[j - 1].size();
  for (const auto& part : pattern) {
    std::size_t diagonal = row[0];
    row[0] += absent(part);
    for (std::size_t j = 1; j <= segments.size(); ++j) {
      const std::size_t replaced = diagonal + (IsParameter(part) ? 0 : EditDistance(part, segments[j - 1]));
      diagonal = row[j];
      row[j] = std::min({row[j] + absent(part), row[j - 1] + segments[j - 1].size(), replaced});
    }
  }
  return row[segments.size()];
}

}  // namespace

std::size_t Router::Add(std::string_view pattern) {
  const auto space = pattern.find(' ');
  routes_.push_back({std::string(pattern.substr(0, space)), SegmentsOf(pattern.substr(space + 1))});
  patterns_.emplace_back(pattern);
  return routes_.size() - 1;
}

Router::Result Router::Find(std::string_view method, std::string_view target) const {
  Result result;
  const auto segments = SegmentsOf(http::PathOf(target));
  std::size_t best_literals = 0;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    std::size_t literals = 0;
    auto parameters = Fit(routes_[i].segments, segments, literals);
    if (!parameters) continue;
    if (routes_[i].method != method) {
      result.allowed.push_back(routes_[i].method);
    } else if (!result.route || literals > best_literals) {
      result.route = i;
      result.parameters = std::move(*parameters);
      best_literals = literals;
    }
  }
  if (result.route) {
    result.allowed.clear();
  } else if (result.allowed.empty()) {
    result.nearest = Nearest(method, target);
  } else {
    std::sort(result.allowed.begin(), result.allowed.end());
    result.allowed.erase(std::unique(result.allowed.begin(), result.allowed.end()), result.allowed.end());
  }
  return result;
}

std::string Router::Nearest(std::string_view method, std::string_view target) const {
  const auto segments = SegmentsOf(http::PathOf(target));
  std::size_t best = std::numeric_limits<std::size_t>::max();
  std::string nearest;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    // The path counts before the method: the method only decides between equals.
    const auto distance = PathDistance(routes_[i].segments, segments) * 2 + (routes_[i].method == method ? 0 : 1);
    if (distance < best) {
      best = distance;
      nearest = patterns_[i];
    }
  }
  return nearest;
}

std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

std::optional<std::string> NearestWord(std::string_view word, const std::vector<std::string>& candidates) {
  std::optional<std::string> nearest;
  std::size_t best = std::numeric_limits<std::size_t>::max();
  for (const auto& candidate : candidates) {
    const auto distance = EditDistance(word, candidate);
    if (distance < best && distance * 2 <= std::max(word.size(), candidate.size())) {
      best = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string JoinWords(const std::vector<std::string>& words, std::string_view separator) {
  std::string joined;
  for (const auto& word : words) {
    if (!joined.empty()) joined += separator;
    joined += word;
  }
  return joined;
}

}  // namespace ikp::simulators::kit
