#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/procare_online/checks.h"
#include "simulators/procare_online/roster.h"
#include "simulators/procare_online/staff.h"

namespace ikp::simulators::procare_online {
namespace {

using kit::FieldReader;
using kit::Need;
using nlohmann::json;

Need DobNeed(const World& world) { return world.switches.On("po.dob_required") ? Need::kRequired : Need::kOptional; }

std::vector<CheckedChild> ReadNewChildren(StaffCall& call, const School* school) {
  std::vector<CheckedChild> children;
  const auto* list = call.reader.List("children", Need::kOptional);
  if (list == nullptr) return children;
  for (std::size_t i = 0; i < list->size(); ++i) {
    FieldReader fields((*list)[i], "children[" + std::to_string(i) + "]", call.reading.errors);
    const auto input = ReadChild(fields, Mode::kCreate, DobNeed(call.world), call.reading);
    call.reading.Finish(fields);
    if (school == nullptr) continue;
    children.push_back(CheckNewChild(call.world, call.tenant, school->id, fields, input, true, call.reading, call.now));
  }
  return children;
}

json AddFamilyByHand(StaffCall& call) {
  const auto input = ReadFamily(call.world, call.tenant, call.reader, false, call.reading);
  const auto children = ReadNewChildren(call, input.school);
  if (!call.Good()) return {};
  const auto& family = CreateFamily(call.world, call.tenant, input, call.By());
  json result = {{"family_id", family.id}, {"guardian_ids", json::array()}, {"child_ids", json::array()}};
  for (const auto& guardian : family.guardians) result["guardian_ids"].push_back(guardian.id);
  for (const auto& child : children) {
    const auto& stored = StoreChild(call.world, call.tenant, family.id, input.school->id, child, call.By());
    result["child_ids"].push_back(stored.id);
  }
  return result;
}

json EditFamily(StaffCall& call) {
  auto* family = CheckFamily(call.reader, call.tenant);
  const auto name = ReadText(call.reader, "name", Mode::kPatch, Need::kRequired);
  const auto balance = call.reader.Integer("balance_cents", Need::kOptional, -100'000'000, 100'000'000);
  if (!call.Good()) return {};
  name.To(family->name);
  if (balance) family->balance_cents = *balance;
  family->updated_at = call.now;
  return {{"family_id", family->id}};
}

json AddGuardianByHand(StaffCall& call) {
  auto* family = CheckFamily(call.reader, call.tenant);
  const auto input = ReadGuardian(call.reader, Mode::kCreate, call.reading);
  const bool invite = ReadFlag(call.reader, "send_invitation").value.value_or(false);
  if (!call.Good()) return {};
  const auto* guardian =
      CreateGuardian(call.world, call.tenant, *family, call.reader, input, invite, call.reading, call.By());
  if (guardian == nullptr) return {};
  return {{"family_id", family->id}, {"guardian_id", guardian->id}};
}

json EditGuardian(StaffCall& call) {
  auto* guardian = CheckGuardian(call.reader, call.tenant);
  const auto input = ReadGuardian(call.reader, Mode::kPatch, call.reading);
  if (!call.Good()) return {};
  auto& family = *FindFamilyOfGuardian(call.tenant, guardian->id);
  PatchGuardian(call.world, call.tenant, family, *guardian, call.reader, input, call.reading, call.By());
  return {{"family_id", family.id}, {"guardian_id", guardian->id}};
}

// A parent at the app: only own data, and only where the school allows it (G22).
json ParentEdit(StaffCall& call) {
  auto* guardian = CheckGuardian(call.reader, call.tenant);
  auto* family = guardian == nullptr ? nullptr : FindFamilyOfGuardian(call.tenant, guardian->id);
  const bool has_child = call.reader.Has("child_id") || call.reader.Has("child");
  auto* child = has_child ? CheckChild(call.reader, call.tenant) : nullptr;
  if (family != nullptr && !SchoolOf(call.tenant, family->school_id).parents_may_edit) {
    call.reader.Fail("guardian_id",
                     "may not edit; the school does not allow parents to edit (edit_school changes that)");
  }
  if (child != nullptr && family != nullptr &&
      std::find(child->family_ids.begin(), child->family_ids.end(), family->id) == child->family_ids.end()) {
    call.reader.Fail("child_id", "must be a child of the guardian's family");
  }
  GuardianInput guardian_input;
  ChildInput child_input;
  std::optional<CheckedChild> checked;
  if (const auto* object = call.reader.Object("guardian", Need::kOptional)) {
    FieldReader fields(*object, "guardian", call.reading.errors);
    guardian_input = ReadGuardian(fields, Mode::kPatch, call.reading);
    if (guardian != nullptr) {
      CheckEmail(fields, call.world, call.tenant, guardian_input.email.value, guardian->id);
    }
    call.reading.Finish(fields);
  }
  if (const auto* object = call.reader.Object("child", has_child ? Need::kRequired : Need::kOptional)) {
    FieldReader fields(*object, "child", call.reading.errors);
    child_input = ReadChild(fields, Mode::kPatch, DobNeed(call.world), call.reading);
    for (const auto* forbidden : {"status", "classroom_id", "activation", "withdrawal_date", "start_date"}) {
      if (fields.Has(forbidden)) fields.Fail(forbidden, "is for staff; use change_enrollment");
    }
    call.reading.Finish(fields);
    if (child != nullptr) {
      checked = CheckChildPatch(call.world, call.tenant, *child, fields, child_input, call.reading, call.now);
    }
  }
  if (!call.Good()) return {};
  const WriteBy by{"parent", call.now};
  if (!PatchGuardian(call.world, call.tenant, *family, *guardian, call.reader, guardian_input, call.reading, by)) {
    return {};
  }
  if (checked) ApplyChildPatch(call.world, call.tenant, *child, *checked, by);
  return {{"family_id", family->id}, {"guardian_id", guardian->id}};
}

}  // namespace

std::vector<StaffAction> FamilyActions() {
  const std::string guardian_fields =
      "first_name, last_name, email, phones [{type,number}], relation, is_primary, address, emergency_contact, "
      "authorized_pickup";
  const std::string child_fields =
      "first_name, last_name, middle_name, preferred_name, dob, gender, status, classroom_id, start_date, "
      "withdrawal_date, external_id, activation {date, classroom_id}";
  return {
      {"add_family",
       {{"school_id", "required"},
        {"name", "required"},
        {"guardians", "list of {" + guardian_fields + "}"},
        {"children", "list of {" + child_fields + "}"},
        {"send_invitations", "true or false, default false"}},
       AddFamilyByHand},
      {"edit_family", {{"family_id", "required"}, {"name", ""}, {"balance_cents", "integer"}}, EditFamily},
      {"add_guardian",
       {{"family_id", "required"}, {"...", guardian_fields}, {"send_invitation", "true or false, default false"}},
       AddGuardianByHand},
      {"edit_guardian", {{"guardian_id", "required"}, {"...", guardian_fields}}, EditGuardian},
      {"parent_edit",
       {{"guardian_id", "required: who edits"},
        {"guardian", "object with any of " + guardian_fields},
        {"child_id", "required when child is given"},
        {"child", "object with any of first_name, last_name, middle_name, preferred_name, dob, gender, external_id"}},
       ParentEdit},
  };
}

}  // namespace ikp::simulators::procare_online
