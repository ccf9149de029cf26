#include "simulators/procare_desktop/seed_database.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "simulators/procare_desktop/records.h"
#include "simulators/procare_desktop/roster.h"

namespace ikp::simulators::procare_desktop {
namespace {

using kit::FieldReader;
using kit::Need;
using nlohmann::json;

struct Seeding {
  Database& database;
  FieldReader& reader;
  kit::FieldErrors& errors;
  kit::IdentifierSource& ids;
  std::set<PersonId> children{};  // of any account
  std::set<PersonId> adults{};
  std::set<WorkAreaId> work_areas{};  // that the document itself gives
};

// Calls `read` with a reader for each item of a list.
template <typename Read>
void ForEach(Seeding& seed, std::string_view name, Read read) {
  const auto* list = seed.reader.List(name, Need::kOptional);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    FieldReader fields((*list)[i], seed.reader.PathOf(name) + "[" + std::to_string(i) + "]", seed.errors);
    read(fields);
    fields.RejectUnknown();
  }
}

// The next id after all that the list gives.
void RaiseNext(Seeding& seed, std::string_view name, std::int64_t& next) {
  const auto* list = seed.reader.List(name, Need::kOptional);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    if (!(*list)[i].is_object()) continue;
    const auto id = (*list)[i].find("id");
    if (id == (*list)[i].end() || !id->is_number_integer()) continue;
    const auto number = id->get<std::int64_t>();
    if (number < kHighestId) next = std::max(next, number + 1);  // a higher one is refused where it stands
  }
}

template <typename Records>
std::int64_t TakeId(FieldReader& fields, std::int64_t& next, const Records& records) {
  const auto id = fields.Integer("id", Need::kOptional, 1, kHighestId - 1);
  if (!id) return next++;
  if (records.contains(*id)) fields.Fail("id", "is used twice; ids are unique");
  return *id;
}

void CheckReference(FieldReader& fields, std::string_view name, bool exists, const std::string& what) {
  if (!exists) fields.Fail(name, "does not exist; give the id of a " + what + " of this document");
}

std::vector<PersonId> ReadPeople(Seeding& seed, FieldReader& fields, std::string_view name,
                                 std::set<PersonId>& members) {
  const bool of_children = name == "children";
  const auto& others = of_children ? seed.adults : seed.children;
  std::vector<PersonId> people;
  const auto* list = fields.List(name, Need::kOptional, 1000);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const auto& item = (*list)[i];
    const auto field = std::string(name) + "[" + std::to_string(i) + "]";
    if (!item.is_number_integer() || !seed.database.persons.contains(item.get<PersonId>())) {
      fields.Fail(field, "does not exist; give the id of a person of this document");
    } else if (!members.insert(item.get<PersonId>()).second) {
      fields.Fail(field, "is in this account already; name each person once");
    } else if (others.contains(item.get<PersonId>())) {
      fields.Fail(field, of_children ? "is a payer or pickup of another account; a child cannot be one"
                                     : "is a child of another account; name an adult");
    } else {
      people.push_back(item.get<PersonId>());
    }
  }
  (of_children ? seed.children : seed.adults).insert(people.begin(), people.end());
  return people;
}

// A classroom with a name only gets a work area of its own, also beside one of the same name.
WorkAreaId SeedWorkAreaOf(Seeding& seed, FieldReader& fields) {
  const auto id = fields.Integer("work_area_id", Need::kOptional, 1, kHighestId);
  const auto name = fields.Text("name", id ? Need::kOptional : Need::kRequired);
  if (!id) return name ? StoreWorkArea(seed.database, *name) : 0;
  const auto* area = seed.work_areas.contains(*id) ? FindIn(seed.database.work_areas, *id) : nullptr;
  CheckReference(fields, "work_area_id", area != nullptr, "work area");
  if (area != nullptr && name && *name != area->name) {
    fields.Fail("name", "is not that of its work area; leave it out, or rename the work area");
  }
  return *id;
}

