// Table: rows of text in aligned columns, for a terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ikp::explain {

enum class Colour { kNone, kGood, kWarning, kBad };

// `text` in the colour, or as it is when `on` is false.
std::string Coloured(std::string_view text, Colour colour, bool on);

struct Cell {
  std::string text;
  Colour colour = Colour::kNone;
  bool right = false;  // numbers
};

class Table {
 public:
  explicit Table(std::vector<std::string> titles) : titles_(std::move(titles)) {}

  void Add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }
  // Indented by two; no space at the end of a line.
  std::string Text(bool colour) const;

 private:
  std::vector<std::string> titles_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace ikp::explain
