// IdentityLedger: who stood behind the numbers of a database when it was read last. Numbers of people and accounts are
// given anew after a backup is restored (G40, H34), so a number alone proves nobody:
//   - a person number with another GUID than before is another person;
//   - an account number whose people are all others than before is another family: it gets the next generation, and its
//     id for the engine becomes "12.2", so that what was linked to "12" is not taken for it.
//   - a child's number without a GUID (exported reports) whose name and birth date are both others than before is
//   another
//     child: its id becomes "57.2". One of both alone is a correction by staff, and so is a birth date where none was.
// Kept are hashes only. In accounts, people without a GUID are known by name and birth date, and only among themselves:
// a change from the one way of reading to the other proves nothing.
//
// IdentityLedger is a plain value; LedgerKeeper keeps it in the store (cursor "desktop.ledger:<installation>").
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/async/sync.h"
#include "engine/async/task.h"
#include "engine/desktop_wire/rows.h"
#include "engine/domain/id.h"
#include "engine/domain/instant.h"
#include "engine/ports/store.h"

namespace ikp::procare_desktop {

struct LedgerFindings {
  int people = 0;    // numbers that mean another person
  int accounts = 0;  // numbers that mean another family
  bool restored() const { return people > 0 || accounts > 0; }
  bool operator==(const LedgerFindings&) const = default;
};

class IdentityLedger {
 public:
  // An empty one when the text cannot be read.
  static IdentityLedger FromJson(std::string_view text);
  std::string ToJson() const;

  // Takes in what a reading shows.
  LedgerFindings See(const std::vector<desktop_wire::Chunk>& chunks);
  // A restore was found at `now`; told for some days, so that the night after it knows of it too.
  void NoteRestore(const LedgerFindings& findings, domain::Instant now);
  // What the last restore was found by, while it is still told.
  LedgerFindings RestoreToTell(domain::Instant now) const;
  // An account was just created: whatever had its number before is another family.
  void Created(std::int64_t account);
  // A child without a GUID was just entered, or taken from another account: whatever other child had its number before
  // is gone. Of `person`: number, names, birth date.
  void CreatedChild(const desktop_wire::PersonRow& person);

  domain::ProcareFamilyId FamilyId(std::int64_t account) const;
  // The number behind an id; nothing when the number means another family now, or the id is none of ours.
  std::optional<std::int64_t> AccountOf(const domain::ProcareFamilyId& family) const;

  // Of a child that has no GUID.
  domain::ProcareChildId ChildId(std::int64_t number) const;
  // What Procare has for the id: the number, or the GUID as it is. Nothing when the number means another child now.
  std::optional<std::string> ChildOf(const domain::ProcareChildId& child) const;

  bool operator==(const IdentityLedger&) const = default;

 private:
  struct Child {
    int generation = 1;
    std::string name;  // hashes; empty: not known
    std::string born;
    bool operator==(const Child&) const = default;
  };
  static Child ChildFrom(const desktop_wire::PersonRow& person);
  void SeeChild(std::int64_t number, Child now, LedgerFindings& findings);

  struct Account {
    int generation = 1;
    std::vector<std::string> people;  // sorted hashes, with how they were made in front
    bool operator==(const Account&) const = default;
  };
  std::map<std::int64_t, std::string> people_;
  std::map<std::int64_t, Child> children_;  // without a GUID
  std::map<std::int64_t, Account> accounts_;
  LedgerFindings restore_;
  std::int64_t restored_at_s_ = 0;  // since 1970; 0: never
};

class LedgerKeeper {
 public:
  LedgerKeeper(async::Executor& executor, ports::Store& store, const domain::InstallationId& installation)
      : store_(store), name_("desktop.ledger:" + installation.str()), alone_(executor, 1) {}

  async::Task<IdentityLedger> Current();
  // The ledger after the reading, and what is to be told. It is kept when the reading was complete.
  struct Seen {
    IdentityLedger ledger;
    LedgerFindings findings;  // of this reading
    LedgerFindings to_tell;   // of the last restore, this reading included
  };
  async::Task<Seen> See(const std::vector<desktop_wire::Chunk>& chunks, bool complete, domain::Instant now);
  // The id of an account that was just created; durable when it returns.
  async::Task<domain::ProcareFamilyId> Created(std::int64_t account);
  async::Task<domain::ProcareChildId> CreatedChild(desktop_wire::PersonRow person);

 private:
  async::Task<void> Load();
  async::Task<void> Keep(IdentityLedger ledger);

  ports::Store& store_;
  std::string name_;
  async::Semaphore alone_;
  bool loaded_ = false;
  IdentityLedger ledger_;
};

}  // namespace ikp::procare_desktop
