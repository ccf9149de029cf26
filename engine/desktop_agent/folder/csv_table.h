// A CSV file as a table (RFC 4180): quoted cells with quotes, separators and line breaks in them, lines that end in
// CRLF or LF. The separator is the comma, the semicolon or the tab, whichever the header line has most of.
//
// A file may be read while somebody writes it, so the reader is strict about wholeness: what is cut off, and rows with
// a wrong number of cells or with text behind a closing quote, are left out and told as problems with their line.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ikp::desktop_agent {

struct CsvRow {
  int line = 0;                    // where it begins; the first line of the file is 1
  std::vector<std::string> cells;  // as many as the header has, without surrounding space
};

struct CsvProblem {
  int line = 0;            // 0: the file as a whole
  std::size_t column = 0;  // the first one is 1; 0: the line as a whole
  std::string what;        // the end of a sentence; never what stands in a cell, nor in a header that may be none
};

struct CsvTable {
  std::vector<std::string> header;
  std::vector<CsvRow> rows;
  std::vector<CsvProblem> problems;

  // Names of columns are compared by letters and digits alone, without case.
  std::optional<std::size_t> Column(std::string_view name) const;
};
bool SameColumnName(std::string_view a, std::string_view b);

CsvTable ReadCsv(std::string_view text);

// One cell as it is written: quoted where that is needed.
std::string CsvCell(std::string_view text);
// The same for a cell that a spreadsheet program shall show and never calculate: what begins like a formula gets an
// apostrophe in front, also behind a semicolon, a tab or a line break, where programs of some countries begin a cell.
std::string CsvCellForSpreadsheet(std::string_view text);

}  // namespace ikp::desktop_agent
