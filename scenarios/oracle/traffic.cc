#include "scenarios/oracle/traffic.h"

namespace ikp::scenarios::oracle {
namespace {

constexpr std::string_view kPrefix = "/api/v1/";

enum class Place { kNowhere, kWhole, kOne };

// Of a path behind its prefix: "children?limit=5" is the whole of "children", "children/7" one of it.
Place PlaceIn(std::string_view rest, std::string_view collection) {
  if (!rest.starts_with(collection)) return Place::kNowhere;
  rest.remove_prefix(collection.size());
  if (rest.empty() || rest.front() == '?') return Place::kWhole;
  const auto id = rest.substr(1, rest.find('?') - 1);
  return rest.front() == '/' && !id.empty() && id.find('/') == std::string_view::npos ? Place::kOne : Place::kNowhere;
}

char Folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

Traffic::Target Traffic::TargetOf(std::string_view path) {
  if (!path.starts_with(kPrefix)) return path.starts_with("/oauth/") ? Target::kLogin : Target::kOther;
  path.remove_prefix(kPrefix.size());
  const auto children = PlaceIn(path, "children");
  if (children != Place::kNowhere) return children == Place::kWhole ? Target::kChildren : Target::kOneChild;
  const auto families = PlaceIn(path, "families");
  if (families != Place::kNowhere) return families == Place::kWhole ? Target::kFamilies : Target::kOneFamily;
  return Target::kOther;
}

Traffic::Traffic(const History& history) {
  for (std::size_t i = 0; i < history.exchanges.size(); ++i) {
    const auto& exchange = history.exchanges[i];
    const Target target = TargetOf(exchange.path);
    auto* list = exchange.peer == Peer::kIks ? ListOfIks(exchange, target) : ListOfProcare(exchange, target);
    if (list != nullptr) list->push_back(static_cast<int>(i));
  }
}

Traffic::List* Traffic::ListOfIks(const Exchange& exchange, Target target) {
  if (exchange.method == "GET") {
    if (target == Target::kOneFamily) return &family_reads;
    const bool of_location = target == Target::kChildren && !QueryIn(exchange.path, "location_id").empty() &&
                             QueryIn(exchange.path, "cursor").empty();
    return of_location ? &location_lists : nullptr;
  }
  return exchange.method == "PATCH" && target == Target::kOneChild ? &write_backs : &other_writes;
}

Traffic::List* Traffic::ListOfProcare(const Exchange& exchange, Target target) {
  if (exchange.method == "GET") {
    if (target != Target::kChildren) return nullptr;
    const auto offset = QueryIn(exchange.path, "offset");
    return offset.empty() || offset == "0" ? &school_lists : nullptr;
  }
  if (target == Target::kLogin) return nullptr;
  if (exchange.method == "POST" && target == Target::kChildren) return &child_posts;
  if (exchange.method == "POST" && target == Target::kFamilies) return &family_posts;
  return exchange.method == "PATCH" && target == Target::kOneChild ? &child_patches : &other_writes;
}

std::string_view IdInPath(std::string_view path) {
  path = path.substr(0, path.find('?'));
  if (!path.starts_with(kPrefix)) return {};
  path.remove_prefix(kPrefix.size());
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return {};
  const auto id = path.substr(slash + 1);
  return id.find('/') == std::string_view::npos ? id : std::string_view();
}

std::string_view QueryIn(std::string_view path, std::string_view name) {
  const auto question = path.find('?');
  if (question == std::string_view::npos) return {};
  std::string_view rest = path.substr(question + 1);
  while (!rest.empty()) {
    const auto end = rest.find('&');
    const auto pair = rest.substr(0, end);
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
      return pair.substr(name.size() + 1);
    }
    if (end == std::string_view::npos) return {};
    rest.remove_prefix(end + 1);
  }
  return {};
}

bool SameId(std::string_view a, std::string_view b) {
  if (a == b) return true;
  std::size_t i = 0;
  std::size_t j = 0;
  while (true) {
    while (i < a.size() && a[i] == '-') ++i;
    while (j < b.size() && b[j] == '-') ++j;
    if (i == a.size() || j == b.size()) return i == a.size() && j == b.size();
    if (Folded(a[i++]) != Folded(b[j++])) return false;
  }
}

}  // namespace ikp::scenarios::oracle
