// SampleHistory: short hand-written histories for tests of the model and of the checkers. One site in New York, one
// tenant; every call is something that happens, a minute after the last one unless `At` moves the time.
//
//   SampleHistory sample;
//   sample.IksChild("c1", "Enrolled");
//   sample.EngineReads();
//   const auto mia = sample.EngineCreates("c1", "p1");
//   EXPECT_TRUE(sample.Judge(CheckNoDuplicate).empty());
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::oracle {

class SampleHistory {
 public:
  SampleHistory() {
    scenario.sites.resize(1);
    scenario.sites[0].rooms = {"Twos", "Threes"};
    for (int i = 0; i < 4; ++i) {
      Family family;
      family.children.resize(2);
      scenario.families.push_back(family);
    }
    history.sites.push_back({.id = "site-0",
                             .location = "loc-0",
                             .tenant = "t0",
                             .school = "school-0",
                             .zone = "America/New_York",
                             .nightly_at = "04:00"});
    history.began = now = *domain::ParseInstant("2026-03-02T13:00:00Z");
    scenario.start = history.began;
    history.lives.push_back({.engine = 0, .started_seq = 1, .started = now});
    history.longest_lag = std::chrono::minutes(2);
    IksFamily("f0", 0);
  }

  Scenario scenario;
  History history;
  Instant now;

  // --- time --------------------------------------------------------------------------------------------------------
  void At(const char* text) { now = *domain::ParseInstant(text); }
  void Pass(Milliseconds time) { now += time; }
  void Heal() {
    history.healed = now;
    history.healed_seq = seq_;
  }
  void Converge() {
    history.converged_by = now;
    history.converged_seq = seq_;
  }
  void End() { history.ended = now; }
  // Heals at once, converges a day and a half later, and ends after three quiet nights, all of them done.
  void Finish() {
    Heal();
    const auto healed = now;
    const auto first_night = std::chrono::floor<std::chrono::days>(now) + std::chrono::days(1) + std::chrono::hours(9);
    for (int night = 0; night < 5; ++night) {
      now = first_night + std::chrono::days(night);
      if (now >= healed + std::chrono::hours(36) && history.converged_seq == 0) Converge();
      Night();
    }
    if (history.converged_seq == 0) Converge();
    Pass(std::chrono::hours(3));
    End();
  }

  // --- people ------------------------------------------------------------------------------------------------------
  IksFamilyVersion& IksFamily(const std::string& id, int family) {
    auto& version = history.iks_families.emplace_back();
    version.seq = Next();
    version.at = now;
    version.id = id;
    version.location = "loc-0";
    version.contacts = "Ann|Lee|ann@example.com|||;";
    version.family = family;
    return version;
  }
  // A new version of an IKS child: like the last one of that id, in the given status.
  IksChildVersion& IksChild(const std::string& id, const std::string& status, bool by_sync = false) {
    IksChildVersion version;
    version.family = "f0";
    version.location = "loc-0";
    version.first_name = "Mia";
    version.last_name = "Lee";
    version.birth_date = "2023-05-01";
    version.person = {0, 0};
    for (const auto& old : history.iks_children) {
      if (old.id == id) version = old;
    }
    version.id = id;
    version.status = status;
    version.by_sync = by_sync;
    version.seq = Next();
    version.at = now;
    ++version.version;
    history.iks_children.push_back(version);
    return history.iks_children.back();
  }
  // From here on no list shows that row of Procare.
  void HidesRow(const std::string& id) { history.hidden_rows.push_back({Next(), now, "t0", id}); }
  // A new version of a Procare child: like the last one of that id.
  ProcareChildVersion& ProcareChild(const std::string& id, By by = By::kStaff) {
    ProcareChildVersion version;
    version.tenant = "t0";
    version.school = "school-0";
    version.first_family = "pf0";
    version.first_name = "Mia";
    version.last_name = "Lee";
    version.birth_date = "2023-05-01";
    version.status = "active";
    bool fresh = true;
    for (const auto& old : history.procare_children) {
      if (old.id != id) continue;
      version = old;
      fresh = false;
    }
    if (fresh && by != By::kApi) version.person = {0, 0};
    version.id = id;
    version.by = by;
    version.exchange = -1;
    version.seq = Next();
    version.at = now;
    history.procare_children.push_back(version);
    return history.procare_children.back();
  }
  ProcareFamilyVersion& ProcareFamily(const std::string& id, By by = By::kStaff) {
    auto& version = history.procare_families.emplace_back();
    version.seq = Next();
    version.at = now;
    version.tenant = "t0";
    version.id = id;
    version.school = "school-0";
    version.name = "Lee";
    version.guardians = {
        {.id = id + "-g", .first_name = "Ann", .last_name = "Lee", .email = "ann@example.com", .phones = {}}};
    version.by = by;
    version.family = by == By::kApi ? -1 : 0;
    return version;
  }
  void Acts(ActionKind kind, int family, std::string value = {}) {
    Action action;
    action.kind = kind;
    action.family = family;
    action.site = 0;
    action.value = std::move(value);
    scenario.actions.push_back(action);
    history.acts.push_back(
        {.seq = Next(), .at = now, .action = static_cast<int>(scenario.actions.size()) - 1, .done = true});
  }

  // --- the engine's messages ---------------------------------------------------------------------------------------
  Exchange& Sends(Peer peer, const std::string& method, const std::string& path, const std::string& body = {}) {
    Pass(std::chrono::minutes(1));
    Exchange exchange;
    exchange.sent_seq = Next();
    exchange.handled_seq = Next();
    exchange.sent = exchange.handled = exchange.answered = now;
    exchange.peer = peer;
    exchange.tagged = peer == Peer::kIks;
    if (peer == Peer::kProcare) exchange.tenant = "t0";
    exchange.method = method;
    exchange.path = path;
    exchange.body = body;
    exchange.status = method == "POST" ? 201 : 200;
    exchange.deliveries = 1;
    exchange.fate = Fate::kAnswered;
    history.exchanges.push_back(exchange);
    return history.exchanges.back();
  }
  int last_exchange() const { return static_cast<int>(history.exchanges.size()) - 1; }

  // What a push reads before it acts: the family in IKS, and the school.
  void EngineReads(const std::string& family = "f0") {
    Sends(Peer::kIks, "GET", "/api/v1/families/" + family);
    Sends(Peer::kProcare, "GET", "/api/v1/classrooms?school_id=school-0");
    Sends(Peer::kProcare, "GET", "/api/v1/families?school_id=school-0&limit=100&offset=0");
    Sends(Peer::kProcare, "GET", "/api/v1/children?school_id=school-0&status=active&limit=100&offset=0");
  }
  ProcareFamilyVersion& EngineCreatesFamily(const std::string& id, const std::string& iks_family = "f0") {
    Intent(iks_family, "");
    auto& exchange = Sends(Peer::kProcare, "POST", "/api/v1/families",
                           R"({"guardians":[{"first_name":"Ann","is_primary":true}],"name":"Lee"})");
    exchange.idempotency_key = last_intent_;
    auto& version = ProcareFamily(id, By::kApi);
    version.exchange = last_exchange();
    return version;
  }
  // The record that a POST makes of the last version of the IKS child.
  ProcareChildVersion& EngineCreates(const std::string& iks_child, const std::string& id,
                                     const std::string& family = "pf0") {
    IksChildVersion from;
    for (const auto& version : history.iks_children) {
      if (version.id == iks_child) from = version;
    }
    Intent(from.family, iks_child);
    auto& exchange = Sends(Peer::kProcare, "POST", "/api/v1/children",
                           R"({"dob":")" + from.birth_date + R"(","family_id":")" + family + R"(","first_name":")" +
                               from.first_name + R"(","last_name":")" + from.last_name + R"("})");
    exchange.idempotency_key = last_intent_;
    auto& version = ProcareChild(id, By::kApi);
    version.exchange = last_exchange();
    version.first_family = family;
    version.first_name = from.first_name;
    version.last_name = from.last_name;
    version.birth_date = from.birth_date;
    return version;
  }
  ProcareChildVersion& EnginePlaces(const std::string& id, const std::string& body = R"({"status":"hold"})") {
    Sends(Peer::kProcare, "PATCH", "/api/v1/children/" + id, body);
    auto& version = ProcareChild(id, By::kApi);
    version.exchange = last_exchange();
    version.status = "hold";
    return version;
  }
  void EngineWritesBack(const std::string& iks_child, const std::string& body) {
    Sends(Peer::kIks, "GET", "/api/v1/children?limit=100&location_id=loc-0");
    Sends(Peer::kIks, "PATCH", "/api/v1/children/" + iks_child, body);
  }

  // --- the engine's memory -----------------------------------------------------------------------------------------
  void Audit(const std::string& event, const std::string& family, const std::string& child,
             const std::string& details) {
    ports::AuditEntry entry;
    entry.sequence = static_cast<std::int64_t>(history.opinion.audit.size()) + 1;
    entry.at = now;
    entry.site = "site-0";
    entry.family = family;
    entry.child = child;
    entry.event = event;
    entry.details_json = details;
    history.opinion.audit.push_back(std::move(entry));
  }
  void Intent(const std::string& family, const std::string& child) {
    last_intent_ = "intent-" + std::to_string(++intents_);
    Audit("intent_opened", family, child, R"({"effect":"create","intent":")" + last_intent_ + R"("})");
  }
  void LinksFamily(const std::string& iks_family, const std::string& procare) {
    Audit("linked", iks_family, "",
          R"({"kind":"family","iks_id":")" + iks_family + R"(","procare_id":")" + procare + R"("})");
    AddLink(ports::LinkKind::kFamily, iks_family, procare, ports::LinkOrigin::kCreated);
  }
  void Links(const std::string& iks_child, const std::string& procare,
             ports::LinkOrigin origin = ports::LinkOrigin::kCreated) {
    Audit("linked", "f0", iks_child,
          R"({"kind":"child","iks_id":")" + iks_child + R"(","procare_id":")" + procare + R"(","settled":true})");
    AddLink(ports::LinkKind::kChild, iks_child, procare, origin);
    PutState(iks_child, ports::PushPhase::kLinked, domain::Reason::kLinkedCreated);
  }
  ports::PushState& PutState(const std::string& iks_child, ports::PushPhase phase, domain::Reason reason) {
    auto& states = history.opinion.states;
    std::erase_if(states, [&](const ports::PushState& state) { return state.child.str() == iks_child; });
    states.push_back({.child = domain::IksChildId::Trusted(iks_child),
                      .family = domain::IksFamilyId::Trusted("f0"),
                      .location = domain::IksLocationId::Trusted("loc-0"),
                      .site = domain::SiteId::Trusted("site-0"),
                      .phase = phase,
                      .reason = reason,
                      .details = {},
                      .iks_version = 1,
                      .attempts = 0,
                      .next_attempt_at = std::nullopt,
                      .updated_at = now});
    return states.back();
  }
  // A nightly that begins now, for the local date in New York, and is done a minute later.
  void Night(const std::string& outcome = "done", std::string date = {}) {
    if (date.empty()) date = domain::FormatInstant(now - std::chrono::hours(5)).substr(0, 10);
    ports::NightlyRun run{.site = domain::SiteId::Trusted("site-0"),
                          .local_date = *domain::CivilDate::Parse(date),
                          .outcome = *ports::NightlyOutcomeFromWord(outcome),
                          .attempt = 1,
                          .due_at = now,
                          .started_at = now,
                          .finished_at = now + std::chrono::minutes(1),
                          .report_json = {}};
    int attempt = 1;
    for (const auto& entry : history.opinion.audit) {
      attempt += entry.event == "nightly_started" && entry.details_json.find(date) != std::string::npos ? 1 : 0;
    }
    Audit("nightly_started", "", "",
          R"({"attempt":")" + std::to_string(attempt) + R"(","local_date":")" + date + R"("})");
    Audit("nightly_finished", "", "", R"({"local_date":")" + date + R"(","outcome":")" + outcome + R"("})");
    history.opinion.audit.back().at = *run.finished_at;
    auto& runs = history.opinion.nightly_runs;
    std::erase_if(runs, [&](const ports::NightlyRun& old) { return old.local_date == run.local_date; });
    runs.push_back(std::move(run));
  }

  // --- judgement ---------------------------------------------------------------------------------------------------
  // The kinds of what the checker found, in its order.
  std::vector<std::string> Judge(void (*check)(const Model&, Findings&)) const {
    const Model model(scenario, history);
    Findings findings;
    check(model, findings);
    std::vector<std::string> kinds;
    for (const auto& finding : findings) kinds.push_back(finding.kind);
    return kinds;
  }

 private:
  Sequence Next() { return ++seq_; }
  void AddLink(ports::LinkKind kind, const std::string& iks_id, const std::string& procare, ports::LinkOrigin origin) {
    history.opinion.links.push_back({.site = domain::SiteId::Trusted("site-0"),
                                     .kind = kind,
                                     .iks_id = iks_id,
                                     .procare_id = procare,
                                     .origin = origin,
                                     .settled = true,
                                     .linked_at = now});
  }

  Sequence seq_ = 0;
  int intents_ = 0;
  std::string last_intent_;
};

using Kinds = std::vector<std::string>;

}  // namespace ikp::scenarios::oracle
