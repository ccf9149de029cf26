#include "engine/config/config.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/config/config_samples.h"
#include "engine/rules/desktop_status.h"

namespace ikp::config {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(Config, ReadsEveryFieldOfTheEngine) {
  const Config config = ParsedConfig(SampleConfig());
  EXPECT_EQ(config.store.path, "/etc/engine/data/engine.sqlite3");
  EXPECT_EQ(config.service.listen.host, "127.0.0.1");
  EXPECT_EQ(config.service.listen.port, 9000);
  EXPECT_EQ(config.service.admin_token.Reveal(), "Sw0rdfish-admin-0001");
  EXPECT_EQ(config.service.max_body_bytes, 65536u);
  EXPECT_EQ(config.iks.base_url, "https://api.iks.example");
  EXPECT_EQ(config.iks.account, "sunrise");
  EXPECT_EQ(config.iks.api_token.Reveal(), "Sw0rdfish-iks-token-2");
  ASSERT_EQ(config.iks.webhook_secrets.size(), 2u);
  EXPECT_EQ(config.iks.webhook_secrets[0].Reveal(), "Sw0rdfish-hook-secret-3");
  EXPECT_EQ(config.iks.webhook_secrets[1].Reveal(), "Sw0rdfish-hook-secret-4");
  EXPECT_EQ(config.iks.poll_interval, minutes(7));
  EXPECT_EQ(config.iks.request_timeout, seconds(20));
  EXPECT_FALSE(config.network.allow_plain_http);
  EXPECT_EQ(config.network.extra_trust_file, "/etc/engine/ca.pem");
  EXPECT_TRUE(config.warnings.empty());
}

TEST(Config, ReadsEveryFieldOfATenant) {
  const Config config = ParsedConfig(SampleConfig());
  const auto* tenant = config.FindTenant(domain::TenantId::Trusted("sunrise"));
  ASSERT_NE(tenant, nullptr);
  EXPECT_EQ(tenant->base_url, "https://sunrise.procare.example/t/sunrise");
  EXPECT_EQ(tenant->client_id, "crm");
  EXPECT_EQ(tenant->client_secret.Reveal(), "Sw0rdfish-procare-5");
  EXPECT_EQ(tenant->requests_per_second, 1.5);
  EXPECT_EQ(tenant->burst, 3);
  EXPECT_EQ(tenant->visibility_window, minutes(12));
  EXPECT_TRUE(tenant->send_external_id);
  EXPECT_EQ(tenant->request_timeout, seconds(40));
  EXPECT_EQ(config.FindTenant(domain::TenantId::Trusted("sunset")), nullptr);
}

TEST(Config, ReadsEveryFieldOfASite) {
  const Config config = ParsedConfig(SampleConfig());
  ASSERT_EQ(config.sites.size(), 2u);
  ASSERT_NE(config.sites[0].online(), nullptr);
  EXPECT_EQ(config.sites[0].online()->tenant.str(), "sunrise");
  EXPECT_EQ(config.sites[0].desktop(), nullptr);
  const domain::Site& site = config.sites[0].site;
  EXPECT_EQ(site.id.str(), "brooklyn");
  EXPECT_EQ(site.name, "Sunrise Brooklyn");
  EXPECT_EQ(site.iks_location.str(), "loc-1");
  EXPECT_EQ(site.school.str(), "school-1");
  EXPECT_EQ(site.zone.name(), "America/New_York");
  EXPECT_EQ(site.nightly_at, minutes(210));
  EXPECT_EQ(site.policy.triggers.size(), 2u);
  EXPECT_EQ(site.policy.triggers.at(domain::StatusLabel("tour completed")), domain::Placement::kPreRegistered);
  EXPECT_EQ(site.policy.pre_registered_as, domain::PreRegisteredAs::kActive);
  ASSERT_EQ(site.policy.status_rows.size(), 3u);
  EXPECT_EQ(site.policy.status_rows[0].when, domain::StatusRow::When::kStartInFuture);
  EXPECT_EQ(site.policy.status_rows[1].when, domain::StatusRow::When::kAlways);
  EXPECT_EQ(site.policy.status_rows[2].when, domain::StatusRow::When::kNeverActive);
  EXPECT_EQ(site.policy.status_rows[2].iks.text(), "Waitlist");
  EXPECT_EQ(site.policy.classrooms.at("room-1"), "Infants");
  EXPECT_FALSE(site.policy.push_without_email);
  EXPECT_FALSE(site.policy.write_dates);
  EXPECT_EQ(site.policy.mass_change_share, 0.5);
  EXPECT_EQ(site.policy.mass_change_minimum, 4);
  EXPECT_EQ(site.policy.missing_nights_before_alert, 5);
}

TEST(Config, ReadsEveryFieldOfProcareDesktop) {
  const Config config = ParsedConfig(SampleWithDesktop());
  EXPECT_TRUE(config.warnings.empty()) << FormatProblems(config.warnings);
  const auto id = domain::InstallationId::Trusted("queens-office");
  const auto* installation = config.FindInstallation(id);
  ASSERT_NE(installation, nullptr);
  EXPECT_EQ(installation->activation_key.Reveal(), "Sw0rdfish-queens-key-6");
  EXPECT_EQ(installation->database_id, "6f9619ff");
  EXPECT_EQ(installation->poll_hold, seconds(20));
  EXPECT_EQ(installation->offline_after, minutes(10));
  EXPECT_EQ(installation->answer_within, seconds(150));
  EXPECT_EQ(config.FindInstallation(domain::InstallationId::Trusted("bronx")), nullptr);
  ASSERT_EQ(config.sites.size(), 3u);
  EXPECT_EQ(config.sites[2].online(), nullptr);
  const auto* desktop = config.sites[2].desktop();
  ASSERT_NE(desktop, nullptr);
  EXPECT_EQ(desktop->installation, id);
  EXPECT_EQ(desktop->policy, (rules::DesktopPolicy{.pre_registered_label = "Registered",
                                                   .push_future_enrolled_row = false,
                                                   .default_relationship = "Other",
                                                   .pickup = false,
                                                   .emergency = false}));
  EXPECT_EQ(config.sites[2].site.school.str(), "12");
}

TEST(Config, FillsInTheDefaultsOfProcareDesktop) {
  auto document = SampleWithDesktop();
  document["procare_desktop"][0] = {{"installation", "queens-office"}, {"activation_key", {{"env", "QUEENS_KEY"}}}};
  document["sites"][2]["procare"] = {{"kind", "desktop"}, {"installation", "queens-office"}, {"school", "12"}};
  const Config config = ParsedConfig(document);
  EXPECT_EQ(config.procare_desktop[0].poll_hold, seconds(25));
  EXPECT_EQ(config.procare_desktop[0].offline_after, minutes(15));
  EXPECT_EQ(config.procare_desktop[0].answer_within, seconds(120));
  EXPECT_EQ(config.sites[2].desktop()->policy, rules::DesktopPolicy{});
  const auto& rows = config.sites[2].site.policy.status_rows;
  EXPECT_EQ(rows.size(), rules::DefaultDesktopStatusRows().size());
}

TEST(Config, WithDesktopSitesAloneNoTenantIsNeeded) {
  auto document = SampleWithDesktop();
  document.erase("procare_online");
  document["sites"] = json::array({document["sites"][2]});
  const Config config = ParsedConfig(document);
  EXPECT_TRUE(config.procare_online.empty());
  EXPECT_EQ(config.sites.size(), 1u);
}

TEST(Config, ReadsTheFilesForTls) {
  auto document = SampleWithDesktop();
  document["service"]["listen"] = "0.0.0.0:443";
  document["service"]["tls"] = {{"certificate_file", "tls/certificate.pem"}, {"private_key_file", "/keys/engine.pem"}};
  const Config config = ParsedConfig(document);
  ASSERT_TRUE(config.service.tls);
  EXPECT_EQ(config.service.tls->certificate_file, "/etc/engine/tls/certificate.pem");
  EXPECT_EQ(config.service.tls->private_key_file, "/keys/engine.pem");
  EXPECT_TRUE(config.warnings.empty()) << FormatProblems(config.warnings);
  EXPECT_EQ(config.service.for_operators().port, 8081);
  document["service"]["operator_listen"] = "[::1]:7000";
  EXPECT_EQ(ParsedConfig(document).service.for_operators().host, "::1");
  document["service"].erase("tls");
  document["service"]["listen"] = "127.0.0.1:9000";
  EXPECT_EQ(ParsedConfig(document).service.for_operators().port, 9000);
}

TEST(Config, FillsInTheDefaults) {
  auto document = SampleConfig();
  document["service"].erase("listen");
  document["service"].erase("max_body_bytes");
  document["iks"].erase("poll_minutes");
  document["iks"]["request_timeout_seconds"] = nullptr;
  document.erase("network");
  const Config config = ParsedConfig(document);
  EXPECT_EQ(config.service.listen.host, "127.0.0.1");
  EXPECT_EQ(config.service.listen.port, 8080);
  EXPECT_EQ(config.service.max_body_bytes, 1u << 20);
  EXPECT_EQ(config.iks.poll_interval, minutes(5));
  EXPECT_EQ(config.iks.request_timeout, seconds(30));
  EXPECT_FALSE(config.network.extra_trust_file);
  const domain::Site& site = config.sites[1].site;
  EXPECT_EQ(site.nightly_at, minutes(240));
  EXPECT_EQ(site.policy.triggers, domain::DefaultTriggers());
  EXPECT_EQ(site.policy.status_rows.size(), domain::DefaultOnlineStatusRows().size());
  EXPECT_EQ(site.policy.pre_registered_as, domain::PreRegisteredAs::kHold);
  EXPECT_TRUE(site.policy.classrooms.empty());
}

TEST(Config, NamesEveryAddressThatIsCalled) {
  EXPECT_EQ(AllBaseUrls(ParsedConfig(SampleConfig())),
            (Lines{"https://api.iks.example", "https://sunrise.procare.example/t/sunrise"}));
}

TEST(Config, AllowsPlainHttpOnThisMachineAndWhereItIsAskedFor) {
  auto document = SampleConfig();
  document["iks"]["base_url"] = "http://127.0.0.1:9101/";
  EXPECT_EQ(ParsedConfig(document).iks.base_url, "http://127.0.0.1:9101");
  document["iks"]["base_url"] = "http://simulators.test";
  document["network"]["allow_plain_http"] = true;
  EXPECT_EQ(WarningsOf(document), (Lines{"network.allow_plain_http: Passwords and family data may travel unencrypted. "
                                         "Fix: Use it for tests only."}));
}

TEST(Config, WarnsOfWhatIsLegalButRisky) {
  auto document = SampleConfig();
  document["service"]["listen"] = "0.0.0.0:80";
  document["sites"][1]["nightly_at"] = "02:59";
  document["procare_online"][0]["visibility_window_minutes"] = 0.5;
  auto second = document["procare_online"][0];
  second["tenant"] = "sunset";
  second["visibility_window_minutes"] = 10;
  document["procare_online"].push_back(second);
  EXPECT_EQ(
      WarningsOf(document),
      (Lines{"service.listen: The service speaks plain HTTP and can be reached from other machines. Fix: Listen "
             "on 127.0.0.1 and put a reverse proxy with TLS before it, or set service.tls.",
             "procare_online[0].visibility_window_minutes: Procare may need longer to show a new record, and "
             "after a lost answer it would be created twice. Fix: Use 10 unless this is a test.",
             "sites[1].nightly_at: Between 01:00 and 02:59 daylight saving skips or repeats an hour: on the day "
             "of a skipped time the run starts right after the gap, on the day of a repeated one at the first of "
             "the two. Fix: Use \"04:00\" unless the centre needs this time.",
             "procare_online[1]: No site uses this tenant. Fix: Remove it, or name it in a site's \"procare\"."}));
  for (const char* time : {"00:59", "03:00"}) {
    auto quiet = SampleConfig();
    quiet["sites"][1]["nightly_at"] = time;
    EXPECT_TRUE(WarningsOf(quiet).empty()) << time;
  }
}

TEST(Config, WarnsOfASecretThatCouldBeGuessed) {
  auto secrets = SampleSecrets();
  secrets.variables["ADMIN_TOKEN"] = "tiny";
  const auto config = ParseConfig(SampleConfig().dump(), secrets, kFolder);
  ASSERT_TRUE(config);
  ASSERT_EQ(config->warnings.size(), 1u);
  EXPECT_EQ(config->warnings[0].path, "service.admin_token");
  EXPECT_EQ(FormatProblems(config->warnings).find("tiny"), std::string::npos);
}

TEST(Config, TheExampleIsGood) {
  std::ifstream file("engine/config/example.json");
  std::stringstream text;
  text << file.rdbuf();
  FixedSecrets secrets;
  secrets.variables = {{"ENGINE_ADMIN_TOKEN", "an-admin-token-for-it"},
                       {"DESKTOP_ACTIVATION_KEY", "an-activation-key-for-it"},
                       {"IKS_API_TOKEN", "an-api-token-for-it"},
                       {"PROCARE_CLIENT_SECRET", "a-client-secret-for-it"}};
  secrets.files = {{"conf/secrets/iks_webhook_secret", "a-webhook-secret-for-it\n"}};
  const auto config = ParseConfig(text.str(), secrets, "conf/");
  ASSERT_TRUE(config) << FormatProblems(config.error());
  EXPECT_TRUE(config->warnings.empty()) << FormatProblems(config->warnings);
  EXPECT_EQ(config->store.path, "conf/engine.sqlite3");
  // What the example writes out is what a site gets that leaves it out.
  const auto& written = config->sites[0].site.policy;
  const auto& left_out = config->sites[1].site.policy;
  EXPECT_EQ(written.triggers, left_out.triggers);
  ASSERT_EQ(written.status_rows.size(), left_out.status_rows.size());
  for (std::size_t i = 0; i < written.status_rows.size(); ++i) {
    EXPECT_EQ(written.status_rows[i].procare, left_out.status_rows[i].procare);
    EXPECT_EQ(written.status_rows[i].when, left_out.status_rows[i].when);
    EXPECT_EQ(written.status_rows[i].iks, left_out.status_rows[i].iks);
  }
}

}  // namespace
}  // namespace ikp::config
