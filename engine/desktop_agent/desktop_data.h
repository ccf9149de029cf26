// DesktopData: the one narrow interface to the data of a Procare Desktop installation, whatever the way to it: sessions
// of the program, or a folder with exported reports and a work list. Which database engine the program has is not
// public [C.1], so nothing here speaks of one.
//
// One call at a time. Outcomes are told in three values: done, not done (certainly nothing was changed, with a reason),
// unknown (something may have been changed; the engine looks again). Expected failures are values. The ids of commands
// in the answers are filled in by the caller.
#pragma once

#include <string>

#include "engine/async/task.h"
#include "engine/desktop_wire/messages.h"
#include "engine/desktop_wire/rows.h"

namespace ikp::desktop_agent {

// What a command in hand shows of itself, and hears, while it is carried out.
class Pulse {
 public:
  virtual ~Pulse() = default;
  // One more step of it is done: a page was read, a record written.
  virtual void Moved() {}
  // False: another computer has taken over, or this one may not call any more. Nothing is to be written from now on.
  virtual bool MayWrite() const { return true; }
  // The database that is meant; empty: not known.
  virtual std::string database_id() const { return {}; }
};

// Takes the pieces of one reading, in order.
class SnapshotSink : public Pulse {
 public:
  // Fills in snapshot_id and seq itself. True: acknowledged. False: nobody wants it any more, stop reading.
  virtual async::Task<bool> Put(desktop_wire::Chunk chunk) = 0;
};

// What a command that has an effect must remember between two tries of it.
class Progress : public Pulse {
 public:
  // JSON text that an earlier, interrupted try of the same command saved; empty: this is the first try, or the earlier
  // one had not come to anything that could have an effect.
  virtual const std::string& before() const = 0;
  // Durable when it returns.
  virtual async::Task<void> Save(std::string text) = 0;
};

class DesktopData {
 public:
  virtual ~DesktopData() = default;
  // As it was at the last attempt to open the data.
  virtual desktop_wire::DataState State() const = 0;
  // Reads all accounts of the database, of all its schools. Outcome and what is known about the reading.
  virtual async::Task<desktop_wire::Finished> ReadSchool(desktop_wire::ReadSchool task, SnapshotSink& sink) = 0;
  virtual async::Task<desktop_wire::Outcome> CreateFamily(std::string command_id, desktop_wire::CreateFamily task,
                                                          Progress& progress) = 0;
  virtual async::Task<desktop_wire::Outcome> CreateChild(std::string command_id, desktop_wire::CreateChild task,
                                                         Progress& progress) = 0;
  virtual async::Task<desktop_wire::Outcome> PlaceChild(std::string command_id, desktop_wire::PlaceChild task,
                                                        Progress& progress) = 0;
  virtual async::Task<desktop_wire::Outcome> CheckSetup(desktop_wire::CheckSetup task) = 0;
};

}  // namespace ikp::desktop_agent
