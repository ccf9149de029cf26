#include "engine/config/config.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "engine/config/json_document.h"
#include "engine/config/sections.h"
#include "engine/config/url.h"

namespace ikp::config {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;

// False when the rest cannot be judged by the rules of this version.
bool ReadVersion(ObjectReader& root, Notes& notes) {
  const json* version = root.Require("version", std::to_string(kVersion));
  if (version == nullptr || *version == kVersion) return true;
  notes.Problem(root.PathOf("version"), "This engine reads version 1 of the configuration.",
                "Write \"version\": 1, and check the fields against the README.");
  return false;
}

void CheckEncrypted(const std::string& url, const std::string& path, const NetworkConfig& network, Notes& notes) {
  if (url.empty() || IsHttps(url) || IsLoopbackUrl(url) || network.allow_plain_http) return;
  notes.Problem(path, "The address is not encrypted.",
                "Write https:// instead of http://, or for a test network set network.allow_plain_http to true.");
}

std::string ListenUrl(const ListenAddress& listen) {
  const bool v6 = listen.host.find(':') != std::string::npos;
  return v6 ? "http://[" + listen.host + "]" : "http://" + listen.host;
}

// Tells every value that an earlier entry has already.
template <typename Key>
class Unique {
 public:
  Unique(Notes& notes, std::string message, std::string fix)
      : notes_(notes), message_(std::move(message)), fix_(std::move(fix)) {}

  void See(const Key& key, const std::string& path) {
    const auto [earlier, added] = seen_.emplace(key, path);
    if (!added) notes_.Problem(path, message_ + " " + earlier->second + ".", fix_);
  }

 private:
  Notes& notes_;
  std::string message_;
  std::string fix_;
  std::map<Key, std::string> seen_;
};

void CheckTenants(const std::vector<TenantEntry>& tenants, const std::vector<SiteEntry>& sites, Notes& notes) {
  Unique<domain::TenantId> names(notes, "The same tenant name stands at", "Give each tenant its own name.");
  for (const auto& entry : tenants) {
    if (!entry.id) continue;
    names.See(*entry.id, entry.path + ".tenant");
    const bool used =
        std::any_of(sites.begin(), sites.end(), [&](const SiteEntry& site) { return site.tenant == entry.id; });
    if (!used) notes.Warn(entry.path, "No site uses this tenant.", "Remove it, or name it in a site's \"procare\".");
  }
}

void CheckTenantReference(const SiteEntry& site, const std::vector<TenantEntry>& tenants, Notes& notes) {
  if (!site.tenant) return;
  std::string known;
  for (const auto& entry : tenants) {
    if (entry.id == site.tenant) return;
    if (entry.id) known += (known.empty() ? "" : ", ") + entry.id->str();
  }
  notes.Problem(site.path + ".procare.tenant",
                Quoted(site.tenant->str()) + " is not one of the procare_online tenants.",
                known.empty() ? "Add the tenant to \"procare_online\"." : "Write one of: " + known + ".");
}

void CheckInstallations(const std::vector<InstallationEntry>& installations, const std::vector<SiteEntry>& sites,
                        Notes& notes) {
  Unique<domain::InstallationId> names(notes, "The same installation name stands at",
                                       "Give each installation its own name.");
  Unique<std::string> keys(notes, "The same activation key is used at",
                           "Give each installation its own key: the key tells which one is calling.");
  for (const auto& entry : installations) {
    if (entry.id) names.See(*entry.id, entry.path + ".installation");
    if (!entry.config.activation_key.empty()) {
      keys.See(entry.config.activation_key.Reveal(), entry.path + ".activation_key");
    }
    const bool used = std::any_of(sites.begin(), sites.end(), [&](const SiteEntry& site) {
      return site.installation && site.installation == entry.id;
    });
    if (entry.id && !used) {
      notes.Warn(entry.path, "No site uses this installation.", "Remove it, or name it in a site's \"procare\".");
    }
  }
}

void CheckInstallationReference(const SiteEntry& site, const std::vector<InstallationEntry>& installations,
                                Notes& notes) {
  if (!site.installation) return;
  std::string known;
  for (const auto& entry : installations) {
    if (entry.id == site.installation) return;
    if (entry.id) known += (known.empty() ? "" : ", ") + entry.id->str();
  }
  notes.Problem(site.path + ".procare.installation",
                Quoted(site.installation->str()) + " is not one of the procare_desktop installations.",
                known.empty() ? "Add the installation to \"procare_desktop\"." : "Write one of: " + known + ".");
}

// Agents come from other machines, with the data of families.
void CheckAgentsEncrypted(const Config& config, bool loopback, const std::vector<InstallationEntry>& installations,
                          Notes& notes) {
  if (installations.empty() || loopback || config.service.tls || config.network.allow_plain_http) return;
  notes.Problem("service.listen", "Agents of Procare Desktop would send the data of families unencrypted.",
                "Set service.tls, or listen on 127.0.0.1 and put a reverse proxy with TLS before it.");
}

void CheckSites(const std::vector<SiteEntry>& sites, const std::vector<TenantEntry>& tenants,
                const std::vector<InstallationEntry>& installations, Notes& notes) {
  using School = std::pair<std::string, domain::ProcareSchoolId>;  // in which Procare
  Unique<domain::SiteId> ids(notes, "The same site id stands at", "Give each site its own id.");
  Unique<domain::IksLocationId> locations(notes, "The same IKS location stands at",
                                          "Give each site its own IKS location.");
  Unique<School> schools(notes, "The same Procare school stands at",
                         "A Procare school serves one IKS location only: give each site its own school.");
  for (const auto& site : sites) {
    if (site.id) ids.See(*site.id, site.path + ".id");
    if (site.iks_location) locations.See(*site.iks_location, site.path + ".iks_location");
    CheckTenantReference(site, tenants, notes);
    CheckInstallationReference(site, installations, notes);
    const auto path = site.path + ".procare.school";
    if (site.tenant && site.school) schools.See(School("online:" + site.tenant->str(), *site.school), path);
    if (site.installation && site.school) {
      schools.See(School("desktop:" + site.installation->str(), *site.school), path);
    }
  }
}

}  // namespace

