#include "engine/config/secret_reader.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace ikp::config {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestSecret = 4096;
constexpr std::size_t kLongestName = 100;

std::string HowTo(std::string_view name) {
  return "Put it into an environment variable and write {\"env\": \"" + std::string(name) +
         "\"}, or into a file that only the engine may read and write {\"file\": \"path\"}.";
}

// Upper case only: tokens, put here by mistake, hardly ever look so.
bool IsVariableName(const std::string& name) {
  return !name.empty() && name.size() <= kLongestName && (name[0] < '0' || name[0] > '9') &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace

std::optional<Secret> SecretReader::Require(ObjectReader& object, std::string_view key,
                                            std::string_view example_name) const {
  const json* value = object.Require(key, "{\"env\": \"" + std::string(example_name) + "\"}");
  if (value == nullptr) return std::nullopt;
  return Read(*value, object.PathOf(key), example_name);
}

std::optional<Secret> SecretReader::Read(const json& value, const std::string& path,
                                         std::string_view example_name) const {
  if (value.is_string()) {
    notes_.Problem(path, "Secrets never stand in the configuration file.", HowTo(example_name));
    return std::nullopt;
  }
  if (value.is_object() && value.size() == 1 && value.begin()->is_string()) {
    const auto& text = value.begin()->get_ref<const std::string&>();
    if (value.begin().key() == "env") return FromEnvironment(text, path);
    if (value.begin().key() == "file") return FromFile(text, path);
  }
  notes_.Problem(path, "This must name where the secret is: {\"env\": \"NAME\"} or {\"file\": \"path\"}.",
                 HowTo(example_name));
  return std::nullopt;
}

std::optional<Secret> SecretReader::FromEnvironment(const std::string& name, const std::string& path) const {
  if (!IsVariableName(name)) {
    notes_.Problem(path, "The name of the environment variable is not one.",
                   "Write the variable's name in upper-case letters, digits and _; never the secret itself.");
    return std::nullopt;
  }
  auto value = source_.Environment(name);
  if (!value) {
    notes_.Problem(path, "The environment variable " + name + " is not set.",
                   "Set " + name + " where the engine is started.");
    return std::nullopt;
  }
  return Checked(std::move(*value), path, "the environment variable " + name);
}

std::optional<Secret> SecretReader::FromFile(const std::string& file, const std::string& path) const {
  const bool possible = !file.empty() && file.find('\0') == std::string::npos;
  auto content = possible ? source_.ReadFile(ResolvePath(folder_, file))
                          : tl::expected<std::string, std::string>(tl::unexpect, "not a path");
  if (!content) {
    notes_.Problem(path, "The secret's file cannot be read (" + content.error() + ").",
                   "Check that the file exists and that the engine may read it; a relative path starts at the folder "
                   "of the configuration file.");
    return std::nullopt;
  }
  // Editors and `echo` put a line break behind the secret.
  while (!content->empty() && (content->back() == '\n' || content->back() == '\r')) content->pop_back();
  return Checked(std::move(*content), path, "the secret's file");
}

std::optional<Secret> SecretReader::Checked(std::string value, const std::string& path,
                                            const std::string& where) const {
  if (value.empty()) {
    notes_.Problem(path, "The secret is empty.", "Put the secret into " + where + ".");
    return std::nullopt;
  }
  // A line break inside would end up in an HTTP header.
  const bool clean = value.size() <= kLongestSecret &&
                     std::all_of(value.begin(), value.end(), [](unsigned char c) { return c >= 0x20 && c != 0x7f; });
  if (!clean) {
    notes_.Problem(path, "The secret has more than one line, control characters, or more than 4096 bytes.",
                   "Put only the secret itself, on one line, into " + where + ".");
    return std::nullopt;
  }
  return Secret(std::move(value));
}

}  // namespace ikp::config
