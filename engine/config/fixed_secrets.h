// FixedSecrets: a secret source with what a test puts into it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "engine/config/secrets.h"

namespace ikp::config {

struct FixedSecrets final : SecretSource {
  std::map<std::string, std::string> variables;
  std::map<std::string, std::string> files;

  std::optional<std::string> Environment(const std::string& name) const override {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  }
  tl::expected<std::string, std::string> ReadFile(const std::string& path) const override {
    const auto found = files.find(path);
    if (found == files.end()) return tl::unexpected(std::string("no such file"));
    return found->second;
  }
};

}  // namespace ikp::config
