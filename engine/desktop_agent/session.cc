#include "engine/desktop_agent/session.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/desktop_wire/version_details.h"
#include "engine/wire/back_off.h"
#include "engine/wire/json_read.h"
#include "engine/wire/retry_after.h"

namespace ikp::desktop_agent {
namespace {

using domain::Reason;
using nlohmann::json;

// The words of this contract for "nothing was done". Anything else is not the program speaking.
constexpr std::string_view kCodes[] = {"bad_json",        "command_reused",   "disk_full",   "invalid",
                                       "key_taken",       "licence_full",     "machine_off", "no_such_route",
                                       "no_such_session", "not_enough_seats", "not_found",   "relationship_exists",
                                       "session_ended",   "version_mismatch", "wrong_method"};
// So long what was read is good enough to write on: a page of it, a moment to think. A computer that slept in between
// is beyond that.
constexpr domain::Milliseconds kLookGoodFor = std::chrono::minutes(2);
constexpr int kReadAttempts = 4;
constexpr domain::Milliseconds kCloseTimeout = std::chrono::seconds(10);

std::string Text(const json& body) { return body.dump(-1, ' ', false, json::error_handler_t::replace); }

// "payers[0].email: must not be ..." -> "payers[0].email". What does not look like a field is left out.
std::vector<std::string> FieldsIn(const json& body) {
  std::vector<std::string> fields;
  for (const auto& error : wire::ReadArray(body, "errors")) {
    const auto* text = error.get_ptr<const std::string*>();
    const auto colon = text == nullptr ? std::string::npos : text->find(':');
    if (colon == std::string::npos || colon > 60) continue;
    auto field = text->substr(0, colon);
    const bool plain = field.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.[]") == std::string::npos;
    if (plain && std::find(fields.begin(), fields.end(), field) == fields.end()) fields.push_back(std::move(field));
  }
  return fields;
}

}  // namespace

struct Session::Call {
  int status = 0;  // 0: no answer
  ports::TransportFailure failure = ports::TransportFailure::kNone;
  bool handled_perhaps = false;  // without an answer
  json body = nullptr;           // null: no JSON
  std::string code = {};
  domain::Milliseconds asked_pause{};

  bool good() const { return status >= 200 && status < 300 && body.is_object(); }
  bool SessionEnded() const { return code == "session_ended" || code == "no_such_session"; }
  // The program itself says that it did nothing. What stands between (proxies) knows nothing of that: a code of its own
  // is none (see Send).
  bool Refused() const { return !code.empty() || (status >= 400 && status < 500 && status != 408); }
  bool MayPass() const { return status == 0 || !Refused() || status == 429; }

  // A record that was named by its number is gone since it was read; everything else is for a person to correct.
  Trouble Invalid() const {
    auto fields = FieldsIn(body);
    const bool gone =
        std::any_of(fields.begin(), fields.end(), [](const auto& field) { return field.ends_with("_id"); });
    return {gone ? Reason::kProcareError : Reason::kRejectedByProcare, std::move(fields)};
  }

