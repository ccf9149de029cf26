// The JSON of the messages between engine and agent. Writing never fails. Reading is strict where a mistake would do
// harm (ids, kinds, dates of rows, order numbers) and tells what is wrong in one sentence without personal data.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "engine/desktop_wire/messages.h"

namespace ikp::desktop_wire {

std::string WriteChunk(const Chunk& chunk);
std::string WritePoll(const Poll& poll);
std::string WritePollAnswer(const PollAnswer& answer);
std::string WriteHeartbeat(const Heartbeat& heartbeat);
// For the agent's journal.
std::string WriteCommand(const Command& command);
std::string WriteFinished(const Finished& finished);

template <typename T>
using Read = tl::expected<T, std::string>;
Read<Chunk> ReadChunk(std::string_view text);
Read<Poll> ReadPoll(std::string_view text);
Read<PollAnswer> ReadPollAnswer(std::string_view text);
Read<Heartbeat> ReadHeartbeat(std::string_view text);
Read<Command> ReadCommand(std::string_view text);
Read<Finished> ReadFinished(std::string_view text);

}  // namespace ikp::desktop_wire
