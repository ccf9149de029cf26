// Rows of the local session contract: reading them, and writing what is to be created. What cannot be understood is
// left out and told, so that a reading with gaps is never taken for a whole one (I5).
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "engine/desktop_wire/rows.h"
#include "engine/domain/procare_school.h"

namespace ikp::desktop_agent {

struct SessionAccount {
  desktop_wire::AccountRow row;
  std::string comment;
  std::vector<desktop_wire::PersonRow> related;   // adults who are neither payer nor pickup
  std::vector<desktop_wire::StatusRow> statuses;  // of its children at its school
};

// Adds to `flaw` (one sentence; empty: none) when something could not be understood.
SessionAccount AccountFrom(const nlohmann::json& view, std::string& flaw);
std::vector<desktop_wire::SchoolRow> SchoolsFrom(const nlohmann::json& answer);
std::vector<desktop_wire::ClassroomRow> ClassroomsFrom(const nlohmann::json& answer);

// The fields of a new person.
nlohmann::json PersonJson(const domain::NewGuardian& guardian);
nlohmann::json PersonJson(const domain::NewChild& child);

}  // namespace ikp::desktop_agent
