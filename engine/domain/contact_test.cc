#include "engine/domain/contact.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace ikp::domain {
namespace {

TEST(EmailTest, KeepsWhatWasTyped) {
  const auto email = Email::Parse("  Anna.Smith+kids@Example.COM ");
  ASSERT_TRUE(email);
  EXPECT_EQ(email->str(), "Anna.Smith+kids@Example.COM");
  EXPECT_EQ(email->ForCompare(), "anna.smith+kids@example.com");
}

TEST(EmailTest, RefusesWhatIsNotAnAddress) {
  for (const char* text : {"", "anna", "anna@", "@example.com", "a@b", "a@b.", "a@.com", "a b@example.com",
                           "a@exa mple.com", "a@b@example.com", "a@example.com, b@example.com", "a@example.com;",
                           "a\n@example.com", "none", "n/a", "a@b..com"}) {
    EXPECT_FALSE(Email::Parse(text)) << text;
  }
}

RC_GTEST_PROP(EmailProperty, NeverFailsAndReadsItsOwnText, (const std::string& text)) {
  const auto email = Email::Parse(text);
  if (email) RC_ASSERT(Email::Parse(email->str()) == email);
}

std::string Digits(std::string_view text) {
  const auto phone = Phone::Parse(text);
  return phone ? phone->digits() : "(none)";
}

// E.3, G28
TEST(PhoneTest, NorthAmericanNumbersBecomeTenDigits) {
  for (const char* text : {"555-010-1234", "(555) 010-1234", "555.010.1234", "5550101234", "+1 555 010 1234",
                           "1-555-010-1234", "+1 (555) 010-1234", "Mobile: 555 010 1234", "Max 555-010-1234",
                           "555-010-1234 (home)", "tel:+1-555-010-1234"}) {
    const auto phone = Phone::Parse(text);
    ASSERT_TRUE(phone) << text;
    EXPECT_EQ(phone->digits(), "5550101234") << text;
    EXPECT_TRUE(phone->north_american()) << text;
    EXPECT_EQ(phone->Formatted(), "555-010-1234") << text;
    EXPECT_EQ(phone->extension(), "") << text;
  }
}

TEST(PhoneTest, ExtensionsAreKeptApart) {
  for (const char* text : {"555-010-1234 x56", "555-010-1234x56", "(555) 010-1234 ext. 56", "5550101234 Extension 56",
                           "555-010-1234 #56", "555-010-1234 EXT56"}) {
    const auto phone = Phone::Parse(text);
    ASSERT_TRUE(phone) << text;
    EXPECT_EQ(phone->digits(), "5550101234") << text;
    EXPECT_EQ(phone->extension(), "56") << text;
  }
}

TEST(PhoneTest, ShortAndForeignNumbersStayWhole) {
  EXPECT_EQ(Digits("555-0101"), "5550101");
  EXPECT_FALSE(Phone::Parse("555-0101")->north_american());
  EXPECT_EQ(Digits("+44 20 7946 0123"), "+442079460123");
  EXPECT_FALSE(Phone::Parse("+44 20 7946 0123")->north_american());
  EXPECT_EQ(Phone::Parse("+44 20 7946 0123")->Formatted(), "+442079460123");
  EXPECT_EQ(Digits("+4712345678"), "+4712345678");
}

TEST(PhoneTest, RefusesGarbage) {
  for (const char* text :
       {"", "call me", "123456", "none", "x", "#", "+", "1234567890123456", "555-010-1234 / 555-010-9999"}) {
    EXPECT_FALSE(Phone::Parse(text)) << text;
  }
}

RC_GTEST_PROP(PhoneProperty, FormattedReadsBackAsItself, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123456789 -().+x#ext")));
  const auto phone = Phone::Parse(text);
  if (!phone) return;
  const auto again = Phone::Parse(phone->Formatted());
  RC_ASSERT(again.has_value());
  RC_ASSERT(again->digits() == phone->digits());
  RC_ASSERT(again->north_american() == phone->north_american());
}

RC_GTEST_PROP(PhoneProperty, NeverFailsAndHoldsDigitsOnly, (const std::string& text)) {
  const auto phone = Phone::Parse(text);
  if (!phone) return;
  const std::string& digits = phone->digits();
  RC_ASSERT(digits.find_first_not_of("0123456789", digits.front() == '+' ? 1 : 0) == std::string::npos);
  RC_ASSERT(phone->extension().find_first_not_of("0123456789") == std::string::npos);
}

}  // namespace
}  // namespace ikp::domain
