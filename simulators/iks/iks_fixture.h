// What the tests of the simulated IKS share: a simulator with two accounts and short ways to talk to it.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "simulators/iks/iks_simulator.h"
#include "simulators/kit/json_text.h"

namespace ikp::simulators::iks {

inline const Instant kNow = *kit::ParseInstant("2026-03-02T12:00:00.000Z");

inline nlohmann::json SampleSeed() {
  return nlohmann::json::parse(R"({
    "accounts": [
      {"id": "sunrise", "api_token": "tok-sunrise", "webhook": {"url": "http://127.0.0.1:9/hook", "secret": "whsec"},
       "locations": [{"id": "loc-1", "name": "Sunrise North", "time_zone": "America/New_York"},
                     {"id": "loc-2", "time_zone": "America/Phoenix", "procare_kind": "desktop"}],
       "families": [
         {"id": "fam-1", "location_id": "loc-1", "source": "Web",
          "guardians": [{"id": "grd-1", "first_name": "Ana", "last_name": "O'Neil", "email": "ana@example.com"}],
          "children": [{"id": "chd-1", "first_name": "Leo", "last_name": "O'Neil", "dob": "2023-05-01",
                        "status": "Waitlist"},
                       {"id": "chd-2", "first_name": "Mia", "last_name": "O'Neil"}]},
         {"id": "fam-2", "location_id": "loc-2", "children": [{"id": "chd-3", "status": "Enrolled"}]}]},
      {"id": "moon", "api_token": "tok-moon", "locations": [{"id": "loc-1", "time_zone": "Pacific/Honolulu"}],
       "families": [{"id": "fam-1", "location_id": "loc-1", "children": [{"id": "chd-1"}]}]}
    ]})");
}

class IksFixture : public testing::Test {
 protected:
  IksFixture() { EXPECT_EQ(iks_.Seed(SampleSeed(), kNow), std::vector<std::string>{}); }

  http::Response Send(const std::string& method, const std::string& target, const std::string& body = "",
                      http::Headers headers = {}, const std::vector<kit::ActiveFault>& faults = {}) {
    if (!headers.Get("Authorization")) headers.Add("Authorization", "Bearer " + token_);
    return iks_.Handle({method, target, std::move(headers), body}, faults, now_).response;
  }
  nlohmann::json Get(const std::string& target, int status = 200) {
    const auto response = Send("GET", target);
    EXPECT_EQ(response.status, status) << response.body;
    return nlohmann::json::parse(response.body);
  }
  nlohmann::json Patch(const std::string& id, const nlohmann::json& body, int status = 200,
                       http::Headers headers = {}) {
    const auto response = Send("PATCH", "/api/v1/children/" + id, body.dump(), std::move(headers));
    EXPECT_EQ(response.status, status) << response.body;
    return nlohmann::json::parse(response.body);
  }
  nlohmann::json Staff(nlohmann::json action, int status = 200, const std::string& account = "sunrise") {
    if (!account.empty()) action["account_id"] = account;
    const auto response = iks_.Staff(action, now_).response;
    EXPECT_EQ(response.status, status) << response.body;
    return nlohmann::json::parse(response.body);
  }
  static std::vector<std::string> FieldsOf(const nlohmann::json& body) {
    std::vector<std::string> fields;
    for (const auto& field : body.at("error").at("fields")) fields.push_back(field.at("field"));
    return fields;
  }

  IksSimulator iks_;
  Instant now_ = kNow;
  std::string token_ = "tok-sunrise";
};

}  // namespace ikp::simulators::iks
