// How the installations of Procare Desktop are doing, for `engine status`: words and versions only.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "engine/async/task.h"
#include "engine/procare_desktop/installation.h"
#include "engine/service/engine.h"

namespace ikp::service {

async::Task<std::vector<procare_desktop::InstallationStatus>> GatherInstallations(Engine& engine);

nlohmann::json InstallationsToJson(const std::vector<procare_desktop::InstallationStatus>& installations);
// One line each, with what to do where something is wrong; empty without installations.
std::string InstallationsToText(const std::vector<procare_desktop::InstallationStatus>& installations,
                                domain::Instant now);

}  // namespace ikp::service
