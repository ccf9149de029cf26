#include "engine/app/running_check.h"

#include <algorithm>
#include <string>

namespace ikp::app {
namespace {

using nlohmann::json;

json BadLine(const std::string& what, const std::string& result, const std::string& fix) {
  return {{"good", false}, {"what", what}, {"result", result}, {"fix", fix}};
}

json Only(json line) { return {{"good", false}, {"lines", json::array({std::move(line)})}}; }

bool Knows(const json& sites, const std::string& id) {
  return std::any_of(sites.begin(), sites.end(), [&](const json& site) { return site == id; });
}

json Unanswered(const ports::Exchange& exchange) {
  return Only(BadLine("running engine",
                      "does not answer (" + std::string(ports::ToWord(exchange.failure)) +
                          "); it may be busy with a long reading, so nothing was checked",
                      "Check again in some minutes; if it stays so, look into the engine's log."));
}

}  // namespace

std::optional<json> CheckOfRunningEngine(const config::Config& config, const ports::Exchange& exchange) {
  if (exchange.delivery != ports::Delivery::kAnswered) {
    if (exchange.failure == ports::TransportFailure::kConnectRefused) return std::nullopt;
    return Unanswered(exchange);
  }
  if (exchange.response.status == 401) {
    return Only(BadLine("running engine",
                        "does not take the admin token of this configuration, so it runs with another one; nothing was "
                        "checked",
                        "Restart the engine with this configuration, then check again."));
  }
  auto body = json::parse(exchange.response.body, nullptr, false);
  const bool readable = body.is_object() && body.contains("lines") && body["lines"].is_array();
  if (exchange.response.status != 200 || !readable) {
    return Only(BadLine("running engine",
                        "what listens at its address is not this engine, or one of another version (status " +
                            std::to_string(exchange.response.status) + "); nothing was checked",
                        "Look what uses the address, or restart the engine, then check again."));
  }
  const json sites = body.value("sites", json::array());
  for (const auto& one : config.sites) {
    const auto& id = one.site.id.str();
    if (Knows(sites, id)) continue;
    body["good"] = false;
    body["lines"].push_back(BadLine(id + ": site",
                                    "the running engine does not know it: it was started before the site was added to "
                                    "the configuration, so nothing of it was checked",
                                    "Restart the engine, then check again."));
  }
  return body;
}

}  // namespace ikp::app
