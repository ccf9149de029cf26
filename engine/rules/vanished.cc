#include "engine/rules/vanished.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "engine/rules/normalise.h"

namespace ikp::rules {
namespace {

// Name and birth date in one comparable text; nothing when a part is missing.
std::optional<std::string> IdentityKey(const domain::PersonName& name, const std::optional<domain::BirthDate>& birth) {
  const auto first = NormaliseName(name.first);
  const auto last = NormaliseLastName(name.last);
  if (first.empty() || last.empty() || !birth) return std::nullopt;
  return first + "\n" + last + "\n" + birth->date().str();
}

struct Candidates {
  std::vector<const NightlyLink*> vanished;
  std::vector<const domain::ProcareChild*> records;  // linked to nobody
};

}  // namespace

std::vector<Relink> FollowVanished(const NightlyView& view) {
  std::vector<Relink> relinks;
  if (!view.school->complete) return relinks;
  std::unordered_map<domain::IksChildId, const domain::IksChild*> children;
  for (const auto& child : *view.iks_children) children.emplace(child.id, &child);
  std::set<domain::ProcareChildId> there;
  for (const auto& record : view.school->children) there.insert(record.id);
  std::set<domain::ProcareChildId> linked;
  std::map<std::string, Candidates> by_identity;
  for (const auto& link : view.links) {
    linked.insert(link.procare);
    const auto child = children.find(link.child);
    // At another school of the installation it has not vanished but moved (F16).
    if (there.contains(link.procare) || child == children.end() ||
        view.school->at_other_schools.contains(link.procare)) {
      continue;
    }
    if (const auto key = IdentityKey(child->second->name, child->second->birth_date)) {
      by_identity[*key].vanished.push_back(&link);
    }
  }
  if (by_identity.empty()) return relinks;
  for (const auto& record : view.school->children) {
    if (linked.contains(record.id)) continue;
    const auto key = IdentityKey(record.name, record.birth_date);
    const auto found = key ? by_identity.find(*key) : by_identity.end();
    if (found != by_identity.end()) found->second.records.push_back(&record);
  }
  for (const auto& [key, candidates] : by_identity) {
    if (candidates.vanished.size() != 1 || candidates.records.size() != 1) continue;
    const auto& link = *candidates.vanished.front();
    relinks.push_back({link.child, children.at(link.child)->family, link.procare, candidates.records.front()->id});
  }
  return relinks;
}

}  // namespace ikp::rules
