#include "scenarios/world/setup.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "engine/rules/desktop_status.h"
#include "scenarios/world/network.h"
#include "scenarios/world/recorder.h"
#include "scenarios/world/setup_desktop.h"

namespace ikp::scenarios {
namespace {

using nlohmann::json;

constexpr const char* kAccount = "sunrise";
constexpr const char* kIksToken = "iks-token-5f1c0a77";
constexpr const char* kWebhookSecret = "webhook-secret-91be42d3";
constexpr const char* kAdminToken = "admin-token-7c33e810";

std::string SecretOf(int tenant) { return "client-secret-" + std::to_string(tenant) + "-e19a55c2"; }

int TenantsIn(const Scenario& scenario) {
  int count = 0;
  for (const auto& site : scenario.sites) count = std::max(count, site.desktop() ? 0 : site.tenant + 1);
  return count;
}

config::SiteConfig SiteConfigOf(const Scenario& scenario, int index) {
  const auto& site = scenario.sites[static_cast<std::size_t>(index)];
  const auto zone = domain::TimeZone::Find(site.zone);
  const auto at = domain::ParseMinuteOfDay(site.nightly_at);
  if (!zone || !at) throw std::invalid_argument("sites[" + std::to_string(index) + "]: zone or nightly_at is wrong");
  domain::SitePolicy policy;
  policy.triggers = domain::DefaultTriggers();
  policy.status_rows = site.desktop() ? rules::DefaultDesktopStatusRows() : domain::DefaultOnlineStatusRows();
  if (site.pre_registered_as_active) policy.pre_registered_as = domain::PreRegisteredAs::kActive;
  policy.push_without_email = site.push_without_email;
  policy.mass_change_minimum = site.mass_change_minimum;
  const auto name = "site-" + std::to_string(index);
  const auto school = site.desktop() ? std::to_string(SchoolNumberOf(scenario, index)) : SchoolId(index);
  config::SiteConfig configured{.site = {.id = domain::SiteId::Trusted(name),
                                         .name = name,
                                         .iks_location = domain::IksLocationId::Trusted(LocationId(index)),
                                         .school = domain::ProcareSchoolId::Trusted(school),
                                         .zone = *zone,
                                         .nightly_at = *at,
                                         .policy = std::move(policy)},
                                .procare = config::OnlineAt{domain::TenantId::Trusted(TenantName(site.tenant))}};
  if (site.desktop()) {
    configured.procare =
        config::DesktopAt{.installation = domain::InstallationId::Trusted(InstallationName(site.installation)),
                          .policy = {.push_future_enrolled_row = site.future_row}};
  }
  return configured;
}

std::string Upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(c < 0x80 ? std::toupper(c) : c); });
  return text;
}

// Latin letters with accents of the names in use, as UTF-8, and what a keyboard without them gives.
std::string WithoutAccents(const std::string& text) {
  static const std::vector<std::pair<std::string, std::string>> kLetters = {
      {"\xC3\xA9", "e"}, {"\xC3\xA8", "e"}, {"\xC3\xAB", "e"}, {"\xC3\xA1", "a"}, {"\xC3\xB1", "n"},
      {"\xC3\xB3", "o"}, {"\xC3\xAD", "i"}, {"\xC3\xBC", "u"}, {"\xC3\xB6", "o"}, {"\xC3\xA4", "a"},
      {"\xC3\xBA", "u"}, {"\xC3\x89", "E"}, {"\xC3\xA7", "c"}, {"\xC3\xB8", "o"}, {"\xC3\xA5", "a"}};
  std::string plain = text;
  for (const auto& [accented, letter] : kLetters) {
    for (auto at = plain.find(accented); at != std::string::npos; at = plain.find(accented)) {
      plain.replace(at, accented.size(), letter);
    }
  }
  return plain;
}

json OrNull(const std::string& text) { return text.empty() ? json() : json(text); }

json IksGuardianJson(const Guardian& guardian, int family, int index, int copy) {
  return {{"id", IksGuardianId(family, index, copy)},
          {"first_name", guardian.first_name},
          {"last_name", guardian.last_name},
          {"email", OrNull(guardian.email)},
          {"mobile", OrNull(guardian.phone)},
          {"relationship", index == 0 ? "Mother" : "Father"},
          {"is_primary", index == 0}};
}

json TypedGuardianJson(const Guardian& guardian, const std::string& spelling, int index) {
  auto email = guardian.email;
  if (spelling == "other_email" && !email.empty()) email = "home." + email;
  json phones = json::array();
  if (!guardian.phone.empty()) phones.push_back({{"type", "mobile"}, {"number", guardian.phone}});
  return {{"first_name", Spelt(guardian.first_name, spelling)},
          {"last_name", Spelt(guardian.last_name.empty() ? std::string("Unknown") : guardian.last_name, spelling)},
          {"email", OrNull(email)},
          {"phones", std::move(phones)},
          {"is_primary", index == 0}};
}

}  // namespace

