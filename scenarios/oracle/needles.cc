#include "scenarios/oracle/needles.h"

#include <cstring>

namespace ikp::scenarios::oracle {
namespace {

constexpr std::size_t kShortest = 4;

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

// Bytes of other alphabets count as letters.
bool IsWordByte(char c) {
  const char lower = Lower(c);
  return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::size_t Needles::Slot(const char* text) {
  std::uint32_t word = 0;
  std::memcpy(&word, text, sizeof word);
  // Folds the case of letters; that other bytes fall together as well costs nothing but a look.
  word |= 0x20202020u;
  return (word * 2654435761u) >> (32 - kBits);
}

void Needles::Add(const Needle& needle) {
  if (needle.text.size() < kShortest) return;
  const auto slot = Slot(needle.text.data());
  auto& first = first_[slot % kChains];
  for (auto index = first; index != kNone; index = needles_[static_cast<std::size_t>(index)].next) {
    if (needles_[static_cast<std::size_t>(index)].needle.text == needle.text) return;
  }
  beginnings_.set(slot);
  needles_.push_back({needle, first});
  first = static_cast<std::int32_t>(needles_.size()) - 1;
}

const Needle* Needles::FindIn(std::string_view text) const {
  if (text.size() < kShortest) return nullptr;
  for (std::size_t i = 0; i + kShortest <= text.size(); ++i) {
    const auto slot = Slot(text.data() + i);
    if (!beginnings_.test(slot)) continue;
    for (auto index = first_[slot % kChains]; index != kNone;) {
      const auto& entry = needles_[static_cast<std::size_t>(index)];
      if (FitsAt(entry.needle, text, i)) return &entry.needle;
      index = entry.next;
    }
  }
  return nullptr;
}

bool Needles::FitsAt(const Needle& needle, std::string_view text, std::size_t position) {
  const std::size_t end = position + needle.text.size();
  if (end > text.size()) return false;
  for (std::size_t i = 0; i < needle.text.size(); ++i) {
    if (Lower(text[position + i]) != Lower(needle.text[i])) return false;
  }
  if (!needle.whole_word) return true;
  return (position == 0 || !IsWordByte(text[position - 1])) && (end == text.size() || !IsWordByte(text[end]));
}

}  // namespace ikp::scenarios::oracle
