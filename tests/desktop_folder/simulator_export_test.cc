// The exports of the simulated installation, which shares nothing with the reader but the published columns: a family
// goes onto the list, somebody types it in, and the next export shows it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "simulators/kit/json_text.h"
#include "simulators/procare_desktop/procare_desktop_simulator.h"
#include "tests/desktop_folder/folder_bench.h"

namespace ikp::desktop_agent {
namespace {

using nlohmann::json;

class Centre : public testing::Test {
 protected:
  FolderBench bench_;
  simulators::procare_desktop::ProcareDesktopSimulator simulator_;

  void SetUp() override {
    const auto errors = simulator_.Seed(json::parse(R"({"database": {
            "regions": [{"id": 1, "name": "East", "code": "E"}],
            "schools": [{"id": 1, "name": "Main Street", "region_id": 1}, {"id": 2, "name": "Lake", "region_id": 1}],
            "classrooms": [{"id": 11, "school_id": 1, "name": "Infants"}, {"id": 3, "school_id": 2, "name": "Infants"}],
            "persons": [{"id": 1, "first_name": "Ann", "last_name": "Doe", "email": "ann@example.com",
                         "phones": [{"type": "Mobile", "area_code": "212", "number": "5550101"}]},
                        {"id": 3, "first_name": "Zoë", "last_name": "Doe", "date_of_birth": "2023-04-05"}],
            "accounts": [{"id": 1, "school_id": 1, "key": "DOE", "payers": [1], "children": [3]},
                         {"id": 2, "school_id": 2, "key": "DOE", "payers": [1], "children": [3]}],
            "status_rows": [{"child_id": 3, "school_id": 1, "date": "2026-01-05", "status": "Enrolled"}],
            "primary_classrooms": [{"child_id": 3, "school_id": 1, "classroom_id": 11}]}})"),
                                        bench_.clock.Now());
    ASSERT_TRUE(errors.empty()) << errors.front();
  }

  void Export() {
    for (const char* name : {kChildrenFile, kPayersFile, kEnrollmentFile}) {
      const auto answer = simulator_.Handle({"GET", std::string("/exports/") + name, {}, ""}, {}, bench_.clock.Now());
      ASSERT_EQ(answer.response.status, 200);
      bench_.folder.files[name] = {simulators::kit::BodyText(answer.response), bench_.clock.Now()};
    }
    bench_.clock.Advance(std::chrono::minutes(5));
  }
  json Staff(const json& action) {
    const auto answer = simulator_.Staff(action, bench_.clock.Now());
    if (answer.response.status != 200) throw std::logic_error(simulators::kit::BodyText(answer.response));
    return json::parse(simulators::kit::BodyText(answer.response));
  }
};

TEST_F(Centre, IsReadWithoutAProblem) {
  Staff({{"action", "add_placeholder_child"}, {"account_id", 1}});
  Export();
  const auto finished = bench_.Read();
  ASSERT_TRUE(finished.reading);
  EXPECT_TRUE(finished.reading->complete) << finished.reading->incomplete_because;
  EXPECT_TRUE(finished.reading->statuses_known);
  const auto rows = bench_.sink.All();
  ASSERT_EQ(rows.accounts.size(), 2u);
  ASSERT_EQ(rows.accounts[0].children.size(), 1u) << "the placeholder is left out";
  EXPECT_EQ(rows.accounts[0].children[0].person.first_name, "Zoë");
  EXPECT_EQ(rows.accounts[0].payers[0].phones[0].area_code, "212");
  EXPECT_EQ(rows.accounts[1].school_id, 2);
  EXPECT_EQ(rows.statuses.size(), 1u);
}

TEST_F(Centre, WhatStaffTypedFromTheListIsRecognised) {
  Export();
  bench_.Read();
  auto task = Hoffmann();
  task.family.children.pop_back();
  EXPECT_EQ(bench_.Create("f1", task).reason, domain::Reason::kOnWorkList);
  EXPECT_EQ(bench_.Read().reading->work_list.size(), 1u);
  const auto typed = Staff({{"action", "add_family"},
                            {"school_id", 1},
                            {"key", "HOFFMANN"},
                            {"payers",
                             {{{"first_name", "Jutta"},
                               {"last_name", "Hoffmann-Weiß"},
                               {"phones", {{{"type", "Mobile"}, {"area_code", "555"}, {"number", "0107788"}}}}}}},
                            {"children",
                             {{{"first_name", "Lena"},
                               {"last_name", "Hoffmann-Weiß"},
                               {"date_of_birth", "2022-05-17"},
                               {"classroom_id", 11}}}}});
  Export();
  EXPECT_TRUE(bench_.Read().reading->work_list.empty());
  const std::string child = std::to_string(typed.at("child_ids").at(0).get<int>());
  const desktop_wire::PlaceChild place{
      .school_id = 1,
      .child = child,
      .placement = {.rows = {{Day("2027-01-04"), "Enrolled"}}, .classroom_id = 11, .relationships = {}}};
  EXPECT_EQ(bench_.Place("p1", place).reason, domain::Reason::kOnWorkList);
  Staff({{"action", "add_status_row"},
         {"child_id", std::stoi(child)},
         {"school_id", 1},
         {"date", "2027-01-04"},
         {"status", "Enrolled"}});
  Export();
  EXPECT_TRUE(bench_.Read().reading->work_list.empty());
  EXPECT_EQ(bench_.Place("p1", place).id, child);
}

}  // namespace
}  // namespace ikp::desktop_agent
