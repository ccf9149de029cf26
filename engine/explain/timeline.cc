#include "engine/explain/timeline.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>

#include "engine/explain/words.h"

namespace ikp::explain {
namespace {

using nlohmann::json;

constexpr std::string_view kUnknownEvent = "an entry of another version of the engine";

// {key} stands for a detail; a part in [ ] is left out when its detail is empty or missing.
const std::map<std::string_view, std::string_view>& Templates() {
  static const std::map<std::string_view, std::string_view> kTemplates = {
      {"trigger_received", "a trigger came in ({source})[: status {status}]"},
      {"state", "push state: {phase}, {reason}[ ({details})]"},
      {"intent_opened", "about to do: {effect} (effect {intent})"},
      {"intent_never_happened", "effect {intent} did not take place, as looking showed"},
      {"effect_not_done", "effect {intent} was not done: {reason}"},
      {"outcome_unknown", "no answer to effect {intent}[ ({details})]; looking whether it took place"},
      {"email_left_out", "the e-mail addresses are left out, Procare refused one"},
      {"linked", "{kind} {iks_id} linked to Procare {procare_id} ({origin})"},
      {"link_settled", "{kind} {iks_id} placed; Procare owns the record from here on"},
      {"written_back", "the nightly wrote to IKS: {fields}[, status {from}][ -> {to}] ({reason})"},
      {"nightly_note", "the nightly noted: {reason}[ ({detail})]"},
      {"unlinked", "{kind} {iks_id} is no longer linked to the Procare record that it was linked to"},
      {"relinked", "the link follows the record in Procare: it was {from}, it is {to} ({reason})"},
      {"record_left_behind",
       "effect {intent} did take place, but something else was linked meanwhile: {procare_id} is left in Procare for "
       "staff to remove"},
      {"review_decided", "review {review} decided: {decision}"},
  };
  return kTemplates;
}

std::string ValueOf(const json& details, std::string_view key) {
  if (!details.is_object()) return {};
  const auto found = details.find(std::string(key));
  if (found == details.end() || !found->is_string()) return {};
  const auto text = Clean(found->get_ref<const std::string&>());
  if (key != "details" && key != "detail") return text;
  // Several details, joined by the writer.
  std::string words;
  std::string_view rest(text);
  while (!rest.empty()) {
    const auto comma = std::min(rest.find(", "), rest.size());
    words += (words.empty() ? "" : ", ") + DetailInWords(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 2, rest.size()));
  }
  return words;
}

// `missing` is set when a detail is not there.
std::string Fill(std::string_view pattern, const json& details, bool& missing) {
  std::string text;
  while (!pattern.empty()) {
    const char c = pattern.front();
    if (c == '{' || c == '[') {
      const auto end = pattern.find(c == '{' ? '}' : ']');
      const auto inside = pattern.substr(1, end - 1);
      bool left_out = false;
      if (c == '[') {
        const auto part = Fill(inside, details, left_out);
        if (!left_out) text += part;
      } else if (const auto value = ValueOf(details, inside); !value.empty()) {
        text += value;
      } else {
        missing = true;
        text += "?";
      }
      pattern.remove_prefix(end + 1);
      continue;
    }
    text.push_back(c);
    pattern.remove_prefix(1);
  }
  return text;
}

}  // namespace

std::vector<TimelineLine> TimelineOf(const std::vector<ports::AuditEntry>& audit, const TimeText& times) {
  std::vector<TimelineLine> lines;
  for (const auto& entry : audit) {
    TimelineLine line{.at = entry.at, .local = times.Local(entry.at), .text = std::string(kUnknownEvent)};
    const auto found = Templates().find(entry.event);
    if (found != Templates().end()) {
      bool missing = false;
      line.text = Fill(found->second, json::parse(entry.details_json, nullptr, false), missing);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace ikp::explain
