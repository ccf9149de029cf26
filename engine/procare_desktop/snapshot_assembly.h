// SnapshotAssembly: the numbered pieces of one snapshot, put together. Pieces may come twice (an answer was lost): they
// are acknowledged again without harm. An agent that was started anew reads and sends from the beginning, as another
// attempt: its first piece drops those of the attempt before, of which nothing is taken any more, so that two readings
// are never mixed. Bounded (I15).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/desktop_wire/messages.h"
#include "engine/desktop_wire/rows.h"

namespace ikp::procare_desktop {

struct AssemblyLimits {
  std::size_t most_chunks = 20'000;
  std::size_t most_rows = 2'000'000;              // of all kinds together
  std::size_t most_bytes = std::size_t{1} << 29;  // as they came over the wire
};

class SnapshotAssembly {
 public:
  explicit SnapshotAssembly(AssemblyLimits limits) : limits_(limits) {}

  enum class Verdict {
    kTaken,
    kRepeated,  // was there already
    kGap,       // an earlier piece is missing, the last one came before, or it is none of this attempt
    kTooMuch,   // beyond the limits; the snapshot will not become whole
  };
  struct Answer {
    Verdict verdict = Verdict::kTaken;
    int next_seq = 0;  // which piece is wanted next
  };
  // `digest` and `bytes`: of the text that the piece came as.
  Answer Add(desktop_wire::Chunk chunk, std::string digest, std::size_t bytes);

  // The last piece is there, and so are all before it.
  bool whole() const { return !pieces_.empty() && pieces_.back().chunk.last; }
  // And they are those that the agent tells of.
  bool IsAllOf(const desktop_wire::ReadingFacts& facts) const;
  std::vector<desktop_wire::Chunk> Take();

 private:
  struct Piece {
    desktop_wire::Chunk chunk;
    std::string digest;
    std::size_t bytes = 0;
    std::size_t rows = 0;
  };
  int Next() const { return static_cast<int>(pieces_.size()); }
  bool BeginAttempt(const desktop_wire::Chunk& chunk);

  AssemblyLimits limits_;
  std::optional<std::string> attempt_;
  std::vector<std::string> past_;  // attempts that a later one has replaced
  std::vector<Piece> pieces_;
  std::size_t rows_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace ikp::procare_desktop
