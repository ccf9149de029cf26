#include "scenarios/world/fault_board.h"

#include <algorithm>
#include <map>

namespace ikp::scenarios {
namespace {

using domain::Instant;
using domain::Milliseconds;
using simulators::kit::ActiveFault;

enum class Layer { kNetwork, kSystem, kWebhook, kMachine };

Layer LayerOf(FaultKind kind) {
  if (kind <= FaultKind::kClog) return Layer::kNetwork;
  if (kind <= FaultKind::kPartialWrite) return Layer::kSystem;
  if (kind <= FaultKind::kWebhookReordered) return Layer::kWebhook;
  return Layer::kMachine;
}

bool SystemFits(System where, System peer) {
  if (peer == System::kProgram) return where == System::kProgram;
  if (peer == System::kAgent) return where == System::kAgent || where == System::kEngine;
  return where == System::kAny || where == System::kEngine || where == peer;
}

// Some faults make sense for some requests only, whatever the scenario says.
bool MethodFits(const Fault& fault, const MessageFacts& message) {
  switch (fault.kind) {
    case FaultKind::kNotCleared:
    case FaultKind::kLocked:
      return message.login;
    case FaultKind::kPageCap:
    case FaultKind::kPageDrift:
    case FaultKind::kWindowCap:
    case FaultKind::kReadLag:
      return message.method == "GET";
    case FaultKind::kIgnoredOffset:
      return message.later_page;
    case FaultKind::kPartialWrite:
      return message.method == "POST" && !message.login;
    default:
      break;
  }
  if (fault.method.empty()) return true;
  if (fault.method == "login") return message.login;
  if (fault.method == "page") return message.later_page;
  return !message.login && fault.method == message.method;
}

void Say(std::string& words, std::string_view word) {
  if (!words.empty()) words += ',';
  words += word;
}

void ApplyNetwork(const Fault& fault, bool chance, NetworkEffect& effect) {
  switch (fault.kind) {
    case FaultKind::kDelay:
    case FaultKind::kClog:
      effect.there += fault.ms;
      if (fault.kind == FaultKind::kClog) effect.back += fault.ms;
      break;
    case FaultKind::kRequestLost:
      effect.request_lost = true;
      break;
    case FaultKind::kPartition:
      effect.request_lost = true;
      effect.not_sent = chance;
      break;
    case FaultKind::kAnswerLost:
      effect.answer_lost = true;
      break;
    case FaultKind::kLateAnswer:
      effect.back += fault.ms;
      break;
    case FaultKind::kDuplicated:
      effect.again_after = fault.ms;
      break;
    case FaultKind::kReset:
      effect.reset = true;
      effect.not_sent = chance;
      break;
    case FaultKind::kTruncated:
      effect.truncated = true;
      break;
    case FaultKind::kHtmlAnswer:
      (fault.number == 1 ? effect.html_after : effect.html_before) = true;
      break;
    default:
      break;
  }
  Say(effect.words, ToWord(fault.kind));
}

void ActOut(const Fault& fault, SystemEffect& effect) {
  ActiveFault acted;
  const auto set = [&](const char* kind, const char* name, std::string value) {
    acted.kind = kind;
    if (*name != '\0') acted.parameters[name] = std::move(value);
  };
  switch (fault.kind) {
    case FaultKind::kTokenExpires:
      set("token_expire", "", {});
      break;
    case FaultKind::kTokenRevoked:
      set("token_revoke", "", {});
      break;
    case FaultKind::kNotCleared:
      set("token_not_cleared", "", {});
      break;
    case FaultKind::kLocked:
      set("account_locked", "", {});
      break;
    case FaultKind::kPageCap:
      set("page_cap", "cap", std::to_string(std::max(1, fault.number)));
      break;
    case FaultKind::kPageDrift:
      set("page_drift", "change", fault.number == 1 ? "insert" : "delete");
      acted.parameters["ms"] = "60000";
      break;
    case FaultKind::kIgnoredOffset:
      set("ignore_offset", "", {});
      break;
    case FaultKind::kWindowCap:
      set("window_cap", "cap", std::to_string(std::max(0, fault.number)));
      break;
    case FaultKind::kReadLag:
      set("read_lag", "ms", std::to_string(fault.ms.count()));
      break;
    case FaultKind::kLooseTypes:
      set("loose_types", "", {});
      break;
    case FaultKind::kReadBackMissing:
      set("read_back_404", "status", "404");
      break;
    case FaultKind::kPartialWrite:
      set("partial_write", "count", std::to_string(std::max(0, fault.number)));
      break;
    default:
      return;
  }
  effect.acted_out.push_back(std::move(acted));
}

void ApplySystem(const Fault& fault, SystemEffect& effect) {
  if (fault.kind == FaultKind::kServerError && effect.status != 429) {
    effect.status = fault.number >= 500 && fault.number <= 599 ? fault.number : 503;
    effect.handled_first = fault.value == "after";
  } else if (fault.kind == FaultKind::kServerError) {
    return;  // 429 came first
  } else if (fault.kind == FaultKind::kTooMany) {
    effect.status = 429;
    effect.handled_first = false;  // turned away at the door, whatever else is wrong
    effect.retry_after_as_date = fault.number == -2;
    effect.retry_after_s = fault.number == -2 ? 30 : fault.number;
  } else {
    ActOut(fault, effect);
  }
  Say(effect.words, ToWord(fault.kind));
}

const char* WebhookFault(FaultKind kind) {
  switch (kind) {
    case FaultKind::kWebhookDropped:
      return "webhook_drop";
    case FaultKind::kWebhookDuplicated:
      return "webhook_duplicate";
    case FaultKind::kWebhookDelayed:
      return "webhook_delay";
    case FaultKind::kWebhookReordered:
      return "webhook_reorder";
    default:
      return "";
  }
}

bool CutsWebhooks(const Fault& fault) {
  const bool others =
      fault.where == System::kProcare || fault.where == System::kAgent || fault.where == System::kProgram;
  return fault.kind == FaultKind::kPartition && !others;
}

}  // namespace

void FaultBoard::Begin(int fault, Instant now) {
  const auto& one = scenario_.faults[static_cast<std::size_t>(fault)];
  if (LayerOf(one.kind) == Layer::kMachine) return;
  const bool lasts = one.kind == FaultKind::kPartition || one.kind == FaultKind::kClog;
  const auto until = one.lasts.count() > 0 ? now + one.lasts : Instant::max();
  active_.push_back({&one, one.after, lasts || one.count == 0 ? -1 : one.count, until});
}

bool FaultBoard::Uses(Active& active, Instant now) {
  if (now >= active.until || active.uses_left == 0) return false;
  if (active.to_pass > 0) {
    --active.to_pass;
    return false;
  }
  if (active.uses_left > 0) --active.uses_left;
  return true;
}

void FaultBoard::DropSpent() {
  std::erase_if(active_, [](const Active& active) { return active.uses_left == 0; });
}

NetworkEffect FaultBoard::OnMessage(const MessageFacts& message, Instant now, bool chance) {
  NetworkEffect effect;
  for (auto& active : active_) {
    const auto& fault = *active.fault;
    if (LayerOf(fault.kind) != Layer::kNetwork || !SystemFits(fault.where, message.peer)) continue;
    if (MethodFits(fault, message) && Uses(active, now)) ApplyNetwork(fault, chance, effect);
  }
  DropSpent();
  return effect;
}

SystemEffect FaultBoard::OnArrival(const MessageFacts& message, Instant now) {
  SystemEffect effect;
  for (auto& active : active_) {
    const auto& fault = *active.fault;
    if (LayerOf(fault.kind) != Layer::kSystem || !SystemFits(fault.where, message.peer)) continue;
    if (MethodFits(fault, message) && Uses(active, now)) ApplySystem(fault, effect);
  }
  DropSpent();
  return effect;
}

std::vector<ActiveFault> FaultBoard::OnWebhooks(const std::vector<simulators::kit::Outgoing>& outgoing, Instant now) {
  std::vector<ActiveFault> faults;
  for (const auto& one : outgoing) {
    for (auto& active : active_) {
      const auto& fault = *active.fault;
      if (LayerOf(fault.kind) != Layer::kWebhook || !Uses(active, now)) continue;
      ActiveFault acted{.kind = WebhookFault(fault.kind), .parameters = {}};
      acted.parameters["outgoing"] = std::to_string(one.id);
      if (fault.kind != FaultKind::kWebhookDropped) {
        acted.parameters["ms"] = std::to_string(std::max<std::int64_t>(1, fault.ms.count()));
      }
      faults.push_back(std::move(acted));
    }
  }
  DropSpent();
  return faults;
}

bool FaultBoard::AgentsCut(Instant now) const {
  return std::any_of(active_.begin(), active_.end(), [now](const Active& active) {
    const auto& fault = *active.fault;
    return fault.kind == FaultKind::kPartition && SystemFits(fault.where, System::kAgent) && now < active.until;
  });
}

bool FaultBoard::WebhooksCut(Instant now) const {
  return std::any_of(active_.begin(), active_.end(),
                     [now](const Active& active) { return CutsWebhooks(*active.fault) && now < active.until; });
}

}  // namespace ikp::scenarios
