// Names as the oracle reads them. The tables cover what scenarios draw and a good deal more; other scripts are kept
// as they are.
#include <algorithm>
#include <array>
#include <cstdint>

#include "scenarios/oracle/model.h"

namespace ikp::scenarios::oracle {
namespace {

// U+00C0 to U+017F without their accents; '-' for those that are written with two letters or are no letters.
constexpr std::string_view kLatin =
    "aaaaaa-ceeeeiiiidnooooo-ouuuuy--aaaaaa-ceeeeiiiidnooooo-ouuuuy-y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii--jjkkklllllll"
    "lllnnnnnnnnnoooooo--rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

struct TwoLetters {
  std::uint32_t point;
  std::string_view text;
};
constexpr std::array<TwoLetters, 9> kTwoLetters = {{{0xC6, "ae"},
                                                    {0xE6, "ae"},
                                                    {0xDE, "th"},
                                                    {0xFE, "th"},
                                                    {0xDF, "ss"},
                                                    {0x132, "ij"},
                                                    {0x133, "ij"},
                                                    {0x152, "oe"},
                                                    {0x153, "oe"}}};

std::uint32_t TakePoint(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  std::uint32_t point = lead & (0x3FU >> more);
  for (int i = 0; i < more && at < text.size(); ++i)
    point = (point << 6) | (static_cast<unsigned char>(text[at++]) & 0x3F);
  return point;
}

// Marks and signs that do not count: accents on their own, apostrophes of all kinds, dashes, spaces.
bool IsDropped(std::uint32_t point) {
  return (point >= 0x80 && point < 0xC0) || (point >= 0x2B9 && point <= 0x36F) ||
         (point >= 0x2000 && point <= 0x206F) || point == 0xD7 || point == 0xF7 || point == 0xFEFF;
}

void AppendPlain(std::string_view original, std::uint32_t point, std::string& out) {
  if (point < 0x80) {
    const char c = static_cast<char>(point);
    if (c >= 'A' && c <= 'Z') out.push_back(static_cast<char>(c - 'A' + 'a'));
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out.push_back(c);
    return;
  }
  if (IsDropped(point)) return;
  if (point >= 0xC0 && point < 0xC0 + kLatin.size() && kLatin[point - 0xC0] != '-') {
    out.push_back(kLatin[point - 0xC0]);
    return;
  }
  for (const auto& letter : kTwoLetters) {
    if (letter.point == point) {
      out += letter.text;
      return;
    }
  }
  out += original;
}

std::string Plain(std::string_view word) {
  std::string plain;
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t start = at;
    const auto point = TakePoint(word, at);
    AppendPlain(word.substr(start, at - start), point, plain);
  }
  return plain;
}

bool IsSuffix(std::string_view word) {
  return word == "jr" || word == "sr" || word == "ii" || word == "iii" || word == "iv" || word == "v";
}

}  // namespace

std::string PlainFullName(std::string_view name) { return Plain(name); }

std::string PlainName(std::string_view name) {
  std::string joined;
  bool first = true;
  for (std::size_t start = 0; start < name.size();) {
    const auto end = std::min(name.find_first_of(" ,\t", start), name.size());
    auto word = Plain(name.substr(start, end - start));
    start = end + 1;
    if (word.empty()) continue;
    // A suffix counts as one only behind a name.
    if (!first && IsSuffix(word)) continue;
    joined += word;
    first = false;
  }
  return joined;
}

}  // namespace ikp::scenarios::oracle
