#include "engine/explain/explain.h"

#include <utility>

#include "engine/explain/headline.h"
#include "engine/explain/nightly_summary.h"
#include "engine/explain/situation.h"
#include "engine/explain/time_text.h"
#include "engine/explain/timeline.h"
#include "engine/explain/words.h"

namespace ikp::explain {
namespace {

using domain::Reason;
using Kind = Situation::Kind;

constexpr std::string_view kAtNextNightly = "At the next nightly sync.";
constexpr std::string_view kConfigOption = " --config FILE ";

class Explainer {
 public:
  explicit Explainer(const ExplainFacts& facts)
      : facts_(facts),
        times_(facts.site ? std::optional(facts.site->zone) : std::nullopt, facts.now),
        nightly_(facts.nightly ? SummaryOf(*facts.nightly) : NightlySummary()),
        situation_(Judge(facts, nightly_)),
        told_{.child = facts.child} {}

  Explanation Run() {
    told_.headline = "Child " + Clean(facts_.child.str()) + " " + std::string(HeadlineOf(situation_));
    told_.data_safe = SafetyOf(situation_);
    if (situation_.reason) {
      const auto& text = domain::Describe(*situation_.reason);
      told_.code = text.code;
      told_.word = text.word;
      told_.what.emplace_back(text.what);
      told_.next_action.emplace_back(text.next_action);
      told_.retry = text.retry;
    } else {
      told_.code = "IKP-000";
      told_.word = "never_heard_of";
    }
    TellSituation();
    TellPending();
    TellDetails();
    told_.timeline = TimelineOf(facts_.audit, times_);
    return std::move(told_);
  }

 private:
  void What(std::string sentence) { told_.what.push_back(std::move(sentence)); }
  void Do(std::string sentence) { told_.next_action.push_back(std::move(sentence)); }

  void TellSituation() {
    switch (situation_.kind) {
      case Kind::kNeverHeardOf:
        return TellNeverHeardOf();
      case Kind::kNotSent:
        return TellNotSent();
      case Kind::kHeld:
        return TellHeld();
      case Kind::kPerson:
        return TellPerson();
      case Kind::kRetrying:
        return TellRetrying();
      case Kind::kLinked:
        return TellLinked();
      case Kind::kNightlyNot:
        return TellNightlyNot();
    }
  }

  // --- not linked ---------------------------------------------------------------------------------------------------

  void TellNeverHeardOf() {
    What("No trigger for a child with this id has come in, and none was found by asking IKS.");
    Do("Check that this is the IKS child id, as IKS shows it.");
    Do("Check in IKS that the child's status is a trigger status of its centre.");
    Do("Check that the child's IKS location belongs to a configured site: `tools/engine status" + Config() +
       "` lists them.");
    Do("Check that IKS sends webhooks to this engine, with the right secret: `tools/engine check" + Config() + "`.");
    told_.done = "Nothing.";
    told_.retry = "IKS is asked every few minutes for children in a trigger status, also when a webhook is lost.";
  }

  void TellNotSent() {
    told_.done = "Nothing was sent to Procare.";
    if (situation_.reason != Reason::kNotTriggerStatus || !facts_.site) return;
    std::string statuses;
    for (const auto& [label, placement] : facts_.site->policy.triggers) {
      statuses += (statuses.empty() ? "" : ", ") + Clean(label.text());
    }
    What("The trigger statuses of " + Clean(facts_.site->id.str()) + " are: " + statuses + ".");
  }

  void TellHeld() {
    told_.done = facts_.link ? "The child was created in Procare as " + Clean(facts_.link->procare_id) +
                                   "; its status there is still to be entered."
                             : "Nothing of this child was created in Procare.";
    const bool fields = situation_.reason == Reason::kMissingData || situation_.reason == Reason::kNeedsBirthDate;
    if (fields) {
      for (const auto& detail : facts_.state->details) What(Sentence(DetailInWords(detail)));
    } else {
      TellCause(facts_.state->details);
    }
    NextLook("The child is also looked at again by itself");
  }

  // Codes and words as the other system gave them.
  void TellCause(const std::vector<std::string>& details) {
    std::string words;
    for (const auto& detail : details) words += (words.empty() ? "" : ", ") + DetailInWords(detail);
    if (!words.empty()) What("In detail: " + words + ".");
  }

  void TellPerson() {
    told_.done = "No new record was created; the question was put to a person.";
    for (const auto& detail : facts_.state->details) {
      if (!detail.starts_with("candidate:")) What(Sentence(DetailInWords(detail)));
    }
    if (!facts_.review) {
      for (const auto& detail : facts_.state->details) {
        if (detail.starts_with("candidate:")) What("It may be " + DetailInWords(detail) + ".");
      }
      Do("See the open reviews: `tools/engine status" + Config() + "`.");
    } else {
      TellReview(*facts_.review);
    }
    NextLook("The child is also looked at again by itself");
  }

