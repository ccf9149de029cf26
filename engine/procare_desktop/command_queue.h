// CommandQueue: what the engine wants from the agent of one installation: one command at a time, delivered at least
// once, ended exactly once. Pure: the time is an argument, and whoever waits is told through `wake`.
//
//   waiting -> in flight (delivered to a journal) -> ended
//
// A command in flight is told again at each poll of the process that it was delivered to, until its end is told or it
// is given up; and to a later process of the same journal that says that the journal has begun it. Another journal
// knows nothing of it, and so does another process that has not begun it: the answer was lost, or it is a copy of the
// journal beside one that carries it out. Whether it happened is unknown then.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/desktop_wire/messages.h"
#include "engine/domain/instant.h"
#include "engine/procare_desktop/snapshot_assembly.h"

namespace ikp::procare_desktop {

struct Ended {
  desktop_wire::Outcome outcome;
  std::optional<desktop_wire::ReadingFacts> reading = {};
  std::vector<desktop_wire::Chunk> chunks = {};
  bool whole = false;  // the chunks are all of the snapshot
};

// Whose poll it is.
struct Asker {
  std::string journal;
  std::string instance;
  std::vector<std::string> begun = {};  // and not ended

  bool HasBegun(const std::string& id) const;
};

// How long things may take.
struct Patience {
  domain::Milliseconds answer_within{std::chrono::minutes(2)};  // without the agent being heard of
  domain::Milliseconds no_step{std::chrono::minutes(15)};       // without a new piece, or a step told by a heartbeat
  domain::Milliseconds longest_effect{
      std::chrono::hours(2)};  // that still moves: it reads the database before it writes
  domain::Milliseconds longest_reading{std::chrono::hours(6)};  // that still moves: syncs can take hours [P21]
};

// A command and what has become of it. Lives in whoever waits for its end.
struct PendingCommand {
  desktop_wire::Command command;
  domain::Instant queued_at{};
  std::function<void()> wake = {};  // called when it has ended
  std::optional<domain::Instant> delivered_at = {};
  std::string journal = {};   // to which it was delivered
  std::string instance = {};  // and the process
  std::int64_t steps = 0;     // that this process has told of
  domain::Instant moved_at{};
  std::optional<SnapshotAssembly> assembly = {};  // of a reading
  std::optional<Ended> ended = {};

  bool reading() const { return std::holds_alternative<desktop_wire::ReadSchool>(command.task); }
};

class CommandQueue {
 public:
  explicit CommandQueue(Patience patience, AssemblyLimits limits = {}) : patience_(patience), limits_(limits) {}

  void Add(PendingCommand& pending);
  // Whoever waited is gone.
  void Remove(PendingCommand& pending);

  // A poll comes in: what was delivered to somebody else is unknown.
  void AskedBy(const Asker& asker);
  // Of the commands that the asker has begun, those that nobody waits for.
  std::vector<std::string> NotWanted(const Asker& asker) const;
  // The agent tells how a command ended; one that nobody waits for any more is none of our business.
  void Told(const desktop_wire::Finished& finished);
  // What the asker is to do now: the command in flight again, one that it has begun, or the next one. Null: nothing; so
  // it is while a command that it has begun, and nobody waits for, has not ended.
  const desktop_wire::Command* Deliver(const Asker& asker, domain::Instant now);
  // A heartbeat of the process: so many steps are done of that command.
  void Moved(const desktop_wire::Heartbeat& heartbeat, domain::Instant now);
  bool HasNext() const { return in_flight_ != nullptr || !waiting_.empty(); }

  // The reading in flight with that id; null when nobody wants such a snapshot.
  PendingCommand* Reading(const std::string& snapshot_id);

  // When it is given up, as things stand now.
  domain::Instant GiveUpAt(const PendingCommand& pending, std::optional<domain::Instant> last_heard) const;
  void GiveUp(PendingCommand& pending, domain::Instant now, std::optional<domain::Instant> last_heard);
  // Nothing is waited for any more: the engine stops.
  void Abandon(PendingCommand& pending);

  std::size_t waiting() const { return waiting_.size(); }
  bool in_flight() const { return in_flight_ != nullptr; }

 private:
  void End(PendingCommand& pending, Ended ended);
  void EndWithout(PendingCommand& pending, domain::Reason reason, std::string detail);

  Patience patience_;
  AssemblyLimits limits_;
  std::deque<PendingCommand*> waiting_;
  PendingCommand* in_flight_ = nullptr;
};

}  // namespace ikp::procare_desktop
