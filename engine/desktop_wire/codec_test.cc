#include "engine/desktop_wire/codec.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ikp::desktop_wire {
namespace {

std::string MistakeIn(std::string_view command) {
  const auto read = ReadCommand(command);
  return read ? "" : read.error();
}

TEST(CodecTest, AnUnknownCommandIsNotGuessed) {
  EXPECT_EQ(MistakeIn(R"({"id":"c1","kind":"delete_family","school_id":1})"),
            "kind must be a kind of command that this version knows");
  EXPECT_EQ(MistakeIn(R"({"id":"c1","school_id":1})"), "kind must be there, as text");
  EXPECT_EQ(MistakeIn(R"({"kind":"read_school","school_id":1})"), "id must be there, as text");
}

TEST(CodecTest, IdsAreWholeNumbersAndNothingElse) {
  EXPECT_EQ(MistakeIn(R"({"id":"c1","kind":"read_school","school_id":"1"})"), "school_id must be a whole number");
  EXPECT_EQ(MistakeIn(R"({"id":"c1","kind":"read_school","school_id":1.5})"), "school_id must be a whole number");
  EXPECT_EQ(MistakeIn(R"({"id":"c1","kind":"read_school","school_id":18446744073709551615})"),
            "school_id must be a whole number");
  EXPECT_EQ(MistakeIn(R"({"id":"c1","kind":"read_school"})"), "school_id must be there, as a whole number");
}

TEST(CodecTest, AWantedRowNeedsADayThatExists) {
  EXPECT_EQ(MistakeIn(R"({"id":"c","kind":"place_child","school_id":1,"child":"g",
                          "placement":{"rows":[{"date":"2026-09-01","status":"A"},
                                               {"date":"2026-02-30","status":"B"}]}})"),
            "placement.rows[1].date must be a date as YYYY-MM-DD");
  EXPECT_EQ(MistakeIn(R"({"id":"c","kind":"place_child","school_id":1,"child":"g",
                          "placement":{"rows":[{"status":"A"}]}})"),
            "placement.rows[0].date must be there, as a date YYYY-MM-DD");
}

TEST(CodecTest, MistakesNameTheFieldAndNeverItsValue) {
  const std::string secret = "Rosalind";
  const std::vector<std::string> commands = {
      R"({"id":"c","kind":"create_family","school_id":1,"family":{"name":7,"guardians":["Rosalind"]}})",
      R"({"id":"c","kind":"create_family","school_id":1,"family":{"guardians":[{"name":{"first":"Rosalind"},
          "email":"Rosalind"}]}})",
      R"({"id":"c","kind":"create_family","school_id":1,"family":{"guardians":[{"name":{},
          "phones":[{"kind":"Rosalind","number":"Rosalind"}]}]}})",
      R"({"id":"c","kind":"create_child","school_id":1,"account_id":1,"child":{"birth_date":"Rosalind","name":{}}})",
  };
  for (const auto& command : commands) {
    const auto mistake = MistakeIn(command);
    EXPECT_FALSE(mistake.empty()) << command;
    EXPECT_EQ(mistake.find(secret), std::string::npos) << mistake;
  }
  EXPECT_EQ(MistakeIn(commands[1]), "family.guardians[0].email must be an e-mail address");
}

TEST(CodecTest, AChunkNeedsItsNumberAndWhetherItIsTheLast) {
  const auto mistake = [](std::string_view text) { return ReadChunk(text).error(); };
  EXPECT_EQ(mistake(R"({"snapshot_id":"s","last":true})"), "seq must be there, as a whole number");
  EXPECT_EQ(mistake(R"({"snapshot_id":"s","seq":-1,"last":true})"), "seq must be a number from 0");
  EXPECT_EQ(mistake(R"({"snapshot_id":"s","seq":0})"), "last must be there, true or false");
  EXPECT_EQ(mistake(R"({"snapshot_id":"s","seq":0,"last":true,"accounts":[{"id":4}]})"),
            "accounts[0].school_id must be there, as a whole number");
  EXPECT_EQ(mistake(R"({"snapshot_id":"s","seq":0,"last":true,"statuses":{}})"), "statuses must be a list");
}

