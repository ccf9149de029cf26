// Files and environment, for engine/app and the tools; the engine itself keeps everything in its Store. Errors are
// sentences that name the path and the system's reason.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace ikp::runtime {

// The whole file as bytes.
tl::expected<std::string, std::string> ReadFile(const std::string& path);

// Replaces `path` or leaves it as it was: written beside it, flushed to the disk, renamed. Readable and writable by the
// owner only, since what the engine writes may hold names. `.value()` is the path.
tl::expected<std::string, std::string> WriteFileAtomically(const std::string& path, std::string_view content);

// Nothing when the variable is not set; an empty text when it is set to nothing.
std::optional<std::string> Environment(const std::string& name);

}  // namespace ikp::runtime
