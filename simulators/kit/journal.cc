#include "simulators/kit/journal.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <nlohmann/json.hpp>

#include "simulators/kit/json_text.h"

namespace ikp::simulators::kit {
namespace {

constexpr std::string_view kRedacted = "[redacted]";

std::size_t SizeOf(const JournalEntry& entry) {
  return 200 + entry.request.target.size() + entry.request.body.size() + entry.response_body.size() + entry.note.size();
}

void Shorten(std::string& body) {
  if (body.size() <= Journal::kMaximumBodyBytes) return;
  const auto left_out = body.size() - Journal::kMaximumBodyBytes;
  body.resize(Journal::kMaximumBodyBytes);
  body += "... (" + std::to_string(left_out) + " bytes more)";
}

// The end of the value that begins at `start`: of a JSON text, or of a form value.
std::size_t EndOfValue(const std::string& body, std::size_t start, char terminator) {
  std::size_t end = start;
  while (end < body.size() && body[end] != terminator) end += body[end] == '\\' ? 2 : 1;
  return std::min(end, body.size());
}

void RedactNamed(std::string& body, std::string_view name) {
  for (std::size_t at = body.find(name); at != std::string::npos; at = body.find(name, at + name.size())) {
    std::size_t next = at + name.size();
    char terminator = '&';
    if (next < body.size() && body[next] == '"') {
      ++next;
      while (next < body.size() && (body[next] == ':' || body[next] == ' ')) ++next;
      if (next >= body.size() || body[next] != '"') continue;
      terminator = '"';
    } else if (next >= body.size() || body[next] != '=') {
      continue;
    }
    body.replace(next + 1, EndOfValue(body, next + 1, terminator) - next - 1, kRedacted);
  }
}

nlohmann::json ToJson(const JournalEntry& entry) {
  const auto path = http::PathOf(entry.request.target);
  const auto query = entry.request.target.substr(path.size());
  auto headers = nlohmann::json::object();
  for (const auto& [name, value] : entry.request.headers.entries()) headers[name] = value;
  return {{"seq", entry.seq},
          {"at", FormatInstant(entry.at)},
          {"direction", entry.direction},
          {"method", entry.request.method},
          {"path", path},
          {"query", query.starts_with('?') ? query.substr(1) : query},
          {"headers", headers},
          {"body", entry.request.body},
          {"status", entry.status},
          {"answer", entry.response_body},
          {"fault", entry.fault},
          {"note", entry.note}};
}

}  // namespace

std::string RedactSecrets(std::string body) {
  constexpr std::array<std::string_view, 6> kNames = {"access_token", "refresh_token", "client_secret",
                                                      "api_token",    "password",      "secret"};
  for (const auto name : kNames) RedactNamed(body, name);
  return body;
}

void Journal::Add(JournalEntry entry) {
  entry.seq = ++last_seq_;
  for (const auto* name : {"Authorization", "Cookie", "X-IKS-Signature"}) {
    if (entry.request.headers.Get(name)) entry.request.headers.Set(name, std::string(kRedacted));
  }
  entry.request.body = RedactSecrets(std::move(entry.request.body));
  entry.response_body = RedactSecrets(std::move(entry.response_body));
  Shorten(entry.request.body);
  Shorten(entry.response_body);
  bytes_ += SizeOf(entry);
  entries_.push_back(std::move(entry));
  while (entries_.size() > kMaximumEntries || bytes_ > kMaximumTotalBytes) {
    bytes_ -= SizeOf(entries_.front());
    entries_.pop_front();
  }
}

nlohmann::json Journal::Read(std::uint64_t since, std::size_t limit) const {
  auto list = nlohmann::json::array();
  const auto first = std::upper_bound(entries_.begin(), entries_.end(), since,
                                      [](std::uint64_t seq, const JournalEntry& entry) { return seq < entry.seq; });
  for (auto entry = first; entry != entries_.end() && list.size() < limit; ++entry) list.push_back(ToJson(*entry));
  return {{"entries", list},
          {"last_seq", last_seq_},
          {"oldest_seq", entries_.empty() ? last_seq_ + 1 : entries_.front().seq}};
}

std::size_t Journal::Clear() {
  const auto count = entries_.size();
  entries_.clear();
  bytes_ = 0;
  return count;
}

}  // namespace ikp::simulators::kit