std::string Spelt(std::string name, const std::string& spelling) {
  if (spelling == "upper") return Upper(std::move(name));
  if (spelling == "no_apostrophe") {
    std::erase(name, '\'');
    return name;
  }
  if (spelling == "accents_dropped") return WithoutAccents(name);
  if (spelling == "hyphen_space") {
    std::replace(name.begin(), name.end(), '-', ' ');
    return name;
  }
  return name;
}

std::string TenantName(int tenant) { return "tenant-" + std::to_string(tenant); }
std::string LocationId(int site) { return "loc-" + std::to_string(site); }
std::string SchoolId(int site) { return "10000000-0000-4000-8000-00000000000" + std::to_string(site); }
std::string RoomId(int site, int room) {
  const int digit = room < 10 ? (room * 7 + 3) % 10 : room;  // not in the order in which they were made
  return "20000000-0000-4000-8000-0000000000" + std::to_string(site) + std::to_string(digit);
}

config::Config ConfigOf(const Scenario& scenario) {
  config::Config config;
  config.store.path = "unused";
  config.service.admin_token = config::Secret(kAdminToken);
  config.iks.base_url = kIksUrl;
  config.iks.account = kAccount;
  config.iks.api_token = config::Secret(kIksToken);
  config.iks.webhook_secrets = {config::Secret(kWebhookSecret)};
  config.iks.poll_interval =
      std::max(std::chrono::minutes(1), std::chrono::floor<std::chrono::minutes>(scenario.engine.poll_interval));
  config.iks.recheck_interval =
      std::max(std::chrono::minutes(5), std::chrono::floor<std::chrono::minutes>(scenario.engine.recheck_interval));
  config.iks.request_timeout = std::chrono::floor<std::chrono::seconds>(scenario.engine.request_timeout);
  config.network.allow_plain_http = true;
  for (int i = 0; i < TenantsIn(scenario); ++i) {
    config::ProcareOnlineConfig tenant{.tenant = domain::TenantId::Trusted(TenantName(i)),
                                       .base_url = std::string(kProcareUrl) + "/t/" + TenantName(i),
                                       .client_id = "client-" + std::to_string(i),
                                       .client_secret = config::Secret(SecretOf(i))};
    tenant.requests_per_second = scenario.engine.requests_per_second;
    tenant.burst = scenario.engine.burst;
    tenant.visibility_window = scenario.engine.visibility_window;
    tenant.send_external_id = scenario.engine.send_external_id;
    tenant.request_timeout = config.iks.request_timeout;
    config.procare_online.push_back(std::move(tenant));
  }
  for (int i = 0; i < InstallationsIn(scenario); ++i) {
    config::ProcareDesktopConfig installation{.installation = domain::InstallationId::Trusted(InstallationName(i)),
                                              .activation_key = config::Secret(ActivationKeyOf(i))};
    installation.poll_hold = std::chrono::floor<std::chrono::seconds>(scenario.engine.poll_hold);
    installation.offline_after =
        std::chrono::ceil<std::chrono::minutes>(scenario.engine.poll_hold) + std::chrono::minutes(15);
    installation.answer_within = std::chrono::floor<std::chrono::seconds>(scenario.engine.answer_within);
    config.procare_desktop.push_back(std::move(installation));
  }
  for (int i = 0; i < static_cast<int>(scenario.sites.size()); ++i) {
    if (scenario.sites[static_cast<std::size_t>(i)].mapped) config.sites.push_back(SiteConfigOf(scenario, i));
  }
  return config;
}

std::vector<oracle::SiteFacts> SiteFactsOf(const Scenario& scenario) {
  std::vector<oracle::SiteFacts> facts;
  for (int i = 0; i < static_cast<int>(scenario.sites.size()); ++i) {
    const auto& site = scenario.sites[static_cast<std::size_t>(i)];
    facts.push_back({.id = "site-" + std::to_string(i),
                     .location = LocationId(i),
                     .tenant = site.desktop() ? SchoolTenant(site.installation, SchoolNumberOf(scenario, i))
                                              : TenantName(site.tenant),
                     .school = site.desktop() ? std::to_string(SchoolNumberOf(scenario, i)) : SchoolId(i),
                     .zone = site.zone,
                     .nightly_at = site.nightly_at,
                     .mapped = site.mapped,
                     .desktop = site.desktop()});
  }
  return facts;
}

std::vector<std::string> SecretsOf(const config::Config& config) {
  std::vector<std::string> secrets = {kIksToken, kWebhookSecret, kAdminToken};
  for (const auto& tenant : config.procare_online) secrets.push_back(tenant.client_secret.Reveal());
  for (const auto& installation : config.procare_desktop) secrets.push_back(installation.activation_key.Reveal());
  return secrets;
}

json IksChildJson(const Child& child, int family, int index, int copy) {
  return {{"id", IksChildId(family, index, copy)},
          {"first_name", child.first_name},
          {"last_name", child.last_name},
          {"dob", OrNull(child.birth_date)},
          {"due_date", OrNull(child.due_date)},
          {"status", child.status},
          {"desired_start_date", OrNull(child.desired_start)}};
}

