#include "scenarios/run/hash.h"

#include <cstring>
#include <string_view>

namespace ikp::scenarios {
namespace {

class Hasher {
 public:
  void Add(std::uint64_t value) {
    state_ = (state_ ^ value) * 0x9fb21c651e98df25u;
    state_ ^= state_ >> 32;
  }
  void Add(std::string_view text) {
    Add(static_cast<std::uint64_t>(text.size()));
    while (text.size() >= sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, text.data(), sizeof word);
      Add(word);
      text.remove_prefix(sizeof word);
    }
    std::uint64_t rest = 0;
    std::memcpy(&rest, text.data(), text.size());
    Add(rest);
  }
  void Add(domain::Instant at) { Add(static_cast<std::uint64_t>(at.time_since_epoch().count())); }
  std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0x2545f4914f6cdd1du;
};

void AddExchanges(const oracle::History& history, Hasher& hash) {
  for (const auto& exchange : history.exchanges) {
    hash.Add(std::uint64_t{exchange.sent_seq} << 32 | exchange.handled_seq);
    hash.Add(std::uint64_t{exchange.answered_seq} << 32 | static_cast<std::uint32_t>(exchange.status));
    hash.Add(exchange.sent);
    hash.Add(exchange.answered);
    hash.Add(static_cast<std::uint64_t>(exchange.fate) << 8 | static_cast<std::uint64_t>(exchange.deliveries));
    hash.Add(exchange.path);
    hash.Add(exchange.body);
    hash.Add(exchange.answer);
  }
}

void AddRecords(const oracle::History& history, Hasher& hash) {
  for (const auto& child : history.iks_children) {
    hash.Add(std::uint64_t{child.seq} << 32 | static_cast<std::uint32_t>(child.version));
    hash.Add(child.id);
    hash.Add(child.status);
    hash.Add(child.classroom);
    hash.Add(child.location);
  }
  for (const auto& child : history.procare_children) {
    hash.Add(std::uint64_t{child.seq} << 1 | (child.removed ? 1 : 0));
    hash.Add(child.id);
    hash.Add(child.status);
    hash.Add(child.room_name);
    hash.Add(child.school);
  }
}

void AddOpinion(const oracle::Opinion& opinion, Hasher& hash) {
  for (const auto& entry : opinion.audit) {
    hash.Add(entry.at);
    hash.Add(entry.event);
    hash.Add(entry.child);
    hash.Add(entry.details_json);
  }
  for (const auto& link : opinion.links) {
    hash.Add(link.iks_id);
    hash.Add(link.procare_id);
  }
}

}  // namespace

std::uint64_t HashOf(const oracle::History& history) {
  Hasher hash;
  AddExchanges(history, hash);
  AddRecords(history, hash);
  for (const auto& webhook : history.webhooks) {
    hash.Add(std::uint64_t{webhook.sent_seq} << 32 | webhook.answered_seq);
    hash.Add(static_cast<std::uint64_t>(webhook.status));
  }
  for (const auto& life : history.lives) hash.Add(std::uint64_t{life.started_seq} << 32 | life.died_seq);
  for (const auto& act : history.acts) hash.Add(std::uint64_t{act.seq} << 1 | (act.done ? 1 : 0));
  for (const auto& line : history.log) hash.Add(line.text);
  AddOpinion(history.opinion, hash);
  return hash.value();
}

}  // namespace ikp::scenarios
