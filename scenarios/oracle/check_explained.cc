// I14: every record has one state with a reason; the audit log alone rebuilds the states and the link table.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "scenarios/oracle/evidence.h"
#include "scenarios/oracle/exchange_facts.h"
#include "scenarios/oracle/sent_body.h"
#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::oracle {
namespace {

using domain::Reason;
using ports::PushPhase;

// What a child can wait for or be refused for; all other reasons say something else.
bool ExplainsWaiting(Reason reason) {
  switch (reason) {
    case Reason::kAmbiguousMatch:
    case Reason::kTwoFound:
    case Reason::kDuplicateInProcare:
    case Reason::kReEnrolInProcare:
    case Reason::kRejectedByProcare:
    case Reason::kMissingData:
    case Reason::kNeedsBirthDate:
      return true;
    default:
      return false;
  }
}

bool ExplainsRefusal(Reason reason) {
  switch (reason) {
    case Reason::kSiteNotMapped:
    case Reason::kMissingData:
    case Reason::kNeedsBirthDate:
    case Reason::kRejectedByProcare:
    case Reason::kDesktopLicenceFull:
    case Reason::kStatusWordMissing:
    case Reason::kFamilyGoneInIks:
    case Reason::kReEnrolInProcare:
      return true;
    default:
      return false;
  }
}

// "Something is missing" helps nobody: what, or where.
bool NeedsDetails(Reason reason) {
  return reason == Reason::kSiteNotMapped || reason == Reason::kMissingData || reason == Reason::kRejectedByProcare ||
         reason == Reason::kStatusWordMissing;
}

bool ExplainsLinked(Reason reason) {
  switch (reason) {
    case Reason::kLinkedCreated:
    case Reason::kLinkedAdopted:
    case Reason::kLinkedExisting:
    case Reason::kLinkedManually:
    case Reason::kAlreadyLinked:
    case Reason::kReEnrolInProcare:
      return true;
    default:
      return false;
  }
}

class ExplainedCheck {
 public:
  ExplainedCheck(const Model& model, Findings& findings)
      : model_(model), history_(model.history()), report_(14, findings) {}

  void Run() {
    ReadAudit();
    CheckTriggered();
    for (const auto& state : history_.opinion.states) {
      CheckState(state);
      CheckStateEntry(state);
    }
    CompareLinks();
  }

 private:
  struct LinkKey {
    std::string_view site, kind, iks_id;
    auto operator<=>(const LinkKey&) const = default;
  };
  struct LinkValue {
    std::string_view procare_id, origin;
    bool settled = false;
    bool operator==(const LinkValue&) const = default;
  };

  // --- the audit log -------------------------------------------------------------------------------------------------
  void ReadAudit() {
    for (const auto& entry : history_.opinion.audit) {
      if (entry.event == "state") {
        last_state_entry_[entry.child] = &entry;
      } else if (entry.event == "trigger_received") {
        received_.insert(entry.child);
      } else if (entry.event == "linked" || entry.event == "link_settled" || entry.event == "unlinked") {
        Replay(entry);
      }
    }
  }

  void Replay(const ports::AuditEntry& entry) {
    const std::string_view details = entry.details_json;
    const LinkKey key{entry.site, RawTextIn(details, "kind"), RawTextIn(details, "iks_id")};
    if (entry.event == "unlinked") {
      links_.erase(key);
    } else if (entry.event == "linked") {
      const bool settled = details.find("\"settled\":true") != std::string_view::npos;
      links_.insert_or_assign(key, LinkValue{RawTextIn(details, "procare_id"), RawTextIn(details, "origin"), settled});
    } else if (const auto found = links_.find(key); found != links_.end()) {
      found->second.settled = true;
    }
  }

  // --- every child that was triggered
  // ---------------------------------------------------------------------------------- A child that left the trigger
  // status before the engine heard of it needs no state.
  void CheckTriggered() {
    std::set<int> seen;
    for (const auto& trigger : model_.triggers()) {
      if (!seen.insert(trigger.iks_child).second) continue;
      const auto& child = model_.iks_children()[static_cast<std::size_t>(trigger.iks_child)];
      const auto& last = model_.Last(child);
      const bool still = !last.removed && model_.IsTriggerStatus(last.status) && last.at <= history_.healed;
      if (!still && !received_.contains(child.id)) continue;
      if (model_.StateOf(child.id) != nullptr || !report_.Wants("unexplained")) continue;
      report_.Add(
          "unexplained",
          "IKS child " + std::string(child.id) + " reached a trigger status, and the engine has no state for it.",
          trigger.at, {Show(last)});
    }
  }

