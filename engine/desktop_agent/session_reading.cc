#include "engine/desktop_agent/session_reading.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "engine/rules/identity.h"
#include "engine/rules/normalise.h"
#include "engine/wire/json_read.h"

namespace ikp::desktop_agent {
namespace {

using desktop_wire::PersonRow;

constexpr int kMostPages = 20'000;  // no database of families has so many
constexpr int kSmallestPage = 5;
constexpr int kMostPasses = 3;

std::map<std::int64_t, std::set<std::int64_t>> ChildrenByAccount(const SessionReading& reading) {
  std::map<std::int64_t, std::set<std::int64_t>> all;
  for (const auto& account : reading.accounts) {
    auto& children = all[account.row.id];
    for (const auto& child : account.row.children) children.insert(child.person.id);
  }
  return all;
}

rules::GuardianKey KeyOf(const PersonRow& person) {
  domain::ProcareGuardian guardian{domain::ProcareGuardianId::Trusted("-"), {}, {}, {}};
  guardian.name.first = person.first_name;
  guardian.name.last = person.last_name;
  guardian.email = domain::Email::Parse(person.email);
  for (const auto& row : person.phones) {
    if (auto phone = domain::Phone::Parse(row.area_code + " " + row.number)) guardian.phones.push_back(*phone);
  }
  return rules::KeyOf(guardian);
}

rules::GuardianKey KeyOf(const domain::NewGuardian& guardian) {
  domain::ProcareGuardian same{domain::ProcareGuardianId::Trusted("-"), guardian.name, guardian.email, {}};
  for (const auto& labelled : guardian.phones) same.phones.push_back(labelled.phone);
  return rules::KeyOf(same);
}

}  // namespace

const SessionAccount* SessionReading::FindAccount(std::int64_t id) const {
  const auto found =
      std::find_if(accounts.begin(), accounts.end(), [&](const auto& account) { return account.row.id == id; });
  return found == accounts.end() ? nullptr : &*found;
}

async::Task<tl::expected<SessionReading, Trouble>> ReadAccounts(Session& session, std::optional<std::int64_t> school_id,
                                                                int page_rows) {
  SessionReading reading;
  reading.read_at = session.Now();
  std::int64_t after = 0;
  const std::string of_school = school_id ? "&school_id=" + std::to_string(*school_id) : "";
  while (reading.pages < kMostPages) {
    auto page = co_await session.Get("/accounts?after=" + std::to_string(after) +
                                     "&limit=" + std::to_string(page_rows) + of_school);
    if (!page && page.error().timed_out && page_rows > kSmallestPage) {
      page_rows = std::max(page_rows / 4, kSmallestPage);  // a slow machine answers smaller questions
      continue;
    }
    if (!page) co_return tl::unexpected(std::move(page.error()));
    const auto list = page->find("accounts");
    if (list == page->end() || !list->is_array()) {
      co_return tl::unexpected(Trouble{domain::Reason::kProcareError, {"accounts: are missing from a page"}});
    }
    ++reading.pages;
    reading.longest_wait = std::max(reading.longest_wait, session.Now() - reading.read_at);
    reading.read_at = session.Now();
    for (const auto& view : wire::ReadArray(*page, "accounts")) {
      reading.accounts.push_back(AccountFrom(view, reading.flaw));
    }
    const auto next = wire::ReadInteger(*page, "next_after");
    reading.page_rows = page_rows;
    if (!next) co_return reading;
    if (*next <= after) break;
    after = *next;
  }
  co_return tl::unexpected(Trouble{domain::Reason::kProcareError, {"next_after: the pages have no end"}});
}

async::Task<tl::expected<SessionReading, Trouble>> ReadAccountsTwice(Session& session, int page_rows) {
  auto reading = co_await ReadAccounts(session, std::nullopt, page_rows);
  for (int pass = 2; reading && reading->pages > 1; ++pass) {
    auto again = co_await ReadAccounts(session, std::nullopt, reading->page_rows);
    if (!again) co_return again;
    const bool same = ChildrenByAccount(*again) == ChildrenByAccount(*reading);
    reading = std::move(again);
    if (same) break;
    if (pass == kMostPasses) {
      reading->flaw = "Accounts were being changed all the time while they were read.";
      break;
    }
  }
  co_return reading;
}

bool SameName(const PersonRow& person, const domain::PersonName& name) {
  const auto first = rules::NormaliseName(name.first);
  const auto last = rules::NormaliseLastName(name.last);
  if (first.empty() && last.empty()) return false;
  return rules::NormaliseName(person.first_name) == first && rules::NormaliseLastName(person.last_name) == last;
}

bool SamePerson(const PersonRow& person, const domain::NewGuardian& guardian) {
  if (!SameName(person, guardian.name)) return false;
  return rules::ShareContact(KeyOf(person), KeyOf(guardian));
}

bool SameChild(const PersonRow& person, const domain::NewChild& child) {
  return person.date_of_birth == child.birth_date.date() && SameName(person, child.name);
}

std::string IdOf(const PersonRow& person) { return person.guid.empty() ? std::to_string(person.id) : person.guid; }

}  // namespace ikp::desktop_agent
