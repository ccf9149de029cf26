// Guards between what a nightly snapshot shows and what is done about it (H25, H26, I5).
#pragma once

#include <cstddef>

namespace ikp::rules {

// More than `share` of the linked children, and at least `minimum`, would change status: pause and ask.
bool IsMassChange(std::size_t linked_children, std::size_t status_changes, double share, int minimum);

struct MissingVerdict {
  int nights = 0;      // consecutive complete snapshots without the record
  bool alert = false;  // tell a person; IKS is never changed for a missing record
  bool operator==(const MissingVerdict&) const = default;
};

// `nights_before` as recorded last night. Being found proves presence in any snapshot; not being found counts only in a
// complete one.
MissingVerdict JudgeMissing(int nights_before, bool found, bool snapshot_complete, int alert_after_nights);

}  // namespace ikp::rules
