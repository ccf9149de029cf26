#include "simulators/iks/seed.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "simulators/iks/records.h"
#include "simulators/kit/fields.h"
#include "simulators/kit/json_text.h"

namespace ikp::simulators::iks {
namespace {

using kit::FieldErrors;
using kit::FieldReader;
using kit::Need;
using nlohmann::json;

constexpr std::size_t kIdLength = 64;

std::string Item(std::string_view list, std::size_t index) {
  return std::string(list) + "[" + std::to_string(index) + "]";
}

std::int64_t ReadCount(FieldReader& fields, std::string_view name, std::int64_t minimum, std::int64_t fallback) {
  return fields.Integer(name, Need::kOptional, minimum, INT64_MAX).value_or(fallback);
}

// Nothing when absent: the caller then makes one up.
std::optional<std::string> ReadId(FieldReader& fields) {
  const auto id = fields.Text("id", Need::kOptional, kIdLength);
  if (id && id->find_first_not_of(' ') == std::string::npos)
    fields.Fail("id", "must not be blank; leave it out instead");
  return id;
}

struct Times {
  Instant created;
  Instant updated;
};

Times ReadTimes(FieldReader& fields, Instant now) {
  const auto created = fields.Moment("created_at", Need::kOptional);
  const auto updated = fields.Moment("updated_at", Need::kOptional);
  const auto first = created.value_or(updated ? std::min(*updated, now) : now);
  return {first, updated.value_or(first)};
}

// Reads one account. Each method reads one kind of record and reports under its path.
class AccountReader {
 public:
  AccountReader(State& state, const std::vector<std::string>& statuses, Instant now, FieldErrors& errors)
      : state_(state), statuses_(statuses), now_(now), errors_(errors) {}

  Account Read(const json& document, const std::string& path) {
    FieldReader fields(document, path, errors_);
    account_.id = fields.Text("id", Need::kRequired, kIdLength).value_or("");
    account_.api_token = fields.Text("api_token", Need::kRequired, 500).value_or("");
    if (const auto* webhook = fields.Object("webhook", Need::kOptional)) {
      FieldReader webhook_fields(*webhook, fields.PathOf("webhook"), errors_);
      account_.webhook = ReadSubscription(webhook_fields);
      webhook_fields.RejectUnknown();
    }
    ReadLocations(fields);
    if (const auto* families = fields.List("families", Need::kOptional)) {
      for (std::size_t i = 0; i < families->size(); ++i) {
        ReadFamily((*families)[i], Item(fields.PathOf("families"), i));
      }
    }
    ReadMerged(fields);
    fields.RejectUnknown();
    return std::move(account_);
  }

 private:
  void ReadLocations(FieldReader& fields) {
    const auto* locations = fields.List("locations", Need::kRequired);
    if (locations == nullptr) return;
    for (std::size_t i = 0; i < locations->size(); ++i) {
      const auto path = Item(fields.PathOf("locations"), i);
      auto location = ReadLocation((*locations)[i], path, errors_);
      if (account_.FindLocation(location.id) != nullptr) errors_.push_back({path + ".id", "is used twice"});
      account_.locations.push_back(std::move(location));
    }
  }

  std::string ReadLocationId(FieldReader& fields, Need need, const std::string& fallback) {
    const auto id = fields.Text("location_id", need, kIdLength);
    if (id && account_.FindLocation(*id) == nullptr) {
      fields.Fail("location_id", "is not among the locations of this account");
    }
    return id.value_or(fallback);
  }

  void ReadFamily(const json& document, const std::string& path) {
    FieldReader fields(document, path, errors_);
    Family family;
    const auto id = ReadId(fields);
    family.id = id ? *id : NewFamilyId(state_, account_);
    if (account_.families.contains(family.id)) fields.Fail("id", "is used twice");
    family.location_id = ReadLocationId(fields, Need::kRequired, "");
    family.status = "Open";
    ReadFamilyFields(fields, family);
    const auto times = ReadTimes(fields, now_);
    family.created_at = times.created;
    family.updated_at = times.updated;
    family.version = ReadCount(fields, "version", 1, 1);
    ReadGuardians(fields, family);
    if (const auto* children = fields.List("children", Need::kOptional)) {
      for (std::size_t i = 0; i < children->size(); ++i) {
        ReadChild((*children)[i], Item(fields.PathOf("children"), i), family);
      }
    }
    fields.RejectUnknown();
    account_.families.emplace(family.id, std::move(family));
  }

