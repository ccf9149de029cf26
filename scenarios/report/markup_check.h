// MarkupCheck: a strict look at generated XML and HTML, for tests: tags balanced, attributes quoted and unique,
// references known, no bare '<' or '&', no character that XML forbids.
#pragma once

#include <string>
#include <string_view>

namespace ikp::scenarios::report {

enum class MarkupKind {
  kXml,
  kHtml,  // elements without an end (meta), attributes without a value, raw text in style and script
};

// Empty when all is well; otherwise what is wrong, with the text around it.
std::string MarkupProblem(std::string_view text, MarkupKind kind);

}  // namespace ikp::scenarios::report