  Trouble AsTrouble() const {
    if (code == "not_enough_seats") return {Reason::kDesktopSeatsFull};
    if (code == "version_mismatch") {
      return {Reason::kDesktopVersionMismatch,
              desktop_wire::VersionDetails(wire::ReadTextOrEmpty(body, "server_version"),
                                           wire::ReadTextOrEmpty(body, "client_version"))};
    }
    if (code == "machine_off") return {Reason::kDesktopNotAnswering, {code}};
    if (code == "disk_full") return {Reason::kDesktopDiskFull};
    if (code == "licence_full") return {Reason::kDesktopLicenceFull};
    if (code == "invalid") return Invalid();
    if (status == 0) {
      return {
          Reason::kDesktopNotAnswering, {std::string(ToWord(failure))}, failure == ports::TransportFailure::kTimeout};
    }
    if (status >= 500) return {Reason::kDesktopNotAnswering, {"HTTP " + std::to_string(status)}};
    if (status == 429) return {Reason::kProcareThrottled};
    Trouble trouble{Reason::kProcareError, {"HTTP " + std::to_string(status)}};
    if (!code.empty()) trouble.details.push_back(code);
    if (!body.is_object()) trouble.details.emplace_back("the answer is not the program's");
    return trouble;
  }
};

async::Task<Session::Call> Session::Send(std::string method, std::string target, std::string body,
                                         domain::Milliseconds timeout) {
  http::Request request{std::move(method), settings_.base_url + target, {{"Accept", "application/json"}}, {}};
  if (!body.empty()) request.headers.Set("Content-Type", "application/json");
  request.body = std::move(body);
  auto exchange = co_await environment_.transport.Send(std::move(request), timeout);
  Call call;
  if (exchange.delivery != ports::Delivery::kAnswered) {
    call.failure = exchange.failure;
    call.handled_perhaps = exchange.delivery == ports::Delivery::kUnknown;
    co_return call;
  }
  call.status = exchange.response.status;
  call.asked_pause =
      wire::RetryAfter(exchange.response.headers.Get("Retry-After"), environment_.clock.Now(), domain::Milliseconds{});
  if (exchange.response.document) {
    call.body = *exchange.response.document;
  } else if (auto parsed = wire::ParseJson(exchange.response.body)) {
    call.body = std::move(*parsed);
  }
  if (call.status >= 400) {
    const auto code = wire::ReadTextOrEmpty(call.body, "code");
    if (std::find(std::begin(kCodes), std::end(kCodes), code) != std::end(kCodes)) call.code = code;
  }
  co_return call;
}

async::Task<std::optional<Trouble>> Session::Open() {
  const json request = {{"client_version", settings_.client_version}};
  const auto call = co_await Send("POST", "/session", Text(request), settings_.timeout);
  auto id = call.good() ? wire::ReadId(call.body, "session_id") : std::nullopt;
  if (!id) {
    auto trouble = call.AsTrouble();
    state_.good = false;
    state_.reason = trouble.reason;
    state_.details = trouble.details;
    // The client was updated, or the server: what the server has now is in its refusal.
    const auto server_version = wire::ReadTextOrEmpty(call.body, "server_version");
    if (!server_version.empty()) state_.server_version = server_version;
    co_return trouble;
  }
  id_ = std::move(*id);
  const auto database_id = wire::ReadTextOrEmpty(call.body, "database_id");
  const auto meant = pulse_.database_id();
  const bool not_meant = !meant.empty() && !database_id.empty() && database_id != meant;
  const bool another = database_id_ && database_id != *database_id_;
  database_id_ = database_id;
  state_.good = true;
  state_.details.clear();
  state_.database_id = database_id;
  state_.server_version = wire::ReadTextOrEmpty(call.body, "server_version");
  if (not_meant || another) co_await Close();
  if (not_meant) co_return Trouble{Reason::kDesktopOtherDatabase, {"database_id"}};
  if (another) co_return Trouble{Reason::kProcareError, {"database_id: is another one than a moment ago"}};
  co_return std::nullopt;
}

async::Task<std::optional<Trouble>> Session::OpenAgain() {
  if (opened_again_) co_return Trouble{Reason::kDesktopNotAnswering, {"session_ended"}};
  opened_again_ = true;
  id_.clear();
  co_return co_await Open();
}

async::Task<tl::expected<json, Trouble>> Session::Get(std::string path) {
  wire::BackOff pauses(environment_.random);
  for (int attempt = 1;; ++attempt) {
    if (environment_.stop.stop_requested()) {
      co_return tl::unexpected(Trouble{Reason::kDesktopNotAnswering, {"the agent stops"}});
    }
    auto call = co_await Send("GET", "/session/" + id_ + path, "", settings_.timeout);
    if (call.good()) {
      pulse_.Moved();
      co_return std::move(call.body);
    }
    if (call.SessionEnded()) {
      if (auto trouble = co_await OpenAgain()) co_return tl::unexpected(std::move(*trouble));
      continue;
    }
    auto trouble = call.AsTrouble();
    if (attempt == kReadAttempts || !call.MayPass() || trouble.timed_out) co_return tl::unexpected(std::move(trouble));
    const auto pause = std::max(pauses.Next(), call.asked_pause);
    co_await environment_.clock.SleepUntil(environment_.clock.Now() + pause, environment_.stop);
  }
}

async::Task<Written> Session::Post(std::string path, json body, domain::Instant looked_at) {
  if (!pulse_.MayWrite()) {
    co_return Written{Written::Kind::kRefused, nullptr, {}, {}, {Reason::kDesktopNotAnswering, {"replaced"}}};
  }
  const auto now = Now();
  if (now > looked_at + kLookGoodFor || now < looked_at) co_return Written{Written::Kind::kLookAgain};
  auto call = co_await Send("POST", "/session/" + id_ + path, Text(body), settings_.timeout);
  if (call.good()) {
    pulse_.Moved();
    co_return Written{Written::Kind::kDone, std::move(call.body)};
  }
  if (call.SessionEnded()) {
    auto trouble = co_await OpenAgain();
    if (!trouble) co_return Written{Written::Kind::kLookAgain};
    co_return Written{Written::Kind::kRefused, nullptr, call.code, {}, std::move(*trouble)};
  }
  const bool certain = call.status == 0 ? !call.handled_perhaps : call.Refused();
  co_return Written{certain ? Written::Kind::kRefused : Written::Kind::kLost, nullptr, call.code, FieldsIn(call.body),
                    call.AsTrouble()};
}

async::Task<std::optional<Trouble>> Session::Settle() {
  co_await Close();
  co_await environment_.clock.SleepUntil(Now() + settings_.timeout, environment_.stop);
  opened_again_ = false;
  co_return co_await Open();
}

async::Task<void> Session::Close() {
  if (id_.empty()) co_return;
  const auto target = "/session/" + std::exchange(id_, {});
  // A seat is worth a second attempt.
  for (int attempt = 0; attempt < 2; ++attempt) {
    const auto call = co_await Send("DELETE", target, "", kCloseTimeout);
    if (call.status != 0) co_return;
  }
}

}  // namespace ikp::desktop_agent
