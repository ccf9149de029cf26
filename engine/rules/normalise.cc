#include "engine/rules/normalise.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ikp::rules {
namespace {

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
}

std::string NormaliseAscii(std::string_view text) {
  std::string key;
  key.reserve(text.size());
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') {
      key.push_back(static_cast<char>(c - 'A' + 'a'));
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      key.push_back(c);
    }
  }
  return key;
}

UScriptCode ScriptOf(UChar32 c) {
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &error);
  return U_FAILURE(error) ? USCRIPT_UNKNOWN : script;
}

// Letters by Unicode's book that people type as apostrophes: modifier letters such as the Hawaiian okina, the saltillo,
// and the Arabic tatweel, which only stretches a word.
bool IsApostropheLetter(UChar32 c) {
  return (c >= 0x02B9 && c <= 0x02DF) || (c >= 0x02E5 && c <= 0x02FF) || c == 0xA78B || c == 0xA78C || c == 0x0640;
}

// Accents are dropped. Marks that make another letter are not: vowels of Indic and Thai script belong to their own
// script, and the Japanese voicing marks, alone among the inherited ones, change the consonant.
bool IsDroppedMark(UChar32 c) {
  if (c == 0x3099 || c == 0x309A) return false;
  const UScriptCode script = ScriptOf(c);
  return script == USCRIPT_INHERITED || script == USCRIPT_COMMON || script == USCRIPT_HEBREW ||
         script == USCRIPT_ARABIC || script == USCRIPT_CYRILLIC || script == USCRIPT_LATIN;
}

bool IsKept(UChar32 c) {
  if (IsApostropheLetter(c)) return false;
  switch (u_charType(c)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_COMBINING_SPACING_MARK:
      return !IsDroppedMark(c);
    case U_UPPERCASE_LETTER:
    case U_LOWERCASE_LETTER:
    case U_TITLECASE_LETTER:
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
    case U_DECIMAL_DIGIT_NUMBER:
    case U_LETTER_NUMBER:
    case U_OTHER_NUMBER:
      return true;
    default:
      return false;
  }
}

// Latin letters without a decomposition, as ASCII: "ø" to "o". Built once; read-only afterwards, hence thread-safe.
using AsciiForms = std::unordered_map<UChar32, std::string>;

AsciiForms BuildAsciiForms() {
  constexpr std::array<std::pair<UChar32, UChar32>, 9> kLatinBlocks = {{{0x00AA, 0x024F},
                                                                        {0x0250, 0x02AF},
                                                                        {0x1D00, 0x1DBF},
                                                                        {0x1E00, 0x1EFF},
                                                                        {0x2C60, 0x2C7F},
                                                                        {0xA720, 0xA7FF},
                                                                        {0xAB30, 0xAB6F},
                                                                        {0x10780, 0x107BF},
                                                                        {0x1DF00, 0x1DFFF}}};
  AsciiForms forms;
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> latin_ascii(
      icu::Transliterator::createInstance("Latin-ASCII", UTRANS_FORWARD, error));
  if (U_FAILURE(error) || latin_ascii == nullptr) return forms;  // names then keep these letters: still distinct
  for (const auto& [first, last] : kLatinBlocks) {
    for (UChar32 c = first; c <= last; ++c) {
      if (ScriptOf(c) != USCRIPT_LATIN) continue;
      icu::UnicodeString text(c);
      latin_ascii->transliterate(text);
      std::string utf8;
      text.toUTF8String(utf8);
      if (!IsAscii(utf8)) continue;
      std::string ascii = NormaliseAscii(utf8);
      if (!ascii.empty()) forms.emplace(c, std::move(ascii));
    }
  }
  return forms;
}

const AsciiForms& LatinAsAscii() {
  static const AsciiForms kForms = BuildAsciiForms();
  return kForms;
}

// Compatibility decomposition with full case folding, without invisible characters.
icu::UnicodeString FoldAndDecompose(const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  const icu::Normalizer2* decompose = icu::Normalizer2::getNFKDInstance(error);
  if (U_FAILURE(error)) return icu::UnicodeString(text).foldCase();
  return decompose->normalize(fold->normalize(text, error), error);
}

std::string NormaliseOnce(std::string_view name) {
  const icu::UnicodeString text = FoldAndDecompose(
      icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size()))));
  std::string key;
  key.reserve(name.size());
  for (std::int32_t i = 0; i < text.length();) {
    const UChar32 c = text.char32At(i);
    i += U16_LENGTH(c);
    if (!IsKept(c)) continue;
    const auto ascii = c < 0x80 ? LatinAsAscii().end() : LatinAsAscii().find(c);
    if (ascii != LatinAsAscii().end()) {
      key += ascii->second;
    } else {
      icu::UnicodeString(c).toUTF8String(key);
    }
  }
  return key;
}

// Names are split into words at white space and commas, the no-break space included.
std::vector<std::string_view> Words(std::string_view text) {
  constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
  std::vector<std::string_view> words;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= text.size();) {
    std::size_t separator = 0;
    if (i == text.size() || std::string_view(" \t\r\n,").find(text[i]) != std::string_view::npos) {
      separator = 1;
    } else if (text.substr(i).starts_with(kNoBreakSpace)) {
      separator = kNoBreakSpace.size();
    }
    if (separator == 0) {
      ++i;
      continue;
    }
    if (i > start) words.push_back(text.substr(start, i - start));
    i += separator;
    start = i;
  }
  return words;
}

bool IsGenerationalSuffix(std::string_view word) {
  constexpr std::array<std::string_view, 6> kSuffixes = {"jr", "sr", "ii", "iii", "iv", "v"};
  return std::find(kSuffixes.begin(), kSuffixes.end(), word) != kSuffixes.end();
}

}  // namespace

std::string NormaliseName(std::string_view name) {
  // Longer than any name; keeps hostile input from costing time.
  constexpr std::size_t kMaxBytes = 1000;
  name = name.substr(0, kMaxBytes);
  if (IsAscii(name)) return NormaliseAscii(name);
  return NormaliseOnce(name);
}

std::string NormaliseLastName(std::string_view last_name) {
  std::vector<std::string> words;
  for (const std::string_view word : Words(last_name)) {
    std::string key = NormaliseName(word);
    if (!key.empty()) words.push_back(std::move(key));
  }
  while (words.size() > 1 && IsGenerationalSuffix(words.back())) words.pop_back();
  std::string joined;
  for (const std::string& word : words) joined += word;
  return joined;
}

std::optional<std::string> PhoneKey(const domain::Phone& phone) {
  std::string digits = phone.digits();
  const bool with_plus = digits.starts_with('+');
  if (with_plus) digits.erase(0, 1);
  if (digits.find_first_not_of(digits.front()) == std::string::npos) return std::nullopt;  // "0000000000"
  if (phone.north_american()) return digits;
  constexpr std::size_t kShortestWithCountryCode = 11;
  if (with_plus || digits.size() >= kShortestWithCountryCode) return "+" + digits;
  return std::nullopt;
}

std::string EmailKey(const domain::Email& email) { return email.ForCompare(); }

}  // namespace ikp::rules
