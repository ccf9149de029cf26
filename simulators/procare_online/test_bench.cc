#include "simulators/procare_online/test_bench.h"

#include <stdexcept>

#include "simulators/kit/json_text.h"

namespace ikp::simulators::procare_online {

using nlohmann::json;

Instant At(const std::string& text) { return kit::ParseInstant(text).value(); }

std::vector<std::string> Errors(const Reply& reply) {
  return reply.body.is_object() ? reply.body.value("errors", std::vector<std::string>{}) : std::vector<std::string>{};
}

json SampleSeed() {
  auto schools = json::array();
  for (const auto& [id, zone] : std::vector<std::pair<std::string, std::string>>{
           {"ny", "America/New_York"}, {"az", "America/Phoenix"}, {"hi", "Pacific/Honolulu"}}) {
    schools.push_back({{"id", id},
                       {"name", "School " + id},
                       {"time_zone", zone},
                       {"classrooms",
                        {{{"id", id + "-infants"}, {"name", "Infants"}, {"capacity", 2}},
                         {{"id", id + "-toddlers"}, {"name", "Toddlers"}}}}});
  }
  return {{"tenants", {{{"name", "sunrise"}, {"schools", schools}}, {{"name", "other"}}}}};
}

TestBench::TestBench() : now(At("2026-03-02T15:00:00.000Z")) {
  const auto errors = simulator.Seed(SampleSeed(), now);
  if (!errors.empty()) throw std::logic_error(errors.front());
  Authorise();
}

Reply TestBench::Raw(const std::string& method, const std::string& target, http::Headers headers, std::string body) {
  const auto answer = simulator.Handle({method, target, std::move(headers), std::move(body)}, faults, now);
  Reply reply{answer.response.status, nullptr, kit::BodyText(answer.response), answer.response.headers, answer.note};
  if (auto parsed = kit::ParseJson(reply.text)) reply.body = *parsed;
  return reply;
}

Reply TestBench::Call(const std::string& method, const std::string& path, const json& body) {
  http::Headers headers{{"Authorization", "Bearer " + token}};
  if (!body.is_null()) headers.Add("Content-Type", "application/json");
  return Raw(method, "/t/sunrise" + path, std::move(headers), body.is_null() ? "" : body.dump());
}

Reply TestBench::Login(const std::string& secret, const std::string& tenant) {
  return Raw("POST", "/t/" + tenant + "/oauth/token", {{"Content-Type", "application/x-www-form-urlencoded"}},
             "grant_type=client_credentials&client_id=" + tenant + "-client&client_secret=" + secret);
}

void TestBench::Authorise() { token = Login().body.at("access_token").get<std::string>(); }

Reply TestBench::Staff(const json& action) {
  auto completed = action;
  if (!completed.contains("tenant")) completed["tenant"] = "sunrise";
  const auto answer = simulator.Staff(completed, now);
  Reply reply{answer.response.status, nullptr, kit::BodyText(answer.response), answer.response.headers, answer.note};
  if (auto parsed = kit::ParseJson(reply.text)) reply.body = *parsed;
  return reply;
}

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

void TestBench::GoTo(const std::string& instant) {
  now = At(instant);
  simulator.AdvanceTo(now);
  Authorise();
}

std::string TestBench::NewFamily(const std::string& school, const std::string& name) {
  const auto reply = Call("POST", "/api/v1/families",
                          {{"school_id", school},
                           {"name", name},
                           {"guardians", {{{"first_name", "Ann"}, {"last_name", name}}}},
                           {"send_invitations", false}});
  if (reply.status != 201) throw std::logic_error(reply.text);
  return reply.body["id"];
}

std::string TestBench::NewChild(const std::string& family, const std::string& school, const std::string& first,
                                const std::string& last) {
  const auto reply = Call("POST", "/api/v1/children",
                          {{"school_id", school},
                           {"family_id", family},
                           {"first_name", first},
                           {"last_name", last},
                           {"dob", "2023-04-05"}});
  if (reply.status != 201) throw std::logic_error(reply.text);
  return reply.body["id"];
}

}  // namespace ikp::simulators::procare_online
