#include "scenarios/oracle/evidence.h"

namespace ikp::scenarios::oracle {
namespace {

void Put(ClashingRecord& record, const char* name, std::string value) {
  if (!value.empty()) record.fields.emplace_back(name, std::move(value));
}

std::string Title(std::string_view system, std::string_view id, std::string_view what) {
  std::string title(system);
  title.append(" ").append(id);
  if (!what.empty()) title.append(", ").append(what);
  return title;
}

}  // namespace

ClashingRecord Show(const IksChildVersion& version, std::string_view what) {
  ClashingRecord record{.title = Title("IKS child", version.id, what)};
  Put(record, "name", version.first_name + " " + version.last_name);
  Put(record, "born", version.birth_date);
  Put(record, "due", version.due_date);
  Put(record, "family", version.family);
  Put(record, "location", version.location);
  Put(record, "status", version.status);
  Put(record, "classroom", version.classroom);
  Put(record, "start", version.actual_start);
  Put(record, "withdrawal", version.withdrawal);
  Put(record, "by", version.by_sync ? "engine" : "people");
  Put(record, "at", domain::FormatInstant(version.at));
  if (version.removed) Put(record, "removed", "yes");
  return record;
}

ClashingRecord Show(const ProcareChildVersion& version, std::string_view what) {
  ClashingRecord record{.title = Title("Procare child", version.id, what)};
  Put(record, "name", version.first_name + " " + version.last_name);
  Put(record, "born", version.birth_date);
  Put(record, "family", version.first_family);
  Put(record, "school", version.school);
  Put(record, "status", version.status);
  Put(record, "classroom", version.room_name);
  Put(record, "start", version.start);
  Put(record, "withdrawal", version.withdrawal);
  Put(record, "reference", version.external_id);
  Put(record, "by", std::string(ToWord(version.by)));
  Put(record, "at", domain::FormatInstant(version.at));
  if (version.removed) Put(record, "removed", "yes");
  return record;
}

ClashingRecord Show(const ProcareFamilyVersion& version, std::string_view what) {
  ClashingRecord record{.title = Title("Procare family", version.id, what)};
  Put(record, "name", version.name);
  Put(record, "school", version.school);
  for (const auto& guardian : version.guardians) {
    Put(record, "guardian", guardian.first_name + " " + guardian.last_name + " " + guardian.email);
  }
  Put(record, "by", std::string(ToWord(version.by)));
  Put(record, "at", domain::FormatInstant(version.at));
  return record;
}

ClashingRecord Show(const Exchange& exchange, std::string_view what) {
  ClashingRecord record{.title = exchange.method + " " + exchange.path};
  if (!what.empty()) record.title.append(", ").append(what);
  Put(record, "sent", domain::FormatInstant(exchange.sent));
  Put(record, "engine", std::to_string(exchange.engine));
  Put(record, "body", exchange.body);
  Put(record, "status", std::to_string(exchange.status));
  Put(record, "fate", std::string(ToWord(exchange.fate)));
  Put(record, "fault", exchange.fault);
  return record;
}

ClashingRecord Show(const ports::PushState& state) {
  ClashingRecord record{.title = "push state of " + state.child.str()};
  Put(record, "phase", std::string(ports::ToWord(state.phase)));
  Put(record, "reason", std::string(domain::Describe(state.reason).word));
  Put(record, "site", state.site ? state.site->str() : "none");
  Put(record, "location", state.location.str());
  for (const auto& detail : state.details) Put(record, "detail", detail);
  if (state.next_attempt_at) Put(record, "next attempt", domain::FormatInstant(*state.next_attempt_at));
  return record;
}

std::string_view ToWord(By by) {
  switch (by) {
    case By::kSeed:
      return "there from the beginning";
    case By::kApi:
      return "engine";
    case By::kStaff:
      return "staff";
    case By::kParent:
      return "parent";
    case By::kSystem:
      return "Procare itself";
  }
  return "";
}

std::string_view ToWord(Fate fate) {
  switch (fate) {
    case Fate::kAnswered:
      return "answered";
    case Fate::kRequestLost:
      return "request lost";
    case Fate::kAnswerLost:
      return "answer lost";
    case Fate::kReset:
      return "reset";
    case Fate::kUnreadable:
      return "unreadable answer";
    case Fate::kSenderDied:
      return "the sender died";
    case Fate::kUnderWay:
      return "under way";
  }
  return "";
}

}  // namespace ikp::scenarios::oracle
