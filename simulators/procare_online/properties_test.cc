// Properties that hold whatever staff and clients do.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "simulators/kit/json_text.h"
#include "simulators/procare_online/test_bench.h"

namespace ikp::simulators::procare_online {
namespace {

using nlohmann::json;

template <typename T>
T Pick(const std::vector<T>& from) {
  return from.at(*rc::gen::inRange<std::size_t>(0, from.size()));
}

// Ids that exist, and sometimes one that does not.
std::string PickId(const json& rows) {
  if (rows.empty() || *rc::gen::inRange(0, 12) == 0) return "nobody";
  return rows[*rc::gen::inRange<std::size_t>(0, rows.size())].at("id");
}

json AllChildren(const json& tenant) {
  auto all = json::array();
  for (const auto& family : tenant["families"]) {
    for (const auto& child : family["children"]) all.push_back(child);
  }
  return all;
}

std::string AnyDate() {
  return Pick<std::string>(
      {"2026-02-20", "2026-03-02", "2026-03-03", "2026-03-08", "2026-03-09", "2026-04-01", "2028-01-01", "never"});
}

const std::vector<std::string> kStatuses = {"active", "hold", "inactive", "graduate"};
const std::vector<std::string> kSchools = {"ny", "az", "hi"};
const std::vector<std::string> kRooms = {"ny-infants", "ny-toddlers", "az-infants", "hi-toddlers"};
const std::vector<std::string> kKinds = {"room_transition", "hold", "hold_activation", "withdrawal", "graduation"};

json RandomStaffAction(const json& tenant) {
  const auto child = PickId(AllChildren(tenant));
  const auto family = PickId(tenant["families"]);
  switch (*rc::gen::inRange(0, 10)) {
    case 0:
      return {{"action", "add_family"},
              {"school_id", Pick(kSchools)},
              {"name", "Roe"},
              {"guardians", {{{"first_name", "Al"}, {"last_name", "Roe"}, {"email", "al@example.com"}}}},
              {"children",
               {{{"first_name", "Cy"}, {"last_name", "Roe"}, {"dob", "2022-01-02"}, {"status", Pick(kStatuses)}}}},
              {"send_invitations", *rc::gen::arbitrary<bool>()}};
    case 1:
      return {{"action", "change_enrollment"}, {"child_id", child}, {"status", Pick(kStatuses)}};
    case 2:
    case 3:
      return {{"action", "schedule_move"},
              {"child_id", child},
              {"kind", Pick(kKinds)},
              {"date", AnyDate()},
              {"classroom_id", Pick(kRooms)}};
    case 4:
      return {{"action", "delete_child"}, {"child_id", child}};
    case 5:
      return {{"action", "share_child"}, {"child_id", child}, {"family_id", family}};
    case 6:
      return {{"action", "move_child_school"},
              {"child_id", child},
              {"school_id", Pick(kSchools)},
              {"with_family", *rc::gen::arbitrary<bool>()}};
    case 7:
      return {{"action", "assign_room"}, {"child_id", child}, {"classroom_id", Pick(kRooms)}};
    case 8:
      return {{"action", "submit_lead"},
              {"school_id", Pick(kSchools)},
              {"student", {{"first_name", "Flo"}, {"last_name", "Poe"}}},
              {"status", Pick<std::string>({"New", "Enrolled", "Nope"})}};
    default:
      return {{"action", "schedule_move"},
              {"lead_id", PickId(tenant["leads"])},
              {"kind", "scheduled_enrollment"},
              {"date", AnyDate()}};
  }
}

void RandomCall(TestBench& bench, const json& tenant) {
  const auto child = PickId(AllChildren(tenant));
  const auto family = PickId(tenant["families"]);
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      bench.Call("POST", "/api/v1/families",
                 {{"school_id", Pick(kSchools)},
                  {"name", "Doe"},
                  {"guardians", {{{"first_name", "Ann"}, {"last_name", "Doe"}, {"email", "ann@example.com"}}}}});
      return;
    case 1:
      bench.Call("POST", "/api/v1/children",
                 {{"school_id", Pick(kSchools)},
                  {"family_id", family},
                  {"first_name", "Bo"},
                  {"last_name", "Doe"},
                  {"dob", "2023-04-05"}});
      return;
    case 2:
      bench.Call("PATCH", "/api/v1/children/" + child,
                 {{"status", Pick(kStatuses)}, {"classroom_id", Pick(kRooms)}, {"withdrawal_date", AnyDate()}});
      return;
    case 3:
      bench.Call("PATCH", "/api/v1/children/" + child,
                 {{"status", "hold"}, {"activation", {{"date", AnyDate()}, {"classroom_id", Pick(kRooms)}}}});
      return;
    default:
      bench.Call("POST", "/api/v1/families/" + family + "/guardians", {{"first_name", "Gil"}, {"last_name", "Doe"}});
  }
}

void CheckInvariants(const TestBench& bench) {
  const auto tenant = bench.Tenant();
  std::set<std::string> schools, families, child_ids;
  for (const auto& school : tenant["schools"]) schools.insert(school["id"]);
  std::set<std::pair<std::string, std::string>> pins;
  std::map<std::string, int> active;
  for (const auto& family : tenant["families"]) {
    families.insert(family["id"]);
    RC_ASSERT(schools.contains(family["school_id"]));
    int primary = 0;
    for (const auto& guardian : family["guardians"]) {
      RC_ASSERT(guardian["pin"].get<std::string>().size() == 4U);
      const auto key = std::pair(family["school_id"].get<std::string>(), guardian["pin"].get<std::string>());
      const bool unique = pins.insert(key).second;
      RC_ASSERT(unique);
      if (guardian["is_primary"]) ++primary;
    }
    RC_ASSERT(primary == (family["guardians"].empty() ? 0 : 1));
  }
  for (const auto& child : AllChildren(tenant)) {
    RC_ASSERT(child_ids.insert(child["id"]).second);
    RC_ASSERT(schools.contains(child["school_id"]));
    RC_ASSERT(std::count(kStatuses.begin(), kStatuses.end(), child["status"].get<std::string>()) == 1);
    for (const auto& shared : child["shared_family_ids"]) RC_ASSERT(families.contains(shared));
    RC_ASSERT(child["status_history"].back()["status"] == child["status"]);
    if (child["status"] == "active") ++active[child["school_id"]];
    if (!child["classroom_id"].is_null()) {
      RC_ASSERT(child["classroom_id"].get<std::string>().starts_with(child["school_id"].get<std::string>()));
    }
  }
  for (const auto& school : tenant["schools"]) RC_ASSERT(school["active_head_count"] == active[school["id"]]);
  for (const auto& plan : tenant["transitions"]) {
    const bool has_owner = plan.contains("lead_id") || child_ids.contains(plan["child_id"].get<std::string>());
    RC_ASSERT(has_owner);
  }
  const auto due = bench.simulator.NextDue();
  const bool ahead = !due || *due > bench.now;
  RC_ASSERT(ahead);
}

RC_GTEST_PROP(Properties, StaffAndCallsKeepTheModelSoundAndDumpsSeedBack, ()) {
  TestBench bench;
  const auto steps = *rc::gen::inRange(1, 40);
  for (int i = 0; i < steps; ++i) {
    const auto tenant = bench.Tenant();
    const auto what = *rc::gen::inRange(0, 10);
    if (what < 5) {
      bench.Staff(RandomStaffAction(tenant));
    } else if (what < 9) {
      RandomCall(bench, tenant);
    } else {
      bench.Advance(std::chrono::minutes(*rc::gen::inRange(1, 3000)));
      bench.Authorise();
    }
    CheckInvariants(bench);
  }
  const auto dump = bench.simulator.Dump();
  ProcareOnlineSimulator copy;
  RC_ASSERT(copy.Seed(dump, bench.now + std::chrono::hours(5)).empty());
  RC_ASSERT(copy.Dump() == dump);
  RC_ASSERT(copy.NextDue() == bench.simulator.NextDue());
}

RC_GTEST_PROP(Properties, RefusedWritesChangeNothing, ()) {
  TestBench bench;
  const auto family = bench.NewFamily();
  const auto child = bench.NewChild(family);
  const auto before = bench.simulator.Dump();
  auto body = json::object();
  for (const auto* field : {"first_name", "dob", "status", "classroom_id", "start_date", "activation"}) {
    if (*rc::gen::arbitrary<bool>()) body[field] = Pick<json>({nullptr, "", 7, "hold", "2026-05-01", json::object()});
  }
  const auto reply = bench.Call("PATCH", "/api/v1/children/" + child, body);
  RC_ASSERT(reply.status == 200 || reply.status == 422);
  if (reply.status == 422) {
    RC_ASSERT(!Errors(reply).empty());
    RC_ASSERT(bench.simulator.Dump() == before);
  }
}

RC_GTEST_PROP(Properties, PagingWithoutFaultsVisitsEveryRowOnce, ()) {
  TestBench bench;
  bench.Switch("po.list_order", Pick<std::string>({"name", "created", "updated"}));
  bench.Switch("po.page_cap", std::to_string(*rc::gen::inRange(1, 8)));
  bench.Switch("po.id_style", Pick<std::string>({"same", "upper_in_lists"}));
  const auto family = bench.NewFamily();
  const auto count = *rc::gen::inRange<std::size_t>(0, 25);
  for (std::size_t i = 0; i < count; ++i) {
    // Few names, so that many rows tie.
    bench.NewChild(family, "ny", Pick<std::string>({"A", "B", "C"}));
    if (*rc::gen::arbitrary<bool>()) bench.Advance(std::chrono::milliseconds(1));
  }
  const auto limit = *rc::gen::inRange(1, 12);
  std::set<std::string> seen;
  std::size_t rows = 0;
  for (std::size_t pages = 0;; ++pages) {
    RC_ASSERT(pages <= count + 1);
    const auto page =
        bench.Get("/api/v1/children?limit=" + std::to_string(limit) + "&offset=" + std::to_string(rows)).body;
    RC_ASSERT(page["total"] == count);
    if (page["data"].empty()) break;
    rows += page["data"].size();
    for (const auto& row : page["data"]) seen.insert(row["id"]);
  }
  RC_ASSERT(rows == count);
  RC_ASSERT(seen.size() == count);
}

RC_GTEST_PROP(Properties, CreatingTheSameFamilyTwiceGivesTwo, ()) {
  TestBench bench;
  const auto name = Pick<std::string>({"Doe", "O'Neil", "García-Ñ", "李", "Smith, Jr."});
  const auto times = *rc::gen::inRange<std::size_t>(1, 6);
  std::set<std::string> ids;
  for (std::size_t i = 0; i < times; ++i) ids.insert(bench.NewFamily(Pick(kSchools), name));
  RC_ASSERT(ids.size() == times);
  RC_ASSERT(bench.Get("/api/v1/families").body["total"] == times);
}

}  // namespace
}  // namespace ikp::simulators::procare_online