  void ReadGuardians(FieldReader& fields, Family& family) {
    const auto* guardians = fields.List("guardians", Need::kOptional);
    if (guardians == nullptr) return;
    for (std::size_t i = 0; i < guardians->size(); ++i) {
      FieldReader one((*guardians)[i], Item(fields.PathOf("guardians"), i), errors_);
      Guardian guardian;
      const auto id = ReadId(one);
      guardian.id = id ? *id : NewGuardianId(state_, account_);
      if (!guardian_ids_.insert(guardian.id).second) one.Fail("id", "is used twice");
      guardian.is_primary = i == 0;
      ReadGuardianFields(one, guardian);
      one.RejectUnknown();
      family.guardians.push_back(std::move(guardian));
    }
  }

  void ReadChild(const json& document, const std::string& path, Family& family) {
    FieldReader fields(document, path, errors_);
    Child child;
    const auto id = ReadId(fields);
    child.id = id ? *id : NewChildId(state_, account_);
    if (account_.children.contains(child.id)) fields.Fail("id", "is used twice");
    const auto family_id = fields.Text("family_id", Need::kOptional, kIdLength);
    if (family_id && *family_id != family.id) fields.Fail("family_id", "must be the id of the family around it");
    child.family_id = family.id;
    child.location_id = ReadLocationId(fields, Need::kOptional, family.location_id);
    child.status = statuses_.front();
    ReadChildFields(fields, Writer::kStaff, statuses_, child);
    const auto times = ReadTimes(fields, now_);
    child.created_at = times.created;
    child.updated_at = times.updated;
    child.version = ReadCount(fields, "version", 1, 1);
    child.last_change_origin =
        fields.Choice("last_change_origin", Need::kOptional, {std::string(kStaffOrigin), std::string(kSyncOrigin)})
            .value_or(std::string(kStaffOrigin));
    fields.RejectUnknown();
    family.child_ids.push_back(child.id);
    account_.children.emplace(child.id, std::move(child));
  }

  void ReadMerged(FieldReader& fields) {
    const auto* merged = fields.Object("merged", Need::kOptional);
    if (merged == nullptr) return;
    for (const auto& [gone, into] : merged->items()) {
      const auto path = fields.PathOf("merged") + "." + gone;
      if (account_.families.contains(gone)) errors_.push_back({path, "is still a family of this account"});
      if (!into.is_string() || !account_.families.contains(into.get<std::string>())) {
        errors_.push_back({path, "must be the id of a family of this account"});
      } else {
        account_.merged[gone] = into.get<std::string>();
      }
    }
  }

