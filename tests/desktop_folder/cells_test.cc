// Single cells of a report, and how much of it is read.
#include <gtest/gtest.h>

#include "engine/desktop_agent/folder/export_cells.h"
#include "tests/desktop_folder/folder_bench.h"

namespace ikp::desktop_agent {
namespace {

TEST(Cells, PlaceholdersAreToldFromChildrenWithSimilarNames) {
  const std::vector<std::string> markers = ExportSettings{}.placeholder_markers;
  for (const char* name :
       {"PLACEHOLDER", "Placeholder 2", "TEST", "test-child", "ZZZ", "zzzSmith", "*Held", "* spot"}) {
    EXPECT_TRUE(IsPlaceholder(name, markers)) << name;
  }
  for (const char* name : {"Testa", "Tess", "Zz", "Anna*", "", "Attest"})
    EXPECT_FALSE(IsPlaceholder(name, markers)) << name;
}

TEST(Cells, DaysAreReadAsWritten) {
  EXPECT_EQ(ReadDay("2021-03-04"), Day("2021-03-04"));
  EXPECT_EQ(ReadDay("3/4/2021"), Day("2021-03-04"));
  EXPECT_EQ(ReadDay("03/04/2021 12:00:00 AM"), Day("2021-03-04"));
  EXPECT_EQ(ReadDay("2021-03-04T23:59:00"), Day("2021-03-04"));
  for (const char* none : {"", "29/2/2020", "3/4/21", "2/30/2021", "TBD", "3//2021"})
    EXPECT_FALSE(ReadDay(none)) << none;
  EXPECT_EQ(ReadDay("31.12.2020", DateOrder::kDayMonthYear), Day("2020-12-31"));
  EXPECT_EQ(ReadDay("2020/12/31", DateOrder::kYearMonthDay), Day("2020-12-31"));
  EXPECT_EQ(ReadDay("2020-12-31", DateOrder::kDayMonthYear), Day("2020-12-31"));
  EXPECT_TRUE(IsDayInOtherOrder("31/12/2020", DateOrder::kMonthDayYear));
  EXPECT_TRUE(IsDayInOtherOrder("12/31/2020", DateOrder::kDayMonthYear));
  EXPECT_FALSE(IsDayInOtherOrder("31/13/2020", DateOrder::kMonthDayYear));
}

TEST(Cells, PhonesAreToldApart) {
  using Numbers = std::vector<std::string>;
  const auto numbers = [](const char* cell) {
    Numbers all;
    for (const auto& phone : ReadPhones(cell)) {
      all.push_back(phone.type + "|" + phone.area_code + "|" + phone.number);
    }
    return all;
  };
  EXPECT_EQ(numbers("0104411 / 0104422"), (Numbers{"||0104411", "||0104422"}));
  EXPECT_EQ(numbers("Mobile 5550104411, Work 5550104412"), (Numbers{"Mobile|555|0104411", "Work|555|0104412"}));
  EXPECT_EQ(numbers("5550104411 or 5550104412 ext. 7"), (Numbers{"|555|0104411", "|555|0104412 x7"}));
  EXPECT_EQ(numbers("Mom 5550104411 and Dad 5550104412"), (Numbers{"Mom|555|0104411", "Dad|555|0104412"}));
  EXPECT_EQ(numbers("Cell 2 5550104411"), Numbers{"Cell|555|0104411"});
  EXPECT_EQ(numbers("Cell 1 555 010 4411"), Numbers{"Cell|555|0104411"});
  EXPECT_EQ(numbers("555/010-4411"), Numbers{"|555|0104411"});
  EXPECT_EQ(numbers("(555) 010-4411, Mom"), Numbers{"Mom|555|0104411"});
  EXPECT_EQ(numbers("555-010-4433 x12 Work"), Numbers{"Work|555|0104433 x12"});
  EXPECT_EQ(numbers("+33 1 23 45 67 89"), Numbers{"||+33123456789"});
  EXPECT_EQ(numbers("0104411 / n/a"), Numbers{"||0104411"});
  EXPECT_EQ(numbers("none"), Numbers{});
}

TEST(Reading, WhatNoReportOfACentreCanBeIsRefused) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.folder.files[kPayersFile].bytes.resize(kMostReportBytes + 1);
  const auto large = bench.Read();
  EXPECT_EQ(large.reading->incomplete_because, "payers.csv is larger than 64 MB, which no report of a centre is.");
  bench.Export("two_schools");
  bench.folder.files[kPayersFile].bytes = std::string(600, ',') + "\r\n";
  EXPECT_EQ(bench.Read().reading->incomplete_because, "payers.csv is empty.");
  bench.folder.files[kPayersFile].bytes = "a" + std::string(600, ',') + "\r\n";
  EXPECT_EQ(bench.Read().reading->incomplete_because, "payers.csv, line 1 has more than 500 cells.");
}

}  // namespace
}  // namespace ikp::desktop_agent
