#include "engine/desktop_agent/folder/export_reports.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <utility>

#include "engine/desktop_agent/folder/export_cells.h"
#include "engine/desktop_agent/folder/report_table.h"

namespace ikp::desktop_agent {
namespace {

using desktop_wire::AccountRow;
using desktop_wire::ChildRow;
using desktop_wire::PersonRow;

std::string Upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

class Understanding {
 public:
  Understanding(const ReportSettings& settings, Reports& reports) : settings_(settings), reports_(reports) {}

  void Children(const std::string& bytes) {
    ReportTable table(kChildrenFile, bytes, settings_.date_order, reports_);
    if (!table.Require({"Child ID", "First Name", "Last Name", "Date of Birth"})) return;
    if (!table.Has("Classroom ID") && !table.Has("Primary Classroom") && !table.Require({"Classroom ID"})) return;
    reports_.readable = true;
    reports_.schools_told = table.Has("School ID");
    keys_told_ = table.Has("Account Key");
    for (const CsvRow& row : table.rows()) Child(table, row);
    table.TellCounts();
  }

  void Payers(const std::string& bytes) {
    ReportTable table(kPayersFile, bytes, settings_.date_order, reports_);
    if (!table.Require({"Account Key", "First Name", "Last Name"})) return;
    if (!keys_told_) {
      reports_.remarks.push_back(std::string(kPayersFile) + ": not used, because " + kChildrenFile +
                                 " has no column Account Key");
      return;
    }
    if (reports_.schools.size() > 1 && !table.Has("School ID") && KeysStandAtSeveralSchools()) {
      reports_.problems.push_back(
          {kPayersFile, 1, "School ID",
           "is missing, and an account key stands at more than one school; choose this column in "
           "the report and export it again"});
      return;
    }
    reports_.payers_known = true;
    for (const CsvRow& row : table.rows()) Payer(table, row);
    for (auto& [account, payers] : payers_) {
      std::stable_sort(payers.begin(), payers.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
      for (auto& payer : payers) reports_.accounts[account].payers.push_back(std::move(payer.second));
    }
    table.TellCounts();
  }

  void Enrollment(const std::string& bytes) {
    reports_.statuses_exported = true;
    ReportTable table(kEnrollmentFile, bytes, settings_.date_order, reports_);
    if (!table.Require({"Child ID", "Date", "Status"})) return;
    reports_.statuses_known = true;
    std::int64_t id = 0;
    for (const CsvRow& row : table.rows()) Status(table, row, ++id);
    table.TellCounts();
  }

 private:
  void Child(ReportTable& table, const CsvRow& row) {
    if (table.Cell(row, "Child ID").empty() && !table.Cell(row, "Employee ID").empty()) {
      table.Count("rows of staff left out");
      return;
    }
    const auto id = table.Number(row, "Child ID");
    const auto school = School(table, row);
    if (!id || !school) return;
    if (IsPlaceholder(table.Cell(row, "First Name"), settings_.placeholder_markers)) {
      placeholders_.insert(*id);
      table.Count("placeholder children left out");
      return;
    }
    ChildRow child;
    child.person = table.Person(row);
    child.person.id = *id;
    child.classroom_id = Classroom(table, row, *school);
    const auto [known, fresh] = children_.try_emplace(*id, child.person);
    if (!fresh &&
        (known->second.first_name != child.person.first_name || known->second.last_name != child.person.last_name ||
         known->second.date_of_birth != child.person.date_of_birth)) {
      table.Problem(row, "Child ID", "stands in another row with another name or birth date");
      return;
    }
    schools_of_[*id].insert(*school);
    AccountRow& account = reports_.accounts[Account(table, row, *school, *id)];
    for (const ChildRow& other : account.children) {
      if (other.person.id == *id) {
        table.Count("rows that repeat a child of the same account");
        return;
      }
    }
    account.children.push_back(std::move(child));
  }

  std::optional<std::int64_t> School(ReportTable& table, const CsvRow& row) {
    std::optional<std::int64_t> id = settings_.school_id;
    if (table.Has("School ID")) id = table.Number(row, "School ID");
    if (!id) return id;
    const std::string& name = table.Cell(row, "School Name");
    for (desktop_wire::SchoolRow& school : reports_.schools) {
      if (school.id != *id) continue;
      if (school.name.empty()) school.name = name;
      return id;
    }
    reports_.schools.push_back({*id, name});
    return id;
  }

  std::optional<std::int64_t> Classroom(ReportTable& table, const CsvRow& row, std::int64_t school) {
    const std::string& name = table.Cell(row, "Primary Classroom");
    std::optional<std::int64_t> id = table.NumberIfAny(row, "Classroom ID");
    const std::string& cell = table.Cell(row, "Classroom ID");
    if (!id && (cell.empty() || cell == "0") && !name.empty())
      id = SyntheticId({"classroom", std::to_string(school), name});
    if (id && classrooms_.insert({school, *id}).second) reports_.classrooms.push_back({*id, school, name});
    return id;
  }

  // The position of the account. Children without a key have an account each: nothing says who belongs together.
  std::size_t Account(ReportTable& table, const CsvRow& row, std::int64_t school, std::int64_t child) {
    const std::string& key = table.Cell(row, "Account Key");
    const std::string name = key.empty() ? "child " + std::to_string(child) : "key " + Upper(key);
    const auto [found, fresh] = accounts_.try_emplace({school, name}, reports_.accounts.size());
    if (fresh) {
      AccountRow account;
      const auto id = table.NumberIfAny(row, "Account ID");
      account.id = id ? *id : SyntheticId({"account", std::to_string(school), name});
      account.school_id = school;
      account.key = key;
      account.name = table.Cell(row, "Account Name");
      reports_.accounts.push_back(std::move(account));
    }
    return found->second;
  }

  bool KeysStandAtSeveralSchools() const {
    std::set<std::string> seen;
    return std::any_of(accounts_.begin(), accounts_.end(),
                       [&](const auto& account) { return !seen.insert(account.first.second).second; });
  }

  void Payer(ReportTable& table, const CsvRow& row) {
    const std::string key = Upper(table.Cell(row, "Account Key"));
    if (key.empty()) {
      table.Problem(row, "Account Key", "is empty");
      return;
    }
    const auto account = AccountOfPayer(table, row, key);
    if (!account) return;
    auto& payers = payers_[*account];
    const auto order = table.NumberIfAny(row, "Payer Order").value_or(static_cast<std::int64_t>(payers.size()) + 1);
    PersonRow payer = table.Person(row);
    const auto id = table.NumberIfAny(row, "Person ID");
    const AccountRow& of = reports_.accounts[*account];
    payer.id = id ? *id : SyntheticId({"payer", std::to_string(of.school_id), key, std::to_string(order)});
    for (const auto& other : payers) {
      if (other.second.id == payer.id) {
        table.Problem(row, id ? "Person ID" : "Payer Order", "stands twice in one account");
        return;
      }
    }
    payers.emplace_back(order, std::move(payer));
  }

  // An account whose children are not there (yet) is made here, where its school is certain.
  std::optional<std::size_t> AccountOfPayer(ReportTable& table, const CsvRow& row, const std::string& key) {
    const std::string name = "key " + key;
    if (!table.Has("School ID")) {
      for (const auto& [place, position] : accounts_) {
        if (place.second == name) return position;
      }
      if (reports_.schools.size() > 1) {
        table.Count("payers left out: their account has no child, and the report does not tell its school");
        return std::nullopt;
      }
    }
    const auto school = School(table, row);
    if (!school) return std::nullopt;
    return Account(table, row, *school, 0);
  }

  void Status(ReportTable& table, const CsvRow& row, std::int64_t id) {
    const auto child = table.Number(row, "Child ID");
    if (!child || placeholders_.contains(*child)) return;
    const auto schools = schools_of_.find(*child);
    if (schools == schools_of_.end()) {
      table.Count(std::string("rows left out: the child is not in ") + kChildrenFile);
      return;
    }
    const std::string& status = table.Cell(row, "Status");
    const auto day = table.Day(row, "Date");
    if (!day) return;
    if (status.empty()) {
      table.Problem(row, "Status", "is empty");
      return;
    }
    std::set<std::int64_t> at = schools->second;
    if (table.Has("School ID")) {
      const auto school = table.Number(row, "School ID");
      if (!school) return;
      at = {*school};
    } else if (at.size() > 1) {
      table.Problem(row, "School ID", "is missing, and this child is at more than one school");
      return;
    }
    // The row further down was entered later (H31).
    reports_.statuses.push_back({id, *child, *at.begin(), *day, status});
  }

  const ReportSettings& settings_;
  Reports& reports_;
  bool keys_told_ = false;
  std::map<std::int64_t, PersonRow> children_;
  std::map<std::int64_t, std::set<std::int64_t>> schools_of_;
  std::set<std::int64_t> placeholders_;
  std::set<std::pair<std::int64_t, std::int64_t>> classrooms_;
  std::map<std::pair<std::int64_t, std::string>, std::size_t> accounts_;
  std::map<std::size_t, std::vector<std::pair<std::int64_t, PersonRow>>> payers_;
};

}  // namespace

std::string Sentence(const ReportProblem& problem) {
  std::string text = problem.file;
  if (problem.line > 0) text += ", line " + std::to_string(problem.line);
  const bool number =
      std::all_of(problem.column.begin(), problem.column.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  if (!problem.column.empty()) text += ", column " + (number ? problem.column : "\"" + problem.column + "\"");
  return text + " " + problem.what + ".";
}

Reports UnderstandReports(const ReportBytes& bytes, const ReportSettings& settings) {
  Reports reports;
  Understanding understanding(settings, reports);
  understanding.Children(bytes.children);
  if (!reports.readable) return reports;
  if (bytes.payers) understanding.Payers(*bytes.payers);
  if (bytes.enrollment) understanding.Enrollment(*bytes.enrollment);
  return reports;
}

}  // namespace ikp::desktop_agent
