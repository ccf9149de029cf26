// I13: no personal data and no secret in logs and in the audit log: ids only.
#include <algorithm>
#include <array>
#include <cctype>
#include <deque>
#include <string>
#include <string_view>

#include "scenarios/oracle/exchange_facts.h"
#include "scenarios/oracle/needles.h"
#include "scenarios/oracle/sent_body.h"
#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::oracle {
namespace {

// Words that the engine's own sentences use, and that are names of people as well.
constexpr std::array<std::string_view, 24> kCommonWords = {
    "account", "active", "april", "attempt", "child",  "children", "date",     "engine",
    "family",  "grace",  "hold",  "hope",    "link",   "list",     "location", "march",
    "page",    "person", "rich",  "room",    "school", "site",     "will",     "young"};

class PrivacyCheck {
 public:
  PrivacyCheck(const Model& model, Findings& findings)
      : scenario_(model.scenario()), history_(model.history()), report_(13, findings) {}

  void Run() {
    for (const auto& secret : history_.secrets) needles_.Add({.text = secret, .secret = true});
    // Tokens are handed out in answers to logins.
    for (const auto& exchange : history_.exchanges) {
      if (!IsLogin(exchange)) continue;
      if (const auto token = RawTextIn(exchange.answer, "access_token"); !token.empty()) {
        needles_.Add({.text = token, .secret = true});
      }
    }
    for (const auto& family : scenario_.families) AddFamily(family);
    for (const auto& action : scenario_.actions) AddEdit(action);
    if (needles_.empty()) return;
    for (const auto& line : history_.log) {
      if (const auto* needle = needles_.FindIn(line.text)) Tell(*needle, "The log", line.at, line.text);
    }
    for (const auto& entry : history_.opinion.audit) {
      if (const auto* needle = needles_.FindIn(entry.details_json)) {
        Tell(*needle, "The audit log", entry.at, entry.event + " " + entry.details_json);
      }
    }
  }

 private:
  void AddFamily(const Family& family) {
    for (const auto& guardian : family.guardians) {
      AddName(guardian.first_name);
      AddName(guardian.last_name);
      AddContact(guardian.email);
      AddContact(guardian.phone);
    }
    for (const auto& child : family.children) {
      AddName(child.first_name);
      AddName(child.last_name);
    }
  }

  // What people change names and contacts to.
  void AddEdit(const Action& action) {
    switch (action.kind) {
      case ActionKind::kEditChild:
      case ActionKind::kEditGuardian:
      case ActionKind::kEditProcareChild:
      case ActionKind::kEditProcareGuardian:
        break;
      default:
        return;
    }
    const std::string_view text = action.value;
    const auto sign = text.find('=');
    if (sign == std::string_view::npos) return;
    const auto field = text.substr(0, sign);
    const auto value = text.substr(sign + 1);
    if (field == "first_name" || field == "last_name") AddName(value);
    if (field == "email" || field == "mobile" || field == "phone") AddContact(value);
  }

  // Names of three letters and less are in every other word.
  void AddName(std::string_view name) {
    const auto letters = std::count_if(name.begin(), name.end(), [](char c) {
      return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
    });
    if (letters >= 4) needles_.Add({.text = name, .whole_word = true});
  }

  void AddContact(std::string_view contact) {
    if (contact.size() < 7) return;
    needles_.Add({.text = contact, .whole_word = true});
    if (contact.find('@') != std::string_view::npos) return;
    std::string digits;
    for (const char c : contact) {
      if (c >= '0' && c <= '9') digits.push_back(c);
    }
    // Without an area code, a number looks like any other.
    if (digits.size() >= 10) needles_.Add({.text = digits_.emplace_back(std::move(digits)), .whole_word = true});
  }

  bool IsAlsoSomethingElse(std::string_view name) const {
    std::string lower;
    for (const char c : name) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (std::find(kCommonWords.begin(), kCommonWords.end(), lower) != kCommonWords.end()) return true;
    for (const auto& site : history_.sites) {
      for (const std::string* id : {&site.id, &site.location, &site.tenant, &site.school, &site.zone}) {
        if (id->find(name) != std::string::npos || id->find(lower) != std::string::npos) return true;
      }
    }
    for (const auto& site : scenario_.sites) {
      for (const auto& room : site.rooms) {
        if (room.find(name) != std::string::npos) return true;
      }
    }
    return false;
  }

  void Tell(const Needle& needle, std::string_view where, Instant at, std::string text) {
    const std::string_view kind = needle.secret ? "secret_logged" : "personal_data_logged";
    if (!report_.Wants(kind) || (!needle.secret && IsAlsoSomethingElse(needle.text))) return;
    ClashingRecord record{.title = std::string(where)};
    record.fields.emplace_back("text", std::move(text));
    record.fields.emplace_back("holds", std::string(needle.text));
    report_.Add(kind,
                std::string(where) + (needle.secret ? " holds a secret." : " holds the name or contact of a person."),
                at, {std::move(record)});
  }

  const Scenario& scenario_;
  const History& history_;
  Reporter report_;
  Needles needles_;
  std::deque<std::string> digits_;  // of phone numbers; needles point there
};

}  // namespace

void CheckPrivacy(const Model& model, Findings& findings) { PrivacyCheck(model, findings).Run(); }

}  // namespace ikp::scenarios::oracle
