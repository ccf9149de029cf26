#include "engine/desktop_wire/json_fields.h"

#include <nlohmann/json.hpp>

namespace ikp::desktop_wire {

using nlohmann::json;

void Mistake::Add(const std::string& path, std::string_view must) {
  if (!text_.empty()) return;
  text_ = path.empty() ? "the message" : path;
  text_ += " ";
  text_ += must;
}

Fields::Fields(const json& value, std::string path, Mistake& mistake)
    : object_(&value), path_(std::move(path)), mistake_(&mistake) {
  if (!value.is_object()) mistake_->Add(path_, "must be an object");
}

std::string Fields::PathOf(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

void Fields::Fail(std::string_view name, std::string_view must) const { mistake_->Add(PathOf(name), must); }

const json* Fields::Find(std::string_view name) const {
  if (!object_->is_object()) return nullptr;
  const auto found = object_->find(name);
  return found == object_->end() || found->is_null() ? nullptr : &*found;
}

std::string Fields::Text(std::string_view name) const {
  const auto* value = Find(name);
  if (value == nullptr) return {};
  if (const auto* text = value->get_ptr<const std::string*>()) return *text;
  Fail(name, "must be text");
  return {};
}

std::string Fields::NeedText(std::string_view name) const {
  auto text = Text(name);
  if (text.empty()) Fail(name, "must be there, as text");
  return text;
}

std::string Fields::Word(std::string_view name) const {
  auto text = Text(name);
  if (text.size() <= kLongestWord) return text;
  Fail(name, "must be at most 200 bytes long");
  return {};
}

std::string Fields::NeedWord(std::string_view name) const {
  auto text = Word(name);
  if (text.empty()) Fail(name, "must be there, as text");
  return text;
}

std::optional<std::int64_t> Fields::Integer(std::string_view name) const {
  const auto* value = Find(name);
  if (value == nullptr) return std::nullopt;
  const bool too_large =
      value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX);
  if (value->is_number_integer() && !too_large) return value->get<std::int64_t>();
  Fail(name, "must be a whole number");
  return std::nullopt;
}

std::int64_t Fields::NeedInteger(std::string_view name) const {
  const auto number = Integer(name);
  if (!number) Fail(name, "must be there, as a whole number");
  return number.value_or(0);
}

std::optional<domain::CivilDate> Fields::LooseDate(std::string_view name) const {
  const auto text = Text(name);
  return text.empty() ? std::nullopt : domain::CivilDate::Parse(text);
}

std::optional<domain::CivilDate> Fields::Date(std::string_view name) const {
  const auto date = LooseDate(name);
  if (!date && Find(name) != nullptr) Fail(name, "must be a date as YYYY-MM-DD");
  return date;
}

domain::CivilDate Fields::NeedDate(std::string_view name) const {
  const auto date = Date(name);
  if (!date) Fail(name, "must be there, as a date YYYY-MM-DD");
  return date.value_or(domain::CivilDate::FromDays({}));
}

bool Fields::Flag(std::string_view name) const {
  const auto* value = Find(name);
  if (value == nullptr) return false;
  if (value->is_boolean()) return value->get<bool>();
  Fail(name, "must be true or false");
  return false;
}

bool Fields::NeedFlag(std::string_view name) const {
  if (Find(name) == nullptr) Fail(name, "must be there, true or false");
  return Flag(name);
}

std::vector<std::string> Fields::Texts(std::string_view name) const {
  const auto* value = Find(name);
  std::vector<std::string> texts;
  if (value == nullptr) return texts;
  if (!value->is_array()) Fail(name, "must be a list of texts");
  for (const auto& item : *value) {
    if (const auto* text = item.get_ptr<const std::string*>()) {
      texts.push_back(*text);
    } else {
      Fail(name, "must be a list of texts");
    }
  }
  return texts;
}

std::vector<std::int64_t> Fields::Integers(std::string_view name) const {
  const auto* value = Find(name);
  std::vector<std::int64_t> numbers;
  if (value == nullptr) return numbers;
  if (!value->is_array()) Fail(name, "must be a list of whole numbers");
  for (const auto& item : *value) {
    // One that does not fit is none.
    const bool fits = item.is_number_integer() && !(item.is_number_unsigned() && item.get<std::uint64_t>() > INT64_MAX);
    if (fits) {
      numbers.push_back(item.get<std::int64_t>());
    } else {
      Fail(name, "must be a list of whole numbers");
    }
  }
  return numbers;
}

std::optional<Fields> Fields::Object(std::string_view name) const {
  const auto* value = Find(name);
  if (value == nullptr) return std::nullopt;
  return Fields(*value, PathOf(name), *mistake_);
}

Fields Fields::NeedObject(std::string_view name) const {
  static const json kEmpty = json::object();
  const auto* value = Find(name);
  if (value == nullptr) Fail(name, "must be there, as an object");
  return Fields(value == nullptr ? kEmpty : *value, PathOf(name), *mistake_);
}

std::vector<Fields> Fields::Objects(std::string_view name) const {
  const auto* value = Find(name);
  std::vector<Fields> objects;
  if (value == nullptr) return objects;
  if (!value->is_array()) {
    Fail(name, "must be a list");
    return objects;
  }
  objects.reserve(value->size());
  for (std::size_t i = 0; i < value->size(); ++i) {
    objects.emplace_back((*value)[i], PathOf(name) + "[" + std::to_string(i) + "]", *mistake_);
  }
  return objects;
}

}  // namespace ikp::desktop_wire
