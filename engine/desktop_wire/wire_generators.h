// Any value of each message, for properties: short lists, all optional parts there and not, texts that need care in
// JSON. For tests only; call them inside a RapidCheck property.
#pragma once

#include "engine/desktop_wire/messages.h"
#include "engine/desktop_wire/rows.h"

namespace ikp::desktop_wire {

Chunk AnyChunk();
Command AnyCommand();
Finished AnyFinished();
Poll AnyPoll();
Heartbeat AnyHeartbeat();
PollAnswer AnyPollAnswer();

}  // namespace ikp::desktop_wire
