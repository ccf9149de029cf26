#include "engine/explain/table.h"

#include <algorithm>

namespace ikp::explain {
namespace {

// Characters, not bytes: what a terminal shows of most texts.
std::size_t Width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

void AddCell(std::string& line, const Cell& cell, std::size_t width, bool last, bool colour) {
  const std::string space(width - std::min(width, Width(cell.text)), ' ');
  line += "  ";
  if (cell.right) line += space;
  line += Coloured(cell.text, cell.colour, colour);
  if (!cell.right && !last) line += space;
}

}  // namespace

std::string Coloured(std::string_view text, Colour colour, bool on) {
  const std::string plain(text);
  if (!on || plain.empty()) return plain;
  switch (colour) {
    case Colour::kNone:
      return plain;
    case Colour::kGood:
      return "\033[32m" + plain + "\033[0m";
    case Colour::kWarning:
      return "\033[33m" + plain + "\033[0m";
    case Colour::kBad:
      return "\033[31m" + plain + "\033[0m";
  }
  return plain;
}

std::string Table::Text(bool colour) const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < titles_.size(); ++i) {
    std::size_t width = Width(titles_[i]);
    for (const auto& row : rows_) width = std::max(width, Width(row[i].text));
    widths.push_back(width);
  }
  std::string out;
  const auto add = [&](const std::vector<Cell>& row) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) AddCell(line, row[i], widths[i], i + 1 == row.size(), colour);
    out += line + "\n";
  };
  std::vector<Cell> titles;
  for (std::size_t i = 0; i < titles_.size(); ++i) {
    titles.push_back({titles_[i], Colour::kNone, !rows_.empty() && rows_.front()[i].right});
  }
  add(titles);
  for (const auto& row : rows_) add(row);
  return out;
}

}  // namespace ikp::explain
