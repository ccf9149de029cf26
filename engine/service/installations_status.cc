#include "engine/service/installations_status.h"

#include <nlohmann/json.hpp>
#include <optional>

namespace ikp::service {
namespace {

using domain::Reason;
using nlohmann::json;
using procare_desktop::InstallationStatus;

std::optional<Reason> ProblemOf(const InstallationStatus& status) {
  if (!status.registered || !status.last_heard) return Reason::kDesktopNotConnected;
  if (!status.present) return Reason::kDesktopOffline;
  if (!status.foreign_contract.empty()) return Reason::kDesktopAgentOutdated;
  if (status.data && !status.data->good) return status.data->reason;
  return std::nullopt;
}

std::string LastHeard(const InstallationStatus& status, domain::Instant now) {
  if (!status.last_heard) return "never heard of";
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(now - *status.last_heard).count();
  if (minutes < 2) return "heard of just now";
  return "last heard of " +
         (minutes < 120 ? std::to_string(minutes) + " minutes" : std::to_string(minutes / 60) + " hours") + " ago";
}

}  // namespace

async::Task<std::vector<InstallationStatus>> GatherInstallations(Engine& engine) {
  std::vector<InstallationStatus> all;
  for (const auto& [id, installation] : engine.installations().all()) {
    co_await installation->Load();
    all.push_back(installation->Status());
  }
  co_return all;
}

json InstallationsToJson(const std::vector<InstallationStatus>& installations) {
  json list = json::array();
  for (const auto& status : installations) {
    const auto problem = ProblemOf(status);
    json one = {{"id", status.id.str()},
                {"registered", status.registered},
                {"present", status.present},
                {"last_heard", status.last_heard ? json(domain::FormatInstant(*status.last_heard)) : json()},
                {"agent_version", status.agent_version},
                {"problem", problem ? json(domain::Describe(*problem).word) : json()},
                {"code", problem ? json(domain::Describe(*problem).code) : json()},
                {"commands_waiting", status.waiting}};
    if (status.data) {
      one["kind"] = status.data->kind;
      one["server_version"] = status.data->server_version;
      one["client_version"] = status.data->client_version;
      if (!status.data->good) one["details"] = status.data->details;
    }
    list.push_back(std::move(one));
  }
  return list;
}

std::string InstallationsToText(const std::vector<InstallationStatus>& installations, domain::Instant now) {
  std::string text;
  for (const auto& status : installations) {
    const auto problem = ProblemOf(status);
    text += "Procare Desktop " + status.id.str() + ": " + LastHeard(status, now);
    if (!status.agent_version.empty()) text += ", agent " + status.agent_version;
    if (status.waiting > 0) text += ", " + std::to_string(status.waiting) + " commands waiting";
    text += "\n";
    if (!problem) continue;
    const auto& words = domain::Describe(*problem);
    text += "  " + std::string(words.code) + " " + std::string(words.what) +
            "\n  do: " + std::string(words.next_action) + "\n";
  }
  return text.empty() ? text : "\n" + text;
}

}  // namespace ikp::service
