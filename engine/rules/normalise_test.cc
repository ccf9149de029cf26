#include "engine/rules/normalise.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <thread>  // lint: allow(threads) proves that any thread may call
#include <vector>

namespace ikp::rules {
namespace {

using domain::Email;
using domain::Phone;

// G25: the same name as different people and systems write it.
TEST(NormaliseNameTest, VariantsOfOneName) {
  for (const char* name : {"O'Brien-Nunez", "O’Brien-Núñez", "OBRIEN NUNEZ", "o brien nunez",
                           "O`Brien–Nu\u0301n\u0303ez", "O\u02BCBrien\u2011Núñez", "O\u2018Brien\u00A0Núñez",
                           " O'Brien  Núñez. ", "Ｏ'Ｂｒｉｅｎ Nunez", "O\u00ADBrien\u200BNunez"}) {
    EXPECT_EQ(NormaliseName(name), "obriennunez") << name;
  }
}

TEST(NormaliseNameTest, LettersWithoutDecomposition) {
  EXPECT_EQ(NormaliseName("Bjørn"), "bjorn");
  EXPECT_EQ(NormaliseName("ŁUKASZ"), "lukasz");
  EXPECT_EQ(NormaliseName("Đorđe"), "dorde");
  EXPECT_EQ(NormaliseName("Weiß"), "weiss");
  EXPECT_EQ(NormaliseName("WEISS"), "weiss");
  EXPECT_EQ(NormaliseName("WEIẞ"), "weiss");
  EXPECT_EQ(NormaliseName("Ægir"), "aegir");
  EXPECT_EQ(NormaliseName("Þór"), "thor");
  EXPECT_EQ(NormaliseName("ﬁona"), "fiona");
  EXPECT_EQ(NormaliseName("İpek"), NormaliseName("ipek"));
  EXPECT_EQ(NormaliseName("Işık"), "isik");
  EXPECT_EQ(NormaliseName("Kaʻiulani"), "kaiulani");
  EXPECT_EQ(NormaliseName("Nguyễn"), "nguyen");
}

TEST(NormaliseNameTest, OtherScriptsStayDistinguishable) {
  const std::vector<std::string> names = {"张伟",   "章伟",   "محمد",   "محمود",  "Иван",   "Игорь",
                                          "たかこ", "たがこ", "김민준", "김민지", "שרה",    "דוד",
                                          "आरव",    "आरवी",   "สมชาย",  "สมหญิง",  "Γιώργος"};
  std::set<std::string> keys;
  for (const auto& name : names) {
    const std::string key = NormaliseName(name);
    EXPECT_FALSE(key.empty()) << name;
    EXPECT_TRUE(keys.insert(key).second) << name;
  }
  EXPECT_EQ(NormaliseName("ИВАН"), NormaliseName("иван"));
  EXPECT_EQ(NormaliseName("ΓΙΏΡΓΟΣ"), NormaliseName("Γιώργος"));
  EXPECT_EQ(NormaliseName("مُحَمَّد"), NormaliseName("محمد"));
}

TEST(NormaliseNameTest, NothingToCompare) {
  for (const char* name : {"", " ", "-", "'", "’", "?!", "…", "\u200B", "😀", "\u0301"}) {
    EXPECT_EQ(NormaliseName(name), "") << name;
  }
}

// G56
TEST(NormaliseNameTest, SurvivesBrokenBytes) {
  EXPECT_EQ(NormaliseName(std::string("An\0na", 5)), "anna");
  EXPECT_EQ(NormaliseName("Ren\xE9"), "ren");  // Latin-1 in a UTF-8 stream
  EXPECT_EQ(NormaliseName("Anna😀"), "anna");
  EXPECT_EQ(NormaliseName("Anna\r\n"), "anna");
  EXPECT_LE(NormaliseName(std::string(1'000'000, 'a')).size(), 1000u);
}

TEST(NormaliseLastNameTest, DropsGenerationalSuffixes) {
  for (const char* name : {"Smith", "Smith Jr", "Smith Jr.", "Smith, Jr.", "SMITH SR", "Smith II", "Smith iii",
                           "Smith IV", "Smith V", "Smith Jr III", "Smith\u00A0Jr."}) {
    EXPECT_EQ(NormaliseLastName(name), "smith") << name;
  }
}

TEST(NormaliseLastNameTest, KeepsWhatIsTheNameItself) {
  EXPECT_EQ(NormaliseLastName("V"), "v");
  EXPECT_EQ(NormaliseLastName("Jr"), "jr");
  EXPECT_EQ(NormaliseLastName("- Jr"), "jr");
  EXPECT_EQ(NormaliseLastName("Sr Jr"), "sr");
  EXPECT_EQ(NormaliseLastName("Ivy"), "ivy");
  EXPECT_EQ(NormaliseLastName("Van der Berg"), "vanderberg");
  EXPECT_EQ(NormaliseLastName("Smithjr"), "smithjr");
  EXPECT_EQ(NormaliseLastName("Garcia-Lopez"), NormaliseLastName("García López"));
  EXPECT_EQ(NormaliseLastName(""), "");
}

// G27, G28
TEST(PhoneKeyTest, TenDigitsOrCountryCode) {
  EXPECT_EQ(PhoneKey(*Phone::Parse("+1 (555) 010-1234 x5")), "5550101234");
  EXPECT_EQ(PhoneKey(*Phone::Parse("+44 20 7946 0123")), "+442079460123");
  EXPECT_EQ(PhoneKey(*Phone::Parse("442079460123")), "+442079460123");
  EXPECT_EQ(PhoneKey(*Phone::Parse("555-0101")), std::nullopt);
  EXPECT_EQ(PhoneKey(*Phone::Parse("55501012")), std::nullopt);
  EXPECT_EQ(PhoneKey(*Phone::Parse("000-000-0000")), std::nullopt);
  EXPECT_EQ(PhoneKey(*Phone::Parse("999 999 9999")), std::nullopt);
  EXPECT_EQ(PhoneKey(*Phone::Parse("+11111111111")), std::nullopt);
}

TEST(EmailKeyTest, IsLowerCase) { EXPECT_EQ(EmailKey(*Email::Parse("Anna@X.org")), "anna@x.org"); }

TEST(NormaliseNameTest, IsSafeFromManyThreads) {
  std::vector<std::string> results(8);
  std::vector<std::thread> threads;  // lint: allow(threads) proves that any thread may call
  for (auto& result : results) threads.emplace_back([&result] { result = NormaliseName("Łucja Ørsted-Nuñez"); });
  for (auto& thread : threads) thread.join();
  for (const auto& result : results) EXPECT_EQ(result, "lucjaorstednunez");
}

// --- properties ----------------------------------------------------------------------------------------------------
std::string Utf8(char32_t c) {
  std::string out;
  if (c < 0x80) {
    out = {static_cast<char>(c)};
  } else if (c < 0x800) {
    out = {static_cast<char>(0xC0 | (c >> 6)), static_cast<char>(0x80 | (c & 0x3F))};
  } else if (c < 0x10000) {
    out = {static_cast<char>(0xE0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 0x3F)),
           static_cast<char>(0x80 | (c & 0x3F))};
  } else {
    out = {static_cast<char>(0xF0 | (c >> 18)), static_cast<char>(0x80 | ((c >> 12) & 0x3F)),
           static_cast<char>(0x80 | ((c >> 6) & 0x3F)), static_cast<char>(0x80 | (c & 0x3F))};
  }
  return out;
}

// Any text of Unicode, with the blocks that matter for names more often.
rc::Gen<std::string> UnicodeText() {
  const auto code_point =
      rc::gen::oneOf(rc::gen::inRange<std::uint32_t>(0x20, 0x7F), rc::gen::inRange<std::uint32_t>(0xA0, 0x370),
                     rc::gen::inRange<std::uint32_t>(0x1D00, 0x2100), rc::gen::inRange<std::uint32_t>(0x1, 0xD800),
                     rc::gen::inRange<std::uint32_t>(0xE000, 0x110000));
  return rc::gen::map(rc::gen::container<std::vector<std::uint32_t>>(code_point),
                      [](const std::vector<std::uint32_t>& points) {
                        std::string text;
                        for (const auto point : points) text += Utf8(point);
                        return text;
                      });
}

RC_GTEST_PROP(NormaliseNameProperty, IsIdempotent, ()) {
  const auto text = *UnicodeText();
  const std::string once = NormaliseName(text);
  RC_ASSERT(NormaliseName(once) == once);
  const std::string last = NormaliseLastName(text);
  RC_ASSERT(NormaliseLastName(last) == last);
}

RC_GTEST_PROP(NormaliseNameProperty, AnyBytesAreSafe, (const std::string& bytes)) {
  const std::string once = NormaliseName(bytes);
  RC_ASSERT(NormaliseName(once) == once);
}

// Every single code point, so that no letter of any script vanishes and none is unstable.
TEST(NormaliseNameTest, EveryCodePointIsStable) {
  for (char32_t c = 1; c < 0x110000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    const std::string once = NormaliseName(Utf8(c));
    ASSERT_EQ(NormaliseName(once), once) << std::hex << static_cast<std::uint32_t>(c);
  }
}

struct Letter {
  const char* lower;
  const char* upper;
  const char* plain;
};
constexpr std::array<Letter, 18> kLetters = {{{"a", "A", "a"},
                                              {"b", "B", "b"},
                                              {"z", "Z", "z"},
                                              {"é", "É", "e"},
                                              {"é", "É", "e"},
                                              {"ñ", "Ñ", "n"},
                                              {"ü", "Ü", "u"},
                                              {"ø", "Ø", "o"},
                                              {"å", "Å", "a"},
                                              {"ł", "Ł", "l"},
                                              {"đ", "Đ", "d"},
                                              {"ß", "SS", "ss"},
                                              {"æ", "Æ", "ae"},
                                              {"œ", "Œ", "oe"},
                                              {"ç", "Ç", "c"},
                                              {"ễ", "Ễ", "e"},
                                              {"д", "Д", "д"},
                                              {"张", "张", "张"}}};
constexpr std::array<const char*, 10> kFillers = {"", " ", "-", "'", "’", "`", "\u02BC", ".", "\u00A0", "\u2010"};

// Case, accents, apostrophes, hyphens and spaces do not count, however they are mixed.
RC_GTEST_PROP(NormaliseNameProperty, SpellingDoesNotCount, ()) {
  const auto letters = *rc::gen::nonEmpty(
      rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, kLetters.size())));
  std::string plain;
  std::string variant;
  for (const std::size_t index : letters) {
    plain += kLetters[index].plain;
    variant += *rc::gen::arbitrary<bool>() ? kLetters[index].upper : kLetters[index].lower;
    variant += *rc::gen::elementOf(kFillers);
  }
  RC_ASSERT(NormaliseName(variant) == NormaliseName(plain));
  RC_ASSERT(!NormaliseName(variant).empty());
}

RC_GTEST_PROP(NormaliseLastNameProperty, SuffixDoesNotCountAndNameStays, ()) {
  const auto name = *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange('a', 'g')));
  const auto suffix = *rc::gen::element<std::string>(" Jr", " Jr.", ", Sr.", " II", " iii", " IV", " v");
  RC_ASSERT(NormaliseLastName(name + suffix) == NormaliseLastName(name));
  RC_ASSERT(!NormaliseLastName(suffix).empty());
}

}  // namespace
}  // namespace ikp::rules
