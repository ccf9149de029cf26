#include "engine/wire/error_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace ikp::wire {
namespace {

using nlohmann::json;

constexpr std::size_t kMostWords = 20;
constexpr std::size_t kLongestSentence = 500;
constexpr std::string_view kUnrecognisedField = "unrecognised field";

constexpr auto kFields = std::to_array<std::string_view>({"first_name",
                                                          "last_name",
                                                          "middle_name",
                                                          "preferred_name",
                                                          "nickname",
                                                          "suffix",
                                                          "name",
                                                          "dob",
                                                          "date_of_birth",
                                                          "birth_date",
                                                          "birthday",
                                                          "due_date",
                                                          "gender",
                                                          "email",
                                                          "phone",
                                                          "phones",
                                                          "mobile",
                                                          "home",
                                                          "work",
                                                          "number",
                                                          "relation",
                                                          "relationship",
                                                          "is_primary",
                                                          "address",
                                                          "street_address",
                                                          "address_line_2",
                                                          "city",
                                                          "state",
                                                          "zip",
                                                          "country",
                                                          "status",
                                                          "classroom",
                                                          "classroom_id",
                                                          "school",
                                                          "school_id",
                                                          "family",
                                                          "family_id",
                                                          "guardian",
                                                          "guardians",
                                                          "child",
                                                          "child_id",
                                                          "start_date",
                                                          "actual_start",
                                                          "withdrawal_date",
                                                          "withdrawal",
                                                          "activation_date",
                                                          "activation",
                                                          "external_id",
                                                          "external",
                                                          "send_invitations",
                                                          "procare_ref",
                                                          "push_state",
                                                          "updated_since"});

// What is looked for in the sentence, and what is passed on. The first that is found counts.
constexpr auto kComplaints = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"has already been taken", "has already been taken"},
    {"already exists", "already exists"},
    {"can't be blank", "can't be blank"},
    {"cannot be blank", "can't be blank"},
    {"can not be blank", "can't be blank"},
    {"must be present", "can't be blank"},
    {"is required", "is required"},
    {"is missing", "is required"},
    {"can't be in the past", "can't be in the past"},
    {"cannot be in the past", "can't be in the past"},
    {"must not be in the past", "can't be in the past"},
    {"is in the past", "can't be in the past"},
    {"must be in the future", "can't be in the past"},
    {"can't be in the future", "can't be in the future"},
    {"cannot be in the future", "can't be in the future"},
    {"must not be in the future", "can't be in the future"},
    {"is in the future", "can't be in the future"},
    {"must be in the past", "can't be in the future"},
    {"is too long", "is too long"},
    {"is too short", "is too short"},
    {"is not a valid", "is invalid"},
    {"is not valid", "is invalid"},
    {"is invalid", "is invalid"},
    {"is not included in the list", "is not included in the list"},
    {"is not allowed", "is not allowed"},
    {"is unknown", "is unknown"},
    {"must exist", "must exist"},
    {"does not exist", "must exist"},
    {"is full", "is full"},
    {"is closed", "is closed"},
});

constexpr auto kWholeSentences = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"account has been locked", "account locked"},
    {"account is locked", "account locked"},
    {"invalid_client", "invalid_client"},
    {"invalid_grant", "invalid_grant"},
    {"invalid_scope", "invalid_scope"},
    {"unsupported_grant_type", "unsupported_grant_type"},
    {"invalid email or password", "invalid credentials"},
    {"invalid credentials", "invalid credentials"},
    {"version_conflict", "version_conflict"},
    {"not_found", "not_found"},
    {"not found", "not_found"},
    {"merged", "merged"},
    {"unauthorized", "unauthorized"},
    {"unauthorised", "unauthorized"},
    {"forbidden", "forbidden"},
    {"too many requests", "too many requests"},
    {"too_many_requests", "too many requests"},
    {"rate limit", "too many requests"},
    {"rate_limited", "too many requests"},
    {"validation_failed", "validation_failed"},
    {"unprocessable", "validation_failed"},
    {"internal server error", "internal server error"},
    {"service unavailable", "service unavailable"},
    {"temporarily unavailable", "service unavailable"},
    {"invalid json", "invalid json"},
    {"bad request", "bad request"},
});

std::string Lower(std::string_view text) {
  std::string lower(text.substr(0, kLongestSentence));
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  // A typographic apostrophe is an apostrophe.
  for (auto at = lower.find("\xE2\x80\x99"); at != std::string::npos; at = lower.find("\xE2\x80\x99")) {
    lower.replace(at, 3, "'");
  }
  return lower;
}

bool IsField(std::string_view word) { return std::find(kFields.begin(), kFields.end(), word) != kFields.end(); }

std::vector<std::string> PartsOf(std::string_view lower) {
  std::vector<std::string> parts(1);
  for (const char c : lower) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      parts.back().push_back(c);
    } else if (!parts.back().empty()) {
      parts.emplace_back();
    }
  }
  if (parts.back().empty()) parts.pop_back();
  return parts;
}

