#include "engine/runtime/http_transport.h"

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/async/task.h"
#include "engine/http/message.h"
#include "engine/ports/transport.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/http_server.h"
#include "engine/runtime/loop_await.h"
#include "engine/runtime/raw_socket.h"

namespace ikp::runtime {
namespace {

using ports::Delivery;
using ports::Exchange;
using ports::TransportFailure;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

std::string Outcome(const Exchange& exchange) {
  const char* delivery = exchange.delivery == Delivery::kAnswered  ? "answered"
                         : exchange.delivery == Delivery::kNotSent ? "not sent"
                                                                   : "unknown";
  return std::string(delivery) + ", " + std::string(ports::ToWord(exchange.failure));
}

http::Request Get(std::string url) { return {"GET", std::move(url), {}, ""}; }
http::Request Post(std::string url, std::string body = "{}") { return {"POST", std::move(url), {}, std::move(body)}; }

std::string Url(std::uint16_t port, std::string path = "/") {
  return "http://127.0.0.1:" + std::to_string(port) + std::move(path);
}

// A server that answers by path, on the loop of the transport under test.
class HttpTransportTest : public testing::Test {
 protected:
  HttpTransportTest() : HttpTransportTest(HttpTransportOptions{}) {}
  explicit HttpTransportTest(HttpTransportOptions options)
      : server(loop, {}, [this](http::Request request, HttpServer::Respond respond) { Serve(request, respond); }),
        transport(std::make_unique<HttpTransport>(loop, std::move(options))) {}

  void Serve(const http::Request& request, const HttpServer::Respond& respond) {
    requests.push_back(request);
    if (request.target == "/never") {
      unanswered.push_back(respond);
      return;
    }
    const auto found = replies.find(request.target);
    respond(found == replies.end() ? Reply{} : found->second);
  }
  Exchange Send(http::Request request, std::chrono::milliseconds timeout = 5s) {
    return AwaitOn(loop, transport->Send(std::move(request), timeout));
  }
  std::string Here(std::string path) const { return Url(server.port(), std::move(path)); }
  Reply& ReplyTo(const std::string& target) { return replies[target]; }

  EventLoop loop;
  std::map<std::string, Reply> replies;
  std::vector<http::Request> requests;
  std::vector<HttpServer::Respond> unanswered;
  HttpServer server;
  std::unique_ptr<HttpTransport> transport;
};

TEST_F(HttpTransportTest, AnswerOfAnyStatusIsAnAnswer) {
  auto& reply = ReplyTo("/path?q=a%20b").response;
  reply.status = 503;
  reply.headers = {{"Retry-After", "7"}, {"X-Two", "1"}};
  reply.body = "busy";
  const auto exchange = Send(Get(Here("/path?q=a%20b#part")));
  EXPECT_EQ(Outcome(exchange), "answered, none");
  EXPECT_EQ(exchange.response.status, 503);
  EXPECT_EQ(exchange.response.headers.Get("retry-after"), "7");
  EXPECT_EQ(exchange.response.body, "busy");
}

TEST_F(HttpTransportTest, SendsWhatItIsGivenAndSaysWhoItIs) {
  http::Request request{"PATCH", Here("/x"), {{"Authorization", "Bearer t"}, {"If-Match", "7"}}, "{\"a\":1}"};
  EXPECT_EQ(Outcome(Send(std::move(request))), "answered, none");
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0].method, "PATCH");
  EXPECT_EQ(requests[0].target, "/x");
  EXPECT_EQ(requests[0].body, "{\"a\":1}");
  EXPECT_EQ(requests[0].headers.Get("authorization"), "Bearer t");
  EXPECT_EQ(requests[0].headers.Get("if-match"), "7");
  EXPECT_EQ(requests[0].headers.Get("user-agent"), "intellikid-procare-sync");
  EXPECT_EQ(requests[0].headers.Get("host"), "127.0.0.1:" + std::to_string(server.port()));
}

TEST_F(HttpTransportTest, HeaderValueCannotSplitARequest) {
  http::Request request = Get(Here("/x"));
  request.headers.Add("X-Name", "a\r\nX-Injected: b");
  EXPECT_EQ(Outcome(Send(std::move(request))), "answered, none");
  EXPECT_EQ(requests[0].headers.Get("x-injected"), std::nullopt);
}

