#include "simulators/iks/staff.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/iks/api.h"
#include "simulators/iks/changes.h"
#include "simulators/iks/records.h"
#include "simulators/kit/json_text.h"
#include "simulators/kit/router.h"

namespace ikp::simulators::iks {
namespace {

using kit::FieldReader;
using kit::Need;
using nlohmann::json;

}  // namespace

kit::Answer StaffDesk::Handle(const json& document, Instant now) {
  kit::FieldErrors errors;
  FieldReader fields(document, "", errors);
  static const auto kNames = [] {
    std::vector<std::string> names;
    for (const auto& action : AllActions()) names.push_back(action.name);
    return names;
  }();
  const auto name = fields.Choice("action", Need::kRequired, kNames);
  json result;
  if (name) {
    const auto action =
        std::find_if(AllActions().begin(), AllActions().end(), [&](const auto& one) { return one.name == *name; });
    Task task{fields, errors, FindAccount(fields), now};
    result = (this->*action->handler)(task);
  }
  if (!errors.empty()) {
    return {ApiError(422, "invalid", "the action was refused and nothing changed", errors), "refused"};
  }
  return {kit::JsonResponse(200, result), ""};
}

json StaffDesk::Actions() const {
  auto list = json::array();
  for (const auto& action : AllActions()) {
    auto fields = json::object({{"account_id", "text, needed when there are several accounts"}});
    for (const auto& [name, what] : action.fields) fields[name] = what;
    list.push_back({{"action", action.name}, {"what", action.what}, {"fields", fields}});
  }
  return list;
}

Account* StaffDesk::FindAccount(FieldReader& fields) {
  const auto id = fields.Text("account_id", Need::kOptional);
  if (id) {
    auto* account = state_.FindAccount(*id);
    if (account == nullptr) fields.Fail("account_id", "no account has this id");
    return account;
  }
  if (state_.accounts.size() == 1) return &state_.accounts.begin()->second;
  fields.Fail("account_id", state_.accounts.empty() ? "there is no account; seed one first"
                                                    : "is required, since there are several accounts");
  return nullptr;
}

Family* StaffDesk::FindFamily(Task& task, std::string_view name) {
  const auto id = task.fields.Text(name, Need::kRequired);
  if (!id || task.account == nullptr) return nullptr;
  auto* family = task.account->FindFamily(*id);
  if (family == nullptr) task.fields.Fail(name, "no family has this id");
  return family;
}

Child* StaffDesk::FindChild(Task& task) {
  const auto id = task.fields.Text("child_id", Need::kRequired);
  if (!id || task.account == nullptr) return nullptr;
  auto* child = task.account->FindChild(*id);
  if (child == nullptr) task.fields.Fail("child_id", "no child has this id");
  return child;
}

std::string StaffDesk::ReadLocationId(Task& task, Need need, const std::string& fallback) {
  const auto id = task.fields.Text("location_id", need);
  if (id && task.account != nullptr && task.account->FindLocation(*id) == nullptr) {
    task.fields.Fail("location_id", "no location has this id");
  }
  return id.value_or(fallback);
}

std::vector<Guardian> StaffDesk::ReadGuardians(Task& task) {
  std::vector<Guardian> guardians;
  const auto* list = task.fields.List("guardians", Need::kOptional, 20);
  if (list == nullptr) return guardians;
  for (std::size_t i = 0; i < list->size(); ++i) {
    FieldReader fields((*list)[i], "guardians[" + std::to_string(i) + "]", task.errors);
    Guardian guardian;
    guardian.is_primary = i == 0;
    ReadGuardianFields(fields, guardian);
    fields.RejectUnknown();
    guardians.push_back(std::move(guardian));
  }
  return guardians;
}

Child StaffDesk::ReadNewChild(Task& task, FieldReader& fields, const std::string& location_id) {
  Child child;
  const auto statuses = switches_.Words("iks.statuses");
  child.status = statuses.front();
  child.location_id = location_id;
  const auto id = fields.Text("id", Need::kOptional, 64);
  if (id && id->empty()) fields.Fail("id", "must not be blank; leave it out instead");
  if (id && task.account != nullptr && task.account->children.contains(*id)) fields.Fail("id", "is used already");
  child.id = id.value_or("");
  ReadChildFields(fields, Writer::kStaff, statuses, child);
  return child;
}

std::vector<Child> StaffDesk::ReadChildren(Task& task, const std::string& location_id) {
  std::vector<Child> children;
  const auto* list = task.fields.List("children", Need::kOptional, 50);
  if (list == nullptr) return children;
  for (std::size_t i = 0; i < list->size(); ++i) {
    FieldReader fields((*list)[i], "children[" + std::to_string(i) + "]", task.errors);
    auto child = ReadNewChild(task, fields, location_id);
    fields.RejectUnknown();
    const bool twice = std::any_of(children.begin(), children.end(),
                                   [&](const Child& other) { return !child.id.empty() && other.id == child.id; });
    if (twice) fields.Fail("id", "is used twice");
    children.push_back(std::move(child));
  }
  return children;
}

bool StaffDesk::Commit(Task& task, Child& child, Child next) {
  return CommitChild(state_, switches_, *task.account, child, std::move(next), kStaffOrigin, task.now);
}

json StaffDesk::CreateFamily(Task& task) {
  Family family;
  family.status = "Open";
  const auto id = task.fields.Text("id", Need::kOptional, 64);
  if (id && id->empty()) task.fields.Fail("id", "must not be blank; leave it out instead");
  if (id && task.account != nullptr && (task.account->families.contains(*id) || task.account->merged.contains(*id))) {
    task.fields.Fail("id", "is used already");
  }
  family.location_id = ReadLocationId(task, Need::kRequired, "");
  ReadFamilyFields(task.fields, family);
  family.guardians = ReadGuardians(task);
  auto children = ReadChildren(task, family.location_id);
  if (!task.Accepted()) return {};
  auto& account = *task.account;
  family.id = id ? *id : NewFamilyId(state_, account);
  for (auto& guardian : family.guardians) guardian.id = NewGuardianId(state_, account);
  family.created_at = family.updated_at = task.now;
  auto& added = account.families.emplace(family.id, std::move(family)).first->second;
  for (auto& child : children) {
    if (child.id.empty()) child.id = NewChildId(state_, account);
    AddChild(state_, switches_, account, added, std::move(child), task.now);
  }
  return {{"family", ToJson(account, added)}};
}

json StaffDesk::EditFamily(Task& task) {
  auto* family = FindFamily(task, "family_id");
  Family next = family == nullptr ? Family{} : *family;
  ReadFamilyFields(task.fields, next);
  if (!task.Accepted()) return {};
  const bool changed = next.status != family->status || next.source != family->source || next.notes != family->notes ||
                       next.custom_fields != family->custom_fields;
  if (changed) {
    *family = std::move(next);
    TouchFamily(*family, task.now);
  }
  return {{"family", ToJson(*task.account, *family)}};
}

json StaffDesk::DeleteFamily(Task& task) {
  auto* family = FindFamily(task, "family_id");
  if (!task.Accepted()) return {};
  auto& account = *task.account;
  const auto id = family->id;
  for (const auto& child_id : family->child_ids) account.children.erase(child_id);
  account.families.erase(id);
  std::erase_if(account.merged, [&](const auto& entry) { return entry.second == id; });
  return {{"deleted", id}};
}

json StaffDesk::MergeFamilies(Task& task) {
  auto* gone = FindFamily(task, "family_id");
  auto* into = FindFamily(task, "into_family_id");
  if (gone != nullptr && gone == into) task.fields.Fail("into_family_id", "must be another family");
  if (!task.Accepted()) return {};
  auto& account = *task.account;
  for (const auto& child_id : gone->child_ids) {
    auto& child = account.children.at(child_id);
    auto next = child;
    next.family_id = into->id;
    Commit(task, child, std::move(next));
    into->child_ids.push_back(child_id);
  }
  for (auto& guardian : gone->guardians) {
    guardian.is_primary = guardian.is_primary && into->guardians.empty();
    into->guardians.push_back(std::move(guardian));
  }
  const auto gone_id = gone->id;
  account.families.erase(gone_id);
  for (auto& [id, target] : account.merged) {
    if (target == gone_id) target = into->id;
  }
  account.merged[gone_id] = into->id;
  TouchFamily(*into, task.now);
  return {{"family", ToJson(account, *into)}};
}

json StaffDesk::ArchiveFamily(Task& task) {
  auto* family = FindFamily(task, "family_id");
  const auto statuses = switches_.Words("iks.statuses");
  if (std::find(statuses.begin(), statuses.end(), "Archived") == statuses.end()) {
    task.fields.Fail("action", "needs the status Archived in the switch iks.statuses");
  }
  if (!task.Accepted()) return {};
  for (const auto& child_id : family->child_ids) {
    auto& child = task.account->children.at(child_id);
    auto next = child;
    next.status = "Archived";
    Commit(task, child, std::move(next));
  }
  if (family->status != "Archived") {
    family->status = "Archived";
    TouchFamily(*family, task.now);
  }
  return {{"family", ToJson(*task.account, *family)}};
}

json StaffDesk::AddGuardian(Task& task) {
  auto* family = FindFamily(task, "family_id");
  Guardian guardian;
  guardian.is_primary = family != nullptr && family->guardians.empty();
  ReadGuardianFields(task.fields, guardian);
  if (!task.Accepted()) return {};
  guardian.id = NewGuardianId(state_, *task.account);
  family->guardians.push_back(guardian);
  TouchFamily(*family, task.now);
  return {{"guardian", ToJson(guardian)}};
}

json StaffDesk::EditGuardian(Task& task) {
  const auto id = task.fields.Text("guardian_id", Need::kRequired);
  Family* family = nullptr;
  Guardian* guardian = nullptr;
  if (id && task.account != nullptr) {
    for (auto& [family_id, candidate] : task.account->families) {
      for (auto& one : candidate.guardians) {
        if (one.id != *id) continue;
        family = &candidate;
        guardian = &one;
      }
    }
    if (guardian == nullptr) task.fields.Fail("guardian_id", "no guardian has this id");
  }
  Guardian next = guardian == nullptr ? Guardian{} : *guardian;
  ReadGuardianFields(task.fields, next);
  if (!task.Accepted()) return {};
  if (next != *guardian) {
    *guardian = std::move(next);
    TouchFamily(*family, task.now);
  }
  return {{"guardian", ToJson(*guardian)}};
}

}  // namespace ikp::simulators::iks
