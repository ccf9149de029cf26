#include "scenarios/oracle/created_records.h"

#include <algorithm>
#include <map>
#include <utility>

#include "scenarios/oracle/sent_body.h"

namespace ikp::scenarios::oracle {
namespace {

std::size_t Index(int i) { return static_cast<std::size_t>(i); }

struct Given {
  int whom = -1;
  std::vector<std::size_t> creations = {};
};

// Augmenting paths: a place for each creation in turn, moving earlier ones where that helps.
class Sharing {
 public:
  Sharing(const std::vector<const Creation*>& creations, const std::function<int(int)>& capacity)
      : creations_(creations), capacity_(capacity) {}

  bool FindPlace(std::size_t creation) {
    tried_.clear();
    return Place(creation);
  }

 private:
  bool Place(std::size_t creation) {
    for (const int whom : creations_[creation]->meant) {
      if (std::find(tried_.begin(), tried_.end(), whom) != tried_.end()) continue;
      tried_.push_back(whom);
      const std::size_t slot = SlotOf(whom);
      if (given_[slot].creations.size() < Index(std::max(0, capacity_(whom)))) {
        given_[slot].creations.push_back(creation);
        return true;
      }
      for (std::size_t i = 0; i < given_[slot].creations.size(); ++i) {
        if (!Place(given_[slot].creations[i])) continue;
        given_[slot].creations[i] = creation;
        return true;
      }
    }
    return false;
  }

  std::size_t SlotOf(int whom) {
    for (std::size_t i = 0; i < given_.size(); ++i) {
      if (given_[i].whom == whom) return i;
    }
    given_.push_back({.whom = whom});
    return given_.size() - 1;
  }

