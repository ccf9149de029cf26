#include "engine/procare_desktop/snapshot_assembly.h"

#include <utility>

namespace ikp::procare_desktop {
namespace {

std::size_t RowsIn(const desktop_wire::Chunk& chunk) {
  std::size_t rows = chunk.schools.size() + chunk.classrooms.size() + chunk.statuses.size();
  for (const auto& account : chunk.accounts) {
    rows += 1 + account.payers.size() + account.children.size() + account.pickups.size();
    for (const auto& child : account.children) rows += child.relationships.size();
  }
  return rows;
}

}  // namespace

SnapshotAssembly::Answer SnapshotAssembly::Add(desktop_wire::Chunk chunk, std::string digest, std::size_t bytes) {
  const int seq = chunk.seq;
  if (seq < 0 || seq > Next()) return {Verdict::kGap, Next()};
  const auto place = static_cast<std::size_t>(seq);
  if (seq < Next()) {
    if (pieces_[place].digest == digest) return {Verdict::kRepeated, seq + 1};
    DropFrom(place);
  } else if (whole()) {
    return {Verdict::kGap, Next()};
  }
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

void SnapshotAssembly::DropFrom(std::size_t seq) {
  while (pieces_.size() > seq) {
    rows_ -= pieces_.back().rows;
    bytes_ -= pieces_.back().bytes;
    pieces_.pop_back();
  }
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
