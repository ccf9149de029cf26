#include "engine/wire/error_text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

namespace ikp::wire {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

TEST(ErrorText, SentencesBecomeFieldAndComplaint) {
  EXPECT_EQ(SafeErrorWord("First name can't be blank"), "first_name: can't be blank");
  EXPECT_EQ(SafeErrorWord("Dob is invalid"), "dob: is invalid");
  EXPECT_EQ(SafeErrorWord("Email has already been taken"), "email: has already been taken");
  EXPECT_EQ(SafeErrorWord("Guardians[0].email has already been taken"), "email: has already been taken");
  EXPECT_EQ(SafeErrorWord("Activation date can\xE2\x80\x99t be in the past"), "activation_date: can't be in the past");
  EXPECT_EQ(SafeErrorWord("External has already been taken"), "external: has already been taken");
  EXPECT_EQ(SafeErrorWord("Last name is too long (maximum is 50 characters)"), "last_name: is too long");
  EXPECT_EQ(SafeErrorWord("Your account has been locked. Call the school."), "account locked");
  EXPECT_EQ(SafeErrorWord("invalid_client"), "invalid_client");
  EXPECT_EQ(SafeErrorWord("Not found"), "not_found");
}

TEST(ErrorText, ValuesNeverGetOut) {
  EXPECT_EQ(SafeErrorWord("Email jane.doe@example.com has already been taken"), "email: has already been taken");
  EXPECT_EQ(SafeErrorWord("First name \"Zoe\" is invalid"), "first_name: is invalid");
  EXPECT_EQ(SafeErrorWord("Anna Smith born 2021-05-04 is a duplicate of kid 77"), kUnrecognisedMessage);
  EXPECT_EQ(SafeErrorWord("Anna Smith is invalid"), "unrecognised field: is invalid");
}

TEST(ErrorText, UnderstandsTheUsualShapes) {
  EXPECT_EQ(SafeErrorWords(json{{"errors", {"Dob is invalid", "Dob is invalid", "Not found"}}}),
            (Words{"dob: is invalid", "not_found"}));
  EXPECT_EQ(SafeErrorWords(json{{"error", "invalid_client"}}), Words{"invalid_client"});
  EXPECT_EQ(SafeErrorWords(json{{"message", "Too many requests"}}), Words{"too many requests"});
  EXPECT_EQ(
      SafeErrorWords(json::parse(R"({"errors":{"email":["has already been taken","is invalid"],"zip":"is odd"}})")),
      (Words{"email: has already been taken", "email: is invalid", "zip: unrecognised message"}));
  EXPECT_EQ(SafeErrorWords(json::parse(R"({"error":{"code":"validation_failed","message":"x",
              "fields":[{"field":"status","message":"is unknown"},{"field":"shoe","message":"size 42"}]}})")),
            (Words{"validation_failed", "status: is unknown", "unrecognised field: unrecognised message"}));
  EXPECT_EQ(SafeErrorWords(json::parse(R"({"errors":null,"error":7,"fields":"x"})")), Words{"unrecognised message"});
  EXPECT_EQ(SafeErrorWords(json::array({1, 2})), Words{});
  EXPECT_EQ(SafeErrorWords(json("text")), Words{});
}

RC_GTEST_PROP(ErrorTextProperty, OnlyWordsOfTheClosedListsGetOut, ()) {
  const auto sentence = *rc::gen::map(
      rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(
          rc::gen::element<std::string>("is invalid", "Email", "jane@example.com", "has already been taken",
                                        "First name", "guardians[0].", "\"Zoe\"", "2021-05-04", "not found", ": "),
          rc::gen::arbitrary<std::string>())),
      [](const std::vector<std::string>& parts) {
        std::string joined;
        for (const auto& part : parts) joined += part + " ";
        return joined;
      });
  RC_ASSERT(IsSafeErrorWord(SafeErrorWord(sentence)));
  const json body = {{"errors", {sentence, {{"field", sentence}, {"message", sentence}}, {{sentence, sentence}}}},
                     {"error", {{"code", sentence}, {"fields", {{sentence, {sentence}}}}}},
                     {"message", sentence},
                     {"fields", {{sentence, sentence}}}};
  for (const auto& word : SafeErrorWords(body)) RC_ASSERT(IsSafeErrorWord(word));
}

}  // namespace
}  // namespace ikp::wire
