// The records of the simulated IKS, as plain values. A family has guardians and children; a child's status is what the
// sync engine watches [I1]; the fields beyond that are assumed (README.md).
//
// Dates are "YYYY-MM-DD" text (dates compare correctly as text and never convert), instants are UTC in ms.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/kit/identifiers.h"
#include "simulators/kit/simulator.h"

namespace ikp::simulators::iks {

using kit::Instant;
using OptionalText = std::optional<std::string>;

inline constexpr std::string_view kStaffOrigin = "staff";
inline constexpr std::string_view kSyncOrigin = "procare-sync";

struct Location {
  std::string id;
  std::string name;
  std::string time_zone;     // IANA
  std::string procare_kind;  // "online" | "desktop"
};

struct Address {
  OptionalText line1, line2, city, state, zip, country;
  bool operator==(const Address&) const = default;
};

struct Guardian {
  std::string id;
  std::string first_name;
  std::string last_name;
  OptionalText email, mobile, home, work, relationship;
  bool is_primary = false;
  std::optional<Address> address;
  bool operator==(const Guardian&) const = default;
};

struct Child {
  std::string id;
  std::string family_id;
  std::string location_id;
  std::string first_name;
  std::string last_name;
  OptionalText middle_name, nickname, suffix, dob, due_date, gender;
  std::string status;
  OptionalText classroom, desired_start_date, actual_start, withdrawal_date, procare_ref, push_state, notes;
  std::int64_t version = 1;  // +1 for each change
  std::string last_change_origin{kStaffOrigin};
  Instant created_at{};
  Instant updated_at{};
  bool operator==(const Child&) const = default;
};

struct Family {
  std::string id;
  std::string location_id;
  std::string status;  // of the family as a lead; the engine looks at the children's
  std::string source;
  std::string notes;
  nlohmann::json custom_fields = nlohmann::json::object();
  std::vector<Guardian> guardians;
  std::vector<std::string> child_ids;  // in the order in which they were added
  std::int64_t version = 1;
  Instant created_at{};
  Instant updated_at{};
};

struct Subscription {
  std::string url;
  std::string secret;
};

struct Account {
  std::string id;
  std::string api_token;
  std::optional<Subscription> webhook;
  std::vector<Location> locations;
  std::map<std::string, Family> families;
  std::map<std::string, Child> children;
  std::map<std::string, std::string> merged;  // family id that is gone -> the one that took it over

  const Location* FindLocation(std::string_view id) const;
  Family* FindFamily(const std::string& id);
  const Family* FindFamily(const std::string& id) const;
  Child* FindChild(const std::string& id);
};

// One event on its way to the subscriber of one account.
struct Delivery {
  std::uint64_t id = 0;
  std::string account_id;
  std::string event_id;
  std::string body;
  int attempts = 0;  // finished without a 2xx
  Instant first_at{};
  Instant due{};
  bool copy = false;  // a duplicate: sent once, never retried
  bool held = false;  // was delayed or reordered once; no second time
  bool in_flight = false;
};

struct State {
  std::map<std::string, Account> accounts;
  std::map<std::uint64_t, Delivery> deliveries;
  std::uint64_t next_event = 1;
  std::uint64_t next_delivery = 1;
  std::uint64_t webhooks_given_up = 0;
  kit::IdentifierSource ids;

  Account* FindAccount(const std::string& id);
  const Account* AccountOfToken(std::string_view token) const;
};

// "fam-1b2c3d4e" and the like, not used in that account.
std::string NewFamilyId(State& state, const Account& account);
std::string NewChildId(State& state, const Account& account);
std::string NewGuardianId(State& state, const Account& account);

// True when some guardian of the account has this id.
bool HasGuardian(const Account& account, std::string_view id);

}  // namespace ikp::simulators::iks
