#include "engine/config/object_reader.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/config/json_document.h"
#include "engine/config/near_word.h"

namespace ikp::config {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestText = 500;

std::string Setting(std::string_view key, std::string_view example) {
  return "\"" + std::string(key) + "\": " + std::string(example);
}

std::string Decimal(double number) {
  std::ostringstream text;
  text << number;
  return text.str();
}

std::string OrElse(const std::string& otherwise) {
  return "Write a number in this range, or leave the field out for " + otherwise + ".";
}

}  // namespace

ObjectReader::ObjectReader(const json& value, std::string path, Notes& notes) : path_(std::move(path)), notes_(notes) {
  if (value.is_object()) {
    object_ = &value;
    return;
  }
  notes_.Problem(path_.empty() ? "(whole file)" : path_, "This must be an object.",
                 "Write it as { ... } with the fields that the README names.");
}

std::string ObjectReader::PathOf(std::string_view key) const { return PathOfKey(path_, key); }

const json* ObjectReader::Find(std::string_view key) {
  if (object_ == nullptr) return nullptr;
  known_.emplace(key);
  const auto found = object_->find(std::string(key));
  return found == object_->end() || found->is_null() ? nullptr : &*found;
}

const json* ObjectReader::Require(std::string_view key, std::string_view example) {
  const json* value = Find(key);
  if (value == nullptr && good()) {
    notes_.Problem(PathOf(key), "This field is missing.", "Add " + Setting(key, example) + ".");
  }
  return value;
}

std::optional<std::string> CheckedText(const json& value, const std::string& path, std::string_view fix, Notes& notes) {
  const auto wrong = [&](std::string message) {
    notes.Problem(path, std::move(message), std::string(fix));
    return std::nullopt;
  };
  if (!value.is_string()) return wrong("This must be a text in quotes.");
  const auto& text = value.get_ref<const std::string&>();
  if (text.empty()) return wrong("This text is empty.");
  if (text.size() > kLongestText) return wrong("This text is longer than 500 bytes.");
  const bool control = std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  if (control) return wrong("This text has control characters in it.");
  if (text.front() == ' ' || text.back() == ' ') return wrong("This text has a space at its start or end.");
  return text;
}

std::optional<std::string> ObjectReader::TextOf(const json* value, std::string_view key, std::string_view example) {
  if (value == nullptr) return std::nullopt;
  return CheckedText(*value, PathOf(key), "Write it like " + Setting(key, example) + ".", notes_);
}

std::optional<std::string> ObjectReader::RequireText(std::string_view key, std::string_view example) {
  return TextOf(Require(key, example), key, example);
}

std::optional<std::string> ObjectReader::FindText(std::string_view key, std::string_view example) {
  return TextOf(Find(key), key, example);
}

std::optional<std::string> ObjectReader::FindWord(std::string_view key, const std::vector<std::string>& allowed) {
  const json* value = Find(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) {
    const auto& word = value->get_ref<const std::string&>();
    if (std::find(allowed.begin(), allowed.end(), word) != allowed.end()) return word;
  }
  std::string choice;
  for (const auto& word : allowed) choice += (choice.empty() ? "" : " or ") + Quoted(word);
  const std::string found = value->is_string() ? Quoted(value->get_ref<const std::string&>()) : "This";
  notes_.Problem(PathOf(key), found + " is not a word that is known here.", "Write " + choice + ".");
  return std::nullopt;
}

bool ObjectReader::Flag(std::string_view key, bool otherwise) {
  const json* value = Find(key);
  if (value == nullptr) return otherwise;
  if (value->is_boolean()) return value->get<bool>();
  notes_.Problem(PathOf(key), "This must be true or false, without quotes.",
                 "Write true or false, or leave the field out for " + std::string(otherwise ? "true." : "false."));
  return otherwise;
}

std::int64_t ObjectReader::Integer(std::string_view key, std::int64_t least, std::int64_t most,
                                   std::int64_t otherwise) {
  const json* value = Find(key);
  if (value == nullptr) return otherwise;
  const bool too_large = value->is_number_unsigned() && value->get<std::uint64_t>() > std::uint64_t{INT64_MAX};
  if (value->is_number_integer() && !too_large) {
    const auto number = value->get<std::int64_t>();
    if (number >= least && number <= most) return number;
  }
  notes_.Problem(PathOf(key),
                 "This must be a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ".",
                 OrElse(std::to_string(otherwise)));
  return otherwise;
}

double ObjectReader::Number(std::string_view key, double least, double most, double otherwise) {
  const json* value = Find(key);
  if (value == nullptr) return otherwise;
  if (value->is_number()) {
    const auto number = value->get<double>();
    if (std::isfinite(number) && number >= least && number <= most) return number;
  }
  notes_.Problem(PathOf(key), "This must be a number from " + Decimal(least) + " to " + Decimal(most) + ".",
                 OrElse(Decimal(otherwise)));
  return otherwise;
}

const json* ObjectReader::ArrayOf(const json* value, std::string_view key, std::string_view example) {
  if (value == nullptr || value->is_array()) return value;
  notes_.Problem(PathOf(key), "This must be a list.", "Write it like " + Setting(key, example) + ".");
  return nullptr;
}

const json* ObjectReader::RequireArray(std::string_view key, std::string_view example) {
  return ArrayOf(Require(key, example), key, example);
}

const json* ObjectReader::FindArray(std::string_view key, std::string_view example) {
  return ArrayOf(Find(key), key, example);
}

void ObjectReader::Finish() {
  if (object_ == nullptr) return;
  for (const auto& [key, value] : object_->items()) {
    if (known_.contains(key)) continue;
    std::string fix = "Remove it; the fields here are:";
    for (const auto& known : known_) fix += (fix.back() == ':' ? " " : ", ") + known;
    if (const auto nearest = NearestWord(key, known_)) {
      fix = "Write " + Quoted(*nearest) + " if that is meant; otherwise remove it";
    }
    notes_.Problem(PathOf(key), "This field is not known here.", fix + ".");
  }
}

}  // namespace ikp::config
