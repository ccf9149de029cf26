// History: everything that happened in one run, as plain data. The world writes it, checkers read it, tests of checkers
// write it by hand. Nothing in it comes from the engine's own opinion except what is marked so.
//
// `Sequence` orders everything that happened in one run, whatever its kind; times alone may be equal.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/domain/instant.h"
#include "engine/ports/store.h"
#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios::oracle {

using Sequence = std::uint32_t;  // 1, 2, ...; 0 means "never"
using domain::Instant;

// Person: a real child of the scenario, whatever records of it exist.
struct Person {
  int family = -1;
  int child = -1;
  bool known() const { return family >= 0; }
  auto operator<=>(const Person&) const = default;
};

// How the sites of the scenario are named in the systems and in the engine's configuration.
struct SiteFacts {
  std::string id;        // of the engine
  std::string location;  // IKS
  std::string tenant;
  std::string school;  // Procare
  std::string zone;
  std::string nightly_at;
  bool mapped = true;
  bool desktop = false;  // `tenant` is then the installation, "pc-0", and `school` a number
};

enum class Peer { kIks, kProcare };

enum class Fate {
  kAnswered,
  kRequestLost,  // never arrived
  kAnswerLost,   // handled, the sender never learnt the answer
  kReset,        // refused before it was handled
  kUnreadable,   // truncated or somebody else's page arrived
  kSenderDied,   // the engine's process died while it waited
  kUnderWay,     // still on its way when the run ended
};

// A request of the engine, and what became of it. A command to an agent of Procare Desktop is one, too, whatever
// messages it takes: it is sent when it is first handed out, handled when it arrives at the agent, and answered when
// the engine is told how it ended. Its path and body are written as Online's would be, its answer is the outcome.
struct Exchange {
  Sequence sent_seq = 0;
  Sequence handled_seq = 0;   // first arrival at the peer
  Sequence answered_seq = 0;  // the answer (or a failure) reached the sender
  Instant sent{};
  Instant handled{};
  Instant answered{};
  int engine = 0;  // which process of the engine; 0 is the first
  Peer peer = Peer::kIks;
  std::string tenant = {};  // of Procare
  std::string method = {};
  std::string path = {};  // with query; without the base URL
  std::string body = {};  // as sent; of writes only
  std::string idempotency_key = {};
  bool tagged = false;      // of IKS: with the origin by which a write of the engine is known (H28)
  int status = 0;           // as the peer answered; 0 when it never did
  std::string answer = {};  // body of the answer to a write
  std::optional<std::int64_t> retry_after_ms = {};  // of the answer
  int deliveries = 0;                               // more than one: the network repeated it
  Fate fate = Fate::kUnderWay;
  bool known_not_sent = false;  // no connection was made, and the sender knows
  std::string fault = {};       // what the world did to it, for people
  bool command = false;         // to an agent
  int handed_out = 0;           // of a command: how often it left the engine
  Instant agent_looked{};       // of a command: when the agent began its last look before the first entry
};

// A webhook of IKS to the engine.
struct Webhook {
  Sequence sent_seq = 0;
  Sequence answered_seq = 0;
  Instant sent{};
  std::string body = {};
  int status = 0;  // 0: no answer
};

// A child in IKS, after each change.
struct IksChildVersion {
  Sequence seq = 0;
  Instant at{};
  std::string id, family, location;
  std::string status, classroom, actual_start, withdrawal;
  std::string first_name, last_name, birth_date, due_date, desired_start;
  std::int64_t version = 0;
  bool by_sync = false;  // the engine wrote it
  bool removed = false;
  Person person = {};
};

// A guardian or address is not followed field by field: families of IKS are remembered as one text.
struct IksFamilyVersion {
  Sequence seq = 0;
  Instant at{};
  std::string id, location;
  std::string contacts = {};     // names and contacts of the guardians, one text
  std::string merged_into = {};  // when gone
  bool complete = true;          // some guardian has a last name, and an email or a phone with area code (H14)
  bool removed = false;
  int family = -1;  // of the scenario
};

// Who changed a record in Procare.
enum class By { kSeed, kApi, kStaff, kParent, kSystem };

// A dated enrollment status of Procare Desktop [P11].
struct StatusEntry {
  std::int64_t id = 0;
  std::string date, label;
  By by = By::kStaff;
  bool operator==(const StatusEntry& other) const {
    return id == other.id && date == other.date && label == other.label;
  }
};

