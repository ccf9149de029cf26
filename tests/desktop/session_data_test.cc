// What the agent does with a program that answers: reading, and writing beside what staff and earlier pushes left.
// Length: one program in many situations, each in a few lines.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/desktop_wire/codec.h"
#include "tests/desktop/session_bench.h"

namespace ikp::tests {
namespace {

using desktop_wire::Chunk;
using desktop_wire::Outcome;
using domain::Reason;
using nlohmann::json;
using Kind = Outcome::Kind;

domain::CivilDate Day(const char* text) { return *domain::CivilDate::Parse(text); }

desktop_wire::CreateFamily Family(const std::string& key, domain::NewGuardian guardian) {
  desktop_wire::CreateFamily task{1, key, {}};
  task.family.name = guardian.name.last;
  task.family.guardians.push_back(std::move(guardian));
  return task;
}

class SessionDataTest : public ::testing::Test {
 protected:
  // Everything in one piece.
  Chunk Read() {
    Chunk whole;
    finished_ = bench_.ReadSchool(chunks_);
    for (const auto& chunk : chunks_) {
      whole.schools.insert(whole.schools.end(), chunk.schools.begin(), chunk.schools.end());
      whole.classrooms.insert(whole.classrooms.end(), chunk.classrooms.begin(), chunk.classrooms.end());
      whole.accounts.insert(whole.accounts.end(), chunk.accounts.begin(), chunk.accounts.end());
      whole.statuses.insert(whole.statuses.end(), chunk.statuses.begin(), chunk.statuses.end());
    }
    return whole;
  }
  void AddFamilies(int count) {
    for (int i = 0; i < count; ++i) {
      const auto name = "Family" + std::to_string(i);
      bench_.Do({{"action", "add_family"},
                 {"school_id", 1},
                 {"payers", {{{"first_name", "P"}, {"last_name", name}}}},
                 {"children", {{{"first_name", "C"}, {"last_name", name}, {"date_of_birth", "2023-01-01"}}}}});
    }
  }
  // A family at school 1 with one child, made by the agent; the GUID of the child.
  std::string MakeChild() {
    const auto family = bench_.CreateFamily("f", Family("VANCE", Guardian("Cy", "Vance", "cy@example.com", "")));
    const auto child = bench_.CreateChild("k", {1, std::stoll(family.id), Child("Max", "Vance", "2025-05-06")});
    child_number_ = bench_.Database()["persons"].back()["id"].get<std::int64_t>();
    return child.id;
  }
  std::vector<std::string> RowsOf(std::int64_t child) {
    std::vector<std::string> rows;
    const auto database = bench_.Database();
    for (const auto& row : database.at("status_rows")) {
      if (row["child_id"] == child) rows.push_back(row["status"].get<std::string>());
    }
    return rows;
  }
  desktop_wire::PlaceChild Place(const std::string& child, const std::string& status) {
    return {1, child, {{{Day("2026-03-02"), status}}, {}, {}}};
  }

