#include "engine/desktop_agent/folder/csv_table.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace ikp::desktop_agent {
namespace {

// No report of a centre has more (I15).
constexpr std::size_t kMostColumns = 500;
constexpr std::size_t kMostRows = 200'000;

std::string Trimmed(std::string_view text) {
  const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v'; };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return std::string(text);
}

std::string ColumnKey(std::string_view name) {
  std::string key;
  for (const unsigned char c : name) {
    if (std::isalnum(c) != 0) key.push_back(static_cast<char>(std::tolower(c)));
  }
  return key;
}

char SeparatorOf(std::string_view text) {
  std::size_t commas = 0;
  std::size_t semicolons = 0;
  std::size_t tabs = 0;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' && commas + semicolons + tabs > 0) break;
    commas += c == ',' ? 1 : 0;
    semicolons += c == ';' ? 1 : 0;
    tabs += c == '\t' ? 1 : 0;
  }
  if (semicolons > commas && semicolons >= tabs) return ';';
  return tabs > commas ? '\t' : ',';
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text), separator_(SeparatorOf(text)) {}

  enum class End { kLineBreak, kCutOff, kOpenQuote };
  bool AtEnd() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }

  // Of the row that was read last: a quoted cell went on after its closing quote.
  bool stray_quote() const { return stray_quote_; }

  End Next(CsvRow& row) {
    row.line = line_;
    row.cells.clear();
    stray_quote_ = false;
    for (;;) {
      std::string cell;
      if (!ReadCell(cell)) return End::kOpenQuote;
      row.cells.push_back(Trimmed(cell));
      if (rest_.empty()) return End::kCutOff;
      const char c = Take();
      if (c == '\n') return End::kLineBreak;
    }
  }

 private:
  char Take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '\n') ++line_;
    return c;
  }

  // Up to a separator or a line break, which stay. False: a quoted cell is not closed.
  bool ReadCell(std::string& cell) {
    bool quoted = false;
    bool closed = false;
    if (!rest_.empty() && rest_.front() == '"') {
      Take();
      quoted = true;
    }
    while (!rest_.empty()) {
      if (!quoted && (rest_.front() == separator_ || rest_.front() == '\n')) return true;
      const char c = Take();
      if (quoted && c == '"') {
        if (!rest_.empty() && rest_.front() == '"') {
          cell.push_back(Take());
        } else {
          quoted = false;
          closed = true;
        }
      } else {
        if (closed && c != ' ' && c != '\t' && c != '\r') stray_quote_ = true;
        cell.push_back(c);
      }
    }
    return !quoted;
  }

  std::string_view rest_;
  char separator_;
  bool stray_quote_ = false;
  int line_ = 1;
};

void KeepRow(CsvTable& table, CsvRow row) {
  const std::size_t cells = row.cells.size();
  const std::size_t columns = table.header.size();
  if (cells == columns) {
    table.rows.push_back(std::move(row));
  } else if (cells < columns) {
    table.problems.push_back({row.line, cells + 1,
                              "has " + std::to_string(cells) + " of " + std::to_string(columns) +
                                  " cells; the rest from this column on is missing"});
  } else {
    table.problems.push_back(
        {row.line, 0, "has " + std::to_string(cells) + " cells for " + std::to_string(columns) + " columns"});
  }
}

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted.push_back('"');
    quoted.push_back(c);
  }
  return quoted + '"';
}

}  // namespace

std::optional<std::size_t> CsvTable::Column(std::string_view name) const {
  const std::string key = ColumnKey(name);
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (ColumnKey(header[i]) == key) return i;
  }
  return std::nullopt;
}

bool SameColumnName(std::string_view a, std::string_view b) { return ColumnKey(a) == ColumnKey(b); }

CsvTable ReadCsv(std::string_view text) {
  CsvTable table;
  Scanner scanner(text);
  while (!scanner.AtEnd()) {
    CsvRow row;
    const std::string_view before = scanner.rest();
    const Scanner::End end = scanner.Next(row);
    const bool blank = std::all_of(row.cells.begin(), row.cells.end(), [](const auto& cell) { return cell.empty(); });
    if (end == Scanner::End::kOpenQuote) {
      table.problems.push_back({row.line, 0, "has a quoted cell that is not closed; the file is half written"});
    } else if (end == Scanner::End::kCutOff && !Trimmed(before).empty()) {
      table.problems.push_back({row.line, 0, "is the last one and has no line break; the file is half written"});
    } else if (scanner.stray_quote()) {
      // Otherwise two stray quotes would swallow the lines between them.
      table.problems.push_back(
          {row.line, 0, "has text behind a closing quote; take the stray quote out of the record"});
    } else if (blank) {
      continue;
    } else if (row.cells.size() > kMostColumns) {
      table.problems.push_back({row.line, 0, "has more than " + std::to_string(kMostColumns) + " cells"});
      break;
    } else if (table.header.empty()) {
      table.header = std::move(row.cells);
    } else if (table.rows.size() >= kMostRows) {
      table.problems.push_back({row.line, 0, "is behind the " + std::to_string(kMostRows) + " rows that are read"});
      break;
    } else {
      KeepRow(table, std::move(row));
    }
  }
  if (table.header.empty() && table.problems.empty()) table.problems.push_back({0, 0, "is empty"});
  return table;
}

std::string CsvCell(std::string_view text) {
  const bool plain = text.find_first_of(",;\t\r\n\"") == std::string_view::npos;
  return plain ? std::string(text) : Quoted(text);
}

std::string CsvCellForSpreadsheet(std::string_view text) {
  constexpr std::string_view kFormula = "=+-@\t\r";
  std::string safe;
  bool at_beginning = true;  // of a cell, also where a semicolon or a tab ends one
  for (const char c : text) {
    if (at_beginning && kFormula.find(c) != std::string_view::npos) safe.push_back('\'');
    safe.push_back(c);
    at_beginning = c == ';' || c == '\t' || c == '\n' || (at_beginning && c == ' ');
  }
  return CsvCell(safe);
}

}  // namespace ikp::desktop_agent