  State& state_;
  const std::vector<std::string>& statuses_;
  Instant now_;
  FieldErrors& errors_;
  Account account_;
  std::set<std::string> guardian_ids_;
};

json DumpDelivery(const Delivery& delivery) {
  return {{"id", delivery.id},
          {"account_id", delivery.account_id},
          {"event_id", delivery.event_id},
          {"body", delivery.body},
          {"attempts", delivery.attempts},
          {"first_at", kit::FormatInstant(delivery.first_at)},
          {"due", kit::FormatInstant(delivery.due)},
          {"copy", delivery.copy},
          {"held", delivery.held}};
}

void ReadDelivery(const json& document, const std::string& path, Instant now, State& state, FieldErrors& errors) {
  FieldReader fields(document, path, errors);
  Delivery delivery;
  delivery.id = static_cast<std::uint64_t>(fields.Integer("id", Need::kRequired, 1, INT64_MAX).value_or(1));
  delivery.account_id = fields.Text("account_id", Need::kRequired).value_or("");
  delivery.event_id = fields.Text("event_id", Need::kRequired).value_or("");
  delivery.body = fields.Text("body", Need::kRequired, 65'536).value_or("");
  delivery.attempts = static_cast<int>(fields.Integer("attempts", Need::kOptional, 0, 1'000'000).value_or(0));
  delivery.first_at = fields.Moment("first_at", Need::kOptional).value_or(now);
  delivery.due = fields.Moment("due", Need::kOptional).value_or(now);
  delivery.copy = fields.Boolean("copy", Need::kOptional).value_or(false);
  delivery.held = fields.Boolean("held", Need::kOptional).value_or(false);
  if (!state.accounts.contains(delivery.account_id)) fields.Fail("account_id", "no account has this id");
  if (state.deliveries.contains(delivery.id)) fields.Fail("id", "is used twice");
  fields.RejectUnknown();
  state.next_delivery = std::max(state.next_delivery, delivery.id + 1);
  state.deliveries.emplace(delivery.id, std::move(delivery));
}

void ReadCounters(FieldReader& fields, FieldErrors& errors, State& state) {
  const auto* document = fields.Object("counters", Need::kOptional);
  if (document == nullptr) return;
  FieldReader counters(*document, "counters", errors);
  const auto seed = ReadCount(counters, "seed", 0, 1);
  const auto ids = ReadCount(counters, "ids", 0, 0);
  state.ids = kit::IdentifierSource(static_cast<std::uint64_t>(seed), static_cast<std::uint64_t>(ids));
  state.next_event = static_cast<std::uint64_t>(ReadCount(counters, "next_event", 1, 1));
  state.next_delivery = static_cast<std::uint64_t>(ReadCount(counters, "next_delivery", 1, 1));
  state.webhooks_given_up = static_cast<std::uint64_t>(ReadCount(counters, "webhooks_given_up", 0, 0));
  counters.RejectUnknown();
}

void ReadAccounts(FieldReader& fields, const std::vector<std::string>& statuses, Instant now, FieldErrors& errors,
                  State& state) {
  const auto* accounts = fields.List("accounts", Need::kRequired);
  if (accounts == nullptr) return;
  std::set<std::string> tokens;
  for (std::size_t i = 0; i < accounts->size(); ++i) {
    const auto path = Item("accounts", i);
    auto account = AccountReader(state, statuses, now, errors).Read((*accounts)[i], path);
    if (state.accounts.contains(account.id)) errors.push_back({path + ".id", "is used twice"});
    if (!tokens.insert(account.api_token).second) {
      errors.push_back({path + ".api_token", "is used by another account; each needs its own"});
    }
    const auto id = account.id;
    state.accounts.emplace(id, std::move(account));
  }
}

}  // namespace

json DumpState(const State& state, const kit::SwitchBoard& switches) {
  auto accounts = json::array();
  for (const auto& [id, account] : state.accounts) {
    auto locations = json::array();
    for (const auto& location : account.locations) locations.push_back(ToJson(location));
    auto families = json::array();
    for (const auto& [family_id, family] : account.families) families.push_back(ToJson(account, family));
    json webhook;
    if (account.webhook) webhook = {{"url", account.webhook->url}, {"secret", account.webhook->secret}};
    accounts.push_back({{"id", id},
                        {"api_token", account.api_token},
                        {"webhook", webhook},
                        {"locations", locations},
                        {"families", families},
                        {"merged", account.merged}});
  }
  auto deliveries = json::array();
  for (const auto& [id, delivery] : state.deliveries) deliveries.push_back(DumpDelivery(delivery));
  return {{"accounts", accounts},
          {"switches", switches.Changed()},
          {"deliveries", deliveries},
          {"counters",
           {{"seed", state.ids.seed()},
            {"ids", state.ids.counter()},
            {"next_event", state.next_event},
            {"next_delivery", state.next_delivery},
            {"webhooks_given_up", state.webhooks_given_up}}}};
}

std::vector<std::string> SeedState(const json& document, Instant now, State& state, kit::SwitchBoard& switches) {
  FieldErrors errors;
  FieldReader fields(document, "", errors);
  auto next_switches = switches;
  next_switches.ResetToDefaults();
  std::vector<std::string> switch_errors;
  if (const auto* wanted = fields.Object("switches", Need::kOptional)) switch_errors = next_switches.Load(*wanted);

  State next;
  ReadCounters(fields, errors, next);
  ReadAccounts(fields, next_switches.Words("iks.statuses"), now, errors, next);
  if (const auto* deliveries = fields.List("deliveries", Need::kOptional)) {
    for (std::size_t i = 0; i < deliveries->size(); ++i) {
      ReadDelivery((*deliveries)[i], Item("deliveries", i), now, next, errors);
    }
  }
  fields.RejectUnknown();

  auto lines = kit::ToLines(errors);
  lines.insert(lines.end(), switch_errors.begin(), switch_errors.end());
  if (!lines.empty()) return lines;
  // A webhook that is in flight now may be settled later: its number must not be used again.
  next.next_delivery = std::max(next.next_delivery, state.next_delivery);
  state = std::move(next);
  switches = std::move(next_switches);
  return {};
}

}  // namespace ikp::simulators::iks
