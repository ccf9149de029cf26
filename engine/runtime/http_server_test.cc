#include "engine/runtime/http_server.h"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "engine/http/message.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/raw_socket.h"
#include "engine/runtime/served.h"

namespace ikp::runtime {
namespace {

using std::chrono_literals::operator""ms;

TEST(HttpServer, PassesTheRequestAsItIs) {
  Served served(Mirror);
  const auto answer = served.Say(
      "POST /api/x?q=a%20b&q=c HTTP/1.1\r\nHost: h\r\nX-Two: 1\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody");
  EXPECT_EQ(StatusLine(answer), "HTTP/1.1 200 OK");
  EXPECT_TRUE(Contains(answer, "POST /api/x?q=a%20b&q=c\nHost=h\nX-Two=1\n")) << answer;
  EXPECT_TRUE(Contains(answer, "\nbody")) << answer;
  EXPECT_TRUE(Contains(answer, "Connection: close\r\n")) << answer;
}

TEST(HttpServer, ReadsChunkedBodies) {
  Served served(Mirror);
  const auto answer = served.Say(
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: "
      "close\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_TRUE(Contains(answer, "\nabcde")) << answer;
}

TEST(HttpServer, ServesRequestsOneAfterTheOtherOnOneConnection) {
  Served served(Mirror);
  auto socket = served.Connect();
  for (int i = 0; i < 3; ++i) {
    socket.Send("GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_TRUE(Contains(socket.ReadUntil("Host=h\n"), "GET /" + std::to_string(i)));
  }
  socket.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  const auto both = socket.ReadToEnd();
  EXPECT_LT(both.find("GET /a"), both.find("GET /b")) << both;
  EXPECT_TRUE(Contains(both, "GET /b")) << both;
}

TEST(HttpServer, HeadGetsTheLengthWithoutTheBody) {
  Served served(Always(Text("hello")));
  const auto answer = served.Say("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(Contains(answer, "Content-Length: 5\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST(HttpServer, AnswerWithoutContentHasNone) {
  Served served(Always(Text("must not be sent", 204)));
  const auto answer = served.Say("DELETE / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(StatusLine(answer), "HTTP/1.1 204 No Content");
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST(HttpServer, HeaderValuesCannotSplitAnAnswer) {
  Reply reply = Text("x");
  reply.response.headers.Add("X-Bad", "a\r\nX-Injected: b");
  reply.response.headers.Add("Content-Length", "77");
  Served served(Always(reply));
  const auto answer = served.Say("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(Contains(answer, "X-Bad: a  X-Injected: b\r\n")) << answer;
  EXPECT_FALSE(Contains(answer, "77")) << answer;
}

TEST(HttpServer, MalformedRequestIsAnsweredWith400) {
  Served served(Mirror);
  for (const char* bytes : {"NONSENSE\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "\r\nG@T / HTTP/1.1\r\n\r\n",
                            "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n"}) {
    EXPECT_EQ(StatusLine(served.Say(bytes)), "HTTP/1.1 400 Bad Request") << bytes;
  }
}

TEST(HttpServer, TooLargeABodyIsAnsweredWith413) {
  HttpServerOptions options;
  options.max_body_bytes = 1000;
  Served served(Mirror, options);
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: ";
  EXPECT_EQ(StatusLine(served.Say(head + "1000\r\n\r\n" + std::string(1000, 'x'))), "HTTP/1.1 200 OK");
  const auto announced = served.Say(head + "2000000\r\n\r\n" + std::string(2'000'000, 'x'));
  EXPECT_EQ(StatusLine(announced), "HTTP/1.1 413 Payload Too Large") << announced.size();
  const auto chunked = served.Say("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" +
                                  std::string(2000, 'x') + "\r\n0\r\n\r\n");
  EXPECT_EQ(StatusLine(chunked), "HTTP/1.1 413 Payload Too Large");
}

TEST(HttpServer, TooLargeHeadersAreAnsweredWith431) {
  HttpServerOptions options;
  options.max_header_bytes = 500;
  Served served(Mirror, options);
  const auto answer = served.Say("GET / HTTP/1.1\r\nX-Long: " + std::string(1000, 'x') + "\r\n\r\n");
  EXPECT_EQ(StatusLine(answer), "HTTP/1.1 431 Request Header Fields Too Large");
}

TEST(HttpServer, EncouragesAClientThatAsksFirst) {
  Served served(Mirror);
  auto socket = served.Connect();
  socket.Send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(socket.ReadUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  socket.Send("late");
  EXPECT_TRUE(socket.ReadToEnd().ends_with("\nlate"));
}

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

TEST(HttpServerDisposition, CloseSilentlySendsNothing) {
  Reply reply = Text("lost");
  reply.disposition = Disposition::kCloseSilently;
  Served served(Always(reply));
  auto socket = served.Connect();
  socket.Send(kGet);
  EXPECT_EQ(socket.ReadToEnd(), "");
  EXPECT_FALSE(socket.was_reset());
  EXPECT_FALSE(socket.timed_out());
}

TEST(HttpServerDisposition, ResetResets) {
  Reply reply = Text("lost");
  reply.disposition = Disposition::kReset;
  Served served(Always(reply));
  auto socket = served.Connect();
  socket.Send(kGet);
  EXPECT_EQ(socket.ReadToEnd(), "");
  EXPECT_TRUE(socket.was_reset());
}

TEST(HttpServerDisposition, SendHalfPromisesAllAndGivesHalf) {
  Reply reply = Text("0123456789");
  reply.disposition = Disposition::kSendHalf;
  Served served(Always(reply));
  auto socket = served.Connect();
  socket.Send(kGet);
  const auto answer = socket.ReadToEnd();
  EXPECT_TRUE(Contains(answer, "Content-Length: 10\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n01234")) << answer;
  EXPECT_FALSE(socket.timed_out());
}

TEST(HttpServerDisposition, DelayComesFirst) {
  Reply reply = Text("late");
  reply.delay = 60ms;
  Served served(Always(reply));
  auto socket = served.Connect();
  const auto asked = std::chrono::steady_clock::now();
  socket.Send(kGet);
  EXPECT_TRUE(Contains(socket.ReadUntil("late"), "200 OK"));
  EXPECT_GE(std::chrono::steady_clock::now() - asked, 60ms);
}

TEST(HttpServerHandler, ExceptionBecomes500AndTheServerGoesOn) {
  Served served([](http::Request request, HttpServer::Respond respond) {
    if (request.target == "/bad") throw std::runtime_error("child of family 7");
    respond(Text("fine"));
  });
  auto socket = served.Connect();
  socket.Send("GET /bad HTTP/1.1\r\nHost: h\r\n\r\n");
  const auto answer = socket.ReadUntil("internal error\n");
  EXPECT_EQ(StatusLine(answer), "HTTP/1.1 500 Internal Server Error");
  EXPECT_FALSE(Contains(answer, "family")) << "the reason is not for the client";
  socket.Send(kGet);
  EXPECT_TRUE(Contains(socket.ReadUntil("fine"), "200 OK"));
}

TEST(HttpServerHandler, DroppedRespondBecomes500) {
  Served served([](http::Request, HttpServer::Respond) {});
  auto socket = served.Connect();
  socket.Send(kGet);
  EXPECT_EQ(StatusLine(socket.ReadUntil("internal error\n")), "HTTP/1.1 500 Internal Server Error");
}

TEST(HttpServerHandler, OnlyTheFirstCallOfRespondCounts) {
  Served served([](http::Request, HttpServer::Respond respond) {
    respond(Text("first"));
    respond(Text("second"));
  });
  auto socket = served.Connect();
  socket.Send(kGet);
  EXPECT_TRUE(socket.ReadUntil("first").ends_with("first"));
  socket.Send(kGet);
  EXPECT_FALSE(Contains(socket.ReadUntil("first"), "second"));
}

// The handler keeps `respond`; the test decides when it is called.
struct Kept {
  HttpServer::Handler Handler() {
    return [this](http::Request, HttpServer::Respond given) {
      respond = std::move(given);
      arrived.set_value();
    };
  }
  HttpServer::Respond respond;
  std::promise<void> arrived;
};

TEST(HttpServerHandler, MayRespondLater) {
  Kept kept;
  Served served(kept.Handler());
  auto socket = served.Connect();
  socket.Send(kGet);
  kept.arrived.get_future().wait();
  served.OnLoop([&] { kept.respond(Text("later")); });
  EXPECT_TRUE(Contains(socket.ReadUntil("later"), "200 OK"));
}

TEST(HttpServerHandler, MayRespondWhenTheClientHasGone) {
  Kept kept;
  Served served(kept.Handler());
  {
    auto socket = served.Connect();
    socket.Send(kGet);
    kept.arrived.get_future().wait();
  }
  served.OnLoop([&] { kept.respond(Text(std::string(1 << 20, 'x'))); });
  kept.arrived = {};
  auto next = served.Connect();
  next.Send(kGet);
  kept.arrived.get_future().wait();
  served.OnLoop([&] { kept.respond(Text("alive")); });
  EXPECT_TRUE(Contains(next.ReadUntil("alive"), "200 OK"));
}

TEST(HttpServerHandler, MayRespondWhenTheServerHasGone) {
  Kept kept;
  Served served(kept.Handler());
  auto socket = served.Connect();
  socket.Send(kGet);
  kept.arrived.get_future().wait();
  served.OnLoop([&] { served.DestroyServer(); });
  EXPECT_EQ(socket.ReadToEnd(), "");
  served.OnLoop([&] { kept.respond(Text("nobody reads this")); });
}

TEST(HttpServerHandler, MayRespondWhenTheLoopHasGone) {
  Kept kept;
  {
    Served served(kept.Handler());
    auto socket = served.Connect();
    socket.Send(kGet);
    kept.arrived.get_future().wait();
  }
  kept.respond(Text("nobody reads this"));
}

TEST(HttpServerLimits, FurtherConnectionsWaitForAFreePlace) {
  HttpServerOptions options;
  options.max_connections = 1;
  Served served(Mirror, options);
  std::optional<RawSocket> first(served.Connect());
  first->Send(kGet);
  EXPECT_TRUE(Contains(first->ReadUntil("Host=h\n"), "200 OK"));
  auto second = served.Connect();
  second.Send(kGet);
  served.OnLoop([&] { EXPECT_EQ(served.server().connections(), 1u); });
  first.reset();
  EXPECT_TRUE(Contains(second.ReadUntil("Host=h\n"), "200 OK"));
}

TEST(HttpServerLimits, RestingConnectionIsClosedAfterAWhile) {
  HttpServerOptions options;
  options.idle_timeout = 50ms;
  Served served(Mirror, options);
  auto socket = served.Connect();
  socket.Send("GET / HT");
  EXPECT_EQ(socket.ReadToEnd(), "");
  EXPECT_FALSE(socket.timed_out());
}

TEST(HttpServerStop, AnswersWhatIsUnderWayAndClosesTheRest) {
  Kept kept;
  Served served(kept.Handler());
  auto resting = served.Connect();
  auto busy = served.Connect();
  busy.Send(kGet);
  kept.arrived.get_future().wait();
  served.OnLoop([&] { served.server().StopAccepting(); });
  EXPECT_EQ(resting.ReadToEnd(), "");
  EXPECT_THROW(served.Connect(), std::system_error);
  served.OnLoop([&] { kept.respond(Text("still")); });
  const auto answer = busy.ReadToEnd();
  EXPECT_TRUE(Contains(answer, "Connection: close\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("still")) << answer;
}

TEST(HttpServerStart, AddressInUseIsSaid) {
  EventLoop loop;
  HttpServer first(loop, {}, Mirror);
  HttpServerOptions options;
  options.port = first.port();
  try {
    HttpServer second(loop, options, Mirror);
    FAIL() << "two servers on one port";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::address_in_use);
  }
}

TEST(HttpServerStart, UnreadableCertificateIsSaid) {
  EventLoop loop;
  HttpServerOptions options;
  options.certificate_pem = "no certificate";
  options.private_key_pem = "no key";
  EXPECT_THROW(HttpServer(loop, options, Mirror), std::system_error);
}

}  // namespace
}  // namespace ikp::runtime
