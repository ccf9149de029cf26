#include "simulators/kit/clock_coordinator.h"

#include <algorithm>
#include <utility>

namespace ikp::simulators::kit {
namespace {

void LookAgainAt(ClockStep& step, RealTime real) {
  step.look_again_at = step.look_again_at ? std::min(*step.look_again_at, real) : real;
}

}  // namespace

bool ClockCoordinator::Follow(FollowRequest request, Ticket ticket, RealTime real) {
  if (!followers_.contains(request.follower) && followers_.size() >= kMaximumFollowers) return false;
  auto& follower = followers_[request.follower];
  if (follower.ticket) superseded_.push_back(*follower.ticket);
  if (request.traffic) Activity(real);
  follower = {ticket, request.until, activity_, real};
  return true;
}

void ClockCoordinator::Unfollow(const std::string& follower) {
  const auto found = followers_.find(follower);
  if (found == followers_.end()) return;
  if (found->second.ticket) superseded_.push_back(*found->second.ticket);
  followers_.erase(found);
}

bool ClockCoordinator::StartRun(const RunRequest& request, Ticket ticket, RealTime real) {
  if (run_) return false;
  run_ = Run{request, {}, real, real};
  run_->answer.ticket = ticket;
  return true;
}

void ClockCoordinator::Activity(RealTime real) {
  ++activity_;
  last_activity_ = real;
}

void ClockCoordinator::WebhookEnded(RealTime real) {
  if (webhooks_in_flight_ > 0) --webhooks_in_flight_;
  Activity(real);
}

void ClockCoordinator::Answer(Follower& follower, RealTime real, ClockStep& step) {
  step.follow_answers.push_back({*std::exchange(follower.ticket, std::nullopt)});
  follower.since = real;
}

void ClockCoordinator::AnswerDue(Instant now, bool manual, RealTime real, ClockStep& step) {
  for (const auto ticket : std::exchange(superseded_, {})) step.follow_answers.push_back({ticket});
  for (auto& [name, follower] : followers_) {
    if (!follower.ticket) continue;
    if ((follower.until && *follower.until <= now) || real - follower.since >= kLongestFollow) {
      Answer(follower, real, step);
      continue;
    }
    LookAgainAt(step, follower.since + kLongestFollow);
    if (!manual && follower.until) LookAgainAt(step, real + (*follower.until - now));
  }
}

bool ClockCoordinator::FollowersIdle(RealTime real, ClockStep& step) {
  bool idle = true;
  for (auto it = followers_.begin(); it != followers_.end();) {
    auto& [name, follower] = *it;
    if (follower.ticket && follower.posted_at_activity == activity_) {
      ++it;
      continue;
    }
    if (follower.ticket) Answer(follower, real, step);  // what it said is out of date: let it look around
    const auto waiting_since = std::max({run_->waiting_since, last_activity_, follower.since});
    if (real - waiting_since >= run_->request.settle_timeout) {
      run_->answer.followers_lost.push_back(name);
      it = followers_.erase(it);
      continue;
    }
    LookAgainAt(step, waiting_since + run_->request.settle_timeout);
    idle = false;
    ++it;
  }
  return idle;
}

void ClockCoordinator::ContinueRun(Instant now, std::optional<Instant> next_due, RealTime real, ClockStep& step) {
  if (real - run_->started >= kLongestRun) {
    run_->answer.settled = false;
    step.run_answer = std::exchange(run_, std::nullopt)->answer;
    return;
  }
  LookAgainAt(step, run_->started + kLongestRun);
  if (webhooks_in_flight_ > 0) return;
  if (run_->request.wait_for_followers && !FollowersIdle(real, step)) return;
  if (now >= run_->request.target) {
    step.run_answer = std::exchange(run_, std::nullopt)->answer;
    return;
  }
  Instant hop = run_->request.target;
  if (next_due) hop = std::min(hop, *next_due);
  for (const auto& [name, follower] : followers_) {
    if (follower.ticket && follower.until) hop = std::min(hop, *follower.until);
  }
  // Work that stays due although it was done must not stop time.
  step.hop_to = std::max(hop, now + std::chrono::milliseconds(1));
  ++run_->answer.hops;
  run_->waiting_since = real;
}

ClockStep ClockCoordinator::Next(Instant now, std::optional<Instant> next_due, bool manual, RealTime real) {
  ClockStep step;
  AnswerDue(now, manual, real, step);
  if (run_) ContinueRun(now, next_due, real, step);
  return step;
}

std::vector<ClockCoordinator::FollowerState> ClockCoordinator::followers() const {
  std::vector<FollowerState> states;
  for (const auto& [name, follower] : followers_) states.push_back({name, follower.ticket.has_value(), follower.until});
  return states;
}

}  // namespace ikp::simulators::kit