const ProcareOnlineConfig* Config::FindTenant(const domain::TenantId& tenant) const {
  const auto found = std::find_if(procare_online.begin(), procare_online.end(),
                                  [&](const ProcareOnlineConfig& one) { return one.tenant == tenant; });
  return found == procare_online.end() ? nullptr : &*found;
}

const ProcareDesktopConfig* Config::FindInstallation(const domain::InstallationId& installation) const {
  const auto found = std::find_if(procare_desktop.begin(), procare_desktop.end(),
                                  [&](const ProcareDesktopConfig& one) { return one.installation == installation; });
  return found == procare_desktop.end() ? nullptr : &*found;
}

tl::expected<Config, std::vector<ConfigProblem>> ParseConfig(std::string_view text, const SecretSource& secrets,
                                                             std::string_view folder) {
  Notes notes;
  const auto document = ReadJson(text, notes.problems);
  if (!document) return tl::unexpected(std::vector<ConfigProblem>{document.error()});
  ObjectReader root(*document, "", notes);
  if (!root.good() || !ReadVersion(root, notes)) return tl::unexpected(std::move(notes.problems));

  const SecretReader secret_reader(secrets, folder, notes);
  Config config;
  config.store = ReadStore(root, folder, notes);
  config.service = ReadService(root, secret_reader, folder, notes);
  config.iks = ReadIks(root, secret_reader, notes);
  auto tenants = ReadTenants(root, secret_reader, notes);
  auto installations = ReadInstallations(root, secret_reader, notes);
  config.network = ReadNetwork(root, folder, notes);
  auto sites = ReadSites(root, notes);
  root.Finish();

  // What takes several sections to see.
  CheckEncrypted(config.iks.base_url, "iks.base_url", config.network, notes);
  for (const auto& entry : tenants) {
    CheckEncrypted(entry.config.base_url, entry.path + ".base_url", config.network, notes);
  }
  CheckAgentsEncrypted(config, IsLoopbackUrl(ListenUrl(config.service.listen)), installations, notes);
  CheckTenants(tenants, sites, notes);
  CheckInstallations(installations, sites, notes);
  CheckSites(sites, tenants, installations, notes);
  if (!notes.problems.empty()) return tl::unexpected(std::move(notes.problems));

  for (auto& entry : tenants) config.procare_online.push_back(std::move(entry.config));
  for (auto& entry : installations) config.procare_desktop.push_back(std::move(entry.config));
  for (auto& entry : sites) config.sites.push_back(std::move(entry.config.value()));
  config.warnings = std::move(notes.warnings);
  return config;
}

std::vector<std::string> AllBaseUrls(const Config& config) {
  std::vector<std::string> urls{config.iks.base_url};
  for (const auto& tenant : config.procare_online) urls.push_back(tenant.base_url);
  return urls;
}

}  // namespace ikp::config
