// Agent: the loop of the program on a centre's computer. It opens every connection itself (outbound HTTPS only),
// registers once with its activation key, asks for commands, carries out one at a time over DesktopData, and tells how
// each ended until the engine has accepted that. The messages are those of engine/desktop_wire/messages.h.
//
// A command that comes again is answered from the journal. One that was begun and not ended (a crash in between) is
// told with the next poll, and nothing happens about it before the engine has answered: it gives the command again,
// which is then continued (DesktopData looks before it does anything again), or does not want it any more. The next
// command is asked for only when the last one has ended, so that whatever comes later sees all of it. A heartbeat that
// is refused (this computer was replaced) keeps the command in hand from writing anything more.
//
//   Agent agent(environment, log, journal, data, {.engine_url = "https://sync.example", .activation_key = "..."});
//   co_await agent.Run(stop);
#pragma once

#include <stop_token>
#include <string>

#include "engine/async/task.h"
#include "engine/desktop_agent/desktop_data.h"
#include "engine/desktop_agent/journal.h"
#include "engine/domain/instant.h"
#include "engine/ports/log.h"
#include "engine/wire/environment.h"

namespace ikp::desktop_agent {

struct AgentSettings {
  std::string engine_url;  // without a path; a trailing slash is fine
  std::string activation_key;
  std::string agent_version = "1.0";
  domain::Milliseconds poll_timeout{90'000};  // of one exchange; longer than the engine holds a poll
  domain::Milliseconds call_timeout{30'000};
  domain::Milliseconds heartbeat{60'000};
  domain::Milliseconds first_retry{2'000};
  domain::Milliseconds longest_retry{60'000};
};

class Agent {
 public:
  // All of them outlive the agent, the agent outlives its run.
  Agent(const wire::Environment& environment, ports::Log& log, Journal& journal, DesktopData& data,
        AgentSettings settings);

  // Returns soon after `stop`: a command in hand is brought to its end first, or left to the next run when the
  // environment's own token ends its waits.
  async::Task<void> Run(std::stop_token stop);

 private:
  const wire::Environment& environment_;
  ports::Log& log_;
  Journal& journal_;
  DesktopData& data_;
  AgentSettings settings_;
};

}  // namespace ikp::desktop_agent
