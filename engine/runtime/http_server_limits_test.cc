// What the server reads of a request, and from whom (I15).
#include <gtest/gtest.h>

#include "engine/runtime/served.h"

namespace ikp::runtime {
namespace {

// I15: who may send much is known before any of it is read.
TEST(HttpServerLimits, TheHeadersTellHowLargeTheBodyMayBe) {
  HttpServerOptions options;
  options.max_body_bytes = 100'000;
  options.body_limit = [](const http::Request& head) -> std::size_t {
    return head.method == "POST" && head.target == "/chunk" && head.headers.Get("X-Key") == "k" ? 1'000'000 : 100;
  };
  Served served(Mirror, options);
  const auto post = [&](const char* target, const char* key, std::size_t bytes) {
    return StatusLine(
        served.Say("POST " + std::string(target) + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-Key: " + key +
                   "\r\nContent-Length: " + std::to_string(bytes) + "\r\n\r\n" + std::string(bytes, 'x')));
  };
  EXPECT_EQ(post("/chunk", "k", 100'000), "HTTP/1.1 200 OK");
  EXPECT_EQ(post("/chunk", "k", 100'001), "HTTP/1.1 413 Payload Too Large") << "the server's own limit";
  EXPECT_EQ(post("/chunk", "other", 101), "HTTP/1.1 413 Payload Too Large");
  EXPECT_EQ(post("/register", "k", 100), "HTTP/1.1 200 OK");
  EXPECT_EQ(post("/register", "k", 101), "HTTP/1.1 413 Payload Too Large");
  const auto chunked = served.Say("POST /register HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" +
                                  std::string(2000, 'x') + "\r\n0\r\n\r\n");
  EXPECT_EQ(StatusLine(chunked), "HTTP/1.1 413 Payload Too Large");
}

TEST(HttpServerLimits, BodiesHaveOneBudgetForAllConnections) {
  HttpServerOptions options;
  options.max_bytes_in_flight = 100'000;
  Served served(Mirror, options);
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ";
  auto slow = served.Connect();
  slow.Send(head + "60000\r\nExpect: 100-continue\r\n\r\n");
  slow.ReadUntil("\r\n\r\n");  // it has its room
  EXPECT_EQ(StatusLine(served.Say(head + "60000\r\nExpect: 100-continue\r\n\r\n")), "HTTP/1.1 503 Service Unavailable");
  EXPECT_EQ(StatusLine(served.Say(head + "16000\r\nConnection: close\r\n\r\n" + std::string(16'000, 'x'))),
            "HTTP/1.1 200 OK")
      << "who sends little is always served";
  slow.Send(std::string(60'000, 'x'));
  slow.ReadUntil("xxxx");
  EXPECT_EQ(StatusLine(served.Say(head + "60000\r\nConnection: close\r\n\r\n" + std::string(60'000, 'x'))),
            "HTTP/1.1 200 OK")
      << "the room was given back";
}

}  // namespace
}  // namespace ikp::runtime
