#include "engine/domain/status.h"

namespace ikp::domain {
namespace {

// How many bytes at the front of UTF-8 `text` are a space or dash that people cannot tell from the ASCII one: the
// no-break space, U+2000 to U+203F (spaces, dashes, quotes), the ideographic space, the byte order mark.
std::size_t InvisibleVariant(std::string_view text) {
  if (text.starts_with("\xC2\xA0")) return 2;
  if (text.starts_with("\xE2\x80") && text.size() >= 3) return 3;
  if (text.starts_with("\xE3\x80\x80") || text.starts_with("\xEF\xBB\xBF")) return 3;
  return 0;
}

// The lower case of an accented capital of Western European languages (U+00C0 to U+00DE), as the second byte of UTF-8.
char LowerAccented(char second) {
  const auto byte = static_cast<unsigned char>(second);
  constexpr unsigned char kMultiplicationSign = 0x97;
  if (byte >= 0x80 && byte <= 0x9E && byte != kMultiplicationSign) return static_cast<char>(byte + 0x20);
  return second;
}

std::string KeyOf(std::string_view text) {
  std::string key;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (const std::size_t skipped = InvisibleVariant(text.substr(i))) {
      i += skipped;
      continue;
    }
    ++i;
    if (c >= 'A' && c <= 'Z') {
      key.push_back(static_cast<char>(c - 'A' + 'a'));
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      key.push_back(c);
    } else if (c == '\xC3' && i < text.size()) {
      key.push_back(c);
      key.push_back(LowerAccented(text[i++]));
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      key.push_back(c);
    }
  }
  return key;
}

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
  while (true) {
    const auto begin = text.find_first_not_of(kSpace);
    if (begin == std::string_view::npos) return {};
    text = text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
    const auto before = text.size();
    if (text.starts_with(kNoBreakSpace)) text.remove_prefix(kNoBreakSpace.size());
    if (text.ends_with(kNoBreakSpace)) text.remove_suffix(kNoBreakSpace.size());
    if (text.size() == before) return text;
  }
}

}  // namespace

StatusLabel::StatusLabel(std::string_view text) : text_(Trimmed(text)), key_(KeyOf(text_)) {
  if (key_.empty()) key_ = text_;  // "-" and "?" are words too, if not good ones
}

std::string_view ToWord(Placement placement) {
  return placement == Placement::kEnrolled ? "enrolled" : "pre_registered";
}

std::optional<Placement> PlacementFromWord(std::string_view word) {
  if (word == "enrolled") return Placement::kEnrolled;
  if (word == "pre_registered") return Placement::kPreRegistered;
  return std::nullopt;
}

}  // namespace ikp::domain
