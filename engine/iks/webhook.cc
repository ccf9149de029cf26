#include "engine/iks/webhook.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "engine/wire/json_read.h"

namespace ikp::iks {
namespace {

using nlohmann::json;

constexpr std::string_view kScheme = "sha256=";
constexpr std::size_t kDigestBytes = 32;
constexpr char kHex[] = "0123456789abcdef";

tl::unexpected<WebhookRefusal> Refuse(int status, std::string reason) {
  return tl::unexpected(WebhookRefusal{status, std::move(reason)});
}

std::optional<std::int64_t> UnixSeconds(std::string_view text) {
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  // Twelve digits reach beyond the year 30000; more would overflow the arithmetic on instants.
  if (error != std::errc() || end != text.data() + text.size() || text.size() > 12 || seconds < 0) return std::nullopt;
  return seconds;
}

// Looks at every secret and every byte, whatever it finds, so that the time it takes says nothing.
bool SignedByAny(const std::vector<std::string>& secrets, std::string_view timestamp, std::string_view body,
                 std::string_view signature) {
  bool any = false;
  for (const auto& secret : secrets) {
    if (secret.empty()) continue;
    const std::string expected = WebhookSignature(secret, timestamp, body);
    if (expected.size() != signature.size()) continue;
    if (CRYPTO_memcmp(expected.data(), signature.data(), expected.size()) == 0) any = true;
  }
  return any;
}

std::optional<WebhookRefusal> CheckProof(const http::Headers& headers, std::string_view body,
                                         const WebhookSettings& settings, domain::Instant now) {
  const auto timestamp = headers.Get("X-IKS-Timestamp");
  const auto signature = headers.Get("X-IKS-Signature");
  if (!timestamp) return WebhookRefusal{401, "header X-IKS-Timestamp is missing"};
  if (!signature) return WebhookRefusal{401, "header X-IKS-Signature is missing"};
  const auto seconds = UnixSeconds(*timestamp);
  if (!seconds) return WebhookRefusal{401, "header X-IKS-Timestamp is not a number of seconds"};
  if (!SignedByAny(settings.secrets, *timestamp, body, *signature)) {
    return WebhookRefusal{401, "header X-IKS-Signature does not fit the body; check the webhook secret"};
  }
  const auto age = now - domain::Instant(std::chrono::seconds(*seconds));
  if (age > settings.tolerance || -age > settings.tolerance) {
    return WebhookRefusal{401, "header X-IKS-Timestamp is too far from the present time; check both clocks"};
  }
  return std::nullopt;
}

std::optional<ports::Trigger> ReadTrigger(const json& event, domain::Instant now, std::string& missing) {
  const auto read = [&](const char* field) {
    auto id = wire::ReadId(event, field);
    if (!id || !domain::EventId::Parse(*id)) {
      missing += (missing.empty() ? "" : ", ") + std::string(field);
      return std::string();
    }
    return *id;
  };
  const std::string event_id = read("event_id");
  const std::string location = read("location_id");
  const std::string family = read("family_id");
  const std::string child = read("child_id");
  const auto status = wire::ReadText(event, "new");
  if (!status) missing += (missing.empty() ? "" : ", ") + std::string("new");
  if (!missing.empty()) return std::nullopt;
  return ports::Trigger{domain::EventId::Trusted(event_id),
                        domain::IksLocationId::Trusted(location),
                        domain::IksFamilyId::Trusted(family),
                        domain::IksChildId::Trusted(child),
                        *status,
                        "webhook",
                        now};
}

}  // namespace

std::string WebhookSignature(std::string_view secret, std::string_view timestamp, std::string_view body) {
  std::string message(timestamp);
  message.push_back('.');
  message.append(body);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes, message.size(), digest.data(), &length);
  std::string text(kScheme);
  for (std::size_t i = 0; i < kDigestBytes; ++i) {
    text.push_back(kHex[digest[i] >> 4]);
    text.push_back(kHex[digest[i] & 15]);
  }
  return text;
}

tl::expected<std::optional<ports::Trigger>, WebhookRefusal> VerifyAndParse(const http::Headers& headers,
                                                                           std::string_view body,
                                                                           const WebhookSettings& settings,
                                                                           domain::Instant now) {
  if (body.size() > settings.most_bytes) {
    return Refuse(413, "the body is larger than " + std::to_string(settings.most_bytes) + " bytes");
  }
  if (auto refusal = CheckProof(headers, body, settings, now)) return tl::unexpected(std::move(*refusal));
  const auto event = wire::ParseJson(body, {.bytes = settings.most_bytes, .depth = 16});
  if (!event || !event->is_object()) return Refuse(400, "the body is not a JSON object");
  const auto type = wire::ReadText(*event, "type");
  if (!type) return Refuse(400, "field type is missing");
  if (*type != "child.status_changed") return std::optional<ports::Trigger>();
  const auto account = wire::ReadId(*event, "account_id");
  if (!settings.account.empty() && account && *account != settings.account) {
    return Refuse(400, "field account_id names another account than the one that this engine serves");
  }
  std::string missing;
  auto trigger = ReadTrigger(*event, now, missing);
  if (!trigger) return Refuse(400, "fields are missing or not usable: " + missing);
  return trigger;
}

}  // namespace ikp::iks