TEST_F(HttpTransportTest, HeadHasNoBody) {
  ReplyTo("/").response.body = "hello";
  const auto exchange = Send({"HEAD", Here("/"), {}, ""});
  EXPECT_EQ(Outcome(exchange), "answered, none");
  EXPECT_EQ(exchange.response.body, "");
}

TEST_F(HttpTransportTest, KeepsTheConnectionForTheNextExchange) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Outcome(Send(Post(Here("/")))), "answered, none");
  EXPECT_EQ(server.connections(), 1u);
}

TEST_F(HttpTransportTest, LocalhostNeedsNoNameService) {
  EXPECT_EQ(Outcome(Send(Get("http://localhost:" + std::to_string(server.port()) + "/"))), "answered, none");
}

TEST_F(HttpTransportTest, CallbackFormGivesTheSameOutcome) {
  std::optional<Exchange> got;
  transport->SendThen(Get(Here("/")), 5s, [&](Exchange exchange) {
    got = std::move(exchange);
    loop.Stop();
  });
  EXPECT_FALSE(got) << "the outcome must come later";
  loop.Run();
  ASSERT_TRUE(got);
  EXPECT_EQ(Outcome(*got), "answered, none");
}

TEST_F(HttpTransportTest, SilenceUntilTheDeadlineIsUnknown) {
  EXPECT_EQ(Outcome(Send(Post(Here("/never")), 150ms)), "unknown, timeout");
  EXPECT_EQ(requests.size(), 1u) << "the request was there to be handled";
}

TEST_F(HttpTransportTest, LostAnswerIsUnknown) {
  ReplyTo("/").disposition = Disposition::kCloseSilently;
  EXPECT_EQ(Outcome(Send(Post(Here("/")))), "unknown, connection-lost");
}

TEST_F(HttpTransportTest, ResetIsUnknown) {
  ReplyTo("/").disposition = Disposition::kReset;
  EXPECT_EQ(Outcome(Send(Post(Here("/")))), "unknown, connection-lost");
}

TEST_F(HttpTransportTest, HalfAnAnswerIsUnknown) {
  auto& reply = ReplyTo("/");
  reply.response.body = std::string(1000, 'x');
  reply.disposition = Disposition::kSendHalf;
  EXPECT_EQ(Outcome(Send(Post(Here("/")))), "unknown, connection-lost");
}

TEST_F(HttpTransportTest, NobodyListeningIsNotSent) {
  EXPECT_EQ(Outcome(Send(Post(Url(UnusedPort())))), "not sent, connect-refused");
}

TEST_F(HttpTransportTest, NameWithoutAddressIsNotSent) {
  EXPECT_EQ(Outcome(Send(Post("https://no-such-name.invalid/"))), "not sent, name-not-resolved");
}

TEST_F(HttpTransportTest, BadAddressIsNotSent) {
  for (const char* url : {"", "/path", "ftp://127.0.0.1/", "http://user:secret@127.0.0.1/", "http://127.0.0.1:0/"}) {
    EXPECT_EQ(Outcome(Send(Post(url))), "not sent, bad-url") << url;
  }
  EXPECT_EQ(Outcome(Send({"GET /admin HTTP/1.1\r\n", Here("/"), {}, ""})), "not sent, bad-url");
  EXPECT_TRUE(requests.empty());
}

TEST_F(HttpTransportTest, NoTimeAtAllIsNotSent) {
  EXPECT_EQ(Send(Post(Here("/never")), 0ms).delivery, Delivery::kNotSent);
}

TEST_F(HttpTransportTest, PlainHttpBeyondLoopbackIsRefusedWithoutConnecting) {
  // 0.0.0.0 reaches this very server where it is tried, and yet is not written as a loopback address.
  const auto exchange = Send(Post("http://0.0.0.0:" + std::to_string(server.port()) + "/"));
  EXPECT_EQ(Outcome(exchange), "not sent, plain-http-refused");
  EXPECT_TRUE(requests.empty());
  EXPECT_EQ(server.connections(), 0u);
}

TEST_F(HttpTransportTest, PlainHttpAnywhereNeedsTheSwitch) {
  HttpTransportOptions options;
  options.allow_plain_http_anywhere = true;
  transport = std::make_unique<HttpTransport>(loop, options);
  EXPECT_EQ(Outcome(Send(Get("http://0.0.0.0:" + std::to_string(server.port()) + "/"))), "answered, none");
}

