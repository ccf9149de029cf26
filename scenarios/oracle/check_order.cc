// I10: events of one family are handled in order; a slow family delays no other.
#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/oracle/circumstances.h"
#include "scenarios/oracle/evidence.h"
#include "scenarios/oracle/exchange_facts.h"
#include "scenarios/oracle/quiet_times.h"
#include "scenarios/oracle/sent_body.h"
#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::oracle {
namespace {

using domain::Milliseconds;

// A webhook that was acknowledged: so soon the engine looks at the family, and one second more for each family that
// may have come at the same time.
constexpr std::chrono::seconds kAtOnce{90};
// A trigger that nobody told is found by the next poll.
constexpr std::chrono::minutes kAfterPoll{30};
// So long a family may be at work itself when Procare hangs; its next event waits for that, and should.
constexpr std::chrono::minutes kOwnWork{45};
// More families in trouble at once than this may use up the places that one location has.
constexpr std::size_t kFewFamilies = 16;

bool SiteIsMapped(const Model& model, std::string_view location) {
  const int site = model.SiteOfLocation(location);
  return site >= 0 && model.history().sites[static_cast<std::size_t>(site)].mapped;
}

// Effects of one family in Procare: the next is sent after the last one has ended.
class Overlaps {
 public:
  Overlaps(const Model& model, Reporter& report) : model_(model), report_(report) {}

  void Run() {
    for (const auto& exchange : model_.history().exchanges) {
      if (exchange.peer != Peer::kProcare || !IsWrite(exchange)) continue;
      const auto* intent = model_.ledger().IntentOf(exchange.idempotency_key);
      if (intent == nullptr) continue;
      const std::string_view family = intent->family;
      auto& last = last_[{exchange.engine, family}];
      const bool ended = last == nullptr || (last->answered_seq != 0 && last->answered_seq < exchange.sent_seq);
      if (!ended && !GivenUp(*last, exchange.sent)) {
        report_.Add("overlapping_writes",
                    "Two writes for IKS family " + std::string(family) + " were under way at the same time.",
                    exchange.sent, {Show(*last, "first write"), Show(exchange, "sent before that had ended")});
      }
      last = &exchange;
    }
  }

 private:
  // An agent may tell hours later how a command ended; the engine has noted that it does not know, and gone on where
  // another installation is concerned. Of a placement it notes that the child is not settled.
  bool GivenUp(const Exchange& write, Instant by) const {
    if (!write.command) return false;
    if (write.method == "PATCH") return by >= write.sent + model_.scenario().engine.answer_within;
    const auto* intent = model_.ledger().IntentOf(write.idempotency_key);
    return intent != nullptr && intent->given_up <= by;
  }

  const Model& model_;
  Reporter& report_;
  std::map<std::pair<int, std::string_view>, const Exchange*> last_;
};

// What was decided last was decided on what people did last.
void CheckStale(const Model& model, Reporter& report) {
  const auto& history = model.history();
  for (const auto& child : model.iks_children()) {
    const auto& last = model.Last(child);
    if (last.removed || last.by_sync || last.at > history.healed || !model.IsTriggerStatus(last.status)) continue;
    if (!SiteIsMapped(model, last.location)) continue;
    const auto* state = model.StateOf(child.id);
    // A linked child is Procare's: later versions in IKS decide nothing.
    if (state == nullptr || state->phase == ports::PushPhase::kLinked || state->iks_version >= last.version) continue;
    if (model.ChildLinkOf(child.id) != nullptr || !report.Wants("stale_decision")) continue;
    report.Add("stale_decision",
               "The state of IKS child " + std::string(child.id) + " was decided on version " +
                   std::to_string(state->iks_version) + ", but people changed it after that (version " +
                   std::to_string(last.version) + ").",
               last.at, {Show(*state), Show(last)});
  }
}

class Starvation {
 public:
  Starvation(const Model& model, Reporter& report)
      : model_(model),
        history_(model.history()),
        report_(report),
        all_well_(model.scenario(), history_, Trouble::kAny),
        iks_well_(model.scenario(), history_, Trouble::kBesides) {}

  void Run() {
    // A wrong clock of the engine makes it wait wrongly: that is no other family's fault.
    if (ClockFaulty(model_)) return;
    CollectLooks();
    for (const auto& trigger : model_.triggers()) {
      if (!history_.sites[static_cast<std::size_t>(trigger.site)].mapped || IsLinkedBefore(trigger)) continue;
      if (!CheckTold(trigger)) continue;
      CheckPolled(trigger);
    }
  }

 private:
  struct Look {
    std::string_view family;
    const Exchange* exchange;
  };

  void CollectLooks() {
    for (const auto& exchange : history_.exchanges) {
      if (exchange.peer != Peer::kIks || !IsRead(exchange)) continue;
      const auto family = IdIn(exchange.path, "/families/");
      if (!family.empty()) looks_.push_back({family, &exchange});
    }
  }

