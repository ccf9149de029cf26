// I11: what only crashes and lost answers can break. An effect has a durable intent; a webhook is acknowledged when its
// trigger is durable; an unknown outcome is settled by looking, never by sending again.
#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <vector>

#include "scenarios/oracle/circumstances.h"
#include "scenarios/oracle/evidence.h"
#include "scenarios/oracle/exchange_facts.h"
#include "scenarios/oracle/sent_body.h"
#include "scenarios/oracle/traffic.h"
#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::oracle {
namespace {

// The sender cannot know whether it happened. A connection that was reset before the request was handled counts as not
// sent; a 4xx says that nothing was done.
bool IsUnknown(const Exchange& exchange) {
  switch (exchange.fate) {
    case Fate::kRequestLost:
      return !exchange.known_not_sent;
    case Fate::kAnswerLost:
    case Fate::kSenderDied:
      return true;
    case Fate::kUnreadable:
      return exchange.status < 300 || exchange.status >= 500;
    case Fate::kAnswered:
      return exchange.status >= 500 || exchange.status == 408;
    case Fate::kReset:
    case Fate::kUnderWay:
      return false;
  }
  return false;
}

class CrashSafetyCheck {
 public:
  CrashSafetyCheck(const Model& model, Findings& findings)
      : model_(model), history_(model.history()), report_(11, findings), clock_is_right_(!ClockFaulty(model)) {
    for (const auto& entry : history_.opinion.audit) {
      if (entry.event == "intent_opened") intents_.emplace(RawTextIn(entry.details_json, "intent"), &entry);
    }
  }

  void Run() {
    for (const auto& exchange : history_.exchanges) {
      if (exchange.peer != Peer::kProcare || !IsWrite(exchange)) continue;
      CheckIntent(exchange);
      if (IsCreation(exchange)) CheckRetry(exchange);
    }
    CheckWebhooks();
  }

 private:
  void CheckIntent(const Exchange& exchange) {
    if (exchange.idempotency_key.empty()) return;  // it does not say which intent it carries out
    const auto intent = intents_.find(exchange.idempotency_key);
    if (intent == intents_.end()) {
      return report_.Add("effect_without_intent",
                         "The engine sent a write to Procare, but its memory holds no intent for it.", exchange.sent,
                         {Show(exchange)});
    }
    if (!clock_is_right_) return;
    const Instant opened = intent->second->at;
    if (opened <= exchange.sent && WasDurable(exchange, opened)) return;
    report_.Add("effect_without_intent", "The engine sent a write to Procare before the intent for it was durable.",
                exchange.sent, {Show(exchange)});
  }

  // Something that was noted at or after `opened` was durable before the request left: writes become durable in their
  // order. (Only a detailed history has them; in others a crash in between tells.)
  bool WasDurable(const Exchange& exchange, Instant opened) const {
    if (history_.writes.empty()) return true;
    const auto later = std::partition_point(history_.writes.begin(), history_.writes.end(),
                                            [&](const DurableWrite& write) { return write.seq < exchange.sent_seq; });
    return later != history_.writes.begin() && std::prev(later)->at >= opened;
  }

  // The same body again after an unknown outcome: only after the visibility window, and after a look at the list.
  void CheckRetry(const Exchange& exchange) {
    auto& last = last_[exchange.body];
    const Exchange* before =
        last != nullptr && last->tenant == exchange.tenant && last->path == exchange.path && IsUnknown(*last) ? last
                                                                                                              : nullptr;
    last = &exchange;
    if (before == nullptr) return;
    if (!WasLookedFor(*before, exchange)) {
      return report_.Add(
          "blind_retry",
          "The outcome of a creation was unknown, and it was sent again without a look at what is there.",
          exchange.sent, {Show(*before, "outcome unknown"), Show(exchange, "sent again")});
    }
    // What a PC has written shows at once.
    const bool early = !before->command && exchange.sent < before->sent + model_.scenario().engine.visibility_window;
    if (!early || !clock_is_right_ || PersonDecided(*before, exchange)) return;
    report_.Add("blind_retry",
                "The outcome of a creation was unknown, and it was sent again before a record had to show in Procare.",
                exchange.sent, {Show(*before, "outcome unknown"), Show(exchange, "sent again")});
  }

