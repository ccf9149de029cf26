#include "simulators/procare_online/dump.h"

#include <nlohmann/json.hpp>

#include "simulators/kit/json_text.h"
#include "simulators/procare_online/enrollment.h"
#include "simulators/procare_online/roster.h"
#include "simulators/procare_online/views.h"

namespace ikp::simulators::procare_online {
namespace {

using kit::FormatInstant;
using nlohmann::json;

json DumpSchools(const Tenant& tenant) {
  auto schools = json::array();
  for (const auto& school : tenant.schools) {
    auto classrooms = json::array();
    for (const auto& room : tenant.classrooms) {
      if (room.school_id != school.id) continue;
      auto view = ClassroomView(room);
      view.erase("school_id");
      classrooms.push_back(std::move(view));
    }
    auto view = SchoolView(tenant, school);
    view.erase("enrollment");
    view["multifamily"] = school.multifamily;
    view["parents_may_edit"] = school.parents_may_edit;
    view["active_head_count"] = ActiveHeadCount(tenant, school.id);
    view["classrooms"] = std::move(classrooms);
    schools.push_back(std::move(view));
  }
  return schools;
}

json DumpGuardian(const Guardian& guardian) {
  auto view = GuardianView(guardian);
  view["pin"] = guardian.pin;
  view["signed_up"] = guardian.signed_up;
  view["created_at"] = FormatInstant(guardian.created_at);
  view["updated_at"] = FormatInstant(guardian.updated_at);
  return view;
}

json DumpChild(const Tenant& tenant, const Child& child) {
  auto view = ChildView(tenant, child);
  for (const auto* derived : {"family_id", "family_ids", "name", "upcoming_transitions"}) view.erase(derived);
  view["shared_family_ids"] = std::vector<Id>(child.family_ids.begin() + 1, child.family_ids.end());
  view["created_at"] = FormatInstant(child.created_at);
  auto history = json::array();
  for (const auto& change : child.status_history) {
    history.push_back({{"at", FormatInstant(change.at)}, {"status", ToWord(change.status)}, {"by", change.by}});
  }
  view["status_history"] = std::move(history);
  const auto effects = EffectsOf(child.status);
  view["effects"] = {{"on_roster", effects.on_roster},
                     {"counts_for_subscription", effects.counts_for_subscription},
                     {"receives_messages", effects.receives_messages},
                     {"recurring_billing", effects.recurring_billing},
                     {"pin_usable", effects.pin_usable},
                     {"parent_login", effects.parent_login}};
  return view;
}

json DumpFamilies(const Tenant& tenant) {
  auto families = json::array();
  for (const auto& [id, family] : tenant.families) {
    auto guardians = json::array();
    for (const auto& guardian : family.guardians) guardians.push_back(DumpGuardian(guardian));
    auto children = json::array();
    if (const auto found = tenant.children_of_family.find(id); found != tenant.children_of_family.end()) {
      for (const auto& child_id : found->second) {
        const auto& child = tenant.children.at(child_id);
        if (child.family_ids.front() == id) children.push_back(DumpChild(tenant, child));
      }
    }
    families.push_back({{"id", id},
                        {"school_id", family.school_id},
                        {"name", family.name},
                        {"balance_cents", family.balance_cents},
                        {"guardians", std::move(guardians)},
                        {"children", std::move(children)},
                        {"created_at", FormatInstant(family.created_at)},
                        {"updated_at", FormatInstant(family.updated_at)}});
  }
  return families;
}

json DumpTransitions(const Tenant& tenant) {
  auto transitions = json::array();
  for (const auto& [id, plan] : tenant.transitions) {
    json view = {{"id", id},
                 {"kind", ToWord(plan.kind)},
                 {"date", plan.date},
                 {"sequence", plan.sequence},
                 {"created_at", FormatInstant(plan.created_at)}};
    if (!plan.child_id.empty()) view["child_id"] = plan.child_id;
    if (!plan.lead_id.empty()) view["lead_id"] = plan.lead_id;
    if (plan.classroom_id) view["classroom_id"] = *plan.classroom_id;
    transitions.push_back(std::move(view));
  }
  return transitions;
}

json DumpMails(const Tenant& tenant) {
  auto mails = json::array();
  for (const auto& mail : tenant.mails) {
    mails.push_back(
        {{"guardian_id", mail.guardian_id}, {"kind", mail.kind}, {"by", mail.by}, {"at", FormatInstant(mail.at)}});
  }
  return mails;
}

void DumpLogin(const Tenant& tenant, json& view) {
  view["locked"] = tenant.locked;
  view["bad_logins"] = json::array();
  for (const auto at : tenant.bad_logins) view["bad_logins"].push_back(FormatInstant(at));
  view["tokens"] = json::array();
  for (const auto& token : tenant.tokens) {
    view["tokens"].push_back(
        {{"value", token.value}, {"expires_at", FormatInstant(token.expires_at)}, {"cleared", token.cleared}});
  }
}

// What the system has under way besides the records.
void DumpRest(const Tenant& tenant, json& view) {
  view["reminders"] = json::array();
  for (const auto& reminder : tenant.reminders) {
    view["reminders"].push_back(
        {{"guardian_id", reminder.guardian_id}, {"day", reminder.day}, {"due", FormatInstant(reminder.due)}});
  }
  view["remembered"] = json::array();
  for (const auto& [key, answer] : tenant.remembered) {
    view["remembered"].push_back({{"key", key},
                                  {"fingerprint", answer.fingerprint},
                                  {"status", answer.status},
                                  {"body", answer.body},
                                  {"at", FormatInstant(answer.at)}});
  }
  view["unlisted"] = json::array();
  for (const auto& [id, until] : tenant.unlisted_until) {
    view["unlisted"].push_back({{"id", id}, {"until", FormatInstant(until)}});
  }
  view["rate"] = {{"window_start", FormatInstant(tenant.rate_window_start)}, {"count", tenant.rate_window_count}};
}

json DumpTenant(const Tenant& tenant) {
  json view = {{"name", tenant.name}, {"client_id", tenant.client_id}, {"client_secret", tenant.client_secret}};
  DumpLogin(tenant, view);
  view["schools"] = DumpSchools(tenant);
  view["families"] = DumpFamilies(tenant);
  view["leads"] = json::array();
  for (const auto& [id, lead] : tenant.leads) {
    auto lead_view = LeadView(lead);
    lead_view["created_at"] = FormatInstant(lead.created_at);
    view["leads"].push_back(std::move(lead_view));
  }
  view["transitions"] = DumpTransitions(tenant);
  view["mails"] = DumpMails(tenant);
  DumpRest(tenant, view);
  return view;
}

}  // namespace

json DumpWorld(const World& world) {
  json document = {{"tenants", json::array()},
                   {"switches", world.switches.Changed()},
                   {"counters", {{"seed", world.ids.seed()}, {"ids", world.ids.counter()}}}};
  for (const auto& tenant : world.tenants) document["tenants"].push_back(DumpTenant(tenant));
  return document;
}

}  // namespace ikp::simulators::procare_online
