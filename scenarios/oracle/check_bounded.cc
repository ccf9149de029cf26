// I15: memory, queues, retries and page loops have limits that hold.
#include <algorithm>
#include <array>
#include <bitset>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "scenarios/oracle/circumstances.h"
#include "scenarios/oracle/evidence.h"
#include "scenarios/oracle/exchange_facts.h"
#include "scenarios/oracle/traffic.h"
#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::oracle {
namespace {

using domain::Milliseconds;

// An engine works on some families of each location at once (16), each in a few coroutines; beside them a handful of
// loops. Two processes may run for a while.
constexpr std::size_t kTasksOfEngine = 200;
constexpr std::size_t kTasksOfSite = 200;
// Each peer takes a few requests at once (4).
constexpr std::size_t kRequestsOfPeer = 12;
// The inbox holds each event once.
constexpr std::size_t kSpareTriggers = 50;
// A page holds up to a hundred rows, and pages overlap: whoever reads on behind the last row is lost.
constexpr std::int64_t kBeyondTheEnd = 250;
constexpr Milliseconds kWindow = std::chrono::minutes(10);
// The same page within ten minutes: several readers, a few passes each, five attempts at each page.
constexpr std::size_t kMostEqualReads = 400;
// The same family within ten minutes: pauses double from seconds on, which makes eight; whatever people do to the
// family comes on top.
constexpr std::size_t kMostLooks = 40;
// The same write: an effect is sent once; only "not now" is repeated.
constexpr std::size_t kMostEqualWrites = 40;

class BoundedCheck {
 public:
  BoundedCheck(const Model& model, Findings& findings)
      : history_(model.history()), report_(15, findings), clock_is_right_(!ClockFaulty(model)) {}

  void Run() {
    CheckSamples();
    CheckInbox();
    FindFrequent();
    for (std::size_t i = 0; i < history_.exchanges.size(); ++i) {
      const auto& exchange = history_.exchanges[i];
      if (IsLogin(exchange)) continue;
      if (IsRead(exchange)) CheckOffset(exchange);
      if (frequent_.test(slots_[i])) CheckRepeated(exchange);
    }
  }

 private:
  void CheckSamples() {
    std::set<std::string_view> tenants;
    for (const auto& site : history_.sites) tenants.insert(site.tenant);
    const std::size_t most_tasks = kTasksOfEngine + kTasksOfSite * history_.sites.size();
    const std::size_t most_requests = kRequestsOfPeer * (tenants.size() + 1);
    const std::size_t most_triggers = kSpareTriggers + history_.webhooks.size() + 2 * history_.iks_children.size();
    for (const auto& sample : history_.samples) {
      Limit("tasks of the engine", sample.tasks, most_tasks, sample.at);
      Limit("requests without an answer", sample.in_flight, most_requests, sample.at);
      Limit("triggers in the inbox", sample.triggers, most_triggers, sample.at);
    }
  }

  void Limit(std::string_view what, std::size_t value, std::size_t most, Instant at) {
    if (value <= most || !report_.Wants("too_many_tasks")) return;
    report_.Add("too_many_tasks",
                "There were " + std::to_string(value) + " " + std::string(what) + "; " + std::to_string(most) +
                    " are more than enough.",
                at);
  }

  // Three nights after people stopped, there is nothing left to look at.
  void CheckInbox() {
    const std::size_t left = history_.opinion.pending_triggers;
    if (left == 0 || history_.ended < history_.healed + std::chrono::hours(24)) return;
    report_.Add("inbox_not_emptied",
                std::to_string(left) + " triggers were still in the inbox days after the last thing that people did.",
                history_.ended);
  }

  // Most requests are rare at any time, and need no closer look. Different ones that share a slot only cost time.
  void FindFrequent() {
    const auto& exchanges = history_.exchanges;
    std::array<std::uint32_t, kSlots> counts{};
    slots_.reserve(exchanges.size());
    std::size_t oldest = 0;
    for (const auto& exchange : exchanges) {
      const auto slot = SlotOf(exchange.path);
      slots_.push_back(static_cast<std::uint16_t>(slot));
      while (exchanges[oldest].sent + kWindow <= exchange.sent) --counts[slots_[oldest++]];
      if (++counts[slot] > kFewestOfAll) frequent_.set(slot);
    }
  }

