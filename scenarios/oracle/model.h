// Model: the reference model of one run: what people really did and which records mean whom, worked out from the
// history alone, with the oracle's own idea of names and identities (it shares no matching code with the engine).
// Checkers ask it instead of searching the history.
//
// Where several explanations are possible (a record that the engine created may stand for one of two cousins of the
// same name), the model keeps all of them, and a checker must find the history wrong under every one.
//
// Built once for each run, in one pass; views point into the history, which outlives the model.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scenarios/oracle/history.h"
#include "scenarios/oracle/ledger.h"
#include "scenarios/oracle/traffic.h"

namespace ikp::scenarios::oracle {

class Model {
 public:
  Model(const Scenario& scenario, const History& history);

  const Scenario& scenario() const { return scenario_; }
  const History& history() const { return history_; }

  // One child of IKS and its versions, oldest first (indexes into history().iks_children).
  struct IksChild {
    std::string_view id;
    Person person;
    std::vector<int> versions;
  };
  // One child of Procare. `meant`: the IKS children (indexes into iks_children()) that a record created by the engine
  // may stand for, by what was sent; empty for the records of people.
  struct ProcareChild {
    std::string_view tenant, id;
    Person person;        // of what people typed
    int created_by = -1;  // exchange; -1: people, or there from the beginning
    std::vector<int> versions;
    std::vector<int> meant;
  };
  // People put an IKS child into a trigger status at a site (or moved it there in that status).
  struct Trigger {
    int iks_child = -1;
    int site = -1;
    Sequence seq = 0;
    Instant at{};
    std::string_view status;
  };

  const std::vector<IksChild>& iks_children() const { return iks_children_; }
  const std::vector<ProcareChild>& procare_children() const { return procare_children_; }
  const std::vector<Trigger>& triggers() const { return triggers_; }  // in order

  const Traffic& traffic() const { return traffic_; }
  const Ledger& ledger() const { return ledger_; }

  const IksChild* FindIksChild(std::string_view id) const;
  const ProcareChild* FindProcareChild(std::string_view tenant, std::string_view id) const;

  // The version in force just after `seq`; null before the first. Removed records give their last version.
  const IksChildVersion* At(const IksChild& child, Sequence seq) const;
  const ProcareChildVersion* At(const ProcareChild& child, Sequence seq) const;
  // The same by time: the version in force at the end of that millisecond.
  const ProcareChildVersion* AtTime(const ProcareChild& child, Instant at) const;
  const ProcareChildVersion& First(const ProcareChild& child) const;
  const IksChildVersion& Last(const IksChild& child) const;
  const ProcareChildVersion& Last(const ProcareChild& child) const;

  // The engine's opinion at the end; null when there is none.
  const ports::PushState* StateOf(std::string_view iks_child) const;
  // Of several links (a child that moved between sites), the one of the site where the child is now comes first.
  const ports::Link* ChildLinkOf(std::string_view iks_child) const;
  const ports::Link* ChildLinkAt(std::string_view iks_child, int site) const;

  // Index of the site; -1 when no site of the scenario has it.
  int SiteOfLocation(std::string_view location) const;
  int SiteOfSchool(std::string_view tenant, std::string_view school) const;
  int SiteOfEngineId(std::string_view site) const;

  bool IsTriggerStatus(std::string_view status) const;

 private:
  void CollectIksChildren();
  void CollectProcareChildren();
  void CollectTriggers();
  void CollectLinks();
  std::vector<int> WhomItMeans(const ProcareChildVersion& created) const;

  const Scenario& scenario_;
  const History& history_;
  Traffic traffic_;
  Ledger ledger_;
  std::vector<IksChild> iks_children_;
  std::vector<ProcareChild> procare_children_;
  std::vector<Trigger> triggers_;
  std::unordered_map<std::string_view, int> iks_child_by_id_;
  std::unordered_map<std::string, int> procare_child_by_id_;  // by tenant and id
  std::unordered_map<std::string_view, const ports::PushState*> states_;
  std::unordered_map<std::string_view, const ports::Link*> child_links_;
};

// Names as people mean them: lower case, accents, punctuation and spaces gone, Jr and II gone. Written for the oracle
// alone.
std::string PlainName(std::string_view name);
// The same, but Jr and II stay: a father and his son are not one person.
std::string PlainFullName(std::string_view name);

}  // namespace ikp::scenarios::oracle
