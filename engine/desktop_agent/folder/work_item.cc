#include "engine/desktop_agent/folder/work_item.h"

#include <utility>

#include "engine/desktop_agent/folder/export_cells.h"

namespace ikp::desktop_agent {
namespace {

std::string SchoolName(const Reports& reports, std::int64_t id) {
  for (const desktop_wire::SchoolRow& school : reports.schools) {
    if (school.id == id) return school.name;
  }
  return {};
}

std::string ClassroomName(const Reports& reports, std::int64_t id) {
  for (const desktop_wire::ClassroomRow& classroom : reports.classrooms) {
    if (classroom.id == id) return classroom.name;
  }
  return {};
}

WorkPayer PayerOf(const domain::NewGuardian& guardian) {
  WorkPayer payer{.name = guardian.name,
                  .relationship = guardian.relationship,
                  .email = guardian.email ? guardian.email->str() : std::string(),
                  .phones = {},
                  .address = guardian.address};
  for (const domain::LabelledPhone& phone : guardian.phones) {
    std::string number = phone.phone.Formatted();
    if (!phone.phone.extension().empty()) number += " ext. " + phone.phone.extension();
    payer.phones.push_back({std::string(domain::ToWord(phone.kind)), std::move(number)});
  }
  return payer;
}

// As the engine wants it placed, in the words of the site.
void Place(const desktop_wire::WantedPlacement& placement, const Reports& reports, WorkChild& child) {
  for (const desktop_wire::WantedRow& row : placement.rows) child.rows.push_back({row.date, row.status});
  child.classroom_id = placement.classroom_id;
  if (placement.classroom_id) {
    child.classroom = ClassroomName(reports, *placement.classroom_id);
    if (child.classroom.empty()) child.classroom = "number " + std::to_string(*placement.classroom_id);
  }
  for (const desktop_wire::WantedRelationship& relationship : placement.relationships) {
    child.relationships.push_back({.person = relationship.person,
                                   .label = relationship.label,
                                   .lives_with = relationship.lives_with,
                                   .emergency = relationship.emergency,
                                   .pickup = relationship.pickup});
  }
}

WorkChild ChildOf(const domain::NewChild& child, const desktop_wire::WantedPlacement& placement,
                  const Reports& reports) {
  WorkChild result;
  result.name = child.name;
  result.birth_date = child.birth_date.date();
  result.gender = child.gender;
  Place(placement, reports, result);
  return result;
}

WorkItem NewItem(const std::string& id, WorkKind kind, std::int64_t school_id, const Reports& reports) {
  WorkItem item;
  item.id = id;
  item.kind = kind;
  item.school_id = school_id;
  item.school = SchoolName(reports, school_id);
  return item;
}

std::string PayersOf(const desktop_wire::AccountRow& account) {
  std::string names;
  for (const desktop_wire::PersonRow& payer : account.payers) {
    names += (names.empty() ? "" : ", ") + payer.first_name + " " + payer.last_name;
  }
  return names.empty() ? account.name : names;
}

}  // namespace

WorkItem FamilyItem(const std::string& id, const desktop_wire::CreateFamily& task, const Reports& reports) {
  WorkItem item = NewItem(id, WorkKind::kFamily, task.school_id, reports);
  item.account_key = task.key;
  item.account_name = task.family.name;
  for (const domain::NewGuardian& guardian : task.family.guardians) item.payers.push_back(PayerOf(guardian));
  for (std::size_t i = 0; i < task.family.children.size(); ++i) {
    const auto placement = i < task.placements.size() ? task.placements[i] : desktop_wire::WantedPlacement{};
    item.children.push_back(ChildOf(task.family.children[i], placement, reports));
  }
  return item;
}

WorkItem ChildItem(const std::string& id, const desktop_wire::CreateChild& task, const Reports& reports) {
  WorkItem item = NewItem(id, WorkKind::kChild, task.school_id, reports);
  item.account_id = task.account_id;
  for (const desktop_wire::AccountRow& account : reports.accounts) {
    if (account.id != task.account_id) continue;
    item.account_key = account.key;
    item.account_name = PayersOf(account);
  }
  item.children.push_back(ChildOf(task.child, task.placement, reports));
  return item;
}

WorkItem PlaceItem(const std::string& id, const desktop_wire::PlaceChild& task, const Reports& reports) {
  WorkItem item = NewItem(id, WorkKind::kPlace, task.school_id, reports);
  WorkChild child;
  child.number = task.child;
  for (const desktop_wire::AccountRow& account : reports.accounts) {
    for (const desktop_wire::ChildRow& row : account.children) {
      if (std::to_string(row.person.id) != task.child || account.school_id != task.school_id) continue;
      child.name.first = row.person.first_name;
      child.name.last = row.person.last_name;
      child.birth_date = row.person.date_of_birth;
      item.account_key = account.key;
      item.account_name = PayersOf(account);
      item.account_id = account.id;
    }
  }
  Place(task.placement, reports, child);
  item.children.push_back(std::move(child));
  return item;
}

}  // namespace ikp::desktop_agent
