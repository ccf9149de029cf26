#include "engine/domain/contact.h"

#include <algorithm>
#include <cctype>

namespace ikp::domain {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.remove_suffix(1);
  return text;
}

// Where an extension starts: "x12", "ext. 12", "extension 12", "#12" behind at least seven digits.
std::size_t ExtensionStart(const std::string& lower) {
  std::size_t digits = 0;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    if (IsDigit(lower[i])) ++digits;
    if (digits >= 7 && (lower[i] == 'x' || lower[i] == '#' || lower.compare(i, 3, "ext") == 0)) return i;
  }
  return std::string::npos;
}

std::string DigitsOf(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (IsDigit(c)) digits.push_back(c);
  }
  return digits;
}

}  // namespace

std::optional<Email> Email::Parse(std::string_view text) {
  text = Trim(text);
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || text.find('@', at + 1) != std::string_view::npos) return std::nullopt;
  const auto domain = text.substr(at + 1);
  const auto dot = domain.rfind('.');
  if (dot == std::string_view::npos || dot + 1 == domain.size()) return std::nullopt;
  if (domain.front() == '.' || domain.find("..") != std::string_view::npos) return std::nullopt;
  for (const unsigned char c : text) {
    if (c <= 0x20 || c == 0x7f || c == ',' || c == ';') return std::nullopt;
  }
  return Email(std::string(text));
}

std::string Email::ForCompare() const { return Lower(text_); }

std::optional<Phone> Phone::Parse(std::string_view text) {
  const std::string lower = Lower(Trim(text));
  const auto extension_start = ExtensionStart(lower);
  const std::string extension =
      extension_start == std::string::npos ? std::string() : DigitsOf(std::string_view(lower).substr(extension_start));
  const std::string_view main = std::string_view(lower).substr(0, extension_start);
  std::string digits = DigitsOf(main);
  const auto first = main.find_first_of("+0123456789");
  const bool international = first != std::string_view::npos && main[first] == '+' && !digits.starts_with('1');
  if (digits.size() < 7 || digits.size() > 15) return std::nullopt;
  if (international) return Phone("+" + digits, extension, false);
  if (digits.size() == 11 && digits.front() == '1') digits.erase(0, 1);
  return Phone(digits, extension, digits.size() == 10);
}

std::string Phone::Formatted() const {
  if (!north_american_) return digits_;
  return digits_.substr(0, 3) + "-" + digits_.substr(3, 3) + "-" + digits_.substr(6);
}

std::string_view ToWord(PhoneKind kind) {
  switch (kind) {
    case PhoneKind::kMobile:
      return "mobile";
    case PhoneKind::kHome:
      return "home";
    case PhoneKind::kWork:
      return "work";
  }
  return "mobile";
}

}  // namespace ikp::domain
