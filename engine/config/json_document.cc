#include "engine/config/json_document.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <set>

namespace ikp::config {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestQuote = 60;

// Follows the parser through the text and knows the path of every key.
class DuplicateFinder {
 public:
  explicit DuplicateFinder(std::vector<ConfigProblem>& problems) : problems_(problems) {}

  void See(json::parse_event_t event, const json& parsed) {
    switch (event) {
      case json::parse_event_t::object_start:
        return Enter(false);
      case json::parse_event_t::array_start:
        return Enter(true);
      case json::parse_event_t::object_end:
      case json::parse_event_t::array_end:
        return frames_.pop_back();
      case json::parse_event_t::key:
        return SeeKey(parsed.get_ref<const std::string&>());
      case json::parse_event_t::value:
        return CountElement();
    }
  }

 private:
  struct Frame {
    bool is_array = false;
    std::size_t elements = 0;    // of an array, this one included
    std::string key;             // of an object, the one at hand
    std::set<std::string> keys;  // of an object
  };

  void Enter(bool is_array) {
    CountElement();
    Frame frame;
    frame.is_array = is_array;
    frames_.push_back(std::move(frame));
  }

  void CountElement() {
    if (!frames_.empty() && frames_.back().is_array) ++frames_.back().elements;
  }

  void SeeKey(const std::string& key) {
    auto& frame = frames_.back();
    frame.key = key;
    if (frame.keys.insert(key).second) return;
    problems_.push_back({Path(), "This field is written twice.", "Remove one of the two."});
  }

  std::string Path() const {
    std::string path;
    for (const auto& frame : frames_) {
      path = frame.is_array ? PathOfElement(path, frame.elements - 1) : PathOfKey(path, frame.key);
    }
    return path;
  }

  std::vector<ConfigProblem>& problems_;
  std::vector<Frame> frames_;
};

// `byte` counts from 1, as the parser does; past the end for a text that stops too early.
std::string Position(std::string_view text, std::size_t byte) {
  const auto before = text.substr(0, byte == 0 ? 0 : std::min(byte - 1, text.size()));
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const auto line_start = before.rfind('\n');
  const std::size_t column = before.size() - (line_start == std::string_view::npos ? 0 : line_start + 1) + 1;
  return "line " + std::to_string(lines + 1) + ", column " + std::to_string(column);
}

bool IsPlainWord(std::string_view key) {
  return !key.empty() && key.size() <= kLongestQuote &&
         std::all_of(key.begin(), key.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

}  // namespace

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  const auto cut = text.substr(0, kLongestQuote);
  for (const char c : cut) {
    const auto byte = static_cast<unsigned char>(c);
    quoted.push_back(byte < 0x20 || byte == 0x7f || c == '"' ? '?' : c);
  }
  if (cut.size() < text.size()) {
    // Not in the middle of a UTF-8 character.
    while (quoted.size() > 1 && (static_cast<unsigned char>(quoted.back()) & 0x80) != 0) quoted.pop_back();
    quoted += "...";
  }
  return quoted + "\"";
}

std::string PathOfKey(const std::string& path, std::string_view key) {
  if (!IsPlainWord(key)) return path + "[" + Quoted(key) + "]";
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

std::string PathOfElement(const std::string& path, std::size_t index) {
  return path + "[" + std::to_string(index) + "]";
}

tl::expected<json, ConfigProblem> ReadJson(std::string_view text, std::vector<ConfigProblem>& problems) {
  if (text.size() > kMostConfigBytes) {
    return tl::unexpected(ConfigProblem{"(whole file)", "The file is larger than 4 MiB.",
                                        "Check that this is the configuration file of the engine."});
  }
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return tl::unexpected(ConfigProblem{"(whole file)", "The file is empty.",
                                        "Start from the example configuration and fill in your centres."});
  }
  DuplicateFinder finder(problems);
  const auto follow = [&](int, json::parse_event_t event, json& parsed) {
    finder.See(event, parsed);
    return true;
  };
  try {
    return json::parse(text.begin(), text.end(), follow);
  } catch (const json::parse_error& error) {
    // The parser's own words quote the text near the mistake, which could be a secret.
    return tl::unexpected(ConfigProblem{Position(text, error.byte), "The file is not valid JSON from here on.",
                                        "Look for a missing or extra comma, quote or bracket at or just before this "
                                        "place; JSON has no comments and no comma after the last entry."});
  } catch (const json::exception&) {
    return tl::unexpected(ConfigProblem{"(whole file)", "A number in the file is too large.", "Correct the number."});
  }
}

}  // namespace ikp::config
