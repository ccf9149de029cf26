#include "tools/demo_player/verdict.h"

#include <algorithm>
#include <cctype>

#include "tools/demo_player/desktop_records.h"

namespace ikp::demo {

using nlohmann::json;

namespace {

std::string Text(const json& object, const char* field) {
  const auto found = object.find(field);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string Trimmed(std::string text) {
  const auto space = [](unsigned char c) { return std::isspace(c) != 0; };
  while (!text.empty() && space(static_cast<unsigned char>(text.front()))) text.erase(0, 1);
  while (!text.empty() && space(static_cast<unsigned char>(text.back()))) text.pop_back();
  return text;
}

// E.2 in its plainest form.
std::string ExpectedIksStatus(const json& child, const std::string& today, const std::string& iks_status) {
  const std::string status = Text(child, "status");
  const std::string start = Text(child, "start_date");
  if (status == "active") return !start.empty() && start > today ? "Pre-Registered" : "Enrolled";
  // Whether a child on hold ever attended cannot be seen from the records alone: both words are right.
  if (status == "hold") return iks_status == "On Hold" ? "On Hold" : "Pre-Registered";
  if (status == "inactive") return "Withdrawn";
  if (status == "graduate") return "Graduated";
  return "?";
}

// The words of a Procare Desktop site are its own; expected.json says what they mean.
std::string ExpectedFromDesktop(const json& child, const json& words) {
  if (child.value("starts_later", false)) return "Pre-Registered";
  return words.value(Text(child, "status"), std::string("?"));
}

std::vector<std::string> LeftWords(const json& words) {
  std::vector<std::string> left;
  for (const auto& [word, meaning] : words.items()) {
    if (meaning == "Withdrawn" || meaning == "Graduated") left.push_back(word);
  }
  return left;
}

class Court {
 public:
  explicit Court(const VerdictInput& input) : input_(input), records_(ChildrenOf(input.procare)) {
    for (const auto& tenant : input.procare.value("tenants", json::array())) {
      for (const auto& school : tenant.value("schools", json::array())) {
        for (const auto& room : school.value("classrooms", json::array())) {
          rooms_[Text(room, "id")] = Text(room, "name");
        }
      }
    }
    if (input.desktop.is_object()) AddDesktop();
  }

  Verdict Run() {
    for (const auto& account : input_.iks.value("accounts", json::array())) {
      for (const auto& family : account.value("families", json::array())) {
        for (const auto& child : family.value("children", json::array())) JudgeChild(family, child);
      }
    }
    CountDuplicates();
    if (input_.desktop.is_object()) CountDesktopAdults();
    CountSchools();
    for (const auto& record : records_) {
      if (!input_.typed_by_people.contains(record.id)) ++verdict_.pushed;
    }
    verdict_.converged = verdict_.duplicates == 0 && verdict_.lost == 0 && verdict_.differing == 0 &&
                         verdict_.unexpected == 0 && verdict_.problems.empty();
    return std::move(verdict_);
  }

 private:
  void AddDesktop() {
    words_ = input_.expected.value("desktop_words", json::object());
    for (const auto& room : input_.desktop["database"]["classrooms"]) {
      rooms_["desktop/" + room["id"].dump()] = Text(room, "name");
    }
    std::string today;
    for (const auto& [school, date] : input_.today_at_school) {
      if (school.starts_with("desktop/")) today = date;
    }
    for (auto& record : DesktopChildrenOf(input_.desktop, today, LeftWords(words_))) {
      records_.push_back(std::move(record));
    }
  }

  void Problem(VerdictRow& row, std::string text) {
    row.problem = text;
    verdict_.problems.push_back(row.child + ": " + text);
  }

  // The record of an IKS child: same school and birth date, and the same names unless only one record has that date.
  const ProcareRecord* RecordOf(const std::string& school, const json& child) const {
    std::vector<const ProcareRecord*> same_birth;
    for (const auto& record : records_) {
      if (record.school == school && Text(record.child, "dob") == Text(child, "dob")) same_birth.push_back(&record);
    }
    for (const auto* record : same_birth) {
      if (Text(record->child, "first_name") == Trimmed(Text(child, "first_name")) &&
          Text(record->child, "last_name") == Trimmed(Text(child, "last_name"))) {
        return record;
      }
    }
    return same_birth.size() == 1 && Text(child, "dob") != "" ? same_birth.front() : nullptr;
  }

  void JudgeChild(const json& family, const json& child) {
    VerdictRow row;
    row.family = Text(family, "id");
    row.child = Text(child, "id");
    row.location = child.contains("location_id") ? Text(child, "location_id") : Text(family, "location_id");
    row.name = Trimmed(Text(child, "first_name")) + " " + Trimmed(Text(child, "last_name"));
    row.iks_status = Text(child, "status");
    row.iks_classroom = Text(child, "classroom");
    row.expected = input_.expected["children"].value(row.child, std::string("?"));
    const auto school = input_.school_of_location.find(row.location);
    const ProcareRecord* record = school == input_.school_of_location.end() ? nullptr : RecordOf(school->second, child);
    const bool should_be_linked = row.expected.starts_with("linked_");
    if (record != nullptr) {
      row.procare_id = record->id;
      row.procare_status = Text(record->child, "status");
      const auto room = rooms_.find(Text(record->child, "classroom_id"));
      row.procare_classroom = room == rooms_.end() ? std::string() : room->second;
    }
    if (should_be_linked && record == nullptr) {
      ++verdict_.lost;
      Problem(row, "should be in Procare and is not");
    } else if (should_be_linked) {
      Compare(row, child, *record, school->second);
      CheckOrigin(row, *record);
    } else if (record != nullptr && !input_.typed_by_people.contains(record->id)) {
      ++verdict_.unexpected;
      Problem(row, "was sent to Procare and should not have been");
    }
    verdict_.rows.push_back(std::move(row));
  }

  void CheckOrigin(VerdictRow& row, const ProcareRecord& record) {
    const bool typed = input_.typed_by_people.contains(record.id);
    if (row.expected == "linked_existing" && !typed) {
      ++verdict_.duplicates;
      Problem(row, "staff had typed this child already");
    }
  }

  void Compare(VerdictRow& row, const json& child, const ProcareRecord& record, const std::string& school) {
    const auto today = input_.today_at_school.find(school);
    const std::string wanted =
        record.school.starts_with("desktop/")
            ? ExpectedFromDesktop(record.child, words_)
            : ExpectedIksStatus(record.child, today == input_.today_at_school.end() ? std::string() : today->second,
                                row.iks_status);
    std::string difference;
    if (wanted != row.iks_status) difference = "status should be " + wanted;
    if (row.iks_classroom != row.procare_classroom)
      difference = "classroom should be \"" + row.procare_classroom + "\"";
    const std::string start = Text(record.child, "start_date");
    if (!start.empty() && Text(child, "actual_start") != start) difference = "start should be " + start;
    if (Text(child, "withdrawal_date") != Text(record.child, "withdrawal_date")) difference = "withdrawal date differs";
    if (difference.empty()) return;
    ++verdict_.differing;
    Problem(row, difference);
  }

  // A child that the engine made is a duplicate when any other record of the school has its names and birth date.
  void CountDuplicates() {
    std::map<std::string, std::vector<const ProcareRecord*>> alike;
    for (const auto& record : records_) {
      alike[record.school + "|" + Text(record.child, "first_name") + "|" + Text(record.child, "last_name") + "|" +
            Text(record.child, "dob")]
          .push_back(&record);
    }
    for (const auto& [key, group] : alike) {
      const auto made = std::count_if(group.begin(), group.end(), [&](const ProcareRecord* record) {
        return !input_.typed_by_people.contains(record->id);
      });
      const auto typed = static_cast<std::ptrdiff_t>(group.size()) - made;
      const auto too_many = typed > 0 ? made : std::max<std::ptrdiff_t>(made - 1, 0);
      for (std::ptrdiff_t i = 0; i < too_many; ++i) {
        ++verdict_.duplicates;
        verdict_.problems.push_back("a child stands twice in Procare: " + group.back()->id);
      }
    }
  }

  // One record for each person, whatever the account: an adult whom the engine typed although somebody of that name
  // and e-mail was there is a duplicate.
  void CountDesktopAdults() {
    std::map<std::string, int> alike;
    for (const bool typed : {true, false}) {
      for (const auto& person : input_.desktop["database"]["persons"]) {
        if (Text(person, "email").empty() || input_.typed_by_people.contains(Text(person, "guid")) != typed) continue;
        const int before =
            alike[Text(person, "first_name") + "|" + Text(person, "last_name") + "|" + Text(person, "email")]++;
        if (typed || before == 0) continue;
        ++verdict_.duplicates;
        verdict_.problems.push_back("an adult stands twice in Procare Desktop: person " + person["id"].dump());
      }
    }
  }

  // The sample says how many records each school must hold: families are covered by this too.
  void CountSchools() {
    std::map<std::string, int> families;
    std::map<std::string, int> children;
    for (const auto& tenant : input_.procare.value("tenants", json::array())) {
      for (const auto& family : tenant.value("families", json::array())) ++families[Text(family, "school_id")];
    }
    if (input_.desktop.is_object()) {
      for (const auto& account : input_.desktop["database"]["accounts"])
        ++families[DesktopSchool(account["school_id"])];
    }
    for (const auto& record : records_) ++children[record.school];
    for (const auto& [school, counts] : input_.expected["schools"].items()) {
      if (school.starts_with("desktop/") && !input_.desktop.is_object()) continue;
      const int more_children = children[school] - counts.value("children", 0);
      const int more_families = families[school] - counts.value("families", 0);
      if (more_children != 0) {
        verdict_.problems.push_back("school " + school + " has " + std::to_string(children[school]) +
                                    " children instead of " + std::to_string(counts.value("children", 0)));
      }
      if (more_families != 0) {
        verdict_.problems.push_back("school " + school + " has " + std::to_string(families[school]) +
                                    " families instead of " + std::to_string(counts.value("families", 0)));
        verdict_.duplicates += std::max(more_families, 0);
      }
    }
  }

  const VerdictInput& input_;
  std::vector<ProcareRecord> records_;
  std::map<std::string, std::string> rooms_;
  json words_ = json::object();  // Procare Desktop's status words to those of IKS
  Verdict verdict_;
};

}  // namespace

Verdict Judge(const VerdictInput& input) { return Court(input).Run(); }

std::set<std::string> DesktopIdsOf(const json& desktop_dump) {
  std::set<std::string> ids;
  for (const auto& person : desktop_dump["database"]["persons"]) ids.insert(Text(person, "guid"));
  return ids;
}

std::set<std::string> IdsOf(const json& procare_dump) {
  std::set<std::string> ids;
  for (const auto& tenant : procare_dump.value("tenants", json::array())) {
    for (const auto& family : tenant.value("families", json::array())) ids.insert(Text(family, "id"));
  }
  for (const auto& record : ChildrenOf(procare_dump)) ids.insert(record.id);
  return ids;
}

}  // namespace ikp::demo
