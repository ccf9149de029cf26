// For tests: loopback sockets without any HTTP library, to say and to see what a well-behaved one never would.
// Blocking; every wait ends after a few seconds.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace ikp::runtime {

class RawSocket {
 public:
  static RawSocket ConnectTo(std::uint16_t port);
  explicit RawSocket(int fd);
  RawSocket(RawSocket&& other) noexcept;
  RawSocket& operator=(RawSocket&&) = delete;
  ~RawSocket();

  void Send(std::string_view bytes);
  // What arrives until `end` has been seen, or until the peer closes.
  std::string ReadUntil(std::string_view end);
  std::string ReadToEnd() { return ReadUntil({}); }
  // The last read ended with a reset, not with an orderly close.
  bool was_reset() const { return was_reset_; }
  bool timed_out() const { return timed_out_; }

 private:
  int fd_;
  bool was_reset_ = false;
  bool timed_out_ = false;
};

// A peer that answers each connection in turn with fixed bytes, whatever it was asked, and closes it then.
class ScriptedPeer {
 public:
  explicit ScriptedPeer(std::vector<std::string> answers);
  ~ScriptedPeer();
  std::uint16_t port() const { return port_; }
  std::size_t connections() const { return connections_; }

 private:
  void Serve(const std::vector<std::string>& answers);

  std::uint16_t port_ = 0;
  int listener_;
  std::atomic<std::size_t> connections_ = 0;
  std::thread thread_;
};

// Takes connections (into the system's queue) and never says a word.
class SilentPeer {
 public:
  SilentPeer();
  ~SilentPeer();
  SilentPeer(const SilentPeer&) = delete;
  SilentPeer& operator=(const SilentPeer&) = delete;
  std::uint16_t port() const { return port_; }

 private:
  std::uint16_t port_ = 0;
  int listener_;
};

// A loopback port on which nothing listens.
std::uint16_t UnusedPort();

}  // namespace ikp::runtime
