// ConnectionPool: connections that rest between two exchanges, by peer. Bounded in number and in time. Only for the
// bindings of this room.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <string>

#include "engine/runtime/connection.h"

namespace ikp::runtime {

class ConnectionPool : public std::enable_shared_from_this<ConnectionPool> {
 public:
  ConnectionPool(const boost::asio::any_io_executor& executor, std::size_t max_per_peer, std::chrono::seconds lifetime)
      : max_per_peer_(max_per_peer), lifetime_(lifetime), sweep_(executor) {}

  // The connection that rested last and is still good, or null.
  std::shared_ptr<Connection> Take(const std::string& peer);
  // Keeps `connection`, in place of the one that rested longest when there are too many.
  void Keep(const std::string& peer, std::shared_ptr<Connection> connection);
  void Clear();

 private:
  struct Resting {
    std::shared_ptr<Connection> connection;
    std::chrono::steady_clock::time_point until;
  };

  void Sweep();
  void ArmSweep();

  std::size_t max_per_peer_;
  std::chrono::seconds lifetime_;
  boost::asio::steady_timer sweep_;
  bool sweep_armed_ = false;
  std::map<std::string, std::deque<Resting>> resting_;  // the longest rested first
};

}  // namespace ikp::runtime
