#include "scenarios/oracle/clean_story.h"

#include <utility>

namespace ikp::scenarios::oracle {
namespace {

using ports::LinkKind;
using ports::PushPhase;

SiteFacts FactsOf(int number, bool mapped) {
  const std::string n = std::to_string(number);
  return {.id = "site-" + n,
          .location = "loc-" + n,
          .tenant = "tenant-" + n,
          .school = "school-" + n,
          .zone = "America/New_York",
          .nightly_at = "04:00",
          .mapped = mapped};
}

}  // namespace

CleanStory::CleanStory() : now_(*domain::ParseInstant("2026-03-02T14:00:00Z")) {
  scenario.start = now_;
  for (int i = 0; i < 3; ++i) {
    const bool mapped = i < 2;
    scenario.sites.push_back({.tenant = i, .mapped = mapped});
    history.sites.push_back(FactsOf(i, mapped));
  }
  history.began = now_;
  history.lives.push_back({.engine = 0, .started_seq = Next(), .started = now_});
  history.secrets = {"client-secret-of-tenant-0"};
  Wait(std::chrono::hours(1));
  TellTheStory();
  End();
}

Findings CleanStory::Judged(Check check) const {
  const Model model(scenario, history);
  Findings findings;
  check(model, findings);
  return findings;
}

void CleanStory::TellTheStory() {
  AddFamily("Rivera", "Marisol");
  ChildVersion("child-0-0", "fam-0", "loc-0", "Waitlist");
  Wait(std::chrono::minutes(5));
  ChildVersion("child-0-0", "fam-0", "loc-0", "Enrolled");
  Note("trigger_received", "child-0-0", R"({"event":"evt-1","source":"webhook","status":"Enrolled"})");
  Tell("child-0-0", "loc-0", "Enrolled", "evt-1");
  Send(Peer::kIks, "GET", "/api/v1/families/fam-0", 200);
  Send(Peer::kProcare, "POST", "/oauth/token", 200).answer = R"({"access_token":"po_1234567890abcdef"})";
  Send(Peer::kProcare, "GET", "/api/v1/classrooms?school_id=school-0", 200);
  Send(Peer::kProcare, "GET", "/api/v1/families?school_id=school-0&limit=100&offset=0", 200);
  Send(Peer::kProcare, "GET", "/api/v1/children?school_id=school-0&limit=100&offset=0", 200);

  Note("intent_opened", "", R"({"effect":"create_family","intent":"intent-1"})");
  auto& family = Act("POST", "/api/v1/families", R"({"name":"Rivera","school_id":"school-0"})", "intent-1");
  history.procare_families.push_back({.seq = Next(),
                                      .at = now_,
                                      .tenant = "tenant-0",
                                      .id = "pf-1",
                                      .school = "school-0",
                                      .name = "Rivera",
                                      .by = By::kApi,
                                      .exchange = static_cast<int>(&family - history.exchanges.data())});
  Link(LinkKind::kFamily, "fam-0", "pf-1", 0);

  Note("intent_opened", "child-0-0", R"({"effect":"create_child","intent":"intent-2"})");
  auto& child = Act("POST", "/api/v1/children",
                    R"({"dob":"2022-05-10","family_id":"pf-1","first_name":"Marisol","last_name":"Rivera",)"
                    R"("school_id":"school-0"})",
                    "intent-2");
  auto& record = history.procare_children.emplace_back();
  record.seq = Next();
  record.at = now_;
  record.tenant = "tenant-0";
  record.id = "pc-1";
  record.school = "school-0";
  record.first_family = "pf-1";
  record.first_name = "Marisol";
  record.last_name = "Rivera";
  record.birth_date = "2022-05-10";
  record.status = "active";
  record.by = By::kApi;
  record.exchange = static_cast<int>(&child - history.exchanges.data());
  Link(LinkKind::kChild, "child-0-0", "pc-1", 0);
  Note("intent_opened", "child-0-0", R"({"effect":"place_child","intent":"intent-3"})");
  Act("PATCH", "/api/v1/children/pc-1", R"({"status":"hold"})", "intent-3");
  State("child-0-0", PushPhase::kLinked, domain::Reason::kLinkedCreated, 0);
  Log("info push_state child=child-0-0 phase=linked reason=linked_created");

  Wait(std::chrono::hours(12));
  Send(Peer::kIks, "PATCH", "/api/v1/children/child-0-0", 200, R"({"status":"Pre-Registered"})");
  ChildVersion("child-0-0", "fam-0", "loc-0", "Pre-Registered").by_sync = true;
}

Exchange& CleanStory::Send(Peer peer, std::string method, std::string path, int status, std::string body) {
  auto& exchange = history.exchanges.emplace_back();
  exchange.peer = peer;
  exchange.tagged = peer == Peer::kIks;
  if (peer == Peer::kProcare) exchange.tenant = "tenant-0";
  exchange.method = std::move(method);
  exchange.path = std::move(path);
  exchange.body = std::move(body);
  exchange.status = status;
  exchange.fate = Fate::kAnswered;
  exchange.deliveries = 1;
  exchange.sent_seq = Next();
  exchange.sent = now_;
  exchange.handled_seq = Next();
  exchange.handled = now_ + domain::Milliseconds(20);
  exchange.answered_seq = Next();
  exchange.answered = now_ + domain::Milliseconds(40);
  now_ = exchange.answered;
  return exchange;
}

Exchange& CleanStory::Act(std::string method, std::string path, std::string body, std::string intent) {
  const int status = method == "POST" ? 201 : 200;
  auto& exchange = Send(Peer::kProcare, std::move(method), std::move(path), status, std::move(body));
  exchange.idempotency_key = std::move(intent);
  return exchange;
}

ports::AuditEntry& CleanStory::Note(std::string event, std::string child, std::string details, std::string family) {
  auto& entry = history.opinion.audit.emplace_back();
  entry.sequence = static_cast<std::int64_t>(history.opinion.audit.size());
  entry.at = now_;
  entry.site = "site-0";
  entry.family = std::move(family);
  entry.child = std::move(child);
  entry.event = std::move(event);
  entry.details_json = std::move(details);
  return entry;
}

IksChildVersion& CleanStory::ChildVersion(std::string id, std::string family, std::string location,
                                          std::string status) {
  std::int64_t last = 0;
  for (const auto& version : history.iks_children) {
    if (version.id == id) last = version.version;
  }
  auto& version = history.iks_children.emplace_back();
  version.seq = Next();
  version.at = now_;
  version.id = std::move(id);
  version.family = std::move(family);
  version.location = std::move(location);
  version.status = std::move(status);
  version.first_name = "Marisol";
  version.last_name = "Rivera";
  version.birth_date = "2022-05-10";
  version.version = last + 1;
  return version;
}

Webhook& CleanStory::Tell(std::string child, std::string location, std::string status, std::string event,
                          int http_status) {
  auto& webhook = history.webhooks.emplace_back();
  webhook.sent_seq = Next();
  webhook.sent = now_;
  webhook.answered_seq = Next();
  webhook.status = http_status;
  webhook.body = R"({"event_id":")" + event + R"(","type":"child.status_changed","location_id":")" + location +
                 R"(","family_id":"fam-0","child_id":")" + child + R"(","old":"Waitlist","new":")" + status +
                 R"(","origin":"staff","at":")" + domain::FormatInstant(now_) + R"("})";
  return webhook;
}

