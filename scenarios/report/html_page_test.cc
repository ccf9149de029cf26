#include "scenarios/report/html_page.h"

#include <gtest/gtest.h>

#include "scenarios/report/markup_check.h"
#include "scenarios/report/sample_failure.h"

namespace ikp::scenarios::report {
namespace {

std::size_t CountOf(const std::string& text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

class HtmlPageTest : public ::testing::Test {
 protected:
  SampleFailure sample_ = MakeSampleFailure();
  std::string page_ = HtmlPage(sample_.Page());
};

TEST_F(HtmlPageTest, IsWellFormedAndStandsAlone) {
  EXPECT_EQ(MarkupProblem(page_, MarkupKind::kHtml), "");
  for (const char* outside : {"http:", "https:", "src=", "href=", "@import", "url("}) {
    EXPECT_EQ(page_.find(outside), std::string::npos) << outside;
  }
}

TEST_F(HtmlPageTest, PartsAreInTheOrderInWhichAPersonAsks) {
  std::size_t before = 0;
  for (const char* part : {"broken: I1 no duplicate", "<h1>IKS child child-1", "The promise:", "The records that clash",
                           "What people did and what broke", "How it came about", "Run it again", "9f3c21d407aa55e1"}) {
    const std::size_t at = page_.find(part);
    ASSERT_NE(at, std::string::npos) << part;
    EXPECT_GT(at, before) << part;
    before = at;
  }
}

TEST_F(HtmlPageTest, ShowsTheLostAnswerTheCrashAndWhereItBroke) {
  EXPECT_EQ(CountOf(page_, "<span class=\"arrow left lost answer\""), 1u);
  EXPECT_EQ(CountOf(page_, "class=\"bar death\""), 1u);
  EXPECT_EQ(CountOf(page_, "class=\"lanes down\""), 1u);  // the pause until the next process
  EXPECT_EQ(CountOf(page_, "Here it breaks: "), 1u);
  EXPECT_LT(page_.find("new Procare child kid-8"), page_.find("Here it breaks: "));
  EXPECT_GT(page_.find("answers #5"), page_.find("Here it breaks: "));
  EXPECT_EQ(CountOf(page_, "<tr class=\"differs\">"), 4u);
  EXPECT_EQ(CountOf(page_, "<tr class=\"equal\">"), 4u);
}

TEST_F(HtmlPageTest, QuietNightsAreFolded) {
  const std::size_t fold = page_.rfind("<details class=\"quiet\">");
  ASSERT_NE(fold, std::string::npos);
  EXPECT_NE(page_.find("nightly_done", fold), std::string::npos);
  EXPECT_GT(page_.rfind("nightly_done"), fold);
}

TEST_F(HtmlPageTest, NothingThatPeopleTypeBecomesMarkup) {
  const std::string evil = "<script>alert('x')</script>\"&\x01";
  sample_.scenario.families[0].children[0].first_name = evil;
  sample_.scenario.families[0].guardians[0].last_name = evil;
  sample_.scenario.procare_switches[evil] = evil;
  for (auto& child : sample_.history.iks_children) child.first_name = evil;
  for (auto& exchange : sample_.history.exchanges) {
    exchange.path = evil;
    exchange.fault = evil;
    exchange.body = evil;
  }
  sample_.findings[0].sentence = evil;
  sample_.findings[0].records[0].title = evil;
  sample_.findings[0].records[0].fields[0] = {evil, evil};
  auto input = sample_.Page();
  input.command = input.commit = input.path = input.seed = evil;
  const std::string page = HtmlPage(input);
  EXPECT_EQ(MarkupProblem(page, MarkupKind::kHtml), "");
  EXPECT_EQ(CountOf(page, "<script>"), 1u);
}

TEST_F(HtmlPageTest, AGoodRunHasAPageToo) {
  sample_.findings.clear();
  const std::string page = HtmlPage({.scenario = sample_.scenario,
                                     .history = sample_.history,
                                     .findings = sample_.findings,
                                     .seed = "41",
                                     .command = "tools/scenarios replay x.json"});
  EXPECT_EQ(MarkupProblem(page, MarkupKind::kHtml), "");
  EXPECT_NE(page.find("Every promise was kept"), std::string::npos);
  EXPECT_EQ(page.find("Here it breaks"), std::string::npos);
}

}  // namespace
}  // namespace ikp::scenarios::report
