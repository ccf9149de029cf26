#include "engine/config/secrets.h"

namespace ikp::config {

std::string ResolvePath(std::string_view folder, std::string_view path) {
  if (path.starts_with('/') || folder.empty()) return std::string(path);
  std::string resolved(folder);
  if (!resolved.ends_with('/')) resolved.push_back('/');
  while (path.starts_with("./")) path.remove_prefix(2);
  return resolved + std::string(path);
}

}  // namespace ikp::config
