#include "scenarios/report/text_table.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "scenarios/report/text.h"

namespace ikp::scenarios::report {
namespace {

constexpr std::size_t kBetween = 2;
constexpr std::size_t kNarrowest = 8;

}  // namespace

TextTable::TextTable(std::vector<Column> columns, std::size_t indent) : columns_(std::move(columns)), indent_(indent) {}

void TextTable::Add(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

// As wide as the cells need; while that is too much, the widest column gives way.
std::vector<std::size_t> TextTable::Widths(std::size_t width) const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t widest = Width(columns_[i].title);
    for (const auto& row : rows_) widest = std::max(widest, Width(row[i]));
    widths.push_back(widest);
  }
  if (widths.empty()) return widths;
  const std::size_t around = indent_ + kBetween * (widths.size() - 1);
  const std::size_t room = width > around ? width - around : 0;
  while (std::accumulate(widths.begin(), widths.end(), std::size_t{0}) > room) {
    auto& widest = *std::max_element(widths.begin(), widths.end());
    if (widest <= kNarrowest) break;
    --widest;
  }
  return widths;
}

void TextTable::Line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths,
                     std::string& out) const {
  std::vector<std::vector<std::string>> wrapped;
  std::size_t height = 1;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    wrapped.push_back(Wrap(cells[i], widths[i]));
    height = std::max(height, wrapped.back().size());
  }
  for (std::size_t line = 0; line < height; ++line) {
    std::string text(indent_, ' ');
    for (std::size_t i = 0; i < wrapped.size(); ++i) {
      const std::string cell = line < wrapped[i].size() ? wrapped[i][line] : std::string();
      if (i > 0) text += std::string(kBetween, ' ');
      text += columns_[i].align == Align::kRight ? PadLeft(cell, widths[i]) : PadRight(cell, widths[i]);
    }
    text.erase(std::min(text.find_last_not_of(' ') + 1, text.size()));
    out += text + "\n";
  }
}

std::string TextTable::Text(std::size_t width) const {
  const auto widths = Widths(width);
  std::string out;
  const bool titled = std::any_of(columns_.begin(), columns_.end(), [](const Column& c) { return !c.title.empty(); });
  if (titled) {
    std::vector<std::string> titles;
    for (const auto& column : columns_) titles.push_back(column.title);
    Line(titles, widths, out);
  }
  for (const auto& row : rows_) Line(row, widths, out);
  return out;
}

}  // namespace ikp::scenarios::report
