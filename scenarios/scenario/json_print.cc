#include "scenarios/scenario/json_print.h"

#include <nlohmann/json.hpp>

namespace ikp::scenarios {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kWidth = 120;

std::string Text(const ordered_json& value) {
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

// On one line, with blanks where people write them.
void PrintLine(const ordered_json& value, std::string& out) {
  if (!value.is_structured()) {
    out += Text(value);
    return;
  }
  out += value.is_object() ? '{' : '[';
  bool first = true;
  for (const auto& [name, one] : value.items()) {
    if (!first) out += ", ";
    first = false;
    if (value.is_object()) out += Text(name) + ": ";
    PrintLine(one, out);
  }
  out += value.is_object() ? '}' : ']';
}

// `used`: what stands on the line already.
void Print(const ordered_json& value, std::size_t depth, std::size_t used, std::string& out) {
  std::string line;
  PrintLine(value, line);
  // The whole is taken apart even when it is short, so that adding to it changes few lines.
  if (!value.is_structured() || value.empty() || (depth > 0 && used + line.size() <= kWidth)) {
    out += line;
    return;
  }
  const std::string margin((depth + 1) * 2, ' ');
  out += value.is_object() ? "{\n" : "[\n";
  bool first = true;
  for (const auto& [name, one] : value.items()) {
    if (!first) out += ",\n";
    first = false;
    const std::string before = margin + (value.is_object() ? Text(name) + ": " : "");
    out += before;
    Print(one, depth + 1, before.size() + 1, out);
  }
  out += '\n' + std::string(depth * 2, ' ');
  out += value.is_object() ? '}' : ']';
}

}  // namespace

std::string PrintJson(const ordered_json& value) {
  std::string out;
  Print(value, 0, 0, out);
  out += '\n';
  return out;
}

}  // namespace ikp::scenarios
