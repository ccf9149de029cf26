// DesktopStaff: what the staff of a centre do in the screens of Procare Desktop. They know who is who; what the program
// refuses, or what makes no sense any more, is not done.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "scenarios/world/centre.h"
#include "scenarios/world/recorder.h"

namespace ikp::scenarios {

class DesktopStaff {
 public:
  DesktopStaff(Centre& centre, const Scenario& scenario, Recorder& recorder, const WorldTime& time)
      : centre_(centre), scenario_(scenario), recorder_(recorder), time_(time) {}

  bool Type(int family, const std::string& spelling, oracle::By by);
  bool Act(const Action& action);

 private:
  using Id = std::int64_t;

  bool Do(const nlohmann::json& action, oracle::By by = oracle::By::kStaff, nlohmann::json* answer = nullptr);
  bool ActOnPeople(const Action& action);
  bool ActOnAccount(const Action& action);
  bool ActOnRows(const Action& action);
  bool ActOnSchool(const Action& action);
  bool TypeChild(const Action& action);
  bool EditChild(const Action& action, Id child);
  bool EditPayer(const Action& action, Id child);
  bool Merge(const Action& action);
  bool Resolve(const Action& action);
  bool Share(const Action& action, Id child);
  bool MoveToSchool(const Action& action, Id account);
  bool EditNewestRow(const Action& action, Id child);

  // Records of that child in the database, the oldest first.
  std::vector<Id> PeopleOf(int family, int child) const;
  // Accounts that have the child, the oldest first; of one school, unless it is 0.
  std::vector<Id> AccountsOf(Id child, Id school = 0) const;
  // Accounts of the household: those that have one of its children.
  std::vector<Id> AccountsOfFamily(int family) const;
  const simulators::procare_desktop::Database& database() const { return centre_.world().database; }
  Id SchoolOf(const Action& action) const;
  int SiteOf(const Action& action) const;
  std::string Day(const Action& action, int days) const;

  Centre& centre_;
  const Scenario& scenario_;
  Recorder& recorder_;
  const WorldTime& time_;
};

}  // namespace ikp::scenarios
