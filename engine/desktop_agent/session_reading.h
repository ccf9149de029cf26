// Reading the accounts of a database page by page, and finding people in what was read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "engine/async/task.h"
#include "engine/desktop_agent/session.h"
#include "engine/desktop_agent/session_rows.h"
#include "engine/domain/civil_date.h"
#include "engine/domain/contact.h"

namespace ikp::desktop_agent {

struct SessionReading {
  std::vector<SessionAccount> accounts;  // in the order of their numbers
  std::string flaw;                      // one sentence about what could not be read; empty: none
  int pages = 0;
  int page_rows = 0;                    // what the machine could answer in time
  domain::Instant read_at{};            // when the last page came
  domain::Milliseconds longest_wait{};  // for one page

  const SessionAccount* FindAccount(std::int64_t id) const;
};

// All accounts, or those of one school. Pages are no consistent snapshot: what moves between two of them may be seen
// twice or not at all [P21]. A page without a list of accounts is none.
async::Task<tl::expected<SessionReading, Trouble>> ReadAccounts(Session& session, std::optional<std::int64_t> school_id,
                                                                int page_rows);
// Reads until two passes in a row show the same accounts with the same children; otherwise there is a flaw. One pass is
// enough where there is one page.
async::Task<tl::expected<SessionReading, Trouble>> ReadAccountsTwice(Session& session, int page_rows);

// Equal names as people write them (rules/normalise.h).
bool SameName(const desktop_wire::PersonRow& person, const domain::PersonName& name);
// The same name, and an equal e-mail or telephone number.
bool SamePerson(const desktop_wire::PersonRow& person, const domain::NewGuardian& guardian);
// The same name and birth date.
bool SameChild(const desktop_wire::PersonRow& person, const domain::NewChild& child);

// The GUID, or the number where there is none.
std::string IdOf(const desktop_wire::PersonRow& person);

}  // namespace ikp::desktop_agent
