// The sections of the configuration file, one function each. Internal to this room: config.cc puts them together.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/config.h"
#include "engine/config/object_reader.h"
#include "engine/config/secret_reader.h"

namespace ikp::config {

StoreConfig ReadStore(ObjectReader& root, std::string_view folder, Notes& notes);
ServiceConfig ReadService(ObjectReader& root, const SecretReader& secrets, std::string_view folder, Notes& notes);
IksAccountConfig ReadIks(ObjectReader& root, const SecretReader& secrets, Notes& notes);
NetworkConfig ReadNetwork(ObjectReader& root, std::string_view folder, Notes& notes);

// A tenant with its place in the file; what could not be read is empty, and noted.
struct TenantEntry {
  std::string path;
  std::optional<domain::TenantId> id;
  ProcareOnlineConfig config;
};
std::vector<TenantEntry> ReadTenants(ObjectReader& root, const SecretReader& secrets, Notes& notes);

// Likewise an installation of Procare Desktop.
struct InstallationEntry {
  std::string path;
  std::optional<domain::InstallationId> id;
  ProcareDesktopConfig config;
};
std::vector<InstallationEntry> ReadInstallations(ObjectReader& root, const SecretReader& secrets, Notes& notes);

// Likewise a site; `config` is there when all of it could be read.
struct SiteEntry {
  std::string path;
  std::optional<domain::SiteId> id;
  std::optional<domain::IksLocationId> iks_location;
  bool is_desktop = false;
  std::optional<domain::TenantId> tenant;
  std::optional<domain::InstallationId> installation;
  std::optional<domain::ProcareSchoolId> school;
  rules::DesktopPolicy desktop;
  std::optional<SiteConfig> config;
};
std::vector<SiteEntry> ReadSites(ObjectReader& root, Notes& notes);

// The fields of a site's "procare" that only Procare Desktop has.
void ReadDesktopSite(ObjectReader& procare, SiteEntry& entry, Notes& notes);
// What can only be judged with the site's status table.
void CheckDesktopSite(const SiteEntry& entry, const domain::SitePolicy& policy, Notes& notes);

domain::SitePolicy ReadPolicy(ObjectReader& site, bool is_desktop, Notes& notes);

// Shared by the sections.
inline constexpr int kLongestTimeoutSeconds = 300;
// A name of ours, as it appears in commands and file names: letters, digits, - and _, at most 60.
std::optional<std::string> RequireName(ObjectReader& object, std::string_view key, std::string_view example,
                                       Notes& notes);
void WarnIfShort(const Secret& secret, const std::string& path, Notes& notes);
// The address without slashes at its end; empty when there is none that could be used.
std::string RequireBaseUrl(ObjectReader& object, std::string_view example, Notes& notes);

}  // namespace ikp::config
