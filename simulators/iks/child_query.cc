#include "simulators/iks/child_query.h"

#include <algorithm>
#include <tuple>

#include "simulators/kit/json_text.h"
#include "simulators/kit/request_reading.h"
#include "simulators/kit/router.h"

namespace ikp::simulators::iks {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

std::string ToHex(std::string_view text) {
  std::string hex;
  for (const unsigned char c : text) {
    hex.push_back(kHex[c >> 4]);
    hex.push_back(kHex[c & 15]);
  }
  return hex;
}

std::optional<std::string> FromHex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string text;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const auto high = kHex.find(hex[i]);
    const auto low = kHex.find(hex[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    text.push_back(static_cast<char>(high * 16 + low));
  }
  return text;
}

// FNV-1a of the filters: the same query must be asked again with a cursor.
std::uint64_t Fingerprint(const ChildQuery& query) {
  std::string text = query.location_id + '\n';
  for (const auto& status : query.statuses) text += status + '\n';
  if (query.updated_since) text += std::to_string(query.updated_since->time_since_epoch().count());
  std::uint64_t hash = 14695981039346656037ULL;
  for (const unsigned char c : text) hash = (hash ^ c) * 1099511628211ULL;
  return hash;
}

// "<ms>.<fingerprint>.<child id>" in hex.
std::optional<std::pair<Instant, std::string>> ReadCursor(const ChildQuery& query, std::string_view cursor) {
  const auto text = FromHex(cursor);
  if (!text) return std::nullopt;
  const auto first = text->find('.');
  const auto second = first == std::string::npos ? first : text->find('.', first + 1);
  if (second == std::string::npos) return std::nullopt;
  const auto ms = kit::WholeNumber(std::string_view(*text).substr(0, first));
  const auto hash = kit::WholeNumber<std::uint64_t>(std::string_view(*text).substr(first + 1, second - first - 1));
  if (!ms || !hash || *hash != Fingerprint(query)) return std::nullopt;
  return std::pair(Instant(std::chrono::milliseconds(*ms)), text->substr(second + 1));
}

}  // namespace

std::string MakeCursor(const ChildQuery& query, const Child& last) {
  return ToHex(std::to_string(last.updated_at.time_since_epoch().count()) + "." + std::to_string(Fingerprint(query)) +
               "." + last.id);
}

ChildQuery ReadChildQuery(std::string_view target, const Account& account, const kit::SwitchBoard& switches,
                          kit::FieldErrors& errors) {
  static const std::vector<std::string> kNames = {"location_id", "status", "updated_since", "limit", "cursor"};
  const bool reject = switches.Word("iks.unknown_filter") == "reject";
  const auto statuses = switches.Words("iks.statuses");
  const auto cap = static_cast<std::size_t>(switches.Number("iks.page_cap"));
  ChildQuery query;
  query.limit = std::min(cap, static_cast<std::size_t>(switches.Number("iks.page_default")));
  std::string cursor;
  for (const auto& [name, value] : http::QueryOf(target)) {
    if (name == "location_id") {
      query.location_id = value;
      if (reject && account.FindLocation(value) == nullptr) errors.push_back({name, "no location has this id"});
    } else if (name == "status") {
      query.statuses.insert(value);
      if (reject && std::find(statuses.begin(), statuses.end(), value) == statuses.end()) {
        errors.push_back({name, "must be one of: " + kit::JoinWords(statuses)});
      }
    } else if (name == "updated_since") {
      query.updated_since = kit::ParseInstant(value);
      if (!query.updated_since) errors.push_back({name, "must be an instant such as 2026-03-08T09:00:00.000Z"});
    } else if (name == "limit") {
      const auto limit = kit::WholeNumber<std::uint32_t>(value);
      if (!limit || *limit == 0) errors.push_back({name, "must be a whole number from 1"});
      query.limit = std::min(cap, std::max<std::size_t>(limit.value_or(1), 1));
    } else if (name == "cursor") {
      cursor = value;
    } else {
      const auto nearest = kit::NearestWord(name, kNames);
      errors.push_back({name, "is not a known parameter; " +
                                  (nearest ? "did you mean " + *nearest + "?" : "known: " + kit::JoinWords(kNames))});
    }
  }
  if (!cursor.empty()) {
    query.after = ReadCursor(query, cursor);
    if (!query.after) errors.push_back({"cursor", "is not a cursor of this query; start again without it"});
  }
  return query;
}

std::vector<const Child*> FindChildren(const Account& account, const ChildQuery& query, bool since_inclusive,
                                       std::optional<Instant> created_until) {
  std::vector<const Child*> found;
  for (const auto& [id, child] : account.children) {
    if (!query.location_id.empty() && child.location_id != query.location_id) continue;
    if (!query.statuses.empty() && !query.statuses.contains(child.status)) continue;
    if (query.updated_since && child.updated_at < *query.updated_since) continue;
    if (query.updated_since && !since_inclusive && child.updated_at == *query.updated_since) continue;
    if (query.after && std::pair(child.updated_at, id) <= *query.after) continue;
    if (created_until && child.created_at > *created_until) continue;
    found.push_back(&child);
  }
  const auto take = std::min(found.size(), query.limit + 1);
  std::partial_sort(
      found.begin(), found.begin() + static_cast<std::ptrdiff_t>(take), found.end(),
      [](const Child* a, const Child* b) { return std::tie(a->updated_at, a->id) < std::tie(b->updated_at, b->id); });
  found.resize(take);
  return found;
}

}  // namespace ikp::simulators::iks
