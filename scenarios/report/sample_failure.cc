#include "scenarios/report/sample_failure.h"

#include <chrono>
#include <initializer_list>
#include <utility>

namespace ikp::scenarios::report {
namespace {

using domain::Milliseconds;
using oracle::Exchange;
using oracle::Fate;
using oracle::History;
using oracle::Peer;
using oracle::Sequence;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Scenario MakeScenario() {
  Scenario scenario;
  scenario.seed = 41;
  scenario.start = *domain::ParseInstant("2026-03-02T13:00:00Z");
  scenario.sites = {Site{.rooms = {"Toddlers", "Pre-K"}}};
  scenario.families = {Family{.guardians = {{"Ada", "Okafor", "ada@example.org", "+12125550101"}},
                              .children = {{.first_name = "Zoe", .last_name = "Okafor", .birth_date = "2021-05-01"}}},
                       Family{.guardians = {{"Per", "Lindqvist", "per@example.org", "+12125550102"}},
                              .children = {{.first_name = "Bo", .last_name = "Lindqvist", .birth_date = "2022-11-30"}},
                              .in_procare = true,
                              .procare_spelling = "upper"}};
  scenario.actions = {{.at = seconds(5), .kind = ActionKind::kSetStatus, .family = 0, .child = 0, .value = "Enrolled"},
                      {.at = hours(3), .kind = ActionKind::kAssignRoom, .family = 1, .child = 0, .number = 1}};
  scenario.faults = {
      {.kind = FaultKind::kAnswerLost, .where = System::kProcare, .method = "POST", .after = 1, .count = 1},
      {.at = hours(7), .kind = FaultKind::kCrash, .where = System::kEngine, .ms = minutes(5)}};
  scenario.procare_switches = {{"po.unique_guardian_email", "on"}};
  scenario.safety_ends = hours(12);
  return scenario;
}

// Writes the history from the beginning to the end; each step takes the next sequence number.
class Writer {
 public:
  explicit Writer(SampleFailure& sample) : sample_(sample), history_(sample.history), now_(sample.scenario.start) {
    history_.began = now_;
  }

  void At(Milliseconds since_start) { now_ = sample_.scenario.start + since_start; }
  void Pass(Milliseconds time) { now_ += time; }
  Sequence Next() { return ++seq_; }
  oracle::Instant now() const { return now_; }

  void IksChild(int family, std::string status, bool by_sync = false) {
    const Child& child = sample_.scenario.families[static_cast<std::size_t>(family)].children[0];
    const std::string number = std::to_string(family + 1);
    oracle::IksChildVersion version;
    version.seq = Next();
    version.at = now_;
    version.id = "child-" + number;
    version.family = "family-" + number;
    version.location = "loc-1";
    version.status = std::move(status);
    version.first_name = child.first_name;
    version.last_name = child.last_name;
    version.birth_date = child.birth_date;
    version.by_sync = by_sync;
    version.person = {family, 0};
    history_.iks_children.push_back(std::move(version));
  }
  void IksFamily(int family, std::string contacts) {
    history_.iks_families.push_back({.seq = Next(),
                                     .at = now_,
                                     .id = "family-" + std::to_string(family + 1),
                                     .location = "loc-1",
                                     .contacts = std::move(contacts),
                                     .family = family});
  }
  void ProcareChild(std::string id, std::string room, oracle::By by, int exchange) {
    const bool zoe = exchange >= 0;  // the only child that the engine creates
    oracle::ProcareChildVersion version;
    version.seq = Next();
    version.at = now_;
    version.tenant = "tenant-0";
    version.id = std::move(id);
    version.school = "school-1";
    version.first_family = zoe ? "pf-4" : "pf-1";
    version.first_name = zoe ? "Zoe" : "BO";
    version.last_name = zoe ? "Okafor" : "LINDQVIST";
    version.birth_date = zoe ? "2021-05-01" : "2022-11-30";
    version.status = "active";
    version.room_name = std::move(room);
    version.by = by;
    version.exchange = exchange;
    if (!zoe) version.person = {1, 0};
    history_.procare_children.push_back(std::move(version));
  }
  void ProcareFamily(std::string id, std::string name, oracle::By by, int exchange) {
    history_.procare_families.push_back({.seq = Next(),
                                         .at = now_,
                                         .tenant = "tenant-0",
                                         .id = std::move(id),
                                         .school = "school-1",
                                         .name = std::move(name),
                                         .by = by,
                                         .exchange = exchange});
  }
  void Act(int action) { history_.acts.push_back({.seq = Next(), .at = now_, .action = action}); }
  void Fault(int fault, bool begins) {
    history_.faults.push_back({.seq = Next(), .at = now_, .fault = fault, .begins = begins});
  }
  void Log(std::string text) { history_.log.push_back({.seq = Next(), .at = now_, .engine = engine_, .text = text}); }
  void Write(std::string what) {
    history_.writes.push_back({.seq = Next(), .at = now_, .engine = engine_, .what = std::move(what)});
  }
  void Start() { history_.lives.push_back({.engine = ++engine_, .started_seq = Next(), .started = now_}); }
  void Die(std::string cause) {
    history_.lives.back().died_seq = Next();
    history_.lives.back().died = now_;
    history_.lives.back().cause = std::move(cause);
  }

