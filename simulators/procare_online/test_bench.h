// TestBench: a simulator with one seeded tenant ("sunrise"), a clock that tests move by hand, and short ways to call
// the API and to act as staff.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "simulators/procare_online/procare_online_simulator.h"

namespace ikp::simulators::procare_online {

struct Reply {
  int status = 0;
  nlohmann::json body;  // null when it is not JSON
  std::string text;
  http::Headers headers;
  std::string note;
};

struct TestBench {
  ProcareOnlineSimulator simulator;
  Instant now;
  std::string token;
  std::vector<kit::ActiveFault> faults;  // for every call until changed

  // Monday 2026-03-02 15:00 UTC. Schools: ny (New York), az (Phoenix), hi (Honolulu), each with rooms
  // "<school>-infants" (capacity 2) and "<school>-toddlers".
  TestBench();

  Reply Raw(const std::string& method, const std::string& target, http::Headers headers, std::string body);
  // With the token and the prefix of the tenant; `path` starts at /api/v1.
  Reply Call(const std::string& method, const std::string& path, const nlohmann::json& body = nullptr);
  Reply Get(const std::string& path) { return Call("GET", path); }
  Reply Login(const std::string& secret = "sunrise-secret", const std::string& tenant = "sunrise");
  // Logs in and uses the token from now on.
  void Authorise();

  Reply Staff(const nlohmann::json& action);
  // The answer of a staff action that must succeed.
  nlohmann::json Do(const nlohmann::json& action);
  void Switch(const std::string& name, const std::string& value);
  void Advance(std::chrono::milliseconds by);
  void GoTo(const std::string& instant);

  std::string NewFamily(const std::string& school = "ny", const std::string& name = "Doe");
  std::string NewChild(const std::string& family, const std::string& school = "ny", const std::string& first = "Bo",
                       const std::string& last = "Doe");
  nlohmann::json Child(const std::string& id) { return Get("/api/v1/children/" + id).body; }
  nlohmann::json Tenant() const { return simulator.Dump()["tenants"][0]; }
};

nlohmann::json SampleSeed();
Instant At(const std::string& text);
std::vector<std::string> Errors(const Reply& reply);

}  // namespace ikp::simulators::procare_online
