// Contact values of people: names, e-mail, phone, address. They hold what a person typed, checked for shape only;
// comparing is the business of rules/normalise.h.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ikp::domain {

// Parts as the systems keep them; never parsed out of "Last, First" (F27).
struct PersonName {
  std::string first;
  std::string middle;
  std::string last;
  std::string suffix;     // "Jr", "III"
  std::string preferred;  // nickname

  bool operator==(const PersonName&) const = default;
};

// An address with one @, text on both sides, a dot behind it and no spaces. Kept as typed: lower case is for comparing.
class Email {
 public:
  static std::optional<Email> Parse(std::string_view text);
  const std::string& str() const { return text_; }
  std::string ForCompare() const;  // lower case
  bool operator==(const Email&) const = default;

 private:
  explicit Email(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// A telephone number with at least 7 digits. North American numbers become 10 digits; labels and punctuation are
// dropped; an extension is kept apart (E.3, G28).
class Phone {
 public:
  static std::optional<Phone> Parse(std::string_view text);
  const std::string& digits() const { return digits_; }        // without extension; a leading + for other countries
  const std::string& extension() const { return extension_; }  // digits, may be empty
  bool north_american() const { return north_american_; }
  // "555-010-1234" for North America, otherwise the digits.
  std::string Formatted() const;
  bool operator==(const Phone&) const = default;

 private:
  Phone(std::string digits, std::string extension, bool north_american)
      : digits_(std::move(digits)), extension_(std::move(extension)), north_american_(north_american) {}
  std::string digits_;
  std::string extension_;
  bool north_american_;
};

enum class PhoneKind { kMobile, kHome, kWork };
std::string_view ToWord(PhoneKind kind);

struct LabelledPhone {
  PhoneKind kind;
  Phone phone;
  bool operator==(const LabelledPhone&) const = default;
};

struct Address {
  std::string line1;
  std::string line2;
  std::string city;
  std::string state;
  std::string zip;
  std::string country;

  bool empty() const { return line1.empty() && line2.empty() && city.empty() && state.empty() && zip.empty(); }
  bool operator==(const Address&) const = default;
};

}  // namespace ikp::domain
