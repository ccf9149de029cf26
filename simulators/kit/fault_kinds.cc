#include "simulators/kit/fault_kinds.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "simulators/kit/faults.h"
#include "simulators/kit/router.h"

namespace ikp::simulators::kit {
namespace {

using Type = FaultParameter::Type;

constexpr std::int64_t kDayMs = 86'400'000;

FaultParameter Milliseconds(std::string fallback) {
  const bool required = fallback.empty();
  return {"ms", Type::kInteger, required, std::move(fallback), 0, kDayMs};
}

FaultParameter Status(std::string fallback) {
  const bool required = fallback.empty();
  return {"status", Type::kInteger, required, std::move(fallback), 100, 599};
}

FaultParameter AfterCommit(const char* fallback) { return {"after_commit", Type::kBoolean, false, fallback}; }

const char* TypeName(Type type) {
  switch (type) {
    case Type::kInteger:
      return "whole number";
    case Type::kText:
      return "text";
    case Type::kBoolean:
      return "true or false";
  }
  return "";
}

std::string DescribeTarget(const FaultTarget& target) {
  if (target.method.empty() && target.paths.empty()) return "any request";
  auto text = target.method.empty() ? std::string("any method") : target.method;
  if (!target.paths.empty()) text += " " + JoinWords(target.paths);
  return text;
}

}  // namespace

const std::vector<FaultKind>& FaultKinds() {
  static const std::vector<FaultKind> kKinds = {
      {"answer_lost", false, "The request is handled and kept; the connection is closed without an answer.", {}},
      {"reset_before", false, "The connection is reset before the request is handled.", {}},
      {"latency", false, "The answer comes late.", {Milliseconds("")}},
      {"status",
       false,
       "This status instead of an answer; with after_commit the request is handled first.",
       {Status(""),
        {"body", Type::kText, false, ""},
        {"content_type", Type::kText, false, "application/json"},
        AfterCommit("false")}},
      {"too_many",
       false,
       "429; Retry-After in seconds, or as a date.",
       {{"retry_after", Type::kInteger, false, "", 0, 86'400}, {"retry_after_date", Type::kBoolean, false, "false"}}},
      {"token_expire", false, "Every access token expires just before the request.", {}},
      {"token_revoke", false, "Every access token is revoked just before the request.", {}},
      {"page_cap", false, "No page has more rows than this.", {{"cap", Type::kInteger, true, "", 1, 100'000}}, {"GET"}},
      {"token_not_cleared",
       false,
       "A login says success, but the token is refused with 403 on every use.",
       {},
       {"POST"}},
      {"account_locked", false, "The account is locked at this login, until staff unlock it.", {}, {"POST"}},
      {"page_drift",
       false,
       "A row appears (insert) or disappears for ms (delete) between two pages, so that offsets shift.",
       {{"change", Type::kText, false, "delete"}, Milliseconds("60000")},
       {"GET"}},
      {"ignore_offset", false, "The paging parameter is ignored: the same page again and again.", {}, {"GET"}},
      {"window_cap",
       false,
       "A list serves only its first rows, whatever page is asked for.",
       {{"cap", Type::kInteger, true, "", 0, 100'000}},
       {"GET"}},
      {"read_back_404",
       false,
       "A write is kept, or a record exists, but it is answered with this status.",
       {Status("404")}},
      {"partial_write",
       false,
       "A new family is kept with its first guardians only, and answered with 500.",
       {{"count", Type::kInteger, false, "0", 0, 100}},
       {"POST", {"*/families"}}},
      {"loose_types", false, "Numbers as text, null objects, extra and missing keys, in this answer.", {}},
      {"html_body",
       false,
       "An HTML page instead of JSON; the request is handled unless after_commit is false.",
       {Status("200"), AfterCommit("true")}},
      {"truncated_body", false, "Half of the answer, then the connection is closed.", {}},
      {"read_lag",
       false,
       "Records younger than this are missing from lists; with single also from single reads.",
       {Milliseconds(""), {"single", Type::kBoolean, false, "false"}},
       {"GET"}},
      {"not_enough_seats",
       false,
       "Every seat of the installation is taken at this opening of a session.",
       {},
       {"POST", {"/session"}}},
      {"session_kicked", false, "A supervisor ends the session just before the request.", {}, {"", {"/session/*"}}},
      {"machine_off",
       false,
       "The computer does not answer this request: asleep or off.",
       {},
       {"", {"/session", "/session/*", "/exports/*"}}},
      {"reboot_mid_snapshot",
       false,
       "The computer reboots at this request for accounts; every session ends.",
       {},
       {"GET", {"/session/*/accounts"}}},
      {"version_mismatch",
       false,
       "The server was upgraded: a client of its former version is refused.",
       {},
       {"POST", {"/session"}}},
      {"disk_full", false, "The disk is full: nothing is written.", {}, {"POST", {"/session/*/*"}}},
      {"slow_run",
       false,
       "Every account of the answer takes ms.",
       {Milliseconds("")},
       {"GET", {"/session/*/accounts"}}},
      {"latin1_bytes",
       false,
       "Texts with bytes of ISO-8859-1, a NUL and a CRLF in the answer.",
       {},
       {"GET", {"/session/*/*"}}},
      {"webhook_duplicate", true, "The webhook is delivered twice; the copy after ms.", {Milliseconds("0")}},
      {"webhook_reorder", true, "Later webhooks overtake this one.", {Milliseconds("5000")}},
      {"webhook_drop", true, "The webhook never arrives and is not retried.", {}},
      {"webhook_delay", true, "The webhook is sent late.", {Milliseconds("")}},
  };
  return kKinds;
}

const FaultKind* FindFaultKind(std::string_view name) {
  for (const auto& kind : FaultKinds()) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

const std::vector<std::string>& FaultKindNames() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const auto& kind : FaultKinds()) names.push_back(kind.name);
    return names;
  }();
  return kNames;
}

std::map<std::string, std::string> ReadFaultParameters(const FaultKind& kind, FieldReader& fields) {
  std::map<std::string, std::string> parameters;
  for (const auto& parameter : kind.parameters) {
    const auto need = parameter.required ? Need::kRequired : Need::kOptional;
    std::string text = parameter.fallback;
    switch (parameter.type) {
      case Type::kInteger:
        if (const auto value = fields.Integer(parameter.name, need, parameter.minimum, parameter.maximum)) {
          text = std::to_string(*value);
        }
        break;
      case Type::kText:
        if (const auto value = fields.Text(parameter.name, need, 65'536)) text = *value;
        break;
      case Type::kBoolean:
        if (const auto value = fields.Boolean(parameter.name, need)) text = *value ? "true" : "false";
        break;
    }
    if (!text.empty()) parameters[parameter.name] = std::move(text);
  }
  return parameters;
}

nlohmann::json FaultParameterToJson(std::string_view kind_name, std::string_view name, const std::string& value) {
  if (const auto* kind = FindFaultKind(kind_name)) {
    for (const auto& parameter : kind->parameters) {
      if (parameter.name != name) continue;
      if (parameter.type == Type::kInteger) return std::stoll(value);
      if (parameter.type == Type::kBoolean) return value == "true";
    }
  }
  return value;
}

nlohmann::json DescribeFaultKinds() {
  auto list = nlohmann::json::array();
  for (const auto& kind : FaultKinds()) {
    auto parameters = nlohmann::json::object();
    for (const auto& parameter : kind.parameters) {
      std::string text = TypeName(parameter.type);
      if (parameter.required) {
        text += ", required";
      } else if (!parameter.fallback.empty()) {
        text += ", default " + parameter.fallback;
      }
      parameters[parameter.name] = text;
    }
    list.push_back({{"kind", kind.name},
                    {"what", kind.what},
                    {"parameters", parameters},
                    {"without_match", DescribeTarget(kind.usual)}});
  }
  return list;
}

bool IsConnectionFault(std::string_view kind) {
  static constexpr std::array<std::string_view, 7> kKinds = {"answer_lost", "reset_before", "latency",       "status",
                                                             "too_many",    "html_body",    "truncated_body"};
  return std::find(kKinds.begin(), kKinds.end(), kind) != kKinds.end();
}

}  // namespace ikp::simulators::kit
