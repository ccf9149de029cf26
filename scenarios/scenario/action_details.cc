#include "scenarios/scenario/action_details.h"

#include <array>
#include <string_view>

#include "scenarios/scenario/draw_parts.h"

namespace ikp::scenarios {
namespace {

constexpr std::array<std::string_view, 7> kOtherStatuses = {"Waitlist",  "Tour Scheduled", "Contacted", "On Hold",
                                                            "Withdrawn", "Lost",           "Graduated"};

}  // namespace

std::string Details::AStatus(const Action& action) {
  const auto& child = ChildOf(action);
  if (dice_.Percent(child.triggered ? 45 : 80)) return std::string(dice_.Pick(kTriggerStatuses));
  return std::string(dice_.Pick(kOtherStatuses));
}

const ChildSoFar& Details::ChildOf(const Action& action) const {
  return families_[static_cast<std::size_t>(action.family)].children[static_cast<std::size_t>(action.child)];
}

void Details::PickFamily(Action& action) {
  action.family = static_cast<int>(dice_.Below(static_cast<std::uint32_t>(families_.size())));
}

void Details::PickChild(Action& action) {
  const auto& children = families_[static_cast<std::size_t>(action.family)].children;
  action.child = static_cast<int>(dice_.Below(static_cast<std::uint32_t>(children.size())));
}

void Details::PickSite(Action& action) {
  action.site = static_cast<int>(dice_.Below(static_cast<std::uint32_t>(SiteCount())));
}

std::size_t Details::SiteCount() const { return scenario_.sites.size(); }

bool Details::Complete(Action& action) {
  switch (action.kind) {
    case ActionKind::kSetStatusOfAll:
      PickSite(action);
      action.value = dice_.Pick(kTriggerStatuses);
      return true;
    case ActionKind::kAcceptMassChange:
    case ActionKind::kRunNightlyNow:
      PickSite(action);
      return true;
    case ActionKind::kRotateSecret:
      PickSite(action);
      action.number = dice_.Between(0, 30);
      return true;
    case ActionKind::kUpdateZone:
      PickSite(action);
      action.value = dice_.Pick(DrawnZones()).name;
      return true;
    case ActionKind::kRenameRoom:
    case ActionKind::kCloseRoom:
      PickSite(action);
      if (action.kind == ActionKind::kRenameRoom) action.value = "Room " + std::to_string(dice_.Between(1, 9));
      return PickRoom(action, action.site);
    default:
      PickFamily(action);
      return action.kind <= ActionKind::kDeleteFamily ? CompleteInIks(action) : CompleteInProcare(action);
  }
}

bool Details::CompleteInIks(Action& action) {
  switch (action.kind) {
    case ActionKind::kCreateLead:
      return PickAbsent(action);
    case ActionKind::kDuplicateLead:
    case ActionKind::kDeleteFamily:
      return true;
    case ActionKind::kMergeFamilies:
      return PickOther(action) && families_[static_cast<std::size_t>(action.other)].live();
    case ActionKind::kAddSibling:
      if (hidden_.empty()) return false;
      action.family = dice_.Pick(hidden_);
      action.child = LastChild(action);
      action.value = dice_.Percent(60) ? dice_.Pick(kTriggerStatuses) : "Waitlist";
      return true;
    case ActionKind::kEditGuardian:
      return EditGuardian(action);
    default:
      break;
  }
  PickChild(action);
  if (action.kind == ActionKind::kSetStatus) action.value = AStatus(action);
  if (action.kind == ActionKind::kEditChild) action.value = EditOfChild(action, "desired_start_date");
  return action.kind != ActionKind::kMoveChild || PickOtherSite(action);
}

bool Details::CompleteInProcare(Action& action) {
  switch (action.kind) {
    case ActionKind::kTypeFamily:
      if (dice_.Percent(50)) action.value = dice_.Pick(kSpellingVariants);
      return true;
    case ActionKind::kEditProcareGuardian:
      PickChild(action);  // whose guardian: people look for the child
      return EditGuardian(action);
    case ActionKind::kApproveLink:
      action.number = dice_.Between(0, 1);
      return true;
    case ActionKind::kApproveCreate:
      return true;
    default:
      break;
  }
  PickChild(action);
  switch (action.kind) {
    case ActionKind::kTypeChild:
      if (dice_.Percent(40)) action.value = dice_.Pick(kSpellingVariants);
      return true;
    case ActionKind::kSetEnrollment: {
      constexpr std::array<std::string_view, 4> kWords = {"inactive", "active", "hold", "graduate"};
      action.value = kWords[dice_.Weighted(std::array<int, 4>{45, 25, 20, 10})];
      return true;
    }
    case ActionKind::kAssignRoom:
      action.number = -1;
      return dice_.Percent(15) || PickRoom(action, SiteOf(action.family));
    case ActionKind::kPlanMove: {
      constexpr std::array<std::string_view, 5> kMoves = {"withdrawal", "hold", "hold_activation", "graduation",
                                                          "room_transition"};
      action.value = dice_.Pick(kMoves);
      action.number = dice_.Percent(70) ? dice_.Between(0, 2) : dice_.Between(3, 30);
      return true;
    }
    case ActionKind::kEditProcareChild:
      action.value = EditOfChild(action, dice_.Percent(50) ? "start_date" : "withdrawal_date");
      return true;
    case ActionKind::kMoveProcareChild:
      return PickOtherSite(action) && SameTenant(action.site, SiteOf(action.family));
    case ActionKind::kShareProcareChild:
      return PickOther(action) && families_[static_cast<std::size_t>(action.other)].in_procare() &&
             SameTenant(SiteOf(action.other), SiteOf(action.family));
    default:
      return true;
  }
}

bool Details::PickAbsent(Action& action) {
  std::vector<int> absent;
  for (std::size_t i = 0; i < families_.size(); ++i) {
    if (!families_[i].in_iks) absent.push_back(static_cast<int>(i));
  }
  if (!absent.empty()) action.family = dice_.Pick(absent);
  return !absent.empty();
}

int Details::SiteOf(int family) const { return scenario_.families[static_cast<std::size_t>(family)].site; }

// Staff of one tenant, or at one PC, don't see the other.
bool Details::SameTenant(int site, int other) const {
  const auto& a = scenario_.sites[static_cast<std::size_t>(site)];
  const auto& b = scenario_.sites[static_cast<std::size_t>(other)];
  return a.kind == b.kind && (a.desktop() ? a.installation == b.installation : a.tenant == b.tenant);
}

bool Details::PickOther(Action& action) {
  if (families_.size() < 2) return false;
  const auto count = static_cast<int>(families_.size());
  action.other = (action.family + dice_.Between(1, count - 1)) % count;
  return true;
}

bool Details::PickOtherSite(Action& action) {
  if (SiteCount() < 2) return false;
  const auto count = static_cast<int>(SiteCount());
  const int from = SiteOf(action.family);
  action.site = (from + dice_.Between(1, count - 1)) % count;
  return true;
}

bool Details::PickRoom(Action& action, int site) {
  const auto& rooms = scenario_.sites[static_cast<std::size_t>(site)].rooms;
  if (rooms.empty()) return false;
  action.number = static_cast<int>(dice_.Below(static_cast<std::uint32_t>(rooms.size())));
  return true;
}

int Details::LastChild(const Action& action) const {
  return static_cast<int>(families_[static_cast<std::size_t>(action.family)].children.size()) - 1;
}

bool Details::EditGuardian(Action& action) {
  const auto& guardians = scenario_.families[static_cast<std::size_t>(action.family)].guardians;
  if (guardians.empty()) return false;
  action.number = static_cast<int>(dice_.Below(static_cast<std::uint32_t>(guardians.size())));
  const bool in_iks = action.kind == ActionKind::kEditGuardian;
  switch (dice_.Below(in_iks ? 4 : 3)) {
    case 0:
      action.value = "first_name=" + std::string(dice_.Percent(50) ? "Alex" : "Ren\u00e9e");
      break;
    case 1:
      action.value = "last_name=" + std::string(dice_.Percent(50) ? "Newman" : "Newman-Smith");
      break;
    case 2:
      action.value = "email=changed" + std::to_string(dice_.Below(100)) + "@example.com";
      break;
    default:
      action.value = "mobile=(646) 555-" + std::to_string(2000 + dice_.Below(100));
      break;
  }
  return true;
}

std::string Details::EditOfChild(const Action& action, const std::string& date_field) {
  const auto& child =
      scenario_.families[static_cast<std::size_t>(action.family)].children[static_cast<std::size_t>(action.child)];
  switch (dice_.Weighted(std::array<int, 4>{20, 15, 30, 35})) {
    case 0:
      return "first_name=" + (dice_.Percent(50) ? child.first_name + "e" : std::string("Robin"));
    case 1:
      return "last_name=" + (dice_.Percent(50) ? child.last_name + "s" : std::string("Newman"));
    case 2:
      return BirthDateOf(child);
    default:
      return date_field + "=" + DayOf(scenario_, dice_.Between(-20, 40));
  }
}

// The most frequent typing errors: day and month change places where they can, or the day is another one.
std::string Details::BirthDateOf(const Child& child) {
  const auto& date = child.birth_date;
  if (date.size() != 10 || dice_.Percent(10)) return "dob=" + DayOf(scenario_, -dice_.Between(60, 1800));
  const auto day = date.substr(8, 2);
  if (day <= "12" && day != date.substr(5, 2) && dice_.Percent(50)) {
    return "dob=" + date.substr(0, 4) + "-" + day + "-" + date.substr(5, 2);
  }
  const char other = static_cast<char>('1' + (day[1] - '0' + dice_.Between(0, 6)) % 8);  // of the last figure
  return "dob=" + date.substr(0, 8) + (day[0] == '3' ? '2' : day[0]) + other;
}

}  // namespace ikp::scenarios
