// ObjectReader: one JSON object of the configuration, read field by field. Whatever is wrong is noted with its path and
// the fix, and reading goes on, so that all mistakes are told at once. What was not asked for is an unknown field.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/problem.h"

namespace ikp::config {

struct Notes {
  std::vector<ConfigProblem> problems;
  std::vector<ConfigProblem> warnings;

  void Problem(std::string path, std::string message, std::string fix) {
    problems.push_back({std::move(path), std::move(message), std::move(fix)});
  }
  void Warn(std::string path, std::string message, std::string fix) {
    warnings.push_back({std::move(path), std::move(message), std::move(fix)});
  }
};

class ObjectReader {
 public:
  // Notes a problem when `value` is not an object; all its fields are then nothing, without further problems.
  ObjectReader(const nlohmann::json& value, std::string path, Notes& notes);

  bool good() const { return object_ != nullptr; }
  const std::string& path() const { return path_; }
  std::string PathOf(std::string_view key) const;

  // The value; null counts as left out. `example` is what could stand there, as JSON.
  const nlohmann::json* Find(std::string_view key);
  const nlohmann::json* Require(std::string_view key, std::string_view example);

  // A text of 1 to 500 bytes without control characters and without space at its ends.
  std::optional<std::string> RequireText(std::string_view key, std::string_view example);
  std::optional<std::string> FindText(std::string_view key, std::string_view example);
  // One of `allowed`; nothing when left out or wrong.
  std::optional<std::string> FindWord(std::string_view key, const std::vector<std::string>& allowed);
  bool Flag(std::string_view key, bool otherwise);
  std::int64_t Integer(std::string_view key, std::int64_t least, std::int64_t most, std::int64_t otherwise);
  // `least` itself is allowed.
  double Number(std::string_view key, double least, double most, double otherwise);
  // Whether the list is there and is one; notes what is wrong.
  const nlohmann::json* RequireArray(std::string_view key, std::string_view example);
  const nlohmann::json* FindArray(std::string_view key, std::string_view example);

  // After everything was asked for: notes the unknown fields.
  void Finish();

 private:
  std::optional<std::string> TextOf(const nlohmann::json* value, std::string_view key, std::string_view example);
  const nlohmann::json* ArrayOf(const nlohmann::json* value, std::string_view key, std::string_view example);

  const nlohmann::json* object_ = nullptr;
  std::string path_;
  Notes& notes_;
  std::set<std::string> known_;
};

// The rule of RequireText for a value that stands elsewhere; nothing and a problem when it is broken.
std::optional<std::string> CheckedText(const nlohmann::json& value, const std::string& path, std::string_view fix,
                                       Notes& notes);

}  // namespace ikp::config
