// Setup: how a scenario looks to each system: the configuration of the engine, and the state of the simulators before
// the story begins. Ids are regular ("loc-0", "tenant-1", "fam-3"), so that a log can be read.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "engine/config/config.h"
#include "scenarios/oracle/history.h"
#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios {

// A name in one of the ways in which staff spell it (kSpellingVariants).
std::string Spelt(std::string name, const std::string& spelling);

std::string TenantName(int tenant);
std::string LocationId(int site);
std::string SchoolId(int site);
std::string RoomId(int site, int room);

config::Config ConfigOf(const Scenario& scenario);
std::vector<oracle::SiteFacts> SiteFactsOf(const Scenario& scenario);
// What no log may show.
std::vector<std::string> SecretsOf(const config::Config& config);

nlohmann::json IksSeed(const Scenario& scenario);
nlohmann::json ProcareSeed(const Scenario& scenario);

// The family as people type it into IKS; `copy` 1 and up for a second record of the same family.
nlohmann::json IksFamilyJson(const Family& family, int index, int copy);
// The same without the children that somebody adds later.
nlohmann::json IksLeadJson(const Scenario& scenario, int index, int copy);
nlohmann::json IksChildJson(const Child& child, int family, int index, int copy);
// The family as staff type it into Procare, in that spelling, with the children whose numbers are given.
nlohmann::json TypedFamilyJson(const Scenario& scenario, int family, const std::string& spelling,
                               const std::vector<int>& children);
nlohmann::json TypedChildJson(const Child& child, const std::string& spelling);

}  // namespace ikp::scenarios
