// I3, one time: after the link is settled, the engine leaves the child in Procare alone; a later sibling joins the
// family that is linked.
//
// The engine's own log says since when it knew (model.ledger()); what it sent is taken from the network. Excused in all
// three: what an operator decided about the household, for that is an explicit act; and a difference that a wrong clock
// explains, because the log's times are the engine's. Two processes on one store may cross each other by as much as one
// family takes.
#include <algorithm>

#include "scenarios/oracle/circumstances.h"
#include "scenarios/oracle/created_records.h"
#include "scenarios/oracle/evidence.h"
#include "scenarios/oracle/known_before.h"
#include "scenarios/oracle/sent_body.h"
#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::oracle {
namespace {

std::size_t Index(int i) { return static_cast<std::size_t>(i); }

class OneTimeChecker {
 public:
  OneTimeChecker(const Model& model, Findings& findings)
      : model_(model), history_(model.history()), findings_(findings), slack_(ClockSlack(model)) {
    if (SecondEngine(model)) slack_ += std::chrono::minutes(10);
  }

  void Run() {
    const auto& traffic = model_.traffic();
    for (const int index : traffic.child_patches) CheckPatch(history_.exchanges[Index(index)]);
    for (const int index : traffic.family_posts) CheckFamily(history_.exchanges[Index(index)]);
    for (const int index : traffic.child_posts) CheckSibling(history_.exchanges[Index(index)]);
  }

 private:
  bool After(const Exchange& write, Instant known) const {
    return known != Instant::max() && write.sent > known + slack_;
  }

  bool DecidedByPerson(std::string_view iks_family, Sequence before) const {
    return Decisions(model_, HouseholdsOf(model_, iks_family), Decision::kAny, before) > 0;
  }

  // One person of Procare Desktop may be linked at two schools.
  const ChildLinkFact* LinkBehind(const Exchange& write) const {
    const auto id = IdInPath(write.path);
    if (!write.command) return model_.ledger().LinkOfRecord(id);
    for (const auto& link : model_.ledger().child_links()) {
      const int site = model_.SiteOfEngineId(link.site);
      if (link.procare_id == id && site >= 0 && history_.sites[Index(site)].tenant == write.tenant) return &link;
    }
    return nullptr;
  }

  void CheckPatch(const Exchange& write) {
    const auto* link = LinkBehind(write);
    if (link == nullptr || !After(write, link->settled)) return;
    const auto* child = model_.FindIksChild(link->iks_child);
    if (child != nullptr && Decisions(model_, HouseholdsOf(model_, *child), Decision::kAny, write.sent_seq) > 0) return;
    Finding finding{.invariant = 3,
                    .kind = "written_after_settled",
                    .sentence = "The engine wrote to a child in Procare that was linked and settled at " +
                                domain::FormatInstant(link->settled) + ".",
                    .at = write.sent,
                    .records = {Show(write)}};
    if (child != nullptr) finding.records.push_back(Show(model_.Last(*child)));
    findings_.push_back(std::move(finding));
  }

  // The family that was linked for this IKS family when the write left, and that still stands in the school: when
  // people moved it away, there is nothing left to join.
  const FamilyLinkFact* LiveLink(const IntentFact& intent, const Exchange& write) const {
    const FamilyLinkFact* live = nullptr;
    for (const auto& link : model_.ledger().family_links()) {
      if (link.iks_family != intent.family || link.site != intent.site) continue;
      if (After(write, link.linked) && (link.ended == Instant::max() || write.sent + slack_ <= link.ended))
        live = &link;
    }
    if (live == nullptr) return nullptr;
    const int site = model_.SiteOfEngineId(intent.site);
    if (site < 0) return nullptr;
    const auto& facts = history_.sites[Index(site)];
    const auto* family = FamilyAt(history_, facts.tenant, live->procare_id, write.sent_seq);
    const bool stands = family != nullptr && !family->removed && SameId(family->school, facts.school);
    return stands ? live : nullptr;
  }

  void CheckFamily(const Exchange& write) {
    const auto* intent = model_.ledger().IntentOf(write.idempotency_key);
    if (intent == nullptr) return;  // whom it means is not known for certain; I1 counts what comes of it
    const auto* link = LiveLink(*intent, write);
    if (link == nullptr || DecidedByPerson(intent->family, write.sent_seq)) return;
    findings_.push_back({.invariant = 3,
                         .kind = "family_resent",
                         .sentence = "The engine sent a family to Procare again, although IKS family " +
                                     std::string(intent->family) + " was linked to " + std::string(link->procare_id) +
                                     " already.",
                         .at = write.sent,
                         .records = {Show(write)}});
  }

  void CheckSibling(const Exchange& write) {
    const auto* intent = model_.ledger().IntentOf(write.idempotency_key);
    if (intent == nullptr) return;
    const auto* link = LiveLink(*intent, write);
    if (link == nullptr) return;
    const auto joined = TextIn(write.body, "family_id");
    if (!joined || SameId(*joined, link->procare_id) || DecidedByPerson(intent->family, write.sent_seq)) return;
    findings_.push_back({.invariant = 3,
                         .kind = "sibling_elsewhere",
                         .sentence = "The engine put a child into family " + *joined + ", although IKS family " +
                                     std::string(intent->family) + " is linked to " + std::string(link->procare_id) +
                                     ".",
                         .at = write.sent,
                         .records = {Show(write)}});
  }

  const Model& model_;
  const History& history_;
  Findings& findings_;
  Milliseconds slack_;
};

}  // namespace

void CheckOneTime(const Model& model, Findings& findings) { OneTimeChecker(model, findings).Run(); }

}  // namespace ikp::scenarios::oracle
