// Comparing work items with what an export shows, and with each other. Pure. Names are compared as the engine does
// (rules/normalise.h), so that what counts as done here is what the engine recognises there.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/desktop_agent/folder/export_reports.h"
#include "engine/desktop_agent/folder/work_item.h"
#include "engine/desktop_wire/rows.h"

namespace ikp::desktop_agent {

// Finds what an export shows, for many items in one go. The reports outlive the index.
class ExportIndex {
 public:
  explicit ExportIndex(const Reports& reports);

  // Ids of the accounts or children that look like what the item asks for, each once, in the order of the export:
  //   family  an account of the school has the primary payer by name and an equal phone or e-mail, or another one and
  //           nobody who is not wanted (a grandmother belongs to the families of all cousins); or one of the listed
  //           children by name and birth date, and no payers, or one of a wanted name, phone or e-mail
  //   child   the child is at the school, by name and birth date
  //   place   the child is there; where statuses are exported, with each wanted status on some day, or with any status
  //           on the wanted day; where a classroom was wanted, with any classroom (what staff chose otherwise stays)
  std::vector<std::string> RecordsAlike(const WorkItem& item) const;
  // Those that were not there before: they show that the item was carried out.
  std::vector<std::string> RecordsThatShow(const WorkItem& item) const;
  // Accounts of the school that may be the family, or have the child, under another spelling, in words for the staff
  // ("account SMITH1"), at most five: those alike, with a wanted phone or e-mail, with a wanted name beside a child of
  // a wanted last name, or with a child of the same birth date and nearly the same name. For kPlace: none.
  std::vector<std::string> NearMatches(const WorkItem& item) const;
  // The child stands in that account of the school, or in another one of a payer of it.
  bool StandsInHousehold(const WorkItem& child, std::int64_t account_id) const;

 private:
  struct ChildAt {
    const desktop_wire::AccountRow* account;
    const desktop_wire::ChildRow* row;
  };
  struct PayerAt {
    const desktop_wire::AccountRow* account;
    const desktop_wire::PersonRow* row;
  };

  std::vector<std::string> AccountsAlike(const WorkItem& item) const;
  std::vector<std::string> ChildrenAlike(const WorkItem& item) const;
  std::vector<std::string> PlacedChild(const WorkItem& item) const;
  bool IsPlaced(const WorkItem& item, const desktop_wire::ChildRow& row) const;
  bool ShowsRow(const WorkItem& item, std::int64_t child, const WorkRow& wanted) const;

  const Reports& reports_;
  // In the order of the export, by normalised names (and birth date), by number.
  std::map<std::string, std::vector<PayerAt>> payers_;
  std::map<std::string, std::vector<ChildAt>> children_;
  std::map<std::string, std::vector<ChildAt>> numbers_;
  std::map<std::int64_t, std::vector<const desktop_wire::StatusRow*>> statuses_;
};

// Both ask for the same: the same child to be placed, or a child of the same name and birth date (without children: a
// payer of the same name and contact) to be entered at the same school.
bool AskForTheSame(const WorkItem& item, const WorkItem& other);

// `key`, or with digits at its end, so that it is not in `taken`; at most 8 characters (H35, G53). Without case.
std::string FreeAccountKey(const std::string& key, const std::set<std::string>& taken);

}  // namespace ikp::desktop_agent
