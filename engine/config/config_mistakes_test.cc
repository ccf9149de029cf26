// What the configuration says about each mistake that a person can make in it.
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "engine/config/config.h"
#include "engine/config/config_samples.h"

namespace ikp::config {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

// The problems after one change of the sample.
Lines After(const std::function<void(json&)>& change) {
  json document = SampleConfig();
  change(document);
  return ProblemsOf(document);
}

TEST(ConfigMistakes, FiveMistakesGiveFiveMessages) {
  EXPECT_EQ(After([](json& document) {
              document["iks"]["api_token"] = "Sw0rdfish-in-the-file";
              document["iks"]["poll_minutes"] = 90;
              document["procare_online"][0]["base_url"] = "http://sunrise.procare.example";
              document["sites"][0]["nigthly_at"] = "04:00";
              document["sites"][1]["time_zone"] = "America/NewYork";
            }),
            (Lines{"iks.api_token: Secrets never stand in the configuration file. Fix: Put it into an environment "
                   "variable and write {\"env\": \"IKS_API_TOKEN\"}, or into a file that only the engine may read and "
                   "write {\"file\": \"path\"}.",
                   "iks.poll_minutes: This must be a whole number from 1 to 60. Fix: Write a number in this range, or "
                   "leave the field out for 5.",
                   "sites[0].nigthly_at: This field is not known here. Fix: Write \"nightly_at\" if that is meant; "
                   "otherwise remove it.",
                   "sites[1].time_zone: \"America/NewYork\" is not a time zone. Fix: Write the IANA name of the "
                   "centre's zone, like \"America/New_York\"; abbreviations and offsets do not know daylight saving.",
                   "procare_online[0].base_url: The address is not encrypted. Fix: Write https:// instead of http://, "
                   "or for a test network set network.allow_plain_http to true."}));
}

TEST(ConfigMistakes, JsonThatIsNoneNamesLineAndColumn) {
  const std::string fix =
      " The file is not valid JSON from here on. Fix: Look for a missing or extra comma, quote or bracket at or just "
      "before this place; JSON has no comments and no comma after the last entry.";
  EXPECT_EQ(ProblemsOfText("{\n  \"version\": 1,\n  \"store\": oops\n}"), (Lines{"line 3, column 12:" + fix}));
  EXPECT_EQ(ProblemsOfText("{\"version\": 1"), (Lines{"line 1, column 14:" + fix}));
  EXPECT_EQ(ProblemsOfText("{}\n// comment"), (Lines{"line 2, column 1:" + fix}));
  EXPECT_EQ(ProblemsOfText(" \n"), (Lines{"(whole file): The file is empty. Fix: Start from the example configuration "
                                          "and fill in your centres."}));
  EXPECT_EQ(ProblemsOfText("[1e999]"),
            (Lines{"(whole file): A number in the file is too large. Fix: Correct the number."}));
  EXPECT_EQ(ProblemsOfText("[]"), (Lines{"(whole file): This must be an object. Fix: Write it as { ... } with the "
                                         "fields that the README names."}));
  EXPECT_EQ(ProblemsOfText(std::string((4u << 20) + 1, ' ')),
            (Lines{"(whole file): The file is larger than 4 MiB. Fix: Check that this is the configuration file of the "
                   "engine."}));
}

TEST(ConfigMistakes, BrokenJsonIsNotQuoted) {
  const auto problems = ProblemsOfText("{\"api_token\": \"Sw0rdfish-\x01");
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].find("Sw0rdfish"), std::string::npos);
}

TEST(ConfigMistakes, AFieldWrittenTwiceIsToldWithItsPath) {
  auto text = SampleConfig().dump();
  const std::string once = "\"burst\":3";
  text.replace(text.find(once), once.size(), "\"burst\":3,\"burst\":4");
  const std::string room = "\"room-1\":\"Infants\"";
  text.replace(text.find(room), room.size(), room + "," + room);
  EXPECT_EQ(ProblemsOfText(text),
            (Lines{"procare_online[0].burst: This field is written twice. Fix: Remove one of the two.",
                   "sites[0].classrooms[\"room-1\"]: This field is written twice. Fix: Remove one of the two."}));
}

