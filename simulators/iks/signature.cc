#include "simulators/iks/signature.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <memory>
#include <new>

namespace ikp::simulators::iks {
namespace {

constexpr std::size_t kDigestBytes = 32;
using Context = std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)>;

// HMAC-SHA-256 without a key. Looking up both algorithms takes longer than most messages, so it is done once and
// copied.
Context NewContext() {
  static const Context kUnkeyed = [] {
    EVP_MAC* mac = EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr);
    Context context(EVP_MAC_CTX_new(mac), EVP_MAC_CTX_free);
    EVP_MAC_free(mac);
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                     OSSL_PARAM_construct_end()};
    if (!context || EVP_MAC_CTX_set_params(context.get(), parameters) != 1) throw std::bad_alloc();
    return context;
  }();
  Context copy(EVP_MAC_CTX_dup(kUnkeyed.get()), EVP_MAC_CTX_free);
  if (!copy) throw std::bad_alloc();
  return copy;
}

void Add(EVP_MAC_CTX* context, std::string_view text) {
  EVP_MAC_update(context, reinterpret_cast<const unsigned char*>(text.data()), text.size());
}

}  // namespace

std::string SignWebhook(std::string_view secret, std::string_view timestamp, std::string_view body) {
  const auto context = NewContext();
  EVP_MAC_init(context.get(), reinterpret_cast<const unsigned char*>(secret.data()), secret.size(), nullptr);
  Add(context.get(), timestamp);
  Add(context.get(), ".");
  Add(context.get(), body);
  std::array<unsigned char, kDigestBytes> digest{};
  std::size_t length = 0;
  EVP_MAC_final(context.get(), digest.data(), &length, digest.size());
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string text = "sha256=";
  for (std::size_t i = 0; i < length; ++i) {
    text.push_back(kHex[digest[i] >> 4]);
    text.push_back(kHex[digest[i] & 15]);
  }
  return text;
}

}  // namespace ikp::simulators::iks
