// FieldReader: reads the fields of one JSON object with validation, and collects every mistake (never only the first)
// with the path of the field and what to do. The messages never repeat the value that was sent: it may be personal
// data.
//
//   FieldErrors errors;
//   FieldReader fields(body, "guardians[0]", errors);
//   const auto last_name = fields.Text("last_name", Need::kRequired, 100);
//   const auto dob = fields.Date("dob", Need::kOptional);
//   fields.RejectUnknown();
//   if (!errors.empty()) ...
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/kit/simulator.h"

namespace ikp::simulators::kit {

struct FieldError {
  std::string field;    // "guardians[0].last_name"
  std::string message;  // "must not be blank"
};
using FieldErrors = std::vector<FieldError>;

// ["guardians[0].last_name: must not be blank", ...]
std::vector<std::string> ToLines(const FieldErrors& errors);

enum class Need { kRequired, kOptional };

class FieldReader {
 public:
  // `object` and `errors` must outlive the reader. A value that is not an object is an error of `path` itself.
  FieldReader(const nlohmann::json& object, std::string path, FieldErrors& errors);

  // Present, even if null. Patches need the difference between absent and null.
  bool Has(std::string_view name) const;
  bool IsNull(std::string_view name) const;

  // Nothing when absent, null or wrong. A required text must not be blank; length in bytes.
  std::optional<std::string> Text(std::string_view name, Need need, std::size_t max_length = 255);
  std::optional<std::string> Date(std::string_view name, Need need);  // YYYY-MM-DD, a real day
  std::optional<Instant> Moment(std::string_view name, Need need);    // ISO-8601
  std::optional<std::int64_t> Integer(std::string_view name, Need need, std::int64_t minimum, std::int64_t maximum);
  std::optional<double> Decimal(std::string_view name, Need need, double minimum, double maximum);
  std::optional<bool> Boolean(std::string_view name, Need need);
  std::optional<std::string> Choice(std::string_view name, Need need, const std::vector<std::string>& allowed);
  // A pointer into the object, or null. Lists have at most `max_items`.
  const nlohmann::json* Object(std::string_view name, Need need);
  const nlohmann::json* List(std::string_view name, Need need, std::size_t max_items = 100'000);

  // Reports every field that nobody asked for, with the nearest known name. Returns their names.
  std::vector<std::string> RejectUnknown();
  // The names only, for systems that ignore them.
  std::vector<std::string> Unknown() const;
  // Marks a field as known without reading it.
  void Know(std::string_view name) { known_.emplace(name); }

  void Fail(std::string_view name, std::string message);
  std::string PathOf(std::string_view name) const;
  bool valid_object() const { return valid_object_; }

 private:
  const nlohmann::json* Get(std::string_view name, Need need);

  const nlohmann::json& object_;
  std::string path_;
  FieldErrors& errors_;
  std::set<std::string, std::less<>> known_;
  bool valid_object_;
};

}  // namespace ikp::simulators::kit
