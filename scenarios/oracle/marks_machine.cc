// Marks of webhooks, of the engine's processes, of faults and of people.
#include <algorithm>
#include <map>
#include <string_view>

#include "scenarios/oracle/exchange_facts.h"
#include "scenarios/oracle/marks_list.h"
#include "scenarios/oracle/sent_body.h"

namespace ikp::scenarios::oracle {
namespace {

using M = MarkId;

void OfWebhooks(const History& history, MarkWriter& marks) {
  std::map<std::string_view, int> acknowledged;
  std::map<std::string_view, std::string_view> newest;  // instant of the change, as text, of each child
  for (const auto& webhook : history.webhooks) {
    marks.SetIf(webhook.status == 0, M::kWebhookUnanswered);
    if (!IsGood(webhook.status)) continue;
    marks.SetIf(++acknowledged[RawTextIn(webhook.body, "event_id")] == 2, M::kWebhookDuplicated);
    marks.SetIf(RawTextIn(webhook.body, "origin") == "procare-sync", M::kWriteBackTold);
    const auto at = RawTextIn(webhook.body, "at");
    auto& last = newest[RawTextIn(webhook.body, "family_id")];
    marks.SetIf(at < last, M::kWebhookReordered);
    last = std::max(last, at);
  }
}

void OfLives(const Model& model, MarkWriter& marks) {
  const auto& history = model.history();
  for (const auto& life : history.lives) {
    const std::string_view cause = life.cause;
    if (life.second) {
      marks.Set(M::kSecondEngine);
      continue;
    }
    if (life.died_seq == 0) continue;
    marks.SetIf(cause == "crash before a durable write", M::kDiedBeforeWrite);
    marks.SetIf(cause == "crash after a durable write", M::kDiedAfterWrite);
    marks.SetIf(cause == "crash before a message", M::kDiedBeforeMessage);
    marks.SetIf(cause == "crash after a message", M::kDiedAfterMessage);
    marks.SetIf(cause == "crash" || cause == "crash at a suspension point", M::kDiedAnywhere);
    marks.SetIf(cause == "power loss", M::kPowerLoss);
    marks.SetIf(cause == "disk full", M::kDiskFull);
    marks.SetIf(cause.starts_with("restart"), M::kRestarted);
    const bool open = std::any_of(history.exchanges.begin(), history.exchanges.end(), [&](const Exchange& exchange) {
      return exchange.engine == life.engine && exchange.fate == Fate::kSenderDied && IsCreation(exchange);
    });
    marks.SetIf(open, M::kDiedWithOpenIntent);
  }
}

// The engine that was cut off got an answer afterwards.
bool GotThroughLater(const History& history, const FaultEvent& event, const Fault& fault) {
  int engine = -1;
  for (const auto& exchange : history.exchanges) {
    if (exchange.sent_seq < event.seq) continue;
    const bool cut = exchange.fate == Fate::kRequestLost && exchange.fault.find("partition") != std::string::npos;
    if (cut) engine = exchange.engine;
    if (engine == exchange.engine && WasAnswered(exchange) && exchange.sent >= event.at + fault.lasts) return true;
  }
  return false;
}

void OfFaults(const Model& model, MarkWriter& marks) {
  const auto& history = model.history();
  const auto& faults = model.scenario().faults;
  for (const auto& event : history.faults) {
    if (!event.begins || event.fault < 0 || static_cast<std::size_t>(event.fault) >= faults.size()) continue;
    const auto& fault = faults[static_cast<std::size_t>(event.fault)];
    switch (fault.kind) {
      case FaultKind::kWebhookDropped:
        marks.Set(M::kWebhookDropped);
        break;
      case FaultKind::kWebhookDelayed:
        marks.Set(M::kWebhookDelayed);
        break;
      case FaultKind::kClockStep:
        marks.Set(M::kClockStep);
        break;
      case FaultKind::kClockDrift:
        marks.Set(M::kClockDrift);
        break;
      case FaultKind::kTooMany:
        if (fault.number != -2) break;
        marks.SetIf(std::any_of(history.exchanges.begin(), history.exchanges.end(),
                                [&](const Exchange& exchange) {
                                  return exchange.sent_seq > event.seq && exchange.status == 429 &&
                                         exchange.retry_after_ms && WasAnswered(exchange);
                                }),
                    M::kThrottledByDate);
        break;
      case FaultKind::kPartition:
        marks.SetIf(GotThroughLater(history, event, fault), M::kPartitionHealed);
        break;
      default:
        break;
    }
  }
}

void OfPeople(const Model& model, MarkWriter& marks) {
  const auto& actions = model.scenario().actions;
  for (const auto& act : model.history().acts) {
    if (!act.done || act.action < 0 || static_cast<std::size_t>(act.action) >= actions.size()) continue;
    switch (actions[static_cast<std::size_t>(act.action)].kind) {
      case ActionKind::kRotateSecret:
        marks.Set(M::kSecretRotated);
        break;
      case ActionKind::kSetStatusOfAll:
        marks.Set(M::kPushStorm);
        break;
      case ActionKind::kDuplicateLead:
        marks.Set(M::kDuplicateLead);
        break;
      case ActionKind::kShareProcareChild:
        marks.Set(M::kSplitHousehold);
        break;
      case ActionKind::kUpdateZone:
        marks.Set(M::kZoneCorrected);
        break;
      default:
        break;
    }
  }
}

}  // namespace

void MarkMachine(const Model& model, MarkWriter& marks) {
  OfWebhooks(model.history(), marks);
  OfLives(model, marks);
  OfFaults(model, marks);
  OfPeople(model, marks);
}

}  // namespace ikp::scenarios::oracle