struct ProcareChildVersion {
  Sequence seq = 0;
  Instant at{};
  std::string tenant, id, school, first_family;
  std::string first_name, last_name, birth_date;
  std::string status, room_id, room_name, start, withdrawal, external_id;
  By by = By::kStaff;
  int exchange = -1;  // kApi: index of the exchange
  bool removed = false;
  Person person = {};  // known for what staff typed; for what the engine created, see ModelOf
  // Of Desktop: a child has a record for each school where an account has it. `status` is that of the moment, `start`
  // and `withdrawal` are what the rows say of it.
  bool desktop = false;
  bool hidden = false;                     // all its accounts of this school are
  std::vector<std::string> families = {};  // its accounts there, by number
  std::vector<StatusEntry> rows = {};      // of this school
};

struct ProcareFamilyVersion {
  Sequence seq = 0;
  Instant at{};
  std::string tenant, id, school, name;
  struct Guardian {
    std::string id, first_name, last_name, email;
    std::vector<std::string> phones;
    bool operator==(const Guardian&) const = default;
  };
  std::vector<Guardian> guardians = {};
  By by = By::kStaff;
  int exchange = -1;
  bool removed = false;
  int family = -1;  // of the scenario; -1 when not known
  bool desktop = false;
  std::string key = {};  // of the account
  bool hidden = false;
};

// A row of Procare that no list showed for a while, although its record was there (G11).
struct HiddenRow {
  Sequence seq = 0;
  Instant at{};
  std::string tenant, id;
};

// What a person did: an action of the scenario.
struct Act {
  Sequence seq = 0;
  Instant at{};
  int action = -1;        // index in the scenario
  bool done = true;       // false: it was not possible (no such record any more)
  std::string what = {};  // for people
};

struct FaultEvent {
  Sequence seq = 0;
  Instant at{};
  int fault = -1;  // index in the scenario; -1: everything heals
  bool begins = true;
  std::string what = {};
};

// One process of the engine.
struct EngineLife {
  int engine = 0;
  Sequence started_seq = 0;
  Sequence died_seq = 0;  // 0: lives at the end
  Instant started{};
  Instant died{};
  std::string cause = {};  // "crash", "power loss", "disk full", "restart"
  bool second = false;     // started beside another one by mistake
  bool wrote = true;       // something that it wrote became durable
};

// What happened at a PC with Procare Desktop, in a word: "asleep", "off", "reboots", "on", "agent started",
// "agent died", "restored", "merged" ...
struct PcEvent {
  Sequence seq = 0;
  Instant at{};
  int installation = 0;
  std::string what = {};
};

struct LogLine {
  Sequence seq = 0;
  Instant at{};
  int engine = 0;
  std::string text;  // "level event field=value ..."
};

struct DurableWrite {
  Sequence seq = 0;
  Instant at{};
  int engine = 0;
  std::string what = {};  // "OpenIntent create_child; AppendAudit": for people, and only in a detailed history
};

// A set-point of the world: the state of the limits that I15 watches, sampled now and then.
struct Sample {
  Sequence seq = 0;
  Instant at{};
  std::size_t tasks = 0;      // sleeping or ready coroutines of the engine
  std::size_t in_flight = 0;  // requests without an answer
  std::size_t triggers = 0;   // in the inbox
};

// What the engine's store holds at the end: the engine's own opinion.
struct Opinion {
  std::vector<ports::PushState> states = {};
  std::vector<ports::Link> links = {};
  std::vector<ports::Intent> open_intents = {};
  std::vector<ports::Review> open_reviews = {};
  std::vector<ports::Agreement> agreements = {};
  std::vector<ports::NightlyRun> nightly_runs = {};
  std::vector<ports::AuditEntry> audit = {};
  std::size_t pending_triggers = 0;
};

struct History {
  std::vector<SiteFacts> sites = {};  // by index of the scenario's sites
  std::vector<Exchange> exchanges = {};
  std::vector<Webhook> webhooks = {};
  std::vector<IksChildVersion> iks_children = {};
  std::vector<IksFamilyVersion> iks_families = {};
  std::vector<ProcareChildVersion> procare_children = {};
  std::vector<ProcareFamilyVersion> procare_families = {};
  std::vector<HiddenRow> hidden_rows = {};
  std::vector<Act> acts = {};
  std::vector<FaultEvent> faults = {};
  std::vector<EngineLife> lives = {};
  std::vector<PcEvent> pc_events = {};
  std::vector<LogLine> log = {};
  std::vector<DurableWrite> writes = {};
  std::vector<Sample> samples = {};
  Opinion opinion = {};
  std::vector<std::string> secrets = {};  // tokens and the like that no log may show (I13)

  Instant began{};
  Instant healed{};  // the safety phase ended: people stopped, faults are gone
  Sequence healed_seq = 0;
  Instant converged_by{};  // one complete nightly cycle of every site after that
  Sequence converged_seq = 0;
  Instant ended{};  // three nights later
  // Bounds that the world kept: from leaving the engine to showing in every list of Procare.
  domain::Milliseconds longest_lag{0};
};

}  // namespace ikp::scenarios::oracle
