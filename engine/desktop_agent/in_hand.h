// InHand: the command that the agent is carrying out, between those who carry it out and the heartbeats that tell of
// it.
//
// Threads: the executor's.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "engine/desktop_agent/desktop_data.h"

namespace ikp::desktop_agent {

class InHand final : public Pulse {
 public:
  InHand(std::string command_id, std::string database_id)
      : command_id_(std::move(command_id)), database_id_(std::move(database_id)) {}

  void Moved() override { ++steps_; }
  bool MayWrite() const override { return !barred_; }
  std::string database_id() const override { return database_id_; }

  // The engine refused a heartbeat: for this command it stays so.
  void Bar() { barred_ = true; }
  const std::string& command_id() const { return command_id_; }
  std::int64_t steps() const { return steps_; }

 private:
  std::string command_id_;
  std::string database_id_;
  std::int64_t steps_ = 0;
  bool barred_ = false;
};

}  // namespace ikp::desktop_agent
