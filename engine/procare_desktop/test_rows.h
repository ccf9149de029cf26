// Short ways to write rows of a Procare Desktop database, for the tests of this room.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/desktop_wire/rows.h"

namespace ikp::procare_desktop {

inline domain::CivilDate Day(const char* text) { return domain::CivilDate::Parse(text).value(); }

// "guid-7" for number 7.
inline desktop_wire::PersonRow Person(std::int64_t id, std::string first, std::string last = "Hale") {
  desktop_wire::PersonRow person;
  person.id = id;
  person.guid = "guid-" + std::to_string(id);
  person.first_name = std::move(first);
  person.last_name = std::move(last);
  return person;
}

inline desktop_wire::ChildRow ChildIn(desktop_wire::PersonRow person, std::optional<std::int64_t> room = std::nullopt) {
  desktop_wire::ChildRow child;
  child.person = std::move(person);
  child.person.date_of_birth = Day("2022-05-06");
  child.classroom_id = room;
  return child;
}

inline desktop_wire::AccountRow Account(std::int64_t id, std::vector<desktop_wire::PersonRow> payers,
                                        std::vector<desktop_wire::ChildRow> children, std::int64_t school = 1) {
  desktop_wire::AccountRow account;
  account.id = id;
  account.school_id = school;
  account.name = "Account " + std::to_string(id);
  account.payers = std::move(payers);
  account.children = std::move(children);
  return account;
}

inline desktop_wire::StatusRow Status(std::int64_t id, std::int64_t child, const char* date, const char* status,
                                      std::int64_t school = 1) {
  return {.id = id, .child_id = child, .school_id = school, .date = Day(date), .status = status};
}

inline std::vector<desktop_wire::Chunk> ChunksOf(std::vector<desktop_wire::AccountRow> accounts) {
  desktop_wire::Chunk chunk;
  chunk.last = true;
  chunk.schools = {{1, "Queens"}, {2, "Bronx"}};
  chunk.accounts = std::move(accounts);
  return {std::move(chunk)};
}

}  // namespace ikp::procare_desktop
