#include "scenarios/scenario/scenario_json.h"

#include <charconv>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "scenarios/scenario/json_print.h"
#include "scenarios/scenario/time_text.h"
#include "scenarios/scenario/valid.h"

namespace ikp::scenarios {
namespace {

using json = nlohmann::ordered_json;

enum class Write { kUnlessDefault, kAlways };

// The fields of each struct, once for reading and writing: visit(name, pointer to the member[, kAlways]).
template <typename Visit>
void FieldsOf(const Site*, Visit&& visit) {
  visit("kind", &Site::kind);
  visit("tenant", &Site::tenant);
  visit("installation", &Site::installation);
  visit("zone", &Site::zone);
  visit("nightly_at", &Site::nightly_at);
  visit("rooms", &Site::rooms);
  visit("mapped", &Site::mapped);
  visit("pre_registered_as_active", &Site::pre_registered_as_active);
  visit("push_without_email", &Site::push_without_email);
  visit("mass_change_minimum", &Site::mass_change_minimum);
  visit("future_row", &Site::future_row);
  visit("engagement", &Site::engagement);
}
template <typename Visit>
void FieldsOf(const EngineSetup*, Visit&& visit) {
  visit("poll_interval", &EngineSetup::poll_interval);
  visit("recheck_interval", &EngineSetup::recheck_interval);
  visit("visibility_window", &EngineSetup::visibility_window);
  visit("request_timeout", &EngineSetup::request_timeout);
  visit("requests_per_second", &EngineSetup::requests_per_second);
  visit("burst", &EngineSetup::burst);
  visit("send_external_id", &EngineSetup::send_external_id);
  visit("poll_hold", &EngineSetup::poll_hold);
  visit("answer_within", &EngineSetup::answer_within);
}
template <typename Visit>
void FieldsOf(const Guardian*, Visit&& visit) {
  visit("first_name", &Guardian::first_name);
  visit("last_name", &Guardian::last_name);
  visit("email", &Guardian::email);
  visit("phone", &Guardian::phone);
}
template <typename Visit>
void FieldsOf(const Child*, Visit&& visit) {
  visit("first_name", &Child::first_name);
  visit("last_name", &Child::last_name);
  visit("birth_date", &Child::birth_date);
  visit("due_date", &Child::due_date);
  visit("desired_start", &Child::desired_start);
  visit("status", &Child::status);
}
template <typename Visit>
void FieldsOf(const Family*, Visit&& visit) {
  visit("site", &Family::site);
  visit("guardians", &Family::guardians);
  visit("children", &Family::children);
  visit("in_iks", &Family::in_iks);
  visit("in_procare", &Family::in_procare);
  visit("procare_spelling", &Family::procare_spelling);
}
template <typename Visit>
void FieldsOf(const Action*, Visit&& visit) {
  visit("at", &Action::at, Write::kAlways);
  visit("kind", &Action::kind, Write::kAlways);
  visit("family", &Action::family);
  visit("child", &Action::child);
  visit("site", &Action::site);
  visit("other", &Action::other);
  visit("number", &Action::number);
  visit("value", &Action::value);
}
template <typename Visit>
void FieldsOf(const Fault*, Visit&& visit) {
  visit("at", &Fault::at, Write::kAlways);
  visit("kind", &Fault::kind, Write::kAlways);
  visit("where", &Fault::where);
  visit("method", &Fault::method);
  visit("after", &Fault::after);
  visit("count", &Fault::count);
  visit("ms", &Fault::ms);
  visit("lasts", &Fault::lasts);
  visit("number", &Fault::number);
  visit("value", &Fault::value);
  visit("site", &Fault::site);
}
template <typename Visit>
void FieldsOf(const Scenario*, Visit&& visit) {
  visit("seed", &Scenario::seed);
  visit("start", &Scenario::start, Write::kAlways);
  visit("sites", &Scenario::sites);
  visit("engine", &Scenario::engine);
  visit("through_codec", &Scenario::through_codec);
  visit("iks_switches", &Scenario::iks_switches);
  visit("procare_switches", &Scenario::procare_switches);
  visit("desktop_switches", &Scenario::desktop_switches);
  visit("families", &Scenario::families);
  visit("actions", &Scenario::actions);
  visit("faults", &Scenario::faults);
  visit("safety_ends", &Scenario::safety_ends, Write::kAlways);
}

// --- writing -------------------------------------------------------------------------------------------------------
json ToJson(bool value) { return value; }
json ToJson(int value) { return value; }
json ToJson(double value) { return value; }
json ToJson(const std::string& value) { return value; }
json ToJson(std::uint64_t value) { return std::to_string(value); }  // many readers of JSON lose such numbers
json ToJson(Milliseconds value) { return ToTimeText(value); }
json ToJson(Instant value) { return domain::FormatInstant(value); }
json ToJson(ActionKind value) { return ToWord(value); }
json ToJson(FaultKind value) { return ToWord(value); }
json ToJson(System value) { return ToWord(value); }
json ToJson(const std::map<std::string, std::string>& value) {
  json object = json::object();
  for (const auto& [name, text] : value) object[name] = text;
  return object;
}
template <typename T>
json ToJson(const std::vector<T>& list);

template <typename T>
requires requires {
  FieldsOf(static_cast<const T*>(nullptr), [](auto&&...) {});
}
json ToJson(const T& value) {
  [[maybe_unused]] static const T kDefault{};
  json object = json::object();
  FieldsOf(&value, [&](const char* name, auto member, Write when = Write::kUnlessDefault) {
    if (when == Write::kAlways || value.*member != kDefault.*member) object[name] = ToJson(value.*member);
  });
  return object;
}

template <typename T>
json ToJson(const std::vector<T>& list) {
  json array = json::array();
  for (const auto& one : list) array.push_back(ToJson(one));
  return array;
}

// --- reading -------------------------------------------------------------------------------------------------------
class Reader {
 public:
  std::vector<std::string> mistakes;

