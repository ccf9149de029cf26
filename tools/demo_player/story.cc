#include "tools/demo_player/story.h"

#include <date/date.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "tools/demo_player/desktop_records.h"

namespace ikp::demo {

using nlohmann::json;

Instant ParseTime(const std::string& text) {
  for (const char* format : {"%FT%TZ", "%FT%T%Ez"}) {
    std::istringstream in(text);
    date::sys_time<std::chrono::milliseconds> time;
    in >> date::parse(format, time);
    if (!in.fail() && in.peek() == std::istringstream::traits_type::eof()) return Instant(time.time_since_epoch());
  }
  throw std::invalid_argument("not a time with an offset: " + text);
}

std::string FormatTime(Instant at) {
  return date::format("%FT%TZ", date::sys_time<std::chrono::milliseconds>(at.time_since_epoch()));
}

tl::expected<std::vector<StoryEntry>, std::string> ParseStory(const json& document) {
  if (!document.is_array()) return tl::unexpected(std::string("the story must be a list of entries"));
  std::vector<StoryEntry> story;
  for (std::size_t i = 0; i < document.size(); ++i) {
    const auto& entry = document[i];
    const std::string where = "story[" + std::to_string(i) + "]";
    for (const char* field : {"at", "actor", "say", "action"}) {
      if (!entry.contains(field)) return tl::unexpected(where + "." + field + " is missing");
    }
    try {
      story.push_back({ParseTime(entry["at"]), entry["actor"], entry["say"], entry["action"]});
    } catch (const std::exception& error) {
      return tl::unexpected(where + ": " + error.what());
    }
  }
  std::stable_sort(story.begin(), story.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return story;
}

std::vector<ProcareRecord> ChildrenOf(const json& procare_dump) {
  std::vector<ProcareRecord> records;
  for (const auto& tenant : procare_dump.value("tenants", json::array())) {
    for (const auto& family : tenant.value("families", json::array())) {
      for (const auto& child : family.value("children", json::array())) {
        ProcareRecord record{.id = child.value("id", std::string()),
                             .school = child.value("school_id", family.value("school_id", std::string())),
                             .families = {},
                             .child = child};
        record.families.push_back(family.value("id", std::string()));
        for (const auto& other : child.value("shared_family_ids", json::array())) {
          if (other != record.families.front()) record.families.push_back(other);
        }
        records.push_back(std::move(record));
      }
    }
  }
  return records;
}

namespace {

bool Fits(const ProcareRecord& record, const json& wanted) {
  return record.school == wanted.value("school", std::string()) &&
         record.child.value("first_name", std::string()) == wanted.value("first_name", std::string()) &&
         record.child.value("last_name", std::string()) == wanted.value("last_name", std::string()) &&
         record.child.value("dob", json()) == wanted.value("dob", json());
}

}  // namespace

std::string SystemOf(const std::string& actor) {
  if (actor == "iks_staff") return "iks";
  return actor == "procare_staff" ? "procare_online" : "procare_desktop";
}

tl::expected<json, std::string> ResolveLookups(const json& action, const json& dump) {
  if (action.is_object() && action.contains("find_account")) return FindDesktopAccount(dump, action["find_account"]);
  if (action.is_object() && action.contains("find_person")) return FindDesktopPerson(dump, action["find_person"]);
  if (action.is_object() && action.contains("find_child")) {
    std::vector<std::string> found;
    for (const auto& record : ChildrenOf(dump)) {
      if (Fits(record, action["find_child"])) found.push_back(record.id);
    }
    if (found.size() == 1) return json(found.front());
    return tl::unexpected(std::to_string(found.size()) + " children in Procare fit " + action["find_child"].dump());
  }
  if (!action.is_structured()) return action;
  json resolved = action;
  for (auto& [key, value] : resolved.items()) {
    auto part = ResolveLookups(value, dump);
    if (!part) return part;
    value = std::move(*part);
  }
  return resolved;
}

}  // namespace ikp::demo
