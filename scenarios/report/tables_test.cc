#include "scenarios/report/tables.h"

#include <gtest/gtest.h>

namespace ikp::scenarios::report {
namespace {

TEST(MarksTable, RarestFirstAndUnreachedApart) {
  EXPECT_EQ(MarksTable({{"answer_lost", "an answer was lost", true, 1200},
                        {"two_found", "two alike were found", false, 0},
                        {"power_loss", "the machine lost power", true, 3},
                        {"mass_change", "a nightly was held", true, 0}},
                       2000),
            "  reached      scenarios  share  what\n"
            "  power_loss           3   0.1%  the machine lost power\n"
            "  answer_lost      1,200  60.0%  an answer was lost\n"
            "\n"
            "2 of 4 marks reached in 2,000 scenarios; not reached (! must be, in a run of this kind: 1):\n"
            "     two_found    two alike were found\n"
            "  !  mass_change  a nightly was held\n");
}

TEST(MarksTable, SaysSoWhenAllWereReached) {
  EXPECT_EQ(MarksTable({{"a", "b", true, 1}}, 1'000'000),
            "  reached  scenarios  share  what\n"
            "  a                1  <0.1%  b\n"
            "\n"
            "1 of 1 mark reached in 1,000,000 scenarios\n"
            "");
}

TEST(AccountingTable, SumsAgreeOrSaySo) {
  oracle::Accounting books{
      .triggered = 5000, .linked = 4988, .waiting = 7, .refused = 2, .withdrawn = 3, .recovered = 40};
  EXPECT_TRUE(Balanced(books));
  const std::string good = AccountingTable(books);
  EXPECT_NE(good.find("triggered    5,000"), std::string::npos) << good;
  EXPECT_NE(good.find("the sums agree"), std::string::npos);
  EXPECT_EQ(good.find("BROKEN"), std::string::npos);

  books.linked -= 2;
  books.lost = 1;
  const std::string bad = AccountingTable(books);
  EXPECT_NE(bad.find("BROKEN"), std::string::npos);
  EXPECT_NE(bad.find("THE SUMS DISAGREE: 5,000 triggered, 4,999 accounted for"), std::string::npos) << bad;
}

TEST(AccountingTable, RunsAddUp) {
  const oracle::Accounting one{1, 2, 3, 4, 5, 6, 7, 8, 9};
  const oracle::Accounting two = Sum(one, one);
  EXPECT_EQ(two.triggered, 2);
  EXPECT_EQ(two.duplicated, 12);
  EXPECT_EQ(two.unexpected, 18);
}

TEST(InvariantTable, ListsEveryPromise) {
  const std::string table = InvariantTable({{1, 3}, {16, 1}}, 2000);
  EXPECT_NE(table.find("I1 no duplicate"), std::string::npos);
  EXPECT_NE(table.find("exit code 11"), std::string::npos);
  EXPECT_NE(table.find("I15 bounded"), std::string::npos);
  EXPECT_NE(table.find("exit code 26"), std::string::npos);
  EXPECT_EQ(table.find("exit code 12"), std::string::npos);
}

TEST(MutantTable, CountsThoseThatWereCaught) {
  const std::string table = MutantTable(
      {{"blind_repeat", "sends a lost POST again", 1, 1, 12, 2}, {"lazy", "forgets a trigger", 2, 0, 2000, 0}});
  EXPECT_NE(table.find("blind_repeat"), std::string::npos);
  EXPECT_NE(table.find("LIVES"), std::string::npos);
  EXPECT_NE(table.find("  1 of 2 caught\n"), std::string::npos);
}

}  // namespace
}  // namespace ikp::scenarios::report
