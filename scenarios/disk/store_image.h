// StoreImage: everything that a store holds about the small pool of ids of engine/store/store_generators.h, as one
// value that can be compared. For tests.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/ports/store.h"

namespace ikp::scenarios::disk {

struct StoreImage {
  std::vector<ports::Trigger> triggers = {};
  std::vector<ports::PushState> states = {};
  std::vector<ports::Intent> intents = {};  // of any state
  std::vector<ports::Intent> open_intents = {};
  std::vector<ports::Link> links = {};
  std::vector<ports::Agreement> agreements = {};
  std::vector<std::optional<ports::NightlyRun>> nights = {};
  std::vector<std::optional<ports::Review>> reviews = {};
  std::vector<ports::Review> open_reviews = {};
  std::vector<ports::AuditEntry> audit = {};
  std::vector<std::optional<std::string>> cursors = {};
  bool operator==(const StoreImage&) const = default;
};

// Of a store whose reads do not suspend.
StoreImage ImageOf(ports::Store& store);

}  // namespace ikp::scenarios::disk
