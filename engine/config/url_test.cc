#include "engine/config/url.h"

#include <gtest/gtest.h>

namespace ikp::config {
namespace {

TEST(BaseUrl, DropsSlashesAtTheEnd) {
  EXPECT_EQ(ParseBaseUrl("https://sunrise.example").value(), "https://sunrise.example");
  EXPECT_EQ(ParseBaseUrl("https://sunrise.example///").value(), "https://sunrise.example");
  EXPECT_EQ(ParseBaseUrl("http://127.0.0.1:8080/t/sunrise/").value(), "http://127.0.0.1:8080/t/sunrise");
  EXPECT_EQ(ParseBaseUrl("http://[::1]:8080").value(), "http://[::1]:8080");
}

TEST(BaseUrl, SaysWhatIsWrong) {
  const auto wrong = [](std::string_view url) { return ParseBaseUrl(url).error(); };
  EXPECT_EQ(wrong("sunrise.example"), "This is not a web address.");
  EXPECT_EQ(wrong(""), "This is not a web address.");
  EXPECT_EQ(wrong("https://a b"), "This is not a web address.");
  EXPECT_EQ(wrong("https://127.0.0.1.evil.com"), "This is not a web address.");
  EXPECT_EQ(wrong("https://" + std::string(600, 'a')), "This is not a web address.");
  EXPECT_EQ(wrong("ftp://sunrise.example"), "The address must start with https://.");
  EXPECT_EQ(wrong("https://user:word@sunrise.example"), "The address must not have a user name or password in it.");
  EXPECT_EQ(wrong("https://"), "The address has no valid host name.");
  EXPECT_EQ(wrong("https://sun%72ise.example"), "The address has no valid host name.");
  EXPECT_EQ(wrong("https://sunrise.example:0"), "The port in the address must be a number from 1 to 65535.");
  EXPECT_EQ(wrong("https://sunrise.example:70000"), "The port in the address must be a number from 1 to 65535.");
  EXPECT_EQ(wrong("https://sunrise.example?a=b"), "The address must end before any ? or #.");
  EXPECT_EQ(wrong("https://sunrise.example/#top"), "The address must end before any ? or #.");
}

TEST(LoopbackUrl, TakesOnlyWhatCanBeNothingElse) {
  for (const char* url :
       {"http://127.0.0.1", "https://127.0.0.1:8443/t/sunrise", "http://127.255.0.9:1", "http://localhost:8080",
        "http://LocalHost", "http://[::1]", "http://[::1]:80/x", "http://[0:0:0:0:0:0:0:1]"}) {
    EXPECT_TRUE(IsLoopbackUrl(url)) << url;
  }
}

TEST(LoopbackUrl, RefusesLookalikes) {
  for (const char* url : {"http://127.0.0.1.evil.com",
                          "http://127.0.0.1@evil.com",
                          "http://user@127.0.0.1",
                          "http://localhost@evil.com/",
                          "http://localhost.evil.com",
                          "http://localhost.",
                          "http://evil.com/127.0.0.1",
                          "http://evil.com#127.0.0.1",
                          "http://evil.com?localhost",
                          "http://128.0.0.1",
                          "http://0.0.0.0",
                          "http://127.1",
                          "http://2130706433",
                          "http://0177.0.0.1",
                          "http://[::]",
                          "http://[::ffff:127.0.0.1]",
                          "http://[::1].evil.com",
                          "http://l%6fcalhost",
                          "http://127.0.0.1\\@evil.com",
                          "ftp://127.0.0.1",
                          "//127.0.0.1",
                          "127.0.0.1",
                          "localhost",
                          "",
                          "http://"}) {
    EXPECT_FALSE(IsLoopbackUrl(url)) << url;
  }
}

TEST(ListenAddress, ReadsAddressAndPort) {
  const auto v4 = ParseListenAddress("127.0.0.1:8080").value();
  EXPECT_EQ(v4.host, "127.0.0.1");
  EXPECT_EQ(v4.port, 8080);
  EXPECT_TRUE(v4.loopback);
  const auto v6 = ParseListenAddress("[::1]:0").value();
  EXPECT_EQ(v6.host, "::1");
  EXPECT_EQ(v6.port, 0);
  EXPECT_TRUE(v6.loopback);
  EXPECT_TRUE(ParseListenAddress("localhost:65535")->loopback);
  EXPECT_FALSE(ParseListenAddress("0.0.0.0:80")->loopback);
  EXPECT_FALSE(ParseListenAddress("[::]:80")->loopback);
}

TEST(ListenAddress, RefusesTheRest) {
  for (const char* text : {"", ":", ":8080", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000",
                           "127.0.0.1:-1", "::1:80", "[::1]", "[]:80", "example.com:80", "127.0.0.1:80/"}) {
    EXPECT_FALSE(ParseListenAddress(text)) << text;
  }
}

}  // namespace
}  // namespace ikp::config
