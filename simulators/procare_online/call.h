// Call: one API request of one tenant, on its way through the handlers.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/http/message.h"
#include "simulators/kit/request_reading.h"
#include "simulators/kit/router.h"
#include "simulators/procare_online/inputs.h"
#include "simulators/procare_online/world.h"

namespace ikp::simulators::procare_online {

struct Call {
  World& world;
  Tenant& tenant;
  const http::Request& request;
  kit::ActingFaults faults;
  Instant now;
  kit::PathParameters path{};
  std::vector<std::string> notes{};
  bool lasting = true;  // the answer stays right until something changes; time alone does not

  void Note(std::string note) { notes.push_back(std::move(note)); }
  void NoteIgnored(const Reading& reading);
};

// A created record that lags behind when read (G50).
bool Lags(const Call& call, Instant created_at, bool in_list);

// The body of a write as an object; otherwise the answer to give.
struct Body {
  std::optional<http::Response> refusal;
};
Body ReadBody(const Call& call, nlohmann::json& object);

}  // namespace ikp::simulators::procare_online
