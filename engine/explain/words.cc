#include "engine/explain/words.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "engine/domain/instant.h"

namespace ikp::explain {
namespace {

using Table = std::map<std::string_view, std::string_view>;

constexpr std::size_t kLongest = 200;

// Bytes of the UTF-8 character at the front of `text`; 0 when it is none.
std::size_t CharacterBytes(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t bytes = first < 0x80                    ? 1
                            : first >= 0xC2 && first < 0xE0 ? 2
                            : first >= 0xE0 && first < 0xF0 ? 3
                            : first >= 0xF0 && first < 0xF5 ? 4
                                                            : 0;
  if (bytes == 0 || bytes > text.size()) return 0;
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return 0;
  }
  const auto second = bytes > 2 ? static_cast<unsigned char>(text[1]) : 0x80;
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool outside = (first == 0xED && second >= 0xA0) || (first == 0xF4 && second >= 0x90);
  return overlong || outside ? 0 : bytes;
}

std::string WithSpaces(std::string_view word) {
  std::string text(word);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string Or(const Table& table, std::string_view word) {
  const auto found = table.find(word);
  return found == table.end() ? WithSpaces(Clean(word)) : std::string(found->second);
}

std::string FieldName(std::string_view field) {
  static const Table kNames = {{"dob", "birth date"},
                               {"desired_start_date", "desired start"},
                               {"start_date", "start"},
                               {"actual_start_date", "actual start"},
                               {"email", "e-mail address"}};
  return Or(kNames, field);
}

// The number in "guardians[0].last_name" as people count, and what stands behind the bracket.
struct Indexed {
  int number = 0;
  std::string_view rest;
};

std::optional<Indexed> TakeIndex(std::string_view text, std::string_view list) {
  if (!text.starts_with(list)) return std::nullopt;
  text.remove_prefix(list.size());
  if (!text.starts_with('[')) return std::nullopt;
  Indexed indexed;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), indexed.number);
  if (error != std::errc() || end == text.data() + text.size() || *end != ']' || indexed.number < 0)
    return std::nullopt;
  if (indexed.number > 1'000'000) return std::nullopt;
  ++indexed.number;
  indexed.rest = text.substr(static_cast<std::size_t>(end - text.data()) + 1);
  if (indexed.rest.starts_with('.')) indexed.rest.remove_prefix(1);
  return indexed;
}

std::optional<std::string> Subject(std::string_view field) {
  if (field == "child") return "the child";
  if (field.starts_with("child.")) return "the child's " + FieldName(field.substr(6));
  const auto guardian = TakeIndex(field, "guardians");
  if (!guardian) return std::nullopt;
  const std::string whose = " of guardian " + std::to_string(guardian->number);
  if (const auto phone = TakeIndex(guardian->rest, "phones")) return "phone " + std::to_string(phone->number) + whose;
  return "the " + FieldName(guardian->rest) + whose;
}

std::optional<std::string> Complaint(std::string_view field, std::string_view word) {
  static const Table kWords = {{"missing", "is missing"},
                               {"unreadable", "could not be read"},
                               {"implausible", "is not plausible"},
                               {"needs_birth_date", "is not known yet (there is a due date only)"},
                               {"unknown", "is not known to Procare"},
                               {"twice_in_iks", "stands twice in IKS"}};
  if (field == "guardians" && word == "missing") return "the family has no guardian";
  if (field == "guardians" && word == "missing_email") return "no guardian has an e-mail address";
  const auto guardian = TakeIndex(field, "guardians");
  if (guardian && guardian->rest == "contact" && word == "missing") {
    return "guardian " + std::to_string(guardian->number) +
           " has neither an e-mail address nor a phone number with area code";
  }
  const auto subject = Subject(field);
  if (!subject) return std::nullopt;
  const auto said = kWords.find(word);
  if (said == kWords.end()) return *subject + ": " + WithSpaces(Clean(word));
  return *subject + " " + std::string(said->second);
}

