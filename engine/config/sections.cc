#include "engine/config/sections.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/config/json_document.h"
#include "engine/config/url.h"

namespace ikp::config {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestName = 60;
constexpr std::size_t kMostWebhookSecrets = 4;
constexpr std::size_t kShortSecret = 16;

std::optional<HostPort> ReadAddress(ObjectReader& service, std::string_view key, Notes& notes) {
  const auto text = service.FindText(key, "\"127.0.0.1:8080\"");
  if (!text) return std::nullopt;
  auto address = ParseListenAddress(*text);
  if (!address) {
    notes.Problem(service.PathOf(key), "This is not an IP address with a port.",
                  "Write it like \"127.0.0.1:8080\" or \"[::1]:8080\".");
  }
  return address;
}

void ReadListen(ObjectReader& service, ServiceConfig& config, Notes& notes) {
  auto address = ReadAddress(service, "listen", notes);
  if (!address) return;
  if (!address->loopback && !config.tls) {
    notes.Warn(service.PathOf("listen"), "The service speaks plain HTTP and can be reached from other machines.",
               "Listen on 127.0.0.1 and put a reverse proxy with TLS before it, or set service.tls.");
  }
  config.listen = {.host = std::move(address->host), .port = address->port};
}

void ReadOperatorListen(ObjectReader& service, ServiceConfig& config, Notes& notes) {
  auto address = ReadAddress(service, "operator_listen", notes);
  if (!address) return;
  if (!address->loopback) {
    notes.Problem(service.PathOf("operator_listen"), "This address can be reached from other machines, without TLS.",
                  "Write a loopback address, like \"127.0.0.1:8081\".");
  }
  config.operator_listen = {.host = std::move(address->host), .port = address->port};
}

void ReadWebhookSecrets(ObjectReader& iks, const SecretReader& secrets, IksAccountConfig& config, Notes& notes) {
  constexpr std::string_view kExample = "[{\"env\": \"IKS_WEBHOOK_SECRET\"}]";
  const json* list = iks.RequireArray("webhook_secrets", kExample);
  if (list == nullptr) return;
  const auto path = iks.PathOf("webhook_secrets");
  if (list->empty() || list->size() > kMostWebhookSecrets) {
    notes.Problem(
        path, "This must be a list of 1 to 4 secrets.",
        "Write it like \"webhook_secrets\": " + std::string(kExample) + "; a second one is for the time of a change.");
    return;
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto element = PathOfElement(path, i);
    if (auto secret = secrets.Read((*list)[i], element, "IKS_WEBHOOK_SECRET")) {
      WarnIfShort(*secret, element, notes);
      config.webhook_secrets.push_back(std::move(*secret));
    }
  }
}

std::optional<TlsConfig> ReadTls(ObjectReader& service, std::string_view folder, Notes& notes) {
  const json* value = service.Find("tls");
  if (value == nullptr) return std::nullopt;
  ObjectReader tls(*value, service.PathOf("tls"), notes);
  const auto certificate = tls.RequireText("certificate_file", "\"certificate.pem\"");
  const auto key = tls.RequireText("private_key_file", "\"private_key.pem\"");
  tls.Finish();
  return TlsConfig{.certificate_file = ResolvePath(folder, certificate.value_or("")),
                   .private_key_file = ResolvePath(folder, key.value_or(""))};
}

}  // namespace

void WarnIfShort(const Secret& secret, const std::string& path, Notes& notes) {
  if (secret.empty() || secret.Reveal().size() >= kShortSecret) return;
  notes.Warn(path, "The secret is shorter than 16 characters and could be guessed.",
             "Use a random one, for example from: openssl rand -hex 32");
}

std::optional<std::string> RequireName(ObjectReader& object, std::string_view key, std::string_view example,
                                       Notes& notes) {
  auto text = object.RequireText(key, example);
  if (!text) return std::nullopt;
  const bool plain =
      text->size() <= kLongestName && std::all_of(text->begin(), text->end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
      });
  if (plain) return text;
  notes.Problem(object.PathOf(key), Quoted(*text) + " cannot be used as a name in commands.",
                "Use at most 60 letters, digits, - and _, like " + std::string(example) + ".");
  return std::nullopt;
}

