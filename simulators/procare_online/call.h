// Call: one API request of one tenant, on its way through the handlers.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/http/message.h"
#include "simulators/kit/router.h"
#include "simulators/procare_online/inputs.h"
#include "simulators/procare_online/world.h"

namespace ikp::simulators::procare_online {

// The faults that are active for a request.
class Faults {
 public:
  explicit Faults(const std::vector<kit::ActiveFault>& active) : active_(active) {}

  bool any() const { return !active_.empty(); }
  bool Has(std::string_view kind) const { return Find(kind) != nullptr; }
  std::string Text(std::string_view kind, std::string_view parameter, std::string fallback) const;
  // A parameter that is no number counts as absent.
  std::int64_t Number(std::string_view kind, std::string_view parameter, std::int64_t fallback) const;

 private:
  const kit::ActiveFault* Find(std::string_view kind) const;

  const std::vector<kit::ActiveFault>& active_;
};

struct Call {
  World& world;
  Tenant& tenant;
  const http::Request& request;
  Faults faults;
  Instant now;
  kit::PathParameters path{};
  std::vector<std::string> notes{};
  bool lasting = true;  // the answer stays right until something changes; time alone does not

  void Note(std::string note) { notes.push_back(std::move(note)); }
  void NoteIgnored(const Reading& reading);
  // The values of a query parameter, in order.
  std::vector<std::string> Query(std::string_view name) const;
  std::optional<std::string> FirstQuery(std::string_view name) const;
};

// A created record that lags behind when read (G50).
bool Lags(const Call& call, Instant created_at, bool in_list);

// The body of a write as an object; otherwise the answer to give.
struct Body {
  std::optional<http::Response> refusal;
};
Body ReadBody(const Call& call, nlohmann::json& object);

}  // namespace ikp::simulators::procare_online
