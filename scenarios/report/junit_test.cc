#include "scenarios/report/junit.h"

#include <gtest/gtest.h>

#include "scenarios/report/markup_check.h"

namespace ikp::scenarios::report {
namespace {

TEST(MarkupCheck, FindsWhatIsWrong) {
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  EXPECT_EQ(MarkupProblem(head + "<a b=\"1\"><c/>text &amp; more</a>\n", MarkupKind::kXml), "");
  for (const char* wrong : {"<a>", "<a></b>", "<a b=1/>", "<a b=\"1\" b=\"2\"/>", "<a>&nbsp;</a>", "<a>x & y</a>",
                            "<a b=\"<\"/>", "<a/><a/>", "<a>\x01</a>", "text", ""}) {
    EXPECT_NE(MarkupProblem(head + wrong, MarkupKind::kXml), "") << wrong;
  }
}

TEST(JUnit, SuitesHavePropertiesAndSums) {
  const std::string xml = JUnitXml({{.name = "scenarios",
                                     .properties = {{"seed", "41"}, {"commit", "bc4f3aa"}, {"runs", "2000"}},
                                     .cases = {{.name = "seed 41", .seconds = 1.5},
                                               {.name = "seed 42",
                                                .seconds = 0.0624,
                                                .failure = {{"two children", "duplicate_child", "FAILED\n"}}}}},
                                    {.name = "regressions", .cases = {{.name = "later", .skipped = "no time left"}}}});
  EXPECT_EQ(xml,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<testsuites tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\" time=\"1.562\">\n"
            "  <testsuite name=\"scenarios\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\" time=\"1.562\">\n"
            "    <properties>\n"
            "      <property name=\"seed\" value=\"41\"/>\n"
            "      <property name=\"commit\" value=\"bc4f3aa\"/>\n"
            "      <property name=\"runs\" value=\"2000\"/>\n"
            "    </properties>\n"
            "    <testcase name=\"seed 41\" classname=\"scenarios\" time=\"1.500\"/>\n"
            "    <testcase name=\"seed 42\" classname=\"scenarios\" time=\"0.062\">\n"
            "      <failure message=\"two children\" type=\"duplicate_child\">FAILED\n</failure>\n"
            "    </testcase>\n"
            "  </testsuite>\n"
            "  <testsuite name=\"regressions\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\" time=\"0.000\">\n"
            "    <testcase name=\"later\" classname=\"regressions\" time=\"0.000\">\n"
            "      <skipped message=\"no time left\"/>\n"
            "    </testcase>\n"
            "  </testsuite>\n"
            "</testsuites>\n");
  EXPECT_EQ(MarkupProblem(xml, MarkupKind::kXml), "");
}

TEST(JUnit, StaysWellFormedWhateverTheTextsHold) {
  const std::string evil = "]]> <x a='\"'> & \x02 \xC3 \xED\xA0\x80";
  const std::string xml = JUnitXml({{.name = evil,
                                     .properties = {{evil, evil}},
                                     .cases = {{.name = evil, .failure = {{evil, evil, evil}}, .skipped = evil}}}});
  EXPECT_EQ(MarkupProblem(xml, MarkupKind::kXml), "");
}

TEST(JUnit, NothingRunIsADocumentToo) { EXPECT_EQ(MarkupProblem(JUnitXml({}), MarkupKind::kXml), ""); }

}  // namespace
}  // namespace ikp::scenarios::report