void SeedSites(Seeding& seed) {
  auto& database = seed.database;
  ForEach(seed, "regions", [&](FieldReader& fields) {
    Region region;
    region.id = TakeId(fields, database.next.region, database.regions);
    ReadRegion(fields, region);
    database.regions[region.id] = region;
  });
  ForEach(seed, "schools", [&](FieldReader& fields) {
    School school;
    school.id = TakeId(fields, database.next.school, database.schools);
    school.region_id = fields.Integer("region_id", Need::kRequired, 1, INT64_MAX).value_or(0);
    CheckReference(fields, "region_id", database.regions.contains(school.region_id), "region");
    ReadSchool(fields, seed.errors, school);
    database.schools[school.id] = school;
  });
  ForEach(seed, "work_areas", [&](FieldReader& fields) {
    WorkArea area;
    area.id = TakeId(fields, database.next.work_area, database.work_areas);
    ReadText(fields, "name", Need::kRequired, area.name);
    database.work_areas[area.id] = area;
    seed.work_areas.insert(area.id);
  });
  ForEach(seed, "classrooms", [&](FieldReader& fields) {
    Classroom room;
    room.id = TakeId(fields, database.next.classroom, database.classrooms);
    room.school_id = fields.Integer("school_id", Need::kRequired, 1, INT64_MAX).value_or(0);
    CheckReference(fields, "school_id", database.schools.contains(room.school_id), "school");
    room.work_area_id = SeedWorkAreaOf(seed, fields);
    ReadClassroom(fields, room);
    database.classrooms[room.id] = room;
  });
}

void SeedPersons(Seeding& seed) {
  auto& database = seed.database;
  ForEach(seed, "persons", [&](FieldReader& fields) {
    Person person;
    person.id = TakeId(fields, database.next.person, database.persons);
    person.guid = fields.Text("guid", Need::kOptional, 60).value_or("");
    if (person.guid.empty()) person.guid = seed.ids.Uuid();
    ReadPerson(fields, seed.errors, person);
    database.persons[person.id] = person;
  });
}

void SeedAccounts(Seeding& seed) {
  auto& database = seed.database;
  ForEach(seed, "accounts", [&](FieldReader& fields) {
    Account account;
    account.id = TakeId(fields, database.next.account, database.accounts);
    account.school_id = fields.Integer("school_id", Need::kRequired, 1, INT64_MAX).value_or(0);
    CheckReference(fields, "school_id", database.schools.contains(account.school_id), "school");
    ReadAccount(fields, account);
    if (KeyHolder(database, account.school_id, account.key, false) != nullptr) {
      fields.Fail("key", "is used twice at this school; give each account its own");
    }
    std::set<PersonId> members;
    account.payers = ReadPeople(seed, fields, "payers", members);
    account.children = ReadPeople(seed, fields, "children", members);
    account.pickups = ReadPeople(seed, fields, "pickups", members);
    ReadFlag(fields, "hidden", account.hidden);
    ReadFlag(fields, "has_ledger", account.has_ledger);
    database.accounts[account.id] = account;
  });
}

void SeedLabels(Seeding& seed) {
  auto& database = seed.database;
  if (seed.reader.Has("status_labels")) {
    ForEach(seed, "status_labels", [&](FieldReader& fields) {
      StatusLabel label;
      ReadText(fields, "name", Need::kRequired, label.name, 60);
      ReadText(fields, "comment", Need::kOptional, label.comment);
      const auto same = [&](const auto& known) { return SameWord(known.name, label.name); };
      if (std::any_of(database.status_labels.begin(), database.status_labels.end(), same)) {
        fields.Fail("name", "is in the list already; give each word once");
      }
      database.status_labels.push_back(label);
    });
    const auto& labels = database.status_labels;
    if (std::none_of(labels.begin(), labels.end(), [](const auto& label) { return label.name == kEnrolled; })) {
      seed.reader.Fail("status_labels", "must have the reserved word Enrolled");
    }
  } else {
    for (const auto* name : {"Enrolled", "Registered", "Waiting List", "Withdrawn", "Graduated"}) {
      database.status_labels.push_back({name, ""});
    }
  }
  seed.reader.Know("status_labels");
  database.relationship_labels = {"Mother", "Father", "Guardian", "Grandparent", "Doctor", "Other"};
  const auto* words = seed.reader.List("relationship_labels", Need::kOptional, 1000);
  if (words == nullptr) return;
  database.relationship_labels.clear();
  for (const auto& word : *words) {
    if (word.is_string()) {
      database.relationship_labels.push_back(word.get<std::string>());
    } else {
      seed.reader.Fail("relationship_labels", "must be a list of texts");
    }
  }
}

