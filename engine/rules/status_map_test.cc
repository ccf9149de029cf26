#include "engine/rules/status_map.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>

namespace ikp::rules {
namespace {

using domain::StatusLabel;
using domain::StatusRow;
using When = StatusRow::When;

std::string Map(const char* word, bool start_in_future = false, bool ever_active = true) {
  const auto mapped = MapToIks(domain::DefaultOnlineStatusRows(), StatusLabel(word), start_in_future, ever_active);
  return mapped ? mapped->text() : "(unmapped)";
}

// E.2, one row after the other
TEST(StatusMapTest, OnlineTable) {
  EXPECT_EQ(Map("active"), "Enrolled");
  EXPECT_EQ(Map("active", true), "Pre-Registered");
  EXPECT_EQ(Map("active", true, false), "Pre-Registered");
  EXPECT_EQ(Map("active", false, false), "Enrolled");
  EXPECT_EQ(Map("hold", false, false), "Pre-Registered");
  EXPECT_EQ(Map("hold", true, false), "Pre-Registered");
  EXPECT_EQ(Map("hold"), "On Hold");
  EXPECT_EQ(Map("inactive"), "Withdrawn");
  EXPECT_EQ(Map("graduate"), "Graduated");
}

// F17: never dropped, never guessed.
TEST(StatusMapTest, UnknownWordsAreNotMapped) {
  EXPECT_EQ(Map("Summer Break"), "(unmapped)");
  EXPECT_EQ(Map(""), "(unmapped)");
  EXPECT_EQ(MapToIks({}, StatusLabel("active"), false, true), std::nullopt);
}

TEST(StatusMapTest, SpellingOfWordsDoesNotCount) { EXPECT_EQ(Map(" ACTIVE "), "Enrolled"); }

TEST(StatusMapTest, NarrowRowsWinWhereverTheyStand) {
  const std::vector<StatusRow> rows = {{StatusLabel("hold"), When::kAlways, StatusLabel("On Hold")},
                                       {StatusLabel("hold"), When::kNeverActive, StatusLabel("Waitlist")}};
  EXPECT_EQ(MapToIks(rows, StatusLabel("hold"), false, false), StatusLabel("Waitlist"));
  EXPECT_EQ(MapToIks(rows, StatusLabel("hold"), false, true), StatusLabel("On Hold"));
}

TEST(StatusMapTest, ANarrowRowAloneLeavesTheRestUnmapped) {
  const std::vector<StatusRow> rows = {{StatusLabel("waiting"), When::kNeverActive, StatusLabel("Waitlist")}};
  EXPECT_EQ(MapToIks(rows, StatusLabel("waiting"), false, true), std::nullopt);
}

TEST(ValidateRowsTest, DefaultTableIsGood) { EXPECT_TRUE(ValidateRows(domain::DefaultOnlineStatusRows()).empty()); }

TEST(ValidateRowsTest, TellsEverythingAtOnce) {
  const std::vector<StatusRow> rows = {{StatusLabel("active"), When::kAlways, StatusLabel("Enrolled")},
                                       {StatusLabel(""), When::kAlways, StatusLabel("")},
                                       {StatusLabel(" Active"), When::kAlways, StatusLabel("On Hold")},
                                       {StatusLabel("active"), When::kStartInFuture, StatusLabel("Enrolled")}};
  const auto findings = ValidateRows(rows);
  ASSERT_EQ(findings.size(), 3u);
  EXPECT_EQ(findings[0].field, "status_rows[1].procare");
  EXPECT_EQ(findings[1].field, "status_rows[1].iks");
  EXPECT_EQ(findings[2].field, "status_rows[2]");
  EXPECT_EQ(findings[2].word, "duplicate");
  ASSERT_EQ(ValidateRows({}).size(), 1u);
}

rc::Gen<std::vector<StatusRow>> Rows() {
  const auto label = rc::gen::map(rc::gen::element<std::string>("a", "b", "c"),
                                  [](const std::string& text) { return StatusLabel(text); });
  return rc::gen::container<std::vector<StatusRow>>(rc::gen::construct<StatusRow>(
      label, rc::gen::element(When::kAlways, When::kStartInFuture, When::kNeverActive), label));
}

// A table without findings gives one answer in any order of its lines, as long as one narrow line applies at most.
RC_GTEST_PROP(StatusMapProperty, OrderOfLinesDoesNotMatter, ()) {
  std::vector<StatusRow> rows;
  for (const char* procare : {"a", "b"}) {
    for (const auto when : {When::kAlways, When::kStartInFuture, When::kNeverActive}) {
      if (!*rc::gen::arbitrary<bool>()) continue;
      rows.push_back({StatusLabel(procare), when, StatusLabel(*rc::gen::element<std::string>("x", "y", "z"))});
    }
  }
  RC_ASSERT(ValidateRows(rows).empty() == !rows.empty());
  const StatusLabel word(*rc::gen::element<std::string>("a", "b", "c"));
  const bool ever_active = *rc::gen::arbitrary<bool>();
  const bool start_in_future = ever_active && *rc::gen::arbitrary<bool>();
  const auto mapped = MapToIks(rows, word, start_in_future, ever_active);
  std::reverse(rows.begin(), rows.end());
  RC_ASSERT(MapToIks(rows, word, start_in_future, ever_active) == mapped);
}

// What comes out stands in a line for that very word.
RC_GTEST_PROP(StatusMapProperty, OnlyLinesOfTheWordSpeak, ()) {
  const auto rows = *Rows();
  const StatusLabel word(*rc::gen::element<std::string>("a", "b", "d"));
  const auto mapped = MapToIks(rows, word, *rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>());
  const bool has_general = std::any_of(
      rows.begin(), rows.end(), [&](const StatusRow& row) { return row.procare == word && row.when == When::kAlways; });
  if (has_general) RC_ASSERT(mapped.has_value());
  if (!mapped) return;
  RC_ASSERT(std::any_of(rows.begin(), rows.end(),
                        [&](const StatusRow& row) { return row.procare == word && row.iks == *mapped; }));
}

}  // namespace
}  // namespace ikp::rules