std::string Known(std::string_view prefix, std::string_view value) {
  static const Table kRungs = {{"external_reference", "the records carry the same reference"},
                               {"name_birth_guardian", "the records agree in name, birth date and a guardian"},
                               {"name_birth", "the records agree in name and birth date, but in no guardian"},
                               {"name_guardian", "the records agree in name and a guardian, but not in birth date"},
                               {"near_spelling", "the records have nearly the same spelling"}};
  if (prefix == "candidate") return "Procare record " + Clean(value);
  if (prefix == "procare_child") return "Procare child " + Clean(value);
  if (prefix == "location") return "IKS location " + Clean(value);
  if (prefix == "intent") return "effect " + Clean(value);
  if (prefix == "server_version") return "the server has version " + Clean(value);
  if (prefix == "client_version") return "the client has version " + Clean(value);
  if (prefix == "status_label") return "the status list of Procare does not have the word " + Clean(value);
  if (prefix == "engine") return "the engine speaks " + Clean(value);
  if (prefix == "agent") return "the agent speaks " + Clean(value);
  if (prefix == "account") return "Procare account " + Clean(value);
  if (prefix == "last_heard") {
    if (!domain::ParseInstant(value)) return "last heard of at " + Clean(value);
    const std::string iso(value);  // 2026-03-08T09:00:00.000Z
    return "last heard of at " + iso.substr(0, 10) + " " + iso.substr(11, 5) + " UTC";
  }
  if (prefix == "rung") return Or(kRungs, value);
  return {};
}

}  // namespace

std::string Clean(std::string_view text) {
  std::string clean;
  while (!text.empty() && clean.size() < kLongest) {
    const std::size_t bytes = CharacterBytes(text);
    const auto first = static_cast<unsigned char>(text.front());
    if (bytes == 0 || first < 0x20 || first == 0x7f) {
      clean.push_back(bytes == 1 ? ' ' : '?');
      text.remove_prefix(1);
      continue;
    }
    clean += text.substr(0, bytes);
    text.remove_prefix(bytes);
  }
  if (!text.empty()) clean += "...";
  return clean;
}

std::string DetailInWords(std::string_view detail) {
  static const Table kWhole = {
      {"intent_conflict", "another process is at work on the same record"},
      {"family_link_conflict", "the family is linked to another Procare family already"},
      {"matched_without_guardian", "no guardian of the family was found beside the record"},
      {"birth_date_missing", "a birth date is missing on one side"},
      {"birth_date_differs", "the birth dates differ as if one were mistyped"},
      {"name_spelt_differently", "the name is spelt a little differently"},
      {"no_such_record_at_this_school", "the record that was chosen is not at this school"},
      {"placement_refused",
       "Procare refused the status that the child was to get, so it stands there as it was created: staff must place "
       "it"},
      {"linked_family_missing", "the family that is linked is not in Procare any more"},
      {"similar_family_settling", "a similar family was just created; Procare may not show it yet"},
      {"family", "the doubt is about the family"},
      {"linked_to_another_iks_child", "the Procare record is linked to another IKS child already"},
      {"too_many_steps", "the push took too many steps and was stopped"},
      {"version_conflict", "somebody edited the record in IKS at the same time"},
      {"not_found", "the record is not there any more"},
      {"stopping", "the engine was being stopped"},
      {"engine_stops", "the engine was being stopped"},
      {"not_heard_of", "nothing was heard of it while it was waited for"},
      {"no_end", "it did not tell how the command ended"},
      {"busy_with_another_command", "it was busy with another command all the time"},
      {"another_journal", "the agent was set up anew meanwhile, and knows nothing of it"},
      {"session_ended", "Procare ended the session"},
      {"machine_off", "the computer was being switched off"}};
  if (const auto found = kWhole.find(detail); found != kWhole.end()) return std::string(found->second);
  const auto first = detail.find(':');
  if (first == std::string_view::npos) return Clean(detail);
  if (auto known = Known(detail.substr(0, first), detail.substr(first + 1)); !known.empty()) return known;
  const auto last = detail.rfind(':');
  if (auto complaint = Complaint(detail.substr(0, last), detail.substr(last + 1))) return *complaint;
  return Clean(detail);
}

std::string Sentence(std::string text) {
  if (text.empty()) return text;
  if (text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 'a' + 'A');
  if (text.back() != '.') text.push_back('.');
  return text;
}

std::string Counted(long long count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string CountedChildren(long long count) { return std::to_string(count) + (count == 1 ? " child" : " children"); }

}  // namespace ikp::explain
