#include "scenarios/oracle/model.h"

#include <algorithm>

#include "scenarios/oracle/sent_body.h"

namespace ikp::scenarios::oracle {
namespace {

std::size_t Index(int i) { return static_cast<std::size_t>(i); }

template <typename Version>
const Version* VersionAt(const std::vector<Version>& all, const std::vector<int>& mine, Sequence seq) {
  const Version* found = nullptr;
  for (const int i : mine) {
    if (all[Index(i)].seq > seq) break;
    found = &all[Index(i)];
  }
  return found;
}

// A record that the engine created, by the exchange that the world names; everything else is people's. What turns up
// during an exchange but is not what it asked for (a row that a fault lets appear) is no creation.
int CreatingExchange(const History& history, const ProcareChildVersion& first) {
  if (first.by != By::kApi || first.exchange < 0 || Index(first.exchange) >= history.exchanges.size()) return -1;
  const auto& exchange = history.exchanges[Index(first.exchange)];
  const bool creates = exchange.method == "POST" && exchange.path.find("/children") != std::string::npos;
  if (!creates || PlainName(TextIn(exchange.body, "first_name").value_or("")) != PlainName(first.first_name)) return -1;
  return first.exchange;
}

std::string KeyOf(std::string_view tenant, std::string_view id) {
  std::string key(tenant);
  key += '|';
  key += id;
  return key;
}

}  // namespace

Model::Model(const Scenario& scenario, const History& history)
    : scenario_(scenario), history_(history), traffic_(history), ledger_(history.opinion) {
  CollectIksChildren();
  CollectProcareChildren();
  CollectTriggers();
  CollectLinks();
}

void Model::CollectIksChildren() {
  for (std::size_t i = 0; i < history_.iks_children.size(); ++i) {
    const auto& version = history_.iks_children[i];
    const auto [position, fresh] = iks_child_by_id_.try_emplace(version.id, static_cast<int>(iks_children_.size()));
    if (fresh) iks_children_.push_back({.id = version.id, .person = version.person, .versions = {}});
    auto& child = iks_children_[Index(position->second)];
    if (!child.person.known()) child.person = version.person;
    child.versions.push_back(static_cast<int>(i));
  }
}

void Model::CollectProcareChildren() {
  for (std::size_t i = 0; i < history_.procare_children.size(); ++i) {
    const auto& version = history_.procare_children[i];
    const auto [position, fresh] =
        procare_child_by_id_.try_emplace(KeyOf(version.tenant, version.id), static_cast<int>(procare_children_.size()));
    if (fresh) {
      ProcareChild child{.tenant = version.tenant,
                         .id = version.id,
                         .person = version.person,
                         .created_by = CreatingExchange(history_, version),
                         .versions = {},
                         .meant = {}};
      if (child.created_by >= 0) child.meant = WhomItMeans(version);
      procare_children_.push_back(std::move(child));
    }
    auto& child = procare_children_[Index(position->second)];
    if (!child.person.known() && child.created_by < 0) child.person = version.person;
    child.versions.push_back(static_cast<int>(i));
  }
}

// Every IKS child that was such a one at that site before the record was created: the engine may have read it then. Our
// own reference decides where it was sent.
std::vector<int> Model::WhomItMeans(const ProcareChildVersion& created) const {
  const int site = SiteOfSchool(created.tenant, created.school);
  const auto& body = history_.exchanges[Index(created.exchange)].body;
  if (body.find("\"external_id\"") != std::string::npos) {
    const auto reference = TextIn(body, "external_id");
    const auto found = reference ? iks_child_by_id_.find(*reference) : iks_child_by_id_.end();
    if (found != iks_child_by_id_.end()) return {found->second};
  }
  if (site < 0) return {};
  const auto& location = history_.sites[Index(site)].location;
  const std::string first = PlainName(created.first_name);
  const std::string last = PlainName(created.last_name);
  std::vector<int> meant;
  for (std::size_t i = 0; i < iks_children_.size(); ++i) {
    for (const int index : iks_children_[i].versions) {
      const auto& version = history_.iks_children[Index(index)];
      if (version.seq > created.seq) break;
      if (version.removed || version.location != location || version.birth_date != created.birth_date) continue;
      if (PlainName(version.first_name) != first || PlainName(version.last_name) != last) continue;
      meant.push_back(static_cast<int>(i));
      break;
    }
  }
  return meant;
}

void Model::CollectTriggers() {
  for (std::size_t i = 0; i < iks_children_.size(); ++i) {
    const IksChildVersion* before = nullptr;
    for (const int index : iks_children_[i].versions) {
      const auto& version = history_.iks_children[Index(index)];
      const bool fresh = before == nullptr || before->removed || before->status != version.status ||
                         before->location != version.location;
      before = &version;
      if (!fresh || version.removed || version.by_sync || !IsTriggerStatus(version.status)) continue;
      const int site = SiteOfLocation(version.location);
      if (site < 0) continue;
      triggers_.push_back({static_cast<int>(i), site, version.seq, version.at, version.status});
    }
  }
  std::sort(triggers_.begin(), triggers_.end(), [](const Trigger& a, const Trigger& b) { return a.seq < b.seq; });
}

void Model::CollectLinks() {
  for (const auto& state : history_.opinion.states) states_.insert_or_assign(state.child.str(), &state);
  for (const auto& link : history_.opinion.links) {
    if (link.kind != ports::LinkKind::kChild) continue;
    const auto [known, fresh] = child_links_.try_emplace(link.iks_id, &link);
    if (fresh) continue;
    const auto* child = FindIksChild(link.iks_id);
    if (child == nullptr) continue;
    if (SiteOfEngineId(link.site.str()) == SiteOfLocation(Last(*child).location)) known->second = &link;
  }
}

const Model::IksChild* Model::FindIksChild(std::string_view id) const {
  const auto found = iks_child_by_id_.find(id);
  return found == iks_child_by_id_.end() ? nullptr : &iks_children_[Index(found->second)];
}

const Model::ProcareChild* Model::FindProcareChild(std::string_view tenant, std::string_view id) const {
  const auto found = procare_child_by_id_.find(KeyOf(tenant, id));
  if (found != procare_child_by_id_.end()) return &procare_children_[Index(found->second)];
  // Written in another way (G17).
  for (const auto& child : procare_children_) {
    if (child.tenant == tenant && SameId(child.id, id)) return &child;
  }
  return nullptr;
}

const IksChildVersion* Model::At(const IksChild& child, Sequence seq) const {
  return VersionAt(history_.iks_children, child.versions, seq);
}

const ProcareChildVersion* Model::At(const ProcareChild& child, Sequence seq) const {
  return VersionAt(history_.procare_children, child.versions, seq);
}

const ProcareChildVersion* Model::AtTime(const ProcareChild& child, Instant at) const {
  const ProcareChildVersion* found = nullptr;
  for (const int i : child.versions) {
    if (history_.procare_children[Index(i)].at > at) break;
    found = &history_.procare_children[Index(i)];
  }
  return found;
}

const IksChildVersion& Model::Last(const IksChild& child) const {
  return history_.iks_children[Index(child.versions.back())];
}

const ProcareChildVersion& Model::Last(const ProcareChild& child) const {
  return history_.procare_children[Index(child.versions.back())];
}

const ProcareChildVersion& Model::First(const ProcareChild& child) const {
  return history_.procare_children[Index(child.versions.front())];
}

const ports::PushState* Model::StateOf(std::string_view iks_child) const {
  const auto found = states_.find(iks_child);
  return found == states_.end() ? nullptr : found->second;
}

const ports::Link* Model::ChildLinkOf(std::string_view iks_child) const {
  const auto found = child_links_.find(iks_child);
  return found == child_links_.end() ? nullptr : found->second;
}

const ports::Link* Model::ChildLinkAt(std::string_view iks_child, int site) const {
  for (const auto& link : history_.opinion.links) {
    if (link.kind == ports::LinkKind::kChild && link.iks_id == iks_child && SiteOfEngineId(link.site.str()) == site) {
      return &link;
    }
  }
  return nullptr;
}

int Model::SiteOfLocation(std::string_view location) const {
  for (std::size_t i = 0; i < history_.sites.size(); ++i) {
    if (history_.sites[i].location == location) return static_cast<int>(i);
  }
  return -1;
}

int Model::SiteOfSchool(std::string_view tenant, std::string_view school) const {
  for (std::size_t i = 0; i < history_.sites.size(); ++i) {
    if (history_.sites[i].tenant == tenant && SameId(history_.sites[i].school, school)) return static_cast<int>(i);
  }
  return -1;
}

int Model::SiteOfEngineId(std::string_view site) const {
  for (std::size_t i = 0; i < history_.sites.size(); ++i) {
    if (history_.sites[i].id == site) return static_cast<int>(i);
  }
  return -1;
}

bool Model::IsTriggerStatus(std::string_view status) const {
  return status == "Pre-Registered" || status == "Enrolled";
}

}  // namespace ikp::scenarios::oracle
