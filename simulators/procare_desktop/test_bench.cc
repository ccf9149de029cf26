#include "simulators/procare_desktop/test_bench.h"

#include <algorithm>
#include <stdexcept>

#include "simulators/kit/json_text.h"

namespace ikp::simulators::procare_desktop {

using nlohmann::json;

namespace {

Reply ToReply(const kit::Answer& answer) {
  Reply reply{answer.response.status, nullptr, kit::BodyText(answer.response), answer.note, answer.delay};
  if (auto parsed = kit::ParseJson(reply.text)) reply.body = *parsed;
  return reply;
}

}  // namespace

std::string Reply::Code() const { return body.is_object() ? body.value("code", "") : ""; }

bool Reply::HasError(const std::string& start) const {
  if (!body.is_object() || !body.contains("errors")) return false;
  return std::any_of(body["errors"].begin(), body["errors"].end(),
                     [&](const json& error) { return error.get<std::string>().starts_with(start); });
}

Instant At(const std::string& text) { return kit::ParseInstant(text).value(); }

json SampleSeed() {
  return json::parse(R"({"database": {
    "regions": [{"id": 1, "name": "East", "code": "E"}, {"id": 2, "name": "Abroad", "code": "A",
                 "address_format": "non_usa", "maximum_child_age": 13}],
    "schools": [{"id": 1, "name": "Main Street", "region_id": 1, "hours": [{"open": 420, "close": 1080}]},
                {"id": 2, "name": "Lake", "region_id": 1}],
    "classrooms": [{"id": 1, "school_id": 1, "name": "Infants", "ratio": 4.0, "maximum": 8},
                   {"id": 2, "school_id": 1, "name": "Toddlers", "ratio": 6.5},
                   {"id": 3, "school_id": 2, "name": "Infants"}],
    "persons": [{"id": 1, "first_name": "Ann", "last_name": "Doe", "email": "ann@example.com",
                 "phones": [{"type": "Mobile", "area_code": "212", "number": "5550101"}]},
                {"id": 2, "first_name": "Ben", "last_name": "Doe"},
                {"id": 3, "first_name": "Bo", "last_name": "Doe", "date_of_birth": "2023-04-05"}],
    "accounts": [{"id": 1, "school_id": 1, "key": "DOE", "name": "Doe", "payers": [1, 2], "children": [3]}],
    "relationships": [{"child_id": 3, "person_id": 1, "label": "Mother", "lives_with": true, "pickup": true}],
    "status_rows": [{"child_id": 3, "school_id": 1, "date": "2026-01-05", "status": "Enrolled"}],
    "primary_classrooms": [{"child_id": 3, "school_id": 1, "classroom_id": 1}]}})");
}

TestBench::TestBench() : now(At("2026-03-02T15:00:00.000Z")) {
  const auto errors = simulator.Seed(SampleSeed(), now);
  if (!errors.empty()) throw std::logic_error(errors.front());
  session = Open().body.at("session_id").get<std::string>();
}

Reply TestBench::Raw(const std::string& method, const std::string& target, const json& body) {
  const auto text = body.is_null() ? std::string() : body.dump();
  return ToReply(simulator.Handle({method, target, {{"Content-Type", "application/json"}}, text}, faults, now));
}

Reply TestBench::Post(const std::string& path, json body) {
  if (!body.contains("command_id")) body["command_id"] = "cmd-" + std::to_string(next_command_++);
  return Raw("POST", "/session/" + session + path, body);
}

Reply TestBench::Open(const std::string& version) { return Raw("POST", "/session", {{"client_version", version}}); }

Reply TestBench::Staff(const json& action) { return ToReply(simulator.Staff(action, now)); }

json TestBench::Do(const json& action) {
  auto reply = Staff(action);
  if (reply.status != 200) throw std::logic_error(reply.text);
  return reply.body;
}

void TestBench::Switch(const std::string& name, const std::string& value) {
  if (const auto wrong = simulator.SetSwitch(name, value)) throw std::logic_error(*wrong);
}

void TestBench::Advance(std::chrono::milliseconds by) {
  now += by;
  simulator.AdvanceTo(now);
}

json TestBench::PersonAt(int school, int person) {
  const auto page = Get("/accounts?limit=500&school_id=" + std::to_string(school));
  for (const auto& account : page.body.at("accounts")) {
    for (const auto& one : account["persons"]) {
      if (one["id"] == person) return one;
    }
  }
  return nullptr;
}

}  // namespace ikp::simulators::procare_desktop
