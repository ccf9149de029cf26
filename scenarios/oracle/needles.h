// Needles: many short texts looked for in many long ones at once, without regard to ASCII case. The first four bytes of
// each place decide in most cases that nothing begins there.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ikp::scenarios::oracle {

struct Needle {
  std::string_view text;    // four bytes or more; outlives the needles
  bool whole_word = false;  // neighbours that are letters, digits, '-' or '_' make it another word
  bool secret = false;
};

class Needles {
 public:
  Needles() { first_.fill(kNone); }

  // Shorter texts are not kept: they would be found everywhere.
  void Add(const Needle& needle);
  bool empty() const { return needles_.empty(); }

  // The first one that `text` holds; null when there is none.
  const Needle* FindIn(std::string_view text) const;

 private:
  static constexpr std::size_t kBits = 13;
  static constexpr std::size_t kChains = 64;
  static constexpr std::int32_t kNone = -1;
  struct Entry {
    Needle needle;
    std::int32_t next;  // of the same chain
  };
  static std::size_t Slot(const char* text);
  static bool FitsAt(const Needle& needle, std::string_view text, std::size_t position);

  std::vector<Entry> needles_;
  std::bitset<(1 << kBits)> beginnings_;
  std::array<std::int32_t, kChains> first_{};  // of each chain, by the low bits of the slot
};

}  // namespace ikp::scenarios::oracle
