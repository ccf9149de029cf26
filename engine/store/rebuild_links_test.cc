#include "engine/store/rebuild_links.h"

#include <gtest/gtest.h>

#include "engine/store/store_samples.h"

namespace ikp::store {
namespace {

using ports::AuditEntry;
using ports::Link;

AuditEntry Event(const std::string& event, const std::string& details, long long minute = 1,
                 const std::string& site = "oakwood") {
  return {.sequence = 0,
          .at = At(minute),
          .site = site,
          .family = "F1",
          .child = "",
          .event = event,
          .details_json = details};
}

constexpr const char* kLinked =
    R"({"kind":"child","iks_id":"C1","procare_id":"P1","origin":"created","settled":false})";
constexpr const char* kKey = R"({"kind":"child","iks_id":"C1"})";

TEST(RebuildLinks, NothingFromAnEmptyLog) { EXPECT_TRUE(RebuildLinks({}).empty()); }

TEST(RebuildLinks, LinkedThenSettled) {
  EXPECT_EQ(RebuildLinks({Event("linked", kLinked)}), (std::vector<Link>{SampleLink("C1", "P1")}));
  auto settled = SampleLink("C1", "P1");
  settled.settled = true;
  EXPECT_EQ(RebuildLinks({Event("linked", kLinked), Event("link_settled", kKey, 9)}), (std::vector<Link>{settled}));
}

TEST(RebuildLinks, UnlinkedAndLinkedAgainElsewhere) {
  EXPECT_TRUE(RebuildLinks({Event("linked", kLinked), Event("unlinked", kKey, 2)}).empty());
  auto again = SampleLink("C1", "P2");
  again.origin = ports::LinkOrigin::kManual;
  again.settled = true;
  again.linked_at = At(3);
  const char* relinked = R"({"kind":"child","iks_id":"C1","procare_id":"P2","origin":"manual","settled":true})";
  EXPECT_EQ(RebuildLinks({Event("linked", kLinked), Event("unlinked", kKey, 2), Event("linked", relinked, 3)}),
            (std::vector<Link>{again}));
}

TEST(RebuildLinks, PutAgainKeepsTheFirstTime) {
  const char* adopted = R"({"kind":"child","iks_id":"C1","procare_id":"P1","origin":"adopted","settled":true})";
  auto expected = SampleLink("C1", "P1");
  expected.origin = ports::LinkOrigin::kAdopted;
  expected.settled = true;
  EXPECT_EQ(RebuildLinks({Event("linked", kLinked, 1), Event("linked", adopted, 5)}), (std::vector<Link>{expected}));
}

TEST(RebuildLinks, SitesAndKindsAreApart) {
  const char* family = R"({"kind":"family","iks_id":"C1","procare_id":"P1","origin":"created","settled":false})";
  const auto links =
      RebuildLinks({Event("linked", kLinked), Event("linked", family), Event("linked", kLinked, 1, "lakeside"),
                    Event("unlinked", kKey, 2, "lakeside"), Event("unlinked", kKey, 2, "elsewhere")});
  EXPECT_EQ(links, (std::vector<Link>{SampleLink("C1", "P1", ports::LinkKind::kFamily), SampleLink("C1", "P1")}));
}

TEST(RebuildLinks, OtherEventsAndUnreadableDetailsArePassedOver) {
  for (const char* unreadable :
       {"", "[]", "{", R"({"kind":"child","iks_id":"C1"})", R"({"kind":"pet","iks_id":"C1","procare_id":"P1"})",
        R"({"kind":"child","iks_id":1,"procare_id":"P1","origin":"created","settled":false})",
        R"({"kind":"child","iks_id":"C1","procare_id":"P1","origin":"wished","settled":false})",
        R"({"kind":"child","iks_id":"C1","procare_id":"P1","origin":"created","settled":"no"})"}) {
    EXPECT_TRUE(RebuildLinks({Event("linked", unreadable)}).empty()) << unreadable;
  }
  EXPECT_TRUE(RebuildLinks({Event("intent_opened", kLinked), Event("link_settled", kKey)}).empty());
}

}  // namespace
}  // namespace ikp::store