  void TellReview(const ports::Review& review) {
    const std::string kind = review.child ? "child" : "family";
    for (const auto& candidate : review.candidates) What("It may be Procare " + kind + " " + Clean(candidate) + ".");
    What("The question has been open since " + times_.When(review.opened_at) + ".");
    const std::string command = "`tools/engine review decide " + Clean(review.id.str()) + std::string(kConfigOption);
    for (const auto& candidate : review.candidates) {
      Do("If it is " + kind + " " + Clean(candidate) + ": " + command + "--link " + Clean(candidate) + "`");
    }
    Do("If it is none of them: " + command + "--create`");
  }

  void TellRetrying() {
    if (!facts_.state) {
      told_.done = facts_.link ? "The child was created in Procare; its status there is still to be set."
                               : "The trigger is stored and has not been handled yet.";
      return;
    }
    TellCause(facts_.state->details);
    TellComputer();
    TellOpenEffects();
    if (const auto since = InThisStateSince(facts_)) What("This has been so since " + times_.When(*since) + ".");
    told_.done = "Tried " + Counted(facts_.state->attempts + 1, "time") + ", the last time at " +
                 times_.At(facts_.state->updated_at) + ".";
    if (facts_.link) told_.done += " The child is in Procare already, as " + Clean(facts_.link->procare_id) + ".";
    if (situation_.reason == Reason::kOutcomeUnknown) {
      told_.done +=
          " At every attempt the record is looked for in Procare: found once, it is linked; found more than once, a "
          "person is asked; certainly not there, it is sent again.";
    }
    NextLook("Next");
  }

  // --- linked -------------------------------------------------------------------------------------------------------

  void TellLinked() {
    TellLink();
    if (situation_.reason == Reason::kStatusWrittenBack || situation_.reason == Reason::kEditedInIks) {
      if (!situation_.note.empty()) What("Written to IKS: " + Clean(situation_.note) + ".");
    }
    TellAgreement();
    if (situation_.reason == Reason::kPersonMerged) What("The record was " + Clean(situation_.note) + ".");
    if (situation_.reason == Reason::kInSync || situation_.reason == Reason::kStatusWrittenBack) {
      What(
          "A push happens one time only: what is changed in Procare comes to IKS every night, what is changed in IKS "
          "does not go to Procare.");
    }
    TellNextNightly();
  }

  void TellLink() {
    if (!facts_.link) {
      told_.done = "The child was linked before.";
      return;
    }
    const auto& link = *facts_.link;
    const std::string record = "Procare child " + Clean(link.procare_id);
    const std::string when = " on " + times_.At(link.linked_at);
    switch (link.origin) {
      case ports::LinkOrigin::kCreated:
        told_.done = "Created as " + record + when + ".";
        return;
      case ports::LinkOrigin::kAdopted:
        told_.done = "Created as " + record + "; the answer was lost, and the record was found and linked" + when + ".";
        return;
      case ports::LinkOrigin::kMatched:
        told_.done = "Linked to " + record + when + "; nothing was created or changed there.";
        return;
      case ports::LinkOrigin::kManual:
        told_.done = "Linked to " + record + when + ", as a person decided.";
        return;
    }
  }

  void TellAgreement() {
    if (!facts_.agreement) return;
    const auto& agreed = *facts_.agreement;
    if (agreed.procare_status.empty()) {
      What("No nightly sync has seen the record in Procare yet.");
      return;
    }
    What("Both sides last agreed on " + times_.At(agreed.agreed_at) + ": " + Clean(agreed.procare_status) +
         " in Procare is " + Clean(agreed.iks_status) + " in IKS.");
  }

  void TellNightlyNot() {
    TellLink();
    const ports::NightlyRun* run = RunThatCounts(facts_);
    const std::string night = run == nullptr ? "The last nightly sync" : "The nightly sync of " + run->local_date.str();
    switch (*situation_.reason) {
      case Reason::kMissingInProcare:
      case Reason::kBackupRestored:
        TellMissing();
        break;
      case Reason::kAtAnotherSchool:
        What("It is at school " + Clean(situation_.note) + " now.");
        break;
      case Reason::kNoStatusRow:
      case Reason::kStatusesNotExported:
        break;
      case Reason::kMassChangeHeld:
        What(night + " would have changed the status of " + CountedChildren(nightly_.held) + " of the " +
             std::to_string(nightly_.linked) + " linked.");
        Do("`tools/engine nightly" + std::string(kConfigOption) + "--site " + Clean(run->site.str()) +
           " --accept-mass-change`");
        break;
      case Reason::kUnmappedStatus:
        What("The word is: " + Clean(situation_.note) + ".");
        break;
      case Reason::kUnmappedClassroom:
        What("The classroom's id is: " + Clean(situation_.note) + ".");
        break;
      case Reason::kWriteBackFailed:
        if (!situation_.note.empty()) TellCause({situation_.note});
        break;
      default:
        What(night + " could not be done for this reason.");
        if (!situation_.note.empty()) TellCause({situation_.note});
        TellComputer();
        break;
    }
    TellNextNightly();
  }

