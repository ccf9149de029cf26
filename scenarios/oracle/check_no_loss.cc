// I2, no loss: every child that people put into a trigger status, and that still is in one, has ended in exactly one of
// linked, waiting for a person, refused.
#include <algorithm>

#include "scenarios/oracle/evidence.h"
#include "scenarios/oracle/open_questions.h"
#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::oracle {
namespace {

std::size_t Index(int i) { return static_cast<std::size_t>(i); }

class LossChecker {
 public:
  LossChecker(const Model& model, Findings& findings) : model_(model), history_(model.history()), findings_(findings) {}

  void Run() {
    std::vector<bool> looked_at(model_.iks_children().size());
    for (const auto& trigger : model_.triggers()) {
      const auto& child = model_.iks_children()[Index(trigger.iks_child)];
      const auto& last = model_.Last(child);
      // Left the trigger status again, moved on, or deleted: nobody asks for it any more.
      const bool wanted =
          !last.removed && model_.IsTriggerStatus(last.status) && model_.SiteOfLocation(last.location) == trigger.site;
      if (!wanted || looked_at[Index(trigger.iks_child)]) continue;
      looked_at[Index(trigger.iks_child)] = true;
      CheckChild(trigger, child, last);
    }
    for (const auto& intent : history_.opinion.open_intents) {
      // Found two: a person is asked, and until the answer nobody can say which of them came of it.
      if (IsAsked(model_, intent)) continue;
      ClashingRecord record{.title = "intent " + intent.id.str()};
      record.fields = {{"effect", std::string(ports::ToWord(intent.kind))},
                       {"family", intent.family.str()},
                       {"child", intent.child ? intent.child->str() : ""},
                       {"created", domain::FormatInstant(intent.created_at)}};
      findings_.push_back({.invariant = 2,
                           .kind = "open_intent",
                           .sentence = "Long after everything healed the engine still does not know what became of an "
                                       "effect.",
                           .at = intent.created_at,
                           .records = {std::move(record)}});
    }
    if (history_.opinion.pending_triggers > 0) {
      findings_.push_back({.invariant = 2,
                           .kind = "stuck_inbox",
                           .sentence = "Long after everything healed " +
                                       std::to_string(history_.opinion.pending_triggers) +
                                       " triggers wait in the inbox.",
                           .at = history_.ended});
    }
  }

 private:
  void CheckChild(const Model::Trigger& trigger, const Model::IksChild& child, const IksChildVersion& last) {
    const auto* state = model_.StateOf(child.id);
    if (state == nullptr) return Lost(trigger, last, nullptr, "the engine knows nothing of it");
    const bool mapped = history_.sites[Index(trigger.site)].mapped;
    const int decided_at = state->site ? model_.SiteOfEngineId(state->site->str()) : -1;
    const bool this_site = mapped ? decided_at == trigger.site : !state->site;
    switch (state->phase) {
      case ports::PushPhase::kLinked:
        if (!mapped) return Lost(trigger, last, state, "linked, but this site has no school");
        return CheckLink(trigger, child, last, *state);
      case ports::PushPhase::kWaitingForPerson:
        if (!this_site) return Lost(trigger, last, state, "what was decided concerns another site");
        if (!HasOpenReview(*state)) return Lost(trigger, last, state, "it waits for a person, but nobody is asked");
        return;
      case ports::PushPhase::kRefused:
        if (!this_site) return Lost(trigger, last, state, "what was decided concerns another site");
        if (NothingIsMissing(trigger, last, *state)) {
          Lost(trigger, last, state, "it is refused for something that people have entered since");
        }
        return;
      case ports::PushPhase::kRetrying:
        // Nothing that the world leaves behind keeps a working engine from an answer, so this is no excuse either; but
        // for a person who is asked about a family that may be the same.
        if (BehindAQuestion(model_, *state)) return;
        return Lost(trigger, last, state, "it is still being tried");
      case ports::PushPhase::kIgnored:
        return Lost(trigger, last, state, "it was ignored");
    }
  }

  // Refused for a guardian's name or contact, or for a birth date, that IKS had already when everything healed.
  bool NothingIsMissing(const Model::Trigger& trigger, const IksChildVersion& last,
                        const ports::PushState& state) const {
    const bool says_what = (state.reason == domain::Reason::kMissingData || NeedsBirthDate(state)) &&
                           !state.details.empty() && last.at < history_.healed;
    return says_what && std::all_of(state.details.begin(), state.details.end(), [&](const std::string& detail) {
             if (detail.starts_with("child.birth_date:missing")) return !last.birth_date.empty();
             const bool contact = detail.starts_with("guardians") && detail.ends_with(":missing");
             return contact && model_.scenario().sites[Index(trigger.site)].push_without_email && Complete(last.family);
           });
  }
  static bool NeedsBirthDate(const ports::PushState& state) { return state.reason == domain::Reason::kNeedsBirthDate; }
  bool Complete(std::string_view family) const {
    const IksFamilyVersion* last = nullptr;
    for (const auto& version : history_.iks_families) {
      if (version.id == family) last = &version;
    }
    return last != nullptr && last->complete && !last->removed && last->at < history_.healed;
  }

  void Lost(const Model::Trigger& trigger, const IksChildVersion& last, const ports::PushState* state,
            const std::string& how) {
    Finding finding{.invariant = 2,
                    .kind = "lost_trigger",
                    .sentence =
                        "A child that people put into a trigger status ended neither linked, nor waiting for a "
                        "person, nor refused: " +
                        how + ".",
                    .at = trigger.at,
                    .records = {Show(last)}};
    if (state != nullptr) finding.records.push_back(Show(*state));
    findings_.push_back(std::move(finding));
  }

  // The child's own question, or one about its family.
  bool HasOpenReview(const ports::PushState& state) const {
    const auto& reviews = history_.opinion.open_reviews;
    return std::any_of(reviews.begin(), reviews.end(), [&](const ports::Review& review) {
      if (!state.site || review.site != *state.site) return false;
      return review.child ? *review.child == state.child : review.family == state.family;
    });
  }

  void CheckLink(const Model::Trigger& trigger, const Model::IksChild& child, const IksChildVersion& last,
                 const ports::PushState& state) {
    const auto& site = history_.sites[Index(trigger.site)];
    const auto* link = model_.ChildLinkAt(child.id, trigger.site);
    if (link == nullptr) return ToNothing(last, state, "there is no link at this site");
    const auto* record = model_.FindProcareChild(site.tenant, link->procare_id);
    if (record == nullptr) return ToNothing(last, state, "the linked record was never in Procare");
    // What people deleted or moved away afterwards is theirs; the nightly tells.
    const bool was_there = std::any_of(record->versions.begin(), record->versions.end(), [&](int index) {
      return history_.procare_children[Index(index)].school == site.school;
    });
    if (!was_there) ToNothing(last, state, "the linked record was never in this site's school");
  }

  void ToNothing(const IksChildVersion& last, const ports::PushState& state, const std::string& how) {
    findings_.push_back({.invariant = 2,
                         .kind = "linked_to_nothing",
                         .sentence = "A child counts as linked, but " + how + ".",
                         .at = state.updated_at,
                         .records = {Show(last), Show(state)}});
  }

  const Model& model_;
  const History& history_;
  Findings& findings_;
};

}  // namespace

void CheckNoLoss(const Model& model, Findings& findings) { LossChecker(model, findings).Run(); }

}  // namespace ikp::scenarios::oracle
