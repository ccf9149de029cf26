// Timeline: a history as one ordered list of entries, as logs and pages show it. A request has an entry when it is
// sent, when it is handled and when the answer arrives, so that a lost message is an arrow that never arrives.
//
//   for (const Entry& entry : TimelineOf(scenario, history, verdict.findings)) out += Line(entry);
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/oracle/finding.h"
#include "scenarios/oracle/history.h"
#include "scenarios/report/concern.h"
#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios::report {

enum class Lane { kPeople, kIks, kEngine, kProcare, kFaults };
// "people", "IKS", "engine", "Procare", "faults"
std::string_view NameOf(Lane lane);

enum class EntryKind {
  kAct,      // people -> IKS, Procare or the engine's operator
  kRequest,  // leaves its sender
  kHandled,  // the peer has received it and works on it
  kAnswer,   // on its way back; also the sender's giving up
  kCall,     // request and answer in one, nothing in between (JoinCalls)
  kRecord,   // a record came to be, changed or went
  kFault,    // begins or ends
  kStart,    // of an engine's process
  kDeath,    // of an engine's process
  kNote,     // a line of the engine's log, a durable write
  kPhase,    // of the run: it begins, everything heals, it must have converged, it ends
};

enum class Arrival { kArrives, kLost, kDamaged };

struct Entry {
  oracle::Sequence seq = 0;
  oracle::Instant at{};
  EntryKind kind = EntryKind::kNote;
  Lane from = Lane::kEngine;
  Lane to = Lane::kEngine;  // as `from`: it happens there, no message
  Arrival arrival = Arrival::kArrives;
  std::string label = {};   // a word or two for the arrow: "POST", "201"
  std::string text = {};    // one short line
  std::string detail = {};  // more of it: bodies; may be empty
  std::string mark = {};    // what the world did to it: "the answer is lost"
  int status = 0;           // of an answer
  bool important = false;   // concerns a finding
  bool read = false;        // of a message: nothing is changed by it
  int exchange = -1;        // index in the history
  int engine = 0;           // which process
};
using Timeline = std::vector<Entry>;

struct TimelineOptions {
  bool log_lines = true;
  bool durable_writes = true;
};

Timeline TimelineOf(const Scenario& scenario, const oracle::History& history, const oracle::Findings& findings,
                    const TimelineOptions& options = {});

// A request that is handled at once becomes one entry; with its answer too, when nothing happened in between.
Timeline JoinCalls(const Timeline& timeline);

// The parts of TimelineOf that deal with messages (timeline_messages.cc); entries are appended in any order.
void AddExchanges(const oracle::History& history, const Concern& concern, Timeline& timeline);
void AddWebhooks(const oracle::History& history, const Concern& concern, Timeline& timeline);
// And with records (timeline_records.cc).
void AddRecords(const oracle::History& history, const Concern& concern, Timeline& timeline);

}  // namespace ikp::scenarios::report
