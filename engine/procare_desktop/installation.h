// Installation: one Procare Desktop database at a centre, as the engine has it: its agent's credential, whether the
// agent is there, and what it is asked to do. One installation may hold several schools, that is, several sites.
//
// The agent opens every connection, so a command waits for its next poll; a poll is held open until there is one. While
// the agent is not there, nothing is even queued: Execute says so at once, and whoever asked tries again later.
//
// Nothing of what is in flight is durable: after a restart the engine looks again, with a reading that the agent
// carries out after whatever it still has in hand. What an agent that was restarted too has begun is not wanted then.
//
// Threads: the executor's. The installation outlives whoever waits in it.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "engine/desktop_wire/messages.h"
#include "engine/ports/alarm.h"
#include "engine/ports/log.h"
#include "engine/ports/store.h"
#include "engine/procare_desktop/command_queue.h"
#include "engine/procare_desktop/credentials.h"
#include "engine/procare_desktop/database_claim.h"
#include "engine/procare_desktop/identity_ledger.h"
#include "engine/procare_desktop/presence.h"
#include "engine/wire/environment.h"

namespace ikp::procare_desktop {

struct InstallationSettings {
  domain::InstallationId id;
  std::string activation_key;
  std::string database_id = {};  // that an operator has confirmed; empty: the first one that is shown
  domain::Milliseconds poll_hold{std::chrono::seconds(25)};
  domain::Milliseconds offline_after{std::chrono::minutes(15)};
  Patience patience = {};
  AssemblyLimits limits = {};
};

// Why a call of the agent was not taken, as an HTTP status with a stable word and sentences without personal data.
struct Refusal {
  int status = 400;
  std::string code;
  std::vector<std::string> errors;
  int next_seq = -1;  // of a gap: the piece that is wanted
};
template <typename T>
using Taken = tl::expected<T, Refusal>;

// For the operator's status.
struct InstallationStatus {
  domain::InstallationId id;
  bool registered = false;
  bool present = false;
  std::optional<domain::Instant> last_heard;
  std::optional<desktop_wire::DataState> data;  // as the agent told last; nothing: not heard of in this process
  std::string agent_version;
  std::string foreign_contract;  // of an agent that does not speak ours; empty: it does
  std::string database_id;       // the installation's own; empty: none was shown yet
  bool other_database = false;   // the agent shows another one
  std::size_t waiting = 0;       // commands, the one in flight among them
};

class Installation {
 public:
  // `on_back`: the agent is there (again), or has the data open again: what waited for it may go on. Must not block.
  Installation(const wire::Environment& environment, ports::Store& store, ports::Log& log,
               const InstallationSettings& settings, std::function<void()> on_back);
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;

  const domain::InstallationId& id() const { return settings_.id; }
  // What the store knows. Everything else comes after it.
  async::Task<void> Load();
  async::Task<void> Watch(std::stop_token stop) { return presence_.Watch(std::move(stop)); }

  // --- for the sites ---------------------------------------------------------------------------------------------
  // Until the agent tells the end, or it is given up.
  async::Task<Ended> Execute(desktop_wire::Command command);
  // For commands without an intent.
  std::string NewCommandId();
  InstallationStatus Status() const;
  LedgerKeeper& ledger() { return ledger_; }
  // What a reading showed on the centre's work list, and what of it is not to be carried out any more.
  void NoteWorkList(std::vector<std::string> commands) { on_work_list_ = std::move(commands); }
  void NoLongerWanted(const std::vector<domain::IntentId>& intents);
  // Of those on the list: what was taken back, and what no open intent stands for, because it was settled otherwise.
  // For the next reading to tell.
  async::Task<std::vector<std::string>> NotWantedOnList();

  // --- for the agent's calls, which have shown the credential ------------------------------------------------------
  Credentials& credentials() { return credentials_; }
  async::Task<Taken<desktop_wire::PollAnswer>> Poll(desktop_wire::Poll poll);
  async::Task<Taken<bool>> Heartbeat(desktop_wire::Heartbeat heartbeat);
  // The number of the piece that is wanted next.
  async::Task<Taken<int>> TakeChunk(desktop_wire::Chunk chunk, std::string digest, std::size_t bytes);
  // It polled in a contract that is not ours.
  async::Task<void> SpeaksForeignContract(std::string contract);

 private:
  struct Held;

  bool IsReplaced(const std::string& instance) const;
  // False when a newer process of the agent polls in place of this one.
  bool Adopt(const std::string& instance);
  void NoteState(const desktop_wire::Poll& poll);
  std::optional<Ended> NotEvenQueued(const desktop_wire::Command& command) const;
  bool IsOfAnotherDatabase(const Ended& ended, const desktop_wire::Command& command) const;

  wire::Environment environment_;
  ports::Store& store_;
  InstallationSettings settings_;
  std::function<void()> on_back_;
  Credentials credentials_;
  Presence presence_;
  LedgerKeeper ledger_;
  DatabaseClaim database_;
  CommandQueue queue_;
  Held* held_ = nullptr;     // the poll that is waiting for a command
  std::uint64_t polls_ = 0;  // the number of the newest poll
  std::string instance_;     // of the agent that polled last
  domain::Instant instance_heard_{};
  std::deque<std::string> replaced_;  // instances that a newer one has replaced
  std::optional<desktop_wire::DataState> data_;
  std::string agent_version_;
  std::string foreign_contract_;
  std::vector<std::string> on_work_list_;  // as of the last reading
  std::set<std::string> not_wanted_;       // of it
};

}  // namespace ikp::procare_desktop
