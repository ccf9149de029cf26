// Concern: what of a run has to do with a finding: the records that it names, the messages that mention them, the
// people and families behind them. Reports highlight that and fold the rest.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/oracle/finding.h"
#include "scenarios/oracle/history.h"
#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios::report {

class Concern {
 public:
  // `findings` may be empty: then nothing is of concern.
  Concern(const Scenario& scenario, const oracle::History& history, const oracle::Findings& findings);

  // `text` holds the id of a record that a finding names, or first and last name of one.
  bool Mentions(std::string_view text) const;
  bool HasId(std::string_view id) const { return ids_.count(std::string(id)) > 0; }
  // Of the scenario.
  bool HasFamily(int family) const { return families_.count(family) > 0; }
  bool HasExchange(int exchange) const { return exchanges_.count(exchange) > 0; }
  bool Concerns(const Action& action) const;

  const std::set<std::string>& ids() const { return ids_; }
  const std::set<int>& families() const { return families_; }

 private:
  void CollectIds(const oracle::History& history, const oracle::Findings& findings);
  void CollectPeople(const oracle::History& history);
  void CollectExchanges(const oracle::History& history);

  const Scenario& scenario_;
  std::set<std::string> ids_;
  std::set<std::pair<std::string, std::string>> names_;
  std::set<int> families_;
  std::set<int> exchanges_;
};

}  // namespace ikp::scenarios::report