json IksFamilyJson(const Family& family, int index, int copy) {
  json guardians = json::array();
  for (int i = 0; i < static_cast<int>(family.guardians.size()); ++i) {
    guardians.push_back(IksGuardianJson(family.guardians[static_cast<std::size_t>(i)], index, i, copy));
  }
  json children = json::array();
  for (int i = 0; i < static_cast<int>(family.children.size()); ++i) {
    children.push_back(IksChildJson(family.children[static_cast<std::size_t>(i)], index, i, copy));
  }
  return {{"id", IksFamilyId(index, copy)},
          {"location_id", LocationId(family.site)},
          {"guardians", std::move(guardians)},
          {"children", std::move(children)}};
}

json IksLeadJson(const Scenario& scenario, int index, int copy) {
  auto lead = IksFamilyJson(scenario.families[static_cast<std::size_t>(index)], index, copy);
  json children = json::array();
  for (std::size_t i = 0; i < lead["children"].size(); ++i) {
    if (ComesWithFamily(scenario, index, static_cast<int>(i))) children.push_back(lead["children"][i]);
  }
  lead["children"] = std::move(children);
  return lead;
}

json IksSeed(const Scenario& scenario) {
  json locations = json::array();
  for (int i = 0; i < static_cast<int>(scenario.sites.size()); ++i) {
    locations.push_back({{"id", LocationId(i)},
                         {"name", "Centre " + std::to_string(i)},
                         {"time_zone", scenario.sites[static_cast<std::size_t>(i)].zone},
                         {"procare_kind", scenario.sites[static_cast<std::size_t>(i)].kind}});
  }
  json families = json::array();
  for (int i = 0; i < static_cast<int>(scenario.families.size()); ++i) {
    const auto& family = scenario.families[static_cast<std::size_t>(i)];
    if (family.in_iks) families.push_back(IksLeadJson(scenario, i, 0));
  }
  // Seeding sets all switches anew.
  return {
      {"switches", scenario.iks_switches},
      {"accounts", json::array({{{"id", kAccount},
                                 {"api_token", kIksToken},
                                 {"webhook", {{"url", "http://engine.test/iks/webhook"}, {"secret", kWebhookSecret}}},
                                 {"locations", std::move(locations)},
                                 {"families", std::move(families)}}})}};
}

json ProcareSeed(const Scenario& scenario) {
  json tenants = json::array();
  for (int i = 0; i < TenantsIn(scenario); ++i) {
    json schools = json::array();
    for (int s = 0; s < static_cast<int>(scenario.sites.size()); ++s) {
      const auto& site = scenario.sites[static_cast<std::size_t>(s)];
      if (site.desktop() || site.tenant != i) continue;
      json rooms = json::array();
      for (int r = 0; r < static_cast<int>(site.rooms.size()); ++r) {
        rooms.push_back({{"id", RoomId(s, r)}, {"name", site.rooms[static_cast<std::size_t>(r)]}});
      }
      schools.push_back({{"id", SchoolId(s)},
                         {"name", "School " + std::to_string(s)},
                         {"time_zone", site.zone},
                         {"classrooms", std::move(rooms)}});
    }
    tenants.push_back({{"name", TenantName(i)},
                       {"client_id", "client-" + std::to_string(i)},
                       {"client_secret", SecretOf(i)},
                       {"schools", std::move(schools)},
                       {"families", json::array()}});
  }
  return {{"switches", scenario.procare_switches}, {"tenants", std::move(tenants)}};
}

json TypedChildJson(const Child& child, const std::string& spelling) {
  json typed = {{"first_name", Spelt(child.first_name, spelling)}, {"last_name", Spelt(child.last_name, spelling)}};
  if (spelling != "no_birth_date" && !child.birth_date.empty()) typed["dob"] = child.birth_date;
  return typed;
}

json TypedFamilyJson(const Scenario& scenario, int index, const std::string& spelling,
                     const std::vector<int>& children) {
  const auto& family = scenario.families[static_cast<std::size_t>(index)];
  json guardians = json::array();
  for (int i = 0; i < static_cast<int>(family.guardians.size()); ++i) {
    guardians.push_back(TypedGuardianJson(family.guardians[static_cast<std::size_t>(i)], spelling, i));
  }
  json list = json::array();
  for (const int child : children) {
    list.push_back(TypedChildJson(family.children[static_cast<std::size_t>(child)], spelling));
  }
  const auto name = family.guardians.empty() ? std::string("Family") : family.guardians.front().last_name;
  return {{"action", "add_family"},
          {"tenant", TenantName(scenario.sites[static_cast<std::size_t>(family.site)].tenant)},
          {"school_id", SchoolId(family.site)},
          {"name", Spelt(name.empty() ? std::string("Family") : name, spelling)},
          {"guardians", std::move(guardians)},
          {"children", std::move(list)}};
}

}  // namespace ikp::scenarios
