// FollowClock: the Clock of the demo. Time is the simulators' manual clock; while this process has nothing to do it
// says so, together with the instant at which it next wants to wake, and the simulators let time hop on. Everything
// else of the process is the production engine.
//
// Never for real data: whoever composes this binding refuses to start when any configured address is not loopback.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "engine/ports/clock.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/http_transport.h"

namespace ikp::runtime {

class FollowClock final : public ports::Clock {
 public:
  // `clock_url`: "http://127.0.0.1:PORT/__admin/clock". `follower`: what this process is called there. Takes the loop's
  // OnIdle.
  FollowClock(EventLoop& loop, std::string clock_url, std::string follower);
  ~FollowClock() override;

  // Reads the time for the first time, and runs the loop for it. False when the clock does not answer.
  bool Start();

  domain::Instant Now() const override { return now_; }
  async::Task<void> SleepUntil(domain::Instant due, std::stop_token stop) override;

 private:
  struct Sleeper;
  class Awaiter;

  void Advance(domain::Instant now);
  void SayIdle();
  void OnAnswer(std::uint64_t sequence, const ports::Exchange& exchange);
  std::optional<domain::Instant> EarliestDue() const;

  EventLoop& loop_;
  std::string url_;
  std::string follower_;
  HttpTransport transport_;
  domain::Instant now_{};
  bool started_ = false;
  std::multimap<domain::Instant, std::shared_ptr<Sleeper>> sleepers_;
  std::uint64_t sequence_ = 0;                // of the newest request
  bool outstanding_ = false;                  // the newest request has no answer yet
  std::optional<domain::Instant> announced_;  // what the newest request said
  std::uint64_t traffic_told_ = 0;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace ikp::runtime
