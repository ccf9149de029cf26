// SecretReader: turns {"env": "NAME"} or {"file": "path"} into the secret. No message quotes anything that stands where
// a secret is expected, so that one that was put there by mistake is not repeated in a log.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "engine/config/object_reader.h"
#include "engine/config/secrets.h"

namespace ikp::config {

class SecretReader {
 public:
  // Everything outlives the reader.
  SecretReader(const SecretSource& source, std::string_view folder, Notes& notes)
      : source_(source), folder_(folder), notes_(notes) {}

  // `example_name`: of the environment variable, for the fix.
  std::optional<Secret> Require(ObjectReader& object, std::string_view key, std::string_view example_name) const;
  std::optional<Secret> Read(const nlohmann::json& value, const std::string& path, std::string_view example_name) const;

 private:
  std::optional<Secret> FromEnvironment(const std::string& name, const std::string& path) const;
  std::optional<Secret> FromFile(const std::string& file, const std::string& path) const;
  std::optional<Secret> Checked(std::string value, const std::string& path, const std::string& where) const;

  const SecretSource& source_;
  std::string_view folder_;
  Notes& notes_;
};

}  // namespace ikp::config
