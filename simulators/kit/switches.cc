#include "simulators/kit/switches.h"

#include <charconv>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "simulators/kit/router.h"

namespace ikp::simulators::kit {
namespace {

std::optional<std::int64_t> ParseInteger(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

}  // namespace

void SwitchBoard::Declare(Switch declared, Rule rule) {
  rule.default_value = declared.value;
  if (!index_.emplace(declared.name, switches_.size()).second) {
    throw std::logic_error("switch declared twice: " + declared.name);
  }
  switches_.push_back(std::move(declared));
  rules_.push_back(std::move(rule));
}

void SwitchBoard::Boolean(std::string name, bool value, std::string what) {
  Declare({std::move(name), value ? "true" : "false", {"true", "false"}, std::move(what)}, {.kind = Kind::kBoolean});
}

void SwitchBoard::Integer(std::string name, std::int64_t value, std::int64_t minimum, std::int64_t maximum,
                          std::string what) {
  Declare({std::move(name), std::to_string(value), {}, std::move(what)},
          {.kind = Kind::kInteger, .minimum = minimum, .maximum = maximum});
}

void SwitchBoard::Choice(std::string name, std::string value, std::vector<std::string> allowed, std::string what) {
  Declare({std::move(name), std::move(value), std::move(allowed), std::move(what)}, {.kind = Kind::kChoice});
}

void SwitchBoard::Text(std::string name, std::string value, Check check, std::string what) {
  Declare({std::move(name), std::move(value), {}, std::move(what)}, {.kind = Kind::kText, .check = check});
}

bool SwitchBoard::On(std::string_view name) const { return Word(name) == "true"; }

std::int64_t SwitchBoard::Number(std::string_view name) const { return ParseInteger(Word(name)).value(); }

const std::string& SwitchBoard::Word(std::string_view name) const {
  const auto found = index_.find(name);
  if (found == index_.end()) throw std::logic_error("switch not declared: " + std::string(name));
  return switches_[found->second].value;
}

std::vector<std::string> SwitchBoard::Words(std::string_view name) const {
  std::vector<std::string> words;
  std::string_view rest = Word(name);
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    auto word = rest.substr(0, comma);
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    while (!word.empty() && word.front() == ' ') word.remove_prefix(1);
    while (!word.empty() && word.back() == ' ') word.remove_suffix(1);
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

std::optional<std::string> SwitchBoard::WrongWith(std::size_t index, const std::string& value) const {
  const auto& rule = rules_[index];
  const auto& declared = switches_[index];
  switch (rule.kind) {
    case Kind::kBoolean:
    case Kind::kChoice:
      for (const auto& allowed : declared.allowed) {
        if (allowed == value) return std::nullopt;
      }
      return "must be one of: " + JoinWords(declared.allowed);
    case Kind::kInteger: {
      const auto number = ParseInteger(value);
      if (number && *number >= rule.minimum && *number <= rule.maximum) return std::nullopt;
      return "must be a whole number from " + std::to_string(rule.minimum) + " to " + std::to_string(rule.maximum);
    }
    case Kind::kText:
      return rule.check == nullptr ? std::nullopt : rule.check(value);
  }
  return std::nullopt;
}

std::optional<std::string> SwitchBoard::Set(const std::string& name, const std::string& value) {
  const auto found = index_.find(name);
  if (found == index_.end()) {
    std::vector<std::string> names;
    for (const auto& declared : switches_) names.push_back(declared.name);
    const auto nearest = NearestWord(name, names);
    return name + ": no such switch" + (nearest ? "; did you mean " + *nearest + "?" : "; GET switches lists them");
  }
  if (const auto wrong = WrongWith(found->second, value)) return name + ": " + *wrong + " (it was '" + value + "')";
  switches_[found->second].value = value;
  return std::nullopt;
}

void SwitchBoard::ResetToDefaults() {
  for (std::size_t i = 0; i < switches_.size(); ++i) switches_[i].value = rules_[i].default_value;
}

nlohmann::json SwitchBoard::Changed() const {
  auto changed = nlohmann::json::object();
  for (std::size_t i = 0; i < switches_.size(); ++i) {
    if (switches_[i].value != rules_[i].default_value) changed[switches_[i].name] = switches_[i].value;
  }
  return changed;
}

std::vector<std::string> SwitchBoard::Load(const nlohmann::json& document) {
  std::vector<std::string> errors;
  if (!document.is_object()) return {"switches: must be an object of name and value"};
  SwitchBoard next = *this;
  next.ResetToDefaults();
  for (const auto& [name, value] : document.items()) {
    const auto text = SwitchText(value);
    if (!text) {
      errors.push_back("switches." + name + ": must be true, false, a number or a text");
    } else if (const auto wrong = next.Set(name, *text)) {
      errors.push_back("switches." + *wrong);
    }
  }
  if (errors.empty()) *this = std::move(next);
  return errors;
}

std::optional<std::string> SwitchText(const nlohmann::json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  if (value.is_number_integer()) return value.dump();
  return std::nullopt;
}

}  // namespace ikp::simulators::kit