  // Sent and handled 40 ms later; the answer is for Answer or GiveUp. Returns the index.
  int Send(Peer peer, std::string method, std::string path, std::string body = {}) {
    Exchange exchange{.sent_seq = Next(), .sent = now_, .engine = engine_, .peer = peer};
    exchange.method = std::move(method);
    exchange.path = std::move(path);
    exchange.body = std::move(body);
    Pass(Milliseconds(40));
    exchange.handled_seq = Next();
    exchange.handled = now_;
    exchange.deliveries = 1;
    history_.exchanges.push_back(std::move(exchange));
    return static_cast<int>(history_.exchanges.size()) - 1;
  }
  void Answer(int index, int status, std::string answer = {}) {
    Pass(Milliseconds(40));
    Exchange& exchange = history_.exchanges[static_cast<std::size_t>(index)];
    exchange.answered_seq = Next();
    exchange.answered = now_;
    exchange.status = status;
    exchange.answer = std::move(answer);
    exchange.fate = Fate::kAnswered;
  }
  void LoseAnswer(int index, int status, Milliseconds timeout) {
    Exchange& exchange = history_.exchanges[static_cast<std::size_t>(index)];
    now_ = exchange.sent + timeout;
    exchange.answered_seq = Next();
    exchange.answered = now_;
    exchange.status = status;
    exchange.fate = Fate::kAnswerLost;
    exchange.fault = "the answer is lost";
  }
  void Read(Peer peer, std::string path) { Answer(Send(peer, "GET", std::move(path)), 200); }
  void Webhook(std::string body) {
    history_.webhooks.push_back({.sent_seq = Next(), .sent = now_, .body = std::move(body), .status = 202});
    Pass(Milliseconds(20));
    history_.webhooks.back().answered_seq = Next();
  }

