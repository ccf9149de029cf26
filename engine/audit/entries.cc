#include "engine/audit/entries.h"

#include <nlohmann/json.hpp>

namespace ikp::audit {

std::string Joined(const std::vector<std::string>& words) {
  std::string joined;
  for (const auto& word : words) joined += (joined.empty() ? "" : ", ") + word;
  return joined;
}

ports::AppendAudit Entry(domain::Instant at, std::string_view event, std::string site, std::string family,
                         std::string child, const Details& details) {
  nlohmann::json object = nlohmann::json::object();
  for (const auto& [key, value] : details) object[key] = value;
  ports::AuditEntry entry;
  entry.at = at;
  entry.site = std::move(site);
  entry.family = std::move(family);
  entry.child = std::move(child);
  entry.event = std::string(event);
  entry.details_json = object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return {std::move(entry)};
}

ports::AppendAudit LinkEntry(const ports::Link& link, const domain::IksFamilyId& family) {
  nlohmann::json object = {{"kind", ports::ToWord(link.kind)},
                           {"iks_id", link.iks_id},
                           {"procare_id", link.procare_id},
                           {"origin", ports::ToWord(link.origin)},
                           {"settled", link.settled}};
  auto audit = Entry(link.linked_at, "linked", link.site.str(), family.str(),
                     link.kind == ports::LinkKind::kChild ? link.iks_id : std::string(), {});
  audit.entry.details_json = object.dump();
  return audit;
}

ports::AppendAudit SettledEntry(const ports::Link& link, const domain::IksFamilyId& family, domain::Instant at) {
  return Entry(at, "link_settled", link.site.str(), family.str(), link.iks_id,
               {{"kind", std::string(ports::ToWord(link.kind))}, {"iks_id", link.iks_id}});
}

ports::AppendAudit StateEntry(const ports::PushState& state) {
  return Entry(state.updated_at, "state", state.site ? state.site->str() : std::string(), state.family.str(),
               state.child.str(),
               {{"phase", std::string(ports::ToWord(state.phase))},
                {"reason", std::string(domain::Describe(state.reason).word)},
                {"details", Joined(state.details)}});
}

}  // namespace ikp::audit
