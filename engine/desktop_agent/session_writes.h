// What the commands with an effect do in an open session. Each looks before it writes. A lost answer is settled by
// looking, once whatever was sent has landed; only when the connection broke, and nothing is there, is the same request
// sent again, under the same command id. After a time-out it is not: a slow machine may still be at it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "engine/async/task.h"
#include "engine/desktop_agent/desktop_data.h"
#include "engine/desktop_agent/session.h"
#include "engine/desktop_agent/session_data.h"
#include "engine/desktop_agent/session_reading.h"

namespace ikp::desktop_agent {

struct SessionWork {
  const wire::Environment& environment;
  Session& session;
  int page_rows;
};

// How often one request is sent while its answers get lost.
inline constexpr int kSendAttempts = 3;
// How often a command looks again because its last look had become too old.
inline constexpr int kMostLooks = 5;

// All accounts as they are now (of one school, where it is given), read without falling asleep in between.
async::Task<tl::expected<SessionReading, Trouble>> Look(SessionWork work, std::optional<std::int64_t> school_id);

// What is saved before something is sent, as JSON: when that was. Waits until an earlier try, which saved `before`, has
// landed or never will.
std::int64_t SentAt(domain::Instant now);
async::Task<void> LetLand(const wire::Environment& environment, domain::Milliseconds timeout, std::string before);

async::Task<desktop_wire::Outcome> CreateFamilyIn(SessionWork work, std::string command_id,
                                                  desktop_wire::CreateFamily task, Progress& progress);
async::Task<desktop_wire::Outcome> CreateChildIn(SessionWork work, std::string command_id,
                                                 desktop_wire::CreateChild task, Progress& progress);
async::Task<desktop_wire::Outcome> PlaceChildIn(SessionWork work, std::string command_id, desktop_wire::PlaceChild task,
                                                Progress& progress);

inline desktop_wire::Outcome Done(std::string id, std::vector<std::string> details = {},
                                  std::vector<std::string> payers = {}) {
  return {{}, desktop_wire::Outcome::Kind::kDone, std::move(id), {}, std::move(details), std::move(payers)};
}
inline desktop_wire::Outcome NotDone(Trouble trouble) {
  return {{}, desktop_wire::Outcome::Kind::kNotDone, {}, trouble.reason, std::move(trouble.details)};
}
inline desktop_wire::Outcome Unknown(Trouble trouble) {
  return {{}, desktop_wire::Outcome::Kind::kUnknown, {}, domain::Reason::kOutcomeUnknown, std::move(trouble.details)};
}

}  // namespace ikp::desktop_agent
