#include "simulators/procare_desktop/latin1.h"

namespace ikp::simulators::procare_desktop {

std::string ToLatin1(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) {
      bytes.push_back(text[i]);
    } else if ((c == 0xC2 || c == 0xC3) && i + 1 < text.size()) {
      bytes.push_back(static_cast<char>(((c & 0x03) << 6) | (static_cast<unsigned char>(text[++i]) & 0x3F)));
    } else if (c >= 0xC0) {
      bytes.push_back('?');  // the bytes that follow are skipped
    }
  }
  return bytes;
}

}  // namespace ikp::simulators::procare_desktop
