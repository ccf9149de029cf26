#include "engine/wire/json_read.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

namespace ikp::wire {
namespace {

using nlohmann::json;

JsonFailure FailureOf(std::string_view text, const JsonLimits& limits = {}) {
  const auto parsed = ParseJson(text, limits);
  EXPECT_FALSE(parsed.has_value());
  return parsed ? JsonFailure::kEmpty : parsed.error();
}

TEST(ParseJson, SaysWhyItCouldNotRead) {
  EXPECT_EQ(FailureOf(""), JsonFailure::kEmpty);
  EXPECT_EQ(FailureOf("  \r\n"), JsonFailure::kEmpty);
  EXPECT_EQ(FailureOf("<!DOCTYPE html><html>"), JsonFailure::kHtml);
  EXPECT_EQ(FailureOf("\xEF\xBB\xBF  <html>"), JsonFailure::kHtml);
  EXPECT_EQ(FailureOf(R"({"data":[{"id")"), JsonFailure::kMalformed);
  EXPECT_EQ(FailureOf("[1e999]"), JsonFailure::kMalformed);
  EXPECT_EQ(FailureOf(std::string(100, '[')), JsonFailure::kTooDeep);
  EXPECT_EQ(FailureOf("[1,2,3]", {.bytes = 3, .depth = 4}), JsonFailure::kTooLarge);
}

TEST(ParseJson, BracketsInTextAreNotDepth) {
  EXPECT_TRUE(ParseJson(R"({"a":"[[[[\"[[[["})", {.bytes = 100, .depth = 1}).has_value());
}

TEST(ParseJson, TakesBytesThatAreNotUtf8AsLatin1) {
  const auto parsed = ParseJson("{\"name\":\"Zo\xEB\"}");
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(ReadText(*parsed, "name"), "Zo\xC3\xAB");
  EXPECT_EQ(ReadText(*ParseJson("\xEF\xBB\xBF{\"name\":\"Zo\xC3\xAB \xF0\x9F\x91\xB6\"}"), "name"),
            "Zo\xC3\xAB \xF0\x9F\x91\xB6");
}

TEST(JsonRead, TextIsTrimmedAndNothingWhenEmpty) {
  const json object = {{"a", "  Anna\t"},    {"b", ""},    {"c", nullptr}, {"d", 22},
                       {"e", json::array()}, {"f", "   "}, {"g", true}};
  EXPECT_EQ(ReadText(object, "a"), "Anna");
  EXPECT_EQ(ReadText(object, "b"), std::nullopt);
  EXPECT_EQ(ReadText(object, "c"), std::nullopt);
  EXPECT_EQ(ReadText(object, "d"), "22");
  EXPECT_EQ(ReadText(object, "e"), std::nullopt);
  EXPECT_EQ(ReadText(object, "missing"), std::nullopt);
  EXPECT_EQ(ReadText(json("text"), "a"), std::nullopt);
  EXPECT_EQ(ReadTextOrEmpty(object, "b"), "");
  EXPECT_TRUE(Present(object, "a"));
  EXPECT_TRUE(Present(object, "e"));
  EXPECT_FALSE(Present(object, "b"));
  EXPECT_FALSE(Present(object, "c"));
  EXPECT_FALSE(Present(object, "f"));
}

TEST(JsonRead, ControlCharactersDoNotGetIn) {
  EXPECT_EQ(ReadText(*ParseJson(R"({"a":"An\u0000na\r\nB\u0007"})"), "a"), "Anna  B");
}

TEST(JsonRead, IdsMayBeNumbersAndUuidsCompareWithoutCase) {
  const json object = {
      {"n", 1234}, {"s", " abc-123 "}, {"u", "5F0C0B3E-27A4-4C50-9D0A-5A1B2C3D4E5F"}, {"f", 1.5}, {"K", "KID-7"}};
  EXPECT_EQ(ReadId(object, "n"), "1234");
  EXPECT_EQ(ReadId(object, "s"), "abc-123");
  EXPECT_EQ(ReadId(object, "u"), "5f0c0b3e-27a4-4c50-9d0a-5a1b2c3d4e5f");
  EXPECT_EQ(ReadId(object, "f"), std::nullopt);
  EXPECT_EQ(ReadId(object, "K"), "KID-7");
}

TEST(JsonRead, IntegersAndBooleansMayBeText) {
  const json object = {{"a", "22"},  {"b", 22},      {"c", 22.0}, {"d", "22.5"}, {"e", "x"},
                       {"t", "Yes"}, {"u", "false"}, {"v", 1},    {"w", true},   {"big", 18446744073709551615u}};
  EXPECT_EQ(ReadInteger(object, "a"), 22);
  EXPECT_EQ(ReadInteger(object, "b"), 22);
  EXPECT_EQ(ReadInteger(object, "c"), 22);
  EXPECT_EQ(ReadInteger(object, "d"), std::nullopt);
  EXPECT_EQ(ReadInteger(object, "e"), std::nullopt);
  EXPECT_EQ(ReadInteger(object, "big"), std::nullopt);
  EXPECT_EQ(ReadBool(object, "t"), true);
  EXPECT_EQ(ReadBool(object, "u"), false);
  EXPECT_EQ(ReadBool(object, "v"), true);
  EXPECT_EQ(ReadBool(object, "w"), true);
  EXPECT_EQ(ReadBool(object, "e"), std::nullopt);
}

TEST(JsonRead, ABirthDateHasNoTimeOfDay) {
  const json object = {{"a", "2021-05-04"}, {"b", "2021-05-04T00:00:00.000-08:00"}, {"c", "2021-02-30"}, {"d", "TBD"}};
  EXPECT_EQ(ReadDate(object, "a"), domain::CivilDate::From(2021, 5, 4));
  EXPECT_EQ(ReadDate(object, "b"), std::nullopt);
  EXPECT_EQ(ReadDate(object, "c"), std::nullopt);
  EXPECT_EQ(ReadWrittenDay(object, "a"), domain::CivilDate::From(2021, 5, 4));
  EXPECT_EQ(ReadWrittenDay(object, "b"), domain::CivilDate::From(2021, 5, 4));
  EXPECT_EQ(ReadWrittenDay(object, "d"), std::nullopt);
}

TEST(JsonRead, NullObjectsAndArraysAreEmpty) {
  const json object = {{"o", nullptr}, {"a", ""}, {"p", {{"x", 1}}}, {"b", {1, 2}}};
  EXPECT_TRUE(ReadObject(object, "o").empty());
  EXPECT_TRUE(ReadArray(object, "a").empty());
  EXPECT_EQ(ReadObject(object, "p").size(), 1u);
  EXPECT_EQ(ReadArray(object, "b").size(), 2u);
  EXPECT_TRUE(ReadArray(object, "p").empty());
}

// Any JSON value, nested up to `depth`, with the keys that the property reads.
rc::Gen<json> AnyJson(int depth) {
  const auto leaf = rc::gen::oneOf(
      rc::gen::just(json()), rc::gen::map(rc::gen::arbitrary<bool>(), [](bool value) { return json(value); }),
      rc::gen::map(rc::gen::arbitrary<std::int64_t>(), [](std::int64_t value) { return json(value); }),
      rc::gen::map(rc::gen::arbitrary<double>(), [](double value) { return json(value); }),
      rc::gen::map(rc::gen::arbitrary<std::string>(), [](const std::string& value) { return json(value); }),
      rc::gen::map(rc::gen::element<std::string>("2021-05-04", "true", "17", "", "2026-03-08T09:00:00Z"),
                   [](const std::string& value) { return json(value); }));
  if (depth == 0) return leaf;
  const auto key = rc::gen::element<std::string>("a", "b", "c");
  const auto object = rc::gen::map(rc::gen::container<std::map<std::string, json>>(key, AnyJson(depth - 1)),
                                   [](const std::map<std::string, json>& values) { return json(values); });
  const auto array = rc::gen::map(rc::gen::container<std::vector<json>>(AnyJson(depth - 1)),
                                  [](const std::vector<json>& values) { return json(values); });
  return rc::gen::oneOf(leaf, object, array);
}

RC_GTEST_PROP(JsonReadProperty, NothingThrowsOnAnyValue, ()) {
  const json value = *rc::gen::resize(10, AnyJson(2));
  const json& nested = ReadObject(value, "a");
  for (const char* key : {"a", "b", "c"}) {
    for (const json* object : {&value, &nested}) {
      Present(*object, key);
      ReadText(*object, key);
      ReadId(*object, key);
      ReadInteger(*object, key);
      ReadBool(*object, key);
      ReadDate(*object, key);
      ReadWrittenDay(*object, key);
      ReadInstant(*object, key);
      ReadArray(*object, key);
    }
  }
}

RC_GTEST_PROP(JsonReadProperty, ParsingAnyBytesNeverThrowsAndReadsBackWhatItWrote, (const std::string& bytes)) {
  const auto garbage = ParseJson(bytes);
  const auto quoted = ParseJson("{\"a\":\"" + bytes + "\"}");
  if (garbage) RC_ASSERT(ParseJson(garbage->dump()).has_value());
  if (quoted) RC_ASSERT(ParseJson(quoted->dump()).has_value());
}

}  // namespace
}  // namespace ikp::wire
