#include "engine/runtime/blocking_http.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "engine/runtime/raw_socket.h"

namespace ikp::runtime {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

std::string Url(std::uint16_t port) { return "http://127.0.0.1:" + std::to_string(port) + "/"; }

TEST(BlockingSend, GivesTheAnswer) {
  ScriptedPeer peer({"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nX-A: b\r\n\r\nnone"});
  const auto response = BlockingSend({"GET", Url(peer.port()), {}, ""}, 5s);
  ASSERT_TRUE(response) << response.error();
  EXPECT_EQ(response->status, 404);
  EXPECT_EQ(response->body, "none");
  EXPECT_EQ(response->headers.Get("x-a"), "b");
}

TEST(BlockingSend, SaysWhyThereIsNone) {
  const auto port = UnusedPort();
  const auto refused = BlockingSend({"GET", Url(port), {}, ""}, 5s);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), "no answer from http://127.0.0.1:" + std::to_string(port) +
                                 ": connect-refused (nothing was sent; allowed time 5000 ms)");
  const SilentPeer silent;
  const auto late = BlockingSend({"GET", Url(silent.port()), {}, ""}, 100ms);
  ASSERT_FALSE(late);
  EXPECT_NE(late.error().find("timeout (it may have been handled"), std::string::npos) << late.error();
}

TEST(BlockingSend, IsForPlainHttpOnly) {
  EXPECT_FALSE(BlockingSend({"GET", "https://127.0.0.1/", {}, ""}, 1s));
  EXPECT_FALSE(BlockingSend({"GET", "127.0.0.1", {}, ""}, 1s));
}

}  // namespace
}  // namespace ikp::runtime
