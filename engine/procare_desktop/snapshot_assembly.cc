#include "engine/procare_desktop/snapshot_assembly.h"

#include <algorithm>
#include <utility>

namespace ikp::procare_desktop {
namespace {

// An agent that dies more often in one reading has other worries.
constexpr std::size_t kMostAttempts = 100;

std::size_t RowsIn(const desktop_wire::Chunk& chunk) {
  std::size_t rows = chunk.schools.size() + chunk.classrooms.size() + chunk.statuses.size();
  for (const auto& account : chunk.accounts) {
    rows += 1 + account.payers.size() + account.children.size() + account.pickups.size();
    for (const auto& child : account.children) rows += child.relationships.size();
  }
  return rows;
}

}  // namespace

// False: it is none of the attempt that is taken now, nor the first piece of a new one.
bool SnapshotAssembly::BeginAttempt(const desktop_wire::Chunk& chunk) {
  if (attempt_ == chunk.attempt) return true;
  const bool past = std::find(past_.begin(), past_.end(), chunk.attempt) != past_.end();
  if (chunk.seq != 0 || past || past_.size() == kMostAttempts) return false;
  if (attempt_) past_.push_back(std::move(*attempt_));
  attempt_ = chunk.attempt;
  pieces_.clear();
  rows_ = bytes_ = 0;
  return true;
}

SnapshotAssembly::Answer SnapshotAssembly::Add(desktop_wire::Chunk chunk, std::string digest, std::size_t bytes) {
  const int seq = chunk.seq;
  if (!BeginAttempt(chunk)) return {Verdict::kGap, 0};
  if (seq < 0 || seq > Next()) return {Verdict::kGap, Next()};
  const auto place = static_cast<std::size_t>(seq);
  if (seq < Next()) {
    if (pieces_[place].digest == digest) return {Verdict::kRepeated, seq + 1};
    return {Verdict::kGap, Next()};
  }
  if (whole()) return {Verdict::kGap, Next()};
  Piece piece{.chunk = std::move(chunk), .digest = std::move(digest), .bytes = bytes, .rows = 0};
  piece.rows = RowsIn(piece.chunk);
  const bool fits = pieces_.size() < limits_.most_chunks && rows_ + piece.rows <= limits_.most_rows &&
                    bytes_ + bytes <= limits_.most_bytes;
  if (!fits) return {Verdict::kTooMuch, Next()};
  rows_ += piece.rows;
  bytes_ += bytes;
  pieces_.push_back(std::move(piece));
  return {Verdict::kTaken, Next()};
}

bool SnapshotAssembly::IsAllOf(const desktop_wire::ReadingFacts& facts) const {
  return whole() && attempt_ == facts.attempt && static_cast<std::int64_t>(pieces_.size()) == facts.pieces;
}

std::vector<desktop_wire::Chunk> SnapshotAssembly::Take() {
  std::vector<desktop_wire::Chunk> chunks;
  chunks.reserve(pieces_.size());
  for (auto& piece : pieces_) chunks.push_back(std::move(piece.chunk));
  pieces_.clear();
  rows_ = bytes_ = 0;
  return chunks;
}

}  // namespace ikp::procare_desktop
