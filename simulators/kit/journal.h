// Journal: what one simulator was asked and what it sent, newest last, bounded in number and size. Tokens, client
// secrets and signatures are redacted; bodies stay, since a journal exists to be read (it never leaves the simulator).
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "simulators/kit/simulator.h"

namespace ikp::simulators::kit {

struct JournalEntry {
  std::uint64_t seq = 0;
  Instant at = {};
  std::string direction = "in";  // "out" for what the simulator sent
  http::Request request = {};
  int status = 0;  // 0: no answer was given or got
  std::string response_body = {};
  std::string fault = {};  // kinds that acted, separated by commas
  std::string note = {};
};

class Journal {
 public:
  static constexpr std::size_t kMaximumEntries = 10'000;
  static constexpr std::size_t kMaximumBodyBytes = 16 * 1024;
  static constexpr std::size_t kMaximumTotalBytes = 64 * 1024 * 1024;

  void Add(JournalEntry entry);  // sets `seq`, shortens and redacts
  // Entries after `since`, at most `limit`: {"entries": [...], "last_seq": n, "oldest_seq": n}.
  nlohmann::json Read(std::uint64_t since, std::size_t limit) const;
  std::size_t Clear();
  std::uint64_t last_seq() const { return last_seq_; }
  const std::deque<JournalEntry>& entries() const { return entries_; }

 private:
  std::deque<JournalEntry> entries_;
  std::uint64_t last_seq_ = 0;
  std::size_t bytes_ = 0;
};

// The values of secret-carrying names (access_token, client_secret, ...) replaced, in JSON and in form bodies.
std::string RedactSecrets(std::string body);

}  // namespace ikp::simulators::kit
