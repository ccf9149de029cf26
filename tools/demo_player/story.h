// Story: what people, faults and crashes do to the sample enterprise over two weeks, as plain data
// (simulators/sample/README.md explains the file). Played over real sockets by the demo and in virtual time by a test.
#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace ikp::demo {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

struct StoryEntry {
  Instant at{};
  std::string actor;  // "iks_staff", "procare_staff", "desktop_staff", "desktop_pc", "fault", "engine"
  std::string say;
  nlohmann::json action;
};

// In order of time. The error names the entry and the field.
tl::expected<std::vector<StoryEntry>, std::string> ParseStory(const nlohmann::json& document);

// The simulator in which such an actor acts: "iks", "procare_online" or "procare_desktop".
std::string SystemOf(const std::string& actor);

// Replaces every {"find_child": {...}} in `action` by the id of the one child that fits in the Procare Online
// simulator's dump, {"find_person": {...}} and {"find_account": {...}} by the number in that of Procare Desktop. `dump`
// is that of the actor's own system.
tl::expected<nlohmann::json, std::string> ResolveLookups(const nlohmann::json& action, const nlohmann::json& dump);

// All children of a dump with the names and ids of where they are.
struct ProcareRecord {
  std::string id;
  std::string school;
  std::vector<std::string> families;
  nlohmann::json child;
};
std::vector<ProcareRecord> ChildrenOf(const nlohmann::json& procare_dump);

Instant ParseTime(const std::string& text);  // ISO-8601 with offset; throws std::invalid_argument
std::string FormatTime(Instant at);          // UTC

}  // namespace ikp::demo
