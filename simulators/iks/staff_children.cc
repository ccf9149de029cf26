// The staff actions on children and on the subscription, and the table of all actions.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/iks/changes.h"
#include "simulators/iks/records.h"
#include "simulators/iks/staff.h"

namespace ikp::simulators::iks {
namespace {

using kit::Need;
using nlohmann::json;
using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t kManyChildren = 10'000;

Fields With(Fields first, const Fields& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

const Fields kFamilyFields = {{"status", "text"}, {"source", "text"}, {"notes", "text"}, {"custom_fields", "object"}};
const Fields kGuardianFields = {{"first_name", "text"},
                                {"last_name", "text"},
                                {"email", "text or null"},
                                {"mobile", "text or null"},
                                {"home", "text or null"},
                                {"work", "text or null"},
                                {"relationship", "text or null"},
                                {"is_primary", "true or false"},
                                {"address", "{line1, line2, city, state, zip, country} or null"}};
const Fields kChildFields = {{"first_name", "text"},
                             {"last_name", "text"},
                             {"middle_name", "text or null"},
                             {"nickname", "text or null"},
                             {"suffix", "text or null"},
                             {"dob", "date or null"},
                             {"due_date", "date or null"},
                             {"gender", "text or null"},
                             {"status", "one of the switch iks.statuses"},
                             {"classroom", "text or null"},
                             {"desired_start_date", "date or null"},
                             {"actual_start", "date or null"},
                             {"withdrawal_date", "date or null"},
                             {"procare_ref", "text or null"},
                             {"push_state", "text or null"},
                             {"notes", "text or null"}};

}  // namespace

const std::vector<StaffDesk::Action>& StaffDesk::AllActions() {
  static const std::pair<std::string, std::string> id = {"id", "text, made up when absent"};
  static const std::vector<Action> kActions = {
      {"create_family", "Type in a new lead.",
       With({id, {"location_id", "text, required"}, {"guardians", "list"}, {"children", "list"}}, kFamilyFields),
       &StaffDesk::CreateFamily},
      {"edit_family", "Change a family.", With({{"family_id", "text, required"}}, kFamilyFields),
       &StaffDesk::EditFamily},
      {"delete_family",
       "Delete a family and its children.",
       {{"family_id", "text, required"}},
       &StaffDesk::DeleteFamily},
      {"merge_families",
       "Merge one family into another; the first one is gone afterwards.",
       {{"family_id", "text, required"}, {"into_family_id", "text, required"}},
       &StaffDesk::MergeFamilies},
      {"archive",
       "Archive a family and every child in it.",
       {{"family_id", "text, required"}},
       &StaffDesk::ArchiveFamily},
      {"add_guardian", "Add a guardian to a family.", With({{"family_id", "text, required"}}, kGuardianFields),
       &StaffDesk::AddGuardian},
      {"edit_guardian", "Change a guardian.", With({{"guardian_id", "text, required"}}, kGuardianFields),
       &StaffDesk::EditGuardian},
      {"add_child", "Add a child to a family.",
       With({id, {"family_id", "text, required"}, {"location_id", "text, default the family's"}}, kChildFields),
       &StaffDesk::AddChildToFamily},
      {"edit_child", "Change a child.", With({{"child_id", "text, required"}}, kChildFields), &StaffDesk::EditChild},
      {"move_child",
       "Move a child to another family, another location, or both.",
       {{"child_id", "text, required"}, {"family_id", "text"}, {"location_id", "text"}},
       &StaffDesk::MoveChild},
      {"set_status",
       "Set the status of one child.",
       {{"child_id", "text, required"}, {"status", "one of the switch iks.statuses, required"}},
       &StaffDesk::SetStatus},
      {"set_status_many",
       "Set the status of many children at once: those listed, or those of a location and status.",
       {{"status", "one of the switch iks.statuses, required"},
        {"child_ids", "list of texts"},
        {"location_id", "text, when there is no list"},
        {"from_status", "only children in this status"}},
       &StaffDesk::SetStatusMany},
      {"set_webhook",
       "Subscribe to the account's events.",
       {{"url", "http or https URL, required"}, {"secret", "text, required"}},
       &StaffDesk::SetWebhook},
      {"remove_webhook", "End the account's subscription; waiting events are dropped.", {}, &StaffDesk::RemoveWebhook},
  };
  return kActions;
}

json StaffDesk::AddChildToFamily(Task& task) {
  auto* family = FindFamily(task, "family_id");
  const auto location_id = ReadLocationId(task, Need::kOptional, family == nullptr ? "" : family->location_id);
  auto child = ReadNewChild(task, task.fields, location_id);
  if (!task.Accepted()) return {};
  if (child.id.empty()) child.id = NewChildId(state_, *task.account);
  TouchFamily(*family, task.now);
  return {{"child", ToJson(AddChild(state_, switches_, *task.account, *family, std::move(child), task.now))}};
}

json StaffDesk::EditChild(Task& task) {
  auto* child = FindChild(task);
  Child next = child == nullptr ? Child{} : *child;
  ReadChildFields(task.fields, Writer::kStaff, switches_.Words("iks.statuses"), next);
  if (!task.Accepted()) return {};
  Commit(task, *child, std::move(next));
  return {{"child", ToJson(*child)}};
}

json StaffDesk::MoveChild(Task& task) {
  auto* child = FindChild(task);
  auto* family = task.fields.Has("family_id") ? FindFamily(task, "family_id") : nullptr;
  const bool to_family = task.fields.Has("family_id");
  task.fields.Know("family_id");
  const auto location_id = ReadLocationId(task, Need::kOptional, child == nullptr ? "" : child->location_id);
  if (!to_family && !task.fields.Has("location_id")) {
    task.fields.Fail("family_id", "give family_id, location_id or both: where shall the child go?");
  }
  if (!task.Accepted()) return {};
  auto next = *child;
  next.location_id = location_id;
  if (to_family && family->id != child->family_id) {
    auto& old_family = task.account->families.at(child->family_id);
    std::erase(old_family.child_ids, child->id);
    TouchFamily(old_family, task.now);
    family->child_ids.push_back(child->id);
    TouchFamily(*family, task.now);
    next.family_id = family->id;
  }
  Commit(task, *child, std::move(next));
  return {{"child", ToJson(*child)}};
}

json StaffDesk::SetStatus(Task& task) {
  auto* child = FindChild(task);
  const auto status = task.fields.Choice("status", Need::kRequired, switches_.Words("iks.statuses"));
  if (!task.Accepted()) return {};
  auto next = *child;
  next.status = *status;
  Commit(task, *child, std::move(next));
  return {{"child", ToJson(*child)}};
}

std::vector<Child*> StaffDesk::ReadManyChildren(Task& task) {
  std::vector<Child*> chosen;
  const auto* ids = task.fields.List("child_ids", Need::kOptional, kManyChildren);
  const auto location_id = ReadLocationId(task, Need::kOptional, "");
  const auto from = task.fields.Choice("from_status", Need::kOptional, switches_.Words("iks.statuses"));
  if (task.account == nullptr) return chosen;
  const auto fits = [&](const Child& child) {
    return (location_id.empty() || child.location_id == location_id) && (!from || child.status == *from);
  };
  if (ids == nullptr) {
    if (location_id.empty() && !from) task.fields.Fail("child_ids", "give child_ids, location_id or from_status");
    for (auto& [id, child] : task.account->children) {
      if (fits(child)) chosen.push_back(&child);
    }
    return chosen;
  }
  for (std::size_t i = 0; i < ids->size(); ++i) {
    const auto& id = (*ids)[i];
    auto* child = id.is_string() ? task.account->FindChild(id.get<std::string>()) : nullptr;
    if (child == nullptr) {
      task.fields.Fail("child_ids[" + std::to_string(i) + "]", "no child has this id");
    } else if (fits(*child)) {
      chosen.push_back(child);
    }
  }
  return chosen;
}

json StaffDesk::SetStatusMany(Task& task) {
  const auto status = task.fields.Choice("status", Need::kRequired, switches_.Words("iks.statuses"));
  const auto chosen = ReadManyChildren(task);
  if (!task.Accepted()) return {};
  auto changed = json::array();
  for (auto* child : chosen) {
    auto next = *child;
    next.status = *status;
    if (Commit(task, *child, std::move(next))) changed.push_back(child->id);
  }
  return {{"changed", changed.size()}, {"child_ids", changed}};
}

json StaffDesk::SetWebhook(Task& task) {
  const auto subscription = ReadSubscription(task.fields);
  if (!task.Accepted()) return {};
  task.account->webhook = subscription;
  return {{"account_id", task.account->id}, {"url", subscription.url}};
}

json StaffDesk::RemoveWebhook(Task& task) {
  if (!task.Accepted()) return {};
  task.account->webhook.reset();
  std::erase_if(state_.deliveries, [&](const auto& entry) { return entry.second.account_id == task.account->id; });
  return {{"account_id", task.account->id}};
}

}  // namespace ikp::simulators::iks
