#include "engine/http/message.h"

#include <gtest/gtest.h>
// After gtest.
#include <rapidcheck/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace ikp::http {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

TEST(Headers, NamesCompareWithoutCase) {
  const Headers headers{{"Content-Type", "application/json"}, {"X-Two", "1"}, {"x-two", "2"}};
  EXPECT_EQ(headers.Get("content-type"), "application/json");
  EXPECT_EQ(headers.Get("X-TWO"), "1");
  EXPECT_EQ(headers.Get("absent"), std::nullopt);
}

TEST(Headers, SetReplacesEveryOneOfThatName) {
  Headers headers{{"X-Two", "1"}, {"Other", "o"}, {"x-two", "2"}};
  headers.Set("X-TWO", "3");
  EXPECT_EQ(headers.entries(), (Pairs{{"Other", "o"}, {"X-TWO", "3"}}));
  headers.Remove("other");
  EXPECT_EQ(headers.entries(), (Pairs{{"X-TWO", "3"}}));
}

TEST(PathOf, EndsBeforeQueryAndFragment) {
  EXPECT_EQ(PathOf("/api/v1/children?limit=5"), "/api/v1/children");
  EXPECT_EQ(PathOf("/api#top?x"), "/api");
  EXPECT_EQ(PathOf("/"), "/");
  EXPECT_EQ(PathOf("?x=1"), "");
}

TEST(QueryOf, KeepsOrderAndRepetitions) {
  EXPECT_EQ(QueryOf("/c?status=active&status=hold&limit=5"),
            (Pairs{{"status", "active"}, {"status", "hold"}, {"limit", "5"}}));
}

TEST(QueryOf, DecodesPlusAndEscapes) {
  EXPECT_EQ(QueryOf("/c?status=New+Lead&na%6De=%C3%A9%2B"), (Pairs{{"status", "New Lead"}, {"name", "\xC3\xA9+"}}));
}

TEST(QueryOf, MissingPartsAreEmpty) {
  EXPECT_TRUE(QueryOf("/c").empty());
  EXPECT_TRUE(QueryOf("/c?").empty());
  EXPECT_EQ(QueryOf("/c?a&b=&=v&&a=b=c#f=1"), (Pairs{{"a", ""}, {"b", ""}, {"", "v"}, {"a", "b=c"}}));
}

TEST(PercentDecode, MalformedEscapesStayAsTheyAre) {
  EXPECT_EQ(PercentDecode("100%"), "100%");
  EXPECT_EQ(PercentDecode("%4"), "%4");
  EXPECT_EQ(PercentDecode("%zz%41"), "%zzA");
  EXPECT_EQ(PercentDecode("a+b"), "a+b");
  EXPECT_EQ(PercentDecode("a+b", true), "a b");
}

TEST(PercentEncode, LeavesOnlyUnreservedCharacters) {
  EXPECT_EQ(PercentEncode("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(PercentEncode("a b&c=d/\xC3\xA9+"), "a%20b%26c%3Dd%2F%C3%A9%2B");
}

RC_GTEST_PROP(PercentEncode, DecodesToWhatItWas, (const std::string& text)) {
  const auto encoded = PercentEncode(text);
  RC_ASSERT(PercentDecode(encoded) == text);
  RC_ASSERT(PercentDecode(encoded, true) == text);
}

RC_GTEST_PROP(PercentDecode, NeverGrowsAndNeverFails, (const std::string& text)) {
  RC_ASSERT(PercentDecode(text).size() <= text.size());
}

RC_GTEST_PROP(QueryOf, ReadsBackEncodedParameters, (const Pairs& parameters)) {
  std::string target = "/path?";
  Pairs expected;
  for (const auto& [name, value] : parameters) {
    target += PercentEncode(name) + "=" + PercentEncode(value) + "&";
    expected.emplace_back(name, value);
  }
  RC_ASSERT(QueryOf(target) == expected);
}

}  // namespace
}  // namespace ikp::http
