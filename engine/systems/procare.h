// Procare as push and nightly see it: Online and Desktop are the same here. The interface belongs to the workflows;
// wire clients implement it.
//
// Effects take the id of their durable intent, which implementations may send as an idempotency key or a command id,
// but nobody relies on the other side to honour it (H8).
#pragma once

#include <optional>
#include <vector>

#include "engine/async/task.h"
#include "engine/domain/id.h"
#include "engine/domain/procare_school.h"
#include "engine/systems/outcome.h"

namespace ikp::systems {

// What differs between the kinds of Procare and matters to the workflows.
struct ProcareTraits {
  // How long after an effect its record may still be missing from a reading (G50).
  domain::Milliseconds visibility_window{};
  // The status word of a child that was just created [P1]; empty where it has none until it is placed [P11].
  domain::StatusLabel born_as = {};
  // People can be merged or typed again, and their ids vanish (G31, G40): a linked child that is not found any more is
  // looked for by name and birth date.
  bool ids_can_vanish = false;
};

class Procare {
 public:
  virtual ~Procare() = default;

  // The whole school with children of every status. A reading that was cut or shifted comes back with complete = false;
  // a problem is returned only when nothing useful was read. `snapshot.started` is taken before the first request.
  virtual async::Task<Result<domain::SchoolSnapshot>> ReadSchool(domain::ProcareSchoolId school) = 0;
  // Nothing when Procare says that there is no such child.
  virtual async::Task<Result<std::optional<domain::ProcareChild>>> ReadChild(domain::ProcareChildId child) = 0;

  // Creates a family with its guardians in one effect. Never sends invitations (H13).
  virtual async::Task<Effect> CreateFamily(domain::ProcareSchoolId school, domain::NewFamily family,
                                           domain::IntentId intent) = 0;
  virtual async::Task<Effect> CreateChild(domain::ProcareSchoolId school, domain::NewChild child,
                                          domain::IntentId intent) = 0;
  // Sets status, room and start of a child that was just created. Repeating it is harmless.
  virtual async::Task<Effect> PlaceChild(domain::ProcareChildId child, domain::InitialPlacement placement,
                                         domain::IntentId intent) = 0;

  // Where people carry effects out (SchoolSnapshot::on_work_list): these need not be any more. They may all the same,
  // until a reading shows them off the list.
  virtual void NoLongerWanted(const std::vector<domain::IntentId>& intents) { (void)intents; }

  virtual ProcareTraits Traits() const = 0;

  // Tries everything that a set-up needs for this school, in order, in plain words.
  virtual async::Task<std::vector<CheckLine>> Check(domain::ProcareSchoolId school) = 0;
};

}  // namespace ikp::systems
