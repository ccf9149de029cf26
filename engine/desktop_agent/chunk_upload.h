// ChunkUpload: sends the pieces of one reading to the engine, in order, each until it is acknowledged. A lost answer is
// settled by sending the same piece under the same number again. Each upload is an attempt of its own.
#pragma once

#include <stop_token>
#include <string>

#include "engine/async/task.h"
#include "engine/desktop_agent/agent.h"
#include "engine/desktop_agent/desktop_data.h"
#include "engine/desktop_agent/engine_link.h"
#include "engine/desktop_agent/in_hand.h"

namespace ikp::desktop_agent {

class ChunkUpload final : public SnapshotSink {
 public:
  // All of them outlive this.
  ChunkUpload(const wire::Environment& environment, ports::Log& log, EngineLink& link, const AgentSettings& settings,
              std::string credential, std::string snapshot_id, InHand& in_hand, std::stop_token stop);

  // False when the engine does not want this snapshot any more, refuses it, or `stop` was requested.
  async::Task<bool> Put(desktop_wire::Chunk chunk) override;

  void Moved() override { in_hand_.Moved(); }
  std::string database_id() const override { return in_hand_.database_id(); }

  // Fills in what the engine needs to know whether it has all pieces.
  void Describe(desktop_wire::ReadingFacts& facts) const;

 private:
  const wire::Environment& environment_;
  ports::Log& log_;
  EngineLink& link_;
  const AgentSettings& settings_;
  std::string credential_;
  std::string snapshot_id_;
  std::string attempt_;
  InHand& in_hand_;
  std::stop_token stop_;
  int next_seq_ = 0;
};

}  // namespace ikp::desktop_agent
