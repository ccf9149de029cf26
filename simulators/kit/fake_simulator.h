// FakeSimulator: the smallest Simulator, for the tests of the kit. GET answers a counter, POST adds to it; the path
// /remind/{ms} plans one webhook to `url`.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "simulators/kit/json_text.h"
#include "simulators/kit/simulator.h"

namespace ikp::simulators::kit {

class FakeSimulator final : public Simulator {
 public:
  std::string_view name() const override { return "fake"; }
  Answer Handle(const http::Request& request, const std::vector<ActiveFault>& faults, Instant now) override {
    for (const auto& fault : faults) seen_faults.push_back(fault.kind);
    if (request.method == "POST") ++count;
    if (const auto at = request.target.find("/remind/"); at != std::string::npos) {
      due[next_id++] = now + std::chrono::milliseconds(std::stoll(request.target.substr(at + 8)));
    }
    return {JsonResponse(200, {{"count", count}}), "handled"};
  }
  Answer Staff(const nlohmann::json& action, Instant) override { return {JsonResponse(200, action), ""}; }
  nlohmann::json StaffActions() const override { return nlohmann::json::array(); }
  std::optional<Instant> NextDue() const override {
    std::optional<Instant> next;
    for (const auto& [id, at] : due) {
      if (!next || at < *next) next = at;
    }
    return next;
  }
  void AdvanceTo(Instant) override {}
  std::vector<Outgoing> PeekOutgoing(Instant now) const override {
    std::vector<Outgoing> ready;
    for (const auto& [id, at] : due) {
      if (at <= now) ready.push_back({id, "webhook", {"POST", url, {}, "{}"}});
    }
    return ready;
  }
  std::vector<Outgoing> TakeOutgoing(Instant now, const std::vector<ActiveFault>& faults) override {
    auto ready = PeekOutgoing(now);
    for (const auto& outgoing : ready) due.erase(outgoing.id);
    for (const auto& fault : faults) {
      std::erase_if(ready, [&](const Outgoing& one) {
        return fault.kind == "webhook_drop" && fault.parameters.at("outgoing") == std::to_string(one.id);
      });
    }
    for (const auto& outgoing : ready) taken.push_back({outgoing.id, now});
    return ready;
  }
  void Settle(std::uint64_t id, std::optional<int> status, Instant now) override {
    settled.push_back({id, status, now});
  }
  nlohmann::json Dump() const override { return {{"count", count}}; }
  std::vector<std::string> Seed(const nlohmann::json& document, Instant) override {
    if (!document.contains("count") || !document["count"].is_number_integer()) return {"count: must be a number"};
    count = document["count"];
    return {};
  }
  void Reset() override { count = 0; }
  const std::vector<Provenance>& provenance() const override { return provenance_; }
  const std::vector<Switch>& switches() const override { return switches_; }
  std::optional<std::string> SetSwitch(const std::string& name, const std::string& value) override {
    if (name != "fake.mode") return "no such switch";
    if (value != "a" && value != "b") return "must be one of: a, b";
    switches_[0].value = value;
    return std::nullopt;
  }

  struct Taken {
    std::uint64_t id;
    Instant at;
  };
  struct Settled {
    std::uint64_t id;
    std::optional<int> status;
    Instant at;
  };
  int count = 0;
  std::string url = "http://127.0.0.1:1/hook";
  std::uint64_t next_id = 1;
  std::map<std::uint64_t, Instant> due;
  std::vector<Taken> taken;
  std::vector<Settled> settled;
  std::vector<std::string> seen_faults;

 private:
  std::vector<Switch> switches_ = {{"fake.mode", "a", {"a", "b"}, "A mode."}};
  std::vector<Provenance> provenance_ = {{"fake.thing", "It counts.", Confidence::kAssumed, "-", "fake.mode"}};
};

}  // namespace ikp::simulators::kit
