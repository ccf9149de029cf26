// Whatever rows stand in a report: as Procare Desktop writes them (Latin-1, CRLF, quotes where needed), they are read
// back equal. The writer here is the test's own.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "engine/desktop_agent/folder/csv_table.h"
#include "engine/desktop_agent/folder/export_text.h"

namespace ikp::desktop_agent {
namespace {

using Letters = std::u16string;

std::string Latin1(const Letters& text) {
  std::string bytes;
  for (const char16_t letter : text) bytes.push_back(static_cast<char>(letter));
  return bytes;
}

std::string Utf8(const Letters& text) {
  std::string bytes;
  for (const char16_t letter : text) {
    if (letter < 0x80) {
      bytes.push_back(static_cast<char>(letter));
    } else {
      bytes.push_back(static_cast<char>(0xC0 | (letter >> 6)));
      bytes.push_back(static_cast<char>(0x80 | (letter & 0x3F)));
    }
  }
  return bytes;
}

Letters WriteCell(const Letters& text, bool always_quoted) {
  if (!always_quoted && text.find_first_of(u",;\t\"\r\n") == Letters::npos) return text;
  Letters quoted = u"\"";
  for (const char16_t letter : text) quoted += letter == u'"' ? Letters(u"\"\"") : Letters(1, letter);
  return quoted + u"\"";
}

// No signs below 0xC0: behind a letter of Latin-1 they would be a letter of UTF-8, and which is meant nobody can tell.
Letters DrawCell() {
  const auto letter = rc::gen::oneOf(rc::gen::inRange<char16_t>(0x20, 0x7F), rc::gen::inRange<char16_t>(0xC0, 0x100),
                                     rc::gen::element<char16_t>(u'"', u',', u';', u'\n', u'\t', u'\'', u' '));
  Letters cell;
  for (const char16_t c : *rc::gen::container<std::vector<char16_t>>(letter)) cell.push_back(c);
  // Space around a cell does not count.
  while (!cell.empty() && (cell.front() == u' ' || cell.front() == u'\n' || cell.front() == u'\t')) cell.erase(0, 1);
  while (!cell.empty() && (cell.back() == u' ' || cell.back() == u'\n' || cell.back() == u'\t')) cell.pop_back();
  return cell;
}

RC_GTEST_PROP(CsvProperty, RowsAreReadAsWritten, ()) {
  const std::size_t columns = *rc::gen::inRange<std::size_t>(2, 7);
  const char16_t separator = *rc::gen::element<char16_t>(u',', u';', u'\t');
  const bool always_quoted = *rc::gen::arbitrary<bool>();
  const bool utf8 = *rc::gen::arbitrary<bool>();
  const Letters line_end = *rc::gen::element<Letters>(u"\r\n", u"\n");
  const std::size_t rows = *rc::gen::inRange<std::size_t>(0, 6);

  // The header has a letter that is not UTF-8 when written as Latin-1, so that nothing is left to guess.
  Letters text = u"Stra\u00DFe";
  for (std::size_t i = 1; i < columns; ++i) text += separator + (u"Column " + Letters(1, u'A' + i));
  text += line_end;
  std::vector<std::vector<std::string>> wanted;
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < columns; ++i) {
      const Letters cell = i == 0 ? u"x" + DrawCell() : DrawCell();
      text += (i == 0 ? Letters() : Letters(1, separator)) + WriteCell(cell, always_quoted);
      cells.push_back(Utf8(cell));
    }
    text += line_end;
    wanted.push_back(std::move(cells));
  }

  const ExportText decoded = DecodeExport(utf8 ? Utf8(text) : Latin1(text));
  RC_ASSERT(decoded.problem.empty());
  RC_ASSERT((decoded.transcoded > 0) == !utf8);
  const CsvTable table = ReadCsv(decoded.text);
  RC_ASSERT(table.problems.empty());
  RC_ASSERT(table.header.size() == columns);
  RC_ASSERT(table.rows.size() == rows);
  for (std::size_t row = 0; row < rows; ++row) RC_ASSERT(table.rows[row].cells == wanted[row]);
}

// What ReadCsv makes of a file, CsvCell writes so that it is read as the same again.
RC_GTEST_PROP(CsvProperty, CellsSurviveOurOwnWriter, ()) {
  const std::string cell = Utf8(DrawCell());
  const CsvTable table = ReadCsv("a,b\r\n" + CsvCell(cell) + ",x\r\n");
  RC_ASSERT(table.problems.empty());
  RC_ASSERT(table.rows.size() == 1u);
  RC_ASSERT(table.rows[0].cells[0] == cell);
}

TEST(ExportText, WindowsQuotesAndDashesBecomeUtf8) {
  const ExportText text = DecodeExport(
      "O\x92"
      "Brien \x96 \x93"
      "Kim\x94 \x80 \xE9");
  EXPECT_EQ(text.text, "O’Brien – “Kim” € é");
  EXPECT_EQ(text.transcoded, 6u);
}

TEST(ExportText, Utf8IsKeptAndItsMarkAndNulBytesAreDropped) {
  const ExportText text =
      DecodeExport(std::string("\xEF\xBB\xBF"
                               "José \xF0\x9F\x98\x80\0!",
                               15));
  EXPECT_EQ(text.text, "José 😀!");
  EXPECT_EQ(text.transcoded, 0u);
  EXPECT_EQ(text.dropped, 1u);
}

TEST(ExportText, WhatOnlyLooksLikeUtf8IsNot) {
  for (const char* bytes : {"\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\x80"}) {
    EXPECT_GT(DecodeExport(bytes).transcoded, 0u);
  }
}

TEST(ExportText, OneStrayByteGarblesNothingElse) {
  const std::string utf8 = "Jos\xC3\xA9,M\xC3\xBCller\r\n";
  const auto stray = DecodeExport(utf8 + "Zo\xEB,Li\xC3\xA9\r\n");
  EXPECT_EQ(stray.text, utf8 + "Zo\xC3\xAB,Li\xC3\xA9\r\n");
  EXPECT_EQ(stray.strays, 1u);
  const auto marked = DecodeExport("\xEF\xBB\xBFZo\xEB\r\nLi\xC3\xA9 \xE9\r\n");
  EXPECT_EQ(marked.text, "Zo\xC3\xAB\r\nLi\xC3\xA9 \xC3\xA9\r\n");
  EXPECT_EQ(marked.strays, 2u);
  const auto windows = DecodeExport("Zo\xEB,M\xFCller\r\nLi\xC3\xA9\r\n");
  EXPECT_EQ(windows.text, "Zo\xC3\xAB,M\xC3\xBCller\r\nLi\xC3\xA9\r\n");
  EXPECT_EQ(windows.transcoded, 2u);
}

}  // namespace
}  // namespace ikp::desktop_agent
