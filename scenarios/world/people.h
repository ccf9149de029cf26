// People: carries out the actions of a scenario, in the screens of IKS and Procare and at the engine's operator desk.
// An action that is not possible any more (the record is gone, the system refuses it) is written down as not done.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "engine/http/message.h"
#include "scenarios/disk/power_loss_store.h"
#include "scenarios/world/centre.h"
#include "scenarios/world/recorder.h"
#include "scenarios/world/virtual_time.h"
#include "simulators/kit/simulator.h"

namespace ikp::scenarios {

class PeopleHost {
 public:
  virtual ~PeopleHost() = default;
  virtual simulators::kit::Answer ActInIks(const nlohmann::json& action) = 0;
  virtual simulators::kit::Answer ActInProcare(const nlohmann::json& action, oracle::By by) = 0;
  virtual const simulators::iks::State& iks() const = 0;
  virtual const simulators::procare_online::World& procare() const = 0;
  virtual disk::Disk& disk() = 0;
  // The installation of Procare Desktop that the site has; null when it has Procare Online.
  virtual Centre* CentreOf(int site) = 0;
  // The operator speaks to the engine's service; false when no engine runs.
  virtual bool AskEngine(http::Request request) = 0;
  // The engine is started again with something changed: `what` is "zone" of a site or "secret" of a tenant.
  virtual void ChangeConfig(domain::Milliseconds after, int index, std::string what, std::string value) = 0;
};

class People {
 public:
  People(PeopleHost& host, const Scenario& scenario, Recorder& recorder, const WorldTime& time)
      : host_(host), scenario_(scenario), recorder_(recorder), time_(time) {}

  // Families that staff had typed into Procare before the story begins.
  void TypeEarlierFamilies();
  void Act(int action);
  void AcceptMassChange(int site);

 private:
  bool ActOnLead(const Action& action);
  bool ActOnIksFamily(const Action& action);
  bool ActInProcareScreens(const Action& action);
  bool ActOnRooms(const Action& action);
  bool ActAsOperator(const Action& action);
  // Nothing when the site has Procare Online.
  Centre* CentreFor(const Action& action) const;

  bool Iks(const nlohmann::json& action);
  bool Procare(const nlohmann::json& action, oracle::By by = oracle::By::kStaff, nlohmann::json* answer = nullptr);
  bool Type(int family, const std::string& spelling, oracle::By by);
  bool Decide(const Action& action);
  bool PlanMove(const Action& action);
  bool EditGuardianInProcare(const Action& action);
  bool ResolveDuplicate(const Action& action);
  // The record of that child which people find in Procare: empty when there is none.
  std::vector<std::string> FindInProcare(int family, int child) const;
  std::string OneInProcare(const Action& action) const;
  nlohmann::json InTenant(int site, nlohmann::json action) const;
  int SiteOf(const Action& action) const;

  PeopleHost& host_;
  const Scenario& scenario_;
  Recorder& recorder_;
  const WorldTime& time_;
};

}  // namespace ikp::scenarios
