#include <nlohmann/json.hpp>
#include <utility>

#include "engine/desktop_agent/folder/work_item.h"

namespace ikp::desktop_agent {
namespace {

using nlohmann::json;

std::string DateText(const std::optional<domain::CivilDate>& date) { return date ? date->str() : std::string(); }

json NameJson(const domain::PersonName& name) {
  return {{"first", name.first},
          {"middle", name.middle},
          {"last", name.last},
          {"suffix", name.suffix},
          {"preferred", name.preferred}};
}

domain::PersonName NameOf(const json& value) {
  return {.first = value.at("first"),
          .middle = value.at("middle"),
          .last = value.at("last"),
          .suffix = value.at("suffix"),
          .preferred = value.at("preferred")};
}

json PayerJson(const WorkPayer& payer) {
  json phones = json::array();
  for (const WorkPhone& phone : payer.phones) phones.push_back({{"label", phone.label}, {"number", phone.number}});
  const domain::Address& address = payer.address;
  return {{"name", NameJson(payer.name)}, {"relationship", payer.relationship},
          {"email", payer.email},         {"phones", std::move(phones)},
          {"line1", address.line1},       {"line2", address.line2},
          {"city", address.city},         {"state", address.state},
          {"zip", address.zip},           {"country", address.country}};
}

WorkPayer PayerOf(const json& value) {
  WorkPayer payer{.name = NameOf(value.at("name")),
                  .relationship = value.at("relationship"),
                  .email = value.at("email"),
                  .phones = {},
                  .address = {.line1 = value.at("line1"),
                              .line2 = value.at("line2"),
                              .city = value.at("city"),
                              .state = value.at("state"),
                              .zip = value.at("zip"),
                              .country = value.at("country")}};
  for (const json& phone : value.at("phones")) payer.phones.push_back({phone.at("label"), phone.at("number")});
  return payer;
}

json ChildJson(const WorkChild& child) {
  json rows = json::array();
  for (const WorkRow& row : child.rows) rows.push_back({{"date", DateText(row.date)}, {"status", row.status}});
  json relationships = json::array();
  for (const WorkRelationship& relationship : child.relationships) {
    relationships.push_back({{"person", NameJson(relationship.person)},
                             {"label", relationship.label},
                             {"lives_with", relationship.lives_with},
                             {"emergency", relationship.emergency},
                             {"pickup", relationship.pickup}});
  }
  return {{"number", child.number},
          {"name", NameJson(child.name)},
          {"birth_date", DateText(child.birth_date)},
          {"gender", child.gender},
          {"rows", std::move(rows)},
          {"classroom_id", child.classroom_id.value_or(0)},
          {"classroom", child.classroom},
          {"relationships", std::move(relationships)}};
}

WorkChild ChildOf(const json& value) {
  WorkChild child;
  child.number = value.at("number");
  child.name = NameOf(value.at("name"));
  child.birth_date = domain::CivilDate::Parse(value.at("birth_date").get<std::string>());
  child.gender = value.at("gender");
  for (const json& row : value.at("rows")) {
    child.rows.push_back({domain::CivilDate::Parse(row.at("date").get<std::string>()), row.at("status")});
  }
  const std::int64_t classroom = value.at("classroom_id");
  if (classroom != 0) child.classroom_id = classroom;
  child.classroom = value.at("classroom");
  for (const json& relationship : value.at("relationships")) {
    child.relationships.push_back({.person = NameOf(relationship.at("person")),
                                   .label = relationship.at("label"),
                                   .lives_with = relationship.at("lives_with"),
                                   .emergency = relationship.at("emergency"),
                                   .pickup = relationship.at("pickup")});
  }
  return child;
}

constexpr const char* kKinds[] = {"family", "child", "place"};
constexpr const char* kStates[] = {"open", "done", "not_wanted", "taken_back"};

template <typename T, std::size_t N>
T WordOf(const json& value, const char* const (&words)[N]) {
  for (std::size_t i = 0; i < N; ++i) {
    if (value.get<std::string>() == words[i]) return static_cast<T>(i);
  }
  throw json::other_error::create(500, "unknown word", nullptr);
}

}  // namespace

std::string WriteWorkItem(const WorkItem& item) {
  json payers = json::array();
  for (const WorkPayer& payer : item.payers) payers.push_back(PayerJson(payer));
  json children = json::array();
  for (const WorkChild& child : item.children) children.push_back(ChildJson(child));
  const json text = {{"id", item.id},
                     {"number", item.number},
                     {"kind", kKinds[static_cast<int>(item.kind)]},
                     {"school_id", item.school_id},
                     {"school", item.school},
                     {"account_id", item.account_id},
                     {"account_key", item.account_key},
                     {"account_name", item.account_name},
                     {"payers", std::move(payers)},
                     {"children", std::move(children)},
                     {"since", domain::FormatInstant(item.since)},
                     {"state", kStates[static_cast<int>(item.state)]},
                     {"ended", domain::FormatInstant(item.ended)},
                     {"record", item.record},
                     {"known_before", item.known_before},
                     {"look_at", item.look_at},
                     {"shown_with", item.shown_with}};
  return text.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<WorkItem> ReadWorkItem(std::string_view text) try {
  const json value = json::parse(text);
  WorkItem item;
  item.id = value.at("id");
  item.number = value.at("number");
  item.kind = WordOf<WorkKind>(value.at("kind"), kKinds);
  item.school_id = value.at("school_id");
  item.school = value.at("school");
  item.account_id = value.at("account_id");
  item.account_key = value.at("account_key");
  item.account_name = value.at("account_name");
  for (const json& payer : value.at("payers")) item.payers.push_back(PayerOf(payer));
  for (const json& child : value.at("children")) item.children.push_back(ChildOf(child));
  item.since = domain::ParseInstant(value.at("since").get<std::string>()).value_or(domain::Instant{});
  item.state = WordOf<WorkState>(value.at("state"), kStates);
  item.ended = domain::ParseInstant(value.at("ended").get<std::string>()).value_or(domain::Instant{});
  item.record = value.at("record");
  item.shown_with = value.at("shown_with");
  // Not in entries of the first version.
  item.known_before = value.value("known_before", std::set<std::string>());
  item.look_at = value.value("look_at", std::vector<std::string>());
  return item;
} catch (const nlohmann::json::exception&) {
  return std::nullopt;
}

}  // namespace ikp::desktop_agent
