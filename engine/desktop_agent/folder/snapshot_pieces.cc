#include "engine/desktop_agent/folder/snapshot_pieces.h"

#include <cstddef>
#include <utility>

namespace ikp::desktop_agent {
namespace {

constexpr std::size_t kAccounts = 200;
constexpr std::size_t kStatuses = 1000;

template <typename Row>
void Cut(std::vector<Row>& rows, std::size_t size, std::vector<Row> desktop_wire::Chunk::*part,
         std::vector<desktop_wire::Chunk>& pieces) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i % size == 0) pieces.emplace_back();
    (pieces.back().*part).push_back(std::move(rows[i]));
  }
}

}  // namespace

std::vector<desktop_wire::Chunk> PiecesOf(Reports reports) {
  std::vector<desktop_wire::Chunk> pieces(1);
  pieces.front().schools = std::move(reports.schools);
  pieces.front().classrooms = std::move(reports.classrooms);
  Cut(reports.accounts, kAccounts, &desktop_wire::Chunk::accounts, pieces);
  Cut(reports.statuses, kStatuses, &desktop_wire::Chunk::statuses, pieces);
  pieces.back().last = true;
  return pieces;
}

}  // namespace ikp::desktop_agent
