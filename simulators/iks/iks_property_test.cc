// Properties of the simulated IKS under random staff work, written as sequences of small numbers so that a failure
// shrinks to the few actions that matter.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "simulators/iks/iks_fixture.h"

namespace ikp::simulators::iks {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

struct Step {
  unsigned kind, a, b;
};

rc::Gen<std::vector<Step>> Steps() {
  return rc::gen::container<std::vector<Step>>(rc::gen::apply(
      [](unsigned k, unsigned a, unsigned b) {
        return Step{k, a, b};
      },
      rc::gen::inRange(0u, 12u), rc::gen::inRange(0u, 1000u), rc::gen::inRange(0u, 1000u)));
}

template <typename Map>
std::string Pick(const Map& map, unsigned number) {
  if (map.empty()) return "none";
  return std::next(map.begin(), number % map.size())->first;
}

std::string PickGuardian(const Account& account, unsigned number) {
  const auto family = account.families.find(Pick(account.families, number));
  if (family == account.families.end() || family->second.guardians.empty()) return "none";
  return family->second.guardians[number % family->second.guardians.size()].id;
}

class Office {
 public:
  Office() { RC_ASSERT(iks.Seed(SampleSeed(), kNow).empty()); }

  void Do(const Step& step) {
    const auto& account = iks.state().accounts.at("sunrise");
    const auto family = Pick(account.families, step.a);
    const auto child = Pick(account.children, step.a);
    const auto status = iks_statuses[step.b % iks_statuses.size()];
    const auto location = step.b % 2 == 0 ? "loc-1" : "loc-2";
    now += milliseconds(step.b % 3);
    switch (step.kind) {
      case 0:
        return Act({{"action", "create_family"},
                    {"location_id", location},
                    {"children", json::array({{{"first_name", "N"}}, {{"status", status}}})}});
      case 1:
        return Act({{"action", "add_child"}, {"family_id", family}, {"status", status}});
      case 2:
        return Act({{"action", "set_status"}, {"child_id", child}, {"status", status}});
      case 3:
        return Act({{"action", "set_status_many"}, {"status", status}, {"location_id", location}});
      case 4:
        return Act(
            {{"action", "merge_families"}, {"family_id", family}, {"into_family_id", Pick(account.families, step.b)}});
      case 5:
        return Act({{"action", "move_child"},
                    {"child_id", child},
                    {"family_id", Pick(account.families, step.b)},
                    {"location_id", location}});
      case 6:
        return Act({{"action", "delete_family"}, {"family_id", family}});
      case 7:
        return Act({{"action", "archive"}, {"family_id", family}});
      case 8:
        return Act(
            {{"action", "edit_child"}, {"child_id", child}, {"classroom", "Room " + std::to_string(step.b % 4)}});
      case 9:
        return Act({{"action", "add_guardian"}, {"family_id", family}, {"last_name", "G"}});
      case 10:
        return Act({{"action", "edit_guardian"}, {"guardian_id", PickGuardian(account, step.a)}, {"email", status}});
      default:
        for (const auto& outgoing : iks.TakeOutgoing(now, {})) {
          if (step.b % 3 == 0) iks.Settle(outgoing.id, step.b % 2 == 0 ? 200 : 500, now);
        }
    }
  }
  // An action may be refused (a family merged into itself): refused ones must change nothing. A whole dump is dear, so
  // only every eighth action is looked at.
  void Act(json action) {
    action["account_id"] = "sunrise";
    const bool look = ++actions % 8 == 0;
    const auto before = look ? iks.Dump() : json();
    if (iks.Staff(action, now).response.status != 200 && look) RC_ASSERT(iks.Dump() == before);
  }

  IksSimulator iks;
  Instant now = kNow;
  int actions = 0;
  std::vector<std::string> iks_statuses = {"New Lead", "Waitlist", "Pre-Registered", "Enrolled", "Withdrawn"};
};

void CheckModel(const Account& account) {
  std::set<std::string> listed;
  for (const auto& [id, family] : account.families) {
    RC_ASSERT(family.id == id);
    RC_ASSERT(account.FindLocation(family.location_id) != nullptr);
    RC_ASSERT(!account.merged.contains(id));
    for (const auto& child_id : family.child_ids) {
      RC_ASSERT(listed.insert(child_id).second);
      RC_ASSERT(account.children.at(child_id).family_id == id);
    }
  }
  RC_ASSERT(listed.size() == account.children.size());
  for (const auto& [id, child] : account.children) {
    RC_ASSERT(account.families.contains(child.family_id));
    RC_ASSERT(account.FindLocation(child.location_id) != nullptr);
  }
  for (const auto& [gone, into] : account.merged) RC_ASSERT(account.families.contains(into));
}

RC_GTEST_PROP(IksProperties, StaffWorkKeepsTheModelWhole, ()) {
  const auto steps = *Steps();
  Office office;
  std::map<std::string, Child> last;
  for (const auto& step : steps) {
    office.Do(step);
    const auto& account = office.iks.state().accounts.at("sunrise");
    CheckModel(account);
    for (const auto& [id, child] : account.children) {
      const auto before = last.find(id);
      if (before != last.end() && !(before->second == child)) {
        RC_ASSERT(child.version > before->second.version);
        RC_ASSERT(child.updated_at >= before->second.updated_at);
      }
    }
    last = account.children;
  }
}

RC_GTEST_PROP(IksProperties, DumpSeedDumpIsIdentity, ()) {
  const auto steps = *Steps();
  Office office;
  for (const auto& step : steps) office.Do(step);
  const auto dump = office.iks.Dump();
  IksSimulator other;
  const auto errors = other.Seed(json::parse(dump.dump()), office.now + milliseconds(12345));
  RC_ASSERT(errors.empty());
  RC_ASSERT(other.Dump() == dump);
}

RC_GTEST_PROP(IksProperties, PagingVisitsEveryChildOnce, ()) {
  const auto steps = *Steps();
  const auto limit = *rc::gen::inRange(1, 8);
  const bool filtered = *rc::gen::arbitrary<bool>();
  Office office;
  for (const auto& step : steps) office.Do(step);
  std::multiset<std::string> expected;
  for (const auto& [id, child] : office.iks.state().accounts.at("sunrise").children) {
    if (!filtered || child.status == "Enrolled") expected.insert(id);
  }
  std::multiset<std::string> visited;
  std::string cursor;
  for (std::size_t pages = 0;; ++pages) {
    RC_ASSERT(pages <= expected.size() + 1);
    const auto target = "/api/v1/children?limit=" + std::to_string(limit) + (filtered ? "&status=Enrolled" : "") +
                        (cursor.empty() ? "" : "&cursor=" + cursor);
    const auto answer =
        office.iks.Handle({"GET", target, {{"Authorization", "Bearer tok-sunrise"}}, ""}, {}, office.now);
    RC_ASSERT(answer.response.status == 200);
    const auto body = json::parse(answer.response.body);
    for (const auto& child : body["data"]) visited.insert(child["id"].get<std::string>());
    if (body["next_cursor"].is_null()) break;
    cursor = body["next_cursor"];
  }
  RC_ASSERT(visited == expected);
}

}  // namespace
}  // namespace ikp::simulators::iks
