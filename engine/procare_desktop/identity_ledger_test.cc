#include "engine/procare_desktop/identity_ledger.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/async/executor.h"
#include "engine/procare_desktop/test_rows.h"
#include "engine/store/memory_store.h"

namespace ikp::procare_desktop {
namespace {

domain::ProcareFamilyId Family(const char* id) { return domain::ProcareFamilyId::Trusted(id); }

TEST(IdentityLedger, TheSameReadingAgainFindsNothing) {
  IdentityLedger ledger;
  const auto chunks = ChunksOf({Account(5, {Person(1, "Ann")}, {ChildIn(Person(2, "Mia"))})});
  EXPECT_FALSE(ledger.See(chunks).restored());
  const auto before = ledger;
  EXPECT_FALSE(ledger.See(chunks).restored());
  EXPECT_EQ(ledger, before);
  EXPECT_EQ(ledger.FamilyId(5), Family("5"));
  EXPECT_EQ(ledger.AccountOf(Family("5")), 5);
}

TEST(IdentityLedger, ANumberWithAnotherGuidIsAnotherPerson) {
  IdentityLedger ledger;
  ledger.See(ChunksOf({Account(5, {Person(1, "Ann")}, {ChildIn(Person(2, "Mia"))})}));
  auto stranger = Person(2, "Zoe", "Ortiz");
  stranger.guid = "another-guid";
  const auto found = ledger.See(ChunksOf({Account(5, {Person(1, "Ann")}, {ChildIn(stranger)})}));
  EXPECT_EQ(found.people, 1);
  EXPECT_EQ(found.accounts, 0);  // the payer is still there
  EXPECT_EQ(ledger.FamilyId(5), Family("5"));
}

TEST(IdentityLedger, AnAccountOfOthersGetsTheNextGeneration) {
  IdentityLedger ledger;
  ledger.See(ChunksOf({Account(12, {Person(1, "Ann")}, {ChildIn(Person(2, "Mia"))})}));
  const auto found = ledger.See(ChunksOf({Account(12, {Person(8, "Bo", "Ortiz")}, {ChildIn(Person(9, "Zoe"))})}));
  EXPECT_EQ(found.accounts, 1);
  EXPECT_EQ(ledger.FamilyId(12), Family("12.2"));
  EXPECT_EQ(ledger.AccountOf(Family("12.2")), 12);
  EXPECT_EQ(ledger.AccountOf(Family("12")), std::nullopt);  // those people are gone
  EXPECT_FALSE(ledger.See(ChunksOf({Account(12, {Person(8, "Bo", "Ortiz")}, {})})).restored());
}

TEST(IdentityLedger, PeopleWhoChangeOneByOneStayOneFamily) {
  IdentityLedger ledger;
  ledger.See(ChunksOf({Account(12, {Person(1, "Ann")}, {ChildIn(Person(2, "Mia"))})}));
  ledger.See(ChunksOf({Account(12, {Person(1, "Ann")}, {ChildIn(Person(3, "Leo"))})}));
  EXPECT_FALSE(ledger.See(ChunksOf({Account(12, {Person(4, "Ben")}, {ChildIn(Person(3, "Leo"))})})).restored());
  EXPECT_EQ(ledger.FamilyId(12), Family("12"));
}

TEST(IdentityLedger, GuidsInAnotherSpellingAreTheSame) {
  IdentityLedger ledger;
  auto person = Person(1, "Ann");
  person.guid = "ABCDEF01-0000";
  ledger.See(ChunksOf({Account(12, {person}, {})}));
  person.guid = "abcdef01-0000";
  EXPECT_FALSE(ledger.See(ChunksOf({Account(12, {person}, {})})).restored());
}

TEST(IdentityLedger, FromReportsToTheProgramProvesNothing) {
  IdentityLedger ledger;
  auto without = Person(1, "Ann");
  without.guid.clear();
  ledger.See(ChunksOf({Account(12, {without}, {})}));
  EXPECT_FALSE(ledger.See(ChunksOf({Account(12, {Person(1, "Ann")}, {})})).restored());
  EXPECT_EQ(ledger.FamilyId(12), Family("12"));
}

TEST(IdentityLedger, WithoutGuidsPeopleAreKnownByNameAndBirthDate) {
  IdentityLedger ledger;
  const auto nameless = [](std::int64_t id, const char* first, const char* last) {
    auto person = Person(id, first, last);
    person.guid.clear();
    return person;
  };
  ledger.See(ChunksOf({Account(12, {nameless(1, "Ann", "Hale")}, {})}));
  EXPECT_FALSE(ledger.See(ChunksOf({Account(12, {nameless(7, "ANN", "hale")}, {})})).restored());
  EXPECT_EQ(ledger.See(ChunksOf({Account(12, {nameless(1, "Bo", "Ortiz")}, {})})).accounts, 1);
}

desktop_wire::ChildRow WithoutGuid(std::int64_t id, const char* first, const char* last, const char* born) {
  auto child = ChildIn(Person(id, first, last));
  child.person.guid.clear();
  child.person.date_of_birth.reset();
  if (*born != '\0') child.person.date_of_birth = Day(born);
  return child;
}

domain::ProcareChildId Child(const char* id) { return domain::ProcareChildId::Trusted(id); }

// After a restore staff enter another child, who is given the number that the backup did not have.
TEST(IdentityLedger, WithoutGuidAChildOfAnotherNameAndBirthDateIsAnotherChild) {
  IdentityLedger ledger;
  const auto payer = Person(1, "Ann");
  ledger.See(ChunksOf({Account(12, {payer}, {WithoutGuid(57, "Anna", "Hale", "2022-05-06")})}));
  EXPECT_EQ(ledger.ChildId(57), Child("57"));
  ledger.See(ChunksOf({Account(12, {payer}, {})}));
  const auto with_ben = ChunksOf({Account(12, {payer}, {WithoutGuid(57, "Ben", "Ortiz", "2021-02-03")})});
  EXPECT_EQ(ledger.See(with_ben).people, 1);
  EXPECT_EQ(ledger.ChildId(57), Child("57.2"));
  EXPECT_EQ(ledger.ChildOf(Child("57.2")), "57");
  EXPECT_EQ(ledger.ChildOf(Child("57")), std::nullopt);
  EXPECT_FALSE(ledger.See(with_ben).restored());
  EXPECT_EQ(ledger.ChildId(57), Child("57.2"));
  EXPECT_EQ(IdentityLedger::FromJson(ledger.ToJson()), ledger);
}

TEST(IdentityLedger, WhatStaffCorrectInOneChildLeavesItThatChild) {
  const char* const kSteps[][3] = {{"Baby", "Hale", ""},           // before it was born
                                   {"Mia", "Hale", "2022-05-06"},  // name and birth date where none was
                                   {"Mia", "Hale", "2022-06-05"},
                                   {"MIA", "Ortiz", "2022-06-05"},
                                   {"Mia", "Ortiz", ""}};
  IdentityLedger ledger;
  for (const auto& [first, last, born] : kSteps) {
    EXPECT_FALSE(
        ledger.See(ChunksOf({Account(12, {Person(1, "Ann")}, {WithoutGuid(57, first, last, born)})})).restored())
        << born;
    EXPECT_EQ(ledger.ChildId(57), Child("57"));
  }
}

TEST(IdentityLedger, AChildThatWeCreateUnderAKnownNumberIsANewChild) {
  IdentityLedger ledger;
  const auto anna = WithoutGuid(57, "Anna", "Hale", "2022-05-06");
  const auto ben = WithoutGuid(57, "Ben", "Ortiz", "2021-02-03");
  ledger.CreatedChild(anna.person);
  ledger.See(ChunksOf({Account(12, {Person(1, "Ann")}, {anna})}));
  ledger.CreatedChild(anna.person);  // she was there, in another account
  EXPECT_EQ(ledger.ChildId(57), Child("57"));
  ledger.CreatedChild(ben.person);
  EXPECT_EQ(ledger.ChildId(57), Child("57.2"));
  EXPECT_FALSE(ledger.See(ChunksOf({Account(12, {Person(1, "Ann")}, {ben})})).restored());
  EXPECT_EQ(ledger.ChildId(57), Child("57.2"));
  EXPECT_EQ(ledger.ChildOf(Child("a-guid.2")), "a-guid.2");  // a GUID is what it is
}

TEST(IdentityLedger, AnAccountThatWeCreateUnderAKnownNumberIsANewFamily) {
  IdentityLedger ledger;
  ledger.Created(57);
  EXPECT_EQ(ledger.FamilyId(57), Family("57"));
  ledger.See(ChunksOf({Account(57, {Person(1, "Ann")}, {})}));
  EXPECT_EQ(ledger.FamilyId(57), Family("57"));
  // The backup did not have it; the family was pushed again, with a payer who was in the backup.
  ledger.Created(57);
  EXPECT_EQ(ledger.FamilyId(57), Family("57.2"));
  EXPECT_FALSE(ledger.See(ChunksOf({Account(57, {Person(1, "Ann")}, {})})).restored());
  EXPECT_EQ(ledger.FamilyId(57), Family("57.2"));
}

TEST(IdentityLedger, IdsThatAreNoneOfOursMeanNobody) {
  const IdentityLedger ledger;
  for (const char* id : {"x", "12.", "12.1", "12.2", "-", "0", "012", "1e3"}) {
    EXPECT_EQ(ledger.AccountOf(Family(id)), std::nullopt) << id;
  }
  EXPECT_EQ(ledger.AccountOf(Family("12")), 12);
}

TEST(IdentityLedger, HoldsNoNames) {
  IdentityLedger ledger;
  auto person = Person(1, "Ann");
  person.guid.clear();
  ledger.See(ChunksOf({Account(12, {person, Person(2, "Ben")}, {})}));
  const auto text = ledger.ToJson();
  for (const char* word : {"Ann", "ann", "Hale", "hale", "guid-2"}) EXPECT_EQ(text.find(word), std::string::npos);
}

TEST(IdentityLedger, WhatCannotBeReadIsAnEmptyOne) {
  for (const char* text : {"", "[]", "{}", R"({"p":1,"a":2})", R"({"p":{"x":"1"},"a":{"5":[]}})"}) {
    EXPECT_EQ(IdentityLedger::FromJson(text), IdentityLedger()) << text;
  }
}

RC_GTEST_PROP(IdentityLedgerProperty, ComesBackFromItsText, ()) {
  IdentityLedger ledger;
  const int readings = *rc::gen::inRange(1, 4);
  for (int i = 0; i < readings; ++i) {
    std::vector<desktop_wire::AccountRow> accounts;
    const int count = *rc::gen::inRange(0, 5);
    for (int j = 0; j < count; ++j) {
      auto payer = Person(*rc::gen::inRange<std::int64_t>(1, 9), "Ann");
      if (*rc::gen::arbitrary<bool>()) payer.guid = *rc::gen::element<std::string>("", "g1", "g2");
      accounts.push_back(Account(*rc::gen::inRange<std::int64_t>(1, 6), {payer}, {}));
    }
    ledger.See(ChunksOf(std::move(accounts)));
  }
  RC_ASSERT(IdentityLedger::FromJson(ledger.ToJson()) == ledger);
}

TEST(LedgerKeeper, KeepsCompleteReadingsOnly) {
  async::ManualExecutor executor;
  store::MemoryStore store;
  const auto run = [](auto task) {
    task.Start();
    return task.Result();
  };
  const auto id = domain::InstallationId::Trusted("queens");
  const auto ours = ChunksOf({Account(12, {Person(1, "Ann")}, {})});
  const auto others = ChunksOf({Account(12, {Person(8, "Bo")}, {})});
  {
    LedgerKeeper keeper(executor, store, id);
    run(keeper.See(ours, true, {}));
    EXPECT_EQ(run(keeper.See(others, false, {})).ledger.FamilyId(12), Family("12.2"));
    EXPECT_EQ(run(keeper.Current()).FamilyId(12), Family("12"));
  }
  LedgerKeeper keeper(executor, store, id);
  EXPECT_EQ(run(keeper.See(others, true, {})).findings.accounts, 1);
  EXPECT_EQ(run(keeper.Created(12)), Family("12.3"));
  LedgerKeeper later(executor, store, id);
  EXPECT_EQ(run(later.Current()).FamilyId(12), Family("12.3"));
}

// The reading that finds a restore is perhaps a push's; the night after it must know of it too.
TEST(IdentityLedgerTest, ARestoreIsToldForTwoWeeks) {
  const auto day = [](int number) { return domain::Instant(std::chrono::hours(24 * (20'000 + number))); };
  IdentityLedger ledger;
  EXPECT_FALSE(ledger.RestoreToTell(day(0)).restored());
  ledger.NoteRestore({.people = 2, .accounts = 1}, day(0));
  const auto again = IdentityLedger::FromJson(ledger.ToJson());
  EXPECT_EQ(again, ledger);
  EXPECT_EQ(again.RestoreToTell(day(13)), (LedgerFindings{.people = 2, .accounts = 1}));
  EXPECT_FALSE(again.RestoreToTell(day(14)).restored());
  EXPECT_EQ(IdentityLedger::FromJson(R"({"p":{},"a":{},"r":["x",1,2]})"), IdentityLedger());
}

// Numbers that an export made up are below zero.
TEST(IdentityLedgerTest, AnAccountOfAnExportIsFoundAgain) {
  const IdentityLedger ledger;
  EXPECT_EQ(ledger.AccountOf(domain::ProcareFamilyId::Trusted("-77")), -77);
  EXPECT_EQ(ledger.AccountOf(domain::ProcareFamilyId::Trusted("0")), std::nullopt);
}

}  // namespace
}  // namespace ikp::procare_desktop
