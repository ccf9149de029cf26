#include "engine/procare_online/paging.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/wire/testing/seeded_random.h"

namespace ikp::procare_online {
namespace {

using nlohmann::json;

// A list that changes while it is read. Rows keep their order among each other; new ones get new ids.
class ChangingList final : public PageSource {
 public:
  enum class Tells { kTotalAndLimit, kTotal, kNothing };

  explicit ChangingList(std::size_t rows) {
    for (std::size_t i = 0; i < rows; ++i) Insert(i);
    fetches = 0;
  }

  async::Task<systems::Result<Page>> Fetch(std::size_t offset, std::size_t limit) override {
    if (before_fetch) before_fetch(fetches, offset);
    // A new walk: from here on, who stays must be found.
    if (offset == 0) stayed = std::set<int>(ids.begin(), ids.end());
    ++fetches;
    if (fails_at == fetches) {
      co_return tl::unexpected(systems::SystemProblem{domain::Reason::kProcareUnreachable, {"timeout"}, std::nullopt});
    }
    if (ignores_offset) offset = 0;
    const std::size_t used = std::min(limit, std::max<std::size_t>(cap, 1));
    Page page;
    for (std::size_t i = offset; i < ids.size() && page.rows.size() < used; ++i) page.rows.push_back(RowOf(ids[i]));
    if (tells != Tells::kNothing) page.total = total_lie.value_or(static_cast<std::int64_t>(ids.size()));
    if (tells == Tells::kTotalAndLimit) page.limit = static_cast<std::int64_t>(used);
    co_return page;
  }

  void Insert(std::size_t position) {
    position = std::min(position, ids.size());
    ids.insert(ids.begin() + static_cast<std::ptrdiff_t>(position), next_id++);
  }
  void Delete(std::size_t position) {
    if (ids.empty()) return;
    const auto at = ids.begin() + static_cast<std::ptrdiff_t>(position % ids.size());
    stayed.erase(*at);
    ids.erase(at);
  }
  Row RowOf(int id) const {
    if (id == without_id) return std::make_shared<const json>(json::object());
    return std::make_shared<const json>(json{{"id", "row-" + std::to_string(id)}});
  }

