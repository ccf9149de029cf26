#include "simulators/procare_online/checks.h"

#include <algorithm>
#include <cctype>

#include "simulators/kit/civil_time.h"
#include "simulators/kit/router.h"
#include "simulators/procare_online/roster.h"

namespace ikp::simulators::procare_online {
namespace {

using kit::FieldReader;
using kit::Need;

std::string MustExist(std::string_view what) { return "must exist; give the id of a " + std::string(what); }

Date AddMonths(const Date& date, std::int64_t months) {
  const std::int64_t total = std::stoll(date.substr(0, 4)) * 12 + std::stoll(date.substr(5, 2)) - 1 + months;
  const auto two = [](std::int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  const auto month = std::to_string(total / 12) + "-" + two(total % 12 + 1) + "-";
  // The last days of a long month have no counterpart in a short one.
  for (int day = std::stoi(date.substr(8, 2)); day > 28; --day) {
    if (kit::IsDate(month + two(day))) return month + two(day);
  }
  return month + two(std::min(28, std::stoi(date.substr(8, 2))));
}

template <typename Record, typename Find>
Record* CheckReference(FieldReader& reader, std::string_view name, std::string_view what, Need need, Find find) {
  const auto id = reader.Text(name, need);
  if (!id) return nullptr;
  auto* record = find(*id);
  if (record == nullptr) reader.Fail(name, MustExist(what));
  return record;
}

}  // namespace

bool SameWord(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

School* CheckSchool(FieldReader& reader, Tenant& tenant, Need need) {
  return CheckReference<School>(reader, "school_id", "school of this tenant", need,
                                [&](const Id& id) { return FindSchool(tenant, id); });
}

Family* CheckFamily(FieldReader& reader, Tenant& tenant, std::string_view name) {
  return CheckReference<Family>(reader, name, "family of this tenant", Need::kRequired,
                                [&](const Id& id) { return FindFamily(tenant, id); });
}

Child* CheckChild(FieldReader& reader, Tenant& tenant, std::string_view name) {
  return CheckReference<Child>(reader, name, "child of this tenant", Need::kRequired,
                               [&](const Id& id) { return FindChild(tenant, id); });
}

Guardian* CheckGuardian(FieldReader& reader, Tenant& tenant) {
  return CheckReference<Guardian>(reader, "guardian_id", "guardian of this tenant", Need::kRequired,
                                  [&](const Id& id) { return FindGuardian(tenant, id); });
}

Lead* CheckLead(FieldReader& reader, Tenant& tenant) {
  return CheckReference<Lead>(reader, "lead_id", "lead of this tenant", Need::kRequired,
                              [&](const Id& id) { return FindLead(tenant, id); });
}

const Classroom* CheckOpenRoom(FieldReader& reader, World& world, Tenant& tenant, const Id& school_id,
                               const std::optional<Id>& classroom_id) {
  if (!classroom_id) return nullptr;
  const auto* room = FindClassroom(tenant, *classroom_id);
  if (room == nullptr || room->school_id != school_id) {
    std::vector<std::string> known;
    for (const auto& candidate : tenant.classrooms) {
      if (candidate.school_id == school_id) known.push_back(candidate.id);
    }
    reader.Fail("classroom_id", "must exist; classrooms of this school: " + kit::JoinWords(known));
    return nullptr;
  }
  if (!room->active && world.switches.Word("po.room_closed") == "reject") {
    reader.Fail("classroom_id", "is closed; choose an open classroom or open this one");
    return nullptr;
  }
  return room;
}

std::optional<Id> CheckRoom(FieldReader& reader, World& world, Tenant& tenant, const Id& school_id,
                            const Given<Id>& classroom_id, const Child* child) {
  if (child != nullptr && classroom_id.value && child->classroom_id == classroom_id.value) return classroom_id.value;
  const auto* room = CheckOpenRoom(reader, world, tenant, school_id, classroom_id.value);
  if (room == nullptr) return std::nullopt;
  const auto& full = world.switches.Word("po.room_full");
  if (full == "accept" || !room->capacity || Occupancy(tenant, room->id) < static_cast<std::size_t>(*room->capacity)) {
    return room->id;
  }
  if (full == "reject") reader.Fail("classroom_id", "is full; choose another classroom or raise its capacity");
  return std::nullopt;
}

void CheckEmail(FieldReader& reader, const World& world, const Tenant& tenant, const std::optional<std::string>& email,
                const Id& except) {
  if (!email || !world.switches.On("po.unique_guardian_email")) return;
  for (const auto& [id, family] : tenant.families) {
    for (const auto& guardian : family.guardians) {
      if (guardian.id == except || !guardian.email || !SameWord(*guardian.email, *email)) continue;
      reader.Fail("email", "has already been taken; guardian " + guardian.id + " has it");
      return;
    }
  }
}

void CheckExternalId(FieldReader& reader, const World& world, const Tenant& tenant,
                     const std::optional<std::string>& external_id, const Id& except) {
  if (!external_id || !world.switches.On("po.external_id_unique")) return;
  for (const auto& [id, child] : tenant.children) {
    if (id == except || child.external_id != external_id) continue;
    reader.Fail("external_id", "has already been taken; child " + id + " has it");
    return;
  }
}

void CheckDob(FieldReader& reader, const World& world, const Tenant& tenant, const Id& school_id,
              const std::optional<Date>& dob, Instant now) {
  if (!dob || world.switches.Word("po.dob_in_future") == "accept") return;
  if (*dob > TodayAt(tenant, school_id, now)) reader.Fail("dob", "can't be in the future");
}

void CheckPlanDate(FieldReader& reader, std::string_view name, const Date& date, const Date& today,
                   std::int64_t horizon_months) {
  if (date < today) {
    reader.Fail(name, "can't be in the past; today at the school is " + today);
  } else if (horizon_months > 0 && date > AddMonths(today, horizon_months)) {
    reader.Fail(name, "can't be more than " + std::to_string(horizon_months) + " months ahead");
  }
}

std::optional<std::string> CheckLeadStatus(FieldReader& reader, const World& world, const std::string& word) {
  const bool exact = world.switches.Word("po.lead_status_case") == "exact";
  for (const auto& known : LeadStatusWords()) {
    if (known == word || (!exact && SameWord(known, word))) return known;
  }
  reader.Fail("status", "must be one of: " + kit::JoinWords(LeadStatusWords()));
  return std::nullopt;
}

}  // namespace ikp::simulators::procare_online
