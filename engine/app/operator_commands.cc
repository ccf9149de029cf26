// Commands that ask or tell: of the running engine through its operator's API, or, when none runs, of the store itself.
#include <cstdio>
#include <nlohmann/json.hpp>

#include "engine/app/commands.h"
#include "engine/app/process.h"
#include "engine/app/running_check.h"
#include "engine/runtime/blocking_http.h"
#include "engine/service/admin_api.h"

namespace ikp::app {
namespace {

using nlohmann::json;

constexpr std::chrono::minutes kLongestAnswer{10};  // a nightly of a large site

struct Answer {
  int status = 0;
  json body;
};

std::string UrlOf(const config::ListenAddress& address) {
  const bool v6 = address.host.find(':') != std::string::npos;
  return "http://" + (v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

// Sends to the running engine; when nobody listens there, composes the engine here and asks it directly.
std::optional<Answer> Ask(const CommonOptions& common, const config::Config& config, http::Request request) {
  const auto& address = config.service.for_operators();
  const std::string path = "/admin/v1/" + request.target;
  request.headers.Set("Authorization", "Bearer " + config.service.admin_token.Reveal());
  request.headers.Set("Content-Type", "application/json");
  http::Response response;
  http::Request remote = request;
  remote.target = UrlOf(address) + path;
  auto sent = address.port == 0 ? tl::unexpected(std::string("no fixed port"))
                                : runtime::BlockingSend(std::move(remote), kLongestAnswer);
  if (sent) {
    response = std::move(*sent);
  } else {
    const auto process = Process::Start(config, {.follow_clock = common.follow_clock});
    if (!process) return std::nullopt;
    request.target = path;
    response = process->Await(service::HandleAdmin(process->engine(), std::move(request)));
  }
  Answer answer{.status = response.status, .body = json::parse(response.body, nullptr, false)};
  if (answer.body.is_object()) return answer;
  std::fprintf(stderr, "engine: what listens at service.listen is not the engine (status %d). Check the address.\n",
               response.status);
  return std::nullopt;
}

int Refused(const Answer& answer) {
  std::fprintf(stderr, "engine: %s\n", answer.body.value("error", std::string("refused")).c_str());
  return answer.status == 401 || answer.status == 404 || answer.status == 422 ? 2 : 1;
}

void Print(const json& body) { std::printf("%s\n", body.dump().c_str()); }

// Nothing when no engine runs.
std::optional<json> CheckByRunningEngine(const config::Config& config) {
  const auto& address = config.service.for_operators();
  if (config.procare_desktop.empty() || address.port == 0) return std::nullopt;
  http::Request request{.method = "GET", .target = UrlOf(address) + "/admin/v1/check", .headers = {}, .body = {}};
  request.headers.Set("Authorization", "Bearer " + config.service.admin_token.Reveal());
  return CheckOfRunningEngine(config, runtime::BlockingExchange(std::move(request), kLongestAnswer));
}

}  // namespace

int CheckCommand(const CommonOptions& common) {
  const auto config = LoadConfig(common.config_path);
  if (!config) return 2;
  auto answer = CheckByRunningEngine(*config);
  if (!answer) {
    const auto process = Process::Start(*config, {.follow_clock = common.follow_clock, .without_store = true});
    if (!process) return 2;
    answer = service::CheckToJson(process->Await(process->engine().Check(service::Agents::kCannotCome)));
  }
  const bool good = answer->value("good", false);
  if (common.json) {
    Print(*answer);
    return good ? 0 : 1;
  }
  for (const auto& line : (*answer)["lines"]) {
    const bool line_good = line.value("good", false);
    const char* mark =
        line_good ? (common.colour ? "\033[32mok\033[0m  " : "ok  ") : (common.colour ? "\033[31mFAIL\033[0m" : "FAIL");
    std::printf("%s %s: %s\n", mark, line.value("what", std::string()).c_str(),
                line.value("result", std::string()).c_str());
    const auto fix = line.value("fix", std::string());
    if (!fix.empty()) std::printf("     do: %s\n", fix.c_str());
  }
  return good ? 0 : 1;
}

int StatusCommand(const CommonOptions& common) {
  const auto config = LoadConfig(common.config_path);
  if (!config) return 2;
  http::Request request{.method = "GET", .target = "status", .headers = {}, .body = {}};
  auto answer = Ask(common, *config, std::move(request));
  if (!answer) return 2;
  if (answer->status != 200) return Refused(*answer);
  const std::string text = answer->body.value(common.colour ? "text_in_colour" : "text", std::string());
  answer->body.erase("text");
  answer->body.erase("text_in_colour");
  if (common.json) {
    Print(answer->body);
  } else {
    std::fputs(text.c_str(), stdout);
  }
  return 0;
}

int ExplainCommand(const CommonOptions& common, const std::string& child) {
  const auto config = LoadConfig(common.config_path);
  if (!config) return 2;
  http::Request request{
      .method = "GET", .target = "children/" + http::PercentEncode(child) + "/explain", .headers = {}, .body = {}};
  auto answer = Ask(common, *config, std::move(request));
  if (!answer) return 2;
  if (answer->status != 200) return Refused(*answer);
  const std::string text = answer->body.value("text", std::string());
  answer->body.erase("text");
  if (common.json) {
    Print(answer->body);
  } else {
    std::fputs(text.c_str(), stdout);
  }
  return 0;
}

int NightlyCommand(const CommonOptions& common, const NightlyOptions& options) {
  const auto config = LoadConfig(common.config_path);
  if (!config) return 2;
  http::Request request{
      .method = "POST", .target = "sites/" + http::PercentEncode(options.site) + "/nightly", .headers = {}, .body = {}};
  request.body = json{{"accept_mass_change", options.accept_mass_change}, {"dry_run", options.dry_run}}.dump();
  auto answer = Ask(common, *config, std::move(request));
  if (!answer) return 2;
  if (answer->status != 200) return Refused(*answer);
  const std::string outcome = answer->body.value("outcome", std::string());
  if (common.json) {
    Print(answer->body);
  } else {
    const auto& report = answer->body["report"];
    std::printf("%s: %s\n", options.site.c_str(), outcome.c_str());
    for (const auto& [name, value] : report.items()) {
      if (value.is_number()) std::printf("  %-16s %s\n", name.c_str(), value.dump().c_str());
    }
    if (report.contains("problem")) std::printf("  problem: %s\n", report["problem"].dump().c_str());
    for (const auto& line : report.value("children", json::array())) {
      std::printf("  %s  %s  %s\n", line.value("child", std::string()).c_str(),
                  line.value("reason", std::string()).c_str(), line.value("detail", std::string()).c_str());
    }
  }
  return outcome == "done" ? 0 : 1;
}

int ReviewCommand(const CommonOptions& common, const ReviewOptions& options) {
  const auto config = LoadConfig(common.config_path);
  if (!config) return 2;
  json body = {{"by", options.by}};
  if (options.link) body["link"] = *options.link;
  if (options.create) body["create"] = true;
  http::Request request{.method = "POST",
                        .target = "reviews/" + http::PercentEncode(options.review) + "/decision",
                        .headers = {},
                        .body = {}};
  request.body = body.dump();
  auto answer = Ask(common, *config, std::move(request));
  if (!answer) return 2;
  if (answer->status != 200) return Refused(*answer);
  if (common.json) {
    Print(answer->body);
  } else {
    std::printf("Taken. The family is looked at again %s.\n", "within seconds while the engine runs");
  }
  return 0;
}

}  // namespace ikp::app