  std::vector<int> ids;
  std::set<int> stayed;  // since the beginning of the last walk
  int next_id = 0;
  std::size_t cap = 100;
  Tells tells = Tells::kTotalAndLimit;
  std::optional<std::int64_t> total_lie;
  bool ignores_offset = false;
  int without_id = -1;
  std::size_t fails_at = 0;
  std::size_t fetches = 0;
  std::function<void(std::size_t fetch, std::size_t offset)> before_fetch;
};

using Tells = ChangingList::Tells;
constexpr Tells kEveryTells[] = {Tells::kTotalAndLimit, Tells::kTotal, Tells::kNothing};

ListReading Read(ChangingList& list, PagingSettings settings = {}) {
  auto task = ReadList(list, "children", settings);
  task.Start();
  EXPECT_TRUE(task.done());
  return task.Result();
}

std::set<std::string> IdsOf(const ListReading& reading) {
  std::set<std::string> ids;
  for (const auto& row : reading.rows) ids.insert(row->at("id").get<std::string>());
  return ids;
}

bool HoldsAllThatStayed(const ListReading& reading, const ChangingList& list) {
  const auto ids = IdsOf(reading);
  return std::all_of(list.stayed.begin(), list.stayed.end(),
                     [&](int id) { return ids.contains("row-" + std::to_string(id)); });
}

TEST(Paging, AShortListWithTotalAndLimitIsOneRequest) {
  ChangingList list(37);
  const auto reading = Read(list);
  EXPECT_TRUE(reading.complete);
  EXPECT_EQ(reading.rows.size(), 37u);
  EXPECT_EQ(list.fetches, 1u);
}

TEST(Paging, AnEmptyListIsComplete) {
  for (const auto tells : kEveryTells) {
    ChangingList list(0);
    list.tells = tells;
    const auto reading = Read(list);
    EXPECT_TRUE(reading.complete);
    EXPECT_TRUE(reading.rows.empty());
  }
}

TEST(Paging, ASilentCapIsNotTheEnd) {
  ChangingList list(237);
  list.cap = 50;
  const auto reading = Read(list);
  EXPECT_TRUE(reading.complete);
  EXPECT_EQ(reading.rows.size(), 237u);
  EXPECT_LE(list.fetches, 6u);
}

TEST(Paging, AFullLastPageIsNotTheEndByItself) {
  for (const std::size_t rows : {100u, 190u, 200u, 280u}) {
    ChangingList list(rows);
    const auto reading = Read(list);
    EXPECT_TRUE(reading.complete);
    EXPECT_EQ(reading.rows.size(), rows);
  }
}

TEST(Paging, ABareArrayNeedsTwoPassesThatAgree) {
  ChangingList list(37);
  list.tells = Tells::kNothing;
  const auto reading = Read(list);
  EXPECT_TRUE(reading.complete);
  EXPECT_EQ(reading.rows.size(), 37u);
  EXPECT_EQ(list.fetches, 4u);  // twice: the rows, and the empty page behind them
}

TEST(Paging, ARowThatIsDeletedBetweenPagesCostsAnotherPassAndNoRow) {
  ChangingList list(150);
  list.before_fetch = [&](std::size_t fetch, std::size_t) {
    if (fetch == 1) list.Delete(3);
  };
  const auto reading = Read(list);
  EXPECT_TRUE(reading.complete);
  EXPECT_EQ(reading.rows.size(), 149u);
  EXPECT_EQ(list.fetches, 4u);
}

TEST(Paging, AnInsertAndADeleteThatCancelOutInTheTotalAreNoticed) {
  ChangingList list(150);
  list.before_fetch = [&](std::size_t fetch, std::size_t) {
    if (fetch != 1) return;
    list.Delete(3);    // before the boundary: everything shifts, row 100 would be skipped without the overlap
    list.Insert(140);  // the total is as before
  };
  const auto reading = Read(list);
  EXPECT_TRUE(reading.complete);
  EXPECT_TRUE(HoldsAllThatStayed(reading, list));
  EXPECT_EQ(list.fetches, 4u);
}

TEST(Paging, ARowThatJumpsToTheFrontIsNoticed) {
  ChangingList list(150);
  list.before_fetch = [&](std::size_t fetch, std::size_t) {
    if (fetch == 1) std::rotate(list.ids.begin(), list.ids.begin() + 140, list.ids.begin() + 141);
  };
  const auto reading = Read(list);
  EXPECT_TRUE(reading.complete);
  EXPECT_EQ(reading.rows.size(), 150u);
  EXPECT_EQ(list.fetches, 4u);
}

TEST(Paging, AListThatNeverRestsIsIncompleteButKeepsWhatWasSeen) {
  ChangingList list(150);
  list.before_fetch = [&](std::size_t, std::size_t offset) {
    if (offset > 0) list.Insert(0);
  };
  const auto reading = Read(list);
  EXPECT_FALSE(reading.complete);
  EXPECT_EQ(reading.incomplete_because, "The number of children changed while they were read.");
  EXPECT_GE(reading.rows.size(), 150u);
  EXPECT_FALSE(reading.problem.has_value());
}

TEST(Paging, AServerThatIgnoresTheOffsetDoesNotGoRoundForEver) {
  for (const auto tells : kEveryTells) {
    ChangingList list(150);
    list.tells = tells;
    list.ignores_offset = true;
    const auto reading = Read(list);
    EXPECT_FALSE(reading.complete);
    EXPECT_EQ(reading.rows.size(), 100u);
    EXPECT_LE(list.fetches, 6u);
    EXPECT_NE(reading.incomplete_because.find("again and again"), std::string::npos);
  }
}

TEST(Paging, AServerThatIgnoresTheOffsetButShowedEverythingIsFine) {
  ChangingList list(40);
  list.tells = Tells::kTotal;
  list.ignores_offset = true;
  EXPECT_TRUE(Read(list).complete);
}

TEST(Paging, AWrongTotalIsNotBelieved) {
  for (const auto tells : {Tells::kTotalAndLimit, Tells::kTotal}) {
    for (const std::int64_t lie : {0, 1, 50, 119, 121, 5000}) {
      ChangingList list(120);
      list.cap = 50;
      list.tells = tells;
      list.total_lie = lie;
      const auto reading = Read(list);
      EXPECT_FALSE(reading.complete) << lie;
      EXPECT_NE(reading.incomplete_because.find("Procare says that there are " + std::to_string(lie)),
                std::string::npos);
      EXPECT_EQ(reading.rows.size(), 120u);
    }
  }
}

TEST(Paging, ARowWithoutAnIdMakesTheReadingIncomplete) {
  ChangingList list(20);
  list.without_id = 7;
  const auto reading = Read(list);
  EXPECT_FALSE(reading.complete);
  EXPECT_EQ(reading.rows.size(), 19u);
  EXPECT_EQ(reading.incomplete_because, "The list of children has a row without an id.");
}

TEST(Paging, ARowThatIsListedTwiceEveryTimeIsNoDrift) {
  ChangingList list(30);
  list.ids.push_back(4);  // a child of two families
  const auto reading = Read(list);
  EXPECT_TRUE(reading.complete);
  EXPECT_EQ(reading.rows.size(), 30u);
  EXPECT_EQ(list.fetches, 2u);
}

TEST(Paging, APageThatCannotBeHadKeepsWhatCameBefore) {
  ChangingList list(150);
  list.fails_at = 2;
  const auto reading = Read(list);
  EXPECT_FALSE(reading.complete);
  EXPECT_EQ(reading.rows.size(), 100u);
  ASSERT_TRUE(reading.problem.has_value());
  EXPECT_EQ(reading.problem->reason, domain::Reason::kProcareUnreachable);
  EXPECT_EQ(list.fetches, 2u);
}

TEST(Paging, TheNumberOfPagesHasALimit) {
  ChangingList list(5000);
  list.cap = 1;
  const auto reading = Read(list, {.pages = 40});
  EXPECT_FALSE(reading.complete);
  EXPECT_EQ(list.fetches, 40u);
}

std::optional<Page> PageOf(json body) { return PageFromJson(std::make_shared<const json>(std::move(body))); }

TEST(Paging, ReadsBothShapesOfAList) {
  const auto envelope = PageOf(json::parse(R"({"data":[{"id":1}],"total":"7","limit":50,"offset":0})"));
  EXPECT_EQ(envelope->rows.size(), 1u);
  EXPECT_EQ(envelope->total, 7);
  EXPECT_EQ(envelope->limit, 50);
  EXPECT_EQ(PageOf(json::parse("[1,2]"))->rows.size(), 2u);
  EXPECT_EQ(PageOf(json::parse(R"({"data":null})"))->rows.size(), 0u);
  EXPECT_EQ(PageOf(json::parse(R"({"data":{}})")), std::nullopt);
  EXPECT_EQ(PageOf(json::parse(R"({"error":"x"})")), std::nullopt);
  EXPECT_EQ(PageOf(json("text")), std::nullopt);
}

// --- properties ----------------------------------------------------------------------------------------------------

struct Change {
  bool insert;
  std::size_t position;
};

// Draws the whole run from `random`: what is in the list, what the server is like, and what happens before each page.
// Sets `changed_and_complete` when the list changed in between and the reading is complete all the same.
void RunAgainstAChangingList(ports::Random& random, bool& changed_and_complete) {
  const auto below = [&random](std::size_t limit) { return static_cast<std::size_t>(random.NextU64() % limit); };
  ChangingList list(below(50));
  list.tells = kEveryTells[below(3)];
  const bool cap_varies = below(3) == 0;
  list.cap = 1 + below(25);
  const std::size_t calm = 1 + below(6);
  bool changed = false;
  list.before_fetch = [&](std::size_t, std::size_t) {
    if (cap_varies) list.cap = 1 + below(25);
    if (below(calm) != 0) return;
    changed = true;
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
      if (below(2) == 0) {
        list.Insert(below(list.ids.size() + 1));
      } else {
        list.Delete(below(60));
      }
    }
  };
  const PagingSettings settings{.limit = 1 + below(25), .overlap = 10, .passes = 3, .pages = 300};
  const auto reading = Read(list, settings);
  changed_and_complete = changed && reading.complete;
  ASSERT_TRUE(!reading.complete || HoldsAllThatStayed(reading, list));
}

TEST(PagingProperty, ACompleteReadingHoldsEveryRowThatStayed) {
  constexpr int kRuns = 3000;
  int worth_looking_at = 0;
  for (int seed = 0; seed < kRuns && !::testing::Test::HasFatalFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    wire::testing::SeededRandom random(static_cast<std::uint64_t>(seed));
    bool changed_and_complete = false;
    RunAgainstAChangingList(random, changed_and_complete);
    if (changed_and_complete) ++worth_looking_at;
  }
  EXPECT_GT(worth_looking_at, kRuns / 10);
}

RC_GTEST_PROP(PagingProperty, ACompleteReadingHoldsEveryRowThatStayedShrinkable, ()) {
  ChangingList list(*rc::gen::inRange<std::size_t>(0, 40));
  list.tells = *rc::gen::element(Tells::kTotalAndLimit, Tells::kTotal, Tells::kNothing);
  list.cap = *rc::gen::inRange<std::size_t>(1, 20);
  const auto change = rc::gen::build<Change>(rc::gen::set(&Change::insert),
                                             rc::gen::set(&Change::position, rc::gen::inRange<std::size_t>(0, 45)));
  const auto script = *rc::gen::container<std::vector<std::vector<Change>>>(
      rc::gen::resize(3, rc::gen::container<std::vector<Change>>(change)));
  list.before_fetch = [&](std::size_t fetch, std::size_t) {
    if (fetch >= script.size()) return;
    for (const auto& one : script[fetch]) one.insert ? list.Insert(one.position) : list.Delete(one.position);
  };
  const auto reading = Read(list, {.limit = *rc::gen::inRange<std::size_t>(1, 20)});
  RC_ASSERT(!reading.complete || HoldsAllThatStayed(reading, list));
}

RC_GTEST_PROP(PagingProperty, AQuietListIsAlwaysReadCompletely, ()) {
  const auto rows = *rc::gen::inRange<std::size_t>(0, 400);
  ChangingList list(rows);
  list.tells = *rc::gen::element(Tells::kTotalAndLimit, Tells::kTotal, Tells::kNothing);
  list.cap = *rc::gen::inRange<std::size_t>(1, 120);
  const auto reading = Read(list);
  RC_ASSERT(reading.complete);
  RC_ASSERT(reading.rows.size() == rows);
}

RC_GTEST_PROP(PagingProperty, ACapThatChangesFromPageToPageLosesNothing, ()) {
  const auto rows = *rc::gen::inRange<std::size_t>(0, 200);
  ChangingList list(rows);
  list.tells = *rc::gen::element(Tells::kTotalAndLimit, Tells::kTotal, Tells::kNothing);
  wire::testing::SeededRandom random(*rc::gen::arbitrary<std::uint64_t>());
  list.before_fetch = [&](std::size_t, std::size_t) { list.cap = 1 + random.NextU64() % 40; };
  const auto reading = Read(list);
  RC_ASSERT(reading.complete);
  RC_ASSERT(reading.rows.size() == rows);
}

RC_GTEST_PROP(PagingProperty, AWrongTotalIsNeverComplete, ()) {
  const auto rows = *rc::gen::inRange<std::size_t>(0, 150);
  ChangingList list(rows);
  list.tells = Tells::kTotalAndLimit;
  list.cap = *rc::gen::inRange<std::size_t>(1, 60);
  list.total_lie = *rc::gen::suchThat(rc::gen::inRange<std::int64_t>(0, 300),
                                      [&](std::int64_t lie) { return lie != static_cast<std::int64_t>(rows); });
  RC_ASSERT(!Read(list).complete);
}

}  // namespace
}  // namespace ikp::procare_online
