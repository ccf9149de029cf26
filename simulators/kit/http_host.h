// HttpHost: serves one or more SimulatorHosts on loopback sockets, one port each, with one shared clock; sends their
// webhooks and tells them what became of each. Faults that concern the connection are acted out here, in real time.
//
//   runtime::EventLoop loop;
//   HttpHost host(loop, {});
//   const auto port = host.Add(std::make_unique<SimulatorHost>(...), 0);
//   loop.Run();
//
// Clock routes, on every port (the clock is the same): GET and POST /__admin/clock, POST /__admin/clock/follow, POST
// /__admin/clock/run_to; see clock_coordinator.h. In manual mode only these move time.
//
// Threads: everything on the loop's thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "engine/runtime/event_loop.h"
#include "simulators/kit/simulator_host.h"

namespace ikp::simulators::kit {

struct HttpHostOptions {
  std::optional<Instant> manual_start;  // nothing: real time
  std::string address = "127.0.0.1";
};

class HttpHost {
 public:
  HttpHost(runtime::EventLoop& loop, HttpHostOptions options);
  ~HttpHost();
  HttpHost(const HttpHost&) = delete;
  HttpHost& operator=(const HttpHost&) = delete;

  // Port 0: the system chooses. Gives the port; throws std::system_error when it cannot be bound.
  std::uint16_t Add(std::unique_ptr<SimulatorHost> simulator, std::uint16_t port);
  Instant Now();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ikp::simulators::kit
