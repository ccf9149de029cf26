// Config: the engine's one configuration file (JSON, version 1), read and checked as a whole. README.md beside this
// file explains each field; example.json is a complete one.
//
// Parsing is pure: what it needs from the machine (secrets) comes through SecretSource. Every mistake is reported, not
// only the first. A Config that exists is consistent: ids are unique, each site's tenant or installation exists, each
// Procare school serves one IKS location (H40), addresses are https unless on this machine or explicitly allowed.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

#include "engine/config/problem.h"
#include "engine/config/secrets.h"
#include "engine/domain/id.h"
#include "engine/domain/site.h"
#include "engine/rules/desktop_policy.h"

namespace ikp::config {

struct StoreConfig {
  std::string path;  // resolved against the folder of the configuration file
};

struct ListenAddress {
  std::string host;        // an IP address without brackets, or "localhost"
  std::uint16_t port = 0;  // 0: any free one
};

// PEM files, resolved.
struct TlsConfig {
  std::string certificate_file;  // with the chain behind it
  std::string private_key_file;
};

struct ServiceConfig {
  ListenAddress listen{.host = "127.0.0.1", .port = 8080};
  std::optional<TlsConfig> tls = {};  // nothing: plain HTTP
  // With TLS: where the command line reaches the running engine, on this machine alone and without TLS.
  ListenAddress operator_listen{.host = "127.0.0.1", .port = 8081};

  const ListenAddress& for_operators() const { return tls ? operator_listen : listen; }
  Secret admin_token;
  std::size_t max_body_bytes = 1u << 20;
};

struct IksAccountConfig {
  std::string base_url;  // without a slash at the end
  std::string account;
  Secret api_token;
  std::vector<Secret> webhook_secrets;  // 1 to 4: several during a rotation
  std::chrono::minutes poll_interval{5};
  std::chrono::minutes recheck_interval{60};  // of children that wait for better data or for a person
  std::chrono::seconds request_timeout{30};
};

struct ProcareOnlineConfig {
  domain::TenantId tenant;
  std::string base_url;  // without a slash at the end
  std::string client_id;
  Secret client_secret;
  double requests_per_second = 2;
  int burst = 5;
  std::chrono::milliseconds visibility_window = std::chrono::minutes(10);
  bool send_external_id = false;
  std::chrono::seconds request_timeout{30};
};

// One database of Procare Desktop, with the agent that connects it.
struct ProcareDesktopConfig {
  domain::InstallationId installation;
  Secret activation_key;               // works once
  std::string database_id = {};        // that belongs to it; empty: the first one that its agent shows
  std::chrono::seconds poll_hold{25};  // how long the agent's question for work is held open
  std::chrono::minutes offline_after{15};
  std::chrono::seconds answer_within{120};  // without the agent being heard of: what it was given is in doubt
};

struct NetworkConfig {
  bool allow_plain_http = false;                // http:// to other machines
  std::optional<std::string> extra_trust_file;  // PEM, resolved; beside the system's authorities
};

// Where a site's school is.
struct OnlineAt {
  domain::TenantId tenant;  // one of Config::procare_online
};
struct DesktopAt {
  domain::InstallationId installation;  // one of Config::procare_desktop
  rules::DesktopPolicy policy;
};

struct SiteConfig {
  domain::Site site;
  std::variant<OnlineAt, DesktopAt> procare;

  // Null when it is the other kind.
  const OnlineAt* online() const { return std::get_if<OnlineAt>(&procare); }
  const DesktopAt* desktop() const { return std::get_if<DesktopAt>(&procare); }
};

struct Config {
  StoreConfig store;
  ServiceConfig service;
  IksAccountConfig iks;
  std::vector<ProcareOnlineConfig> procare_online;
  std::vector<ProcareDesktopConfig> procare_desktop = {};
  NetworkConfig network;
  std::vector<SiteConfig> sites;        // at least one
  std::vector<ConfigProblem> warnings;  // legal, but worth a thought

  // Nothing for one that is not configured.
  const ProcareOnlineConfig* FindTenant(const domain::TenantId& tenant) const;
  const ProcareDesktopConfig* FindInstallation(const domain::InstallationId& installation) const;
};

// `folder`: where the file is; relative paths start there. Problems come in the order of the file, those that concern
// several sections last.
tl::expected<Config, std::vector<ConfigProblem>> ParseConfig(std::string_view text, const SecretSource& secrets,
                                                             std::string_view folder);

// Every address that the engine would call: IKS first, then the tenants in their order.
std::vector<std::string> AllBaseUrls(const Config& config);

}  // namespace ikp::config
