// SwitchBoard: the named settings of the assumed behaviours of one simulator, declared once with their defaults and
// changed by name. Values are text on the wire and typed for the simulator.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/kit/simulator.h"

namespace ikp::simulators::kit {

class SwitchBoard {
 public:
  // The kind of values is taken from how a switch is declared. Integers have a range. `check` of a text switch gives
  // what is wrong with a value, or nothing.
  void Boolean(std::string name, bool value, std::string what);
  void Integer(std::string name, std::int64_t value, std::int64_t minimum, std::int64_t maximum, std::string what);
  void Choice(std::string name, std::string value, std::vector<std::string> allowed, std::string what);
  using Check = std::optional<std::string> (*)(std::string_view value);
  void Text(std::string name, std::string value, Check check, std::string what);

  // The name must have been declared with that kind.
  bool On(std::string_view name) const;
  std::int64_t Number(std::string_view name) const;
  const std::string& Word(std::string_view name) const;
  // A text switch whose value is a list of words, separated by commas; blanks around them do not count.
  std::vector<std::string> Words(std::string_view name) const;

  // Nothing, or a sentence with the allowed values or the nearest known name; the board is then unchanged.
  std::optional<std::string> Set(const std::string& name, const std::string& value);
  void ResetToDefaults();

  const std::vector<Switch>& all() const { return switches_; }

  // {"name": "value"} of the switches that differ from their defaults: the "switches" part of a dump.
  nlohmann::json Changed() const;
  // Sets everything that `document` names after a reset to defaults. Errors are "switches.<name>: ..."; the board is
  // then unchanged. Values may be JSON booleans, numbers or texts.
  std::vector<std::string> Load(const nlohmann::json& document);

 private:
  enum class Kind { kBoolean, kInteger, kChoice, kText };
  struct Rule {
    Kind kind;
    std::string default_value = {};
    std::int64_t minimum = 0;
    std::int64_t maximum = 0;
    Check check = nullptr;
  };
  void Declare(Switch declared, Rule rule);
  std::optional<std::string> WrongWith(std::size_t index, const std::string& value) const;

  std::vector<Switch> switches_;
  std::vector<Rule> rules_;
  std::map<std::string, std::size_t, std::less<>> index_;
};

// A JSON boolean, number or text as the text of a switch; nothing for any other type.
std::optional<std::string> SwitchText(const nlohmann::json& value);

}  // namespace ikp::simulators::kit
