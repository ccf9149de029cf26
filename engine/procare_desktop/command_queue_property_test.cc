// Whatever gets lost, comes late, or starts anew: "not done" is never said of a command that the agent carries out, and
// "done" only of one that it did.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <list>
#include <set>

#include "engine/procare_desktop/command_queue.h"

namespace ikp::procare_desktop {
namespace {

using desktop_wire::Outcome;

constexpr domain::Instant kStart{std::chrono::hours(480'000)};

class Story {
 public:
  void Ask() {
    auto& pending = commands_.emplace_back();
    pending.command = {"c" + std::to_string(commands_.size()), desktop_wire::CheckSetup{1}};
    pending.queued_at = now_;
    queue_.Add(pending);
  }
  // The agent polls, having carried out what it was given before.
  void Poll(bool question_lost, bool answer_lost) {
    if (!crashed_) CarryOut();
    if (question_lost) return;
    crashed_ = false;
    heard_ = now_;
    std::vector<std::string> accepted;
    for (const auto& id : journal_) {
      queue_.Told(DoneWith(id));
      accepted.push_back(id);
    }
    Asker asker{JournalId(), ProcessId()};
    if (in_hand_) asker.begun.push_back(*in_hand_);
    queue_.AskedBy(asker);
    const auto not_wanted = queue_.NotWanted(asker);
    const auto* command = queue_.Deliver(asker, now_);
    if (in_hand_ && command != nullptr) RC_ASSERT(command->id == *in_hand_);  // nothing beside what was begun
    if (in_hand_) RC_ASSERT(not_wanted.empty() == (command != nullptr));
    if (answer_lost) return;
    for (const auto& id : accepted) journal_.erase(id);
    if (!not_wanted.empty()) in_hand_.reset();
    if (command != nullptr) in_hand_ = command->id;
  }
  void CarryOut() {
    if (!in_hand_ || crashed_) return;
    executed_.insert(*in_hand_);
    journal_.insert(*in_hand_);
    in_hand_.reset();
  }
  // The computer is set up anew: it knows nothing of what it was given.
  void NewJournal() {
    in_hand_.reset();
    journal_.clear();
    ++journals_;
    ++processes_;
  }
  // The process dies; what it has begun, its journal remembers.
  void Crash() {
    crashed_ = true;
    ++processes_;
  }
  void Pass(std::chrono::seconds time) {
    now_ += time;
    for (auto& pending : commands_) {
      if (!pending.ended && now_ >= queue_.GiveUpAt(pending, heard_)) queue_.GiveUp(pending, now_, heard_);
    }
  }
  void Check() {
    int open = 0;
    for (const auto& pending : commands_) {
      if (!pending.ended) {
        open += pending.delivered_at ? 1 : 0;
        continue;
      }
      const bool executed = executed_.contains(pending.command.id) || (in_hand_ == pending.command.id && !crashed_);
      if (pending.ended->outcome.kind == Outcome::Kind::kNotDone) RC_ASSERT(!executed);
      if (pending.ended->outcome.kind == Outcome::Kind::kDone) RC_ASSERT(executed_.contains(pending.command.id));
    }
    RC_ASSERT(open <= 1);  // one command at a time
  }
  // Nothing is lost any more, or the agent is gone for good: either way all of it ends.
  void Heal(bool agent_is_there) {
    for (int i = 0; i < 50; ++i) {
      if (agent_is_there) Poll(false, false);
      Pass(std::chrono::seconds(60));
      Check();
    }
    for (const auto& pending : commands_) RC_ASSERT(pending.ended.has_value());
    RC_ASSERT(queue_.waiting() == 0u && !queue_.in_flight());
  }

 private:
  std::string JournalId() const { return "journal-" + std::to_string(journals_); }
  std::string ProcessId() const { return "process-" + std::to_string(processes_); }
  static desktop_wire::Finished DoneWith(const std::string& id) {
    desktop_wire::Finished finished;
    finished.outcome.command_id = id;
    finished.outcome.kind = Outcome::Kind::kDone;
    return finished;
  }

  CommandQueue queue_{{}};
  std::list<PendingCommand> commands_;
  domain::Instant now_ = kStart;
  std::optional<domain::Instant> heard_;
  int journals_ = 1;
  int processes_ = 1;
  bool crashed_ = false;                // and what is in hand is not gone on with before the engine has answered
  std::optional<std::string> in_hand_;  // of the agent
  std::set<std::string> journal_;       // carried out, and perhaps not told yet
  std::set<std::string> executed_;
};

RC_GTEST_PROP(CommandQueueProperty, NotDoneIsNeverSaidOfWhatWasDone, ()) {
  Story story;
  for (const int step : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 100))) {
    if (step < 25) {
      story.Ask();
    } else if (step < 50) {
      story.Poll(false, false);
    } else if (step < 60) {
      story.Poll(false, true);
    } else if (step < 65) {
      story.Poll(true, true);
    } else if (step < 75) {
      story.CarryOut();
    } else if (step < 78) {
      story.NewJournal();
    } else if (step < 82) {
      story.Crash();
    } else {
      story.Pass(std::chrono::seconds(step < 90 ? 20 : 130));
    }
    story.Check();
  }
  story.Heal(*rc::gen::arbitrary<bool>());
}

}  // namespace
}  // namespace ikp::procare_desktop
