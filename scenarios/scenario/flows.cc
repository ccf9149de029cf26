#include "scenarios/scenario/flows.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>

namespace ikp::scenarios {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Monday, ten minutes before the nightly of a site in New York: "2026-03-02T08:50:00Z".
constexpr Instant kBeforeTheNight{std::chrono::sys_days(std::chrono::year(2026) / 3 / 2) + hours(8) + minutes(50)};
constexpr const char* kEnrolled = "Enrolled";
constexpr const char* kPreRegistered = "Pre-Registered";

// The nightly comes at ten minutes; a story that has to see it ends later.
constexpr Milliseconds kPushOnly = minutes(5);
constexpr Milliseconds kWithNight = minutes(20);

Scenario Story(Milliseconds ends, std::vector<Family> families, std::vector<Action> actions) {
  Scenario scenario;
  scenario.seed = 1;
  scenario.start = kBeforeTheNight;
  scenario.sites = {Site{.rooms = {"Toddlers", "Preschool"}}};
  scenario.families = std::move(families);
  scenario.actions = std::move(actions);
  scenario.safety_ends = ends;
  return scenario;
}

Family Household(const std::string& last_name, std::initializer_list<const char*> children) {
  Family family;
  family.guardians = {Guardian{"Maria", last_name, "maria." + last_name + "@example.com", "(212) 555-0142"}};
  int month = 1;
  for (const char* first_name : children) {
    Child child;
    child.first_name = first_name;
    child.last_name = last_name;
    child.birth_date = "2022-0" + std::to_string(month++) + "-15";
    child.desired_start = "2026-02-02";
    family.children.push_back(std::move(child));
  }
  return family;
}

Action Do(Milliseconds at, ActionKind kind, int family, int child = -1, std::string value = {}) {
  Action action;
  action.at = at;
  action.kind = kind;
  action.family = family;
  action.child = child;
  action.value = std::move(value);
  return action;
}
Action Set(Milliseconds at, int family, int child, const char* status) {
  return Do(at, ActionKind::kSetStatus, family, child, status);
}
Action AtSite(Milliseconds at, ActionKind kind, int site) {
  Action action;
  action.at = at;
  action.kind = kind;
  action.site = site;
  return action;
}

// --- core ----------------------------------------------------------------------------------------------------------
Scenario PushNewFamily() {
  return Story(
      kPushOnly, {Household("Rivera", {"Ana"})},
      {Set(seconds(1), 0, 0, "Tour Scheduled"), Set(seconds(5), 0, 0, kEnrolled), Set(minutes(2), 0, 0, kEnrolled)});
}

Scenario PushSiblingLater() {
  return Story(kPushOnly, {Household("Rivera", {"Ana", "Ben"})},
               {Set(seconds(1), 0, 0, kEnrolled), Do(minutes(1), ActionKind::kAddSibling, 0, 1, "Waitlist"),
                Set(minutes(2), 0, 1, kEnrolled)});
}

Scenario StaffTypedBefore() {
  auto family = Household("O'Neil", {"Zoe"});
  family.in_procare = true;
  family.procare_spelling = "no_apostrophe";
  return Story(
      kPushOnly, {std::move(family)},
      {Set(seconds(1), 0, 0, "Tour Completed"), Set(seconds(5), 0, 0, kEnrolled), Set(minutes(2), 0, 0, kEnrolled)});
}

// --- further -------------------------------------------------------------------------------------------------------
Scenario PreRegisteredThenActivated() {
  auto family = Household("Rivera", {"Ana"});
  family.children[0].desired_start = "2026-03-16";
  return Story(kWithNight, {std::move(family)},
               {Set(seconds(1), 0, 0, kPreRegistered), Do(minutes(3), ActionKind::kAssignRoom, 0, 0),
                Do(minutes(4), ActionKind::kSetEnrollment, 0, 0, "active")});
}

Scenario PushThenNightlyWithdrawn() {
  return Story(kWithNight, {Household("Rivera", {"Ana"})},
               {Set(seconds(1), 0, 0, kEnrolled), Do(minutes(2), ActionKind::kAssignRoom, 0, 0),
                Do(minutes(5), ActionKind::kSetEnrollment, 0, 0, "inactive")});
}

Scenario TwoSites() {
  auto other = Household("Okafor", {"Uzo"});
  other.site = 1;
  auto scenario = Story(kPushOnly, {Household("Rivera", {"Ana"}), std::move(other)},
                        {Set(seconds(1), 0, 0, kEnrolled), Set(seconds(1), 1, 0, kEnrolled),
                         Set(minutes(1), 0, 0, "Waitlist"), Set(minutes(2), 0, 0, kEnrolled)});
  scenario.sites.push_back(Site{.tenant = 1, .zone = "Pacific/Honolulu", .rooms = {"Toddlers"}});
  return scenario;
}

Scenario Twins() {
  auto family = Household("Rivera", {"Ana", "Eva"});
  family.children[1].birth_date = family.children[0].birth_date;
  return Story(
      kPushOnly, {std::move(family)},
      {Set(seconds(1), 0, 0, kEnrolled), Set(seconds(2), 0, 1, kEnrolled), Set(minutes(1), 0, 1, kPreRegistered)});
}

Scenario NeedsBirthDateThenCompleted() {
  auto family = Household("Rivera", {"Ana"});
  family.children[0].birth_date.clear();
  family.children[0].due_date = "2026-05-20";
  return Story(kPushOnly, {std::move(family)},
               {Set(seconds(1), 0, 0, kPreRegistered), Do(minutes(1), ActionKind::kEditChild, 0, 0, "dob=2026-02-20"),
                Set(minutes(2), 0, 0, kEnrolled)});
}

// Staff typed the child without its birth date: only a person can say that it is the same.
Scenario ReviewApproved() {
  auto family = Household("Rivera", {"Ana"});
  family.in_procare = true;
  family.procare_spelling = "no_birth_date";
  auto scenario = Story(kPushOnly, {std::move(family)},
                        {Set(seconds(1), 0, 0, kEnrolled), Do(minutes(2), ActionKind::kApproveLink, 0),
                         Do(minutes(3), ActionKind::kApproveLink, 0)});
  scenario.procare_switches["po.dob_required"] = "false";
  return scenario;
}

Scenario StatusForwardAndBack() {
  return Story(kPushOnly, {Household("Rivera", {"Ana"})},
               {Set(seconds(1), 0, 0, kPreRegistered), Set(seconds(2), 0, 0, "Waitlist"),
                Set(seconds(3), 0, 0, kEnrolled), Set(seconds(30), 0, 0, "On Hold"), Set(minutes(1), 0, 0, kEnrolled)});
}

Scenario MergeAfterPush() {
  auto merge = Do(minutes(2), ActionKind::kMergeFamilies, 1);
  merge.other = 0;
  auto same = Household("Rivera", {"Ben"});
  same.children[0].birth_date = "2024-08-15";
  return Story(kPushOnly, {Household("Rivera", {"Ana"}), std::move(same)},
               {Set(seconds(1), 0, 0, kEnrolled), Set(minutes(1), 1, 0, kEnrolled), std::move(merge),
                Set(minutes(3), 0, 0, kPreRegistered)});
}

Scenario EditDuringPush() {
  return Story(
      kPushOnly, {Household("Rivera", {"Ana"})},
      {Set(seconds(1), 0, 0, kEnrolled), Do(Milliseconds(1'200), ActionKind::kEditChild, 0, 0, "first_name=Anna"),
       Do(Milliseconds(1'500), ActionKind::kEditGuardian, 0, -1, "email=home@example.com"),
       Set(minutes(1), 0, 0, kEnrolled)});
}

Scenario NightlyWriteBackAfterEditInIks() {
  return Story(kWithNight, {Household("Rivera", {"Ana"})},
               {Set(seconds(1), 0, 0, kEnrolled), Do(minutes(2), ActionKind::kAssignRoom, 0, 0),
                Set(minutes(5), 0, 0, "Withdrawn"), Do(minutes(6), ActionKind::kEditChild, 0, 0, "first_name=Anna"),
                AtSite(minutes(15), ActionKind::kRunNightlyNow, 0)});
}

// The same family stands in IKS twice.
Scenario LeadTypedTwice() {
  return Story(kPushOnly, {Household("Rivera", {"Ana"})},
               {Do(seconds(1), ActionKind::kDuplicateLead, 0), Set(seconds(5), 0, 0, kEnrolled),
                Set(minutes(1), 0, 0, kPreRegistered)});
}

}  // namespace

const std::vector<Flow>& CanonicalFlows() {
  static const std::vector<Flow> kFlows = {
      {"push_new_family", true, PushNewFamily()},
      {"push_sibling_later", true, PushSiblingLater()},
      {"staff_typed_before", true, StaffTypedBefore()},
      {"pre_registered_then_activated", false, PreRegisteredThenActivated()},
      {"push_then_nightly_withdrawn", false, PushThenNightlyWithdrawn()},
      {"two_sites", false, TwoSites()},
      {"twins", false, Twins()},
      {"needs_birth_date_then_completed", false, NeedsBirthDateThenCompleted()},
      {"review_approved", false, ReviewApproved()},
      {"status_forward_and_back", false, StatusForwardAndBack()},
      {"merge_after_push", false, MergeAfterPush()},
      {"edit_during_push", false, EditDuringPush()},
      {"nightly_write_back_after_edit_in_iks", false, NightlyWriteBackAfterEditInIks()},
      {"lead_typed_twice", false, LeadTypedTwice()},
  };
  return kFlows;
}

const Flow* FindFlow(std::string_view name) {
  const auto& flows = CanonicalFlows();
  const auto found = std::find_if(flows.begin(), flows.end(), [&](const Flow& flow) { return flow.name == name; });
  return found == flows.end() ? nullptr : &*found;
}

}  // namespace ikp::scenarios