TEST(CodecTest, ABirthDateThatCannotBeReadIsNothing) {
  const auto chunk = ReadChunk(R"({"snapshot_id":"s","seq":0,"last":true,"accounts":[{"id":4,"school_id":1,
      "children":[{"person":{"id":5,"date_of_birth":"02/30/2020"}}]}]})");
  ASSERT_TRUE(chunk.has_value()) << chunk.error();
  EXPECT_EQ(chunk->accounts.at(0).children.at(0).person.date_of_birth, std::nullopt);
}

TEST(CodecTest, KeysOfANewerVersionAreLeftAlone) {
  const auto answer = ReadPollAnswer(R"({"commands":[],"accepted":["c1"],"hint":{"a":1}})");
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->accepted, std::vector<std::string>{"c1"});
}

TEST(CodecTest, AnOutcomeOfANewerVersionKeepsWhatWasDone) {
  const auto finished = ReadFinished(R"({"outcome":{"command_id":"c","kind":"not_done","reason":"desktop_on_fire"}})");
  ASSERT_TRUE(finished.has_value());
  EXPECT_EQ(finished->outcome.kind, Outcome::Kind::kNotDone);
  EXPECT_EQ(finished->outcome.reason, domain::Reason::kProcareError);
  EXPECT_EQ(ReadFinished(R"({"outcome":{"command_id":"c","kind":"perhaps"}})").error(),
            "outcome.kind must be done, not_done or unknown");
}

TEST(CodecTest, AReadingMustSayWhetherItIsComplete) {
  EXPECT_EQ(ReadFinished(R"({"outcome":{"command_id":"c","kind":"done"},"reading":{"statuses_known":true}})").error(),
            "reading.complete must be there, true or false");
}

TEST(CodecTest, WhatIsKeptOfAPollHasALimit) {
  Poll poll;
  poll.instance = std::string(201, 'i');
  poll.journal_id = "j";
  EXPECT_EQ(ReadPoll(WritePoll(poll)).error(), "instance must be at most 200 bytes long");
  poll.instance = "i";
  poll.journal_id = std::string(201, 'j');
  EXPECT_EQ(ReadPoll(WritePoll(poll)).error(), "journal_id must be at most 200 bytes long");
  poll.journal_id = "j";
  poll.agent_version = std::string(201, '1');
  EXPECT_EQ(ReadPoll(WritePoll(poll)).error(), "agent_version must be at most 200 bytes long");
}

TEST(CodecTest, AccountsAreWholeNumbersThatFit) {
  const std::string command = R"({"id":"c","kind":"create_family","school_id":1,"family":{},"known_accounts":)";
  EXPECT_EQ(MistakeIn(command + R"([1,"2"]})"), "known_accounts must be a list of whole numbers");
  EXPECT_EQ(MistakeIn(command + "[18446744073709551615]}"), "known_accounts must be a list of whole numbers");
  EXPECT_EQ(MistakeIn(command + "[1,-2]}"), "");
}

// A captive portal or a proxy answers in the engine's place (G57).
TEST(CodecTest, WhatIsNotJsonIsToldInOneSentence) {
  EXPECT_EQ(ReadPollAnswer("<html>Please log in</html>").error(),
            "the message cannot be read: HTML page instead of JSON");
  EXPECT_EQ(ReadPollAnswer("").error(), "the message cannot be read: empty answer");
  EXPECT_EQ(ReadPollAnswer("[1]").error(), "the message must be an object");
}

TEST(CodecTest, BytesThatAreNotUtf8AreReplaced) {
  Chunk chunk;
  chunk.snapshot_id = "s";
  chunk.schools.push_back({1, "Caf\xe9"});
  const auto read = ReadChunk(WriteChunk(chunk));
  ASSERT_TRUE(read.has_value()) << read.error();
  EXPECT_EQ(read->schools.at(0).name, "Caf\xEF\xBF\xBD");
}

}  // namespace
}  // namespace ikp::desktop_wire
