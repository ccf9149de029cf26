#include <nlohmann/json.hpp>

#include "simulators/procare_online/seed_reading.h"

namespace ikp::simulators::procare_online {
namespace {

using kit::FieldReader;
using kit::Need;
using nlohmann::json;

void SeedTransition(SeedReading& seed, Tenant& tenant, FieldReader& reader) {
  Transition plan;
  plan.id = seed.TakeId(reader);
  const auto kind = reader.Choice("kind", Need::kRequired, TransitionKindWords());
  if (kind) plan.kind = *TransitionKindOf(*kind);
  const auto date = reader.Date("date", Need::kRequired);
  plan.date = date.value_or("");
  plan.child_id = reader.Text("child_id", Need::kOptional).value_or("");
  plan.lead_id = reader.Text("lead_id", Need::kOptional).value_or("");
  const bool of_lead = plan.kind == TransitionKind::kScheduledEnrollment;
  if (of_lead && (!tenant.leads.contains(plan.lead_id) || !plan.child_id.empty())) {
    reader.Fail("lead_id", "must be the id of a lead of this tenant, without a child_id, for a scheduled enrollment");
  }
  if (!of_lead && (!tenant.children.contains(plan.child_id) || !plan.lead_id.empty())) {
    reader.Fail("child_id", "must be the id of a child of this tenant, without a lead_id");
  }
  plan.classroom_id = reader.Text("classroom_id", Need::kOptional);
  const auto child = tenant.children.find(plan.child_id);
  const auto lead = tenant.leads.find(plan.lead_id);
  const auto school_id = child != tenant.children.end() ? child->second.school_id
                         : lead != tenant.leads.end()   ? lead->second.school_id
                                                        : Id{};
  const auto* room = plan.classroom_id ? FindClassroom(tenant, *plan.classroom_id) : nullptr;
  if (plan.classroom_id && (room == nullptr || (!school_id.empty() && room->school_id != school_id))) {
    reader.Fail("classroom_id", "must exist; give the id of a classroom of the same school");
  }
  const auto sequence = reader.Integer("sequence", Need::kOptional, 0, INT64_MAX);
  plan.sequence = sequence ? static_cast<std::uint64_t>(*sequence) : tenant.transitions.size();
  plan.created_at = seed.Moment(reader, "created_at");
  const auto id = plan.id;
  if (!tenant.transitions.emplace(id, std::move(plan)).second) reader.Fail("id", "is used twice; ids are unique");
}

void SeedMails(SeedReading& seed, Tenant& tenant, FieldReader& owner) {
  ForEachItem(seed, owner, "mails", [&](FieldReader& reader) {
    Mail mail;
    mail.guardian_id = reader.Text("guardian_id", Need::kRequired).value_or("");
    mail.kind =
        reader.Choice("kind", Need::kRequired, {"invitation", "reminder_3", "reminder_6", "confirmation"}).value_or("");
    mail.by = reader.Text("by", Need::kOptional).value_or("staff");
    mail.at = seed.Moment(reader, "at");
    tenant.mails.push_back(std::move(mail));
  });
  ForEachItem(seed, owner, "reminders", [&](FieldReader& reader) {
    Reminder reminder;
    reminder.guardian_id = reader.Text("guardian_id", Need::kRequired).value_or("");
    reminder.day = static_cast<int>(reader.Integer("day", Need::kRequired, 3, 6).value_or(3));
    if (reminder.day != 3 && reminder.day != 6) reader.Fail("day", "must be 3 or 6");
    reminder.due = reader.Moment("due", Need::kRequired).value_or(seed.now);
    tenant.reminders.push_back(std::move(reminder));
  });
}

void SeedRemembered(SeedReading& seed, Tenant& tenant, FieldReader& owner) {
  ForEachItem(seed, owner, "remembered", [&](FieldReader& reader) {
    constexpr std::size_t kMaxBody = 16U << 20U;
    const auto key = reader.Text("key", Need::kRequired, 1024);
    RememberedAnswer answer;
    answer.fingerprint = reader.Text("fingerprint", Need::kRequired, kMaxBody).value_or("");
    answer.status = static_cast<int>(reader.Integer("status", Need::kRequired, 100, 599).value_or(200));
    answer.body = reader.Text("body", Need::kRequired, kMaxBody).value_or("");
    answer.at = seed.Moment(reader, "at");
    if (key) tenant.remembered[*key] = std::move(answer);
  });
}

}  // namespace

void SeedUnderWay(SeedReading& seed, Tenant& tenant, FieldReader& owner) {
  ForEachItem(seed, owner, "transitions", [&](FieldReader& reader) { SeedTransition(seed, tenant, reader); });
  SeedMails(seed, tenant, owner);
  SeedRemembered(seed, tenant, owner);
  ForEachItem(seed, owner, "unlisted", [&](FieldReader& reader) {
    const auto id = reader.Text("id", Need::kRequired);
    const auto until = reader.Moment("until", Need::kRequired);
    if (id && until) tenant.unlisted_until[*id] = *until;
  });
  if (const auto* rate = owner.Object("rate", Need::kOptional)) {
    FieldReader reader(*rate, owner.PathOf("rate"), seed.reading.errors);
    tenant.rate_window_start = reader.Moment("window_start", Need::kOptional).value_or(Instant{});
    tenant.rate_window_count = reader.Integer("count", Need::kOptional, 0, INT64_MAX).value_or(0);
    seed.reading.Finish(reader);
  }
}

}  // namespace ikp::simulators::procare_online