 private:
  SampleFailure& sample_;
  History& history_;
  oracle::Instant now_;
  Sequence seq_ = 0;
  int engine_ = -1;
};

void Begin(Writer& writer) {
  writer.IksFamily(0, "Ada Okafor ada@example.org +12125550101");
  writer.IksChild(0, "Waitlist");
  writer.IksFamily(1, "Per Lindqvist per@example.org +12125550102");
  writer.IksChild(1, "Waitlist");
  writer.ProcareFamily("pf-1", "LINDQVIST", oracle::By::kSeed, -1);
  writer.ProcareChild("kid-1", "Toddlers", oracle::By::kSeed, -1);
  writer.Start();
  writer.Log("info engine_started sites=1");
  writer.Fault(0, true);
}

// The push that creates the child twice.
void PushTwice(Writer& writer) {
  writer.At(seconds(5));
  writer.Act(0);
  writer.IksChild(0, "Enrolled");
  writer.Webhook(R"({"event_id":"evt-1","type":"child.status_changed","child_id":"child-1","family_id":"family-1",)"
                 R"("old":"Waitlist","new":"Enrolled"})");
  writer.Log("info trigger_received child=child-1 event=evt-1");
  writer.Read(Peer::kIks, "/api/v1/families/family-1");
  writer.Read(Peer::kProcare, "/api/v1/families?school_id=school-1&limit=100&offset=0");
  writer.Read(Peer::kProcare,
              "/api/v1/children?school_id=school-1&status=active&status=hold&status=inactive&limit=100");
  writer.Write("OpenIntent create_family family-1");
  const int family =
      writer.Send(Peer::kProcare, "POST", "/api/v1/families", R"({"name":"Okafor","school_id":"school-1"})");
  writer.ProcareFamily("pf-4", "Okafor", oracle::By::kApi, family);
  writer.Answer(family, 201, R"({"id":"pf-4","name":"Okafor"})");
  writer.Write("OpenIntent create_child child-1");
  const std::string body = R"({"family_id":"pf-4","first_name":"Zoe","last_name":"Okafor","dob":"2021-05-01"})";
  const int first = writer.Send(Peer::kProcare, "POST", "/api/v1/children", body);
  writer.ProcareChild("kid-7", "", oracle::By::kApi, first);
  writer.LoseAnswer(first, 201, seconds(30));
  writer.Log("warn request_failed child=child-1 error=timeout next=again");
  writer.Pass(seconds(1));
  const int second = writer.Send(Peer::kProcare, "POST", "/api/v1/children", body);
  writer.ProcareChild("kid-8", "", oracle::By::kApi, second);
  writer.Answer(second, 201, R"({"id":"kid-8","first_name":"Zoe"})");
  writer.Write("SettleIntent create_child child-1 done kid-8; PutLink child-1 kid-8");
  const int patch =
      writer.Send(Peer::kIks, "PATCH", "/api/v1/children/child-1", R"({"push_state":"linked","procare_ref":"kid-8"})");
  writer.IksChild(0, "Enrolled", true);
  writer.Answer(patch, 200);
}

void AfternoonAndCrash(Writer& writer) {
  for (int hour = 1; hour <= 6; ++hour) {
    writer.At(hours(hour));
    if (hour == 3) {
      writer.Act(1);
      writer.ProcareChild("kid-1", "Pre-K", oracle::By::kStaff, -1);
    }
    writer.Read(Peer::kIks, "/api/v1/children?location_id=loc-1&status=Enrolled&updated_since=2026-03-02T13%3A00");
  }
  writer.At(hours(7));
  writer.Fault(1, true);
  writer.Die("crash");
  writer.At(hours(7) + minutes(5));
  writer.Start();
  writer.Log("info engine_started sites=1 open_intents=0");
}

void QuietNights(Writer& writer, History& history) {
  writer.At(hours(12));
  history.healed_seq = writer.Next();
  history.healed = writer.now();
  for (int night = 0; night < 4; ++night) {
    writer.At(hours(20) + hours(24) * night);
    writer.Log("info nightly_started site=site-0");
    for (const char* path : {"/api/v1/classrooms?school_id=school-1", "/api/v1/children?school_id=school-1&limit=100",
                             "/api/v1/families?school_id=school-1&limit=100"}) {
      writer.Read(Peer::kProcare, path);
    }
    writer.Read(Peer::kIks, "/api/v1/children?location_id=loc-1&limit=100");
    writer.Log("info nightly_done site=site-0 written=0");
    if (night != 0) continue;
    history.converged_seq = writer.Next();
    history.converged_by = writer.now();
  }
  history.ended = writer.now();
}

oracle::Findings MakeFindings(const History& history) {
  oracle::Finding finding;
  finding.invariant = 1;
  finding.kind = "duplicate_child";
  finding.sentence =
      "IKS child child-1 (Zoe Okafor) has two children in Procare, both created by the engine: kid-7 and "
      "kid-8.";
  const auto record = [&](const char* id, std::size_t version) {
    const auto& child = history.procare_children[version];
    const auto& exchange = history.exchanges[static_cast<std::size_t>(child.exchange)];
    return oracle::ClashingRecord{
        "Procare child " + std::string(id),
        {{"name", child.first_name + " " + child.last_name},
         {"birth date", child.birth_date},
         {"school", child.school},
         {"family", child.first_family},
         {"created at", domain::FormatInstant(child.at)},
         {"created by", "request #" + std::to_string(child.exchange) + ", POST " + exchange.path},
         {"its answer", exchange.fate == Fate::kAnswerLost ? "lost" : "201"},
         {"linked to", exchange.fate == Fate::kAnswerLost ? "" : "child-1"}}};
  };
  finding.at = history.procare_children[2].at;
  finding.records = {record("kid-7", 1), record("kid-8", 2)};
  return {finding};
}

}  // namespace

SampleFailure MakeSampleFailure() {
  SampleFailure sample;
  sample.scenario = MakeScenario();
  sample.history.sites = {{"site-0", "loc-1", "tenant-0", "school-1", "America/New_York", "04:00", true}};
  Writer writer(sample);
  Begin(writer);
  PushTwice(writer);
  AfternoonAndCrash(writer);
  QuietNights(writer, sample.history);
  sample.findings = MakeFindings(sample.history);
  return sample;
}

FailureReport SampleFailure::Report() const {
  return {.scenario = scenario,
          .finding = findings.front(),
          .seed = "41",
          .commit = "bc4f3aa",
          .command = "tools/scenarios replay scenarios/regressions/blind_second_post.json",
          .path = "scenarios/regressions/blind_second_post.json",
          .original_actions = 37,
          .original_faults = 11,
          .executions = 412};
}

PageInput SampleFailure::Page() const {
  return {.scenario = scenario,
          .history = history,
          .findings = findings,
          .seed = "41",
          .hash = 0x9F3C21D407AA55E1,
          .commit = "bc4f3aa",
          .command = "tools/scenarios replay scenarios/regressions/blind_second_post.json",
          .path = "scenarios/regressions/blind_second_post.json"};
}

}  // namespace ikp::scenarios::report
