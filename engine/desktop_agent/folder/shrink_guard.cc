#include "engine/desktop_agent/folder/shrink_guard.h"

#include <utility>

#include "engine/desktop_agent/folder/export_cells.h"

namespace ikp::desktop_agent {
namespace {

// "<children of the last export that was believed> <instant of an export that was not, if any>"
struct Memory {
  std::size_t children = 0;
  std::string doubted;
};

Memory MemoryOf(const std::string& text) {
  const auto space = text.find(' ');
  Memory memory;
  memory.children = static_cast<std::size_t>(ReadNumber(text.substr(0, space)).value_or(0));
  if (space != std::string::npos) memory.doubted = text.substr(space + 1);
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
  const bool said_again = !before.doubted.empty() && before.doubted != when;
  std::string now = std::to_string(children);
  std::string sentence;
  if (shrunk && !said_again) {
    now = std::to_string(before.children) + " " + when;
    sentence = "children.csv has " + std::to_string(children) + " children of school " + std::to_string(school_id) +
               " and had " + std::to_string(before.children) +
               " before; export it again, and it is believed if it says the same.";
  }
  if (remember && (found == entries.end() || found->second != now)) co_await journal_.Put(key, now);
  co_return sentence;
}

}  // namespace ikp::desktop_agent
