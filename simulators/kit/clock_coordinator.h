// ClockCoordinator: decides when manual time may move while other processes (followers: the engine in the demo) live by
// it. A follower says "I am idle and next want to wake at T"; time then hops from one wanted instant to the next, and
// every hop waits until all followers are idle again and no webhook is under way.
//
// A follower is idle while it has a request outstanding that it posted after the last activity (an API request, a
// finished webhook, traffic between followers that one of them told). One that was posted before is answered at once:
// the follower looks around and, when it has nothing to do, says so again. A follower that does not come back within
// the settle timeout is taken for dead.
//
// Pure: real time is an argument (ms since any origin, never decreasing) and answers are returned. Threads: one caller.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulators/kit/simulator.h"

namespace ikp::simulators::kit {

using RealTime = std::chrono::milliseconds;
using Ticket = std::uint64_t;  // the caller's name for a request that waits for its answer

struct FollowRequest {
  std::string follower;
  std::optional<Instant> until;  // nothing: only an event can wake it
  bool traffic = false;          // it sent something to another follower, which may not have seen it yet
};

struct RunRequest {
  Instant target{};
  std::chrono::milliseconds settle_timeout{5000};  // real time
  bool wait_for_followers = true;                  // otherwise only webhooks are waited for
};

struct FollowAnswer {
  Ticket ticket = 0;
};

struct RunAnswer {
  Ticket ticket = 0;
  std::int64_t hops = 0;
  std::vector<std::string> followers_lost;
  bool settled = true;  // false: somebody was still busy after kLongestRun
};

// What to do now. After a hop, bring the simulators there and ask again.
struct ClockStep {
  std::vector<FollowAnswer> follow_answers;
  std::optional<RunAnswer> run_answer;
  std::optional<Instant> hop_to;
  std::optional<RealTime> look_again_at;  // real time
};

class ClockCoordinator {
 public:
  static constexpr std::chrono::milliseconds kLongestFollow{20'000};
  static constexpr std::chrono::milliseconds kLongestRun{600'000};
  static constexpr std::size_t kMaximumFollowers = 100;

  // A newer request of a follower answers its older one. Its traffic is activity for the others. False: too many
  // followers.
  bool Follow(FollowRequest request, Ticket ticket, RealTime real);
  // It has ended, and nobody needs to wait for it.
  void Unfollow(const std::string& follower);
  // False while another run is on.
  bool StartRun(const RunRequest& request, Ticket ticket, RealTime real);

  void Activity(RealTime real);
  void WebhookStarted() { ++webhooks_in_flight_; }
  void WebhookEnded(RealTime real);

  // `next_due`: the earliest scheduled work of any simulator. `manual`: time stands still between hops.
  ClockStep Next(Instant now, std::optional<Instant> next_due, bool manual, RealTime real);

  struct FollowerState {
    std::string follower;
    bool waiting;  // has a request outstanding
    std::optional<Instant> until;
  };
  std::vector<FollowerState> followers() const;
  bool running() const { return run_.has_value(); }

 private:
  struct Follower {
    std::optional<Ticket> ticket;  // outstanding request
    std::optional<Instant> until;
    std::uint64_t posted_at_activity = 0;
    RealTime since{0};  // when the request came, or when the last one was answered
  };
  struct Run {
    RunRequest request;
    RunAnswer answer;
    RealTime started{0};
    RealTime waiting_since{0};
  };

  void AnswerDue(Instant now, bool manual, RealTime real, ClockStep& step);
  bool FollowersIdle(RealTime real, ClockStep& step);
  void ContinueRun(Instant now, std::optional<Instant> next_due, RealTime real, ClockStep& step);
  void Answer(Follower& follower, RealTime real, ClockStep& step);

  std::map<std::string, Follower> followers_;
  std::vector<Ticket> superseded_;
  std::optional<Run> run_;
  std::uint64_t activity_ = 0;
  RealTime last_activity_{0};
  std::size_t webhooks_in_flight_ = 0;
};

}  // namespace ikp::simulators::kit
