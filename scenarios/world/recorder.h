// Recorder: writes the history of a run. It looks at the state of the simulators after everything that may have changed
// it, and keeps each new version of a record; it numbers everything that happens in one sequence.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "scenarios/oracle/history.h"
#include "simulators/iks/model.h"
#include "simulators/procare_desktop/world.h"
#include "simulators/procare_online/world.h"

namespace ikp::scenarios {

class Recorder {
 public:
  Recorder(const simulators::iks::State& iks, const simulators::procare_online::World& procare, bool detailed)
      : iks_(iks), procare_(procare), detailed_(detailed) {}

  oracle::History& history() { return history_; }
  oracle::Sequence Next() { return ++sequence_; }
  oracle::Sequence last() const { return sequence_; }
  bool detailed() const { return detailed_; }

  // Something may have changed in IKS, or in Procare (by whom, and for the engine: by which exchange).
  void LookAtIks(domain::Instant now);
  void LookAtProcare(domain::Instant now, oracle::By by, int exchange = -1);
  // An installation of Procare Desktop, and what may have changed there.
  void AddDesktop(int installation, const simulators::procare_desktop::World& world);
  void LookAtDesktop(int installation, domain::Instant now, oracle::By by, int exchange = -1);
  // Rows that drifted out of the lists of Procare.
  void LookForHiddenRows(domain::Instant now);
  // Also records whose own time of change did not move (a room was renamed).
  void LookAtAllOfProcare(domain::Instant now, oracle::By by);

  // Whom a record means, told by whoever made it; also in the versions that are written down already.
  void NameProcareChild(const std::string& id, oracle::Person person);
  void NameProcareFamily(const std::string& id, int family);
  void NameDesktopAccount(int installation, std::int64_t account, int family);

  // Whom a person of Desktop means, by its GUID; not known unless somebody said it.
  oracle::Person PersonAtDesktop(const std::string& guid) const;

  // Records of a person in Procare, as far as people typed them.
  std::vector<std::string> ProcareChildrenOf(oracle::Person person) const;
  // (tenant, id) of the family records that staff typed for that family.
  std::vector<std::pair<std::string, std::string>> ProcareFamiliesOf(int family) const;

 private:
  using ProcareTenant = simulators::procare_online::Tenant;
  using ProcareChild = simulators::procare_online::Child;
  using ProcareFamily = simulators::procare_online::Family;

  void LookAtTenant(const ProcareTenant& tenant, domain::Instant now, oracle::By by, int exchange, bool all);
  void LookAtFamilies(const ProcareTenant& tenant, domain::Instant now, oracle::By by, int exchange, bool all);
  oracle::ProcareChildVersion VersionOf(const ProcareTenant& tenant, const ProcareChild& child) const;
  oracle::Person PersonOfIksChild(std::string_view id) const;
  struct DesktopLook;
  void LookAtAccounts(const DesktopLook& look);
  void LookAtDesktopChildren(const DesktopLook& look);
  oracle::ProcareChildVersion DesktopVersionOf(const DesktopLook& look, std::int64_t child, std::int64_t school);

  const simulators::iks::State& iks_;
  const simulators::procare_online::World& procare_;
  bool detailed_;
  oracle::History history_;
  oracle::Sequence sequence_ = 0;
  domain::Instant looked_at_procare_{};
  std::unordered_map<std::string, int> last_iks_child_;  // index of its last version
  std::unordered_map<std::string, int> last_iks_family_;
  std::set<std::pair<std::string, domain::Instant>> hidden_rows_;  // until when
  std::map<std::string, int> last_procare_child_;
  std::map<std::string, int> last_procare_family_;
  std::map<int, const simulators::procare_desktop::World*> desktops_;
  std::map<std::string, int> last_desktop_child_;  // index of its last version
  std::map<std::string, int> last_desktop_family_;
  std::map<std::string, int> desktop_families_;                               // household of an account
  std::map<std::pair<int, std::int64_t>, oracle::StatusEntry> desktop_rows_;  // as last seen, by installation and id
  std::unordered_map<std::string, oracle::Person> procare_persons_;
  std::unordered_map<std::string, int> procare_families_;
};

// The ids that the world gives to records in IKS: "fam-3", "child-3-1", "guardian-3-0"; a second record of the same
// family that somebody typed has "-b" and so on at the end.
std::string IksFamilyId(int family, int copy = 0);
std::string IksChildId(int family, int child, int copy = 0);
std::string IksGuardianId(int family, int guardian, int copy = 0);
// Whom such an id means; not known for anything else.
oracle::Person PersonOf(std::string_view iks_child_id);
int FamilyOf(std::string_view iks_family_id);

}  // namespace ikp::scenarios
