#include "engine/rules/push_plan.h"

#include <algorithm>

#include "engine/rules/placement.h"
#include "engine/rules/push_facts.h"
#include "engine/rules/status_words.h"
#include "engine/rules/validate.h"

namespace ikp::rules {
namespace {

using domain::Reason;

template <typename IdType>
std::vector<std::string> Texts(const std::vector<IdType>& ids) {
  std::vector<std::string> texts;
  for (const auto& id : ids) texts.push_back(id.str());
  return texts;
}

template <typename IdType>
void RemoveKnown(std::vector<IdType>& candidates, const std::vector<std::string>& known) {
  std::erase_if(candidates,
                [&](const IdType& id) { return std::find(known.begin(), known.end(), id.str()) != known.end(); });
}

// Builds one plan; every decision reads the same view.
class Planner {
 public:
  explicit Planner(const PushView& view) : view_(view), facts_(view) {}

  PushPlan Plan() {
    plan_.not_wanted = facts_.NotWanted();
    SettleOpenEffects();
    PlaceUnsettled();
    for (const auto& id : view_.candidates) {
      if (const auto* child = facts_.Find(id)) PlanChild(*child);
    }
    TellRemainingDoubts();
    return std::move(plan_);
  }

 private:
  // --- unknown outcomes: look, never send again --------------------------------------------------------------------
  void SettleOpenEffects() {
    for (const auto& open : view_.open_effects) {
      if (open.effect == PushEffect::kCreateFamily) SettleFamily(open);
      if (open.effect == PushEffect::kCreateChild) SettleCreatedChild(open);
      // The child is another family's now, which places it again; a placement says the same however often it is said.
      const bool left = open.effect == PushEffect::kPlaceChild && open.child && facts_.Find(*open.child) == nullptr;
      if (left) plan_.steps.push_back(DropIntent{open.intent});
    }
  }

  void SettleFamily(const OpenEffect& open) {
    const auto identity = FamilyIdentityFromStrings(open.identity);
    if (!identity) return Doubt(open, true, {});
    std::set<domain::ProcareFamilyId> known;
    for (const auto& id : open.known_before) known.insert(domain::ProcareFamilyId::Trusted(id));
    if (view_.family_decision && !view_.family_decision->link_to) {
      for (const auto& id : view_.family_decision->seen) known.insert(domain::ProcareFamilyId::Trusted(id));
    }
    const FamilyMatch match = MatchFamily(*identity, *view_.school, known);
    if (view_.family_link) return EndFamilyIntent(open, match);
    if (view_.family_decision && view_.family_decision->link_to) {  // a person has decided
      // Linked below, with the child that is pushed; without one, what may have been created is of no use any more.
      if (view_.candidates.empty() && facts_.ProvesAbsence(open)) plan_.steps.push_back(DropIntent{open.intent});
      return;
    }
    if (match.kind == MatchKind::kUnique) {
      plan_.steps.push_back(AdoptFamily{open.intent, match.candidates.front()});
      family_settling_ = true;
    } else if (match.kind == MatchKind::kNone && facts_.ProvesAbsence(open)) {
      plan_.steps.push_back(DropIntent{open.intent});
      family_settling_ = true;
    } else if (facts_.NobodyNeedsTheFamily() && facts_.ProvesAbsence(open)) {
      plan_.steps.push_back(DropIntent{open.intent});
    } else {
      Doubt(open, true, Texts(match.candidates));
    }
  }

  // Another family was linked meanwhile: the intent is only to be ended, and what it left behind to be told.
  void EndFamilyIntent(const OpenEffect& open, const FamilyMatch& match) {
    DropIntent step{.intent = open.intent};
    for (const auto& id : match.candidates) {
      if (id != *view_.family_link && !step.left_behind) step.left_behind = id.str();
    }
    const bool happened = match.kind != MatchKind::kNone;
    if (happened || facts_.ProvesAbsence(open)) plan_.steps.push_back(std::move(step));
  }

  void SettleCreatedChild(const OpenEffect& open) {
    const auto identity = ChildIdentityFromStrings(open.identity);
    if (!identity || !open.child) return Doubt(open, false, {});
    ChildMatch match = MatchChild(*identity, *view_.school, facts_.ExclusionsFor(*open.child));
    RemoveKnown(match.candidates, open.known_before);
    if (const auto decision = facts_.DecisionFor(*open.child); decision && !decision->link_to) {
      RemoveKnown(match.candidates, decision->seen);
    }
    if (match.candidates.size() == 1 && match.kind != MatchKind::kReview) {
      plan_.steps.push_back(AdoptChild{open.intent, *open.child, match.candidates.front()});
      settling_.insert(*open.child);
    } else if (match.candidates.empty() && facts_.ProvesAbsence(open)) {
      plan_.steps.push_back(DropIntent{open.intent});
      settling_.insert(*open.child);
    } else if (facts_.Find(*open.child) == nullptr && facts_.ProvesAbsence(open)) {
      // The child is another family's now: its push finds the record, if there is one, and decides.
      plan_.steps.push_back(DropIntent{open.intent});
    } else {
      Doubt(open, false, Texts(match.candidates));
    }
  }