void SeedChildren(Seeding& seed) {
  auto& database = seed.database;
  const auto read_id = [&](FieldReader& fields, std::string_view name, const auto& records, const std::string& what) {
    const auto id = fields.Integer(name, Need::kRequired, 1, INT64_MAX).value_or(0);
    CheckReference(fields, name, records.contains(id), what);
    return id;
  };
  ForEach(seed, "relationships", [&](FieldReader& fields) {
    const auto child_id = read_id(fields, "child_id", database.persons, "person");
    const auto person_id = read_id(fields, "person_id", database.persons, "person");
    if (child_id != 0 && child_id == person_id) fields.Fail("person_id", "must not be the child itself");
    Relationship relationship;
    ReadRelationship(fields, relationship);
    CheckRelationshipLabel(fields, database, relationship.label);
    database.relationships[{child_id, person_id}] = relationship;
  });
  std::set<RowId> seen;
  ForEach(seed, "status_rows", [&](FieldReader& fields) {
    StatusRow row;
    row.id = fields.Integer("id", Need::kOptional, 1, kHighestId - 1).value_or(0);
    if (row.id == 0) row.id = database.next.status_row++;
    if (!seen.insert(row.id).second) fields.Fail("id", "is used twice; ids are unique");
    const auto child_id = read_id(fields, "child_id", database.persons, "person");
    row.school_id = read_id(fields, "school_id", database.schools, "school");
    row.date = fields.Date("date", Need::kRequired).value_or("");
    row.status = fields.Text("status", Need::kRequired, 60).value_or("");
    database.status_rows[child_id].push_back(row);
  });
  for (auto& [child_id, rows] : database.status_rows) {
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  }
  ForEach(seed, "primary_classrooms", [&](FieldReader& fields) {
    const auto child_id = read_id(fields, "child_id", database.persons, "person");
    const auto school_id = read_id(fields, "school_id", database.schools, "school");
    const auto room_id = read_id(fields, "classroom_id", database.classrooms, "classroom");
    const auto* room = FindIn(database.classrooms, room_id);
    if (room != nullptr && room->school_id != school_id) {
      fields.Fail("classroom_id", "is a classroom of another school; give one of this school");
    }
    database.primary_classrooms[{child_id, school_id}] = room_id;
  });
}

void SeedCommands(Seeding& seed) {
  ForEach(seed, "commands", [&](FieldReader& fields) {
    const auto id = fields.Text("command_id", Need::kRequired, 100).value_or("");
    RememberedCommand command;
    command.fingerprint = fields.Text("fingerprint", Need::kRequired, 1'000'000).value_or("");
    command.status = static_cast<int>(fields.Integer("status", Need::kRequired, 200, 299).value_or(200));
    command.body = fields.Text("body", Need::kRequired, 1'000'000).value_or("");
    seed.database.commands[id] = command;
  });
}

void SeedNext(Seeding& seed) {
  auto& next = seed.database.next;
  RaiseNext(seed, "persons", next.person);
  RaiseNext(seed, "accounts", next.account);
  RaiseNext(seed, "schools", next.school);
  RaiseNext(seed, "regions", next.region);
  RaiseNext(seed, "work_areas", next.work_area);
  RaiseNext(seed, "classrooms", next.classroom);
  RaiseNext(seed, "status_rows", next.status_row);
  const auto* document = seed.reader.Object("next", Need::kOptional);
  if (document == nullptr) return;
  FieldReader fields(*document, seed.reader.PathOf("next"), seed.errors);
  const auto read = [&](std::string_view name, std::int64_t& target) {
    const auto given = fields.Integer(name, Need::kOptional, target, kHighestId);
    if (given) target = *given;
  };
  read("person", next.person);
  read("account", next.account);
  read("school", next.school);
  read("region", next.region);
  read("work_area", next.work_area);
  read("classroom", next.classroom);
  read("status_row", next.status_row);
  fields.RejectUnknown();
}

}  // namespace

Database SeedDatabase(const json& document, const std::string& path, kit::FieldErrors& errors,
                      kit::IdentifierSource& ids) {
  Database database;
  FieldReader reader(document, path, errors);
  Seeding seed{database, reader, errors, ids};
  database.database_id = reader.Text("database_id", Need::kOptional, 60).value_or("");
  if (database.database_id.empty()) database.database_id = ids.Uuid();
  SeedNext(seed);
  SeedSites(seed);
  SeedPersons(seed);
  SeedAccounts(seed);
  SeedLabels(seed);
  SeedChildren(seed);
  SeedCommands(seed);
  reader.RejectUnknown();
  return database;
}

}  // namespace ikp::simulators::procare_desktop
