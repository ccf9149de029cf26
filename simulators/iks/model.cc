#include "simulators/iks/model.h"

#include <algorithm>

namespace ikp::simulators::iks {
namespace {

template <typename Taken>
std::string NewId(State& state, std::string_view prefix, Taken taken) {
  for (;;) {
    std::string id = std::string(prefix) + state.ids.Uuid().substr(0, 8);
    if (!taken(id)) return id;
  }
}

}  // namespace

const Location* Account::FindLocation(std::string_view wanted) const {
  const auto found =
      std::find_if(locations.begin(), locations.end(), [&](const Location& location) { return location.id == wanted; });
  return found == locations.end() ? nullptr : &*found;
}

Family* Account::FindFamily(const std::string& wanted) {
  const auto found = families.find(wanted);
  return found == families.end() ? nullptr : &found->second;
}

const Family* Account::FindFamily(const std::string& wanted) const {
  const auto found = families.find(wanted);
  return found == families.end() ? nullptr : &found->second;
}

Child* Account::FindChild(const std::string& wanted) {
  const auto found = children.find(wanted);
  return found == children.end() ? nullptr : &found->second;
}

Account* State::FindAccount(const std::string& id) {
  const auto found = accounts.find(id);
  return found == accounts.end() ? nullptr : &found->second;
}

const Account* State::AccountOfToken(std::string_view token) const {
  for (const auto& [id, account] : accounts) {
    if (account.api_token == token) return &account;
  }
  return nullptr;
}

std::string NewFamilyId(State& state, const Account& account) {
  return NewId(state, "fam-",
               [&](const std::string& id) { return account.families.contains(id) || account.merged.contains(id); });
}

std::string NewChildId(State& state, const Account& account) {
  return NewId(state, "chd-", [&](const std::string& id) { return account.children.contains(id); });
}

std::string NewGuardianId(State& state, const Account& account) {
  return NewId(state, "grd-", [&](const std::string& id) { return HasGuardian(account, id); });
}

bool HasGuardian(const Account& account, std::string_view id) {
  return std::any_of(account.families.begin(), account.families.end(), [&](const auto& entry) {
    return std::any_of(entry.second.guardians.begin(), entry.second.guardians.end(),
                       [&](const Guardian& guardian) { return guardian.id == id; });
  });
}

}  // namespace ikp::simulators::iks