  // Not settled by this reading: several or similar records are for a person, none means to look again.
  void Doubt(const OpenEffect& open, bool about_family, std::vector<std::string> candidates) {
    ChildVerdict verdict{.child = domain::IksChildId::Trusted("-"),
                         .kind = candidates.empty() ? ChildVerdict::Kind::kLater : ChildVerdict::Kind::kPerson,
                         .reason = candidates.empty()
                                       ? facts_.OnWorkList(open) ? Reason::kOnWorkList : Reason::kOutcomeUnknown
                                   : candidates.size() == 1 ? Reason::kAmbiguousMatch
                                                            : Reason::kTwoFound,
                         .details = {"intent:" + open.intent.str()},
                         .candidates = std::move(candidates),
                         .about_family = about_family,
                         .look_again_at = open.settles_at};
    if (about_family) {
      family_doubt_ = std::move(verdict);
      family_in_doubt_ = &open;
    } else {
      child_doubts_.emplace(*open.child, std::move(verdict));
    }
  }

  // An effect may be on its way for a child that is no longer to be pushed: somebody must still look again.
  void TellRemainingDoubts() {
    const auto told = [&](const domain::IksChildId& child) {
      return std::any_of(plan_.verdicts.begin(), plan_.verdicts.end(),
                         [&](const ChildVerdict& verdict) { return verdict.child == child; });
    };
    for (auto& [child, doubt] : child_doubts_) {
      if (told(child)) continue;
      doubt.child = child;
      plan_.verdicts.push_back(doubt);
    }
    if (!family_doubt_) return;
    // Better data is needed before any of them is pushed; until then the family is of no use, whatever became of it.
    const bool all_refused = !plan_.verdicts.empty() &&
                             std::all_of(plan_.verdicts.begin(), plan_.verdicts.end(), [](const ChildVerdict& verdict) {
                               return verdict.kind == ChildVerdict::Kind::kRefused;
                             });
    if (all_refused && plan_.steps.empty() && facts_.ProvesAbsence(*family_in_doubt_)) {
      plan_.steps.push_back(DropIntent{family_in_doubt_->intent});
    }
    if (!plan_.verdicts.empty()) return;
    for (const auto& child : view_.family->children) {
      if (child.location != view_.site->iks_location || view_.child_links.contains(child.id)) continue;
      family_doubt_->child = child.id;
      plan_.verdicts.push_back(*family_doubt_);
      return;
    }
  }

  // --- created, but not yet placed ---------------------------------------------------------------------------------
  void PlaceUnsettled() {
    for (const auto& [id, link] : view_.child_links) {
      if (link.settled) continue;
      const OpenEffect* open = facts_.OpenFor(PushEffect::kPlaceChild, id);
      const auto intent = open != nullptr ? std::optional(open->intent) : std::nullopt;
      const auto* child = facts_.Find(id);
      const auto* record = facts_.Record(link.procare);
      const auto trigger =
          child != nullptr ? view_.site->policy.triggers.find(child->status) : view_.site->policy.triggers.end();
      // Staff were quicker (the record is no longer as it was born), or IKS no longer wants it placed: leave it (I7).
      // Where a placement is several entries, one that was begun is brought to its end: it leaves alone what is there.
      const bool begun = view_.born_as.empty() && open != nullptr;
      const bool untouched = begun || record == nullptr || (child != nullptr && facts_.AsBorn(*record, *child));
      if (child == nullptr || trigger == view_.site->policy.triggers.end() || !untouched || facts_.HasVanished(link)) {
        plan_.steps.push_back(SettleChild{id, intent});
        continue;
      }
      const auto placement = facts_.PlacementOf(*child, trigger->second);
      if (placement.placement == domain::Placement::kEnrolled && IsAttending(view_.born_as)) {
        plan_.steps.push_back(SettleChild{id, intent});  // it was born Active [P1]; room and start came with it
      } else {
        plan_.steps.push_back(PlaceChild{id, link.procare, placement, intent});
      }
    }
  }

