// The messages of a timeline: requests of the engine with their answers, webhooks of IKS.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "scenarios/report/text.h"
#include "scenarios/report/timeline.h"

namespace ikp::scenarios::report {
namespace {

using nlohmann::json;
using oracle::Exchange;
using oracle::Fate;
using oracle::History;

constexpr std::size_t kLongestPath = 72;
constexpr std::size_t kLongestDetail = 600;

Lane LaneOf(oracle::Peer peer) { return peer == oracle::Peer::kIks ? Lane::kIks : Lane::kProcare; }

// The query says little in a line that is read in passing.
std::string ShortPath(const std::string& path) { return Clip(path, kLongestPath); }

// "dob=2021-05-01, first_name=Zoe": what a JSON body says at its top. Forms (logins) stay unsaid.
std::string Summary(const std::string& text) {
  const json body = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!body.is_object()) return {};
  std::string summary;
  for (const auto& [key, value] : body.items()) {
    if (value.is_structured()) continue;
    summary +=
        (summary.empty() ? "" : ", ") + key + "=" + (value.is_string() ? value.get<std::string>() : value.dump());
  }
  return Clip(summary, kLongestPath);
}

std::string Detail(const Exchange& exchange) {
  std::string detail;
  if (!exchange.body.empty()) detail = Clip(exchange.body, kLongestDetail);
  if (!exchange.idempotency_key.empty()) {
    detail += (detail.empty() ? "" : "\n") + std::string("Idempotency-Key: ") + exchange.idempotency_key;
  }
  return detail;
}

Entry EntryOf(const Exchange& exchange, int index, const Concern& concern) {
  Entry entry{.exchange = index, .engine = exchange.engine};
  entry.important = concern.HasExchange(index);
  entry.read = exchange.method == "GET" || exchange.method == "HEAD";
  return entry;
}

std::string Name(int index) { return "#" + std::to_string(index); }

void AddSent(const Exchange& exchange, int index, const Concern& concern, Timeline& timeline) {
  Entry entry = EntryOf(exchange, index, concern);
  entry.seq = exchange.sent_seq;
  entry.at = exchange.sent;
  entry.kind = EntryKind::kRequest;
  entry.to = LaneOf(exchange.peer);
  entry.label = exchange.method;
  entry.text = exchange.method + " " + ShortPath(exchange.path) + " (" + Name(index) + ")";
  if (const std::string summary = Summary(exchange.body); !summary.empty()) entry.text += ": " + summary;
  entry.detail = Detail(exchange);
  if (exchange.fate == Fate::kRequestLost || exchange.fate == Fate::kReset) {
    entry.arrival = Arrival::kLost;
    const bool reset = exchange.fate == Fate::kReset;
    entry.mark = !exchange.fault.empty() ? exchange.fault : reset ? "connection reset" : "the request is lost";
  }
  timeline.push_back(std::move(entry));
}

void AddHandled(const Exchange& exchange, int index, const Concern& concern, Timeline& timeline) {
  if (exchange.handled_seq == 0) return;
  Entry entry = EntryOf(exchange, index, concern);
  entry.seq = exchange.handled_seq;
  entry.at = exchange.handled;
  entry.kind = EntryKind::kHandled;
  entry.from = entry.to = LaneOf(exchange.peer);
  entry.label = "handles";
  entry.status = exchange.status;
  entry.text = std::string(NameOf(entry.to)) + " handles " + Name(index) +
               (exchange.status != 0 ? ": " + std::to_string(exchange.status) : "");
  if (exchange.deliveries > 1) entry.mark = "delivered " + Counted(exchange.deliveries, "time");
  timeline.push_back(std::move(entry));
}

// What the sender learns, or fails to learn.
std::string WordsFor(Fate fate, const std::string& name) {
  switch (fate) {
    case Fate::kRequestLost:
      return "no answer to " + name + ": the engine cannot know whether it arrived";
    case Fate::kAnswerLost:
      return "no answer to " + name + ": the engine cannot know that it was handled";
    case Fate::kReset:
      return "the connection of " + name + " was reset";
    case Fate::kUnreadable:
      return "what arrives as the answer to " + name + " cannot be read";
    case Fate::kSenderDied:
      return "the answer to " + name + " finds no engine: it died while it waited";
    default:
      return "no answer to " + name;
  }
}

// The answer that leaves the peer and never arrives: right after what the request did there.
void AddLostAnswer(const History& history, const Exchange& exchange, int index, const Concern& concern,
                   Timeline& timeline) {
  Entry entry = EntryOf(exchange, index, concern);
  entry.seq = exchange.handled_seq;
  for (const auto& child : history.procare_children) {
    if (child.exchange == index) entry.seq = std::max(entry.seq, child.seq);
  }
  for (const auto& family : history.procare_families) {
    if (family.exchange == index) entry.seq = std::max(entry.seq, family.seq);
  }
  entry.at = exchange.handled;
  entry.kind = EntryKind::kAnswer;
  entry.from = LaneOf(exchange.peer);
  entry.arrival = Arrival::kLost;
  entry.status = exchange.status;
  entry.label = exchange.status != 0 ? std::to_string(exchange.status) : "answer";
  const bool died = exchange.fate == Fate::kSenderDied;
  entry.text = died ? WordsFor(exchange.fate, Name(index))
                    : std::string(NameOf(entry.from)) + "'s " + entry.label + " to " + Name(index) + " never arrives";
  entry.detail = Clip(exchange.answer, kLongestDetail);
  entry.mark = !exchange.fault.empty() ? exchange.fault : died ? "nobody listens" : "the answer is lost";
  timeline.push_back(std::move(entry));
}

void AddAnswered(const Exchange& exchange, int index, const Concern& concern, Timeline& timeline) {
  if (exchange.answered_seq == 0 || exchange.fate == Fate::kSenderDied) return;
  Entry entry = EntryOf(exchange, index, concern);
  entry.seq = exchange.answered_seq;
  entry.at = exchange.answered;
  entry.kind = EntryKind::kAnswer;
  entry.text = WordsFor(exchange.fate, Name(index));
  const bool arrives = exchange.fate == Fate::kAnswered || exchange.fate == Fate::kUnreadable;
  if (arrives) {
    entry.from = LaneOf(exchange.peer);
    entry.status = exchange.status;
    entry.label = std::to_string(exchange.status);
    if (exchange.fate == Fate::kAnswered) {
      entry.text = std::string(NameOf(entry.from)) + " answers " + Name(index) + ": " + entry.label;
    }
    entry.detail = Clip(exchange.answer, kLongestDetail);
    entry.mark = exchange.fault;
    if (exchange.fate == Fate::kUnreadable) entry.arrival = Arrival::kDamaged;
  } else {
    entry.label = "gives up";
    entry.text = "after " + Span(exchange.answered - exchange.sent) + ": " + entry.text;
  }
  if (exchange.retry_after_ms) entry.text += ", retry after " + Span(domain::Milliseconds(*exchange.retry_after_ms));
  timeline.push_back(std::move(entry));
}

// "child.status_changed child-1: Waitlist -> Enrolled", as far as the body can be read.
std::string WordsOfWebhook(const std::string& body) {
  const json event = json::parse(body, nullptr, /*allow_exceptions=*/false);
  if (!event.is_object()) return "webhook";
  const auto text = [&](const char* key) {
    const auto found = event.find(key);
    return found != event.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  std::string words = "webhook " + text("type");
  if (!text("child_id").empty()) words += " " + text("child_id");
  if (!text("new").empty()) words += ": " + text("old") + " → " + text("new");
  return words;
}

}  // namespace

void AddExchanges(const History& history, const Concern& concern, Timeline& timeline) {
  for (std::size_t i = 0; i < history.exchanges.size(); ++i) {
    const Exchange& exchange = history.exchanges[i];
    const int index = static_cast<int>(i);
    AddSent(exchange, index, concern, timeline);
    AddHandled(exchange, index, concern, timeline);
    const bool died = exchange.fate == Fate::kSenderDied && exchange.handled_seq != 0;
    if (exchange.fate == Fate::kAnswerLost || died) AddLostAnswer(history, exchange, index, concern, timeline);
    AddAnswered(exchange, index, concern, timeline);
  }
}

void AddWebhooks(const History& history, const Concern& concern, Timeline& timeline) {
  for (const auto& webhook : history.webhooks) {
    Entry entry{.seq = webhook.sent_seq, .at = webhook.sent, .kind = EntryKind::kRequest, .from = Lane::kIks};
    entry.label = "webhook";
    entry.text = WordsOfWebhook(webhook.body);
    entry.detail = Clip(webhook.body, kLongestDetail);
    entry.important = concern.Mentions(webhook.body);
    entry.status = webhook.status;
    if (webhook.status == 0) {
      entry.arrival = Arrival::kLost;
      entry.mark = "no answer";
    } else if (webhook.status >= 300) {
      entry.mark = "answered " + std::to_string(webhook.status);
    }
    timeline.push_back(std::move(entry));
  }
}

}  // namespace ikp::scenarios::report
