// What the commands with an effect do in an open session. Each looks before it writes, when an earlier try may have
// written something; a lost answer is settled by looking, and only then is the same request sent again, under the same
// command id.
#pragma once

#include <string>
#include <utility>

#include "engine/async/task.h"
#include "engine/desktop_agent/desktop_data.h"
#include "engine/desktop_agent/session.h"
#include "engine/desktop_agent/session_data.h"

namespace ikp::desktop_agent {

struct SessionWork {
  const wire::Environment& environment;
  Session& session;
  int page_rows;
};

// Before the first look after a lost answer: a request that was on its way has arrived by then.
inline constexpr domain::Milliseconds kBeforeLooking{3'000};
// How often one request is sent while its answers get lost.
inline constexpr int kSendAttempts = 3;

async::Task<desktop_wire::Outcome> CreateFamilyIn(SessionWork work, std::string command_id,
                                                  desktop_wire::CreateFamily task, Progress& progress);
async::Task<desktop_wire::Outcome> CreateChildIn(SessionWork work, std::string command_id,
                                                 desktop_wire::CreateChild task, Progress& progress);
async::Task<desktop_wire::Outcome> PlaceChildIn(SessionWork work, std::string command_id,
                                                desktop_wire::PlaceChild task);

inline desktop_wire::Outcome Done(std::string id, std::vector<std::string> details = {}) {
  return {{}, desktop_wire::Outcome::Kind::kDone, std::move(id), {}, std::move(details)};
}
inline desktop_wire::Outcome NotDone(Trouble trouble) {
  return {{}, desktop_wire::Outcome::Kind::kNotDone, {}, trouble.reason, std::move(trouble.details)};
}
inline desktop_wire::Outcome Unknown(Trouble trouble) {
  return {{}, desktop_wire::Outcome::Kind::kUnknown, {}, domain::Reason::kOutcomeUnknown, std::move(trouble.details)};
}

}  // namespace ikp::desktop_agent