  const Model::IksChild& Child(const Model::Trigger& trigger) const {
    return model_.iks_children()[static_cast<std::size_t>(trigger.iks_child)];
  }

  bool IsLinkedBefore(const Model::Trigger& trigger) const {
    const auto* link = model_.ChildLinkOf(Child(trigger).id);
    return link != nullptr && link->linked_at <= trigger.at;
  }

  // The child belonged to that family at the trigger or later (families are merged).
  bool Belongs(const Model::Trigger& trigger, std::string_view family) const {
    const auto& child = Child(trigger);
    for (auto i = child.versions.rbegin(); i != child.versions.rend(); ++i) {
      const auto& version = history_.iks_children[static_cast<std::size_t>(*i)];
      if (version.family == family) return true;
      if (version.seq <= trigger.seq) break;
    }
    return false;
  }

  // A look at the family that saw the trigger, sent up to `until`.
  bool WasLookedAt(const Model::Trigger& trigger, Instant until) const {
    return std::any_of(looks_.begin(), looks_.end(), [&](const Look& look) {
      const auto& exchange = *look.exchange;
      return (exchange.answered_seq == 0 || exchange.answered_seq > trigger.seq) && exchange.sent <= until &&
             Belongs(trigger, look.family);
    });
  }

  bool MayBeAtWork(const Model::Trigger& trigger, Instant at) const {
    return std::any_of(looks_.begin(), looks_.end(), [&](const Look& look) {
      return look.exchange->sent > at - kOwnWork && look.exchange->sent <= at && Belongs(trigger, look.family);
    });
  }

  // All the time from the trigger on: a poll does not show who was in another status when it came.
  bool StillWanted(const Model::Trigger& trigger, Instant at) const {
    const auto& versions = Child(trigger).versions;
    return std::all_of(versions.begin(), versions.end(), [&](int index) {
      const auto& version = history_.iks_children[static_cast<std::size_t>(index)];
      if (version.seq < trigger.seq || version.at > at) return true;
      return !version.removed && model_.IsTriggerStatus(version.status) && SiteIsMapped(model_, version.location);
    });
  }

  // When the engine said that it got the webhook of this trigger.
  std::optional<Instant> ToldAt(const Model::Trigger& trigger) const {
    for (const auto& webhook : history_.webhooks) {
      if (webhook.sent < trigger.at || !IsGood(webhook.status)) continue;
      if (RawTextIn(webhook.body, "child_id") == Child(trigger).id &&
          RawTextIn(webhook.body, "new") == trigger.status) {
        return webhook.sent;
      }
    }
    return std::nullopt;
  }

  // False when the engine was late.
  bool CheckTold(const Model::Trigger& trigger) {
    if (model_.scenario().families.size() > kFewFamilies) return true;
    const auto told = ToldAt(trigger);
    if (!told) return true;
    const Milliseconds patience =
        kAtOnce + std::chrono::seconds(static_cast<std::int64_t>(model_.scenario().families.size()));
    const auto from = iks_well_.FirstQuiet(*told, patience);
    if (!from || MayBeAtWork(trigger, *from) || !StillWanted(trigger, *from + patience)) return true;
    if (WasLookedAt(trigger, *from + patience)) return true;
    Report(trigger, *from, "was told to the engine, and nothing hindered it, but it did not look at the family");
    return false;
  }

  void CheckPolled(const Model::Trigger& trigger) {
    const Milliseconds patience = model_.scenario().engine.poll_interval + kAfterPoll;
    // Who was there before the story begins has been waiting without an engine.
    const auto from = all_well_.FirstQuiet(std::max(trigger.at, history_.began), patience);
    if (!from || !StillWanted(trigger, *from + patience) || WasLookedAt(trigger, *from + patience)) return;
    Report(trigger, *from, "could be polled, and nothing hindered the engine, but it did not look at the family");
  }

  void Report(const Model::Trigger& trigger, Instant since, std::string_view how) {
    if (!report_.Wants("starved")) return;
    const auto& child = Child(trigger);
    ClashingRecord record{.title = "Trigger"};
    record.fields.emplace_back("child", child.id);
    record.fields.emplace_back("status", trigger.status);
    record.fields.emplace_back("at", domain::FormatInstant(trigger.at));
    record.fields.emplace_back("nothing hindered since", domain::FormatInstant(since));
    report_.Add("starved", "The trigger of IKS child " + std::string(child.id) + " " + std::string(how) + " in time.",
                since, {std::move(record)});
  }

  const Model& model_;
  const History& history_;
  Reporter& report_;
  QuietTimes all_well_;
  QuietTimes iks_well_;
  std::vector<Look> looks_;
};

}  // namespace

void CheckOrder(const Model& model, Findings& findings) {
  Reporter report(10, findings);
  Overlaps(model, report).Run();
  CheckStale(model, report);
  Starvation(model, report).Run();
}

}  // namespace ikp::scenarios::oracle