TEST(ConfigMistakes, AnotherVersionIsNotJudged) {
  EXPECT_EQ(
      ProblemsOfText(R"({"version": 2, "whatever": 5})"),
      (Lines{"version: This engine reads version 1 of the configuration. Fix: Write \"version\": 1, and check the "
             "fields against the README."}));
}

TEST(ConfigMistakes, AnEmptyObjectTellsAllThatIsMissing) {
  const std::string missing = ": This field is missing. Fix: Add ";
  EXPECT_EQ(
      ProblemsOfText("{}"),
      (Lines{"version" + missing + "\"version\": 1.", "store" + missing + "\"store\": {\"path\": \"engine.sqlite3\"}.",
             "service" + missing + "\"service\": {\"admin_token\": {\"env\": \"ENGINE_ADMIN_TOKEN\"}}.",
             "iks" + missing + "\"iks\": { ... } with the IKS account.",
             "procare_online" + missing + "\"procare_online\": [{ ... }] with each Procare Online tenant.",
             "sites" + missing + "\"sites\": [{ ... }] with each centre."}));
}

TEST(ConfigMistakes, NoSites) {
  EXPECT_EQ(After([](json& document) { document["sites"] = json::array(); }),
            (Lines{"sites: There is no site, so the engine would have nothing to do. Fix: Add one entry for each "
                   "centre."}));
}

TEST(ConfigMistakes, WhatMustBeUniqueNamesTheEarlierPlace) {
  EXPECT_EQ(After([](json& document) {
              document["procare_online"].push_back(document["procare_online"][0]);
              document["sites"][1]["id"] = "brooklyn";
              document["sites"][1]["iks_location"] = "loc-1";
              document["sites"][1]["procare"]["school"] = "school-1";
            }),
            (Lines{"procare_online[1].tenant: The same tenant name stands at procare_online[0].tenant. Fix: Give each "
                   "tenant its own name.",
                   "sites[1].id: The same site id stands at sites[0].id. Fix: Give each site its own id.",
                   "sites[1].iks_location: The same IKS location stands at sites[0].iks_location. Fix: Give each site "
                   "its own IKS location.",
                   "sites[1].procare.school: The same Procare school stands at sites[0].procare.school. Fix: A Procare "
                   "school serves one IKS location only: give each site its own school."}));
}

TEST(ConfigMistakes, TwoTenantsMayHaveSchoolsWithTheSameId) {
  EXPECT_EQ(After([](json& document) {
              document["procare_online"].push_back(document["procare_online"][0]);
              document["procare_online"][1]["tenant"] = "sunset";
              document["sites"][1]["procare"]["tenant"] = "sunset";
              document["sites"][1]["procare"]["school"] = "school-1";
            }),
            Lines{});
}

TEST(ConfigMistakes, UnknownTenant) {
  EXPECT_EQ(After([](json& document) { document["sites"][1]["procare"]["tenant"] = "sunsise"; }),
            (Lines{"sites[1].procare.tenant: \"sunsise\" is not one of the procare_online tenants. Fix: Write one of: "
                   "sunrise."}));
}

TEST(ConfigMistakes, AnUnknownKindOfProcare) {
  EXPECT_EQ(After([](json& document) { document["sites"][1]["procare"]["kind"] = "offline"; }),
            (Lines{"sites[1].procare.kind: \"offline\" is not a word that is known here. Fix: Write \"online\" or "
                   "\"desktop\"."}));
}

// The problems after one change of the sample with Procare Desktop.
Lines AfterDesktop(const std::function<void(json&)>& change) {
  json document = SampleWithDesktop();
  change(document);
  return ProblemsOf(document);
}

TEST(ConfigMistakes, MistakesInADesktopSite) {
  EXPECT_EQ(
      AfterDesktop([](json& document) {
        auto& procare = document["sites"][2]["procare"];
        procare["school"] = "school-1";
        procare["pre_registered_label"] = "enrolled";
        procare["tenant"] = "sunrise";
        procare["pickup"] = "yes";
      }),
      (Lines{
          "sites[2].procare.school: \"school-1\" is not the number of a school. Fix: Write the school's number in "
          "Procare Desktop as text, like \"1\".",
          "sites[2].procare.pickup: This must be true or false, without quotes. Fix: Write true or false, or leave "
          "the field out for true.",
          "sites[2].procare.tenant: This field is not known here. Fix: Remove it; the fields here are: "
          "default_relationship, emergency, installation, kind, pickup, pre_registered_label, "
          "push_future_enrolled_row, school.",
          "sites[2].procare.pre_registered_label: \"Enrolled\" is reserved in Procare Desktop for children who attend "
          "and are billed. Fix: Write the centre's own word for children who are signed up and do not attend yet."}));
}

