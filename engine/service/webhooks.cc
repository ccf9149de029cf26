#include "engine/service/webhooks.h"

#include <nlohmann/json.hpp>

#include "engine/audit/entries.h"
#include "engine/iks/webhook.h"

namespace ikp::service {
namespace {

http::Response Json(int status, const nlohmann::json& body) {
  return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = body.dump()};
}

}  // namespace

async::Task<http::Response> ReceiveWebhook(Engine& engine, http::Request request) {
  const auto ports = engine.ports();
  const auto& iks = engine.config().iks;
  iks::WebhookSettings settings;
  for (const auto& secret : iks.webhook_secrets) settings.secrets.push_back(secret.Reveal());
  settings.account = iks.account;
  const auto now = ports.clock.Now();
  auto trigger = iks::VerifyAndParse(request.headers, request.body, settings, now);
  if (!trigger) {
    ports.log.Write(ports::LogLevel::kWarning, "webhook_refused",
                    {{"status", std::to_string(trigger.error().status)}, {"reason", trigger.error().reason}});
    co_return Json(trigger.error().status, {{"error", trigger.error().reason}});
  }
  if (*trigger) {
    auto& one = **trigger;
    const auto* site = engine.FindSite(one.location);
    ports::WriteBatch batch;
    batch.push_back(audit::Entry(now, "trigger_received", site != nullptr ? site->id.str() : std::string(),
                                 one.family.str(), one.child.str(),
                                 {{"source", "webhook"}, {"event", one.event.str()}, {"status", one.status}}));
    batch.push_back(ports::AddTrigger{std::move(one)});
    co_await ports.store.Commit(std::move(batch));
    engine.Wake();
  }
  co_return Json(200, {{"accepted", true}});
}

}  // namespace ikp::service
