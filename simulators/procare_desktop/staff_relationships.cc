// What people are to a child, and the site's list of words for it [P29].
#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/procare_desktop/records.h"
#include "simulators/procare_desktop/roster.h"
#include "simulators/procare_desktop/staff.h"

namespace ikp::simulators::procare_desktop {
namespace {

using kit::Need;
using nlohmann::json;

json SetRelationship(StaffCall& call) {
  const auto* child = CheckChild(call.reader, call.database);
  const auto* person = CheckPerson(call.reader, call.database);
  Relationship relationship;
  ReadRelationship(call.reader, relationship);
  CheckRelationshipLabel(call.reader, call.database, relationship.label);
  if (child != nullptr && child == person) call.reader.Fail("person_id", "must not be the child itself");
  if (!call.Good()) return {};
  call.database.relationships[{child->id, person->id}] = relationship;
  return {{"child_id", child->id}, {"person_id", person->id}};
}

json DeleteRelationship(StaffCall& call) {
  const auto* child = CheckPerson(call.reader, call.database, "child_id");
  const auto* person = CheckPerson(call.reader, call.database);
  if (child != nullptr && person != nullptr && !call.database.relationships.contains({child->id, person->id})) {
    call.reader.Fail("person_id", "has no relationship to this child");
  }
  if (!call.Good()) return {};
  call.database.relationships.erase({child->id, person->id});
  return {{"child_id", child->id}, {"person_id", person->id}};
}

// "Import payers" of an account with the child, all with one label; or all that a sibling has [P29]. Who has a
// relationship to the child already keeps it.
json ImportRelationships(StaffCall& call) {
  const auto* child = CheckChild(call.reader, call.database);
  const bool of_sibling = call.reader.Has("from_child_id");
  const auto* sibling = of_sibling ? CheckChild(call.reader, call.database, "from_child_id") : nullptr;
  const auto* account = of_sibling ? nullptr : CheckAccount(call.reader, call.database);
  Relationship relationship;
  if (!of_sibling) {
    ReadRelationship(call.reader, relationship);
    CheckRelationshipLabel(call.reader, call.database, relationship.label);
  }
  if (child != nullptr && account != nullptr && !Contains(account->children, child->id)) {
    call.reader.Fail("account_id", "does not have this child");
  }
  if (!call.Good()) return {};
  std::vector<std::pair<PersonId, Relationship>> found;
  for (const auto& [pair, row] : call.database.relationships) {
    if (sibling != nullptr && pair.first == sibling->id) found.emplace_back(pair.second, row);
  }
  if (account != nullptr) {
    for (const auto payer : account->payers) found.emplace_back(payer, relationship);
  }
  auto imported = json::array();
  for (const auto& [person_id, row] : found) {
    if (person_id == child->id) continue;
    if (call.database.relationships.try_emplace({child->id, person_id}, row).second) imported.push_back(person_id);
  }
  return {{"child_id", child->id}, {"person_ids", std::move(imported)}};
}

// The whole list anew; words that are in use stay in it.
json SetLabels(StaffCall& call) {
  std::vector<std::string> words;
  const auto* list = call.reader.List("labels", Need::kRequired, 1000);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const auto field = "labels[" + std::to_string(i) + "]";
    const auto word = (*list)[i].is_string() ? (*list)[i].get<std::string>() : std::string();
    if (word.find_first_not_of(" \t\r\n") == std::string::npos || word.size() > 60) {
      call.reader.Fail(field, "must be a text of at most 60 bytes that is not blank");
    } else if (std::find(words.begin(), words.end(), word) != words.end()) {
      call.reader.Fail(field, "is in the list already; give each word once");
    }
    words.push_back(word);
  }
  for (const auto& [pair, relationship] : call.database.relationships) {
    if (list == nullptr || std::find(words.begin(), words.end(), relationship.label) != words.end()) continue;
    call.reader.Fail("labels", "must keep " + relationship.label + ", which relationships have; change those first");
    break;
  }
  if (!call.Good()) return {};
  call.database.relationship_labels = std::move(words);
  return {{"labels", call.database.relationship_labels}};
}

}  // namespace

std::vector<StaffAction> RelationshipActions() {
  const std::string flag = "instead, with account_id: true or false";
  return {
      {"set_relationship",
       {{"child_id", "required"},
        {"person_id", "required"},
        {"label", "required: one of the site's list"},
        {"lives_with", "true or false"},
        {"emergency", "true or false"},
        {"pickup", "true or false"}},
       SetRelationship},
      {"delete_relationship", {{"child_id", "required"}, {"person_id", "required"}}, DeleteRelationship},
      {"import_relationships",
       {{"child_id", "required"},
        {"from_child_id", "a sibling whose relationships are taken over"},
        {"account_id", "instead: an account with the child, whose payers are taken"},
        {"label", "instead, with account_id: required, one of the site's list"},
        {"lives_with", flag},
        {"emergency", flag},
        {"pickup", flag}},
       ImportRelationships},
      {"set_relationship_labels", {{"labels", "required: list of words, in the order of the site"}}, SetLabels},
  };
}

}  // namespace ikp::simulators::procare_desktop
