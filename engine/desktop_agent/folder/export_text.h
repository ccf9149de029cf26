// The bytes of an exported report as UTF-8 text. Procare Desktop exports ISO-8859-1 [T11]; on Windows that is in truth
// Windows-1252, with its typographic quotes (F28). What is UTF-8 already is kept as it is:
// the whole file where it says so or is so for the most part, otherwise line by line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ikp::desktop_agent {

struct ExportText {
  std::string text;            // UTF-8 without a byte order mark
  std::size_t transcoded = 0;  // letters that were not UTF-8
  std::size_t strays = 0;      // single bytes in a UTF-8 file that were not UTF-8, taken for Windows letters
  std::size_t dropped = 0;     // NUL bytes (G56)
  std::string problem;         // why there is no text, as the end of a sentence; empty: there is one
};

ExportText DecodeExport(std::string_view bytes);

}  // namespace ikp::desktop_agent
