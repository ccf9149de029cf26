#include "engine/desktop_agent/chunk_upload.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "engine/desktop_agent/agent_memory.h"
#include "engine/desktop_wire/codec.h"
#include "engine/wire/back_off.h"
#include "engine/wire/json_read.h"

namespace ikp::desktop_agent {
namespace {

// Nothing when this is no answer of the engine's.
std::optional<std::int64_t> NextSeqIn(const std::string& body) {
  const auto answer = wire::ParseJson(body);
  return answer ? wire::ReadInteger(*answer, "next_seq") : std::nullopt;
}

bool WillPass(int status) { return status == 0 || status == 408 || status == 425 || status == 429 || status >= 500; }

}  // namespace

ChunkUpload::ChunkUpload(const wire::Environment& environment, ports::Log& log, EngineLink& link,
                         const AgentSettings& settings, std::string credential, std::string snapshot_id,
                         InHand& in_hand, std::stop_token stop)
    : environment_(environment),
      log_(log),
      link_(link),
      settings_(settings),
      credential_(std::move(credential)),
      snapshot_id_(std::move(snapshot_id)),
      attempt_(NewId(environment.random)),
      in_hand_(in_hand),
      stop_(std::move(stop)) {}

void ChunkUpload::Describe(desktop_wire::ReadingFacts& facts) const {
  facts.snapshot_id = snapshot_id_;
  facts.attempt = attempt_;
  facts.pieces = next_seq_;
}

async::Task<bool> ChunkUpload::Put(desktop_wire::Chunk chunk) {
  chunk.snapshot_id = snapshot_id_;
  chunk.seq = next_seq_;
  chunk.attempt = attempt_;
  const auto text = desktop_wire::WriteChunk(chunk);
  wire::BackOff pauses(environment_.random, {settings_.first_retry, settings_.longest_retry});
  while (!stop_.stop_requested()) {
    const auto reply = co_await link_.Post("/agent/v1/chunk", text, credential_, settings_.call_timeout, stop_);
    const auto next = reply.good() ? NextSeqIn(reply.body) : std::nullopt;
    if (next && *next > next_seq_) {
      ++next_seq_;
      co_return true;
    }
    // It has fewer pieces than it acknowledged, or says no: this snapshot cannot become whole any more.
    if (next || (!reply.good() && !WillPass(reply.status))) {
      log_.Write(ports::LogLevel::kWarning, "snapshot_not_wanted", {{"snapshot", snapshot_id_}, {"why", reply.Word()}});
      co_return false;
    }
    const auto pause = std::max(pauses.Next(), reply.asked_pause);
    co_await environment_.clock.SleepUntil(environment_.clock.Now() + pause, stop_);
  }
  co_return false;
}

}  // namespace ikp::desktop_agent
