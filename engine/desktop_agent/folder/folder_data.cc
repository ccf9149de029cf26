#include "engine/desktop_agent/folder/folder_data.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/desktop_agent/folder/check_lines.h"
#include "engine/desktop_agent/folder/snapshot_pieces.h"
#include "engine/desktop_agent/folder/work_page.h"

namespace ikp::desktop_agent {
namespace {

using desktop_wire::Outcome;
using domain::Reason;

// Under which the school is kept to which reports without a column School ID belong.
constexpr const char* kSchoolKey = "folder:school";
// The name of the last worklist.csv that was put aside.
constexpr const char* kPutAsideKey = "folder:put_aside";
constexpr std::uint64_t kMostListBytes = 16u << 20;
// Nobody at a centre works through more (I15).
constexpr std::size_t kMostCards = 500;

Outcome Done(std::string id) {
  Outcome outcome;
  outcome.kind = Outcome::Kind::kDone;
  outcome.id = std::move(id);
  return outcome;
}

Outcome Undone(Outcome::Kind kind, Reason reason, std::vector<std::string> details) {
  Outcome outcome;
  outcome.kind = kind;
  outcome.reason = reason;
  outcome.details = std::move(details);
  return outcome;
}

Outcome NotWanted() {
  return Undone(Outcome::Kind::kNotDone, Reason::kRejectedByProcare,
                {"struck off the centre's work list as not wanted"});
}

// What was there before cannot be told from what is typed later: nothing goes on the list.
Outcome CannotBeJudged(const ExportReading& reading) {
  return Undone(Outcome::Kind::kNotDone, Reason::kExportOutdated, {reading.because});
}

bool HasSchool(const Reports& reports, std::int64_t school_id) {
  return std::any_of(reports.schools.begin(), reports.schools.end(),
                     [&](const desktop_wire::SchoolRow& school) { return school.id == school_id; });
}

bool EndedLater(const WorkItem& a, const WorkItem& b) {
  return std::pair(b.ended, b.number) < std::pair(a.ended, a.number);
}

}  // namespace

FolderData::FolderData(ExportFolder& folder, const ports::Clock& clock, Journal& journal, FolderSettings settings)
    : folder_(folder),
      clock_(clock),
      journal_(journal),
      settings_(std::move(settings)),
      list_(journal),
      guard_(journal) {
  state_.kind = "folder";
}

async::Task<desktop_wire::Finished> FolderData::ReadSchool(desktop_wire::ReadSchool task, SnapshotSink& sink) {
  ExportReading reading = co_await Look(task.school_id);
  desktop_wire::Finished finished;
  for (const std::string& id : co_await list_.TakeBack(std::move(task.not_wanted), clock_.Now())) {
    reading.details.push_back("taken off the work list, because it was settled otherwise: " + id);
  }
  if (reading.useful) co_await list_.Settle(reading.reports, clock_.Now());
  co_await WriteFiles();
  for (const std::string& id : std::exchange(struck_, {})) {
    reading.details.push_back("struck off the work list as not wanted: " + id);
  }
  if (!put_aside_.empty()) {
    reading.details.push_back("no marks could be read in worklist.csv; it was kept as " + put_aside_);
  }
  for (const std::string& id : list_.unreadable()) {
    reading.details.push_back("an entry of the work list was written by another version and cannot be shown: " + id);
  }
  for (const std::string& file : unwritten_) reading.details.push_back(file + " could not be written");
  if (!reading.useful) {
    finished.outcome = Undone(Outcome::Kind::kNotDone, Reason::kExportOutdated, std::move(reading.details));
    co_return finished;
  }
  desktop_wire::ReadingFacts facts;
  facts.complete = reading.complete;
  facts.incomplete_because = reading.because;
  facts.age_seconds = reading.age_seconds;
  facts.statuses_known = reading.reports.statuses_known;
  facts.work_list = list_.OpenIds();
  std::vector<desktop_wire::Chunk> pieces = PiecesOf(std::move(reading.reports));
  for (desktop_wire::Chunk& piece : pieces) {
    const bool wanted = co_await sink.Put(std::move(piece));
    if (!wanted) {
      finished.outcome =
          Undone(Outcome::Kind::kNotDone, Reason::kOutcomeUnknown, {"the reading was not wanted any more"});
      co_return finished;
    }
  }
  finished.outcome = Done(std::to_string(task.school_id));
  finished.outcome.details = std::move(reading.details);
  finished.reading = std::move(facts);
  co_return finished;
}

async::Task<Outcome> FolderData::CreateFamily(std::string command_id, desktop_wire::CreateFamily task, Progress&) {
  ExportReading reading = co_await Look(task.school_id);
  WorkItem item = FamilyItem(command_id, task, reading.reports);
  if (auto known = Known(command_id)) co_return co_await AskedAgain(std::move(*known), std::move(item), reading);
  if (!reading.complete) co_return CannotBeJudged(reading);
  // Without its payers a family is never recognised again, and its next child would make a second one.
  if (!reading.reports.payers_known) {
    co_return Undone(Outcome::Kind::kNotDone, Reason::kExportOutdated, {std::string(kPayersFile) + kPayersAreNeeded});
  }
  std::set<std::string> taken = list_.ProposedKeys(task.school_id);
  for (const desktop_wire::AccountRow& account : reading.reports.accounts) {
    if (account.school_id == task.school_id) taken.insert(account.key);
  }
  item.account_key = FreeAccountKey(item.account_key, taken);
  co_return co_await PutOnList(std::move(item), ExportIndex(reading.reports));
}

async::Task<Outcome> FolderData::CreateChild(std::string command_id, desktop_wire::CreateChild task, Progress&) {
  ExportReading reading = co_await Look(task.school_id);
  WorkItem item = ChildItem(command_id, task, reading.reports);
  if (auto known = Known(command_id)) co_return co_await AskedAgain(std::move(*known), std::move(item), reading);
  if (!reading.complete) co_return CannotBeJudged(reading);
  const ExportIndex index(reading.reports);
  // Staff were quicker: the engine looks again and links what they typed. Nobody gets a second child of one name and
  // birth date in one household from us, also when a person asked for it.
  if (index.StandsInHousehold(item, task.account_id)) {
    co_return Undone(Outcome::Kind::kNotDone, Reason::kRejectedByProcare, {"child: is in the account already"});
  }
  const auto& accounts = reading.reports.accounts;
  const bool there = std::any_of(accounts.begin(), accounts.end(), [&](const desktop_wire::AccountRow& account) {
    return account.id == task.account_id && account.school_id == task.school_id;
  });
  if (there) co_await list_.FamilyIsThere(item, clock_.Now());
  co_return co_await PutOnList(std::move(item), index);
}

async::Task<Outcome> FolderData::PlaceChild(std::string command_id, desktop_wire::PlaceChild task, Progress&) {
  ExportReading reading = co_await Look(task.school_id);
  WorkItem item = PlaceItem(command_id, task, reading.reports);
  const ExportIndex index(reading.reports);
  // To say it again is harmless, so what is there already is done.
  const std::vector<std::string> placed = index.RecordsAlike(item);
  auto known = Known(command_id);
  if (!known && !placed.empty()) co_return Done(placed.front());
  if (known) co_return co_await AskedAgain(std::move(*known), std::move(item), reading);
  co_return co_await PutOnList(std::move(item), index);
}

async::Task<Outcome> FolderData::CheckSetup(desktop_wire::CheckSetup task) {
  ExportReading reading = co_await ReadExport(folder_, settings_.reports, task.school_id, clock_.Now());
  if (task.school_id != 0) co_await JudgeSchool(task.school_id, reading, false);
  Remember(reading);
  std::vector<std::string> lines;
  if (reading.useful) lines = LinesOf(reading, task.school_id);
  lines.insert(lines.end(), reading.details.begin(), reading.details.end());
  const bool writable = co_await folder_.CanBeWritten();
  if (!writable) {
    lines.push_back(std::string(kWorkPageFile) + " and " + kWorkCsvFile +
                    " could not be written into the folder; give the agent's user the right to change it.");
  }
  if (!reading.complete || !writable) {
    co_return Undone(Outcome::Kind::kNotDone, Reason::kExportOutdated, std::move(lines));
  }
  Outcome outcome = Done(std::to_string(task.school_id));
  outcome.details = std::move(lines);
  co_return outcome;
}

async::Task<ExportReading> FolderData::Look(std::int64_t school_id) {
  co_await list_.Load();
  co_await LookForMarks();
  ExportReading reading = co_await ReadExport(folder_, settings_.reports, school_id, clock_.Now());
  co_await JudgeSchool(school_id, reading, true);
  Remember(reading);
  co_return reading;
}

async::Task<void> FolderData::JudgeSchool(std::int64_t school_id, ExportReading& reading, bool remember) {
  if (reading.useful) co_await BelongsToOneSchool(school_id, reading, remember);
  if (reading.complete) co_await DoubtFewChildren(school_id, reading, remember);
  // A new one has no row yet, and is there all the same.
  if (reading.complete && !HasSchool(reading.reports, school_id)) reading.reports.schools.push_back({school_id, ""});
}

async::Task<void> FolderData::DoubtFewChildren(std::int64_t school_id, ExportReading& reading, bool remember) {
  const std::string number = std::to_string(school_id);
  const bool named = settings_.schools.contains(school_id);
  if (!settings_.schools.empty() && !named) {
    reading.because = "data.schools does not name school " + number +
                      "; look whether this is its number in Procare, and add it to the agent's configuration.";
  } else if (!named && !reading.reports.schools.empty() && !HasSchool(reading.reports, school_id)) {
    reading.because = std::string(kChildrenFile) + " has no row of school " + number +
                      ", but of others; look whether this is its number in Procare. If it is a new school without "
                      "children, name all schools of the folder in data.schools of the agent's configuration.";
  } else {
    reading.because =
        co_await guard_.Judge(school_id, ChildrenAt(reading.reports, school_id), reading.exported, remember);
  }
  reading.complete = reading.because.empty();
  if (!reading.complete) reading.details.insert(reading.details.begin(), reading.because);
}

async::Task<void> FolderData::LookForMarks() {
  const std::map<std::string, std::string> entries = co_await journal_.Load();
  const auto aside = entries.find(kPutAsideKey);
  put_aside_ = aside == entries.end() ? std::string() : aside->second;
  if (!put_aside_.empty() && !co_await IsThere(put_aside_)) {  // somebody has looked at it and taken it away
    co_await journal_.Erase(kPutAsideKey);
    put_aside_.clear();
  }
  marks_from_ = co_await folder_.Read(kWorkCsvFile, kMostListBytes);
  marks_unclear_ = false;
  if (!marks_from_) co_return;
  auto marks = ReadWorkMarks(*marks_from_);
  // A last line without its end may be one that is being written.
  const bool whole = marks && (marks_from_->ends_with('\n') || !co_await IsBeingSaved());
  if (whole) {
    const auto struck = co_await list_.Strike(std::move(marks->struck), std::move(marks->listed), clock_.Now());
    struck_.insert(struck_.end(), struck.begin(), struck.end());
    co_return;
  }
  if (marks_from_->empty() || co_await IsBeingSaved()) {
    marks_unclear_ = !marks_from_->empty();
    co_return;
  }
  co_await PutAside();
}

async::Task<bool> FolderData::IsThere(std::string name) {
  const std::vector<ExportFile> files = co_await folder_.List();
  co_return std::any_of(files.begin(), files.end(), [&](const ExportFile& file) { return file.name == name; });
}

async::Task<bool> FolderData::IsBeingSaved() {
  const std::vector<ExportFile> files = co_await folder_.List();
  co_return std::any_of(files.begin(), files.end(), [this](const ExportFile& file) {
    const auto since = clock_.Now() - file.modified;
    return file.name == kWorkCsvFile && since >= domain::Milliseconds(0) &&
           since < settings_.reports.still_being_written;
  });
}

async::Task<void> FolderData::PutAside() {
  const std::string name = "worklist-unreadable-" + domain::FormatInstant(clock_.Now()).substr(0, 10) + ".csv";
  if (!co_await folder_.Rename(kWorkCsvFile, name)) {
    marks_unclear_ = true;  // never overwritten: somebody's marks may be in it
    co_return;
  }
  marks_from_.reset();
  put_aside_ = name;
  co_await journal_.Put(kPutAsideKey, name);
}

// Without a column School ID, all rows would seem to be of whatever school is asked for: the folder then belongs to the
// school that was asked for first, and to no other (I9).
async::Task<void> FolderData::BelongsToOneSchool(std::int64_t school_id, ExportReading& reading, bool remember) {
  if (reading.reports.schools_told) co_return;
  const std::map<std::string, std::string> entries = co_await journal_.Load();
  const auto found = entries.find(kSchoolKey);
  if (found == entries.end()) {
    if (remember) co_await journal_.Put(kSchoolKey, std::to_string(school_id));
  } else if (found->second != std::to_string(school_id)) {
    reading = ExportReading{};
    reading.because = std::string(kChildrenFile) + " has no column \"School ID\" and is taken for school " +
                      found->second + "; export it with this column to read school " + std::to_string(school_id) + ".";
    reading.details = {reading.because};
  }
}

std::optional<Outcome> FolderData::Known(const std::string& command_id) const {
  const WorkItem* item = list_.Find(command_id);
  if (item == nullptr) return std::nullopt;
  switch (item->state) {
    case WorkState::kOpen:
      return Undone(Outcome::Kind::kUnknown, Reason::kOnWorkList, {});
    case WorkState::kDone:
      // Several appeared at once: the engine looks and says which.
      return item->record.empty() ? Undone(Outcome::Kind::kUnknown, Reason::kOutcomeUnknown, {}) : Done(item->record);
    case WorkState::kNotWanted:
      return NotWanted();
    case WorkState::kTakenBack:
      break;  // needed all the same
  }
  return std::nullopt;
}

async::Task<Outcome> FolderData::AskedAgain(Outcome known, WorkItem item, const ExportReading& reading) {
  // Names of schools, rooms and accounts are in the export alone.
  if (reading.useful) co_await list_.Refresh(std::move(item));
  co_await WriteFiles();  // an earlier try may have ended between journal and page
  co_return known;
}

async::Task<Outcome> FolderData::PutOnList(WorkItem item, const ExportIndex& index) {
  if (list_.NotWantedAlike(item) != nullptr) co_return NotWanted();
  if (list_.OpenCards() >= kMostCards) {
    co_return Undone(
        Outcome::Kind::kNotDone, Reason::kQueued,
        {"the work list is full: " + std::to_string(kMostCards) + " cards are open; work through some of them first"});
  }
  for (std::string& id : index.RecordsAlike(item)) item.known_before.insert(std::move(id));
  item.look_at = index.NearMatches(item);
  co_await list_.Add(std::move(item), clock_.Now());
  co_await WriteFiles();
  std::vector<std::string> details;
  for (const std::string& file : unwritten_) details.push_back(file + " could not be written");
  co_return Undone(Outcome::Kind::kUnknown, Reason::kOnWorkList, std::move(details));
}

// Only what changed: a person may have the spreadsheet open. What somebody saved since the marks were looked for, or is
// saving just now, is not overwritten.
async::Task<void> FolderData::WriteFiles() {
  const WorkView view = View();
  const auto date_at = [this](domain::Instant instant) {
    if (settings_.zone) return settings_.zone->DateAt(instant);
    return domain::CivilDate::FromDays(std::chrono::floor<std::chrono::days>(instant));
  };
  const WorkPageFacts facts{
      .centre = settings_.centre, .today = date_at(clock_.Now()), .date_at = date_at, .put_aside = put_aside_};
  unwritten_.clear();
  const std::vector<std::pair<std::string, std::string>> files = {{kWorkPageFile, WriteWorkPage(view, facts)},
                                                                  {kWorkCsvFile, WriteWorkCsv(view)}};
  for (const auto& [name, bytes] : files) {
    const std::optional<std::string> there = co_await folder_.Read(name, kMostListBytes);
    if (there == bytes) continue;
    const bool in_hand = name == kWorkCsvFile && (marks_unclear_ || there != marks_from_);
    bool written = false;
    if (!in_hand) written = co_await folder_.Write(name, bytes);
    if (!written) unwritten_.push_back(name);
    if (written && name == kWorkCsvFile) marks_from_ = bytes;
  }
}

WorkView FolderData::View() const {
  WorkView view;
  for (const auto& [id, item] : list_.items()) {
    const WorkItem* card = item.shown_with.empty() ? nullptr : list_.Find(item.shown_with);
    if (card != nullptr && card->state == item.state) continue;
    if (item.state == WorkState::kOpen) view.open.push_back(item);
    if (item.state == WorkState::kDone) view.done.push_back(item);
    if (item.state == WorkState::kNotWanted) view.not_wanted.push_back(item);
    if (item.state == WorkState::kTakenBack) view.taken_back.push_back(item);
  }
  std::sort(view.open.begin(), view.open.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
  std::sort(view.done.begin(), view.done.end(), EndedLater);
  std::sort(view.not_wanted.begin(), view.not_wanted.end(), EndedLater);
  std::sort(view.taken_back.begin(), view.taken_back.end(), EndedLater);
  return view;
}

void FolderData::Remember(const ExportReading& reading) {
  state_.good = reading.complete;
  state_.reason = Reason::kExportOutdated;
  state_.details = reading.complete ? std::vector<std::string>() : std::vector<std::string>{reading.because};
}

}  // namespace ikp::desktop_agent
