// A school of a Procare Desktop database as push and nightly see it, with an agent in between.
// Length: one school in many situations, each in a few lines.
#include "engine/procare_desktop/desktop_school.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/procare_desktop/desktop_school_bench.h"
#include "engine/store/memory_store.h"

namespace ikp::procare_desktop {
namespace {

using namespace std::chrono_literals;
using desktop_wire::Outcome;
using domain::Reason;
using domain::StatusLabel;
using systems::Effect;

using DesktopSchoolTest = DesktopSchoolBench<store::MemoryStore>;

TEST_F(DesktopSchoolTest, MapsAFamilyWithItsChild) {
  auto payer = Person(1, "Ann");
  payer.email = "ann@example.com";
  payer.phones = {{"Mobile", "555", "010-1234"}, {"Work", "", "x"}};
  auto chunks = ChunksOf({Account(12, {payer}, {ChildIn(Person(2, "Mia"), 7)})});
  chunks[0].statuses = {Status(1, 2, "2026-01-05", "Enrolled")};
  chunks[0].classrooms = {{7, 1, "Infants"}, {8, 2, "Elsewhere"}};
  const auto issued = bench_.clock.Now();
  const auto school = Read(std::move(chunks)).value();
  EXPECT_TRUE(school.complete) << school.incomplete_because;
  EXPECT_EQ(school.started, issued);
  ASSERT_EQ(school.families.size(), 1u);
  EXPECT_EQ(school.families[0].id.str(), "12");
  ASSERT_EQ(school.families[0].guardians.size(), 1u);
  EXPECT_EQ(school.families[0].guardians[0].id.str(), "guid-1");
  EXPECT_EQ(school.families[0].guardians[0].email->str(), "ann@example.com");
  ASSERT_EQ(school.families[0].guardians[0].phones.size(), 1u);
  EXPECT_EQ(school.families[0].guardians[0].phones[0].digits(), "5550101234");
  const auto* child = Find(school, "guid-2");
  ASSERT_NE(child, nullptr);
  EXPECT_EQ(child->families, (std::vector<domain::ProcareFamilyId>{school.families[0].id}));
  EXPECT_EQ(child->status, StatusLabel("Enrolled"));
  EXPECT_EQ(child->start, Day("2026-01-05"));
  EXPECT_EQ(child->birth_date->date(), Day("2022-05-06"));
  EXPECT_EQ(child->classroom->str(), "7");
  EXPECT_FALSE(child->hidden);
  ASSERT_EQ(school.classrooms.size(), 1u);
  EXPECT_EQ(school.classrooms[0].name, "Infants");
  EXPECT_TRUE(school.notices.empty());
}

TEST_F(DesktopSchoolTest, ASplitHouseholdIsOneChildWithTwoFamilies) {
  auto hidden = Account(11, {Person(1, "Ann")}, {ChildIn(Person(2, "Mia"))});
  hidden.hidden = true;
  const auto school = ReadRows({hidden, Account(12, {Person(1, "Ann")}, {ChildIn(Person(2, "Mia"))}),
                                Account(13, {Person(3, "Ben")}, {ChildIn(Person(2, "Mia"), 7)})});
  ASSERT_EQ(school.children.size(), 1u);
  std::vector<std::string> families;
  for (const auto& family : school.children[0].families) families.push_back(family.str());
  EXPECT_EQ(families, (std::vector<std::string>{"12", "13", "11"}));
  EXPECT_EQ(school.children[0].classroom->str(), "7");
  EXPECT_FALSE(school.children[0].hidden);
}

TEST_F(DesktopSchoolTest, AChildIsHiddenWhenAllItsAccountsAre) {
  auto account = Account(11, {Person(1, "Ann")}, {ChildIn(Person(2, "Mia"))});
  account.hidden = true;
  EXPECT_TRUE(ReadRows({account}).children.at(0).hidden);
}

TEST_F(DesktopSchoolTest, StatusRowsCountPerSchool) {
  const auto school =
      ReadRows({Account(12, {}, {ChildIn(Person(2, "Mia")), ChildIn(Person(3, "Leo")), ChildIn(Person(4, "Zoe"))})},
               {Status(1, 2, "2027-01-04", "Enrolled"), Status(2, 3, "2026-01-05", "Enrolled", 2)});
  EXPECT_EQ(Find(school, "guid-2")->status, StatusLabel("Enrolled"));  // only a future row
  EXPECT_EQ(Find(school, "guid-2")->start, Day("2027-01-04"));
  EXPECT_TRUE(Find(school, "guid-3")->status.empty());  // rows of the other school
  EXPECT_TRUE(Find(school, "guid-4")->status.empty());  // no row at all
}

TEST_F(DesktopSchoolTest, StatusIsThatOfTheSitesLocalDate) {
  bench_.clock.AdvanceTo(*domain::ParseInstant("2026-11-25T03:00:00Z"));  // still the 24th in New York
  agent_.Poll();
  const std::vector<desktop_wire::StatusRow> rows = {Status(1, 2, "2026-11-01", "Enrolled"),
                                                     Status(2, 2, "2026-11-25", "Withdrawn")};
  const Rows accounts = {Account(12, {}, {ChildIn(Person(2, "Mia"))})};
  EXPECT_EQ(ReadRows(accounts, rows).children.at(0).status, StatusLabel("Enrolled"));
  bench_.clock.AdvanceTo(*domain::ParseInstant("2026-11-25T05:00:00Z"));
  agent_.Poll();
  EXPECT_EQ(ReadRows(accounts, rows).children.at(0).status, StatusLabel("Withdrawn"));
}

TEST_F(DesktopSchoolTest, OtherSchoolsAreKeptApart) {
  auto left = Account(22, {Person(5, "Cleo")}, {ChildIn(Person(6, "Kim"))}, 2);
  left.hidden = true;
  const auto school =
      ReadRows({Account(12, {Person(1, "Ann")}, {ChildIn(Person(2, "Mia"))}),
                Account(21, {Person(1, "Ann")}, {ChildIn(Person(2, "Mia")), ChildIn(Person(3, "Leo"))}, 2), left});
  EXPECT_EQ(school.families.size(), 1u);
  EXPECT_EQ(school.children.size(), 1u);
  ASSERT_EQ(school.at_other_schools.size(), 1u);  // neither the one who is here nor the one who has left
  EXPECT_EQ(school.at_other_schools.at(domain::ProcareChildId::Trusted("guid-3")).str(), "2");
}

TEST_F(DesktopSchoolTest, WithoutGuidsNumbersAreIds) {
  auto child = ChildIn(Person(2, "Mia"));
  child.person.guid.clear();
  EXPECT_NE(Find(ReadRows({Account(12, {}, {child})}), "2"), nullptr);
}

TEST_F(DesktopSchoolTest, WhatAnExportHasNoNumberForIsKnownByOneBelowZero) {
  auto payer = Person(-5, "Ann");
  payer.guid.clear();
  auto chunks = ChunksOf({Account(-77, {payer}, {ChildIn(Person(2, "Mia"), -9)})});
  chunks[0].classrooms = {{-9, 1, "Infants"}};
  const auto school = Read(std::move(chunks)).value();
  EXPECT_TRUE(school.complete) << school.incomplete_because;
  EXPECT_EQ(school.families.at(0).id.str(), "-77");
  EXPECT_EQ(school.families.at(0).guardians.at(0).id.str(), "-5");
  domain::InitialPlacement placement;
  placement.classroom = school.children.at(0).classroom;
  Run(school_.PlaceChild(school.children.at(0).id, placement, Intent("i-1")));
  EXPECT_EQ(Asked<desktop_wire::PlaceChild>().placement.classroom_id, -9);
}

TEST_F(DesktopSchoolTest, SaysWhyAReadingIsIncomplete) {
  const auto why = [&](std::vector<desktop_wire::Chunk> chunks, desktop_wire::ReadingFacts facts) {
    const auto school = Read(std::move(chunks), std::move(facts)).value();
    EXPECT_FALSE(school.complete);
    return school.incomplete_because;
  };
  const auto good = CompleteReading("");
  auto cut = ChunksOf({Account(12, {}, {ChildIn(Person(2, "Mia"))})});
  cut[0].last = false;
  EXPECT_EQ(why(cut, good), "pieces of the reading did not arrive");
  EXPECT_EQ(why({}, good), "pieces of the reading did not arrive");
  auto partial = good;
  partial.complete = false;
  partial.incomplete_because = "the session was ended";
  EXPECT_EQ(why(ChunksOf({}), partial), "the session was ended");
  auto nobody = ChildIn(Person(2, "Mia"));
  nobody.person.id = 0;
  EXPECT_EQ(why(ChunksOf({Account(12, {}, {nobody})}), good), "an account or a person came without a number");
  auto gone = ChunksOf({});
  gone[0].schools = {{2, "Bronx"}};
  EXPECT_EQ(why(gone, good), "the database has no school with this number");
}

TEST_F(DesktopSchoolTest, AnExportShowsWhatWasTrueThen) {
  auto facts = CompleteReading("");
  facts.age_seconds = 20 * 3600;
  facts.work_list = {"intent-1"};
  facts.statuses_known = false;
  const auto issued = bench_.clock.Now();
  const auto school = Read(ChunksOf({}), facts).value();
  EXPECT_EQ(school.started, issued - 20h);
  EXPECT_TRUE(school.on_work_list.contains(Intent("intent-1")));
  ASSERT_EQ(school.notices.size(), 1u);
  EXPECT_EQ(school.notices[0].reason, Reason::kStatusesNotExported);
  EXPECT_FALSE(school.statuses_known);
}

TEST_F(DesktopSchoolTest, WhatIsOnTheWorkListAndWasSettledOtherwiseIsTakenBack) {
  auto facts = CompleteReading("");
  facts.work_list = {"intent-1", "intent-2", "intent-3"};
  ports::WriteBatch batch;
  for (const char* id : {"intent-2", "intent-3"}) {
    ports::Intent intent{.id = Intent(id),
                         .site = site_.id,
                         .family = domain::IksFamilyId::Trusted(std::string("family-of-") + id),
                         .child = std::nullopt,
                         .kind = ports::EffectKind::kCreateFamily,
                         .state = ports::IntentState::kOpen,
                         .identity = {},
                         .known_before = {},
                         .procare_id = {},
                         .created_at = bench_.clock.Now(),
                         .sent_until = std::nullopt};
    batch.push_back(ports::OpenIntent{std::move(intent)});
  }
  bench_.clock.Run(store_.Commit(std::move(batch)));
  const auto told = [&] {
    auto task = school_.ReadSchool(site_.school);
    task.Start();
    const auto command = agent_.Poll().commands.at(0);
    auto finished = Done(command.id);
    finished.reading = facts;
    agent_.Poll({finished});
    return std::get<desktop_wire::ReadSchool>(command.task).not_wanted;
  };
  using Ids = std::vector<std::string>;
  EXPECT_EQ(told(), Ids{}) << "the list is not known yet";
  EXPECT_EQ(told(), Ids{"intent-1"});
  school_.NoLongerWanted({Intent("intent-3"), Intent("intent-9")});
  EXPECT_EQ(told(), (Ids{"intent-1", "intent-3"}));
  facts.work_list = {"intent-2"};
  told();
  EXPECT_EQ(told(), Ids{});
}

TEST_F(DesktopSchoolTest, ReusedNumbersAfterARestore) {
  ReadRows({Account(12, {Person(1, "Ann")}, {ChildIn(Person(2, "Mia"))})});
  auto stranger = Person(1, "Bo", "Ortiz");
  stranger.guid = "guid-of-another";
  const auto school = ReadRows({Account(12, {stranger}, {ChildIn(Person(9, "Zoe", "Ortiz"))})});
  EXPECT_EQ(school.families.at(0).id.str(), "12.2");
  EXPECT_EQ(school.children.at(0).families.at(0).str(), "12.2");
  ASSERT_EQ(school.notices.size(), 1u);
  EXPECT_EQ(school.notices[0].reason, Reason::kBackupRestored);
  EXPECT_EQ(school.notices[0].detail, "people:1, accounts:1");
  // What was linked to the old family is not put into the new one.
  domain::NewChild child{.family = domain::ProcareFamilyId::Trusted("12"),
                         .name = {},
                         .birth_date = domain::BirthDate(Day("2022-05-06")),
                         .gender = {},
                         .start = {},
                         .classroom = {},
                         .external_id = {}};
  const auto refused = Run(school_.CreateChild(site_.school, child, Intent("i-1")));
  EXPECT_EQ(refused.kind, Effect::Kind::kNotDone);
  EXPECT_EQ(refused.problem.reason, Reason::kBackupRestored);
  EXPECT_FALSE(asked_);
  child.family = domain::ProcareFamilyId::Trusted("12.2");
  EXPECT_EQ(Run(school_.CreateChild(site_.school, child, Intent("i-2")), "guid-10").id, "guid-10");
  EXPECT_EQ(Asked<desktop_wire::CreateChild>().account_id, 12);
}

// Exported reports have no GUIDs: Anna was linked to 57, the backup did not have her, and Ben was given her number.
TEST_F(DesktopSchoolTest, AReusedNumberWithoutGuidIsNotTheChildOfBefore) {
  const auto with = [](const char* first, const char* last, const char* born) {
    auto child = ChildIn(Person(57, first, last));
    child.person.guid.clear();
    child.person.date_of_birth = Day(born);
    return Account(12, {Person(1, "Ann")}, {child});
  };
  EXPECT_NE(Find(ReadRows({with("Anna", "Hale", "2022-05-06")}), "57"), nullptr);
  ReadRows({Account(12, {Person(1, "Ann")}, {})});
  const auto school = ReadRows({with("Ben", "Ortiz", "2021-02-03")}, {Status(1, 57, "2026-01-05", "Withdrawn")});
  EXPECT_EQ(Find(school, "57"), nullptr);  // vanished: nobody is withdrawn
  ASSERT_NE(Find(school, "57.2"), nullptr);
  EXPECT_EQ(Find(school, "57.2")->status, StatusLabel("Withdrawn"));
  ASSERT_EQ(school.notices.size(), 1u);
  EXPECT_EQ(school.notices[0].reason, Reason::kBackupRestored);
  const auto refused = Run(school_.PlaceChild(domain::ProcareChildId::Trusted("57"), {}, Intent("i-1")));
  EXPECT_EQ(refused.kind, Effect::Kind::kNotDone);
  EXPECT_EQ(refused.problem.reason, Reason::kBackupRestored);
  EXPECT_FALSE(asked_);
  EXPECT_EQ(Run(school_.PlaceChild(domain::ProcareChildId::Trusted("57.2"), {}, Intent("i-2"))).id, "57.2");
  EXPECT_EQ(Asked<desktop_wire::PlaceChild>().child, "57");
}

TEST_F(DesktopSchoolTest, CreatesAFamilyUnderItsIntent) {
  domain::NewGuardian guardian;
  guardian.name.last = "Hale-Ortiz";
  guardian.is_primary = true;
  domain::NewFamily family{.name = "Hale", .guardians = {guardian}};
  domain::NewChild child{.family = domain::ProcareFamilyId::Trusted("-"),
                         .name = {},
                         .birth_date = domain::BirthDate(Day("2024-01-01")),
                         .gender = {},
                         .start = {},
                         .classroom = {},
                         .external_id = {}};
  child.placement.wanted = domain::Placement::kPreRegistered;
  family.children = {child};
  const auto effect = Run(school_.CreateFamily(site_.school, family, Intent("i-1")));
  EXPECT_EQ(effect.kind, Effect::Kind::kDone);
  EXPECT_EQ(effect.id, "57");
  EXPECT_EQ(asked_->id, "i-1");
  EXPECT_EQ(Asked<desktop_wire::CreateFamily>().key, "HALEORTI");
  EXPECT_EQ(Asked<desktop_wire::CreateFamily>().school_id, 1);
  family.children[0].placement = {};  // has become the site's words
  EXPECT_EQ(Asked<desktop_wire::CreateFamily>().family, family);
  // Where people enter it, they are told all at once, in the words of the site.
  const auto placements = Asked<desktop_wire::CreateFamily>().placements;
  ASSERT_EQ(placements.size(), 1u);
  EXPECT_EQ(placements[0].rows, (std::vector<desktop_wire::WantedRow>{{Day("2026-11-24"), "Pre-Registered"}}));
  ASSERT_EQ(placements[0].relationships.size(), 1u);
  EXPECT_EQ(placements[0].relationships[0].person, guardian.name);
}

TEST_F(DesktopSchoolTest, AFamilyIsCreatedBesideTheAccountsThatWereKnownWhenItWasDecided) {
  ReadRows({Account(12, {Person(1, "Ann")}, {ChildIn(Person(2, "Mia"))})});
  domain::NewFamily family{.name = "Hale", .guardians = {}};
  family.known_alike = {domain::ProcareFamilyId::Trusted("12"), domain::ProcareFamilyId::Trusted("12.7"),
                        domain::ProcareFamilyId::Trusted("no number")};
  Run(school_.CreateFamily(site_.school, family, Intent("i-1")));
  EXPECT_EQ(Asked<desktop_wire::CreateFamily>().known_accounts, std::vector<std::int64_t>{12});
}

// A number says nothing after a restore: who pays for the account does (I9).
TEST_F(DesktopSchoolTest, AChildIsCreatedInTheAccountOfThePayersThatAreKnown) {
  ReadRows({Account(12, {Person(1, "Ann"), Person(3, "Ben")}, {ChildIn(Person(2, "Mia"))})});
  domain::NewChild child{.family = domain::ProcareFamilyId::Trusted("12"),
                         .name = {},
                         .birth_date = domain::BirthDate(Day("2024-01-01")),
                         .gender = {},
                         .start = {},
                         .classroom = {},
                         .external_id = {}};
  Run(school_.CreateChild(site_.school, child, Intent("i-1")));
  EXPECT_EQ(Asked<desktop_wire::CreateChild>().payers, (std::vector<std::string>{"guid-1", "guid-3"}));
  // Of one that was just created, the agent has told them.
  auto task = school_.CreateFamily(site_.school, {.name = "Hale", .guardians = {}}, Intent("i-2"));
  task.Start();
  auto finished = Done(agent_.Poll().commands.at(0).id, "77");
  finished.outcome.payers = {"guid-9"};
  agent_.Poll({finished});
  child.family = domain::ProcareFamilyId::Trusted(task.Result().id);
  Run(school_.CreateChild(site_.school, child, Intent("i-3")));
  EXPECT_EQ(Asked<desktop_wire::CreateChild>().payers, std::vector<std::string>{"guid-9"});
}

TEST_F(DesktopSchoolTest, AChildWithoutAnIdThatCanBeKeptIsUnknown) {
  domain::NewChild child{.family = domain::ProcareFamilyId::Trusted("12"),
                         .name = {},
                         .birth_date = domain::BirthDate(Day("2024-01-01")),
                         .gender = {},
                         .start = {},
                         .classroom = {},
                         .external_id = {}};
  for (const auto& id : {std::string(), std::string(201, 'x'), std::string("a\nb")}) {
    EXPECT_EQ(Run(school_.CreateChild(site_.school, child, Intent("i-1")), id).kind, Effect::Kind::kUnknown);
  }
}

TEST_F(DesktopSchoolTest, PlacesAChildWithRowsRoomAndRelationships) {
  domain::InitialPlacement placement;
  placement.wanted = domain::Placement::kPreRegistered;
  placement.first_day = Day("2027-01-04");
  placement.classroom = domain::ProcareClassroomId::Trusted("7");
  domain::NewGuardian guardian;
  guardian.name.first = "Ann";
  guardian.relationship = "Mom";
  placement.guardians = {guardian};
  const auto child = domain::ProcareChildId::Trusted("guid-2");
  const auto effect = Run(school_.PlaceChild(child, placement, Intent("i-3")), "");
  EXPECT_EQ(effect.kind, Effect::Kind::kDone);
  EXPECT_EQ(effect.id, "guid-2");
  const auto task = Asked<desktop_wire::PlaceChild>();
  EXPECT_EQ(task.child, "guid-2");
  ASSERT_EQ(task.placement.rows.size(), 2u);
  EXPECT_EQ(task.placement.rows[0], (desktop_wire::WantedRow{Day("2026-11-24"), "Pre-Registered"}));
  EXPECT_EQ(task.placement.rows[1], (desktop_wire::WantedRow{Day("2027-01-04"), "Enrolled"}));
  EXPECT_EQ(task.placement.classroom_id, 7);
  ASSERT_EQ(task.placement.relationships.size(), 1u);
  EXPECT_EQ(task.placement.relationships[0].label, "Mother");
  EXPECT_TRUE(task.placement.relationships[0].pickup);
}

TEST_F(DesktopSchoolTest, OutcomesKeepTheirThreeValues) {
  const auto with = [&](Outcome::Kind kind, Reason reason) {
    auto task = school_.CreateFamily(site_.school, {.name = "Hale", .guardians = {}}, Intent("i-1"));
    task.Start();
    auto finished = Done(agent_.Poll().commands.at(0).id);
    finished.outcome.kind = kind;
    finished.outcome.reason = reason;
    finished.outcome.details = {"seats:2"};
    agent_.Poll({finished});
    return task.Result();
  };
  const auto refused = with(Outcome::Kind::kNotDone, Reason::kDesktopSeatsFull);
  EXPECT_EQ(refused.kind, Effect::Kind::kNotDone);
  EXPECT_EQ(refused.problem.reason, Reason::kDesktopSeatsFull);
  EXPECT_EQ(refused.problem.details, std::vector<std::string>{"seats:2"});
  EXPECT_EQ(with(Outcome::Kind::kUnknown, Reason::kOutcomeUnknown).kind, Effect::Kind::kUnknown);
}

TEST_F(DesktopSchoolTest, AnAgeThatCannotBeIsBounded) {
  auto facts = CompleteReading("");
  for (const auto age : {INT64_MAX, INT64_MIN}) {
    facts.age_seconds = age;
    const auto school = Read(ChunksOf({}), facts).value();
    EXPECT_LE(school.started, bench_.clock.Now());
    EXPECT_GE(school.started, bench_.clock.Now() - 24h * 3661);
  }
}

TEST_F(DesktopSchoolTest, AReadingOfAnotherDatabaseIsNone) {
  ReadRows({Account(12, {Person(1, "Ann")}, {ChildIn(Person(2, "Mia"))})});
  auto poll = agent_.Question();
  poll.data.database_id = "db";
  poll.data.good = true;
  auto held = bench_.Start("poll", desktop_wire::WritePoll(poll), agent_.credential);
  bench_.clock.Advance(1min);
  auto facts = CompleteReading("");
  facts.database_id = "another";
  const auto reading = Read(ChunksOf({}), facts);
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().reason, Reason::kDesktopOtherDatabase);
}

TEST_F(DesktopSchoolTest, NobodyThereIsAProblemOfTheReading) {
  bench_.clock.Advance(1h);
  const auto reading = bench_.clock.Run(school_.ReadSchool(site_.school));
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().reason, Reason::kDesktopOffline);
  EXPECT_TRUE(reading.error().centre_not_ready);
}

TEST_F(DesktopSchoolTest, LogsAndAuditHoldNoNames) {
  auto stranger = Person(1, "Bo", "Ortiz");
  ReadRows({Account(12, {Person(1, "Ann")}, {ChildIn(Person(2, "Mia"))})});
  stranger.guid = "guid-of-another";
  ReadRows({Account(12, {stranger}, {})});
  std::string all;
  for (const auto& line : bench_.log.lines) all += line + "\n";
  for (const auto& entry : store_.audit()) all += entry.details_json + "\n";
  EXPECT_NE(all.find("desktop_numbers_reused"), std::string::npos);
  for (const char* name : {"Ann", "Mia", "Ortiz", "Hale"}) EXPECT_EQ(all.find(name), std::string::npos) << name;
}

}  // namespace
}  // namespace ikp::procare_desktop
