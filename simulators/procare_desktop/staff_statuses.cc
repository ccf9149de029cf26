#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/procare_desktop/records.h"
#include "simulators/procare_desktop/roster.h"
#include "simulators/procare_desktop/staff.h"

namespace ikp::simulators::procare_desktop {
namespace {

using kit::Need;
using nlohmann::json;

struct FoundRow {
  PersonId child_id = 0;
  std::vector<StatusRow>* rows = nullptr;
  std::size_t index = 0;

  StatusRow& row() const { return (*rows)[index]; }
};

std::optional<FoundRow> CheckRow(StaffCall& call) {
  const auto id = call.reader.Integer("status_row_id", Need::kRequired, 1, INT64_MAX);
  if (!id) return std::nullopt;
  for (auto& [child_id, rows] : call.database.status_rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].id == *id) return FoundRow{child_id, &rows, i};
    }
  }
  call.reader.Fail("status_row_id", "does not exist; give the id of a status row");
  return std::nullopt;
}

json AddRow(StaffCall& call) {
  const auto* child = CheckChild(call.reader, call.database);
  const auto* school = CheckSchool(call.reader, call.database);
  const auto date = call.reader.Date("date", Need::kRequired);
  const auto status = CheckStatus(call.reader, call.database);
  if (child != nullptr && school != nullptr && !IsChildAt(call.database, child->id, school->id)) {
    call.reader.Fail("school_id", "has no account with this child");
  }
  if (!call.Good()) return {};
  return {{"status_row_id", AddStatusRow(call.database, child->id, school->id, *date, *status)}};
}

json EditRow(StaffCall& call) {
  const auto found = CheckRow(call);
  const auto date = call.reader.Date("date", Need::kOptional);
  const auto status = call.reader.Has("status") ? CheckStatus(call.reader, call.database) : std::nullopt;
  if (!call.Good()) return {};
  if (date) found->row().date = *date;
  if (status) found->row().status = *status;
  return {{"status_row_id", found->row().id}, {"child_id", found->child_id}};
}

json DeleteRow(StaffCall& call) {
  const auto found = CheckRow(call);
  if (!call.Good()) return {};
  const auto id = found->row().id;
  found->rows->erase(found->rows->begin() + static_cast<std::ptrdiff_t>(found->index));
  return {{"status_row_id", id}};
}

StatusLabel* CheckLabel(StaffCall& call) {
  const auto name = call.reader.Text("name", Need::kRequired, 60);
  if (!name) return nullptr;
  auto& labels = call.database.status_labels;
  const auto found = std::find_if(labels.begin(), labels.end(), [&](const auto& label) { return label.name == *name; });
  if (found != labels.end()) return &*found;
  call.reader.Fail("name", "is no word of the status list; give one as it stands there");
  return nullptr;
}

// One that staff may change: Enrolled is reserved [P10].
StatusLabel* CheckOwnLabel(StaffCall& call) {
  auto* label = CheckLabel(call);
  if (label == nullptr || label->name != kEnrolled) return label;
  call.reader.Fail("name", "is reserved and stays as it is; choose another word");
  return nullptr;
}

void CheckNewWord(StaffCall& call, std::string_view field, const std::string& word, const StatusLabel* own) {
  for (const auto& label : call.database.status_labels) {
    if (&label != own && SameWord(label.name, word)) call.reader.Fail(field, "is in the status list already");
  }
}

json AddLabel(StaffCall& call) {
  StatusLabel label;
  ReadText(call.reader, "name", Need::kRequired, label.name, 60);
  ReadText(call.reader, "comment", Need::kOptional, label.comment);
  CheckNewWord(call, "name", label.name, nullptr);
  if (!call.Good()) return {};
  call.database.status_labels.push_back(label);
  return {{"name", label.name}};
}

json RenameLabel(StaffCall& call) {
  auto* label = CheckOwnLabel(call);
  const auto to = call.reader.Text("to", Need::kRequired, 60);
  if (label != nullptr && to) CheckNewWord(call, "to", *to, label);
  if (!call.Good()) return {};
  if (call.world.switches.Word("pd.label_rename") == "rows_follow") {
    for (auto& [child_id, rows] : call.database.status_rows) {
      for (auto& row : rows) {
        if (row.status == label->name) row.status = *to;
      }
    }
  }
  label->name = *to;
  return {{"name", *to}};
}

json RemoveLabel(StaffCall& call) {
  const auto* label = CheckOwnLabel(call);
  if (label != nullptr && call.world.switches.Word("pd.label_remove") == "refuse") {
    const auto uses = [&](const auto& item) {
      return std::any_of(item.second.begin(), item.second.end(),
                         [&](const StatusRow& row) { return row.status == label->name; });
    };
    if (std::any_of(call.database.status_rows.begin(), call.database.status_rows.end(), uses)) {
      call.reader.Fail("name", "is in use by status rows; change those first");
    }
  }
  if (!call.Good()) return {};
  const auto name = label->name;
  std::erase_if(call.database.status_labels, [&](const auto& known) { return known.name == name; });
  return {{"name", name}};
}

json MoveLabel(StaffCall& call) {
  const auto* label = CheckLabel(call);
  auto& labels = call.database.status_labels;
  const auto last = static_cast<std::int64_t>(labels.size());
  const auto position = call.reader.Integer("position", Need::kRequired, 1, last);
  if (!call.Good()) return {};
  const auto from = label - labels.data();
  const auto to = *position - 1;
  const auto begin = labels.begin();
  if (from < to) std::rotate(begin + from, begin + from + 1, begin + to + 1);
  if (to < from) std::rotate(begin + to, begin + from, begin + from + 1);
  return {{"position", *position}};
}

}  // namespace

std::vector<StaffAction> StatusActions() {
  return {
      {"add_status_row",
       {{"child_id", "required"}, {"school_id", "required"}, {"date", "required"}, {"status", "required"}},
       AddRow},
      {"edit_status_row", {{"status_row_id", "required"}, {"date", "YYYY-MM-DD"}, {"status", "a word"}}, EditRow},
      {"delete_status_row", {{"status_row_id", "required"}}, DeleteRow},
      {"add_status_label", {{"name", "required"}, {"comment", "text"}}, AddLabel},
      {"rename_status_label", {{"name", "required"}, {"to", "required"}}, RenameLabel},
      {"remove_status_label", {{"name", "required"}}, RemoveLabel},
      {"reorder_status_label", {{"name", "required"}, {"position", "required, from 1"}}, MoveLabel},
  };
}

}  // namespace ikp::simulators::procare_desktop
