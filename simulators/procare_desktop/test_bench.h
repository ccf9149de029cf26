// TestBench: a simulator with one seeded installation, a clock that tests move by hand, and short ways to call the
// session contract and to act as staff.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "simulators/procare_desktop/procare_desktop_simulator.h"

namespace ikp::simulators::procare_desktop {

struct Reply {
  int status = 0;
  nlohmann::json body;  // null when it is not JSON
  std::string text;
  std::string note;
  std::chrono::milliseconds delay{};

  std::string Code() const;
  // True when one of the errors begins so.
  bool HasError(const std::string& start) const;
};

struct TestBench {
  ProcareDesktopSimulator simulator;
  Instant now;
  std::string session;
  std::vector<kit::ActiveFault> faults;  // for every call until changed

  // Monday 2026-03-02 15:00 UTC, New York. Regions 1, 2; schools 1 and 2 of region 1; classrooms 1 and 2 of school 1,
  // 3 of school 2. Account 1 (key DOE, school 1): payers Ann (1) and Ben (2), child Bo (3), Enrolled since 2026-01-05
  // in classroom 1, Ann is the mother. A session is open.
  TestBench();

  Reply Raw(const std::string& method, const std::string& target, const nlohmann::json& body = nullptr);
  // `path` is what follows /session/{id}.
  Reply Get(const std::string& path) { return Raw("GET", "/session/" + session + path); }
  // With a new command id unless the body has one.
  Reply Post(const std::string& path, nlohmann::json body);
  Reply Open(const std::string& version = "10.2.1");

  Reply Staff(const nlohmann::json& action);
  // The answer of a staff action that must succeed.
  nlohmann::json Do(const nlohmann::json& action);
  void Switch(const std::string& name, const std::string& value);
  void Advance(std::chrono::milliseconds by);
  nlohmann::json Database() const { return simulator.Dump()["database"]; }
  // A person as the first page of accounts shows it at a school.
  nlohmann::json PersonAt(int school, int person);

 private:
  int next_command_ = 1;
};

nlohmann::json SampleSeed();
Instant At(const std::string& text);

}  // namespace ikp::simulators::procare_desktop