// The longest run of words that names a known field: "guardians[0].email" and "Guardian 1 email jane" are "email".
std::optional<std::string> FieldIn(std::string_view lower) {
  constexpr std::size_t kMostParts = 4;
  const auto parts = PartsOf(lower);
  for (std::size_t length = std::min(kMostParts, parts.size()); length > 0; --length) {
    for (std::size_t end = parts.size(); end >= length; --end) {
      std::string candidate = parts[end - length];
      for (std::size_t i = end - length + 1; i < end; ++i) candidate += "_" + parts[i];
      if (IsField(candidate)) return candidate;
    }
  }
  return std::nullopt;
}

template <typename Table>
std::optional<std::pair<std::size_t, std::string_view>> FirstIn(const Table& table, std::string_view lower) {
  for (const auto& [needle, word] : table) {
    const auto at = lower.find(needle);
    if (at != std::string_view::npos) return std::pair(at, word);
  }
  return std::nullopt;
}

std::string FieldComplaint(std::string_view field, std::string_view message) {
  const auto complaint = FirstIn(kComplaints, Lower(message));
  return FieldIn(Lower(field)).value_or(std::string(kUnrecognisedField)) + ": " +
         std::string(complaint ? complaint->second : kUnrecognisedMessage);
}

class Words {
 public:
  void Add(std::string word) {
    if (words_.size() < kMostWords && std::find(words_.begin(), words_.end(), word) == words_.end()) {
      words_.push_back(std::move(word));
    }
  }
  // One sentence, or an object {field, message} or {message}.
  void AddItem(const json& item) {
    if (const auto* text = item.get_ptr<const std::string*>()) {
      Add(SafeErrorWord(*text));
    } else if (item.is_object()) {
      const std::string field = TextAt(item, "field");
      const std::string message = TextAt(item, "message");
      Add(field.empty() ? SafeErrorWord(message) : FieldComplaint(field, message));
    }
  }
  // A list of items, an object of field -> messages, or one item.
  void AddAll(const json& errors) {
    if (errors.is_array()) {
      for (const auto& item : errors) AddItem(item);
    } else if (errors.is_object()) {
      for (const auto& [field, messages] : errors.items()) AddField(field, messages);
    } else {
      AddItem(errors);
    }
  }
  std::vector<std::string> Take() && { return std::move(words_); }

  static std::string TextAt(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string()) return {};
    return found->get<std::string>();
  }

 private:
  void AddField(const std::string& field, const json& messages) {
    if (const auto* text = messages.get_ptr<const std::string*>()) Add(FieldComplaint(field, *text));
    if (!messages.is_array()) return;
    for (const auto& message : messages) {
      if (const auto* text = message.get_ptr<const std::string*>()) Add(FieldComplaint(field, *text));
    }
  }

  std::vector<std::string> words_;
};

}  // namespace

std::string SafeErrorWord(std::string_view sentence) {
  const std::string lower = Lower(sentence);
  if (const auto complaint = FirstIn(kComplaints, lower)) {
    const auto field = FieldIn(std::string_view(lower).substr(0, complaint->first));
    return field.value_or(std::string(kUnrecognisedField)) + ": " + std::string(complaint->second);
  }
  const auto whole = FirstIn(kWholeSentences, lower);
  return std::string(whole ? whole->second : kUnrecognisedMessage);
}

std::vector<std::string> SafeErrorWords(const json& body) {
  Words words;
  if (!body.is_object()) return {};
  if (body.contains("errors")) words.AddAll(body["errors"]);
  if (body.contains("fields")) words.AddAll(body["fields"]);
  if (body.contains("error")) {
    const json& error = body["error"];
    if (error.is_object()) {
      const std::string code = Words::TextAt(error, "code");
      const std::string message = Words::TextAt(error, "message");
      if (!code.empty()) words.Add(SafeErrorWord(code));
      if (error.contains("fields")) words.AddAll(error["fields"]);
      if (code.empty() && !message.empty()) words.Add(SafeErrorWord(message));
    } else {
      words.AddItem(error);
    }
  }
  const std::string message = Words::TextAt(body, "message");
  if (!message.empty()) words.Add(SafeErrorWord(message));
  return std::move(words).Take();
}

bool IsSafeErrorWord(std::string_view word) {
  if (word == kUnrecognisedMessage) return true;
  for (const auto& [needle, safe] : kWholeSentences) {
    if (word == safe) return true;
  }
  const auto colon = word.find(": ");
  if (colon == std::string_view::npos) return false;
  const auto field = word.substr(0, colon);
  const auto complaint = word.substr(colon + 2);
  if (field != kUnrecognisedField && !IsField(field)) return false;
  if (complaint == kUnrecognisedMessage) return true;
  return std::any_of(kComplaints.begin(), kComplaints.end(),
                     [&](const auto& known) { return known.second == complaint; });
}

}  // namespace ikp::wire
