#include "engine/store/rebuild_links.h"

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tuple>

namespace ikp::store {
namespace {

using nlohmann::json;
using LinkKey = std::tuple<std::string, ports::LinkKind, std::string>;
using Links = std::map<LinkKey, ports::Link>;

std::optional<std::string> TextIn(const json& details, const char* name) {
  const auto found = details.find(name);
  if (found == details.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

std::optional<LinkKey> KeyIn(const std::string& site, const json& details) {
  const auto kind = ports::LinkKindFromWord(TextIn(details, "kind").value_or(""));
  const auto iks_id = TextIn(details, "iks_id");
  if (!kind || !iks_id) return std::nullopt;
  return LinkKey{site, *kind, *iks_id};
}

void Link(Links& links, const LinkKey& key, const ports::AuditEntry& entry, const json& details) {
  const auto procare_id = TextIn(details, "procare_id");
  const auto origin = ports::LinkOriginFromWord(TextIn(details, "origin").value_or(""));
  const auto settled = details.find("settled");
  if (!procare_id || !origin || settled == details.end() || !settled->is_boolean()) return;
  ports::Link link{.site = domain::SiteId::Trusted(entry.site),
                   .kind = std::get<ports::LinkKind>(key),
                   .iks_id = std::get<2>(key),
                   .procare_id = *procare_id,
                   .origin = *origin,
                   .settled = settled->get<bool>(),
                   .linked_at = entry.at};
  const auto existing = links.find(key);
  // Put again, a link keeps the time at which it was made.
  if (existing != links.end() && existing->second.procare_id == link.procare_id) {
    link.linked_at = existing->second.linked_at;
  }
  links.insert_or_assign(key, std::move(link));
}

}  // namespace

std::vector<ports::Link> RebuildLinks(const std::vector<ports::AuditEntry>& log) {
  Links links;
  for (const auto& entry : log) {
    const std::string_view event = entry.event;
    if (event != "linked" && event != "link_settled" && event != "unlinked") continue;
    const auto details = json::parse(entry.details_json, nullptr, false);
    if (!details.is_object()) continue;
    const auto key = KeyIn(entry.site, details);
    if (!key) continue;
    if (event == "linked") {
      Link(links, *key, entry, details);
    } else if (event == "unlinked") {
      links.erase(*key);
    } else if (const auto found = links.find(*key); found != links.end()) {
      found->second.settled = true;
    }
  }
  std::vector<ports::Link> result;
  result.reserve(links.size());
  for (auto& [key, link] : links) result.push_back(std::move(link));
  return result;
}

}  // namespace ikp::store
