// JSON, instants and dates as text, as the simulators read and write them.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "engine/http/message.h"
#include "simulators/kit/simulator.h"

namespace ikp::simulators::kit {

// The error says what is wrong and where: "line 3, column 7: ...". Nesting is limited to 64 levels. Content of the text
// never appears in the error.
tl::expected<nlohmann::json, std::string> ParseJson(std::string_view text);

// An answer with a JSON body. Bytes that are not UTF-8 are replaced, so that it never fails.
http::Response JsonResponse(int status, nlohmann::json body);

// While one lives, JsonResponse on this thread hands over the document in place of its text
// (http::Response::document): for a driver that has the client in the same process.
class DocumentScope {
 public:
  explicit DocumentScope(bool on = true);
  DocumentScope(const DocumentScope&) = delete;
  DocumentScope& operator=(const DocumentScope&) = delete;
  ~DocumentScope();

 private:
  bool before_;
};

// Whether JsonResponse does so now.
bool HandsOverDocuments();

// The body as text, whichever form it has.
std::string BodyText(const http::Response& response);
std::string DumpJson(const nlohmann::json& value, int indent = -1);

// The value of `name` as text, or "" when it is absent, null or not a text.
std::string TextOr(const nlohmann::json& object, std::string_view name, std::string fallback = "");

// ISO-8601 UTC with ms, "2026-03-08T09:00:00.000Z".
std::string FormatInstant(Instant instant);
// Also reads an offset instead of Z, and up to nine fractional digits. Anything else is nullopt.
std::optional<Instant> ParseInstant(std::string_view text);

}  // namespace ikp::simulators::kit
