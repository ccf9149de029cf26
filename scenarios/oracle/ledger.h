// Ledger: what the engine's audit log says about links and intents, in the order in which it was written. It is the
// engine's opinion; checkers use it to know when the engine knew something, never to know what is true.
//
// Times are of the engine's own clock. Views point into the log, which outlives the ledger.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "scenarios/oracle/history.h"

namespace ikp::scenarios::oracle {

struct ChildLinkFact {
  std::string_view iks_child, site, procare_id;
  Instant linked{};
  Instant settled = Instant::max();  // max: never
};

struct FamilyLinkFact {
  std::string_view iks_family, site, procare_id;
  Instant linked{};
  Instant ended = Instant::max();  // another family was linked instead
};

struct IntentFact {
  std::string_view family, child, site;  // no child: a family
  Instant given_up = Instant::max();     // the engine stopped waiting for its end, for the first time
};

struct NightlyFact {
  std::string_view site, local_date;
  std::string_view attempt = {};  // "1", "2", ...; of those that started
  Instant at{};
  bool finished = false;  // false: started
  std::string_view outcome = {};
};

class Ledger {
 public:
  explicit Ledger(const Opinion& opinion);

  const std::vector<ChildLinkFact>& child_links() const { return child_links_; }
  const std::vector<FamilyLinkFact>& family_links() const { return family_links_; }
  const std::vector<NightlyFact>& nightlies() const { return nightlies_; }

  // The intent that carried this idempotency key; null when the log has none.
  const IntentFact* IntentOf(std::string_view idempotency_key) const;
  // Null when the child was never linked at the site.
  const ChildLinkFact* ChildLink(std::string_view iks_child, std::string_view site) const;
  // The child link of a record in Procare; null when there is none.
  const ChildLinkFact* LinkOfRecord(std::string_view procare_id) const;
  // Whether another IKS child or family than `iks_id` was ever linked to the record.
  bool LinkedToAnother(std::string_view procare_id, std::string_view iks_id) const;

 private:
  void Read(const ports::AuditEntry& entry);
  void ReadLink(const ports::AuditEntry& entry);

  std::vector<ChildLinkFact> child_links_;
  std::vector<FamilyLinkFact> family_links_;
  std::vector<NightlyFact> nightlies_;
  std::unordered_map<std::string_view, IntentFact> intents_;
};

}  // namespace ikp::scenarios::oracle
