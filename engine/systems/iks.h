// IntelliKid Systems as push and nightly see it. The wire is an assumption (H20) and stays behind this interface.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/async/task.h"
#include "engine/domain/iks_family.h"
#include "engine/systems/outcome.h"

namespace ikp::systems {

struct IksFamilyGone {
  std::optional<domain::IksFamilyId> merged_into;
};
using IksFamilyReading = std::variant<domain::IksFamily, IksFamilyGone>;

struct IksChildPage {
  std::vector<domain::IksChild> children;  // ascending by (updated_at, id)
  std::string next_cursor;                 // empty on the last page
};

// Only the fields that the nightly owns (I7): there is no way to write a name or a contact.
struct IksChildUpdate {
  std::optional<domain::StatusLabel> status;
  std::optional<std::string> classroom;                          // "" clears
  std::optional<std::optional<domain::CivilDate>> actual_start;  // inner nothing clears
  std::optional<std::optional<domain::CivilDate>> withdrawal;
  std::optional<std::int64_t> only_if_version;

  bool empty() const { return !status && !classroom && !actual_start && !withdrawal; }
};

class Iks {
 public:
  virtual ~Iks() = default;

  virtual async::Task<Result<IksFamilyReading>> ReadFamily(domain::IksFamilyId family) = 0;
  // One page of children whose record changed at or after `since`, of one location or of the whole account; `statuses`
  // empty means all.
  virtual async::Task<Result<IksChildPage>> ReadChangedChildren(std::optional<domain::IksLocationId> location,
                                                                std::vector<domain::StatusLabel> statuses,
                                                                std::optional<domain::Instant> since,
                                                                std::string cursor) = 0;
  // Tagged with our origin, so that it never comes back as a trigger (I8, H28). A version conflict is kNotDone with
  // reason kWriteBackFailed and detail "version_conflict"; a child that is gone gives detail "not_found".
  virtual async::Task<Effect> WriteBack(domain::IksChildId child, IksChildUpdate update) = 0;

  virtual async::Task<std::vector<CheckLine>> Check(domain::IksLocationId location) = 0;
};

}  // namespace ikp::systems