LogLine& CleanStory::Log(std::string text) {
  return history.log.emplace_back(LogLine{.seq = Next(), .at = now_, .text = std::move(text)});
}

int CleanStory::AddFamily(std::string last_name, std::string first_name) {
  Family family;
  family.guardians.push_back(
      {.first_name = "Consuelo", .last_name = last_name, .email = "consuelo@example.com", .phone = "(212) 555-0142"});
  family.children.push_back(
      {.first_name = std::move(first_name), .last_name = std::move(last_name), .birth_date = "2022-05-10"});
  scenario.families.push_back(std::move(family));
  return static_cast<int>(scenario.families.size()) - 1;
}

ports::PushState& CleanStory::State(std::string child, ports::PushPhase phase, domain::Reason reason, int site) {
  Note("state", child,
       R"({"details":"","phase":")" + std::string(ports::ToWord(phase)) + R"(","reason":")" +
           std::string(domain::Describe(reason).word) + R"("})");
  std::int64_t version = 0;
  for (const auto& one : history.iks_children) {
    if (one.id == child) version = one.version;
  }
  const std::string n = std::to_string(site);
  return history.opinion.states.emplace_back(ports::PushState{.child = domain::IksChildId::Trusted(std::move(child)),
                                                              .family = domain::IksFamilyId::Trusted("fam-0"),
                                                              .location = domain::IksLocationId::Trusted("loc-" + n),
                                                              .site = domain::SiteId::Trusted("site-" + n),
                                                              .phase = phase,
                                                              .reason = reason,
                                                              .details = {"detail"},
                                                              .iks_version = version,
                                                              .next_attempt_at = std::nullopt,
                                                              .updated_at = now_});
}

ports::Link& CleanStory::Link(LinkKind kind, std::string iks_id, std::string procare_id, int site) {
  Note("linked", kind == LinkKind::kChild ? iks_id : std::string(),
       R"({"iks_id":")" + iks_id + R"(","kind":")" + std::string(ports::ToWord(kind)) +
           R"(","origin":"created","procare_id":")" + procare_id + R"(","settled":true})")
      .site = "site-" + std::to_string(site);
  return history.opinion.links.emplace_back(ports::Link{.site = domain::SiteId::Trusted("site-" + std::to_string(site)),
                                                        .kind = kind,
                                                        .iks_id = std::move(iks_id),
                                                        .procare_id = std::move(procare_id),
                                                        .origin = ports::LinkOrigin::kCreated,
                                                        .settled = true,
                                                        .linked_at = now_});
}

Fault& CleanStory::Begin(FaultKind kind, System where) {
  const int index = static_cast<int>(scenario.faults.size());
  history.faults.push_back({.seq = Next(), .at = now_, .fault = index});
  return scenario.faults.emplace_back(Fault{.at = now_ - scenario.start, .kind = kind, .where = where});
}

void CleanStory::End() {
  history.healed = now_;
  history.healed_seq = Next();
  Wait(std::chrono::hours(24));
  history.converged_by = now_;
  history.converged_seq = Next();
  Wait(std::chrono::hours(72));
  history.ended = now_;
}

std::string KindsOf(const Findings& findings) {
  std::string kinds;
  for (const auto& finding : findings) kinds += (kinds.empty() ? "" : " ") + finding.kind;
  return kinds;
}

}  // namespace ikp::scenarios::oracle
