// What a call to another system can come to. Failures carry a Reason with plain words, and never personal data.
#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "engine/domain/instant.h"
#include "engine/domain/reason.h"

namespace ikp::systems {

struct SystemProblem {
  domain::Reason reason = domain::Reason::kProcareError;
  std::vector<std::string> details = {};  // HTTP status, transport word, field names; no personal data, no secret
  std::optional<domain::Instant> not_before = {};  // the other side asked to wait (Retry-After), or the login is paused
  // The centre is not ready (its computer, its program, its export): that passes on its own side, and however often it
  // is tried meanwhile, the tries prove nothing.
  bool centre_not_ready = false;
};

// Reading: all or a problem.
template <typename T>
using Result = tl::expected<T, SystemProblem>;

// Writing has three outcomes; unknown is settled by looking, never by sending again.
struct Effect {
  enum class Kind {
    kDone,
    kNotDone,  // certainly without effect; `problem` says why
    kUnknown,  // may have taken effect
  };
  Kind kind = Kind::kUnknown;
  std::string id;  // kDone: the record
  SystemProblem problem;

  static Effect Done(std::string id) { return {Kind::kDone, std::move(id), {}}; }
  static Effect NotDone(SystemProblem problem) { return {Kind::kNotDone, {}, std::move(problem)}; }
  static Effect Unknown(SystemProblem problem) { return {Kind::kUnknown, {}, std::move(problem)}; }
};

// One line of `engine check`: what was tried and how it went, for a person who sets up a centre.
struct CheckLine {
  bool good = false;
  std::string what;    // "Procare tenant sunrise: token"
  std::string result;  // "accepted", or what is wrong
  std::string fix;     // empty when good
};

}  // namespace ikp::systems
