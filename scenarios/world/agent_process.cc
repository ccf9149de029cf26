#include "scenarios/world/agent_process.h"

#include <utility>

namespace ikp::scenarios {

AgentProcess::AgentProcess(AgentParts parts)
    : parts_(std::move(parts)),
      clock_(executor_, parts_.time),
      random_(parts_.seed),
      delays_(parts_.seed * 5 + 3),
      transport_(parts_),
      journal_({.disk = parts_.disk,
                .executor = executor_,
                .later = parts_.later,
                .delay = [this] { return Milliseconds(1 + static_cast<std::int64_t>(delays_.NextU64() % 8)); },
                .goes_on = parts_.goes_on}),
      environment_{executor_, clock_, transport_, random_, stop_.get_token()},
      data_(environment_, desktop_agent::SessionSettings{.base_url = std::string(kProgramUrl),
                                                         .client_version = parts_.client_version}),
      agent_(environment_, parts_.log, journal_, data_, parts_.settings),
      scope_(std::make_unique<async::TaskScope>(executor_)) {}

AgentProcess::~AgentProcess() {
  scope_.reset();
  executor_.DropAll();
}

void AgentProcess::Start() { scope_->Spawn(agent_.Run(stop_.get_token())); }

void AgentProcess::Kill(std::size_t keep) {
  if (dead_) return;
  dead_ = true;
  executor_.Halt();
  journal_.Die(keep);
}

}  // namespace ikp::scenarios
