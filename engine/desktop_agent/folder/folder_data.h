// FolderData: the data of a Procare Desktop installation by way of a folder: reports that are exported into it are
// read, and what is to be written goes onto a work list for the staff, because no way to write is public (H42). Nothing
// of the database engine is assumed.
//
// A command that has an effect is answered at once with "unknown, on the work list"; later readings name the commands
// that are still open, and when an export shows what was wanted, the engine recognises it as it would any other lost
// answer. Repeating a command never makes a second item, and a record that was there before the command never counts as
// its effect.
//
// Names of people are in the work list and in the journal's entries "work:...", and nowhere else (I13).
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/async/task.h"
#include "engine/desktop_agent/desktop_data.h"
#include "engine/desktop_agent/folder/export_folder.h"
#include "engine/desktop_agent/folder/export_reading.h"
#include "engine/desktop_agent/folder/shrink_guard.h"
#include "engine/desktop_agent/folder/work_csv.h"
#include "engine/desktop_agent/folder/work_list.h"
#include "engine/desktop_agent/folder/work_match.h"
#include "engine/desktop_agent/journal.h"
#include "engine/domain/time_zone.h"
#include "engine/ports/clock.h"

namespace ikp::desktop_agent {

struct FolderSettings {
  std::string centre;                    // its name, for the page
  std::optional<domain::TimeZone> zone;  // of the centre, for the days on the page; nothing: UTC
  ExportSettings reports = {};
  // Those that the folder is for. One without a row is believed to be new; empty: known by their rows alone.
  std::set<std::int64_t> schools = {};
};

class FolderData final : public DesktopData {
 public:
  // All outlive the data. The journal may hold other things beside "work:..." and "folder:...".
  FolderData(ExportFolder& folder, const ports::Clock& clock, Journal& journal, FolderSettings settings);

  desktop_wire::DataState State() const override { return state_; }
  async::Task<desktop_wire::Finished> ReadSchool(desktop_wire::ReadSchool task, SnapshotSink& sink) override;
  async::Task<desktop_wire::Outcome> CreateFamily(std::string command_id, desktop_wire::CreateFamily task,
                                                  Progress& progress) override;
  async::Task<desktop_wire::Outcome> CreateChild(std::string command_id, desktop_wire::CreateChild task,
                                                 Progress& progress) override;
  async::Task<desktop_wire::Outcome> PlaceChild(std::string command_id, desktop_wire::PlaceChild task,
                                                Progress& progress) override;
  // Reads and remembers nothing but the state: the work list, its marks and the journal stay as they are, so it may run
  // beside the agent and with an empty journal.
  async::Task<desktop_wire::Outcome> CheckSetup(desktop_wire::CheckSetup task) override;

 private:
  // Loads the list, looks what was struck off, and reads the export. Reports of a school that the folder is not for
  // are not useful.
  async::Task<ExportReading> Look(std::int64_t school_id);
  // Whether the export is this school's, and whole. `remember`: for the next one to be compared with.
  async::Task<void> JudgeSchool(std::int64_t school_id, ExportReading& reading, bool remember);
  async::Task<void> DoubtFewChildren(std::int64_t school_id, ExportReading& reading, bool remember);
  async::Task<void> LookForMarks();
  // A worklist.csv in which no mark can be read is kept beside, and the page says so.
  async::Task<void> PutAside();
  async::Task<bool> IsBeingSaved();
  async::Task<bool> IsThere(std::string name);
  async::Task<void> BelongsToOneSchool(std::int64_t school_id, ExportReading& reading, bool remember);
  // The outcome of a command that is known already; nothing: it is new.
  std::optional<desktop_wire::Outcome> Known(const std::string& command_id) const;
  // Of one that is open: what is asked for now goes onto its card.
  async::Task<desktop_wire::Outcome> AskedAgain(desktop_wire::Outcome known, WorkItem item,
                                                const ExportReading& reading);
  async::Task<desktop_wire::Outcome> PutOnList(WorkItem item, const ExportIndex& index);
  async::Task<void> WriteFiles();
  WorkView View() const;
  void Remember(const ExportReading& reading);

  ExportFolder& folder_;
  const ports::Clock& clock_;
  Journal& journal_;
  FolderSettings settings_;
  WorkList list_;
  ShrinkGuard guard_;
  desktop_wire::DataState state_;
  std::optional<std::string> marks_from_;  // the CSV as it was when marks were looked for, or written since
  bool marks_unclear_ = false;             // it seems to be saved just now
  std::string put_aside_;                  // the name of a worklist.csv that could not be read; empty: none
  std::vector<std::string> struck_;        // ids that were struck off since the last reading that told it
  std::vector<std::string> unwritten_;     // files of the work list that could not be written the last time
};

}  // namespace ikp::desktop_agent
