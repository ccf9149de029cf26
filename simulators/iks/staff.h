// People at work in the screens of the simulated IKS: {"action": "set_status", "child_id": "...", "status":
// "Enrolled"}. Every action is checked as a whole first: all mistakes are reported at once and nothing has changed
// then.
//
// `account_id` may be left out while there is one account.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

#include "simulators/iks/model.h"
#include "simulators/kit/fields.h"
#include "simulators/kit/simulator.h"
#include "simulators/kit/switches.h"

namespace ikp::simulators::iks {

class StaffDesk {
 public:
  StaffDesk(State& state, const kit::SwitchBoard& switches) : state_(state), switches_(switches) {}

  kit::Answer Handle(const nlohmann::json& action, Instant now);
  nlohmann::json Actions() const;

 private:
  // One action being read: `fields` collects into `errors`; nothing may change before Accepted().
  struct Task {
    kit::FieldReader& fields;
    kit::FieldErrors& errors;
    Account* account;
    Instant now;
    bool Accepted() {
      fields.RejectUnknown();
      return errors.empty();
    }
  };
  using Handler = nlohmann::json (StaffDesk::*)(Task&);
  struct Action {
    std::string name;
    std::string what;
    std::vector<std::pair<std::string, std::string>> fields;
    Handler handler;
  };
  static const std::vector<Action>& AllActions();

  nlohmann::json CreateFamily(Task& task);
  nlohmann::json EditFamily(Task& task);
  nlohmann::json DeleteFamily(Task& task);
  nlohmann::json MergeFamilies(Task& task);
  nlohmann::json ArchiveFamily(Task& task);
  nlohmann::json AddGuardian(Task& task);
  nlohmann::json EditGuardian(Task& task);
  nlohmann::json AddChildToFamily(Task& task);
  nlohmann::json EditChild(Task& task);
  nlohmann::json MoveChild(Task& task);
  nlohmann::json SetStatus(Task& task);
  nlohmann::json SetStatusMany(Task& task);
  nlohmann::json SetWebhook(Task& task);
  nlohmann::json RemoveWebhook(Task& task);

  Account* FindAccount(kit::FieldReader& fields);
  Family* FindFamily(Task& task, std::string_view name);
  Child* FindChild(Task& task);
  std::string ReadLocationId(Task& task, kit::Need need, const std::string& fallback);
  std::vector<Guardian> ReadGuardians(Task& task);
  std::vector<Child> ReadChildren(Task& task, const std::string& location_id);
  Child ReadNewChild(Task& task, kit::FieldReader& fields, const std::string& location_id);
  std::vector<Child*> ReadManyChildren(Task& task);
  bool Commit(Task& task, Child& child, Child next);

  State& state_;
  const kit::SwitchBoard& switches_;
};

}  // namespace ikp::simulators::iks
