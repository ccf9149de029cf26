// WorkItem: one thing that somebody at the centre types into Procare Desktop because no way to write there is public.
// It holds all that is shown of it, so that the page can be made again at any time, and all that is needed to recognise
// in a later export that it was done. Names of people are in it: it is for the centre's own folder and journal alone.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/desktop_agent/folder/export_reports.h"
#include "engine/desktop_wire/messages.h"
#include "engine/domain/civil_date.h"
#include "engine/domain/contact.h"
#include "engine/domain/instant.h"

namespace ikp::desktop_agent {

struct WorkPhone {
  std::string label;  // "mobile"
  std::string number;
  bool operator==(const WorkPhone&) const = default;
};

struct WorkPayer {
  domain::PersonName name;
  std::string relationship;
  std::string email;
  std::vector<WorkPhone> phones;
  domain::Address address;
  bool operator==(const WorkPayer&) const = default;
};

struct WorkRow {
  std::optional<domain::CivilDate> date;  // nothing: the day on which it is typed
  std::string status;
  bool operator==(const WorkRow&) const = default;
};

struct WorkRelationship {
  domain::PersonName person;
  std::string label;
  bool lives_with = false;
  bool emergency = false;
  bool pickup = false;
  bool operator==(const WorkRelationship&) const = default;
};

struct WorkChild {
  std::string number;  // in Procare; empty: not there yet
  domain::PersonName name;
  std::optional<domain::CivilDate> birth_date;
  std::string gender;
  std::vector<WorkRow> rows;
  std::optional<std::int64_t> classroom_id;
  std::string classroom;  // its name, where an export told it
  std::vector<WorkRelationship> relationships;
  bool operator==(const WorkChild&) const = default;
};

enum class WorkKind { kFamily, kChild, kPlace };
// kNotWanted: staff struck it off. kTakenBack: the engine does not need it any more.
enum class WorkState { kOpen, kDone, kNotWanted, kTakenBack };

struct WorkItem {
  std::string id;  // of the command
  int number = 0;  // on the page: counted up, the same for as long as the item is known
  WorkKind kind = WorkKind::kFamily;
  std::int64_t school_id = 0;
  std::string school;  // its name, where an export told it
  std::int64_t account_id = 0;
  std::string account_key;   // kFamily: proposed; kChild: of the account; may be empty
  std::string account_name;  // kChild: who the account's payers are
  std::vector<WorkPayer> payers;
  std::vector<WorkChild> children;  // kFamily: those that follow; otherwise exactly one
  domain::Instant since{};
  WorkState state = WorkState::kOpen;
  domain::Instant ended{};
  // kDone: id of account or child; empty: several appeared at once, and the engine says which.
  std::string record;
  // Ids of records that looked like it before anybody typed it: they never show that it was done.
  std::set<std::string> known_before;
  // Where to look before typing, in words: accounts that the latest export shows and that may be this family already.
  std::vector<std::string> look_at;
  std::string shown_with;  // id of the item on whose card this one stands; empty: on its own
  bool operator==(const WorkItem&) const = default;
};

std::string WriteWorkItem(const WorkItem& item);
// Nothing when the text is not that of an item.
std::optional<WorkItem> ReadWorkItem(std::string_view text);

// --- Items from commands; `reports` is the latest export, for names of schools, classrooms and accounts ------------
WorkItem FamilyItem(const std::string& id, const desktop_wire::CreateFamily& task, const Reports& reports);
WorkItem ChildItem(const std::string& id, const desktop_wire::CreateChild& task, const Reports& reports);
WorkItem PlaceItem(const std::string& id, const desktop_wire::PlaceChild& task, const Reports& reports);

}  // namespace ikp::desktop_agent
