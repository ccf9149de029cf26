// TextTable: rows of cells in aligned columns, for terminals and logs. A cell that is too long is wrapped inside its
// column, so that no line gets wider than asked.
//
//   TextTable table({{"mark"}, {"reached", Align::kRight}});
//   table.Add({"answer_lost", "17"});
//   out += table.Text(110);
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ikp::scenarios::report {

enum class Align { kLeft, kRight };

struct Column {
  std::string title;
  Align align = Align::kLeft;
};

class TextTable {
 public:
  // Without any title there is no head. `indent` blanks stand before each line.
  explicit TextTable(std::vector<Column> columns, std::size_t indent = 2);

  // Missing cells are empty; more cells than columns are a mistake of the caller and are dropped.
  void Add(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }

  // Lines of at most `width`, each with its line break, no blanks at line ends.
  std::string Text(std::size_t width = 110) const;

 private:
  std::vector<std::size_t> Widths(std::size_t width) const;
  void Line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths, std::string& out) const;

  std::vector<Column> columns_;
  std::size_t indent_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace ikp::scenarios::report
