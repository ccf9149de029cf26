#include "simulators/iks/signature.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace ikp::simulators::iks {

std::string SignWebhook(std::string_view secret, std::string_view timestamp, std::string_view body) {
  std::string message(timestamp);
  message += '.';
  message += body;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest.data(), &length);
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string text = "sha256=";
  for (unsigned i = 0; i < length; ++i) {
    text.push_back(kHex[digest[i] >> 4]);
    text.push_back(kHex[digest[i] & 15]);
  }
  return text;
}

}  // namespace ikp::simulators::iks