  // --- states
  // ----------------------------------------------------------------------------------------------------------
  void CheckState(const ports::PushState& state) {
    switch (state.phase) {
      case PushPhase::kWaitingForPerson:
        if (!ExplainsWaiting(state.reason)) return Unexplained(state, "waits for a person for no such reason");
        if (!HasOpenReview(state)) return Unexplained(state, "waits for a person, but no review is open");
        return;
      case PushPhase::kRefused:
        if (!ExplainsRefusal(state.reason)) return Unexplained(state, "is refused for no such reason");
        if (NeedsDetails(state.reason) && state.details.empty()) {
          return Unexplained(state, "is refused without a word about what is wrong");
        }
        return;
      case PushPhase::kLinked:
        if (!ExplainsLinked(state.reason)) Unexplained(state, "is linked with a reason that does not say so");
        return;
      case PushPhase::kIgnored:
        if (ExplainsLinked(state.reason) || ExplainsRefusal(state.reason)) {
          if (state.reason != Reason::kFamilyGoneInIks) Unexplained(state, "is ignored with another state's reason");
        }
        return;
      case PushPhase::kRetrying:
        if (ExplainsLinked(state.reason)) Unexplained(state, "is tried again with the reason of a linked one");
        return;
    }
  }

  bool HasOpenReview(const ports::PushState& state) const {
    const auto& reviews = history_.opinion.open_reviews;
    return std::any_of(reviews.begin(), reviews.end(), [&](const ports::Review& review) {
      const bool about = review.child ? *review.child == state.child : review.family == state.family;
      return about && (!review.candidates.empty() || ExplainsWaiting(review.reason));
    });
  }

  void Unexplained(const ports::PushState& state, std::string_view how) {
    if (!report_.Wants("unexplained")) return;
    report_.Add("unexplained", "IKS child " + state.child.str() + " " + std::string(how) + ".", state.updated_at,
                {Show(state)});
  }

  void CheckStateEntry(const ports::PushState& state) {
    const auto found = last_state_entry_.find(state.child.str());
    if (found != last_state_entry_.end()) {
      const std::string_view details = found->second->details_json;
      if (RawTextIn(details, "phase") == ports::ToWord(state.phase) &&
          RawTextIn(details, "reason") == domain::Describe(state.reason).word) {
        return;
      }
    }
    if (!report_.Wants("audit_differs")) return;
    ClashingRecord entry{.title = "Last entry of the audit log about its state"};
    entry.fields.emplace_back("details", found == last_state_entry_.end() ? "none" : found->second->details_json);
    report_.Add("audit_differs",
                "The audit log does not tell how the state of IKS child " + state.child.str() + " came about.",
                state.updated_at, {Show(state), std::move(entry)});
  }

  // --- links
  // -----------------------------------------------------------------------------------------------------------
  void CompareLinks() {
    for (const auto& link : history_.opinion.links) {
      const LinkKey key{link.site.str(), ports::ToWord(link.kind), link.iks_id};
      const LinkValue kept{link.procare_id, ports::ToWord(link.origin), link.settled};
      const auto told = links_.find(key);
      if (told == links_.end()) {
        Differs(key, &kept, nullptr, link.linked_at);
        continue;
      }
      if (told->second != kept) Differs(key, &kept, &told->second, link.linked_at);
      links_.erase(told);
    }
    for (const auto& [key, told] : links_) Differs(key, nullptr, &told, history_.ended);
  }

  static ClashingRecord ShowLink(std::string title, const LinkKey& key, const LinkValue* value) {
    ClashingRecord record{.title = std::move(title)};
    record.fields.emplace_back("site", key.site);
    record.fields.emplace_back("kind", key.kind);
    record.fields.emplace_back("IKS", key.iks_id);
    record.fields.emplace_back("Procare", value == nullptr ? "no link" : value->procare_id);
    if (value == nullptr) return record;
    record.fields.emplace_back("origin", value->origin);
    record.fields.emplace_back("settled", value->settled ? "yes" : "no");
    return record;
  }

  void Differs(const LinkKey& key, const LinkValue* kept, const LinkValue* told, Instant at) {
    if (!report_.Wants("audit_differs")) return;
    report_.Add("audit_differs", "The link table is not the one that the audit log tells.", at,
                {ShowLink("Link table", key, kept), ShowLink("As the audit log tells", key, told)});
  }

  const Model& model_;
  const History& history_;
  Reporter report_;
  std::unordered_map<std::string_view, const ports::AuditEntry*> last_state_entry_;
  std::unordered_set<std::string_view> received_;
  std::map<LinkKey, LinkValue> links_;
};

}  // namespace

void CheckExplained(const Model& model, Findings& findings) { ExplainedCheck(model, findings).Run(); }

}  // namespace ikp::scenarios::oracle
