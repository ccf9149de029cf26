#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/procare_online/checks.h"
#include "simulators/procare_online/enrollment.h"
#include "simulators/procare_online/roster.h"
#include "simulators/procare_online/staff.h"

namespace ikp::simulators::procare_online {
namespace {

using kit::FieldReader;
using kit::Need;
using nlohmann::json;

Need DobNeed(const World& world) { return world.switches.On("po.dob_required") ? Need::kRequired : Need::kOptional; }

json AddChildByHand(StaffCall& call) {
  const auto input = ReadChild(call.reader, Mode::kCreate, DobNeed(call.world), call.reading);
  call.reader.Know("family_id");
  call.reader.Know("school_id");
  call.reading.Finish(call.reader);
  // The school goes without saying when typed into the family's page.
  json completed = call.action;
  const auto* family = CheckFamily(call.reader, call.tenant);
  if (family != nullptr && !call.reader.Has("school_id")) completed["school_id"] = family->school_id;
  if (!call.reading.errors.empty()) return {};
  FieldReader fields(completed, "", call.reading.errors);
  const auto* child = CreateChild(call.world, call.tenant, fields, input, true, call.reading, call.By());
  if (child == nullptr) return {};
  return {{"child_id", child->id}, {"family_id", child->family_ids.front()}};
}

json EditChild(StaffCall& call) {
  auto* child = CheckChild(call.reader, call.tenant);
  const auto input = ReadChild(call.reader, Mode::kPatch, DobNeed(call.world), call.reading);
  std::optional<CheckedChild> checked;
  if (child != nullptr) {
    checked = CheckChildPatch(call.world, call.tenant, *child, call.reader, input, call.reading, call.now);
  }
  if (!call.Good()) return {};
  ApplyChildPatch(call.world, call.tenant, *child, *checked, call.By());
  return {{"child_id", child->id}};
}

// One child or a batch, as on the Change Enrollment screen [P1].
std::vector<Child*> ChosenChildren(StaffCall& call) {
  std::vector<Child*> children;
  if (!call.reader.Has("child_ids")) {
    if (auto* child = CheckChild(call.reader, call.tenant)) children.push_back(child);
    return children;
  }
  call.reader.Know("child_id");
  const auto* ids = call.reader.List("child_ids", Need::kRequired);
  for (std::size_t i = 0; ids != nullptr && i < ids->size(); ++i) {
    auto* child = (*ids)[i].is_string() ? FindChild(call.tenant, (*ids)[i].get<std::string>()) : nullptr;
    if (child == nullptr) {
      call.reader.Fail("child_ids[" + std::to_string(i) + "]", "must exist; give the id of a child of this tenant");
    } else {
      children.push_back(child);
    }
  }
  return children;
}

json ChangeEnrollment(StaffCall& call) {
  const auto children = ChosenChildren(call);
  const auto input = ReadChild(call.reader, Mode::kPatch, DobNeed(call.world), call.reading);
  if (!input.status.given) call.reader.Fail("status", "is required; give active, hold, inactive or graduate");
  std::vector<CheckedChild> checked;
  for (const auto* child : children) {
    checked.push_back(CheckChildPatch(call.world, call.tenant, *child, call.reader, input, call.reading, call.now));
  }
  if (!call.Good()) return {};
  auto ids = json::array();
  for (std::size_t i = 0; i < children.size(); ++i) {
    ApplyChildPatch(call.world, call.tenant, *children[i], checked[i], call.By());
    ids.push_back(children[i]->id);
  }
  return {{"child_ids", std::move(ids)}};
}

json AssignRoom(StaffCall& call) {
  auto* child = CheckChild(call.reader, call.tenant);
  const auto room_id = ReadText(call.reader, "classroom_id", Mode::kPatch, Need::kOptional);
  if (!room_id.given) call.reader.Fail("classroom_id", "is required; give a classroom or null");
  std::optional<Id> room;
  if (child != nullptr) room = CheckRoom(call.reader, call.world, call.tenant, child->school_id, room_id, child);
  if (room && !EffectsOf(child->status).on_roster && call.world.switches.On("po.leaving_clears_room")) {
    call.reader.Fail("classroom_id", "can't be given to a student who left; change the enrollment first");
  }
  if (!call.Good()) return {};
  child->classroom_id = room;
  child->updated_at = call.now;
  return {{"child_id", child->id}};
}

json DeleteChild(StaffCall& call) {
  const auto* child = CheckChild(call.reader, call.tenant);
  if (!call.Good()) return {};
  const auto id = child->id;
  RemoveChild(call.world, call.tenant, id);
  return {{"child_id", id}};
}

json ShareWithFamily(StaffCall& call) {
  auto* child = CheckChild(call.reader, call.tenant);
  const auto* family = CheckFamily(call.reader, call.tenant);
  if (child != nullptr && family != nullptr) {
    if (std::find(child->family_ids.begin(), child->family_ids.end(), family->id) != child->family_ids.end()) {
      call.reader.Fail("family_id", "has this child already");
    }
    if (!SchoolOf(call.tenant, child->school_id).multifamily) {
      call.reader.Fail("child_id", "can't have a second family; multifamily is off at its school (edit_school)");
    }
  }
  if (!call.Good()) return {};
  ShareChild(call.tenant, *child, family->id, call.now);
  return {{"child_id", child->id}, {"family_id", family->id}};
}

json MoveToSchool(StaffCall& call) {
  auto* child = CheckChild(call.reader, call.tenant);
  const auto* school = CheckSchool(call.reader, call.tenant, Need::kRequired);
  const bool with_family = ReadFlag(call.reader, "with_family").value.value_or(true);
  if (child != nullptr && school != nullptr) {
    if (child->school_id == school->id) call.reader.Fail("school_id", "is the child's school already; give another");
    const auto& family = call.tenant.families.at(child->family_ids.front());
    if (with_family && family.school_id != school->id && FreePins(call.tenant, school->id) < family.guardians.size()) {
      call.reader.Fail("school_id", "has no free PINs for the guardians; move the child without its family");
    }
  }
  if (!call.Good()) return {};
  auto& family = call.tenant.families.at(child->family_ids.front());
  MoveChild(call.world, call.tenant, *child, school->id, call.now);
  if (with_family && family.school_id != school->id) MoveFamily(call.world, call.tenant, family, school->id, call.now);
  return {{"child_id", child->id}, {"family_id", family.id}};
}

}  // namespace

std::vector<StaffAction> ChildActions() {
  const std::string fields =
      "first_name, last_name, middle_name, preferred_name, dob, gender, status, classroom_id, start_date, "
      "withdrawal_date, external_id, activation {date, classroom_id}";
  return {
      {"add_child",
       {{"family_id", "required"}, {"school_id", "default: the family's"}, {"...", fields}},
       AddChildByHand},
      {"edit_child", {{"child_id", "required"}, {"...", fields}}, EditChild},
      {"change_enrollment",
       {{"child_id", "or child_ids"},
        {"child_ids", "list: all or none are changed"},
        {"status", "required: active, hold, inactive, graduate"},
        {"activation", "{date, classroom_id} with status hold"},
        {"withdrawal_date", "default: today, with status inactive"}},
       ChangeEnrollment},
      {"assign_room", {{"child_id", "required"}, {"classroom_id", "required, or null"}}, AssignRoom},
      {"delete_child", {{"child_id", "required"}}, DeleteChild},
      {"share_child", {{"child_id", "required"}, {"family_id", "required: the second family"}}, ShareWithFamily},
      {"move_child_school",
       {{"child_id", "required"}, {"school_id", "required"}, {"with_family", "true or false, default true"}},
       MoveToSchool},
  };
}

}  // namespace ikp::simulators::procare_online
