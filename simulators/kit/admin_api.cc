#include "simulators/kit/admin_api.h"

#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "simulators/kit/fault_kinds.h"
#include "simulators/kit/json_text.h"
#include "simulators/kit/simulator_host.h"
#include "simulators/kit/switches.h"

namespace ikp::simulators::kit {
namespace {

using nlohmann::json;

constexpr std::uint64_t kJournalPage = 100;
constexpr std::uint64_t kJournalPageCap = 1000;

std::string_view ToWord(Confidence confidence) {
  switch (confidence) {
    case Confidence::kDocumented:
      return "documented";
    case Confidence::kObserved:
      return "observed";
    case Confidence::kInferred:
      return "inferred";
    case Confidence::kAssumed:
      return "assumed";
  }
  return "assumed";
}

std::optional<std::uint64_t> ParseCount(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

http::Response Ok(const json& body) { return JsonResponse(200, body); }

http::Response BadJson(const std::string& reason) { return AdminError(400, "invalid_json", reason); }

json DescribeSwitch(const Switch& declared) {
  return {{"name", declared.name}, {"value", declared.value}, {"allowed", declared.allowed}, {"what", declared.what}};
}

}  // namespace

http::Response AdminError(int status, std::string_view code, std::string_view message,
                          const std::vector<std::string>& lines) {
  json error = {{"code", code}, {"message", message}};
  if (!lines.empty()) {
    auto fields = json::array();
    for (const auto& line : lines) {
      const auto colon = line.find(": ");
      if (colon == std::string::npos) {
        fields.push_back({{"field", ""}, {"message", line}});
      } else {
        fields.push_back({{"field", line.substr(0, colon)}, {"message", line.substr(colon + 2)}});
      }
    }
    error["fields"] = std::move(fields);
  }
  return JsonResponse(status, {{"error", error}});
}

AdminApi::AdminApi(SimulatorHost& host) : host_(host) {
  const auto add = [&](std::string_view method, std::string_view path, Handler handler) {
    routes_.Add(std::string(method) + " " + std::string(kAdminPrefix) + std::string(path), handler);
  };
  add("GET", "", &AdminApi::Index);
  add("POST", "/reset", &AdminApi::Reset);
  add("POST", "/seed", &AdminApi::Seed);
  add("GET", "/dump", &AdminApi::GetDump);
  add("GET", "/journal", &AdminApi::GetJournal);
  add("DELETE", "/journal", &AdminApi::ClearJournal);
  add("POST", "/staff", &AdminApi::Staff);
  add("GET", "/staff", &AdminApi::StaffActions);
  add("GET", "/faults", &AdminApi::GetFaults);
  add("GET", "/faults/kinds", &AdminApi::FaultKinds);
  add("POST", "/faults", &AdminApi::AddFaults);
  add("DELETE", "/faults", &AdminApi::ClearFaults);
  add("DELETE", "/faults/{id}", &AdminApi::RemoveFault);
  add("GET", "/provenance", &AdminApi::GetProvenance);
  add("GET", "/switches", &AdminApi::GetSwitches);
  add("PATCH", "/switches", &AdminApi::SetSwitches);
}

http::Response AdminApi::Handle(const http::Request& request, Instant now) {
  const auto found = routes_.Find(request.method, request.target);
  if (found.handler != nullptr) return (this->**found.handler)({request, found.parameters, now});
  if (!found.allowed.empty()) {
    auto response = AdminError(405, "method_not_allowed", "this path allows " + JoinWords(found.allowed));
    response.headers.Set("Allow", JoinWords(found.allowed));
    return response;
  }
  auto body = json::parse(AdminError(404, "not_found", "no such admin route").body);
  body["error"]["nearest"] = found.nearest;
  return JsonResponse(404, body);
}

http::Response AdminApi::Index(const Call&) {
  auto routes = routes_.patterns();
  for (const auto* route : {"GET /__admin/clock", "POST /__admin/clock", "POST /__admin/clock/follow",
                            "POST /__admin/clock/unfollow", "POST /__admin/clock/run_to"}) {
    routes.push_back(route);
  }
  return Ok({{"simulator", host_.simulator_->name()}, {"routes", routes}});
}

http::Response AdminApi::Reset(const Call& call) {
  std::string to = host_.start_seed_ == nullptr ? "empty" : "seed";
  if (!call.request.body.empty()) {
    const auto body = ParseJson(call.request.body);
    if (!body) return BadJson(body.error());
    to = TextOr(*body, "to", to);
  }
  if (to != "empty" && to != "seed") {
    return AdminError(422, "invalid", "reset was refused", {"to: must be one of: empty, seed"});
  }
  if (const auto errors = host_.ResetTo(to == "seed", call.now); !errors.empty()) {
    return AdminError(422, "invalid", "reset was refused", errors);
  }
  return Ok({{"reset_to", to}});
}

http::Response AdminApi::Seed(const Call& call) {
  const auto body = ParseJson(call.request.body);
  if (!body) return BadJson(body.error());
  if (const auto errors = host_.Seed(*body, call.now); !errors.empty()) {
    return AdminError(422, "invalid", "the seed was refused and nothing changed", errors);
  }
  return Ok({{"seeded", true}});
}

http::Response AdminApi::GetDump(const Call&) { return Ok(host_.Dump()); }

http::Response AdminApi::GetJournal(const Call& call) {
  std::uint64_t since = 0;
  std::uint64_t limit = kJournalPage;
  std::vector<std::string> errors;
  for (const auto& [name, value] : http::QueryOf(call.request.target)) {
    const auto number = ParseCount(value);
    if (name != "since" && name != "limit") {
      errors.push_back(name + ": is not known; known: since, limit");
    } else if (!number) {
      errors.push_back(name + ": must be a whole number");
    } else {
      (name == "since" ? since : limit) = *number;
    }
  }
  if (!errors.empty()) return AdminError(422, "invalid", "the journal query was refused", errors);
  return Ok(host_.journal_.Read(since, std::min(limit, kJournalPageCap)));
}

http::Response AdminApi::ClearJournal(const Call&) { return Ok({{"deleted", host_.journal_.Clear()}}); }

http::Response AdminApi::Staff(const Call& call) {
  const auto body = ParseJson(call.request.body);
  if (!body) return BadJson(body.error());
  return host_.simulator_->Staff(*body, call.now).response;
}

http::Response AdminApi::StaffActions(const Call&) { return Ok({{"actions", host_.simulator_->StaffActions()}}); }

http::Response AdminApi::GetFaults(const Call&) { return Ok({{"faults", host_.faults_.ToJson()}}); }

http::Response AdminApi::FaultKinds(const Call&) { return Ok({{"kinds", DescribeFaultKinds()}}); }

http::Response AdminApi::AddFaults(const Call& call) {
  const auto body = ParseJson(call.request.body);
  if (!body) return BadJson(body.error());
  std::vector<std::uint64_t> ids;
  const auto list = body->is_array() ? *body : nlohmann::json::array({*body});
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto kind = list[i].is_object() ? list[i].value("kind", nlohmann::json()) : nlohmann::json();
    if (!kind.is_string() || FindFaultKind(kind.get<std::string>()) == nullptr) continue;  // told below
    const std::string name = kind.get<std::string>();
    if (IsConnectionFault(name) || host_.simulator_->ActsOut(name)) continue;
    const std::string path = body->is_array() ? "[" + std::to_string(i) + "].kind" : "kind";
    return AdminError(422, "invalid", "no fault was added",
                      {path + ": " + std::string(host_.simulator_->name()) + " does not act out " + name});
  }
  if (const auto errors = host_.faults_.Add(*body, &ids); !errors.empty()) {
    return AdminError(422, "invalid", "no fault was added; GET /__admin/faults/kinds lists the parameters", errors);
  }
  return JsonResponse(201, {{"ids", ids}});
}

http::Response AdminApi::ClearFaults(const Call&) { return Ok({{"deleted", host_.faults_.Clear()}}); }

http::Response AdminApi::RemoveFault(const Call& call) {
  const auto id = ParseCount(call.path.at("id"));
  if (!id || !host_.faults_.Remove(*id)) return AdminError(404, "not_found", "no fault has this id");
  return Ok({{"deleted", 1}});
}

http::Response AdminApi::GetProvenance(const Call&) {
  std::map<std::string, std::string> values;
  for (const auto& declared : host_.simulator_->switches()) values[declared.name] = declared.value;
  auto list = json::array();
  for (const auto& row : host_.simulator_->provenance()) {
    const bool switched = !row.switch_name.empty();
    list.push_back({{"id", row.id},
                    {"what", row.what},
                    {"confidence", ToWord(row.confidence)},
                    {"source", row.source},
                    {"switch", switched ? json(row.switch_name) : json()},
                    {"value", switched ? json(values[row.switch_name]) : json()},
                    {"default", switched ? json(host_.switch_defaults_[row.switch_name]) : json()}});
  }
  return Ok({{"provenance", list}});
}

http::Response AdminApi::GetSwitches(const Call&) {
  auto list = json::array();
  for (const auto& declared : host_.simulator_->switches()) list.push_back(DescribeSwitch(declared));
  return Ok({{"switches", list}});
}

http::Response AdminApi::SetSwitches(const Call& call) {
  const auto body = ParseJson(call.request.body);
  if (!body) return BadJson(body.error());
  if (!body->is_object()) return AdminError(422, "invalid", "nothing changed", {"body: must be {\"name\": value}"});
  std::map<std::string, std::string> before;
  for (const auto& declared : host_.simulator_->switches()) before[declared.name] = declared.value;
  std::vector<std::string> errors;
  for (const auto& [name, value] : body->items()) {
    const auto text = SwitchText(value);
    if (!text) {
      errors.push_back(name + ": must be true, false, a number or a text");
    } else if (auto wrong = host_.simulator_->SetSwitch(name, *text)) {
      // A simulator may or may not begin its reason with the name.
      errors.push_back(wrong->starts_with(name + ": ") ? *wrong : name + ": " + *wrong);
    }
  }
  if (errors.empty()) return GetSwitches(call);
  for (const auto& [name, value] : before) host_.simulator_->SetSwitch(name, value);
  return AdminError(422, "invalid", "nothing changed", errors);
}

}  // namespace ikp::simulators::kit
