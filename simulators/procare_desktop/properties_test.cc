// Properties that hold whatever staff and agents do.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "simulators/kit/civil_time.h"
#include "simulators/procare_desktop/test_bench.h"

namespace ikp::simulators::procare_desktop {
namespace {

using nlohmann::json;

template <typename T>
T Pick(const std::vector<T>& from) {
  return from.at(*rc::gen::inRange<std::size_t>(0, from.size()));
}

// Mostly ids that exist: numbers are small, and some are of nobody.
std::int64_t AnyId(std::int64_t highest) { return *rc::gen::inRange<std::int64_t>(1, highest + 2); }

std::string AnyDate() { return kit::AddDays("2026-02-20", *rc::gen::inRange(0, 20)); }
std::string AnyStatus() { return Pick<std::string>({"Enrolled", "Registered", "Withdrawn", "Left", "Enrolled"}); }
std::string AnyName() { return Pick<std::string>({"Ann", "Bo", "Zo\xC3\xAB", "O'Neil", "Smith-Jones"}); }

json AnyParty(std::int64_t people) {
  if (*rc::gen::inRange(0, 3) == 0) return {{"person_id", AnyId(people)}};
  return {{"first_name", AnyName()}, {"last_name", AnyName()}};
}

json AnyFamilyAction(std::int64_t people, std::int64_t accounts) {
  switch (*rc::gen::inRange(0, 7)) {
    case 0: {
      auto child = AnyParty(people);
      child["status_rows"] = json::array({{{"date", AnyDate()}, {"status", AnyStatus()}}});
      return {{"action", "add_family"},
              {"school_id", AnyId(2)},
              {"payers", json::array({AnyParty(people)})},
              {"pickups", json::array({AnyParty(people)})},
              {"children", json::array({child})}};
    }
    case 1:
      return {{"action", "merge_people"}, {"keep_id", AnyId(people)}, {"remove_id", AnyId(people)}};
    case 2:
      return {{"action", "remove_account"}, {"account_id", AnyId(accounts)}};
    case 3:
      return {{"action", "copy_account"},
              {"account_id", AnyId(accounts)},
              {"school_id", AnyId(2)},
              {"with_statuses", *rc::gen::arbitrary<bool>()}};
    case 4:
      return {{"action", "move_child"},
              {"child_id", AnyId(people)},
              {"from_account_id", AnyId(accounts)},
              {"to_account_id", AnyId(accounts)}};
    case 5:
      return {{"action", "set_relationship"},
              {"child_id", AnyId(people)},
              {"person_id", AnyId(people)},
              {"label", Pick<std::string>({"Mother", "Father", "Doctor", "Boss"})}};
    default:
      return {{"action", "edit_account"},
              {"account_id", AnyId(accounts)},
              {"key", Pick<std::string>({"DOE", "doe1", "K1"})}};
  }
}

json AnyOtherAction(std::int64_t people) {
  switch (*rc::gen::inRange(0, 8)) {
    case 0:
      return {{"action", "add_status_row"},
              {"child_id", AnyId(people)},
              {"school_id", AnyId(2)},
              {"date", AnyDate()},
              {"status", AnyStatus()}};
    case 1:
      return {{"action", "delete_status_row"}, {"status_row_id", AnyId(6)}};
    case 2:
      return {{"action", "rename_status_label"}, {"name", AnyStatus()}, {"to", AnyStatus()}};
    case 3:
      return {{"action", "remove_status_label"}, {"name", AnyStatus()}};
    case 4:
      return {{"action", "remove_classroom"}, {"classroom_id", AnyId(4)}};
    case 5:
      return {{"action", "set_primary_classroom"}, {"child_id", AnyId(people)}, {"classroom_id", AnyId(4)}};
    case 6:
      return {{"action", "graduate_class"}, {"from_classroom_id", AnyId(4)}, {"to_classroom_id", AnyId(4)}};
    default:
      return {{"action", Pick<std::string>({"take_backup", "restore_backup"})}, {"name", "b"}};
  }
}

void AnyWrite(TestBench& bench, std::int64_t people, std::int64_t accounts) {
  const json command = Pick<json>({"c1", "c2", nullptr});
  auto body = json::object();
  if (!command.is_null()) body["command_id"] = command;
  switch (*rc::gen::inRange(0, 3)) {
    case 0:
      body.update({{"school_id", AnyId(2)},
                   {"key", Pick<std::string>({"DOE", "K1", "K2"})},
                   {"payers", json::array({AnyParty(people)})}});
      bench.Post("/accounts", body);
      return;
    case 1:
      body.update(AnyParty(people));
      body.update({{"account_id", AnyId(accounts)}, {"role", Pick<std::string>({"child", "payer", "pickup"})}});
      bench.Post("/persons", body);
      return;
    default:
      body.update({{"child_id", AnyId(people)}, {"school_id", AnyId(2)}, {"date", AnyDate()}, {"status", AnyStatus()}});
      bench.Post("/status-rows", body);
  }
}

std::set<std::int64_t> IdsOf(const json& records) {
  std::set<std::int64_t> ids;
  for (const auto& record : records) RC_ASSERT(ids.insert(record["id"].get<std::int64_t>()).second);
  return ids;
}

void CheckAccounts(const json& database, const std::set<std::int64_t>& people) {
  std::set<std::pair<std::int64_t, std::string>> keys;
  std::set<std::int64_t> children;
  std::set<std::int64_t> adults;
  const auto schools = IdsOf(database["schools"]);
  for (const auto& account : database["accounts"]) {
    std::string key = account["key"];
    std::transform(key.begin(), key.end(), key.begin(), [](unsigned char c) { return std::tolower(c); });
    RC_ASSERT(keys.insert({account["school_id"].get<std::int64_t>(), key}).second);
    RC_ASSERT(schools.contains(account["school_id"]));
    std::set<std::int64_t> members;
    for (const auto* list : {"payers", "children", "pickups"}) {
      for (const auto& id : account[list]) {
        RC_ASSERT(people.contains(id));
        RC_ASSERT(members.insert(id.get<std::int64_t>()).second);
        (std::string_view(list) == "children" ? children : adults).insert(id.get<std::int64_t>());
      }
    }
  }
  for (const auto child : children) RC_ASSERT(!adults.contains(child));
}

void CheckIntegrity(const json& database) {
  const auto people = IdsOf(database["persons"]);
  const auto rooms = IdsOf(database["classrooms"]);
  CheckAccounts(database, people);
  std::set<std::string> guids;
  for (const auto& person : database["persons"]) RC_ASSERT(guids.insert(person["guid"].get<std::string>()).second);
  std::set<std::string> words;
  for (const auto& label : database["status_labels"]) words.insert(label["name"].get<std::string>());
  RC_ASSERT(words.contains("Enrolled"));
  IdsOf(database["status_rows"]);
  for (const auto& row : database["status_rows"]) {
    RC_ASSERT(people.contains(row["child_id"]));
    RC_ASSERT(words.contains(row["status"]));
  }
  for (const auto& relationship : database["relationships"]) {
    RC_ASSERT(people.contains(relationship["child_id"]));
    RC_ASSERT(people.contains(relationship["person_id"]));
    RC_ASSERT(relationship["child_id"] != relationship["person_id"]);
  }
  for (const auto& primary : database["primary_classrooms"]) {
    RC_ASSERT(people.contains(primary["child_id"]));
    RC_ASSERT(rooms.contains(primary["classroom_id"]));
  }
}

RC_GTEST_PROP(Properties, WhateverIsDoneTheDatabaseHoldsTogether, ()) {
  TestBench bench;
  const auto steps = *rc::gen::inRange(1, 30);
  for (int step = 0; step < steps; ++step) {
    const auto next = bench.Database()["next"];
    const auto people = next["person"].get<std::int64_t>() - 1;
    const auto accounts = next["account"].get<std::int64_t>() - 1;
    const auto before = bench.simulator.Dump();
    switch (*rc::gen::inRange(0, 3)) {
      case 0:
        bench.session = bench.Open().body.value("session_id", bench.session);
        AnyWrite(bench, people, accounts);
        break;
      case 1:
        if (bench.Staff(AnyFamilyAction(people, accounts)).status != 200) RC_ASSERT(bench.simulator.Dump() == before);
        break;
      default:
        if (bench.Staff(AnyOtherAction(people)).status != 200) RC_ASSERT(bench.simulator.Dump() == before);
    }
    CheckIntegrity(bench.Database());
  }
  const auto dump = bench.simulator.Dump();
  ProcareDesktopSimulator other;
  RC_ASSERT(other.Seed(dump, bench.now).empty());
  RC_ASSERT(other.Dump() == dump);
}

// The definition, word by word, without any cleverness.
std::optional<std::string> NaiveStatus(const std::vector<StatusRow>& rows, SchoolId school_id, const Date& date) {
  const StatusRow* best = nullptr;
  for (const auto& row : rows) {
    if (row.school_id != school_id || row.date > date) continue;
    if (best == nullptr || row.date > best->date || (row.date == best->date && row.id > best->id)) best = &row;
  }
  return best == nullptr ? std::nullopt : std::optional(best->status);
}

RC_GTEST_PROP(Properties, StatusAndIntervalsAgreeWithTheDefinition, ()) {
  std::vector<StatusRow> rows;
  const auto count = *rc::gen::inRange(0, 12);
  for (int i = 0; i < count; ++i) rows.push_back({i + 1, AnyId(1), AnyDate(), AnyStatus()});
  for (std::size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[*rc::gen::inRange<std::size_t>(0, i)]);
  const auto intervals = EnrollmentIntervals(rows, 1, {});
  for (int day = -1; day < 22; ++day) {
    const auto date = kit::AddDays("2026-02-20", day);
    const auto status = NaiveStatus(rows, 1, date);
    RC_ASSERT(StatusOn(rows, 1, date, {}) == status);
    const auto inside = std::count_if(intervals.begin(), intervals.end(), [&](const Interval& interval) {
      return interval.start <= date && (!interval.end || date < *interval.end);
    });
    RC_ASSERT(inside == (status == "Enrolled" ? 1 : 0));
  }
}

}  // namespace
}  // namespace ikp::simulators::procare_desktop
