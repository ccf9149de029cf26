// Network: carries the requests of the engine's processes to the simulators and the answers back, with everything that
// may happen to them on the way. What has left a process does not come back when the process dies.
//
// It decides the fate of a request when it leaves (faults of the network) and again when it arrives (faults of the
// system there); it writes an Exchange for each into the history.
#pragma once

#include <coroutine>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "engine/ports/transport.h"
#include "engine/wire/testing/seeded_random.h"
#include "scenarios/oracle/history.h"
#include "scenarios/world/fault_board.h"
#include "scenarios/world/process.h"

namespace ikp::scenarios {

inline constexpr std::string_view kIksUrl = "http://iks.test";
inline constexpr std::string_view kProcareUrl = "http://procare.test";

// What the network needs from the world.
class NetworkHost {
 public:
  virtual ~NetworkHost() = default;
  enum class Step { kArrive, kArriveAgain, kAnswer };
  // Calls Network::Continue(step, exchange) at that time.
  virtual void Schedule(Instant at, Step step, int exchange) = 0;
  // A system handles a request now.
  virtual simulators::kit::Answer Serve(oracle::Peer peer, const http::Request& request,
                                        const std::vector<simulators::kit::ActiveFault>& faults, int exchange) = 0;
  virtual std::string FailureBody(oracle::Peer peer, int status) = 0;
  // A message of `process` is about to leave, or has just left: a crash may be due there.
  virtual void BeforeMessage(Process& process) = 0;
  virtual void AfterMessage(Process& process) = 0;
};

class Network {
 public:
  Network(NetworkHost& host, Recorder& recorder, const WorldTime& time, FaultBoard& faults, std::uint64_t seed,
          bool through_codec)
      : host_(host), recorder_(recorder), time_(time), faults_(faults), random_(seed), through_codec_(through_codec) {}

  std::unique_ptr<ports::Transport> TransportOf(Process& process);
  void Continue(NetworkHost::Step step, int exchange);
  // Its requests go on; nobody waits for the answers.
  void SenderDied(const Process& process);

  std::size_t in_flight() const { return waiting_; }
  Milliseconds OneWay();

 private:
  class SenderTransport;
  class Waiter;
  struct Flight {
    Process* sender = nullptr;  // null: died
    Waiter* waiter = nullptr;
    http::Request request = {};
    NetworkEffect effect = {};
    Instant deadline{};
    ports::Exchange result = {};
    bool decided = false;  // `result` is what the sender will see
  };

  async::Task<ports::Exchange> Send(Process& sender, http::Request request, Milliseconds timeout);
  int Launch(Process& sender, http::Request request, Milliseconds timeout);
  void Arrive(int exchange, bool again);
  http::Response Answer(int exchange, std::string& words);
  void Plan(int exchange, http::Response response);
  void Fail(int exchange, ports::Delivery delivery, ports::TransportFailure failure, Instant at, oracle::Fate fate);
  void Deliver(int exchange);
  oracle::Exchange& Record(int exchange) { return recorder_.history().exchanges[static_cast<std::size_t>(exchange)]; }
  Flight& FlightOf(int exchange) { return flights_[static_cast<std::size_t>(exchange)]; }

  NetworkHost& host_;
  Recorder& recorder_;
  const WorldTime& time_;
  FaultBoard& faults_;
  wire::testing::SeededRandom random_;
  bool through_codec_;
  std::deque<Flight> flights_;  // parallel to the exchanges of the history
  std::size_t waiting_ = 0;
};

}  // namespace ikp::scenarios
