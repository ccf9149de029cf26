// The two forms of an explanation: lines for a terminal, JSON for machines.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/explain/explain.h"
#include "engine/explain/time_text.h"
#include "engine/explain/words.h"

namespace ikp::explain {
namespace {

using nlohmann::json;

constexpr std::size_t kWidth = 100;

// Up to the next space; a command in backticks is one word, so that it can be copied.
std::size_t WordLength(std::string_view text) {
  std::size_t from = 0;
  if (text.starts_with('`')) {
    const auto closing = text.find('`', 1);
    if (closing != std::string_view::npos) from = closing;
  }
  return std::min(text.find(' ', from), text.size());
}

// Breaks between words; a longer word stays whole. Lines after the first are indented by `hang` more.
void Wrapped(std::string& out, const std::string& indent, std::string_view text, std::size_t hang) {
  std::string line = indent;
  bool empty = true;
  while (!text.empty()) {
    const auto end = WordLength(text);
    const auto word = text.substr(0, end);
    if (!empty && line.size() + 1 + word.size() > kWidth) {
      out += line + "\n";
      line = indent + std::string(hang, ' ');
      empty = true;
    }
    if (!empty) line.push_back(' ');
    line += word;
    empty = false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  out += line + "\n";
}

void Section(std::string& out, const std::string& title, const std::vector<std::string>& lines, bool bullets) {
  if (lines.empty()) return;
  out += "\n" + title + "\n";
  for (const auto& line : lines) Wrapped(out, "  ", (bullets ? "- " : "") + line, bullets ? 2 : 0);
}

void DetailLines(std::string& out, const std::vector<Field>& details) {
  if (details.empty()) return;
  std::size_t width = 0;
  for (const auto& field : details) width = std::max(width, field.name.size());
  out += "\nDetails\n";
  for (const auto& field : details) {
    out += "  " + field.name + std::string(width - field.name.size() + 2, ' ') + field.value + "\n";
  }
}

void TimelineLines(std::string& out, const std::vector<TimelineLine>& timeline) {
  if (timeline.empty()) return;
  const bool local = !timeline.front().local.empty();
  out += local ? "\nHistory (time at the centre, then UTC)\n" : "\nHistory (UTC)\n";
  for (const auto& line : timeline) {
    const std::string times = (local ? line.local + "  " : std::string()) + UtcMinute(line.at) + "  ";
    Wrapped(out, "  ", times + line.text, times.size());
  }
}

}  // namespace

std::string ToText(const Explanation& explanation) {
  std::string out = explanation.headline + "\n" + explanation.code + " " + explanation.word + "\n";
  Section(out, "What happened", explanation.what, false);
  Section(out, "What was done", {explanation.done}, false);
  Section(out, "What to do", explanation.next_action, true);
  Section(out, "Is data safe?", {explanation.data_safe}, false);
  Section(out, "When it is tried again", {explanation.retry}, false);
  DetailLines(out, explanation.details);
  TimelineLines(out, explanation.timeline);
  return out;
}

json ToJson(const Explanation& explanation) {
  json document = {{"child", Clean(explanation.child.str())},
                   {"headline", explanation.headline},
                   {"code", explanation.code},
                   {"reason", explanation.word},
                   {"what", explanation.what},
                   {"done", explanation.done},
                   {"next_action", explanation.next_action},
                   {"data_safe", explanation.data_safe},
                   {"retry", explanation.retry},
                   {"next_look", nullptr},
                   {"details", json::object()},
                   {"timeline", json::array()}};
  if (explanation.next_look) document["next_look"] = domain::FormatInstant(*explanation.next_look);
  for (const auto& field : explanation.details) document["details"][field.name] = field.value;
  for (const auto& line : explanation.timeline) {
    document["timeline"].push_back(
        {{"at", domain::FormatInstant(line.at)}, {"local", line.local}, {"text", line.text}});
  }
  return document;
}

}  // namespace ikp::explain