TEST_F(HttpTransportTest, TooLargeAnAnswerIsUnknown) {
  HttpTransportOptions options;
  options.max_body_bytes = 1000;
  transport = std::make_unique<HttpTransport>(loop, options);
  ReplyTo("/fits").response.body = std::string(1000, 'x');
  ReplyTo("/big").response.body = std::string(1001, 'x');
  EXPECT_EQ(Outcome(Send(Get(Here("/fits")))), "answered, none");
  EXPECT_EQ(Outcome(Send(Get(Here("/big")))), "unknown, body-too-large");
}

TEST_F(HttpTransportTest, TooLargeARequestGetsTheServersAnswer) {
  const auto exchange = Send(Post(Here("/"), std::string(8 << 20, 'x')));
  EXPECT_EQ(Outcome(exchange), "answered, none");
  EXPECT_EQ(exchange.response.status, 413);
  EXPECT_TRUE(requests.empty());
}

TEST_F(HttpTransportTest, MalformedAnswerIsUnknown) {
  for (const char* answer : {"nonsense\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nbroken\r\n\r\n"}) {
    ScriptedPeer peer({answer});
    EXPECT_EQ(Outcome(Send(Post(Url(peer.port())))), "unknown, malformed-answer") << answer;
  }
}

TEST_F(HttpTransportTest, EndlessHeadersAreUnknown) {
  ScriptedPeer peer({"HTTP/1.1 200 OK\r\nX-Long: " + std::string(200'000, 'x')});
  EXPECT_EQ(Outcome(Send(Post(Url(peer.port())))), "unknown, body-too-large");
}

TEST_F(HttpTransportTest, InterimAnswersAreNotTheAnswer) {
  ScriptedPeer peer(
      {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
       "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok"});
  const auto exchange = Send(Post(Url(peer.port())));
  EXPECT_EQ(Outcome(exchange), "answered, none");
  EXPECT_EQ(exchange.response.status, 201);
  EXPECT_EQ(exchange.response.body, "ok");
}

TEST_F(HttpTransportTest, BodyThatEndsWithTheConnectionIsComplete) {
  ScriptedPeer peer({"HTTP/1.1 200 OK\r\n\r\nall of it"});
  const auto exchange = Send(Get(Url(peer.port())));
  EXPECT_EQ(Outcome(exchange), "answered, none");
  EXPECT_EQ(exchange.response.body, "all of it");
}

constexpr const char* kKeepAliveAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

// The peer closes after its first answer, although that promised to keep the connection. Where the close has arrived
// before the next exchange begins, the dead connection is not used at all.
TEST_F(HttpTransportTest, ConnectionThatThePeerHasClosedIsNotUsed) {
  ScriptedPeer peer({kKeepAliveAnswer, kKeepAliveAnswer});
  EXPECT_EQ(Outcome(Send(Get(Url(peer.port())))), "answered, none");
  EXPECT_EQ(Outcome(Send(Get(Url(peer.port())))), "answered, none");
  EXPECT_EQ(peer.connections(), 2u);
}

// The server takes the second request on the kept connection and then closes without a byte.
TEST_F(HttpTransportTest, LostOnAReusedConnectionIsUnknownForPost) {
  EXPECT_EQ(Outcome(Send(Get(Here("/")))), "answered, none");
  ReplyTo("/lost").disposition = Disposition::kCloseSilently;
  EXPECT_EQ(Outcome(Send(Post(Here("/lost")))), "unknown, connection-lost");
  EXPECT_EQ(requests.size(), 2u) << "a request with effects must not be sent twice";
}

TEST_F(HttpTransportTest, LostOnAReusedConnectionIsSentOnceMoreForGet) {
  EXPECT_EQ(Outcome(Send(Get(Here("/")))), "answered, none");
  ReplyTo("/lost").disposition = Disposition::kCloseSilently;
  EXPECT_EQ(Outcome(Send(Get(Here("/lost")))), "unknown, connection-lost");
  EXPECT_EQ(requests.size(), 3u) << "once on the kept connection, once on a new one";
}

TEST_F(HttpTransportTest, LostOnANewConnectionIsNotRepeated) {
  ReplyTo("/lost").disposition = Disposition::kCloseSilently;
  EXPECT_EQ(Outcome(Send(Get(Here("/lost")))), "unknown, connection-lost");
  EXPECT_EQ(requests.size(), 1u);
}

TEST_F(HttpTransportTest, HalfAnAnswerOnAReusedConnectionIsNotRepeated) {
  EXPECT_EQ(Outcome(Send(Get(Here("/")))), "answered, none");
  ReplyTo("/half").disposition = Disposition::kSendHalf;
  ReplyTo("/half").response.body = "0123456789";
  EXPECT_EQ(Outcome(Send(Get(Here("/half")))), "unknown, connection-lost");
  EXPECT_EQ(requests.size(), 2u);
}

TEST_F(HttpTransportTest, ConnectionsThatRestAreBounded) {
  HttpTransportOptions options;
  options.max_idle_connections_per_host = 2;
  transport = std::make_unique<HttpTransport>(loop, options);
  int left = 5;
  for (int i = 0; i < 5; ++i) {
    transport->SendThen(Get(Here("/never")), 5s, [&](Exchange exchange) {
      EXPECT_EQ(Outcome(exchange), "answered, none");
      if (--left == 0) loop.Stop();
    });
  }
  const auto answer_all = [this](auto& self) -> void {
    if (unanswered.size() < 5) return loop.PostFromAnyThread([this, &self] { self(self); });
    for (auto& respond : unanswered) respond({});
  };
  answer_all(answer_all);
  loop.Run();
  // The closing of the other three reaches the server a little later.
  const auto wait = [this](auto& self) -> void {
    if (server.connections() == 2) return loop.Stop();
    loop.PostFromAnyThread([this, &self] { self(self); });
  };
  wait(wait);
  loop.Run();
  EXPECT_EQ(server.connections(), 2u);
}

TEST_F(HttpTransportTest, TaskMayGoInTheMiddleOfItsExchange) {
  auto task = std::make_unique<async::Task<Exchange>>(transport->Send(Post(Here("/never")), 5s));
  task->Start();
  const auto drop_once_it_arrived = [&](auto& self) -> void {
    if (unanswered.empty()) return loop.PostFromAnyThread([&] { self(self); });
    task.reset();
    unanswered[0]({});
    // The loop is idle only when the exchange counts as an operation no more.
    loop.OnIdle([&] { loop.Stop(); });
  };
  drop_once_it_arrived(drop_once_it_arrived);
  loop.Run();
  EXPECT_EQ(task, nullptr);
}

TEST_F(HttpTransportTest, TaskMayGoBeforeAnythingHappened) {
  {
    auto task = transport->Send(Post(Here("/")), 5s);
    task.Start();
  }
  loop.OnIdle([&] { loop.Stop(); });
  loop.Run();
  EXPECT_TRUE(requests.empty());
}

TEST_F(HttpTransportTest, TaskMayGoBetweenOutcomeAndResumption) {
  auto task = std::make_unique<async::Task<Exchange>>(transport->Send(Post("no address"), 5s));
  task->Start();
  task.reset();
  loop.OnIdle([&] { loop.Stop(); });
  loop.Run();
  EXPECT_EQ(task, nullptr);
}

TEST_F(HttpTransportTest, EndOfTheTransportEndsItsExchanges) {
  std::optional<Exchange> got;
  transport->SendThen(Post(Here("/never")), 5s, [&](Exchange exchange) {
    got = std::move(exchange);
    loop.Stop();
  });
  const auto end_once_it_arrived = [&](auto& self) -> void {
    if (unanswered.empty()) return loop.PostFromAnyThread([&] { self(self); });
    transport.reset();
  };
  end_once_it_arrived(end_once_it_arrived);
  loop.Run();
  ASSERT_TRUE(got);
  EXPECT_EQ(Outcome(*got), "unknown, stopped");
}

TEST_F(HttpTransportTest, ExchangeKeepsTheLoopFromBeingIdle) {
  std::vector<std::string> log;
  ReplyTo("/").delay = 50ms;
  transport->SendThen(Get(Here("/")), 5s, [&](Exchange) { log.push_back("answered"); });
  loop.OnIdle([&] {
    log.push_back("idle");
    loop.Stop();
  });
  loop.Run();
  EXPECT_EQ(log, (std::vector<std::string>{"answered", "idle"}));
}

TEST(HttpTransportLifetime, LoopMayGoWithExchangesPending) {
  EventLoop loop;
  int outcomes = 0;
  {
    HttpTransport transport(loop, {});
    transport.SendThen(Post(Url(UnusedPort())), 5s, [&](Exchange) { ++outcomes; });
  }
  EXPECT_EQ(outcomes, 0);
}

}  // namespace
}  // namespace ikp::runtime
