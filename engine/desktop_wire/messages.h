// Messages between the engine and the agent at a centre with Procare Desktop (contract pd.contract=assumed-1; nothing
// about such a transport is public). The agent opens every connection: outbound HTTPS only [P9, C.6].
//
//   POST /agent/v1/register    {activation_key, agent_id}                 -> {credential}
//   POST /agent/v1/poll        Poll, Authorization: Bearer <credential>   -> PollAnswer; held until there is a command
//   POST /agent/v1/heartbeat   Heartbeat                                  -> {}; while a command is being carried out
//   POST /agent/v1/chunk       Chunk                                      -> {next_seq}
//
// Commands come at least once, each with its id, one at a time: the agent polls again only after the command has come
// to its end, so whatever is asked later sees all of it. The agent keeps a journal of what it began and how it ended,
// and answers a repeated command from it. Ids of commands that have an effect are those of the engine's intents.
//
// An agent that starts anew with commands that it has begun names them with its poll, and does nothing about them
// before it has heard: the engine gives the command again, which means to go on with it, or says that it is not wanted,
// which ends it without any further effect.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/desktop_wire/rows.h"
#include "engine/domain/procare_school.h"
#include "engine/domain/reason.h"

namespace ikp::desktop_wire {

inline constexpr const char* kContract = "assumed-1";

// --- commands ------------------------------------------------------------------------------------------------------
// Reads one school as a snapshot with this id, in chunks.
struct ReadSchool {
  std::int64_t school_id = 0;
  // Commands on the centre's work list that were settled otherwise: they can be taken off it. Optional.
  std::vector<std::string> not_wanted = {};
  bool operator==(const ReadSchool&) const = default;
};

struct WantedRow {
  domain::CivilDate date = domain::CivilDate::FromDays({});
  std::string status;
  bool operator==(const WantedRow&) const = default;
};
struct WantedRelationship {
  domain::PersonName person;  // a payer of the child's account
  std::string label;
  bool lives_with = false;
  bool emergency = false;
  bool pickup = false;
  bool operator==(const WantedRelationship&) const = default;
};
// How a new child is to stand at the school, in the words of the site.
struct WantedPlacement {
  std::vector<WantedRow> rows;
  std::optional<std::int64_t> classroom_id;
  std::vector<WantedRelationship> relationships;
  bool operator==(const WantedPlacement&) const = default;
};

// An account with its payers. Payers who are in the database already (the same name and an equal e-mail or phone) are
// used, not entered anew (F7). The id of the outcome is the account's.
struct CreateFamily {
  std::int64_t school_id = 0;
  std::string key;  // up to 8 characters (H35); when it is taken, the agent puts digits at its end
  domain::NewFamily family;
  // Of the children that will follow, in their order: for where people carry everything out in one go.
  std::vector<WantedPlacement> placements = {};
  // Accounts that look like this family's and were seen before it was decided to create one. Another account of the
  // school that has one of its guardians as a payer was entered since: nothing is created then.
  std::vector<std::int64_t> known_accounts = {};
  bool operator==(const CreateFamily&) const = default;
};

// A child in an account. A child of the same name and birth date that is in the database at another school, or in
// another account, with one of this account's payers, is used, not entered anew. The id of the outcome is the child's
// GUID, or its number where there is none.
struct CreateChild {
  std::int64_t school_id = 0;
  std::int64_t account_id = 0;
  domain::NewChild child;
  WantedPlacement placement = {};  // what PlaceChild will ask for: for where people carry it out in one go
  // GUIDs, or numbers where there is none, of the account's payers as the engine knows them; empty: not known. An
  // account that has none of them is another family's, as after the restore of a backup: nothing is created in it.
  std::vector<std::string> payers = {};
  // Children who look like this one and were seen before it was decided to create it, by GUID or number. Another child
  // of this name and birth date at the school was entered since: nothing is created then.
  std::vector<std::string> known_children = {};
  bool operator==(const CreateChild&) const = default;
};

// Status rows, classroom and relationships of a child that was just created. Repeating it is harmless: what is there
// already is not written again, and nothing that staff entered meanwhile is changed.
struct PlaceChild {
  std::int64_t school_id = 0;
  std::string child;  // GUID, or number where there is none
  WantedPlacement placement;
  bool operator==(const PlaceChild&) const = default;
};

// Tries what a set-up needs: the data can be opened, and the school is there. Outcome details are lines for a person.
// It changes nothing. Only `desktop_agent check` asks for school 0: none in particular.
struct CheckSetup {
  std::int64_t school_id = 0;
  bool operator==(const CheckSetup&) const = default;
};

using Task = std::variant<ReadSchool, CreateFamily, CreateChild, PlaceChild, CheckSetup>;
struct Command {
  std::string id;
  Task task;
  std::string database_id = {};  // that is meant; another one is left alone. Empty: not known
  bool operator==(const Command&) const = default;
};

// --- outcomes ------------------------------------------------------------------------------------------------------
struct Outcome {
  enum class Kind { kDone, kNotDone, kUnknown };
  std::string command_id;
  Kind kind = Kind::kUnknown;
  std::string id;                                           // of the record; kDone
  domain::Reason reason = domain::Reason::kOutcomeUnknown;  // not kDone
  std::vector<std::string> details;                         // codes, field names, versions; no personal data
  std::vector<std::string> payers = {};                     // of a new account: GUIDs, or numbers; kDone
  // Of CheckSetup: the words of the site's lists; empty where they cannot be read.
  std::vector<std::string> status_labels = {};
  std::vector<std::string> relationship_labels = {};
  bool operator==(const Outcome&) const = default;
};

// What is known about a snapshot as a whole: beside the outcome of ReadSchool.
struct ReadingFacts {
  std::string snapshot_id;
  std::string database_id;
  bool complete = false;
  std::string incomplete_because;      // one sentence, no personal data
  std::int64_t age_seconds = 0;        // how old the data is: an export of yesterday; 0: read just now
  bool statuses_known = true;          // false: the report of enrollment statuses was not exported
  std::vector<std::string> work_list;  // ids of commands that wait on the centre's work list
  std::string attempt = {};            // whose pieces are meant: see Chunk
  std::int64_t pieces = 0;             // how many there are
  bool operator==(const ReadingFacts&) const = default;
};

// How things stand at the centre, with each poll.
struct DataState {
  std::string kind;                                       // "program" or "folder"
  bool good = true;                                       // the last attempt to open the data went well
  domain::Reason reason = domain::Reason::kProcareError;  // why not
  std::vector<std::string> details = {};
  std::string database_id = {};
  std::string server_version = {};
  std::string client_version = {};
  bool operator==(const DataState&) const = default;
};

struct Finished {
  Outcome outcome;
  std::optional<ReadingFacts> reading;  // of ReadSchool
  bool operator==(const Finished&) const = default;
};

struct Poll {
  std::string contract = kContract;
  std::string agent_version;
  std::string instance;    // of the running agent process: chosen anew at each start
  std::string journal_id;  // chosen when the journal was made: another one knows nothing of earlier commands
  DataState data;
  std::vector<Finished> finished;  // told again until they are accepted
  // Commands that this journal has begun and not ended. The answer comes at once when there are any.
  std::vector<std::string> begun = {};
  bool operator==(const Poll&) const = default;
};

struct PollAnswer {
  std::vector<Command> commands;             // at most one
  std::vector<std::string> accepted;         // command ids whose end is known now; the journal may forget them
  std::vector<std::string> not_wanted = {};  // of those begun: to be ended without any further effect
  bool operator==(const PollAnswer&) const = default;
};

// While a command is carried out.
struct Heartbeat {
  std::string instance;
  std::string command_id = {};  // that is in hand
  std::int64_t steps = 0;       // done of it by this process: pages read, records written. What grows is not stuck
  bool operator==(const Heartbeat&) const = default;
};

}  // namespace ikp::desktop_wire