TEST(ConfigMistakes, InstallationsAndTheirSchoolsAreUnique) {
  EXPECT_EQ(AfterDesktop([](json& document) {
              document["procare_desktop"].push_back(document["procare_desktop"][0]);
              document["sites"].push_back(document["sites"][2]);
              document["sites"][3]["id"] = "queens-2";
              document["sites"][3]["iks_location"] = "loc-4";
            }),
            (Lines{"procare_desktop[1].installation: The same installation name stands at "
                   "procare_desktop[0].installation. Fix: Give each installation its own name.",
                   "procare_desktop[1].activation_key: The same activation key is used at "
                   "procare_desktop[0].activation_key. Fix: Give each installation its own key: the key tells which "
                   "one is calling.",
                   "sites[3].procare.school: The same Procare school stands at sites[2].procare.school. Fix: A Procare "
                   "school serves one IKS location only: give each site its own school."}));
}

TEST(ConfigMistakes, TwoSitesMayBeSchoolsOfOneInstallation) {
  EXPECT_EQ(AfterDesktop([](json& document) {
              document["sites"].push_back(document["sites"][2]);
              document["sites"][3]["id"] = "queens-2";
              document["sites"][3]["iks_location"] = "loc-4";
              document["sites"][3]["procare"]["school"] = "13";
            }),
            Lines{});
}

TEST(ConfigMistakes, UnknownInstallation) {
  EXPECT_EQ(AfterDesktop([](json& document) { document["sites"][2]["procare"]["installation"] = "queens"; }),
            (Lines{"sites[2].procare.installation: \"queens\" is not one of the procare_desktop installations. Fix: "
                   "Write one of: queens-office."}));
  EXPECT_EQ(AfterDesktop([](json& document) { document.erase("procare_desktop"); }),
            (Lines{"sites[2].procare.installation: \"queens-office\" is not one of the procare_desktop installations. "
                   "Fix: Add the installation to \"procare_desktop\"."}));
}

TEST(ConfigMistakes, AnOnlineSiteWithoutTenants) {
  EXPECT_EQ(AfterDesktop([](json& document) {
              document.erase("procare_online");
              document["sites"].erase(1);
            }),
            (Lines{"sites[0].procare.tenant: \"sunrise\" is not one of the procare_online tenants. Fix: Add the tenant "
                   "to \"procare_online\"."}));
}

TEST(ConfigMistakes, AgentsNeedTls) {
  const auto open = [](json& document) { document["service"]["listen"] = "0.0.0.0:8080"; };
  EXPECT_EQ(AfterDesktop(open),
            (Lines{"service.listen: Agents of Procare Desktop would send the data of families unencrypted. Fix: Set "
                   "service.tls, or listen on 127.0.0.1 and put a reverse proxy with TLS before it."}));
  EXPECT_EQ(After(open), Lines{});  // without agents it is only a warning
}

TEST(ConfigMistakes, TlsNeedsBothFilesAndOperatorsALoopbackAddress) {
  EXPECT_EQ(AfterDesktop([](json& document) {
              document["service"]["tls"] = {{"certificate_file", "certificate.pem"}};
              document["service"]["operator_listen"] = "0.0.0.0:8081";
            }),
            (Lines{"service.tls.private_key_file: This field is missing. Fix: Add \"private_key_file\": "
                   "\"private_key.pem\".",
                   "service.operator_listen: This address can be reached from other machines, without TLS. Fix: Write "
                   "a loopback address, like \"127.0.0.1:8081\"."}));
}

