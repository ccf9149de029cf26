#include "simulators/kit/simulator_host.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "simulators/kit/admin_api.h"
#include "simulators/kit/fault_kinds.h"
#include "simulators/kit/http_date.h"
#include "simulators/kit/json_text.h"

namespace ikp::simulators::kit {
namespace {

constexpr std::size_t kMaximumInFlight = 100'000;

std::string ParameterOr(const ActiveFault& fault, const std::string& name, std::string fallback) {
  const auto found = fault.parameters.find(name);
  return found == fault.parameters.end() ? fallback : found->second;
}

std::string KindsOf(const std::vector<ActiveFault>& faults) {
  std::string kinds;
  for (const auto& fault : faults) kinds += (kinds.empty() ? "" : ",") + fault.kind;
  return kinds;
}

bool ActedByHost(const ActiveFault& fault) { return IsConnectionFault(fault.kind); }

http::Response TooMany(const Simulator& simulator, const ActiveFault& fault, Instant now) {
  http::Response response{429, {{"Content-Type", "application/json"}}, simulator.FailureBody(429)};
  const auto seconds = ParameterOr(fault, "retry_after", "");
  if (ParameterOr(fault, "retry_after_date", "false") == "true") {
    response.headers.Set("Retry-After",
                         HttpDate(now + std::chrono::seconds(seconds.empty() ? 0 : std::stoll(seconds))));
  } else if (!seconds.empty()) {
    response.headers.Set("Retry-After", seconds);
  }
  return response;
}

// The answer that takes the place of the simulator's own, if the fault gives one.
std::optional<http::Response> Replacement(const Simulator& simulator, const ActiveFault& fault, Instant now) {
  if (fault.kind == "too_many") return TooMany(simulator, fault, now);
  const int status = std::stoi(ParameterOr(fault, "status", "200"));
  if (fault.kind == "status") {
    return http::Response{status,
                          {{"Content-Type", ParameterOr(fault, "content_type", "application/json")}},
                          ParameterOr(fault, "body", simulator.FailureBody(status))};
  }
  if (fault.kind == "html_body") {
    return http::Response{
        status,
        {{"Content-Type", "text/html; charset=utf-8"}},
        "<!DOCTYPE html><html><head><title>Service</title></head><body><h1>Please wait</h1></body></html>"};
  }
  return std::nullopt;
}

bool Commits(const ActiveFault& fault) { return ParameterOr(fault, "after_commit", "false") == "true"; }

}  // namespace

bool IsAdminPath(std::string_view target) {
  const auto path = http::PathOf(target);
  return path == kAdminPrefix ||
         (path.starts_with(kAdminPrefix) && path.size() > kAdminPrefix.size() && path[kAdminPrefix.size()] == '/');
}

SimulatorHost::SimulatorHost(std::unique_ptr<Simulator> simulator)
    : simulator_(std::move(simulator)), admin_(std::make_unique<AdminApi>(*this)) {
  for (const auto& declared : simulator_->switches()) switch_defaults_[declared.name] = declared.value;
}

SimulatorHost::~SimulatorHost() = default;

HostReply SimulatorHost::Handle(const http::Request& request, Instant now) {
  simulator_->AdvanceTo(now);
  if (IsAdminPath(request.target)) {
    HostReply reply{.response = admin_->Handle(request, now)};
    reply.admin = true;
    return reply;
  }
  return HandleApi(request, now);
}

HostReply SimulatorHost::HandleApi(const http::Request& request, Instant now) {
  auto tenant = simulator_->TenantOf(request);
  if (tenant.empty()) tenant = TenantFromRequest(request);
  const auto active = faults_.OnRequest(request.method, http::PathOf(request.target), tenant);

  HostReply reply;
  bool handle = true;
  std::optional<http::Response> replacement;
  std::vector<ActiveFault> for_simulator;
  for (const auto& fault : active) {
    if (!ActedByHost(fault)) {
      for_simulator.push_back(fault);
    } else if (fault.kind == "latency") {
      reply.delay += std::chrono::milliseconds(std::stoll(ParameterOr(fault, "ms", "0")));
    } else if (fault.kind == "reset_before") {
      reply.disposition = HostDisposition::kReset;
      handle = false;
    } else if (fault.kind == "answer_lost" && reply.disposition == HostDisposition::kSend) {
      reply.disposition = HostDisposition::kCloseSilently;
    } else if (fault.kind == "truncated_body" && reply.disposition == HostDisposition::kSend) {
      reply.disposition = HostDisposition::kSendHalf;
    } else if (!replacement) {
      replacement = Replacement(*simulator_, fault, now);
      if (replacement && !Commits(fault)) handle = false;
    }
  }

  JournalEntry entry{.at = now, .request = request, .fault = KindsOf(active)};
  if (handle) {
    auto answer = simulator_->Handle(request, for_simulator, now);
    reply.response = std::move(answer.response);
    entry.note = std::move(answer.note);
    reply.delay += answer.delay;
  }
  if (replacement) reply.response = std::move(*replacement);
  const bool answered = reply.disposition != HostDisposition::kReset;
  entry.status = answered ? reply.response.status : 0;
  if (answered) entry.response_body = reply.response.body;
  journal_.Add(std::move(entry));
  return reply;
}

std::vector<Outgoing> SimulatorHost::TakeOutgoing(Instant now) {
  std::vector<ActiveFault> faults;
  std::map<std::uint64_t, JournalEntry> changed;
  for (const auto& outgoing : simulator_->PeekOutgoing(now)) {
    for (auto fault : faults_.OnOutgoing(outgoing.request.method, outgoing.request.target)) {
      fault.parameters["outgoing"] = std::to_string(outgoing.id);
      auto& entry = changed[outgoing.id];
      entry.request = outgoing.request;
      entry.fault += (entry.fault.empty() ? "" : ",") + fault.kind;
      faults.push_back(std::move(fault));
    }
  }
  auto taken = simulator_->TakeOutgoing(now, faults);
  for (const auto& outgoing : taken) {
    if (in_flight_.size() >= kMaximumInFlight) in_flight_.erase(in_flight_.begin());
    auto& entry = in_flight_[outgoing.id] = {.at = now, .direction = "out", .request = outgoing.request};
    if (auto node = changed.extract(outgoing.id); !node.empty()) entry.fault = node.mapped().fault;
  }
  for (auto& [id, entry] : changed) {
    entry.at = now;
    entry.direction = "out";
    entry.note = "held back or dropped, not sent now";
    journal_.Add(std::move(entry));
  }
  return taken;
}

void SimulatorHost::Settle(std::uint64_t outgoing_id, std::optional<int> status, Instant now) {
  simulator_->Settle(outgoing_id, status, now);
  auto node = in_flight_.extract(outgoing_id);
  if (node.empty()) return;
  node.mapped().status = status.value_or(0);
  if (!status) node.mapped().note = "no answer arrived";
  journal_.Add(std::move(node.mapped()));
}

nlohmann::json SimulatorHost::Dump() const {
  auto document = simulator_->Dump();
  document["faults"] = faults_.Dump();
  return document;
}

std::vector<std::string> SimulatorHost::Seed(const nlohmann::json& document, Instant now) {
  if (!document.is_object()) return {"body: must be a JSON object"};
  auto own = document;
  FaultRegistry faults;
  if (const auto found = own.find("faults"); found != own.end()) {
    if (auto errors = faults.Load(*found); !errors.empty()) return errors;
    own.erase(found);
  }
  if (auto errors = simulator_->Seed(own, now); !errors.empty()) return errors;
  faults_ = std::move(faults);
  return {};
}

std::vector<std::string> SimulatorHost::SetStartSeed(const nlohmann::json& document, Instant now) {
  auto errors = Seed(document, now);
  if (errors.empty()) start_seed_ = std::make_unique<nlohmann::json>(document);
  return errors;
}

std::vector<std::string> SimulatorHost::ResetTo(bool seed, Instant now) {
  if (seed && start_seed_ == nullptr) return {"to: there is no start seed; use \"empty\", or start with --seed"};
  simulator_->Reset();
  faults_ = FaultRegistry();
  return seed ? Seed(*start_seed_, now) : std::vector<std::string>{};
}

}  // namespace ikp::simulators::kit
