#include "engine/desktop_agent/folder/export_text.h"

#include <array>

namespace ikp::desktop_agent {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

// What Windows-1252 has where ISO-8859-1 has control characters; 0: nothing, the control character stays.
constexpr std::array<char16_t, 32> kWindows1252 = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

// How many bytes the UTF-8 letter at the beginning of `text` has; 0: that is none. Overlong forms and halves of
// surrogate pairs are none.
std::size_t LetterLength(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const unsigned char second = byte(1);
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return 0;
  if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
  return length;
}

struct Letters {
  std::size_t utf8 = 0;     // of more than one byte
  std::size_t strange = 0;  // bytes that are no part of a UTF-8 letter
};

Letters CountLetters(std::string_view text) {
  Letters letters;
  while (!text.empty()) {
    const std::size_t length = LetterLength(text);
    letters.utf8 += length > 1 ? 1 : 0;
    letters.strange += length == 0 ? 1 : 0;
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return letters;
}

void AppendUtf8(std::string& out, char16_t letter) {
  if (letter < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (letter >> 6)));
  } else {
    out.push_back(static_cast<char>(0xE0 | (letter >> 12)));
    out.push_back(static_cast<char>(0x80 | ((letter >> 6) & 0x3F)));
  }
  out.push_back(static_cast<char>(0x80 | (letter & 0x3F)));
}

char16_t Letter(unsigned char byte) {
  if (byte >= 0xA0) return byte;
  const char16_t letter = kWindows1252[byte - 0x80];
  return letter == 0 ? byte : letter;
}

// Letters of UTF-8 stay, where they are to be kept; all other bytes are taken for Windows letters.
void AppendLine(std::string_view line, bool keep_utf8, ExportText& result) {
  while (!line.empty()) {
    const auto byte = static_cast<unsigned char>(line.front());
    const std::size_t length = LetterLength(line);
    const std::size_t taken = keep_utf8 && length > 1 ? length : 1;
    if (byte == 0) {
      ++result.dropped;
    } else if (byte < 0x80 || taken > 1) {
      result.text += line.substr(0, taken);
    } else {
      AppendUtf8(result.text, Letter(byte));
      ++(keep_utf8 ? result.strays : result.transcoded);
    }
    line.remove_prefix(taken);
  }
}

}  // namespace

ExportText DecodeExport(std::string_view bytes) {
  ExportText result;
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    result.problem = "is UTF-16 text; export it as plain CSV";
    return result;
  }
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("\xD0\xCF\x11\xE0")) {
    result.problem = "is a spreadsheet file; export it as plain CSV";
    return result;
  }
  const bool marked = bytes.starts_with(kUtf8Mark);
  if (marked) bytes.remove_prefix(kUtf8Mark.size());
  result.text.reserve(bytes.size() + bytes.size() / 16);
  // One stray byte does not make a UTF-8 file a Windows file; in one of those, a line may still be UTF-8.
  const Letters all = CountLetters(bytes);
  const bool utf8 = marked || all.utf8 > all.strange;
  while (!bytes.empty()) {
    const std::string_view line =
        bytes.substr(0, bytes.find('\n') == std::string_view::npos ? bytes.size() : bytes.find('\n') + 1);
    AppendLine(line, utf8 || CountLetters(line).strange == 0, result);
    bytes.remove_prefix(line.size());
  }
  return result;
}

}  // namespace ikp::desktop_agent
