// Answers that are remembered and shared (kit/answer_memory.h) must be those that would be made anew: two simulators
// live through the same; one hands documents over and remembers, the other writes text and does not.
#include <gtest/gtest.h>

#include <functional>

#include "simulators/kit/json_text.h"
#include "simulators/procare_online/test_bench.h"

namespace ikp::simulators::procare_online {
namespace {

using nlohmann::json;

struct Twins {
  TestBench plain, remembering;

  void Both(const std::function<void(TestBench&)>& act) {
    act(plain);
    const kit::DocumentScope hand_over;
    act(remembering);
  }
  // Each read comes twice, so that the second one is out of the memory.
  void ExpectTheSame(const std::string& after) {
    for (const char* path : {"/children", "/children?status=active&limit=2&offset=1", "/families?school_id=ny",
                             "/classrooms?school_id=ny", "/schools", "/leads"}) {
      for (int time = 1; time <= 2; ++time) {
        std::vector<Reply> replies;
        Both([&](TestBench& bench) { replies.push_back(bench.Get(std::string("/api/v1") + path)); });
        EXPECT_EQ(replies[0].status, replies[1].status) << path << " after " << after;
        EXPECT_EQ(replies[0].body, replies[1].body) << path << " after " << after;
      }
    }
  }
};

TEST(Memory, NoChangeGoesUnnoticed) {
  Twins twins;
  std::string family, child;
  const auto step = [&](const std::string& name, const std::function<void(TestBench&)>& act) {
    twins.Both(act);
    twins.ExpectTheSame(name);
  };
  step("the beginning", [](TestBench&) {});
  step("a new family", [&](TestBench& bench) { family = bench.NewFamily(); });
  step("a new child", [&](TestBench& bench) { child = bench.NewChild(family); });
  step("a changed child", [&](TestBench& bench) {
    bench.Call("PATCH", "/api/v1/children/" + child, {{"first_name", "Bob"}});
  });
  step("a plan of staff", [&](TestBench& bench) {
    bench.Do({{"action", "schedule_move"}, {"kind", "withdrawal"}, {"child_id", child}, {"date", "2026-03-03"}});
  });
  step("a new room", [&](TestBench& bench) {
    bench.Do({{"action", "add_room"}, {"school_id", "ny"}, {"name", "Pre-K"}, {"capacity", 9}});
  });
  step("the plan's day", [&](TestBench& bench) {
    bench.Advance(std::chrono::hours(48));
    bench.Authorise();
  });
  step("a switch", [](TestBench& bench) { bench.Switch("po.list_envelope", "bare"); });
  step("loose types", [](TestBench& bench) { bench.Switch("po.loose_types", "true"); });
}

TEST(Memory, WhatLagsBehindAppearsInTime) {
  Twins twins;
  twins.Both([](TestBench& bench) {
    bench.Switch("po.visibility_ms", "5000");
    bench.NewChild(bench.NewFamily());
  });
  twins.ExpectTheSame("the creation");
  twins.Both([](TestBench& bench) { bench.Advance(std::chrono::seconds(6)); });
  twins.ExpectTheSame("the lag");
  EXPECT_EQ(twins.plain.Get("/api/v1/children").body["total"], 1);
}

TEST(Memory, AFaultActsAndLeavesNoTrace) {
  Twins twins;
  twins.Both([](TestBench& bench) {
    const auto family = bench.NewFamily();
    for (const char* name : {"A", "B", "C"}) bench.NewChild(family, "ny", name);
  });
  twins.ExpectTheSame("the beginning");
  twins.Both([](TestBench& bench) { bench.faults = {{"page_cap", {{"cap", "1"}}}}; });
  twins.ExpectTheSame("the fault began");
  twins.Both([](TestBench& bench) { bench.faults = {{"page_drift", {{"change", "delete"}}}}; });
  twins.ExpectTheSame("drift");
  twins.Both([](TestBench& bench) { bench.faults.clear(); });
  twins.ExpectTheSame("the fault ended");
  twins.Both([](TestBench& bench) { bench.Advance(std::chrono::minutes(2)); });
  twins.ExpectTheSame("the rows came back");
}

TEST(Memory, AForeignOrExpiredTokenReadsNothing) {
  TestBench bench;
  const kit::DocumentScope hand_over;
  EXPECT_EQ(bench.Get("/api/v1/children").status, 200);
  bench.token = "po_wrong";
  EXPECT_EQ(bench.Get("/api/v1/children").status, 401);
}

}  // namespace
}  // namespace ikp::simulators::procare_online
