#include "engine/runtime/raw_socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace ikp::runtime {
namespace {

void Check(bool good, const char* what) {
  if (!good) throw std::system_error(errno, std::generic_category(), what);
}

sockaddr_in Loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int BoundSocket(std::uint16_t& port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  Check(fd >= 0, "socket");
  sockaddr_in address = Loopback(0);
  Check(::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0, "bind");
  socklen_t size = sizeof(address);
  Check(::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0, "getsockname");
  port = ntohs(address.sin_port);
  return fd;
}

}  // namespace

RawSocket RawSocket::ConnectTo(std::uint16_t port) {
  RawSocket made(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address = Loopback(port);
  Check(::connect(made.fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0, "connect");
  return made;
}

RawSocket::RawSocket(int fd) : fd_(fd) {
  const timeval patience{5, 0};
  Check(::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) == 0, "setsockopt");
}

RawSocket::RawSocket(RawSocket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

RawSocket::~RawSocket() {
  if (fd_ >= 0) ::close(fd_);
}

void RawSocket::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the peer has closed: what it had to say can still be read
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::string RawSocket::ReadUntil(std::string_view end) {
  std::string seen;
  char byte = 0;
  while (end.empty() || seen.size() < end.size() || seen.compare(seen.size() - end.size(), end.size(), end) != 0) {
    const auto got = ::recv(fd_, &byte, 1, 0);
    if (got == 0) return seen;
    if (got < 0) {
      was_reset_ = errno == ECONNRESET;
      timed_out_ = errno == EAGAIN || errno == EWOULDBLOCK;
      return seen;
    }
    seen.push_back(byte);
  }
  return seen;
}

ScriptedPeer::ScriptedPeer(std::vector<std::string> answers) : listener_(BoundSocket(port_)) {
  Check(::listen(listener_, 16) == 0, "listen");
  thread_ = std::thread([this, script = std::move(answers)] { Serve(script); });
}

ScriptedPeer::~ScriptedPeer() {
  ::shutdown(listener_, SHUT_RDWR);  // ends an accept that still waits
  thread_.join();
  ::close(listener_);
}

void ScriptedPeer::Serve(const std::vector<std::string>& answers) {
  for (const auto& answer : answers) {
    const int fd = ::accept(listener_, nullptr, nullptr);
    if (fd < 0) return;
    ++connections_;
    RawSocket connection(fd);
    connection.ReadUntil("\r\n\r\n");
    connection.Send(answer);
  }
}

SilentPeer::SilentPeer() : listener_(BoundSocket(port_)) { Check(::listen(listener_, 16) == 0, "listen"); }

SilentPeer::~SilentPeer() { ::close(listener_); }

std::uint16_t UnusedPort() {
  std::uint16_t port = 0;
  ::close(BoundSocket(port));
  return port;
}

}  // namespace ikp::runtime
