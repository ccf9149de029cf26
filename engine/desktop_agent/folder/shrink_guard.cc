#include "engine/desktop_agent/folder/shrink_guard.h"

#include <utility>

#include "engine/desktop_agent/folder/export_cells.h"

namespace ikp::desktop_agent {
namespace {

// "<children of the last export that was believed> <children and instant of one that was not, if any>"
struct Memory {
  std::size_t children = 0;
  std::string doubted_children;
  std::string doubted;
};

Memory MemoryOf(const std::string& text) {
  const auto space = text.find(' ');
  Memory memory;
  memory.children = static_cast<std::size_t>(ReadNumber(text.substr(0, space)).value_or(0));
  if (space == std::string::npos) return memory;
  const auto second = text.find(' ', space + 1);
  memory.doubted_children = text.substr(space + 1, second - space - 1);
  if (second != std::string::npos) memory.doubted = text.substr(second + 1);
  return memory;
}

}  // namespace

async::Task<std::string> ShrinkGuard::Judge(std::int64_t school_id, std::size_t children, domain::Instant exported,
                                            bool remember) {
  const std::string key = "folder:children:" + std::to_string(school_id);
  const std::map<std::string, std::string> entries = co_await journal_.Load();
  const auto found = entries.find(key);
  const Memory before = found == entries.end() ? Memory{} : MemoryOf(found->second);
  const std::string when = domain::FormatInstant(exported);
  const bool shrunk = children * 2 < before.children;
  // Two reports that were cut off at two places agree in nothing.
  const bool said_again =
      !before.doubted.empty() && before.doubted != when && before.doubted_children == std::to_string(children);
  std::string now = std::to_string(children);
  std::string sentence;
  if (shrunk && !said_again) {
    now = std::to_string(before.children) + " " + std::to_string(children) + " " + when;
    sentence = "children.csv has " + std::to_string(children) + " children of school " + std::to_string(school_id) +
               " and had " + std::to_string(before.children) +
               " before; export it again, and it is believed if it says the same.";
  }
  if (remember && (found == entries.end() || found->second != now)) co_await journal_.Put(key, now);
  co_return sentence;
}

}  // namespace ikp::desktop_agent