  // --- one candidate -----------------------------------------------------------------------------------------------
  void PlanChild(const domain::IksChild& child) {
    if (const auto doubt = child_doubts_.find(child.id); doubt != child_doubts_.end()) {
      if (const auto decision = facts_.DecisionFor(child.id); decision && decision->link_to) {
        return LinkByPerson(child, *decision->link_to);
      }
      auto verdict = doubt->second;
      verdict.child = child.id;
      plan_.verdicts.push_back(std::move(verdict));
      return;
    }
    if (settling_.contains(child.id)) return Proceed(child, {});
    const Validation validation = ValidateForPush(*view_.family, child, view_.site->policy, view_.today);
    if (!validation.good()) return Refuse(child, validation);
    std::vector<std::string> warnings;
    for (const auto& warning : validation.warnings) warnings.push_back(warning.field + ":" + warning.word);
    if (!view_.school->complete()) {
      return Verdict(child, ChildVerdict::Kind::kLater, Reason::kSnapshotIncomplete, {}, {}, false);
    }
    const auto decision = facts_.DecisionFor(child.id);
    if (decision && decision->link_to) return LinkByPerson(child, *decision->link_to);
    ChildMatch match = MatchChild(facts_.Identity(child), *view_.school, facts_.ExclusionsFor(child.id));
    if (decision) RemoveKnown(match.candidates, decision->seen);
    if (match.candidates.empty()) return PlanNew(child, std::move(warnings));
    if (match.kind == MatchKind::kUnique) return LinkMatched(child, match);
    const auto reason = match.kind == MatchKind::kSeveral ? Reason::kTwoFound : Reason::kAmbiguousMatch;
    std::vector<std::string> details = {"rung:" + std::string(ToWord(match.rung))};
    details.insert(details.end(), match.notices.begin(), match.notices.end());
    Verdict(child, ChildVerdict::Kind::kPerson, reason, std::move(details), Texts(match.candidates), false);
  }

  void LinkByPerson(const domain::IksChild& child, const std::string& procare_id) {
    if (facts_.Record(domain::ProcareChildId::Trusted(procare_id)) == nullptr) {
      return Verdict(child, ChildVerdict::Kind::kPerson, Reason::kAmbiguousMatch, {"no_such_record_at_this_school"}, {},
                     false);
    }
    plan_.steps.push_back(LinkChild{child.id, domain::ProcareChildId::Trusted(procare_id), true});
    Proceed(child, {});
  }

  void LinkMatched(const domain::IksChild& child, const ChildMatch& match) {
    const auto& record = match.candidates.front();
    if (!view_.family_link && !family_planned_) {
      if (const auto household = facts_.HouseholdOf(record, match.rung)) {
        plan_.steps.push_back(LinkFamily{*household});
        family_planned_ = true;
      }
    }
    plan_.steps.push_back(LinkChild{child.id, record});
    Proceed(child, match.notices);
  }

  void PlanNew(const domain::IksChild& child, std::vector<std::string> warnings) {
    if (const auto* twice = SameSibling(child)) {
      return Verdict(child, ChildVerdict::Kind::kPerson, Reason::kAmbiguousMatch,
                     {"entered_twice_in_iks:" + twice->str()}, {}, false);
    }
    if (const auto* recent = facts_.SimilarRecent(child)) {
      Verdict(child, ChildVerdict::Kind::kLater, Reason::kQueued, {"similar_family_settling"}, {}, false);
      plan_.verdicts.back().look_again_at = recent->visible_by;
      return;
    }
    const bool decided = view_.family_decision && view_.family_decision->link_to && !view_.family_link;
    if (family_doubt_ && !decided) {
      auto verdict = *family_doubt_;
      verdict.child = child.id;
      plan_.verdicts.push_back(std::move(verdict));
      return;
    }
    if (family_settling_) return Proceed(child, std::move(warnings));  // planned again once that is settled
    if (view_.family_link) {
      if (!facts_.FamilyStillThere()) {
        // A decision that was made after the link is about what to do without it.
        const bool answered = view_.family_decision && view_.family_decision->decided_at > view_.family_linked_at;
        if (answered && PlanFamily(child)) return CreateIn(child, std::nullopt, std::move(warnings));
        if (answered) return;
        // Entered anew, or restored under another number: the family that it surely is takes its place.
        if (view_.ids_can_vanish && ReplaceFamily()) return CreateIn(child, std::nullopt, std::move(warnings));
        return Verdict(child, ChildVerdict::Kind::kPerson, Reason::kAmbiguousMatch, {"linked_family_missing"},
                       {view_.family_link->str()}, true);
      }
      return CreateIn(child, view_.family_link, std::move(warnings));
    }
    if (family_planned_) return CreateIn(child, std::nullopt, std::move(warnings));
    if (!PlanFamily(child)) return;
    CreateIn(child, std::nullopt, std::move(warnings));
  }

  bool ReplaceFamily() {
    if (family_planned_) return true;
    const auto family = facts_.SurelyThisFamily();
    if (family) plan_.steps.push_back(LinkFamily{*family});
    return family_planned_ = family.has_value();
  }