  void Read(const json& value, const std::string& path, bool& target) {
    if (!value.is_boolean()) return Fail(path, "write true or false");
    target = value.get<bool>();
  }
  void Read(const json& value, const std::string& path, int& target) {
    constexpr std::int64_t kMost = 1'000'000'000;
    const bool whole = value.is_number_integer() && value >= -kMost && value <= kMost;
    if (!whole) return Fail(path, "write a whole number");
    target = value.get<int>();
  }
  void Read(const json& value, const std::string& path, double& target) {
    if (!value.is_number()) return Fail(path, "write a number");
    target = value.get<double>();
  }
  void Read(const json& value, const std::string& path, std::string& target) {
    if (!value.is_string()) return Fail(path, "write a text in quotes");
    target = value.get<std::string>();
  }
  void Read(const json& value, const std::string& path, std::uint64_t& target) {
    const auto text = value.is_string() ? value.get<std::string>() : value.is_number_unsigned() ? value.dump() : "";
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), target);
    const bool good = !text.empty() && error == std::errc{} && end == text.data() + text.size();
    if (!good) Fail(path, "write a whole number from 0 to 18446744073709551615 in quotes");
  }
  void Read(const json& value, const std::string& path, Milliseconds& target) {
    constexpr std::int64_t kMost = std::int64_t{3'660} * 86'400'000;  // ten years
    if (value.is_number_integer() && value >= -kMost && value <= kMost) {
      target = Milliseconds(value.get<std::int64_t>());
      return;
    }
    const auto time = value.is_string() ? ParseTimeText(value.get<std::string>()) : std::nullopt;
    if (!time || *time > Milliseconds(kMost) || *time < -Milliseconds(kMost)) {
      return Fail(path, "write a time such as \"01:02:03.004\" or \"1d 00:00:00\", or milliseconds as a number");
    }
    target = *time;
  }
  void Read(const json& value, const std::string& path, Instant& target) {
    const auto instant = value.is_string() ? domain::ParseInstant(value.get<std::string>()) : std::nullopt;
    if (!instant) return Fail(path, "write an instant such as \"2026-03-08T05:00:00.000Z\"");
    target = *instant;
  }
  void Read(const json& value, const std::string& path, ActionKind& target) {
    ReadWord(value, path, target, ActionKindFrom, AllActionKinds());
  }
  void Read(const json& value, const std::string& path, FaultKind& target) {
    ReadWord(value, path, target, FaultKindFrom, AllFaultKinds());
  }
  void Read(const json& value, const std::string& path, System& target) {
    ReadWord(value, path, target, SystemFrom,
             std::vector<System>{System::kAny, System::kIks, System::kProcare, System::kEngine, System::kAgent,
                                 System::kProgram});
  }
  void Read(const json& value, const std::string& path, std::map<std::string, std::string>& target) {
    if (!value.is_object()) return Fail(path, "write an object such as {\"po.page_cap\": \"10\"}");
    for (const auto& [name, text] : value.items()) Read(text, path + "." + name, target[name]);
  }
  template <typename T>
  void Read(const json& value, const std::string& path, std::vector<T>& target) {
    if (!value.is_array()) return Fail(path, "write a list in brackets");
    target.resize(value.size());
    for (std::size_t i = 0; i < value.size(); ++i) Read(value[i], path + "[" + std::to_string(i) + "]", target[i]);
  }
  template <typename T>
  requires requires {
    FieldsOf(static_cast<const T*>(nullptr), [](auto&&...) {});
  }
  void Read(const json& value, const std::string& path, T& target) { ReadObject(value, path, target, {}); }

  // `others`: fields that the caller reads.
  template <typename T>
  void ReadObject(const json& value, const std::string& path, T& target, const std::set<std::string>& others) {
    if (!value.is_object()) return Fail(path, "write an object in braces");
    std::set<std::string> known = others;
    FieldsOf(&target, [&](const char* name, auto member, Write when = Write::kUnlessDefault) {
      known.insert(name);
      const auto field = value.find(name);
      if (field != value.end()) {
        Read(*field, Join(path, name), target.*member);
      } else if (when == Write::kAlways) {
        Fail(Join(path, name), "is missing; add it");
      }
    });
    for (const auto& [name, ignored] : value.items()) {
      if (!known.contains(name)) Fail(Join(path, name), "is not a field here; remove it, or correct its spelling");
    }
  }

  void Fail(const std::string& path, const std::string& what) { mistakes.push_back(path + ": " + what); }

 private:
  static std::string Join(const std::string& path, const std::string& name) {
    return path.empty() ? name : path + "." + name;
  }
  template <typename Kind, typename Find, typename Kinds>
  void ReadWord(const json& value, const std::string& path, Kind& target, Find find, const Kinds& kinds) {
    const auto kind = value.is_string() ? find(value.template get<std::string>()) : std::nullopt;
    if (kind) {
      target = *kind;
      return;
    }
    std::string words;
    for (const auto one : kinds) words.append(words.empty() ? "" : ", ").append(ToWord(one));
    Fail(path,
         (value.is_string() ? value.dump() + " is not a word that is known here; " : "") + "write one of " + words);
  }
};

}  // namespace