  // What was sent before the cause that is told here came up may have taken place.
  void TellOpenEffects() {
    if (situation_.reason == Reason::kOutcomeUnknown) return;  // says so itself
    for (const auto& intent : facts_.open_intents) {
      What("Begun before that, and not known to have ended: " + EffectInWords(intent.kind) + ", since " +
           times_.When(intent.created_at) +
           ". It may stand in Procare already; it is looked for there, and not sent a second time while it may exist.");
    }
  }

  static std::string EffectInWords(ports::EffectKind kind) {
    switch (kind) {
      case ports::EffectKind::kCreateFamily:
        return "creating the family";
      case ports::EffectKind::kCreateChild:
        return "creating the child";
      case ports::EffectKind::kPlaceChild:
        return "giving the child its status and classroom";
    }
    return "an effect";
  }

  // Of a centre with Procare Desktop: when it was heard of, and since when it is silent.
  void TellComputer() {
    if (!facts_.desktop) return;
    const auto& computer = *facts_.desktop;
    if (!computer.last_heard) {
      What("The centre's computer has never been heard of.");
    } else {
      What("The centre's computer was last heard of at " + times_.When(*computer.last_heard) + ".");
    }
    if (!computer.online && computer.waiting > 0) {
      What(Counted(computer.waiting, "command") + " wait for it.");
    }
  }

  void TellMissing() {
    const int nights = facts_.agreement ? facts_.agreement->missing_nights : 0;
    if (nights > 0) {
      What("It was missing in " +
           (nights == 1 ? std::string("the last complete reading")
                        : "the last " + std::to_string(nights) + " complete readings") +
           " of the school.");
    }
    if (!facts_.site || nights == 0) return;
    const int alert = facts_.site->policy.missing_nights_before_alert;
    if (nights < alert) What("It is reported from the " + Ordinal(alert) + " such reading on.");
  }

  static std::string Ordinal(int number) {
    const int last = number % 10;
    const bool teen = number % 100 / 10 == 1;
    const char* ending = teen ? "th" : last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th";
    return std::to_string(number) + ending;
  }

  // --- shared -------------------------------------------------------------------------------------------------------

  static std::string Config() {
    std::string option(kConfigOption);
    option.pop_back();
    return option;
  }

  void NextLook(const std::string& lead) {
    if (!facts_.state || !facts_.state->next_attempt_at) return;
    told_.next_look = facts_.state->next_attempt_at;
    const bool due = *told_.next_look <= facts_.now;
    told_.retry += " " + lead + ": " + (due ? std::string("now") : times_.When(*told_.next_look)) + ".";
  }

  void TellNextNightly() {
    if (!facts_.next_nightly) return;
    told_.next_look = facts_.next_nightly;
    const std::string when = times_.When(*facts_.next_nightly) + ".";
    if (told_.retry == kAtNextNightly) {
      told_.retry.back() = ':';
      told_.retry += " " + when;
    } else {
      told_.retry += " The next nightly sync: " + when;
    }
  }

  void TellPending() {
    if (!facts_.trigger_pending || situation_.reason == Reason::kQueued) return;
    What("A new trigger of this child has come in and is about to be handled.");
  }

  void Detail(std::string name, std::string value) {
    if (!value.empty()) told_.details.push_back({std::move(name), Clean(value)});
  }

  void TellDetails() {
    if (facts_.state) {
      const auto& state = *facts_.state;
      Detail("site", state.site ? state.site->str() : std::string("-"));
      Detail("family", state.family.str());
      Detail("iks_location", state.location.str());
      Detail("phase", std::string(ports::ToWord(state.phase)));
      Detail("push_reason", std::string(domain::Describe(state.reason).word));
      std::string words;
      for (const auto& detail : state.details) words += (words.empty() ? "" : ", ") + detail;
      Detail("push_details", words);
    }
    if (facts_.link) {
      Detail("procare_child", facts_.link->procare_id);
      Detail("link_origin", std::string(ports::ToWord(facts_.link->origin)));
      Detail("placed", facts_.link->settled ? "yes" : "not yet");
    }
    if (facts_.review) Detail("review", facts_.review->id.str());
    if (facts_.nightly) {
      Detail("last_nightly",
             facts_.nightly->local_date.str() + " " + std::string(ports::ToWord(facts_.nightly->outcome)));
    }
  }

  const ExplainFacts& facts_;
  TimeText times_;
  NightlySummary nightly_;
  Situation situation_;
  Explanation told_;
};

}  // namespace

Explanation Explain(const ExplainFacts& facts) { return Explainer(facts).Run(); }

}  // namespace ikp::explain
