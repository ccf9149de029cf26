#include <nlohmann/json.hpp>

#include "engine/config/json_document.h"
#include "engine/config/sections.h"

namespace ikp::config {
namespace {

using nlohmann::json;

constexpr double kFewMinutes = 1;

domain::Milliseconds ReadVisibilityWindow(ObjectReader& tenant, Notes& notes) {
  const double minutes = tenant.Number("visibility_window_minutes", 0.1, 1440, 10);
  if (minutes < kFewMinutes) {
    notes.Warn(tenant.PathOf("visibility_window_minutes"),
               "Procare may need longer to show a new record, and after a lost answer it would be created twice.",
               "Use 10 unless this is a test.");
  }
  return domain::Milliseconds(static_cast<std::int64_t>(minutes * 60'000));
}

TenantEntry ReadTenant(const json& value, std::string path, const SecretReader& secrets, Notes& notes) {
  TenantEntry entry{
      .path = path,
      .id = std::nullopt,
      .config = {.tenant = domain::TenantId::Trusted(""), .base_url = {}, .client_id = {}, .client_secret = {}}};
  ObjectReader tenant(value, std::move(path), notes);
  if (const auto name = RequireName(tenant, "tenant", "\"sunrise\"", notes)) {
    entry.id = domain::TenantId::Parse(*name);
  }
  auto& config = entry.config;
  if (entry.id) config.tenant = *entry.id;
  config.base_url = RequireBaseUrl(tenant, "\"https://sunrise.procareconnect.com\"", notes);
  config.client_id = tenant.RequireText("client_id", "\"the API client's id\"").value_or("");
  if (auto secret = secrets.Require(tenant, "client_secret", "PROCARE_CLIENT_SECRET")) {
    config.client_secret = std::move(*secret);
  }
  config.requests_per_second = tenant.Number("requests_per_second", 0.1, 100, 2);
  config.burst = static_cast<int>(tenant.Integer("burst", 1, 1000, 5));
  config.visibility_window = ReadVisibilityWindow(tenant, notes);
  config.send_external_id = tenant.Flag("send_external_id", false);
  config.request_timeout =
      std::chrono::seconds(tenant.Integer("request_timeout_seconds", 1, kLongestTimeoutSeconds, 30));
  tenant.Finish();
  return entry;
}

}  // namespace

std::vector<TenantEntry> ReadTenants(ObjectReader& root, const SecretReader& secrets, Notes& notes) {
  std::vector<TenantEntry> entries;
  constexpr std::string_view kExample = "[{ ... }] with each Procare Online tenant";
  const bool needed = root.Find("procare_desktop") == nullptr;  // nothing to connect to otherwise
  const json* list =
      needed ? root.RequireArray("procare_online", kExample) : root.FindArray("procare_online", kExample);
  if (list == nullptr) return entries;
  const auto path = root.PathOf("procare_online");
  for (std::size_t i = 0; i < list->size(); ++i) {
    entries.push_back(ReadTenant((*list)[i], PathOfElement(path, i), secrets, notes));
  }
  return entries;
}

}  // namespace ikp::config