  bool WasLookedFor(const Exchange& before, const Exchange& again) const {
    const auto school = RawTextIn(again.body, "school_id");
    const Sequence since = std::max(before.answered_seq, before.sent_seq);
    auto read = std::partition_point(history_.exchanges.begin(), history_.exchanges.end(),
                                     [&](const Exchange& one) { return one.sent_seq <= since; });
    for (; read != history_.exchanges.end() && read->sent_seq < again.sent_seq; ++read) {
      // An agent reads families and children in one go.
      const std::string_view wanted = read->command ? std::string_view("/api/v1/children") : again.path;
      const bool list = IsRead(*read) && read->peer == Peer::kProcare && read->tenant == again.tenant &&
                        read->path.starts_with(wanted) && read->path.size() > wanted.size() &&
                        read->path[wanted.size()] == '?';
      if (list && WasAnswered(*read) && IsGood(read->status) && read->answered_seq < again.sent_seq &&
          QueryIn(read->path, "school_id") == school) {
        return true;
      }
    }
    return false;
  }

  // A person may know better than the window: "create it anyway".
  bool PersonDecided(const Exchange& before, const Exchange& again) const {
    const auto& actions = model_.scenario().actions;
    return std::any_of(history_.acts.begin(), history_.acts.end(), [&](const Act& act) {
      if (act.seq < before.sent_seq || act.seq > again.sent_seq || act.action < 0) return false;
      const auto kind = actions[static_cast<std::size_t>(act.action)].kind;
      return kind == ActionKind::kApproveCreate || kind == ActionKind::kApproveLink;
    });
  }

  // --- webhooks ------------------------------------------------------------------------------------------------------
  void CheckWebhooks() {
    std::unordered_map<std::string_view, bool> received;  // event ids in the audit log
    for (const auto& entry : history_.opinion.audit) {
      if (entry.event != "trigger_received") continue;
      if (const auto event = RawTextIn(entry.details_json, "event"); !event.empty()) received.emplace(event, true);
    }
    std::unordered_map<std::string_view, bool> acknowledged;
    for (const auto& webhook : history_.webhooks) {
      if (!IsGood(webhook.status) || RawTextIn(webhook.body, "type") != "child.status_changed") continue;
      const auto event = RawTextIn(webhook.body, "event_id");
      // A repetition says nothing new, and a status that triggers nothing need not be kept.
      if (event.empty() || !acknowledged.emplace(event, true).second) continue;
      if (!model_.IsTriggerStatus(RawTextIn(webhook.body, "new")) || !IsMapped(RawTextIn(webhook.body, "location_id")))
        continue;
      if (received.contains(event) && SomethingWasDurable(webhook)) continue;
      ClashingRecord record{.title = "Webhook"};
      record.fields.emplace_back("sent", domain::FormatInstant(webhook.sent));
      record.fields.emplace_back("answered with", std::to_string(webhook.status));
      record.fields.emplace_back("body", webhook.body);
      report_.Add("acknowledged_too_early",
                  received.contains(event)
                      ? "The engine acknowledged a webhook before its trigger was durable."
                      : "The engine acknowledged a webhook, but its memory knows nothing of the trigger.",
                  webhook.sent, {std::move(record)});
    }
  }

  bool IsMapped(std::string_view location) const {
    const int site = model_.SiteOfLocation(location);
    return site >= 0 && history_.sites[static_cast<std::size_t>(site)].mapped;
  }

  bool SomethingWasDurable(const Webhook& webhook) const {
    if (history_.writes.empty()) return true;
    const auto write = std::partition_point(history_.writes.begin(), history_.writes.end(),
                                            [&](const DurableWrite& one) { return one.seq < webhook.sent_seq; });
    return write != history_.writes.end() && write->seq < webhook.answered_seq;
  }

  const Model& model_;
  const History& history_;
  Reporter report_;
  std::unordered_map<std::string_view, const ports::AuditEntry*> intents_;  // by id: the entry that opened it
  bool clock_is_right_;
  std::unordered_map<std::string_view, const Exchange*> last_;  // creation by its body
};

}  // namespace

void CheckCrashSafety(const Model& model, Findings& findings) { CrashSafetyCheck(model, findings).Run(); }

}  // namespace ikp::scenarios::oracle