  // From its length and two places: hashing all of it takes longer than everything else here.
  static std::size_t SlotOf(std::string_view path) {
    std::uint64_t middle = 0;
    std::uint64_t end = 0;
    if (path.size() >= sizeof end) {
      std::memcpy(&middle, path.data() + (path.size() - sizeof middle) / 2, sizeof middle);
      std::memcpy(&end, path.data() + path.size() - sizeof end, sizeof end);
    }
    return (((middle ^ (end << 1)) + path.size()) * 0x9e3779b97f4a7c15u) >> 54;
  }

  std::int64_t RowsOf(std::string_view tenant) const {
    std::set<std::string_view> ids;
    for (const auto& version : history_.procare_children) {
      if (version.tenant == tenant) ids.insert(version.id);
    }
    for (const auto& version : history_.procare_families) {
      if (version.tenant == tenant) ids.insert(version.id);
    }
    return static_cast<std::int64_t>(ids.size());
  }

  void CheckOffset(const Exchange& exchange) {
    if (exchange.peer != Peer::kProcare) return;
    const auto text = QueryIn(exchange.path, "offset");
    std::int64_t offset = 0;
    std::from_chars(text.data(), text.data() + text.size(), offset);
    if (offset <= kBeyondTheEnd) return;
    const auto there = RowsOf(exchange.tenant);
    if (offset <= there + kBeyondTheEnd) return;
    report_.Add("page_loop",
                "The engine asked for row " + std::to_string(offset) + " of a list of a tenant that has " +
                    std::to_string(there) + " records in all.",
                exchange.sent, {Show(exchange)});
  }

  std::size_t MostOf(const Exchange& exchange) const {
    if (!IsRead(exchange)) return kMostEqualWrites;
    return exchange.peer == Peer::kIks && !IdIn(exchange.path, "/families/").empty() ? kMostLooks : kMostEqualReads;
  }

  // Answers with an error are repeated by rules of their own, with pauses that are judged elsewhere; here they count as
  // one fifth, as a request is sent five times at most before its caller gives up and waits.
  void CheckRepeated(const Exchange& exchange) {
    auto& sent = sent_[{exchange.engine, exchange.method, exchange.tenant, exchange.path, exchange.body}];
    while (!sent.empty() && sent.front()->sent + kWindow <= exchange.sent) sent.pop_front();
    sent.push_back(&exchange);
    const std::size_t most = MostOf(exchange);
    if (sent.size() <= most) return;
    // A clock that jumps makes everything due at once, but only as often as it jumps.
    if (!clock_is_right_ && sent.size() <= 2 * most) return;
    const auto good = static_cast<std::size_t>(std::count_if(
        sent.begin(), sent.end(), [](const Exchange* one) { return WasAnswered(*one) && IsGood(one->status); }));
    const std::size_t counted = good + (sent.size() - good) / 5;
    if (counted <= most) return;
    const bool page = IsRead(exchange) && most == kMostEqualReads;
    report_.Add(page ? "page_loop" : "retry_storm",
                "The same request was sent " + std::to_string(sent.size()) + " times within ten minutes.",
                exchange.sent, {Show(*sent.front(), "first"), Show(exchange, "last")});
    sent.clear();
  }

  static constexpr std::size_t kSlots = 1024;  // 2 to the 10
  static constexpr std::uint32_t kFewestOfAll = static_cast<std::uint32_t>(std::min(kMostLooks, kMostEqualWrites));
  // By body as well: on a busy day many children are created by one path.
  using Request = std::tuple<int, std::string_view, std::string_view, std::string_view, std::string_view>;

  const History& history_;
  Reporter report_;
  bool clock_is_right_;
  std::vector<std::uint16_t> slots_;  // of the exchanges
  std::bitset<kSlots> frequent_;
  std::map<Request, std::deque<const Exchange*>> sent_;
};

}  // namespace

void CheckBounded(const Model& model, Findings& findings) { BoundedCheck(model, findings).Run(); }

}  // namespace ikp::scenarios::oracle