TEST(ConfigMistakes, WarnsOfALabelThatTheNightlyWouldNotKnow) {
  auto document = SampleWithDesktop();
  document["sites"][2]["procare"]["pre_registered_label"] = "Blue list";
  document["procare_desktop"].push_back({{"installation", "bronx-office"}, {"activation_key", {{"env", "IKS_HOOK"}}}});
  EXPECT_EQ(WarningsOf(document),
            (Lines{"sites[2].procare.pre_registered_label: This word is not in the site's status_rows, so the nightly "
                   "sync would not understand it. Fix: Add a line for it to \"status_rows\".",
                   "procare_desktop[1]: No site uses this installation. Fix: Remove it, or name it in a site's "
                   "\"procare\"."}));
}

TEST(ConfigMistakes, SecretsThatCannotBeHad) {
  EXPECT_EQ(
      After([](json& document) {
        document["service"]["admin_token"] = {{"env", "NOT_THERE"}};
        document["iks"]["api_token"] = {{"env", "EMPTY"}};
        document["iks"]["webhook_secrets"] = {{{"file", "gone"}}, {{"env", "TWO_LINES"}}, {{"env", "sk_live_abc"}}};
        document["procare_online"][0]["client_secret"] = {{"value", "Sw0rdfish"}};
      }),
      (Lines{
          "service.admin_token: The environment variable NOT_THERE is not set. Fix: Set NOT_THERE where the engine is "
          "started.",
          "iks.api_token: The secret is empty. Fix: Put the secret into the environment variable EMPTY.",
          "iks.webhook_secrets[0]: The secret's file cannot be read (no such file). Fix: Check that the file exists "
          "and that the engine may read it; a relative path starts at the folder of the configuration file.",
          "iks.webhook_secrets[1]: The secret has more than one line, control characters, or more than 4096 bytes. "
          "Fix: Put only the secret itself, on one line, into the environment variable TWO_LINES.",
          "iks.webhook_secrets[2]: The name of the environment variable is not one. Fix: Write the variable's name in "
          "upper-case letters, digits and _; never the secret itself.",
          "procare_online[0].client_secret: This must name where the secret is: {\"env\": \"NAME\"} or {\"file\": "
          "\"path\"}. Fix: Put it into an environment variable and write {\"env\": \"PROCARE_CLIENT_SECRET\"}, or "
          "into a file that only the engine may read and write {\"file\": \"path\"}."}));
}

TEST(ConfigMistakes, OneToFourWebhookSecrets) {
  const Lines expected = {
      "iks.webhook_secrets: This must be a list of 1 to 4 secrets. Fix: Write it like \"webhook_secrets\": [{\"env\": "
      "\"IKS_WEBHOOK_SECRET\"}]; a second one is for the time of a change."};
  EXPECT_EQ(After([](json& document) { document["iks"]["webhook_secrets"] = json::array(); }), expected);
  EXPECT_EQ(After([](json& document) {
              document["iks"]["webhook_secrets"] = json(5, json{{"env", "IKS_HOOK"}});
            }),
            expected);
  EXPECT_EQ(After([](json& document) {
              document["iks"]["webhook_secrets"] = json(4, json{{"env", "IKS_HOOK"}});
            }),
            Lines{});
}

TEST(ConfigMistakes, NumbersOutOfRangeNameTheRange) {
  EXPECT_EQ(
      After([](json& document) {
        document["service"]["max_body_bytes"] = 1023;
        document["iks"]["request_timeout_seconds"] = 1.5;
        document["procare_online"][0]["requests_per_second"] = 0;
        document["procare_online"][0]["burst"] = 18446744073709551615u;
        document["sites"][0]["mass_change"]["share"] = 1.01;
        document["sites"][0]["missing_nights_before_alert"] = "3";
      }),
      (Lines{"service.max_body_bytes: This must be a whole number from 1024 to 16777216. Fix: Write a number in "
             "this range, or leave the field out for 1048576.",
             "iks.request_timeout_seconds: This must be a whole number from 1 to 300. Fix: Write a number in this "
             "range, or leave the field out for 30.",
             "procare_online[0].requests_per_second: This must be a number from 0.1 to 100. Fix: Write a number in "
             "this range, or leave the field out for 2.",
             "procare_online[0].burst: This must be a whole number from 1 to 1000. Fix: Write a number in this "
             "range, or leave the field out for 5.",
             "sites[0].mass_change.share: This must be a number from 0.01 to 1. Fix: Write a number in this range, "
             "or leave the field out for 0.2.",
             "sites[0].missing_nights_before_alert: This must be a whole number from 1 to 60. Fix: Write a number "
             "in this range, or leave the field out for 3."}));
}

