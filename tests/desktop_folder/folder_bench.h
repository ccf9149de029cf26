// What the tests of the export folder share: a folder and a journal in memory, a clock that stands still, a sink that
// keeps the pieces, and the sample exports of data/ (invented people).
#pragma once

#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "engine/async/executor.h"
#include "engine/async/task.h"
#include "engine/desktop_agent/folder/folder_data.h"
#include "engine/desktop_agent/folder/work_page.h"
#include "engine/wire/testing/manual_clock.h"

namespace ikp::desktop_agent {

inline std::string Sample(const std::string& path) {
  std::ifstream file("tests/desktop_folder/data/" + path, std::ios::binary);
  if (!file) throw std::runtime_error("no sample " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class MemoryFolder final : public ExportFolder {
 public:
  explicit MemoryFolder(const ports::Clock& clock) : clock_(clock) {}
  struct File {
    std::string bytes;
    domain::Instant modified{};
  };
  std::map<std::string, File> files;
  bool writable = true;
  int writes = 0;

  async::Task<std::vector<ExportFile>> List() override {
    std::vector<ExportFile> list;
    for (const auto& [name, file] : files) list.push_back({name, file.modified, file.bytes.size()});
    co_return list;
  }
  async::Task<std::optional<std::string>> Read(std::string name, std::uint64_t limit) override {
    const auto found = files.find(name);
    if (found == files.end() || found->second.bytes.size() > limit) co_return std::nullopt;
    co_return found->second.bytes;
  }
  async::Task<bool> Write(std::string name, std::string bytes) override {
    if (!writable) co_return false;
    ++writes;
    files[name] = {std::move(bytes), clock_.Now()};
    co_return true;
  }
  async::Task<bool> Rename(std::string from, std::string to) override {
    if (!writable || !files.contains(from)) co_return false;
    files[to] = files[from];
    files.erase(from);
    co_return true;
  }
  async::Task<bool> CanBeWritten() override { co_return writable; }

 private:
  const ports::Clock& clock_;
};

class MemoryJournal final : public Journal {
 public:
  std::map<std::string, std::string> entries;
  async::Task<std::map<std::string, std::string>> Load() override { co_return entries; }
  async::Task<void> Put(std::string key, std::string value) override {
    entries[key] = std::move(value);
    co_return;
  }
  async::Task<void> Erase(std::string key) override {
    entries.erase(key);
    co_return;
  }
};

class NoProgress final : public Progress {
 public:
  const std::string& before() const override { return before_; }
  async::Task<void> Save(std::string) override { co_return; }

 private:
  std::string before_;
};

class KeepingSink final : public SnapshotSink {
 public:
  std::vector<desktop_wire::Chunk> pieces;
  std::size_t wanted = 1000;
  async::Task<bool> Put(desktop_wire::Chunk chunk) override {
    pieces.push_back(std::move(chunk));
    co_return pieces.size() < wanted;
  }
  desktop_wire::Chunk All() const {
    desktop_wire::Chunk all;
    for (const auto& piece : pieces) {
      all.schools.insert(all.schools.end(), piece.schools.begin(), piece.schools.end());
      all.classrooms.insert(all.classrooms.end(), piece.classrooms.begin(), piece.classrooms.end());
      all.accounts.insert(all.accounts.end(), piece.accounts.begin(), piece.accounts.end());
      all.statuses.insert(all.statuses.end(), piece.statuses.begin(), piece.statuses.end());
    }
    return all;
  }
};

class FolderBench {
 public:
  async::ManualExecutor executor;
  wire::testing::ManualClock clock{executor, *domain::ParseInstant("2026-11-24T15:00:00Z")};
  MemoryFolder folder{clock};
  MemoryJournal journal;
  NoProgress progress;
  std::unique_ptr<FolderData> data;
  KeepingSink sink;
  std::set<std::int64_t> schools;
  DateOrder date_order = DateOrder::kMonthDayYear;

  FolderBench() { Restart(); }
  void Restart() {
    data = std::make_unique<FolderData>(folder, clock, journal,
                                        FolderSettings{.centre = "Sunrise <Riverton>",
                                                       .zone = domain::TimeZone::Find("America/New_York"),
                                                       .reports = {.date_order = date_order},
                                                       .schools = schools});
  }

  // Puts all reports of the sample in the place of those that are there, written `ago` before now.
  void Export(const std::string& sample, std::chrono::seconds ago = std::chrono::hours(1)) {
    for (const char* name : {kChildrenFile, kPayersFile, kEnrollmentFile}) {
      folder.files.erase(name);
      std::ifstream there("tests/desktop_folder/data/" + sample + "/" + name);
      if (there) folder.files[name] = {Sample(sample + "/" + name), clock.Now() - ago};
    }
  }

  // As staff type a payer of school 1 into an account, which begins with its first one.
  void AddPayer(const std::string& key, const std::string& first, const std::string& phone) {
    folder.files[kPayersFile].bytes += key + ",,," + first + ",Hoffmann-Wei\xDF,,Mobile " + phone + ",,1,,,,\r\n";
  }

  desktop_wire::Finished Read(std::int64_t school = 1) {
    sink = KeepingSink{};
    return clock.Run(data->ReadSchool({.school_id = school}, sink));
  }
  desktop_wire::Outcome Create(const std::string& id, desktop_wire::CreateFamily task) {
    return clock.Run(data->CreateFamily(id, std::move(task), progress));
  }
  desktop_wire::Outcome Create(const std::string& id, desktop_wire::CreateChild task) {
    return clock.Run(data->CreateChild(id, std::move(task), progress));
  }
  desktop_wire::Outcome Place(const std::string& id, desktop_wire::PlaceChild task) {
    return clock.Run(data->PlaceChild(id, std::move(task), progress));
  }
  desktop_wire::Outcome Check(std::int64_t school) { return clock.Run(data->CheckSetup({.school_id = school})); }
  const std::string& Page() { return folder.files[kWorkPageFile].bytes; }
  const std::string& Csv() { return folder.files[kWorkCsvFile].bytes; }
  // As somebody does it in a spreadsheet program: the line with `word` in it is marked.
  void Mark(const std::string& word, const std::string& mark = "x") {
    std::string& csv = folder.files[kWorkCsvFile].bytes;
    const auto at = csv.find(word);
    if (at == std::string::npos) throw std::runtime_error("no such line in the CSV");
    const auto state = csv.find(',', csv.rfind("\r\n", at)) + 1;
    const auto begin = csv.find(',', state) + 1;
    csv.replace(begin, csv.find(',', begin) - begin, mark);
    folder.files[kWorkCsvFile].modified = clock.Now();
  }
};

inline domain::CivilDate Day(const std::string& text) { return *domain::CivilDate::Parse(text); }

// The family that sample family_entered shows.
inline desktop_wire::CreateFamily Hoffmann() {
  domain::NewGuardian jutta{
      .name = {.first = "Jutta", .middle = "K", .last = "Hoffmann-Weiß", .suffix = "", .preferred = ""},
      .email = domain::Email::Parse("jutta@example.com"),
      .phones = {{domain::PhoneKind::kMobile, *domain::Phone::Parse("555-010-7788")}},
      .relationship = "Mother",
      .is_primary = true,
      .address = {
          .line1 = "4 Elm Court", .line2 = "", .city = "Riverton", .state = "OH", .zip = "45011", .country = "US"}};
  domain::NewGuardian peer = jutta;
  peer.name.first = "Per <b>";
  peer.name.middle = "";
  peer.email = domain::Email::Parse("per@example.com");
  peer.phones = {{domain::PhoneKind::kWork, *domain::Phone::Parse("+47 22 33 44 55")}};
  peer.relationship = "Father";
  peer.is_primary = false;
  peer.address = {};
  const desktop_wire::WantedPlacement placement{
      .rows = {{Day("2026-11-24"), "Pre-Enrolled"}, {Day("2027-01-04"), "Enrolled"}},
      .classroom_id = 11,
      .relationships = {{jutta.name, "Mother", true, true, true}, {peer.name, "Father", false, true, true}}};
  const auto child = [&](const std::string& first, const std::string& born, const std::string& gender) {
    return domain::NewChild{
        .family = domain::ProcareFamilyId::Trusted("-"),
        .name = {.first = first, .middle = "", .last = "Hoffmann-Weiß", .suffix = "", .preferred = ""},
        .birth_date = domain::BirthDate(Day(born)),
        .gender = gender,
        .start = Day("2027-01-04"),
        .classroom = domain::ProcareClassroomId::Trusted("11"),
        .external_id = ""};
  };
  desktop_wire::CreateFamily task{
      .school_id = 1, .key = "HOFFMANN", .family = {.name = "Hoffmann-Weiß", .guardians = {jutta, peer}}};
  task.placements = {placement, placement};
  task.family.children = {child("Lena", "2022-05-17", "F"), child("Tom", "2024-02-02", "M")};
  return task;
}

}  // namespace ikp::desktop_agent
