// AgentMemory: the journal as the agent thinks of it: who it is, which commands it began, what they must remember, how
// they ended. Everything it changes is durable before it returns.
//
// Keys: "agent_id", "journal_id", "engine", "credential", and for each command "command:<id>" (begun), "progress:<id>",
// "finished:<id>". A command is forgotten in this order, so that one which ended is never taken for begun.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/async/task.h"
#include "engine/desktop_agent/desktop_data.h"
#include "engine/desktop_agent/journal.h"
#include "engine/desktop_wire/messages.h"
#include "engine/ports/random.h"

namespace ikp::desktop_agent {

// A new random id of 32 hexadecimal digits.
std::string NewId(ports::Random& random);

class AgentMemory {
 public:
  // Both outlive this.
  AgentMemory(Journal& journal, ports::Random& random) : journal_(journal), random_(random) {}

  // Reads the journal; a new one gets its ids. A command that cannot be read any more (written by another version) ends
  // as unknown, so that the engine looks.
  async::Task<void> Load();

  const std::string& agent_id() const { return agent_id_; }
  const std::string& journal_id() const { return journal_id_; }
  // With whatever activation key.
  bool was_registered() const { return !credential_.empty(); }
  // Empty: not registered with this activation key.
  std::string CredentialFor(const std::string& activation_key) const;
  async::Task<void> PutCredential(std::string activation_key, std::string credential);

  // Another engine, or another registration with it, knows nothing of what was begun: all of that is ended without any
  // further effect, and from then on it is another journal.
  async::Task<void> BeginAnew();
  // The engine at this address is the one that what was begun came from; begins anew when it is another.
  async::Task<void> EngineIs(const std::string& engine_url);

  // Those that were begun and have not ended.
  std::vector<std::string> Begun() const;
  bool IsBegun(const std::string& id) const { return begun_.contains(id); }
  async::Task<void> Begin(desktop_wire::Command command);
  // Ends one that was begun, without any further effect: not done, when it had not come to anything that could have an
  // effect, else unknown.
  async::Task<void> EndUnwanted(std::string id);
  // Empty: nothing saved.
  const std::string& ProgressOf(const std::string& id) const;
  async::Task<void> SaveProgress(std::string id, std::string text);

  bool IsFinished(const std::string& id) const { return finished_.contains(id); }
  std::vector<desktop_wire::Finished> Finished() const;
  async::Task<void> Finish(desktop_wire::Finished finished);
  // After the engine has accepted the end.
  async::Task<void> Forget(std::string id);

 private:
  async::Task<void> LoadCommand(std::string id, std::string text);
  async::Task<void> LoadFinished(std::string id, std::string text);
  async::Task<std::string> IdAt(const std::map<std::string, std::string>& entries, std::string key);

  Journal& journal_;
  ports::Random& random_;
  std::string agent_id_;
  std::string journal_id_;
  std::string credential_;
  std::string credential_key_;  // fingerprint of the activation key that it was given for
  std::string engine_;          // fingerprint of the engine's address; empty: none was noted yet
  std::map<std::string, desktop_wire::Command> begun_;
  std::map<std::string, std::string> progress_;
  std::map<std::string, desktop_wire::Finished> finished_;
};

}  // namespace ikp::desktop_agent
