#include "tools/demo_player/desktop_records.h"

#include <algorithm>
#include <map>

namespace ikp::demo {

using nlohmann::json;

namespace {

const json& Database(const json& dump) {
  static const json kNone = json::object();
  const auto found = dump.find("database");
  return found == dump.end() ? kNone : *found;
}

json ListOf(const json& dump, const char* name) { return Database(dump).value(name, json::array()); }

// From which day on which word is in force; of several rows of one day the last entered counts.
std::map<std::string, std::string> TimelineOf(const json& rows, const json& child_id, const json& school_id) {
  std::map<std::string, std::pair<std::int64_t, std::string>> by_day;
  for (const auto& row : rows) {
    if (row["child_id"] != child_id || row["school_id"] != school_id) continue;
    auto& day = by_day[row["date"].get<std::string>()];
    if (row["id"].get<std::int64_t>() >= day.first) day = {row["id"].get<std::int64_t>(), row["status"]};
  }
  std::map<std::string, std::string> timeline;
  for (const auto& [date, row] : by_day) timeline[date] = row.second;
  return timeline;
}

struct Reading {
  std::string status;
  std::string start;
  std::string withdrawal;
  bool starts_later = false;
};

Reading Read(const std::map<std::string, std::string>& timeline, const std::string& today,
             const std::vector<std::string>& left_words) {
  const auto left = [&](const std::string& word) {
    return std::find(left_words.begin(), left_words.end(), word) != left_words.end();
  };
  Reading reading;
  std::string before;  // the word of the day before
  std::string next_start;
  for (const auto& [date, word] : timeline) {
    const bool begins = word == "Enrolled" && before != "Enrolled";
    if (date <= today) {
      reading.status = word;
      if (begins) reading.start = date;
      if (left(word) && !left(before)) reading.withdrawal = date;
      if (!left(word)) reading.withdrawal.clear();
    } else {
      if (begins && next_start.empty()) next_start = date;
      if (left(word) && before == "Enrolled" && reading.withdrawal.empty() && reading.status == "Enrolled") {
        reading.withdrawal = date;
      }
    }
    before = word;
  }
  reading.starts_later = reading.status.empty() && !next_start.empty();
  if (reading.status != "Enrolled" && !left(reading.status) && !next_start.empty()) reading.start = next_start;
  return reading;
}

const json* AccountWithKey(const json& accounts, const json& wanted) {
  for (const auto& account : accounts) {
    if (account["school_id"] == wanted["school"] && account["key"] == wanted["account"]) return &account;
  }
  return nullptr;
}

}  // namespace

std::string DesktopSchool(const json& school_id) { return "desktop/" + school_id.dump(); }

std::vector<ProcareRecord> DesktopChildrenOf(const json& dump, const std::string& today,
                                             const std::vector<std::string>& left_words) {
  std::map<std::int64_t, json> persons;
  for (const auto& person : ListOf(dump, "persons")) persons[person["id"]] = person;
  std::map<std::pair<std::int64_t, std::int64_t>, json> rooms;
  for (const auto& row : ListOf(dump, "primary_classrooms")) {
    rooms[{row["child_id"], row["school_id"]}] = row["classroom_id"];
  }
  const auto rows = ListOf(dump, "status_rows");
  std::map<std::pair<std::int64_t, std::int64_t>, ProcareRecord> records;
  for (const auto& account : ListOf(dump, "accounts")) {
    for (const auto& child_id : account["children"]) {
      const auto key = std::pair(child_id.get<std::int64_t>(), account["school_id"].get<std::int64_t>());
      auto& record = records[key];
      record.families.push_back(account["id"].dump());
      if (!record.id.empty()) continue;
      const auto& person = persons.at(key.first);
      const auto reading = Read(TimelineOf(rows, child_id, account["school_id"]), today, left_words);
      record.id = person["guid"];
      record.school = DesktopSchool(account["school_id"]);
      record.child = {{"first_name", person["first_name"]},
                      {"last_name", person["last_name"]},
                      {"dob", person["date_of_birth"]},
                      {"status", reading.status},
                      {"starts_later", reading.starts_later},
                      {"start_date", reading.start},
                      {"withdrawal_date", reading.withdrawal},
                      {"classroom_id", rooms.contains(key) ? "desktop/" + rooms[key].dump() : std::string()}};
    }
  }
  std::vector<ProcareRecord> list;
  for (auto& [key, record] : records) list.push_back(std::move(record));
  return list;
}

tl::expected<json, std::string> FindDesktopAccount(const json& dump, const json& wanted) {
  const auto accounts = ListOf(dump, "accounts");
  if (const auto* account = AccountWithKey(accounts, wanted)) return (*account)["id"];
  return tl::unexpected("no account in Procare Desktop fits " + wanted.dump());
}

tl::expected<json, std::string> FindDesktopPerson(const json& dump, const json& wanted) {
  const auto accounts = ListOf(dump, "accounts");
  const auto* account = AccountWithKey(accounts, wanted);
  if (account == nullptr) return tl::unexpected("no account in Procare Desktop fits " + wanted.dump());
  for (const auto& person : ListOf(dump, "persons")) {
    if (person["first_name"] != wanted["first_name"]) continue;
    for (const auto* list : {"payers", "children", "pickups"}) {
      const auto& ids = (*account)[list];
      if (std::find(ids.begin(), ids.end(), person["id"]) != ids.end()) return person["id"];
    }
  }
  return tl::unexpected("nobody of the account fits " + wanted.dump());
}

}  // namespace ikp::demo
