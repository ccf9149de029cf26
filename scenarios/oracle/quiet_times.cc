#include "scenarios/oracle/quiet_times.h"

#include <algorithm>

namespace ikp::scenarios::oracle {
namespace {

// What a fault leaves behind: pauses that a system asked for (an hour at most is kept), of a rejected login (fifteen
// minutes), of retries.
constexpr std::chrono::minutes kAftermath{65};
// A process that has just started looks at everything at once.
constexpr std::chrono::minutes kStartUp{2};

// Faults that leave the way from a webhook to the first look at IKS as it is, or slow it by seconds.
bool IsHarmless(const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::kWebhookDropped:  // a trigger is only held against the engine when it was delivered, or polled
    case FaultKind::kWebhookDuplicated:
    case FaultKind::kWebhookDelayed:
    case FaultKind::kWebhookReordered:
    case FaultKind::kCrash:  // what counts is when the process was down
    case FaultKind::kCrashAtWrite:
    case FaultKind::kCrashAtMessage:
    case FaultKind::kCrashAtStep:
    case FaultKind::kPowerLoss:
    case FaultKind::kDiskFull:
    case FaultKind::kSecondEngine:
    case FaultKind::kDuplicated:
    case FaultKind::kLooseTypes:
    case FaultKind::kReadLag:
      return true;
    default:
      return false;
  }
}

}  // namespace

QuietTimes::QuietTimes(const Scenario& scenario, const History& history, Trouble trouble) : ended_(history.ended) {
  AddFaults(scenario, history, trouble);
  AddDowntime(history);
  Merge();
}

void QuietTimes::AddFaults(const Scenario& scenario, const History& history, Trouble trouble) {
  for (const auto& event : history.faults) {
    if (!event.begins || event.fault < 0 || static_cast<std::size_t>(event.fault) >= scenario.faults.size()) continue;
    const auto& fault = scenario.faults[static_cast<std::size_t>(event.fault)];
    if (IsHarmless(fault) || (trouble == Trouble::kBesides && fault.where == System::kProcare)) continue;
    const bool over = fault.lasts.count() > 0 && event.at + fault.lasts < history.healed;
    // Faults that are counted may lie in wait until everything heals.
    troubled_.push_back({event.at, (over ? event.at + fault.lasts : history.healed) + kAftermath});
  }
}

void QuietTimes::AddDowntime(const History& history) {
  Instant down_since = history.began;
  for (const auto& life : history.lives) {
    const bool lives = life.died_seq == 0;
    if (life.second) {  // two processes on one store by mistake: who does what is open; one that is refused does
                        // nothing
      if (life.died_seq != 0 && life.died <= life.started) continue;
      troubled_.push_back({life.started, (lives ? history.ended : life.died) + kAftermath});
      continue;
    }
    troubled_.push_back({down_since, life.started + kStartUp});
    down_since = lives ? history.ended : life.died;
  }
  if (!history.lives.empty()) troubled_.push_back({down_since, history.ended});
}

void QuietTimes::Merge() {
  std::sort(troubled_.begin(), troubled_.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  std::vector<Span> merged;
  for (const auto& span : troubled_) {
    if (!merged.empty() && span.begin <= merged.back().end) {
      merged.back().end = std::max(merged.back().end, span.end);
    } else {
      merged.push_back(span);
    }
  }
  troubled_ = std::move(merged);
}

std::optional<Instant> QuietTimes::FirstQuiet(Instant from, domain::Milliseconds length) const {
  for (const auto& span : troubled_) {
    if (from + length <= span.begin) break;
    from = std::max(from, span.end);
  }
  if (from + length > ended_) return std::nullopt;
  return from;
}

}  // namespace ikp::scenarios::oracle