TEST(ConfigMistakes, AddressesAndTimes) {
  EXPECT_EQ(
      After([](json& document) {
        document["service"]["listen"] = "8080";
        document["iks"]["base_url"] = "https://user:Sw0rdfish@iks.example";
        document["sites"][0]["nightly_at"] = "4am";
        document["sites"][0]["id"] = "New York";
      }),
      (Lines{"service.listen: This is not an IP address with a port. Fix: Write it like \"127.0.0.1:8080\" or "
             "\"[::1]:8080\".",
             "iks.base_url: The address must not have a user name or password in it. Fix: Write it like "
             "\"https://api.intellikidsystems.com\".",
             "sites[0].id: \"New York\" cannot be used as a name in commands. Fix: Use at most 60 letters, digits, "
             "- and _, like \"brooklyn\".",
             "sites[0].nightly_at: \"4am\" is not a time of day. Fix: Write hours and minutes from \"00:00\" to "
             "\"23:59\"."}));
}

TEST(ConfigMistakes, LookalikesOfThisMachineNeedEncryption) {
  EXPECT_EQ(After([](json& document) { document["iks"]["base_url"] = "http://127.0.0.1.evil.com"; }).size(), 1u);
}

TEST(ConfigMistakes, Tables) {
  EXPECT_EQ(
      After([](json& document) {
        auto& site = document["sites"][0];
        site["triggers"] = {
            {"Enrolled", "enroled"}, {"pre-registered", "pre_registered"}, {"Pre Registered", "enrolled"}};
        site["status_rows"] = {{{"procare", "active"}, {"iks", "Enrolled"}},
                               {{"procare", "Active "}, {"iks", "On Hold"}}};
        site["classrooms"] = {{"room-1", 5}};
        document["sites"][1]["status_rows"] = json::array();
        document["sites"][1]["triggers"] = json::object();
      }),
      (Lines{
          "sites[0].triggers.Enrolled: \"enroled\" is not a word that is known here. Fix: Write \"pre_registered\" or "
          "\"enrolled\".",
          "sites[0].triggers[\"pre-registered\"]: The same status stands here twice (case, spaces and punctuation do "
          "not count). Fix: Remove one of the two.",
          "sites[0].status_rows[1].procare: This text has a space at its start or end. Fix: Write it like "
          "\"procare\": \"active\".",
          "sites[0].classrooms[\"room-1\"]: This must be a text in quotes. Fix: Write it like {\"<Procare classroom "
          "id>\": \"<classroom name in IKS>\"}.",
          "sites[1].triggers: There is no trigger status, so no family would ever be sent to Procare. Fix: Write it "
          "like {\"Enrolled\": \"enrolled\"}, or leave the field out.",
          "sites[1].status_rows: The status table has no line, so no status would ever reach IKS. Fix: Add a line for "
          "each Procare status word of the centre."}));
  EXPECT_EQ(After([](json& document) {
              document["sites"][0]["status_rows"] = {{{"procare", "active"}, {"iks", "Enrolled"}},
                                                     {{"procare", "ACTIVE"}, {"iks", "On Hold"}}};
            }),
            (Lines{"sites[0].status_rows[1]: An earlier line has the same Procare status word (case, spaces and "
                   "punctuation do not count) under the same condition. Fix: Remove one of the two."}));
}

TEST(ConfigMistakes, QuotesAreShortAndClean) {
  const auto problems = After([](json& document) {
    document["sites"][0]["time_zone"] = "Mars/" + std::string(400, 'x');
    document["sites"][0]["a\nb"] = 1;
  });
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_TRUE(
      problems[0].starts_with("sites[0].time_zone: \"Mars/" + std::string(55, 'x') + "...\" is not a time zone."))
      << problems[0];
  EXPECT_TRUE(problems[1].starts_with("sites[0][\"a?b\"]: This field is not known here.")) << problems[1];
}

}  // namespace
}  // namespace ikp::config
