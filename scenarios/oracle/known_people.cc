// Adults whom a database of Procare Desktop knew before (F7): an account that the engine makes names them, and enters
// nobody a second time.
#include <algorithm>
#include <map>
#include <string_view>

#include "scenarios/oracle/circumstances.h"
#include "scenarios/oracle/evidence.h"
#include "scenarios/oracle/exchange_facts.h"
#include "scenarios/oracle/known_before.h"

namespace ikp::scenarios::oracle {
namespace {

using Guardian = ProcareFamilyVersion::Guardian;

std::string_view InstallationOf(const ProcareFamilyVersion& account) {
  return std::string_view(account.tenant).substr(0, account.tenant.find('/'));
}

bool Has(const ProcareFamilyVersion& account, std::string_view person) {
  return std::any_of(account.guardians.begin(), account.guardians.end(),
                     [&](const Guardian& guardian) { return guardian.id == person; });
}

class KnownPeople {
 public:
  KnownPeople(const Model& model, Findings& findings)
      : model_(model), history_(model.history()), report_(1, findings), hidden_are_read_(ReadsHiddenAccounts(model)) {}

  void Run() {
    for (const auto& account : history_.procare_families) {
      if (!account.desktop || account.by != By::kApi || account.exchange < 0 || account.removed) continue;
      if (IsNew(account)) Check(account);
    }
  }

 private:
  bool SameDatabase(const ProcareFamilyVersion& a, const ProcareFamilyVersion& b) const {
    return a.desktop && InstallationOf(a) == InstallationOf(b);
  }

  bool IsNew(const ProcareFamilyVersion& account) const {
    return std::none_of(history_.procare_families.begin(), history_.procare_families.end(), [&](const auto& other) {
      return other.seq < account.seq && other.id == account.id && SameDatabase(other, account) && !other.removed;
    });
  }

  void Check(const ProcareFamilyVersion& account) {
    const auto sent = history_.exchanges[static_cast<std::size_t>(account.exchange)].sent_seq;
    for (const auto& guardian : account.guardians) {
      const auto plain = PlainOf(guardian);
      if (plain.email.empty() || WasKnown(account, guardian.id)) continue;
      for (const auto& other : StoodSince(account, sent)) {
        const auto twin = std::find_if(other->guardians.begin(), other->guardians.end(), [&](const Guardian& one) {
          return PlainOf(one) == plain && one.first_name == guardian.first_name && !Has(account, one.id);
        });
        if (twin == other->guardians.end()) continue;
        report_.Add("known_person_entered",
                    "An account that the engine made has a new record of a person whom the database knew as a payer.",
                    account.at, {Show(*other, "knew the person"), Show(account, "has a new record")});
        return;
      }
    }
  }

  bool WasKnown(const ProcareFamilyVersion& account, std::string_view person) const {
    return std::any_of(history_.procare_families.begin(), history_.procare_families.end(), [&](const auto& other) {
      return other.seq < account.seq && SameDatabase(other, account) && Has(other, person);
    });
  }

  // Accounts that stood in the database, and could be seen, unchanged from before the request until it was done.
  std::vector<const ProcareFamilyVersion*> StoodSince(const ProcareFamilyVersion& account, Sequence sent) const {
    std::map<std::pair<std::string_view, std::string_view>, const ProcareFamilyVersion*> last;  // by tenant and id
    for (const auto& version : history_.procare_families) {
      if (version.seq >= account.seq) break;
      if (SameDatabase(version, account)) last[{version.tenant, version.id}] = &version;
    }
    std::vector<const ProcareFamilyVersion*> stood;
    for (const auto& [key, version] : last) {
      const bool seen = !version->removed && (!version->hidden || hidden_are_read_);
      if (version->seq < sent && seen && version->id != account.id) stood.push_back(version);
    }
    return stood;
  }

  const Model& model_;
  const History& history_;
  Reporter report_;
  bool hidden_are_read_;
};

}  // namespace

void CheckKnownPeople(const Model& model, Findings& findings) { KnownPeople(model, findings).Run(); }

}  // namespace ikp::scenarios::oracle
