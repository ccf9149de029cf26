#include "scenarios/world/people.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "engine/domain/civil_date.h"
#include "engine/domain/time_zone.h"
#include "scenarios/world/desktop_staff.h"
#include "scenarios/world/ready.h"
#include "scenarios/world/setup.h"

namespace ikp::scenarios {
namespace {

using nlohmann::json;
using oracle::By;

// "field=text" taken apart; an empty text clears the field.
std::pair<std::string, json> FieldOf(const std::string& value) {
  const auto equals = value.find('=');
  if (equals == std::string::npos) return {value, json()};
  const auto text = value.substr(equals + 1);
  return {value.substr(0, equals), text.empty() ? json() : json(text)};
}

// How people compare names by eye.
std::string Letters(const std::string& first, const std::string& last) {
  std::string letters;
  for (const unsigned char c : first + last) {
    if (std::isalpha(c) != 0) letters += static_cast<char>(std::tolower(c));
  }
  return letters;
}

}  // namespace

void People::TypeEarlierFamilies() {
  for (int i = 0; i < static_cast<int>(scenario_.families.size()); ++i) {
    const auto& family = scenario_.families[static_cast<std::size_t>(i)];
    if (!family.in_procare) continue;
    if (auto* centre = host_.CentreOf(family.site)) {
      DesktopStaff(*centre, scenario_, recorder_, time_).Type(i, family.procare_spelling, By::kSeed);
    } else {
      Type(i, family.procare_spelling, By::kSeed);
    }
  }
}

void People::Act(int index) {
  const auto& action = scenario_.actions[static_cast<std::size_t>(index)];
  oracle::Act act{.seq = recorder_.Next(), .at = time_.now, .action = index, .done = false, .what = {}};
  const auto place = recorder_.history().acts.size();
  recorder_.history().acts.push_back(act);
  bool done = false;
  const bool in_procare =
      (action.kind >= ActionKind::kTypeFamily && action.kind < ActionKind::kApproveLink) || IsAtDesktop(action.kind);
  auto* centre = in_procare ? CentreFor(action) : nullptr;
  if (in_procare && (centre != nullptr || IsAtDesktop(action.kind))) {
    done = centre != nullptr && DesktopStaff(*centre, scenario_, recorder_, time_).Act(action);
  } else if (action.kind < ActionKind::kEditGuardian) {
    done = ActOnLead(action);
  } else if (action.kind < ActionKind::kTypeFamily) {
    done = ActOnIksFamily(action);
  } else if (action.kind == ActionKind::kRenameRoom || action.kind == ActionKind::kCloseRoom ||
             action.kind == ActionKind::kRotateSecret) {
    done = ActOnRooms(action);
  } else if (action.kind < ActionKind::kApproveLink) {
    done = ActInProcareScreens(action);
  } else {
    done = ActAsOperator(action);
  }
  recorder_.history().acts[place].done = done;
}

// Staff work where the household is.
Centre* People::CentreFor(const Action& action) const {
  const int site = action.family >= 0 ? scenario_.families[static_cast<std::size_t>(action.family)].site : action.site;
  return site < 0 ? nullptr : host_.CentreOf(site);
}

bool People::Iks(const json& action) { return host_.ActInIks(action).response.status < 300; }

bool People::Procare(const json& action, By by, json* answer) {
  const auto response = host_.ActInProcare(action, by).response;
  if (response.status >= 300) return false;
  if (answer != nullptr) *answer = json::parse(response.body, nullptr, false);
  return true;
}

bool People::ActOnLead(const Action& action) {
  const auto& family = scenario_.families;
  const auto known = action.family >= 0 && action.family < static_cast<int>(family.size());
  switch (action.kind) {
    case ActionKind::kCreateLead:
    case ActionKind::kDuplicateLead: {
      if (!known) return false;
      const int copy = action.kind == ActionKind::kDuplicateLead ? 1 : 0;
      auto lead = IksLeadJson(scenario_, action.family, copy);
      // IKS names the guardians of a new family itself.
      for (auto& guardian : lead["guardians"]) guardian.erase("id");
      lead["action"] = "create_family";
      return Iks(lead);
    }
    case ActionKind::kSetStatus:
      return Iks({{"action", "set_status"},
                  {"child_id", IksChildId(action.family, action.child, action.number == 1 ? 1 : 0)},
                  {"status", action.value}});
    case ActionKind::kSetStatusOfAll:
      return Iks(
          {{"action", "set_status_many"}, {"location_id", LocationId(SiteOf(action))}, {"status", action.value}});
    case ActionKind::kEditChild: {
      const auto [field, value] = FieldOf(action.value);
      return Iks({{"action", "edit_child"}, {"child_id", IksChildId(action.family, action.child)}, {field, value}});
    }
    default:
      return false;
  }
}

bool People::ActOnIksFamily(const Action& action) {
  switch (action.kind) {
    case ActionKind::kEditGuardian: {
      const auto [field, value] = FieldOf(action.value);
      return Iks(
          {{"action", "edit_guardian"}, {"guardian_id", IksGuardianId(action.family, action.number)}, {field, value}});
    }
    case ActionKind::kAddSibling: {
      const auto& family = scenario_.families[static_cast<std::size_t>(action.family)];
      if (action.child < 0 || action.child >= static_cast<int>(family.children.size())) return false;
      auto sibling =
          IksChildJson(family.children[static_cast<std::size_t>(action.child)], action.family, action.child, 0);
      sibling["action"] = "add_child";
      sibling["family_id"] = IksFamilyId(action.family);
      if (!action.value.empty()) sibling["status"] = action.value;
      return Iks(sibling);
    }
    case ActionKind::kMergeFamilies:
      return Iks({{"action", "merge_families"},
                  {"family_id", IksFamilyId(action.family)},
                  {"into_family_id", IksFamilyId(action.other)}});
    case ActionKind::kMoveChild:
      return Iks({{"action", "move_child"},
                  {"child_id", IksChildId(action.family, action.child)},
                  {"location_id", LocationId(action.site)}});
    case ActionKind::kDeleteFamily:
      return Iks({{"action", "delete_family"}, {"family_id", IksFamilyId(action.family)}});
    default:
      return false;
  }
}

bool People::Type(int index, const std::string& spelling, By by) {
  const auto& family = scenario_.families[static_cast<std::size_t>(index)];
  std::vector<int> children;
  for (int i = 0; i < static_cast<int>(family.children.size()); ++i) {
    const bool unborn = family.children[static_cast<std::size_t>(i)].birth_date.empty();
    if (!unborn && recorder_.ProcareChildrenOf({index, i}).empty()) children.push_back(i);
  }
  if (children.empty() || family.guardians.empty()) return false;
  const auto typed = TypedFamilyJson(scenario_, index, spelling, children);
  json answer;
  if (!Procare(typed, by, &answer)) return false;
  const auto& ids = answer["child_ids"];
  for (std::size_t i = 0; i < ids.size() && i < children.size(); ++i) {
    recorder_.NameProcareChild(ids[i].get<std::string>(), {index, children[i]});
  }
  recorder_.NameProcareFamily(answer.value("family_id", std::string()), index);
  return true;
}

std::vector<std::string> People::FindInProcare(int family, int child) const {
  auto ids = recorder_.ProcareChildrenOf({family, child});
  const auto& person = scenario_.families[static_cast<std::size_t>(family)].children[static_cast<std::size_t>(child)];
  const auto letters = Letters(person.first_name, person.last_name);
  const simulators::procare_online::Child* oldest = nullptr;
  for (const auto& tenant : host_.procare().tenants) {
    for (const auto& [id, record] : tenant.children) {
      if (Letters(record.first_name, record.last_name) != letters) continue;
      if (std::find(ids.begin(), ids.end(), id) != ids.end()) continue;
      if (oldest == nullptr || record.created_at < oldest->created_at) oldest = &record;
      ids.push_back(id);
    }
  }
  return ids;
}

std::string People::OneInProcare(const Action& action) const {
  if (action.family < 0 || action.family >= static_cast<int>(scenario_.families.size())) return {};
  const auto& children = scenario_.families[static_cast<std::size_t>(action.family)].children;
  if (action.child < 0 || action.child >= static_cast<int>(children.size())) return {};
  const auto ids = FindInProcare(action.family, action.child);
  return ids.empty() ? std::string() : ids.front();
}

int People::SiteOf(const Action& action) const {
  if (action.site >= 0) return action.site;
  if (action.family < 0) return 0;
  return scenario_.families[static_cast<std::size_t>(action.family)].site;
}

json People::InTenant(int site, json action) const {
  action["tenant"] = TenantName(scenario_.sites[static_cast<std::size_t>(site)].tenant);
  return action;
}

bool People::PlanMove(const Action& action) {
  const auto id = OneInProcare(action);
  if (id.empty()) return false;
  const int site = SiteOf(action);
  const auto zone = domain::TimeZone::Find(scenario_.sites[static_cast<std::size_t>(site)].zone);
  json plan = {{"action", "schedule_move"},
               {"kind", action.value},
               {"date", zone->DateAt(time_.now).Plus(std::max(0, action.number)).str()},
               {"child_id", id}};
  if (action.value == "room_transition") plan["classroom_id"] = RoomId(site, 0);
  return Procare(InTenant(site, std::move(plan)));
}

bool People::EditGuardianInProcare(const Action& action) {
  const auto id = OneInProcare(action);
  const auto [field, value] = FieldOf(action.value);
  for (const auto& tenant : host_.procare().tenants) {
    const auto child = tenant.children.find(id);
    if (child == tenant.children.end()) continue;
    const auto family = tenant.families.find(child->second.family_ids.front());
    if (family == tenant.families.end() || family->second.guardians.empty()) return false;
    return Procare({{"action", "parent_edit"},
                    {"tenant", tenant.name},
                    {"guardian_id", family->second.guardians.front().id},
                    {"guardian", {{field, value}}}},
                   By::kParent);
  }
  return false;
}

bool People::ResolveDuplicate(const Action& action) {
  const auto ids = FindInProcare(action.family, action.child);
  bool some = false;
  for (std::size_t i = 1; i < ids.size(); ++i) {
    some = Procare(InTenant(SiteOf(action), {{"action", "delete_child"}, {"child_id", ids[i]}})) || some;
  }
  return some;
}

bool People::ActInProcareScreens(const Action& action) {
  const int site = SiteOf(action);
  if (action.kind == ActionKind::kTypeFamily) return Type(action.family, action.value, By::kStaff);
  if (action.kind == ActionKind::kPlanMove) return PlanMove(action);
  if (action.kind == ActionKind::kEditProcareGuardian) return EditGuardianInProcare(action);
  if (action.kind == ActionKind::kResolveDuplicate) return ResolveDuplicate(action);
  if (action.kind == ActionKind::kTypeChild) {
    const auto ids = recorder_.ProcareChildrenOf({action.family, action.child});
    if (!ids.empty()) return false;
    for (const auto& [tenant, family] : recorder_.ProcareFamiliesOf(action.family)) {
      const auto& child =
          scenario_.families[static_cast<std::size_t>(action.family)].children[static_cast<std::size_t>(action.child)];
      auto typed = TypedChildJson(child, action.value);
      typed["action"] = "add_child";
      typed["tenant"] = tenant;
      typed["family_id"] = family;
      json answer;
      if (!Procare(typed, By::kStaff, &answer)) return false;
      recorder_.NameProcareChild(answer.value("child_id", std::string()), {action.family, action.child});
      return true;
    }
    return false;
  }
  const auto id = OneInProcare(action);
  if (id.empty()) return false;
  json act = {{"child_id", id}};
  switch (action.kind) {
    case ActionKind::kSetEnrollment:
      act.update({{"action", "change_enrollment"}, {"status", action.value}});
      break;
    case ActionKind::kAssignRoom:
      act.update({{"action", "assign_room"},
                  {"classroom_id", action.number < 0 ? json() : json(RoomId(site, action.number))}});
      break;
    case ActionKind::kEditProcareChild: {
      const auto [field, value] = FieldOf(action.value);
      act.update({{"action", "edit_child"}, {field, value}});
      break;
    }
    case ActionKind::kMoveProcareChild:
      act.update({{"action", "move_child_school"}, {"school_id", SchoolId(site)}});
      break;
    case ActionKind::kDeleteProcareChild:
      act["action"] = "delete_child";
      break;
    case ActionKind::kShareProcareChild: {
      const auto families = recorder_.ProcareFamiliesOf(action.other);
      if (families.empty()) return false;
      act.update({{"action", "share_child"}, {"family_id", families.front().second}});
      break;
    }
    default:
      return false;
  }
  return Procare(InTenant(site, std::move(act)));
}

bool People::ActOnRooms(const Action& action) {
  if (action.kind == ActionKind::kRotateSecret) {
    const int site = SiteOf(action);
    const int tenant = scenario_.sites[static_cast<std::size_t>(site)].tenant;
    const auto secret = "client-secret-" + std::to_string(tenant) + "-new-" + std::to_string(recorder_.last());
    if (!Procare({{"action", "rotate_secret"}, {"tenant", TenantName(tenant)}, {"client_secret", secret}}))
      return false;
    host_.ChangeConfig(std::chrono::minutes(std::max(0, action.number)), tenant, "secret", secret);
    return true;
  }
  const int site = SiteOf(action);
  json act = {{"classroom_id", RoomId(site, action.number)}};
  if (action.kind == ActionKind::kRenameRoom) {
    act.update({{"action", "rename_room"}, {"name", action.value}});
  } else {
    act["action"] = "close_room";
  }
  return Procare(InTenant(site, std::move(act)));
}

bool People::Decide(const Action& action) {
  bool some = false;
  for (const auto& review : Take(host_.disk().durable().OpenReviews())) {
    if (FamilyOf(review.family.str()) != action.family) continue;
    json body = {{"by", "operator"}};
    const bool link = action.kind == ActionKind::kApproveLink && !review.candidates.empty();
    if (action.kind == ActionKind::kApproveLink && !link) continue;
    if (link) {
      const auto count = static_cast<int>(review.candidates.size());
      body["link"] = review.candidates[static_cast<std::size_t>(((action.number % count) + count) % count)];
    } else {
      body["create"] = true;
    }
    http::Request request{.method = "POST",
                          .target = "/admin/v1/reviews/" + http::PercentEncode(review.id.str()) + "/decision",
                          .headers = {{"Content-Type", "application/json"}},
                          .body = body.dump()};
    some = host_.AskEngine(std::move(request)) || some;
  }
  return some;
}

void People::AcceptMassChange(int site) {
  host_.AskEngine({.method = "POST",
                   .target = "/admin/v1/sites/site-" + std::to_string(site) + "/nightly",
                   .headers = {{"Content-Type", "application/json"}},
                   .body = R"({"accept_mass_change": true})"});
}

bool People::ActAsOperator(const Action& action) {
  const int site = SiteOf(action);
  switch (action.kind) {
    case ActionKind::kApproveLink:
    case ActionKind::kApproveCreate:
      return Decide(action);
    case ActionKind::kAcceptMassChange:
      AcceptMassChange(site);
      return true;
    case ActionKind::kRunNightlyNow:
      return host_.AskEngine({.method = "POST",
                              .target = "/admin/v1/sites/site-" + std::to_string(site) + "/nightly",
                              .headers = {{"Content-Type", "application/json"}},
                              .body = "{}"});
    case ActionKind::kUpdateZone:
      if (!domain::TimeZone::Find(action.value)) return false;
      if (host_.CentreOf(site) == nullptr)
        Procare(
            InTenant(site, {{"action", "edit_school"}, {"school_id", SchoolId(site)}, {"time_zone", action.value}}));
      host_.ChangeConfig(domain::Milliseconds(0), site, "zone", action.value);
      return true;
    default:
      return false;
  }
}

}  // namespace ikp::scenarios
