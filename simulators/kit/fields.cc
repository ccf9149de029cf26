#include "simulators/kit/fields.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/kit/civil_time.h"
#include "simulators/kit/json_text.h"
#include "simulators/kit/router.h"

namespace ikp::simulators::kit {
namespace {

const nlohmann::json& EmptyObject() {
  static const nlohmann::json kEmpty = nlohmann::json::object();
  return kEmpty;
}

bool IsBlank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

std::vector<std::string> ToLines(const FieldErrors& errors) {
  std::vector<std::string> lines;
  lines.reserve(errors.size());
  for (const auto& error : errors) lines.push_back(error.field + ": " + error.message);
  return lines;
}

FieldReader::FieldReader(const nlohmann::json& object, std::string path, FieldErrors& errors)
    : object_(object.is_object() ? object : EmptyObject()),
      path_(std::move(path)),
      errors_(errors),
      valid_object_(object.is_object()) {
  if (!valid_object_) errors_.push_back({path_.empty() ? "body" : path_, "must be a JSON object"});
}

std::string FieldReader::PathOf(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

void FieldReader::Fail(std::string_view name, std::string message) {
  errors_.push_back({PathOf(name), std::move(message)});
}

bool FieldReader::Has(std::string_view name) const { return object_.contains(name); }

bool FieldReader::IsNull(std::string_view name) const {
  const auto found = object_.find(name);
  return found != object_.end() && found->is_null();
}

const nlohmann::json* FieldReader::Get(std::string_view name, Need need) {
  known_.emplace(name);
  const auto found = object_.find(name);
  if (found != object_.end() && !found->is_null()) return &*found;
  // A body that is no object has been reported as a whole already.
  if (need == Need::kRequired && valid_object_) Fail(name, "is required");
  return nullptr;
}

std::optional<std::string> FieldReader::Text(std::string_view name, Need need, std::size_t max_length) {
  const auto* value = Get(name, need);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    Fail(name, "must be a text");
    return std::nullopt;
  }
  const auto& text = value->get_ref<const std::string&>();
  if (need == Need::kRequired && IsBlank(text)) {
    Fail(name, "must not be blank");
    return std::nullopt;
  }
  if (text.size() > max_length) {
    Fail(name, "must not be longer than " + std::to_string(max_length) + " bytes");
    return std::nullopt;
  }
  return text;
}

std::optional<std::string> FieldReader::Date(std::string_view name, Need need) {
  const auto* value = Get(name, need);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string() || !IsDate(value->get_ref<const std::string&>())) {
    Fail(name, "must be a date such as 2026-03-08");
    return std::nullopt;
  }
  return value->get<std::string>();
}

std::optional<Instant> FieldReader::Moment(std::string_view name, Need need) {
  const auto* value = Get(name, need);
  if (value == nullptr) return std::nullopt;
  const auto instant = value->is_string() ? ParseInstant(value->get_ref<const std::string&>()) : std::nullopt;
  if (!instant) Fail(name, "must be an instant such as 2026-03-08T09:00:00.000Z");
  return instant;
}

std::optional<std::int64_t> FieldReader::Integer(std::string_view name, Need need, std::int64_t minimum,
                                                 std::int64_t maximum) {
  const auto* value = Get(name, need);
  if (value == nullptr) return std::nullopt;
  const bool fits = value->is_number_integer() &&
                    !(value->is_number_unsigned() && value->get<std::uint64_t>() > std::uint64_t{INT64_MAX}) &&
                    value->get<std::int64_t>() >= minimum && value->get<std::int64_t>() <= maximum;
  if (!fits) {
    Fail(name, "must be a whole number from " + std::to_string(minimum) + " to " + std::to_string(maximum));
    return std::nullopt;
  }
  return value->get<std::int64_t>();
}

std::optional<double> FieldReader::Decimal(std::string_view name, Need need, double minimum, double maximum) {
  const auto* value = Get(name, need);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number() || value->get<double>() < minimum || value->get<double>() > maximum) {
    Fail(name, "must be a number from " + nlohmann::json(minimum).dump() + " to " + nlohmann::json(maximum).dump());
    return std::nullopt;
  }
  return value->get<double>();
}

std::optional<bool> FieldReader::Boolean(std::string_view name, Need need) {
  const auto* value = Get(name, need);
  if (value == nullptr) return std::nullopt;
  if (!value->is_boolean()) {
    Fail(name, "must be true or false");
    return std::nullopt;
  }
  return value->get<bool>();
}

std::optional<std::string> FieldReader::Choice(std::string_view name, Need need,
                                               const std::vector<std::string>& allowed) {
  const auto* value = Get(name, need);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string() ||
      std::find(allowed.begin(), allowed.end(), value->get_ref<const std::string&>()) == allowed.end()) {
    Fail(name, "must be one of: " + JoinWords(allowed));
    return std::nullopt;
  }
  return value->get<std::string>();
}

const nlohmann::json* FieldReader::Object(std::string_view name, Need need) {
  const auto* value = Get(name, need);
  if (value != nullptr && !value->is_object()) {
    Fail(name, "must be an object");
    return nullptr;
  }
  return value;
}

const nlohmann::json* FieldReader::List(std::string_view name, Need need, std::size_t max_items) {
  const auto* value = Get(name, need);
  if (value == nullptr) return nullptr;
  if (!value->is_array()) {
    Fail(name, "must be a list");
    return nullptr;
  }
  if (value->size() > max_items) {
    Fail(name, "must not have more than " + std::to_string(max_items) + " items");
    return nullptr;
  }
  return value;
}

std::vector<std::string> FieldReader::Unknown() const {
  std::vector<std::string> unknown;
  for (const auto& [name, value] : object_.items()) {
    if (!known_.contains(name)) unknown.push_back(name);
  }
  return unknown;
}

std::vector<std::string> FieldReader::RejectUnknown() {
  auto unknown = Unknown();
  const std::vector<std::string> known(known_.begin(), known_.end());
  for (const auto& name : unknown) {
    const auto nearest = NearestWord(name, known);
    Fail(name,
         "is not a known field" + (nearest ? "; did you mean " + *nearest + "?" : "; known: " + JoinWords(known)));
  }
  return unknown;
}

}  // namespace ikp::simulators::kit