std::string RequireBaseUrl(ObjectReader& object, std::string_view example, Notes& notes) {
  const auto text = object.RequireText("base_url", example);
  if (!text) return {};
  auto url = ParseBaseUrl(*text);
  if (url) return std::move(*url);
  notes.Problem(object.PathOf("base_url"), url.error(), "Write it like " + std::string(example) + ".");
  return {};
}

StoreConfig ReadStore(ObjectReader& root, std::string_view folder, Notes& notes) {
  StoreConfig config;
  const json* value = root.Require("store", "{\"path\": \"engine.sqlite3\"}");
  if (value == nullptr) return config;
  ObjectReader store(*value, root.PathOf("store"), notes);
  if (const auto path = store.RequireText("path", "\"engine.sqlite3\"")) config.path = ResolvePath(folder, *path);
  store.Finish();
  return config;
}

ServiceConfig ReadService(ObjectReader& root, const SecretReader& secrets, std::string_view folder, Notes& notes) {
  constexpr std::int64_t kLeastBody = 1024;
  constexpr std::int64_t kMostBody = 16 << 20;
  ServiceConfig config;
  const json* value = root.Require("service", "{\"admin_token\": {\"env\": \"ENGINE_ADMIN_TOKEN\"}}");
  if (value == nullptr) return config;
  ObjectReader service(*value, root.PathOf("service"), notes);
  config.tls = ReadTls(service, folder, notes);
  ReadListen(service, config, notes);
  ReadOperatorListen(service, config, notes);
  if (auto token = secrets.Require(service, "admin_token", "ENGINE_ADMIN_TOKEN")) {
    WarnIfShort(*token, service.PathOf("admin_token"), notes);
    config.admin_token = std::move(*token);
  }
  config.max_body_bytes =
      static_cast<std::size_t>(service.Integer("max_body_bytes", kLeastBody, kMostBody, std::int64_t{1} << 20));
  service.Finish();
  return config;
}

IksAccountConfig ReadIks(ObjectReader& root, const SecretReader& secrets, Notes& notes) {
  IksAccountConfig config;
  const json* value = root.Require("iks", "{ ... } with the IKS account");
  if (value == nullptr) return config;
  ObjectReader iks(*value, root.PathOf("iks"), notes);
  config.base_url = RequireBaseUrl(iks, "\"https://api.intellikidsystems.com\"", notes);
  config.account = iks.RequireText("account", "\"sunrise\"").value_or("");
  if (auto token = secrets.Require(iks, "api_token", "IKS_API_TOKEN")) config.api_token = std::move(*token);
  ReadWebhookSecrets(iks, secrets, config, notes);
  config.poll_interval = std::chrono::minutes(iks.Integer("poll_minutes", 1, 60, 5));
  config.recheck_interval = std::chrono::minutes(iks.Integer("recheck_minutes", 5, 1440, 60));
  config.request_timeout = std::chrono::seconds(iks.Integer("request_timeout_seconds", 1, kLongestTimeoutSeconds, 30));
  iks.Finish();
  return config;
}

NetworkConfig ReadNetwork(ObjectReader& root, std::string_view folder, Notes& notes) {
  NetworkConfig config;
  const json* value = root.Find("network");
  if (value == nullptr) return config;
  ObjectReader network(*value, root.PathOf("network"), notes);
  config.allow_plain_http = network.Flag("allow_plain_http", false);
  if (config.allow_plain_http) {
    notes.Warn(network.PathOf("allow_plain_http"), "Passwords and family data may travel unencrypted.",
               "Use it for tests only.");
  }
  if (const auto path = network.FindText("extra_trust_file", "\"authorities.pem\"")) {
    config.extra_trust_file = ResolvePath(folder, *path);
  }
  network.Finish();
  return config;
}

}  // namespace ikp::config