  const std::vector<const Creation*>& creations_;
  const std::function<int(int)>& capacity_;
  std::vector<Given> given_;
  std::vector<int> tried_;
};

// A command is carried out by an agent that remembers: that it came twice excuses nothing.
Creation* SameDelivery(const Model& model, std::vector<Creation>& creations, int exchange) {
  if (model.history().exchanges[Index(exchange)].command) return nullptr;
  for (auto& creation : creations) {
    if (creation.exchange == exchange) return &creation;
  }
  return nullptr;
}

void SortBySending(const Model& model, std::vector<Creation>& creations) {
  const auto& exchanges = model.history().exchanges;
  std::sort(creations.begin(), creations.end(), [&](const Creation& a, const Creation& b) {
    return exchanges[Index(a.exchange)].sent_seq < exchanges[Index(b.exchange)].sent_seq;
  });
}

// IKS families that had one of these guardians, by name, before the family was created.
std::vector<int> FamiliesWithGuardians(const Model& model, const ProcareFamilyVersion& created,
                                       const std::vector<std::string_view>& ids) {
  const auto wanted = GuardiansOf(created);
  std::vector<int> meant;
  for (const auto& version : model.history().iks_families) {
    if (version.seq > created.seq) break;
    const auto number = static_cast<int>(std::find(ids.begin(), ids.end(), version.id) - ids.begin());
    if (std::find(meant.begin(), meant.end(), number) != meant.end()) continue;
    for (const auto& guardian : GuardiansOf(version)) {
      const bool one_of_them = std::any_of(wanted.begin(), wanted.end(), [&](const PlainGuardian& other) {
        return other.first == guardian.first && other.last == guardian.last;
      });
      if (!one_of_them) continue;
      meant.push_back(number);
      break;
    }
  }
  return meant;
}

std::vector<int> WhoseFamily(const Model& model, const ProcareFamilyVersion& created, const Exchange& exchange,
                             const std::vector<std::string_view>& ids) {
  // The engine's own log says for whom it was, when it has an entry.
  if (const auto* intent = model.ledger().IntentOf(exchange.idempotency_key)) {
    const auto found = std::find(ids.begin(), ids.end(), intent->family);
    if (found != ids.end()) return {static_cast<int>(found - ids.begin())};
  }
  return FamiliesWithGuardians(model, created, ids);
}

PlainGuardian MakePlain(std::string_view first, std::string_view last, std::string email) {
  for (char& c : email) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return {PlainName(first), PlainName(last), std::move(email)};
}

}  // namespace

std::vector<Creation> CreatedChildren(const Model& model) {
  std::vector<Creation> creations;
  const auto& children = model.procare_children();
  for (std::size_t i = 0; i < children.size(); ++i) {
    const auto& child = children[i];
    if (child.created_by < 0) continue;
    const int site = model.SiteOfSchool(child.tenant, model.First(child).school);
    if (site < 0) continue;
    if (auto* known = SameDelivery(model, creations, child.created_by)) {
      known->records.push_back(static_cast<int>(i));
      continue;
    }
    creations.push_back(
        {.exchange = child.created_by, .site = site, .records = {static_cast<int>(i)}, .meant = child.meant});
  }
  SortBySending(model, creations);
  return creations;
}

FamilyCreations CreatedFamilies(const Model& model) {
  FamilyCreations created;
  const auto& history = model.history();
  for (const auto& version : history.iks_families) {
    auto& ids = created.iks_families;
    if (std::find(ids.begin(), ids.end(), version.id) == ids.end()) ids.push_back(version.id);
  }
  // Where a backup was restored, a number may come to mean another family.
  std::map<std::pair<std::string_view, std::string_view>, bool> stands;  // by tenant and id
  for (std::size_t i = 0; i < history.procare_families.size(); ++i) {
    const auto& version = history.procare_families[i];
    const bool stood = std::exchange(stands[{version.tenant, version.id}], !version.removed);
    if (stood || version.removed || version.by != By::kApi || version.exchange < 0) continue;
    const auto& exchange = history.exchanges[Index(version.exchange)];
    const int site = model.SiteOfSchool(version.tenant, version.school);
    // A row that a fault lets appear during the exchange is not what the exchange asked for.
    const bool asked_for = exchange.method == "POST" && TextIn(exchange.body, "name") == version.name;
    if (site < 0 || !asked_for) continue;
    if (auto* known = SameDelivery(model, created.creations, version.exchange)) {
      known->records.push_back(static_cast<int>(i));
      continue;
    }
    created.creations.push_back({.exchange = version.exchange,
                                 .site = site,
                                 .records = {static_cast<int>(i)},
                                 .meant = WhoseFamily(model, version, exchange, created.iks_families)});
  }
  SortBySending(model, created.creations);
  return created;
}

bool CanBeSharedOut(const std::vector<const Creation*>& creations, const std::function<int(int)>& capacity) {
  Sharing sharing(creations, capacity);
  for (std::size_t i = 0; i < creations.size(); ++i) {
    if (!sharing.FindPlace(i)) return false;
  }
  return true;
}

bool Overlap(const Creation& a, const Creation& b) {
  return std::any_of(a.meant.begin(), a.meant.end(),
                     [&](int whom) { return std::find(b.meant.begin(), b.meant.end(), whom) != b.meant.end(); });
}

PlainGuardian PlainOf(const ProcareFamilyVersion::Guardian& guardian) {
  return MakePlain(guardian.first_name, guardian.last_name, guardian.email);
}

std::vector<PlainGuardian> GuardiansOf(const ProcareFamilyVersion& family) {
  std::vector<PlainGuardian> guardians;
  for (const auto& guardian : family.guardians) guardians.push_back(PlainOf(guardian));
  return guardians;
}

std::vector<PlainGuardian> GuardiansOf(const IksFamilyVersion& family) {
  std::vector<PlainGuardian> guardians;
  std::string_view rest = family.contacts;
  while (!rest.empty()) {
    auto one = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    std::vector<std::string> parts;
    while (parts.size() < 3) {
      const auto part = one.substr(0, one.find('|'));
      parts.emplace_back(part);
      one.remove_prefix(std::min(one.size(), part.size() + 1));
    }
    guardians.push_back(MakePlain(parts[0], parts[1], parts[2]));
  }
  return guardians;
}

}  // namespace ikp::scenarios::oracle