  // IKS holds the child twice in one family, and the other entry is in Procare or on its way there.
  const domain::IksChildId* SameSibling(const domain::IksChild& child) const {
    const ChildIdentity identity = facts_.Identity(child);
    for (std::size_t i = 0; i < facts_.siblings().size(); ++i) {
      const auto& other = view_.family->children[i].id;
      if (other == child.id || !SameChild(identity, facts_.siblings()[i])) continue;
      if (view_.child_links.contains(other) || facts_.OpenFor(PushEffect::kCreateChild, other) ||
          planned_.contains(other)) {
        return &other;
      }
    }
    return nullptr;
  }

  // A family to link or to create; false when a person must decide first.
  bool PlanFamily(const domain::IksChild& child) {
    const FamilyIdentity identity = IdentityOf(*view_.family);
    if (view_.family_decision && view_.family_decision->link_to) {
      const auto chosen = domain::ProcareFamilyId::Trusted(*view_.family_decision->link_to);
      if (!facts_.Shows(chosen.str())) {
        Verdict(child, ChildVerdict::Kind::kPerson, Reason::kAmbiguousMatch, {"no_such_record_at_this_school"}, {},
                true);
        return false;
      }
      plan_.steps.push_back(LinkFamily{chosen, true});
      family_planned_ = true;
      return true;
    }
    FamilyMatch match = MatchFamily(identity, *view_.school);
    // In doubt, a family that is another IKS family's is not this one (cousins who share a grandmother).
    if (match.kind != MatchKind::kUnique && match.kind != MatchKind::kNone) {
      match = MatchFamily(identity, *view_.school, view_.families_linked_elsewhere);
    }
    if (view_.family_decision) RemoveKnown(match.candidates, view_.family_decision->seen);
    if (match.kind == MatchKind::kUnique && !match.candidates.empty()) {
      plan_.steps.push_back(LinkFamily{match.candidates.front()});
      family_planned_ = true;
      return true;
    }
    if (!match.candidates.empty()) {
      Verdict(child, ChildVerdict::Kind::kPerson,
              match.kind == MatchKind::kSeveral ? Reason::kTwoFound : Reason::kAmbiguousMatch, {"family"},
              Texts(match.candidates), true);
      return false;
    }
    plan_.steps.push_back(CreateFamily{.family = facts_.NewFamilyOf(child),
                                       .identity = ToStrings(identity),
                                       .known_before = Texts(AlikeFamilies(identity, *view_.school))});
    family_planned_ = true;
    return true;
  }

  void CreateIn(const domain::IksChild& child, std::optional<domain::ProcareFamilyId> family,
                std::vector<std::string> warnings) {
    const ChildIdentity identity = facts_.Identity(child);
    planned_.insert(child.id);
    auto record = facts_.NewChildOf(child);
    if (family) record.family = *family;
    plan_.steps.push_back(CreateChild{.child = child.id,
                                      .family = std::move(family),
                                      .record = std::move(record),
                                      .identity = ToStrings(identity),
                                      .known_before = Texts(AlikeChildren(identity, *view_.school))});
    Proceed(child, std::move(warnings));
  }

  // --- helpers -----------------------------------------------------------------------------------------------------
  void Proceed(const domain::IksChild& child, std::vector<std::string> warnings) {
    Verdict(child, ChildVerdict::Kind::kStep, Reason::kQueued, std::move(warnings), {}, false);
  }

  void Refuse(const domain::IksChild& child, const Validation& validation) {
    std::vector<std::string> details;
    for (const auto& problem : validation.problems) details.push_back(problem.field + ":" + problem.word);
    Verdict(child, ChildVerdict::Kind::kRefused, validation.HeldBecause().value_or(Reason::kMissingData),
            std::move(details), {}, false);
  }

  void Verdict(const domain::IksChild& child, ChildVerdict::Kind kind, Reason reason, std::vector<std::string> details,
               std::vector<std::string> candidates, bool about_family) {
    plan_.verdicts.push_back({.child = child.id,
                              .kind = kind,
                              .reason = reason,
                              .details = std::move(details),
                              .candidates = std::move(candidates),
                              .about_family = about_family,
                              .look_again_at = std::nullopt});
  }

  const PushView& view_;
  PushFacts facts_;
  PushPlan plan_;
  std::set<domain::IksChildId> settling_;
  std::set<domain::IksChildId> planned_;  // to be created by this plan
  std::map<domain::IksChildId, ChildVerdict> child_doubts_;
  std::optional<ChildVerdict> family_doubt_;
  const OpenEffect* family_in_doubt_ = nullptr;
  bool family_settling_ = false;
  bool family_planned_ = false;
};

}  // namespace

PushPlan PlanPush(const PushView& view) { return Planner(view).Plan(); }

}  // namespace ikp::rules
