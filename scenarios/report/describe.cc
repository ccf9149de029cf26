#include "scenarios/report/describe.h"

#include <algorithm>
#include <utility>

#include "scenarios/report/text.h"

namespace ikp::scenarios::report {
namespace {

// "last_name=O Kafor" as {"last name", "O Kafor"}.
std::pair<std::string, std::string> FieldAndText(const std::string& value) {
  const std::size_t equals = value.find('=');
  if (equals == std::string::npos) return {value, ""};
  std::string field = value.substr(0, equals);
  std::replace(field.begin(), field.end(), '_', ' ');
  if (field == "dob") field = "birth date";
  return {field, value.substr(equals + 1)};
}

std::string Edit(const std::string& whose, const std::string& value) {
  const auto [field, text] = FieldAndText(value);
  if (text.empty()) return "clear the " + field + " of " + whose;
  return "change the " + field + " of " + whose + " to \"" + text + "\"";
}

std::string SiteName(int site) { return site < 0 ? "the site" : "site " + std::to_string(site); }

std::string RoomName(const Scenario& scenario, int site, int room) {
  const auto sites = static_cast<int>(scenario.sites.size());
  if (site >= 0 && site < sites && room >= 0) {
    const auto& rooms = scenario.sites[static_cast<std::size_t>(site)].rooms;
    if (static_cast<std::size_t>(room) < rooms.size()) return "\"" + rooms[static_cast<std::size_t>(room)] + "\"";
  }
  return "room " + std::to_string(room);
}

// The site that an action means, or that of its family.
int SiteOf(const Scenario& scenario, const Action& action) {
  if (action.site >= 0) return action.site;
  const bool known = action.family >= 0 && static_cast<std::size_t>(action.family) < scenario.families.size();
  return known ? scenario.families[static_cast<std::size_t>(action.family)].site : -1;
}

std::string PlannedMove(std::string_view move) {
  if (move == "hold") return "going on hold";
  if (move == "hold_activation") return "coming back from hold";
  if (move == "room_transition") return "the move to another room";
  return "the " + std::string(move);
}

std::string InIks(const Scenario& scenario, const Action& action) {
  const std::string family = FamilyName(scenario, action.family);
  const std::string child = ChildName(scenario, action.family, action.child);
  switch (action.kind) {
    case ActionKind::kCreateLead:
      return "Staff in IKS enter " + family;
    case ActionKind::kDuplicateLead:
      return "Staff in IKS enter " + family + " a second time";
    case ActionKind::kSetStatus:
      return "Staff in IKS set " + (action.number == 1 ? "the second entry of " : std::string()) + child + " to " +
             action.value;
    case ActionKind::kSetStatusOfAll:
      return "Staff in IKS set all children of " + SiteName(action.site) + " to " + action.value + " at once";
    case ActionKind::kEditChild:
      return "Staff in IKS " + Edit(child, action.value);
    case ActionKind::kEditGuardian:
      return "Staff in IKS " + Edit("guardian " + std::to_string(action.number) + " of " + family, action.value);
    case ActionKind::kAddSibling:
      return "Staff in IKS add the sibling " + child + " as " + (action.value.empty() ? "Waitlist" : action.value);
    case ActionKind::kMergeFamilies:
      return "Staff in IKS merge " + family + " into " + FamilyName(scenario, action.other);
    case ActionKind::kMoveChild:
      return "Staff in IKS move " + child + " to " + SiteName(action.site);
    default:
      return "Staff in IKS delete " + family;
  }
}

std::string InProcare(const Scenario& scenario, const Action& action) {
  const std::string family = FamilyName(scenario, action.family);
  const std::string child = ChildName(scenario, action.family, action.child);
  const std::string room = RoomName(scenario, SiteOf(scenario, action), action.number);
  const std::string spelling = DescribeSpelling(action.value);
  switch (action.kind) {
    case ActionKind::kTypeFamily:
      return "Staff in Procare type " + family + (spelling.empty() ? "" : ", " + spelling);
    case ActionKind::kTypeChild:
      return "Staff in Procare add " + child + " to the family's record" + (spelling.empty() ? "" : ", " + spelling);
    case ActionKind::kSetEnrollment:
      return "Staff in Procare set " + child + " to " + action.value;
    case ActionKind::kAssignRoom:
      return action.number < 0 ? "Staff in Procare take the classroom of " + child + " away"
                               : "Staff in Procare put " + child + " into " + room;
    case ActionKind::kPlanMove:
      return "Staff in Procare plan " + PlannedMove(action.value) + " of " + child + " in " +
             Counted(action.number, "day");
    case ActionKind::kEditProcareChild:
      return "Staff in Procare " + Edit(child, action.value);
    case ActionKind::kEditProcareGuardian: {
      const auto [field, text] = FieldAndText(action.value);
      return "A parent of " + family + (text.empty() ? " clears the " : " changes the ") + field +
             (text.empty() ? "" : " to \"" + text + "\"") + " in Procare's app";
    }
    case ActionKind::kRenameRoom:
      return "Staff in Procare rename " + room + " to \"" + action.value + "\"";
    case ActionKind::kCloseRoom:
      return "Staff in Procare close " + room;
    case ActionKind::kMoveProcareChild:
      return "Staff in Procare move " + child + " to the school of " + SiteName(action.site);
    case ActionKind::kDeleteProcareChild:
      return "Staff in Procare delete " + child;
    case ActionKind::kShareProcareChild:
      return "Staff in Procare share " + child + " with " + FamilyName(scenario, action.other);
    case ActionKind::kResolveDuplicate:
      return "Staff in Procare delete all records of " + child + " but the oldest";
    default:
      return "Procare's secret of " + SiteName(action.site) + "'s tenant is changed; the engine learns it " +
             Counted(action.number, "minute") + " later";
  }
}

std::string AtDesktop(const Scenario& scenario, const Action& action) {
  const std::string child = ChildName(scenario, action.family, action.child);
  const std::string row = "the status row " + action.value + " of " + child + ", " +
                          (action.number == 0  ? "of today"
                           : action.number < 0 ? Counted(-action.number, "day") + " ago"
                                               : "in " + Counted(action.number, "day"));
  const std::string site = SiteName(action.site);
  switch (action.kind) {
    case ActionKind::kMergePeople:
      return "Staff at Desktop merge the records of " + child +
             (action.number == 1 ? ", the newest stays" : ", the oldest stays");
    case ActionKind::kHideAccount:
      return std::string("Staff at Desktop ") + (action.number == 1 ? "show" : "hide") + " the account of " + child;
    case ActionKind::kRemoveAccount:
      return "Staff at Desktop remove the account of " + child + "; its people stay";
    case ActionKind::kCopyAccount:
      return "Staff at Desktop copy the account of " + child + " to the school of " + site +
             (action.number == 1 ? " with its status rows" : " without its status rows");
    case ActionKind::kGraduateClass:
      return "Staff at Desktop move all of " + RoomName(scenario, action.site, action.number) + " to the next room";
    case ActionKind::kRenameStatusLabel: {
      const auto [from, to] = FieldAndText(action.value);
      return "Staff at Desktop rename the status \"" + from + "\" to \"" + to + "\" at " + site;
    }
    case ActionKind::kAddStatusRow:
      return "Staff at Desktop add " + row;
    case ActionKind::kEditStatusRow:
      return "Staff at Desktop change the newest row to " + row;
    case ActionKind::kTakeBackup:
      return "Staff at Desktop take a backup of the PC of " + site;
    case ActionKind::kSyncMirror:
      return "Staff at Desktop have the PC of " + site + " copied into the cloud now";
    default:
      return "Staff at Desktop restore the last backup of the PC of " + site;
  }
}

std::string ByOperator(const Scenario& scenario, const Action& action) {
  switch (action.kind) {
    case ActionKind::kApproveLink:
      return "The operator links " + FamilyName(scenario, action.family) + " to candidate " +
             std::to_string(action.number);
    case ActionKind::kApproveCreate:
      return "The operator has " + FamilyName(scenario, action.family) + " created anew";
    case ActionKind::kAcceptMassChange:
      return "The operator runs the nightly of " + SiteName(action.site) + " now and accepts a mass change";
    case ActionKind::kUpdateZone:
      return "The time zone of " + SiteName(action.site) + " becomes " + action.value + "; the engine restarts with it";
    default:
      return "The operator runs the nightly of " + SiteName(action.site) + " now";
  }
}

std::string NameOfGuardian(const Guardian& guardian) {
  if (guardian.first_name.empty()) return guardian.last_name;
  return guardian.first_name + (guardian.last_name.empty() ? "" : " " + guardian.last_name);
}

const Family* FindFamily(const Scenario& scenario, int family) {
  const bool known = family >= 0 && static_cast<std::size_t>(family) < scenario.families.size();
  return known ? &scenario.families[static_cast<std::size_t>(family)] : nullptr;
}

}  // namespace

Place PlaceOf(ActionKind kind) {
  if (kind <= ActionKind::kDeleteFamily) return Place::kIks;
  if (kind <= ActionKind::kRotateSecret || IsAtDesktop(kind)) return Place::kProcare;
  return kind == ActionKind::kUpdateZone ? Place::kEverywhere : Place::kOperator;
}

std::string_view WhoDoes(ActionKind kind) {
  if (kind == ActionKind::kEditProcareGuardian) return "a parent";
  switch (PlaceOf(kind)) {
    case Place::kIks:
      return "IKS staff";
    case Place::kProcare:
      return "Procare staff";
    default:
      return "operator";
  }
}

std::string FamilyName(const Scenario& scenario, int family) {
  if (family < 0) return "some family";
  std::string name = "family " + std::to_string(family);
  const Family* known = FindFamily(scenario, family);
  if (known == nullptr) return name;
  if (!known->guardians.empty() && !known->guardians.front().last_name.empty()) {
    return name + " (" + known->guardians.front().last_name + ")";
  }
  if (!known->children.empty()) return name + " (" + known->children.front().last_name + ")";
  return name;
}

std::string ChildName(const Scenario& scenario, int family, int child) {
  if (child < 0) return "the children of " + FamilyName(scenario, family);
  const std::string numbers = "family " + std::to_string(family) + ", child " + std::to_string(child);
  const Family* known = FindFamily(scenario, family);
  if (known == nullptr || static_cast<std::size_t>(child) >= known->children.size()) return "child (" + numbers + ")";
  const Child& record = known->children[static_cast<std::size_t>(child)];
  const std::string first = record.first_name.empty() ? "a child without a first name" : record.first_name;
  return first + (record.last_name.empty() ? "" : " " + record.last_name) + " (" + numbers + ")";
}

std::string DescribeSpelling(std::string_view variant) {
  if (variant == "upper") return "all in upper case";
  if (variant == "no_apostrophe") return "without the apostrophe";
  if (variant == "accents_dropped") return "without accents";
  if (variant == "hyphen_space") return "with a blank in place of the hyphen";
  if (variant == "no_birth_date") return "without a birth date";
  if (variant == "other_email") return "with another email";
  return variant.empty() ? "" : "spelt \"" + std::string(variant) + "\"";
}

std::string Describe(const Scenario& scenario, const Action& action) {
  switch (PlaceOf(action.kind)) {
    case Place::kIks:
      return InIks(scenario, action);
    case Place::kProcare:
      return IsAtDesktop(action.kind) ? AtDesktop(scenario, action) : InProcare(scenario, action);
    default:
      return ByOperator(scenario, action);
  }
}

std::string DescribeFamily(const Scenario& scenario, int family) {
  const Family* record = FindFamily(scenario, family);
  if (record == nullptr) return "no such family";
  std::string text;
  for (const auto& guardian : record->guardians) text += (text.empty() ? "" : " and ") + NameOfGuardian(guardian);
  if (text.empty()) text = "no guardian";
  text += record->children.empty() ? "; no child" : "; children ";
  for (const auto& child : record->children) {
    if (&child != &record->children.front()) text += ", ";
    text += child.first_name + " " + child.last_name;
    if (!child.birth_date.empty()) text += " (born " + child.birth_date + ")";
    if (!child.due_date.empty()) text += " (due " + child.due_date + ")";
  }
  text += "; at " + SiteName(record->site);
  text += record->in_iks ? "; in IKS from the beginning" : "; not in IKS at first";
  if (!record->in_procare) return text;
  const std::string spelling = DescribeSpelling(record->procare_spelling);
  return text + "; in Procare from the beginning" + (spelling.empty() ? "" : ", " + spelling);
}

std::vector<StoryLine> StoryOf(const Scenario& scenario) {
  std::vector<StoryLine> lines;
  for (const auto& action : scenario.actions) {
    lines.push_back({action.at, Describe(scenario, action), false});
  }
  for (const auto& fault : scenario.faults) lines.push_back({fault.at, Describe(fault), true});
  std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return lines;
}

}  // namespace ikp::scenarios::report