std::string ToText(const ScenarioFile& file) {
  json document = {{"version", kScenarioVersion}};
  if (!file.bug.empty()) document["bug"] = file.bug;
  if (!file.expect.empty()) document["expect"] = file.expect;
  document.update(ToJson(file.scenario));
  return PrintJson(document);
}

std::string ToText(const Scenario& scenario) { return ToText(ScenarioFile{.scenario = scenario}); }

tl::expected<ScenarioFile, std::vector<std::string>> ParseScenarioFile(std::string_view text) {
  const auto document = json::parse(text, nullptr, false);
  if (document.is_discarded())
    return tl::unexpected(std::vector<std::string>{"the file is not JSON; check its commas and braces"});
  Reader reader;
  ScenarioFile file;
  if (document.is_object() && document.value("version", json()) != kScenarioVersion) {
    reader.Fail("version", "must be " + std::to_string(kScenarioVersion) + "; other versions are not known here");
  }
  reader.ReadObject(document, "", file.scenario, {"version", "bug", "expect"});
  if (document.contains("bug")) reader.Read(document["bug"], "bug", file.bug);
  if (document.contains("expect")) reader.Read(document["expect"], "expect", file.expect);
  // What can't be read makes no sense to look into.
  if (reader.mistakes.empty()) reader.mistakes = MistakesIn(file.scenario);
  if (!reader.mistakes.empty()) return tl::unexpected(std::move(reader.mistakes));
  return file;
}

tl::expected<Scenario, std::vector<std::string>> ParseScenario(std::string_view text) {
  auto file = ParseScenarioFile(text);
  if (!file) return tl::unexpected(std::move(file.error()));
  return std::move(file->scenario);
}

}  // namespace ikp::scenarios
