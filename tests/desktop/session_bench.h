// SessionBench: SessionData in front of a simulated Procare Desktop in the same process, with a network that does what
// a test says: any request can be cut off, and staff can act between two of them.
//
// The installation: schools 1 (Main Street) and 2 (Lake). Account 1 (key ORTIZ, school 2): payers Ana Ortiz (1, with
// e-mail and phone) and Ben Reyes (2), child Lia Ortiz (3, born 2022-02-03) with rows at school 2. Classrooms 1 and 2
// of school 1, 3 of school 2.
#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/desktop_agent/session_data.h"
#include "engine/wire/testing/manual_clock.h"
#include "engine/wire/testing/scripted_transport.h"
#include "engine/wire/testing/seeded_random.h"
#include "simulators/procare_desktop/procare_desktop_simulator.h"

namespace ikp::tests {

// What becomes of one request.
enum class Cut {
  kNone,
  kRequestLost,      // never arrived; the sender cannot know
  kAnswerLost,       // was handled
  kCrashUnhandled,   // the sender dies, and the request never arrived
  kCrashAfterwards,  // the sender dies after it was handled
};

class SessionBench {
 public:
  SessionBench();

  // The n-th request from now on, counted from 1.
  void CutRequest(int n, Cut cut) { cut_at_ = requests_ + n, cut_ = cut; }
  // Before the n-th request from now on.
  void Before(int n, std::function<void()> act) { before_at_ = requests_ + n, before_ = std::move(act); }
  int requests() const { return requests_; }

  nlohmann::json Do(const nlohmann::json& staff_action);
  void Switch(const std::string& name, const std::string& value);
  nlohmann::json Database() const { return simulator.Dump()["database"]; }
  std::int64_t OpenSessions() const;

  // Carries the command out like the agent: whoever crashes starts again with what was saved.
  desktop_wire::Outcome CreateFamily(const std::string& id, const desktop_wire::CreateFamily& task);
  desktop_wire::Outcome CreateChild(const std::string& id, const desktop_wire::CreateChild& task);
  desktop_wire::Outcome PlaceChild(const std::string& id, const desktop_wire::PlaceChild& task);
  desktop_wire::Outcome CheckSetup(std::int64_t school_id);
  // The reading and its pieces.
  desktop_wire::Finished ReadSchool(std::vector<desktop_wire::Chunk>& chunks);

  desktop_agent::SessionData& data() { return *data_; }

  simulators::procare_desktop::ProcareDesktopSimulator simulator;
  std::vector<simulators::kit::ActiveFault> faults;  // for every request until changed
  int page_rows = 200;
  int crashes = 0;

 private:
  wire::testing::Step Serve(const http::Request& request);
  void MakeAgent();
  template <typename T>
  T Run(const std::function<async::Task<T>()>& make);

  async::ManualExecutor executor_;
  wire::testing::ManualClock clock_;
  wire::testing::ScriptedTransport network_{clock_};
  wire::testing::SeededRandom random_{3};
  std::stop_source stop_;
  wire::Environment environment_{executor_, clock_, network_, random_, stop_.get_token()};
  std::optional<desktop_agent::SessionData> data_;
  std::map<std::string, std::string> saved_;
  int requests_ = 0;
  int cut_at_ = 0;
  Cut cut_ = Cut::kNone;
  int before_at_ = 0;
  std::function<void()> before_;
  bool crashed_ = false;
};

domain::NewGuardian Guardian(const std::string& first, const std::string& last, const std::string& email,
                             const std::string& phone);
domain::NewChild Child(const std::string& first, const std::string& last, const std::string& born);

}  // namespace ikp::tests
