#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/procare_desktop/records.h"
#include "simulators/procare_desktop/roster.h"
#include "simulators/procare_desktop/staff.h"

namespace ikp::simulators::procare_desktop {
namespace {

using kit::Need;
using nlohmann::json;

Region* CheckRegion(StaffCall& call) {
  const auto id = call.reader.Integer("region_id", Need::kRequired, 1, INT64_MAX);
  if (!id) return nullptr;
  auto* region = FindIn(call.database.regions, *id);
  if (region == nullptr) call.reader.Fail("region_id", "does not exist; give the id of a region");
  return region;
}

json MoveSchool(StaffCall& call) {
  auto* school = CheckSchool(call.reader, call.database);
  const auto* region = CheckRegion(call);
  if (!call.Good()) return {};
  school->region_id = region->id;
  return {{"school_id", school->id}};
}

json EditSchool(StaffCall& call) {
  auto* school = CheckSchool(call.reader, call.database);
  if (school == nullptr) return {};
  auto edited = *school;
  ReadSchool(call.reader, call.errors, edited);
  if (!call.Good()) return {};
  *school = std::move(edited);
  return {{"school_id", school->id}};
}

// One that is there, or a new one (without id) of a name.
WorkArea ReadWorkArea(StaffCall& call) {
  if (call.reader.Has("work_area_id")) {
    const auto* area = CheckWorkArea(call.reader, call.database);
    return area == nullptr ? WorkArea{} : *area;
  }
  return {0, call.reader.Text("name", Need::kRequired).value_or("")};
}

json AddWorkArea(StaffCall& call) {
  const auto name = call.reader.Text("name", Need::kRequired);
  if (!call.Good()) return {};
  return {{"work_area_id", StoreWorkArea(call.database, *name)}};
}

json AddClassroom(StaffCall& call) {
  const auto* school = CheckSchool(call.reader, call.database);
  Classroom room;
  const auto area = ReadWorkArea(call);
  ReadClassroom(call.reader, room);
  if (!call.Good()) return {};
  room.work_area_id = area.id != 0 ? area.id : StoreWorkArea(call.database, area.name);
  room.id = call.database.next.classroom++;
  room.school_id = school->id;
  call.database.classrooms[room.id] = room;
  return {{"classroom_id", room.id}};
}

json EditClassroom(StaffCall& call) {
  auto* room = CheckClassroom(call.reader, call.database);
  if (room == nullptr) return {};
  auto edited = *room;
  if (call.reader.Has("work_area_id")) {
    if (const auto* area = CheckWorkArea(call.reader, call.database)) edited.work_area_id = area->id;
  }
  ReadClassroom(call.reader, edited);
  if (!call.Good()) return {};
  *room = std::move(edited);
  return {{"classroom_id", room->id}};
}

// Every classroom that was chosen from the work area has the new name then, at whatever school; ids stay (G35, F10).
json RenameWorkArea(StaffCall& call) {
  WorkArea* area = nullptr;
  if (call.reader.Has("classroom_id")) {
    const auto* room = CheckClassroom(call.reader, call.database);
    if (room != nullptr) area = &call.database.work_areas.at(room->work_area_id);
  } else {
    area = CheckWorkArea(call.reader, call.database);
  }
  const auto name = call.reader.Text("name", Need::kRequired);
  if (!call.Good()) return {};
  area->name = *name;
  auto rooms = json::array();
  for (const auto& [id, room] : call.database.classrooms) {
    if (room.work_area_id == area->id) rooms.push_back(id);
  }
  return {{"work_area_id", area->id}, {"classroom_ids", std::move(rooms)}};
}

// Its children have no primary classroom then.
json RemoveClassroom(StaffCall& call) {
  const auto* room = CheckClassroom(call.reader, call.database);
  if (!call.Good()) return {};
  const auto id = room->id;
  std::erase_if(call.database.primary_classrooms, [&](const auto& item) { return item.second == id; });
  call.database.classrooms.erase(id);
  return {{"classroom_id", id}};
}

// All of a class at once, effective on Save [P31].
json GraduateClass(StaffCall& call) {
  const auto* from = CheckClassroom(call.reader, call.database, "from_classroom_id");
  const auto* to = CheckClassroom(call.reader, call.database, "to_classroom_id");
  if (from != nullptr && to != nullptr && (from == to || from->school_id != to->school_id)) {
    call.reader.Fail("to_classroom_id", "must be another classroom of the same school");
  }
  if (!call.Good()) return {};
  auto children = json::array();
  for (auto& [child_and_school, room_id] : call.database.primary_classrooms) {
    if (room_id != from->id) continue;
    room_id = to->id;
    children.push_back(child_and_school.first);
  }
  return {{"child_ids", std::move(children)}};
}

json SetClassroom(StaffCall& call) {
  const auto* child = CheckChild(call.reader, call.database);
  const auto* room = CheckClassroom(call.reader, call.database);
  if (child != nullptr && room != nullptr && !IsChildAt(call.database, child->id, room->school_id)) {
    call.reader.Fail("classroom_id", "is at a school that has no account with this child");
  }
  if (!call.Good()) return {};
  call.database.primary_classrooms[{child->id, room->school_id}] = room->id;
  return {{"child_id", child->id}, {"classroom_id", room->id}};
}

json ClearClassroom(StaffCall& call) {
  const auto* child = CheckChild(call.reader, call.database);
  const auto* school = CheckSchool(call.reader, call.database);
  if (!call.Good()) return {};
  call.database.primary_classrooms.erase({child->id, school->id});
  return {{"child_id", child->id}, {"classroom_id", nullptr}};
}

json AddRegion(StaffCall& call) {
  Region region;
  ReadRegion(call.reader, region);
  if (!call.Good()) return {};
  region.id = call.database.next.region++;
  call.database.regions[region.id] = region;
  return {{"region_id", region.id}};
}

json EditRegion(StaffCall& call) {
  auto* region = CheckRegion(call);
  if (region == nullptr) return {};
  auto edited = *region;
  ReadRegion(call.reader, edited);
  if (!call.Good()) return {};
  *region = std::move(edited);
  return {{"region_id", region->id}};
}

}  // namespace

std::vector<StaffAction> SiteActions() {
  const std::string region_fields = "name, code, address_format (usa or non_usa), maximum_child_age (years or null)";
  const std::string room_fields = "ratio, maximum, in_minute, out_minute, order";
  return {
      {"move_school", {{"school_id", "required"}, {"region_id", "required"}}, MoveSchool},
      {"edit_school",
       {{"school_id", "required"},
        {"name", "text"},
        {"hours", "7 of {open, close} or null"},
        {"address_format", "usa or non_usa; null resets to the region's"},
        {"maximum_child_age", "years; null resets to the region's"}},
       EditSchool},
      {"add_work_area", {{"name", "required"}}, AddWorkArea},
      {"add_classroom",
       {{"school_id", "required"},
        {"work_area_id", "the work area that it is chosen from"},
        {"name", "instead: of a new work area"},
        {"...", room_fields}},
       AddClassroom},
      {"edit_classroom",
       {{"classroom_id", "required"}, {"work_area_id", "another work area"}, {"...", room_fields}},
       EditClassroom},
      {"rename_work_area",
       {{"work_area_id", "which one"}, {"classroom_id", "instead: a classroom of it"}, {"name", "required"}},
       RenameWorkArea},
      {"remove_classroom", {{"classroom_id", "required"}}, RemoveClassroom},
      {"graduate_class", {{"from_classroom_id", "required"}, {"to_classroom_id", "required"}}, GraduateClass},
      {"set_primary_classroom", {{"child_id", "required"}, {"classroom_id", "required"}}, SetClassroom},
      {"clear_primary_classroom", {{"child_id", "required"}, {"school_id", "required"}}, ClearClassroom},
      {"add_region", {{"...", region_fields}}, AddRegion},
      {"edit_region", {{"region_id", "required"}, {"...", region_fields}}, EditRegion},
  };
}

}  // namespace ikp::simulators::procare_desktop