  SessionBench bench_;
  std::vector<Chunk> chunks_;
  desktop_wire::Finished finished_;
  std::int64_t child_number_ = 0;
};

TEST_F(SessionDataTest, AReadingHasAllSchools) {
  const auto whole = Read();
  EXPECT_EQ(finished_.outcome.kind, Kind::kDone);
  EXPECT_TRUE(finished_.reading->complete);
  EXPECT_TRUE(finished_.reading->statuses_known);
  EXPECT_EQ(finished_.reading->database_id, bench_.Database()["database_id"]);
  EXPECT_EQ(whole.schools.size(), 2u);
  EXPECT_EQ(whole.classrooms.size(), 3u);
  ASSERT_EQ(whole.accounts.size(), 1u);
  const auto& account = whole.accounts[0];
  EXPECT_EQ(account.school_id, 2);
  EXPECT_EQ(account.key, "ORTIZ");
  ASSERT_EQ(account.payers.size(), 2u);
  EXPECT_EQ(account.payers[0].email, "Ana@Example.com");
  EXPECT_EQ(account.payers[0].phones, (std::vector<desktop_wire::PhoneRow>{{"Mobile", "212", "555-0101"}}));
  ASSERT_EQ(account.children.size(), 1u);
  EXPECT_EQ(account.children[0].person.date_of_birth, Day("2022-02-03"));
  EXPECT_EQ(account.children[0].person.guid.size(), 36u);
  ASSERT_EQ(account.children[0].relationships.size(), 1u);
  EXPECT_EQ(account.children[0].relationships[0].label, "Father");
  ASSERT_EQ(whole.statuses.size(), 1u);
  EXPECT_EQ(whole.statuses[0].status, "Enrolled");
  EXPECT_EQ(bench_.OpenSessions(), 0);
}

TEST_F(SessionDataTest, ALargeDatabaseComesInPieces) {
  AddFamilies(230);
  const auto whole = Read();
  EXPECT_EQ(whole.accounts.size(), 231u);
  ASSERT_EQ(chunks_.size(), 3u);
  for (const auto& chunk : chunks_) EXPECT_LE(chunk.accounts.size(), 100u);
  EXPECT_FALSE(chunks_[0].last);
  EXPECT_FALSE(chunks_[1].last);
  EXPECT_TRUE(chunks_[2].last);
  EXPECT_TRUE(finished_.reading->complete);
}

TEST_F(SessionDataTest, AChildThatMovesBetweenTwoPagesIsNotMissed) {
  AddFamilies(5);
  bench_.page_rows = 2;
  // Session, schools, classrooms and the first page are requests 1 to 4: then the last account's child moves to the
  // first, which was read already.
  bench_.Before(5, [&] {
    bench_.Do({{"action", "move_child"}, {"child_id", 13}, {"from_account_id", 6}, {"to_account_id", 2}});
  });
  const auto whole = Read();
  EXPECT_TRUE(finished_.reading->complete);
  EXPECT_EQ(whole.accounts.at(1).children.size(), 2u);
  EXPECT_EQ(bench_.requests(), 3 + 3 * 3 + 1) << "three passes of three pages: the second differs from the first";
}

TEST_F(SessionDataTest, AReadingThatNeverComesToRestIsIncomplete) {
  AddFamilies(5);
  bench_.page_rows = 2;
  bool there = true;
  const std::function<void()> move = [&] {
    bench_.Do({{"action", "move_child"},
               {"child_id", 13},
               {"from_account_id", there ? 6 : 2},
               {"to_account_id", there ? 2 : 6}});
    there = !there;
    bench_.Before(3, move);
  };
  bench_.Before(6, move);
  Read();
  EXPECT_EQ(finished_.outcome.kind, Kind::kDone);
  EXPECT_FALSE(finished_.reading->complete);
  EXPECT_EQ(finished_.reading->incomplete_because, "Accounts were being changed all the time while they were read.");
}

TEST_F(SessionDataTest, ARebootInTheMiddleIsNoReading) {
  bench_.faults = {{"reboot_mid_snapshot", {}}};
  Read();
  EXPECT_EQ(finished_.outcome.kind, Kind::kNotDone);
  EXPECT_EQ(finished_.outcome.reason, Reason::kDesktopNotAnswering);
  EXPECT_EQ(finished_.reading, std::nullopt);
  EXPECT_TRUE(chunks_.empty());
}

TEST_F(SessionDataTest, ASessionThatIsKickedInTheMiddleGoesOn) {
  AddFamilies(5);
  bench_.page_rows = 2;
  bench_.Before(5, [&] { bench_.Do({{"action", "kick_session"}}); });
  EXPECT_EQ(Read().accounts.size(), 6u);
  EXPECT_TRUE(finished_.reading->complete);
}

TEST_F(SessionDataTest, BytesOfAnotherEncodingAreUnderstood) {
  bench_.Do({{"action", "edit_person"}, {"person_id", 1}, {"first_name", "Ana\u00efs"}});
  bench_.faults = {{"latin1_bytes", {}}};
  const auto whole = Read();
  EXPECT_EQ(whole.accounts.at(0).payers.at(0).first_name, "Ana\u00efs");
  chunks_[0].snapshot_id = "s";
  EXPECT_TRUE(desktop_wire::ReadChunk(desktop_wire::WriteChunk(chunks_[0])).has_value());
  // The sign in the comment is found all the same.
  bench_.CutRequest(3, Cut::kCrashAfterwards);
  bench_.CreateFamily("f", Family("VANCE", Guardian("Cy", "Vance", "cy@example.com", "")));
  EXPECT_EQ(bench_.crashes, 1);
  EXPECT_EQ(bench_.Database()["accounts"].size(), 2u);
}

TEST_F(SessionDataTest, ASplitHouseholdBringsItsRowsOnce) {
  bench_.Do({{"action", "add_family"},
             {"school_id", 2},
             {"payers", {{{"first_name", "Dan"}, {"last_name", "Reyes"}}}},
             {"children", {{{"person_id", 3}}}}});
  const auto whole = Read();
  EXPECT_EQ(whole.accounts.size(), 2u);
  EXPECT_EQ(whole.statuses.size(), 1u);
}

TEST_F(SessionDataTest, HiddenAccountsAreReadWhereTheProgramShowsThem) {
  bench_.Do({{"action", "hide_account"}, {"account_id", 1}});
  auto whole = Read();
  ASSERT_EQ(whole.accounts.size(), 1u);
  EXPECT_TRUE(whole.accounts[0].hidden);
  bench_.Switch("pd.reads_hidden_accounts", "false");
  EXPECT_TRUE(Read().accounts.empty());
}

TEST_F(SessionDataTest, WhyNoSessionCanBeHad) {
  const auto reason = [&] {
    Read();
    EXPECT_EQ(finished_.outcome.kind, Kind::kNotDone);
    EXPECT_EQ(bench_.data().State().reason, finished_.outcome.reason);
    return finished_.outcome.reason;
  };
  bench_.Do({{"action", "occupy_seats"}, {"count", 50}});
  EXPECT_EQ(reason(), Reason::kDesktopSeatsFull);
  bench_.Do({{"action", "upgrade_server"}, {"version", "10.3.0"}});
  EXPECT_EQ(reason(), Reason::kDesktopVersionMismatch);
  EXPECT_EQ(finished_.outcome.details, (std::vector<std::string>{"server_version:10.3.0", "client_version:10.2.1"}));
  EXPECT_EQ(bench_.data().State().server_version, "10.3.0");
  bench_.Do({{"action", "sleep"}});
  EXPECT_EQ(reason(), Reason::kDesktopNotAnswering);
}

TEST_F(SessionDataTest, WhyNothingCanBeWritten) {
  const auto task = Family("VANCE", Guardian("Cy", "Vance", "cy@example.com", ""));
  bench_.Do({{"action", "disk_full"}, {"full", true}});
  EXPECT_EQ(bench_.CreateFamily("f1", task).reason, Reason::kDesktopDiskFull);
  bench_.Do({{"action", "disk_full"}, {"full", false}});
  bench_.Switch("pd.licence", "mini");
  AddFamilies(59);
  EXPECT_EQ(bench_.CreateFamily("f2", task).reason, Reason::kDesktopLicenceFull);
  EXPECT_EQ(bench_.Database()["accounts"].size(), 60u);
  EXPECT_EQ(bench_.OpenSessions(), 0);
}

TEST_F(SessionDataTest, AFieldThatTheProgramRefusesIsNamed) {
  bench_.Switch("pd.dob_in_future", "reject");
  const auto family = bench_.CreateFamily("f", Family("VANCE", Guardian("Cy", "Vance", "cy@example.com", "")));
  const auto child = bench_.CreateChild("k", {1, std::stoll(family.id), Child("Max", "Vance", "2027-05-06")});
  EXPECT_EQ(child.kind, Kind::kNotDone);
  EXPECT_EQ(child.reason, Reason::kRejectedByProcare);
  EXPECT_EQ(child.details, std::vector<std::string>{"date_of_birth"});
}

TEST_F(SessionDataTest, KeysAreCutAndNumbered) {
  for (const auto& [number, key] : std::vector<std::pair<int, std::string>>{{1, "VANDERBI"}, {2, "VANDERB1"}}) {
    const auto n = std::to_string(number);
    auto task = Family("VANDERBILT", Guardian("P" + n, "Vanderbilt", "p" + n + "@example.com", ""));
    const auto made = bench_.CreateFamily("f" + n, task);
    EXPECT_EQ(made.kind, Kind::kDone);
    EXPECT_EQ(bench_.Database()["accounts"].back()["key"], key);
  }
}

TEST_F(SessionDataTest, AKeyOfAnAccountThatIsNotShownIsPassedOver) {
  bench_.Do({{"action", "add_family"},
             {"school_id", 1},
             {"key", "Vance"},
             {"payers", {{{"first_name", "Eve"}, {"last_name", "Vance"}}}}});
  bench_.Do({{"action", "hide_account"}, {"account_id", 2}});
  bench_.Switch("pd.reads_hidden_accounts", "false");
  const auto made = bench_.CreateFamily("f", Family("VANCE", Guardian("Cy", "Vance", "cy@example.com", "")));
  EXPECT_EQ(made.kind, Kind::kDone);
  EXPECT_EQ(bench_.Database()["accounts"].back()["key"], "VANCE1");
}

TEST_F(SessionDataTest, APayerIsUsedOnlyWithTheSameNameAndAContact) {
  bench_.CreateFamily("f1", Family("A", Guardian("ANA", "Ortíz", "", "(212) 555-0101")));
  EXPECT_EQ(bench_.Database()["accounts"].back()["payers"], json({1})) << "the phone is the same";
  bench_.CreateFamily("f2", Family("B", Guardian("Ana", "Ortiz", "other@example.com", "")));
  EXPECT_NE(bench_.Database()["accounts"].back()["payers"], json({1})) << "only the name is the same";
  bench_.CreateFamily("f3", Family("C", Guardian("Anabel", "Ortiz", "ana@example.com", "")));
  EXPECT_NE(bench_.Database()["accounts"].back()["payers"], json({1})) << "only the e-mail is the same";
}

TEST_F(SessionDataTest, APersonIsWrittenInThePartsOfTheProgram) {
  auto guardian = Guardian("Cy", "Vance", "cy@example.com", "312-555-0199 x7");
  guardian.name.middle = "Élan";
  guardian.name.suffix = "Jr";
  guardian.address = {"1 Elm St", "", "Springfield", "IL", "62701", "US"};
  bench_.CreateFamily("f", Family("VANCE", guardian));
  const auto person = bench_.Database()["persons"].back();
  EXPECT_EQ(person["last_name"], "Vance Jr");
  EXPECT_EQ(person["middle_initial"], "É");
  EXPECT_EQ(person["phones"][0]["area_code"], "312");
  EXPECT_EQ(person["phones"][0]["number"], "555-0199 x7");
  EXPECT_EQ(person["addresses"][0]["region"], "IL");
}

TEST_F(SessionDataTest, AChildOfAnotherFamilyIsNotTaken) {
  const auto family = bench_.CreateFamily("f", Family("VANCE", Guardian("Cy", "Vance", "cy@example.com", "")));
  bench_.CreateChild("k", {1, std::stoll(family.id), Child("Lia", "Ortiz", "2022-02-03")});
  EXPECT_EQ(bench_.Database()["accounts"].back()["children"], json({5})) << "no payer in common: another child";
}

// Typed under another payer, so that nothing but name and birth date tells.
TEST_F(SessionDataTest, AChildOfThisNameThatTheEngineHadNotSeenAtTheSchoolIsLookedAtFirst) {
  const auto family = bench_.CreateFamily("f", Family("VANCE", Guardian("Cy", "Vance", "cy@example.com", "")));
  bench_.Do(
      {{"action", "add_family"},
       {"school_id", 1},
       {"name", "Vance"},
       {"payers", json::array({{{"first_name", "Dee"}, {"last_name", "Vance"}, {"email", "dee@example.com"}}})},
       {"children", json::array({{{"first_name", "Max"}, {"last_name", "Vance"}, {"date_of_birth", "2025-05-06"}}})}});
  desktop_wire::CreateChild task{1, std::stoll(family.id), Child("Max", "Vance", "2025-05-06")};
  const auto refused = bench_.CreateChild("k", task);
  EXPECT_EQ(refused.kind, Kind::kNotDone);
  EXPECT_EQ(refused.reason, Reason::kProcareError) << "the engine looks again soon";
  task.known_children = {bench_.Database()["persons"].back()["guid"]};
  EXPECT_EQ(bench_.CreateChild("k2", task).kind, Kind::kDone) << "a namesake, as the engine knows";
}

TEST_F(SessionDataTest, AChildThatStaffTypedInTheMeantimeIsNotRepeated) {
  const auto family = bench_.CreateFamily("f", Family("VANCE", Guardian("Cy", "Vance", "cy@example.com", "")));
  const auto account = std::stoll(family.id);
  bench_.Do({{"action", "add_child"},
             {"account_id", account},
             {"first_name", "max"},
             {"last_name", "VANCE"},
             {"date_of_birth", "2025-05-06"}});
  const auto child = bench_.CreateChild("k", {1, account, Child("Max", "Vance", "2025-05-06")});
  EXPECT_EQ(child.kind, Kind::kNotDone);
  EXPECT_EQ(child.reason, Reason::kRejectedByProcare) << "the engine looks again later, and links it";
  EXPECT_EQ(child.details, std::vector<std::string>{"child: is in the account already"});
  EXPECT_EQ(bench_.Database()["accounts"].back()["children"].size(), 1u);
}

TEST_F(SessionDataTest, AChildOfOneOfThePayersAtTheSameSchoolIsNotRepeated) {
  auto task = Family("ORTIZ2", Guardian("Ana", "Ortiz", "ana@example.com", ""));
  task.school_id = 2;
  task.known_accounts = {1};
  const auto family = bench_.CreateFamily("f", task);
  const auto child = bench_.CreateChild("k", {2, std::stoll(family.id), Child("Lia", "Ortiz", "2022-02-03")});
  EXPECT_EQ(child.kind, Kind::kNotDone);
  EXPECT_EQ(child.reason, Reason::kRejectedByProcare);
  EXPECT_TRUE(bench_.Database()["accounts"].back()["children"].empty());
  EXPECT_EQ(bench_.Database()["persons"].size(), 3u);
}

// Staff typed the family after the engine had looked: while the PC was off, or a moment ago.
TEST_F(SessionDataTest, AFamilyThatStaffTypedSinceTheLookIsNotEnteredBesideIt) {
  bench_.Do({{"action", "add_family"},
             {"school_id", 1},
             {"key", "Typed"},
             {"payers", {{{"first_name", "Cy"}, {"last_name", "Vance"}, {"email", "CY@example.com"}}}}});
  auto task = Family("VANCE", Guardian("Cy", "Vance", "cy@example.com", ""));
  const auto made = bench_.CreateFamily("f", task);
  EXPECT_EQ(made.kind, Kind::kNotDone);
  EXPECT_EQ(made.reason, Reason::kProcareError) << "the engine looks again soon, and links what staff typed";
  EXPECT_EQ(bench_.Database()["accounts"].size(), 2u);
  task.known_accounts = {2};  // it was seen, and is not taken for this family
  EXPECT_EQ(bench_.CreateFamily("f2", task).kind, Kind::kDone);
}

// I9: the number of an account stands for another family after a restore.
TEST_F(SessionDataTest, AChildIsNeverEnteredIntoTheAccountOfStrangers) {
  bench_.Do({{"action", "take_backup"}, {"name", "sunday"}});
  const auto family = bench_.CreateFamily("f", Family("VANCE", Guardian("Cy", "Vance", "cy@example.com", "")));
  ASSERT_EQ(family.payers.size(), 1u);
  bench_.Do({{"action", "restore_backup"}, {"name", "sunday"}});
  bench_.Do(
      {{"action", "add_family"}, {"school_id", 1}, {"payers", {{{"first_name", "Eve"}, {"last_name", "Stone"}}}}});
  ASSERT_EQ(bench_.Database()["accounts"].back()["id"], std::stoll(family.id)) << "the number is given anew";
  desktop_wire::CreateChild task{1, std::stoll(family.id), Child("Max", "Vance", "2025-05-06")};
  task.payers = family.payers;
  const auto child = bench_.CreateChild("k", task);
  EXPECT_EQ(child.kind, Kind::kNotDone);
  EXPECT_EQ(child.reason, Reason::kProcareError);
  EXPECT_TRUE(bench_.Database()["accounts"].back()["children"].empty());
}

// The rows are written; before the classroom is, the disk is full.
TEST_F(SessionDataTest, APlacementThatWroteSomethingIsNeverNotDone) {
  const auto child = MakeChild();
  auto task = Place(child, "Enrolled");
  task.placement.classroom_id = 1;
  // Session, accounts, labels, row, classroom.
  bench_.Before(5, [&] { bench_.Do({{"action", "disk_full"}, {"full", true}}); });
  EXPECT_EQ(bench_.PlaceChild("p", task).kind, Kind::kUnknown);
  EXPECT_EQ(RowsOf(child_number_).size(), 1u);
  EXPECT_EQ(bench_.PlaceChild("p2", task).kind, Kind::kNotDone) << "nothing was written";
  bench_.Do({{"action", "disk_full"}, {"full", false}});
  EXPECT_EQ(bench_.PlaceChild("p", task).kind, Kind::kDone);
  EXPECT_EQ(RowsOf(child_number_).size(), 1u);
}

// The agent dies after the first row; meanwhile the child is only pre-registered in IKS.
TEST_F(SessionDataTest, APlacementThatChangedBetweenTwoTriesIsNotTakenForTheEarlierOne) {
  const auto child = MakeChild();
  auto task = Place(child, "Enrolled");
  task.placement.rows[0].date = Day("2026-07-03");
  task.placement.classroom_id = 1;
  bench_.Before(5, [&] { bench_.Do({{"action", "disk_full"}, {"full", true}}); });
  EXPECT_EQ(bench_.PlaceChild("p", task).kind, Kind::kUnknown);
  bench_.Do({{"action", "disk_full"}, {"full", false}});
  task.placement.rows.insert(task.placement.rows.begin(), {Day("2026-03-02"), "Waiting List"});
  EXPECT_EQ(bench_.PlaceChild("p", task).kind, Kind::kDone);
  EXPECT_EQ(RowsOf(child_number_), (std::vector<std::string>{"Enrolled", "Waiting List"}));
}

TEST_F(SessionDataTest, AnAccountThatIsGoneIsLookedForAgain) {
  const auto child = bench_.CreateChild("k", {1, 77, Child("Max", "Vance", "2025-05-06")});
  EXPECT_EQ(child.kind, Kind::kNotDone);
  EXPECT_EQ(child.reason, Reason::kProcareError);
}

TEST_F(SessionDataTest, WordsOfTheSiteAreTakenAsTheSiteWritesThem) {
  const auto child = MakeChild();
  EXPECT_EQ(bench_.PlaceChild("p", Place(child, "waiting-list")).kind, Kind::kDone);
  EXPECT_EQ(RowsOf(child_number_), std::vector<std::string>{"Waiting List"});
}

TEST_F(SessionDataTest, AWordThatTheSiteDoesNotHaveIsToldBeforeAnythingIsWritten) {
  const auto child = MakeChild();
  auto task = Place(child, "Enrolled");
  task.placement.rows.push_back({Day("2026-09-01"), "Pre-Registered"});
  const auto placed = bench_.PlaceChild("p", task);
  EXPECT_EQ(placed.kind, Kind::kNotDone);
  EXPECT_EQ(placed.reason, Reason::kStatusWordMissing);
  EXPECT_EQ(placed.details, (std::vector<std::string>{"status_label:Pre-Registered"}));
  EXPECT_TRUE(RowsOf(child_number_).empty());
}

TEST_F(SessionDataTest, WhatStaffEnteredStays) {
  const auto child = MakeChild();
  bench_.Do({{"action", "add_status_row"},
             {"child_id", child_number_},
             {"school_id", 1},
             {"date", "2026-03-01"},
             {"status", "Withdrawn"}});
  bench_.Do({{"action", "set_primary_classroom"}, {"child_id", child_number_}, {"classroom_id", 2}});
  bench_.Do({{"action", "set_relationship"},
             {"child_id", child_number_},
             {"person_id", child_number_ - 1},
             {"label", "Father"}});
  auto task = Place(child, "Enrolled");
  task.placement.classroom_id = 1;
  task.placement.relationships = {{{"Cy", "", "Vance", "", ""}, "Guardian", true, true, true}};
  const auto before = bench_.Database();
  EXPECT_EQ(bench_.PlaceChild("p", task).kind, Kind::kDone);
  auto after = bench_.Database();
  for (const auto* list : {"status_rows", "primary_classrooms", "relationships"}) EXPECT_EQ(after[list], before[list]);
}

TEST_F(SessionDataTest, PlacingTwiceWritesOnce) {
  const auto child = MakeChild();
  auto task = Place(child, "Enrolled");
  bench_.PlaceChild("p1", task);
  task.placement.rows[0].date = Day("2026-03-03");  // the next day, with another command
  EXPECT_EQ(bench_.PlaceChild("p2", task).kind, Kind::kDone);
  EXPECT_EQ(RowsOf(child_number_), std::vector<std::string>{"Enrolled"});
}

TEST_F(SessionDataTest, AClassroomThatIsGoneKeepsNoChildFromBeingPlaced) {
  const auto child = MakeChild();
  auto task = Place(child, "Enrolled");
  task.placement.classroom_id = 3;  // of the other school
  const auto placed = bench_.PlaceChild("p", task);
  EXPECT_EQ(placed.kind, Kind::kDone);
  EXPECT_EQ(placed.details, std::vector<std::string>{"classroom_id: was refused"});
  EXPECT_EQ(RowsOf(child_number_), std::vector<std::string>{"Enrolled"});
}

TEST_F(SessionDataTest, AChildIsFoundByItsNumberToo) {
  MakeChild();
  EXPECT_EQ(bench_.PlaceChild("p", Place(std::to_string(child_number_), "Enrolled")).kind, Kind::kDone);
  EXPECT_EQ(RowsOf(child_number_).size(), 1u);
  EXPECT_EQ(bench_.PlaceChild("p2", Place("999", "Enrolled")).kind, Kind::kNotDone);
}

TEST_F(SessionDataTest, ASetUpIsChecked) {
  const auto good = bench_.CheckSetup(1);
  EXPECT_EQ(good.kind, Kind::kDone);
  ASSERT_EQ(good.details.size(), 5u);
  const auto database = bench_.Database()["database_id"].get<std::string>();
  EXPECT_EQ(good.details[1], "The database's id is " + database + ".");
  EXPECT_EQ(good.details[3], "It has 2 classrooms.");
  EXPECT_EQ(good.details[4],
            "Enrollment statuses of this site: Enrolled, Registered, Waiting List, Withdrawn, Graduated.");
  EXPECT_EQ(good.status_labels,
            (std::vector<std::string>{"Enrolled", "Registered", "Waiting List", "Withdrawn", "Graduated"}));
  EXPECT_FALSE(good.relationship_labels.empty());
  const auto bad = bench_.CheckSetup(9);
  EXPECT_EQ(bad.kind, Kind::kNotDone);
  EXPECT_EQ(bad.details, std::vector<std::string>{"school_id: this database has no school 9"});
}

}  // namespace
}  // namespace ikp::tests
