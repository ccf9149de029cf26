#include "engine/rules/placement.h"

namespace ikp::rules {
namespace {

constexpr const char* kStartField = "child.start_date";

Finding StartMissing() {
  return {kStartField, "missing", "No start date is entered in IKS. Enter the day of activation in Procare."};
}

Finding StartPassed() {
  return {kStartField, "start_not_in_future",
          "The child is pre-registered, but its start date is not in the future, so no activation can be scheduled. "
          "Activate the child in Procare, or correct the start date there."};
}

}  // namespace

std::optional<domain::CivilDate> StartOf(const domain::IksChild& child) {
  return child.actual_start ? child.actual_start : child.desired_start;
}

PlacementDecision DecidePlacement(domain::Placement wanted, std::optional<domain::CivilDate> start,
                                  domain::CivilDate today, domain::PreRegisteredAs pre_registered_as) {
  using domain::Placement;
  PlacementDecision decision;
  const bool in_future = start && *start > today;
  if (!start) decision.warnings.push_back(StartMissing());
  if (wanted == Placement::kPreRegistered && start && !in_future) decision.warnings.push_back(StartPassed());

  const bool attends_now = wanted == Placement::kEnrolled && !in_future;
  if (attends_now || pre_registered_as == domain::PreRegisteredAs::kActive) {
    decision.placement.placement = Placement::kEnrolled;
    return decision;
  }
  decision.placement.placement = Placement::kPreRegistered;
  if (in_future) decision.placement.start = start;
  return decision;
}

}  // namespace ikp::rules
