// The one place where a child changes: version, updated_at, origin and the webhook go together.
#pragma once

#include <string_view>

#include "simulators/iks/model.h"
#include "simulators/kit/switches.h"

namespace ikp::simulators::iks {

// Puts `next` in place of `current` (a child of `account`). Version and times of `next` are ignored. False when nothing
// differs: nothing happens then, unless `count_always`.
bool CommitChild(State& state, const kit::SwitchBoard& switches, Account& account, Child& current, Child next,
                 std::string_view origin, Instant now, bool count_always = false);

// Adds a new child to a family of the account. The id must be new.
Child& AddChild(State& state, const kit::SwitchBoard& switches, Account& account, Family& family, Child child,
                Instant now);

void TouchFamily(Family& family, Instant now);

}  // namespace ikp::simulators::iks
