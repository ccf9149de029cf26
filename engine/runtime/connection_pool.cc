#include "engine/runtime/connection_pool.h"

#include <utility>

namespace ikp::runtime {

std::shared_ptr<Connection> ConnectionPool::Take(const std::string& peer) {
  const auto found = resting_.find(peer);
  if (found == resting_.end()) return nullptr;
  auto& queue = found->second;
  std::shared_ptr<Connection> taken;
  const auto now = std::chrono::steady_clock::now();
  while (!queue.empty() && !taken) {
    Resting last = std::move(queue.back());
    queue.pop_back();
    if (last.until > now && last.connection->Quiet()) taken = std::move(last.connection);
  }
  if (queue.empty()) resting_.erase(found);
  return taken;
}

void ConnectionPool::Keep(const std::string& peer, std::shared_ptr<Connection> connection) {
  if (max_per_peer_ == 0 || !connection->Quiet()) return;
  auto& queue = resting_[peer];
  if (queue.size() >= max_per_peer_) queue.pop_front();
  queue.push_back({std::move(connection), std::chrono::steady_clock::now() + lifetime_});
  ArmSweep();
}

void ConnectionPool::Clear() {
  resting_.clear();
  sweep_.cancel();
}

void ConnectionPool::ArmSweep() {
  if (sweep_armed_ || resting_.empty()) return;
  sweep_armed_ = true;
  sweep_.expires_after(lifetime_);
  sweep_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (!self) return;
    self->sweep_armed_ = false;
    if (!error) self->Sweep();
  });
}

void ConnectionPool::Sweep() {
  const auto now = std::chrono::steady_clock::now();
  for (auto& [peer, queue] : resting_) {
    while (!queue.empty() && queue.front().until <= now) queue.pop_front();
  }
  std::erase_if(resting_, [](const auto& entry) { return entry.second.empty(); });
  ArmSweep();
}

}  // namespace ikp::runtime
