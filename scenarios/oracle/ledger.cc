#include "scenarios/oracle/ledger.h"

#include "scenarios/oracle/sent_body.h"
#include "scenarios/oracle/traffic.h"

namespace ikp::scenarios::oracle {

Ledger::Ledger(const Opinion& opinion) {
  for (const auto& entry : opinion.audit) Read(entry);
}

void Ledger::Read(const ports::AuditEntry& entry) {
  if (entry.event == "linked") {
    ReadLink(entry);
  } else if (entry.event == "link_settled") {
    for (auto& link : child_links_) {
      const bool this_one = link.iks_child == entry.child && link.site == entry.site;
      if (this_one && link.settled == Instant::max()) link.settled = entry.at;
    }
  } else if (entry.event == "unlinked") {
    for (auto& link : family_links_) {
      if (link.iks_family == entry.family && link.site == entry.site && link.ended == Instant::max()) {
        link.ended = entry.at;
      }
    }
  } else if (entry.event == "intent_opened") {
    const auto id = RawTextIn(entry.details_json, "intent");
    if (!id.empty()) intents_.emplace(id, IntentFact{entry.family, entry.child, entry.site, Instant::max()});
  } else if (entry.event == "outcome_unknown") {
    const auto found = intents_.find(RawTextIn(entry.details_json, "intent"));
    if (found != intents_.end()) found->second.given_up = std::min(found->second.given_up, entry.at);
  } else if (entry.event == "nightly_started" || entry.event == "nightly_finished") {
    const bool finished = entry.event == "nightly_finished";
    nightlies_.push_back({.site = entry.site,
                          .local_date = RawTextIn(entry.details_json, "local_date"),
                          .attempt = RawTextIn(entry.details_json, "attempt"),
                          .at = entry.at,
                          .finished = finished,
                          .outcome = finished ? RawTextIn(entry.details_json, "outcome") : std::string_view()});
  }
}

void Ledger::ReadLink(const ports::AuditEntry& entry) {
  const auto procare_id = RawTextIn(entry.details_json, "procare_id");
  const auto kind = RawTextIn(entry.details_json, "kind");
  if (kind == "child") {
    ChildLinkFact link{entry.child, entry.site, procare_id, entry.at, Instant::max()};
    if (RawTextIn(entry.details_json, "settled") == "true") link.settled = entry.at;
    child_links_.push_back(std::move(link));
  } else if (kind == "family") {
    family_links_.push_back({entry.family, entry.site, procare_id, entry.at, Instant::max()});
  }
}

const IntentFact* Ledger::IntentOf(std::string_view idempotency_key) const {
  const auto found = intents_.find(idempotency_key);
  return found == intents_.end() ? nullptr : &found->second;
}

const ChildLinkFact* Ledger::ChildLink(std::string_view iks_child, std::string_view site) const {
  for (const auto& link : child_links_) {
    if (link.iks_child == iks_child && link.site == site) return &link;
  }
  return nullptr;
}

const ChildLinkFact* Ledger::LinkOfRecord(std::string_view procare_id) const {
  for (const auto& link : child_links_) {
    if (SameId(link.procare_id, procare_id)) return &link;
  }
  return nullptr;
}

bool Ledger::LinkedToAnother(std::string_view procare_id, std::string_view iks_id) const {
  for (const auto& link : child_links_) {
    if (link.iks_child != iks_id && SameId(link.procare_id, procare_id)) return true;
  }
  for (const auto& link : family_links_) {
    if (link.iks_family != iks_id && SameId(link.procare_id, procare_id)) return true;
  }
  return false;
}

}  // namespace ikp::scenarios::oracle
