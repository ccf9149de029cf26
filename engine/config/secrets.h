// Secrets: the configuration names where a secret is (an environment variable or a file), never the secret itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace ikp::config {

// A value that must not be printed: it has no stream operator, and taking it out is a visible act.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  const std::string& Reveal() const { return value_; }
  bool empty() const { return value_.empty(); }
  bool operator==(const Secret&) const = default;

 private:
  std::string value_;
};

// Given by the application: the engine itself reads neither environment nor disk.
class SecretSource {
 public:
  virtual ~SecretSource() = default;
  // Nothing when the variable is not set.
  virtual std::optional<std::string> Environment(const std::string& name) const = 0;
  // The whole file, or in a few words why not ("no such file"); never a part of the content.
  virtual tl::expected<std::string, std::string> ReadFile(const std::string& path) const = 0;
};

// `path` as it is when absolute, otherwise inside `folder`.
std::string ResolvePath(std::string_view folder, std::string_view path);

}  // namespace ikp::config
