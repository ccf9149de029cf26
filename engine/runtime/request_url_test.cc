#include "engine/runtime/request_url.h"

#include <gtest/gtest.h>

#include <string>

namespace ikp::runtime {
namespace {

TEST(ParseRequestUrl, TakesApartWhatARequestNeeds) {
  const auto url = ParseRequestUrl("https://api.example.com/v1/children?status=New%20Lead&limit=5#top");
  ASSERT_TRUE(url);
  EXPECT_TRUE(url->tls);
  EXPECT_EQ(url->host, "api.example.com");
  EXPECT_EQ(url->port, 443);
  EXPECT_EQ(url->host_header, "api.example.com");
  EXPECT_EQ(url->origin_target, "/v1/children?status=New%20Lead&limit=5");
  EXPECT_EQ(url->Key(), "https://api.example.com:443");
}

TEST(ParseRequestUrl, PortOfItsOwnGoesIntoTheHostHeader) {
  const auto url = ParseRequestUrl("http://127.0.0.1:8080");
  ASSERT_TRUE(url);
  EXPECT_FALSE(url->tls);
  EXPECT_EQ(url->port, 8080);
  EXPECT_EQ(url->host_header, "127.0.0.1:8080");
  EXPECT_EQ(url->origin_target, "/");
  EXPECT_EQ(ParseRequestUrl("http://example.com:80/x")->host_header, "example.com");
}

TEST(ParseRequestUrl, AddressOfVersion6LosesItsBracketsExceptInTheHeader) {
  const auto url = ParseRequestUrl("http://[::1]:81/?q");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->host, "::1");
  EXPECT_EQ(url->host_header, "[::1]:81");
  EXPECT_EQ(url->origin_target, "/?q");
}

TEST(ParseRequestUrl, RefusesWhatIsNoPlainWebAddress) {
  for (const std::string text :
       {"", "/only/a/path", "ftp://example.com/", "http://", "http:///path", "http://a b/",
        "http://user:secret@example.com/", "http://example.com:99999/", "http://example.com:0/",
        "http://ex%00ample.com/", "http://example.com/with space", "example.com"}) {
    EXPECT_FALSE(ParseRequestUrl(text)) << text;
  }
}

TEST(IsLoopback, GoesByWhatIsWritten) {
  for (const std::string host : {"127.0.0.1", "127.8.9.10", "::1", "localhost", "LocalHost"}) {
    EXPECT_TRUE(IsLoopback(host)) << host;
  }
  for (const std::string host : {"10.0.0.1", "example.com", "localhost.example.com", "127.0.0.1.example.com", "127.1",
                                 "0.0.0.0", "::", "::ffff:127.0.0.1", ""}) {
    EXPECT_FALSE(IsLoopback(host)) << host;
  }
}

}  // namespace
}  // namespace ikp::runtime
