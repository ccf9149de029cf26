#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/http/message.h"
#include "engine/ports/transport.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/http_server.h"
#include "engine/runtime/http_transport.h"
#include "engine/runtime/loop_await.h"
#include "engine/runtime/raw_socket.h"
#include "engine/runtime/test_authority.h"

namespace ikp::runtime {
namespace {

using ports::Delivery;
using ports::Exchange;
using ports::TransportFailure;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

class HttpTransportTlsTest : public testing::Test {
 protected:
  HttpServerOptions With(const TestAuthority::Identity& identity) {
    HttpServerOptions options;
    options.certificate_pem = identity.certificate_pem;
    options.private_key_pem = identity.private_key_pem;
    return options;
  }
  HttpTransportOptions Trusting(const std::string& roots) {
    HttpTransportOptions options;
    options.extra_trust_pem = roots;
    return options;
  }
  HttpServer::Handler Counting() {
    return [this](http::Request, HttpServer::Respond respond) {
      ++requests;
      Reply reply;
      reply.response.body = "secret";
      respond(reply);
    };
  }
  Exchange Send(HttpTransport& transport, const std::string& host, std::uint16_t port,
                std::chrono::milliseconds timeout = 5s) {
    http::Request request{"POST", "https://" + host + ":" + std::to_string(port) + "/", {}, "{}"};
    return AwaitOn(loop, transport.Send(std::move(request), timeout));
  }

  EventLoop loop;
  TestAuthority authority;
  int requests = 0;
};

TEST_F(HttpTransportTlsTest, TrustedServerIsSpokenToAndTheConnectionKept) {
  HttpServer server(loop, With(authority.Issue("DNS:localhost")), Counting());
  HttpTransport transport(loop, Trusting(authority.certificate_pem()));
  for (int i = 0; i < 3; ++i) {
    const auto exchange = Send(transport, "localhost", server.port());
    EXPECT_EQ(exchange.delivery, Delivery::kAnswered);
    EXPECT_EQ(exchange.response.body, "secret");
  }
  EXPECT_EQ(server.connections(), 1u);
}

TEST_F(HttpTransportTlsTest, AddressInTheCertificateCounts) {
  HttpServer server(loop, With(authority.Issue("IP:127.0.0.1")), Counting());
  HttpTransport transport(loop, Trusting(authority.certificate_pem()));
  EXPECT_EQ(Send(transport, "127.0.0.1", server.port()).delivery, Delivery::kAnswered);
}

TEST_F(HttpTransportTlsTest, UnknownAuthorityIsNotSent) {
  HttpServer server(loop, With(authority.Issue("DNS:localhost")), Counting());
  HttpTransport transport(loop, {});
  const auto exchange = Send(transport, "localhost", server.port());
  EXPECT_EQ(exchange.delivery, Delivery::kNotSent);
  EXPECT_EQ(exchange.failure, TransportFailure::kTlsUntrusted);
  EXPECT_EQ(requests, 0);
}

TEST_F(HttpTransportTlsTest, OtherAuthorityOfTheSameNameIsNotSent) {
  const TestAuthority other;
  HttpServer server(loop, With(authority.Issue("DNS:localhost")), Counting());
  HttpTransport transport(loop, Trusting(other.certificate_pem()));
  EXPECT_EQ(Send(transport, "localhost", server.port()).failure, TransportFailure::kTlsUntrusted);
  EXPECT_EQ(requests, 0);
}

TEST_F(HttpTransportTlsTest, OtherNameIsNotSent) {
  HttpServer server(loop, With(authority.Issue("DNS:procare.example")), Counting());
  HttpTransport transport(loop, Trusting(authority.certificate_pem()));
  for (const char* host : {"localhost", "127.0.0.1"}) {
    const auto exchange = Send(transport, host, server.port());
    EXPECT_EQ(exchange.delivery, Delivery::kNotSent);
    EXPECT_EQ(exchange.failure, TransportFailure::kTlsUntrusted) << host;
  }
  EXPECT_EQ(requests, 0);
}

TEST_F(HttpTransportTlsTest, SeveralAuthoritiesMayBeTrusted) {
  TestAuthority other("Other authority");
  HttpServer first(loop, With(authority.Issue("DNS:localhost")), Counting());
  HttpServer second(loop, With(other.Issue("DNS:localhost")), Counting());
  HttpTransport transport(loop, Trusting(authority.certificate_pem() + other.certificate_pem()));
  EXPECT_EQ(Send(transport, "localhost", first.port()).delivery, Delivery::kAnswered);
  EXPECT_EQ(Send(transport, "localhost", second.port()).delivery, Delivery::kAnswered);
}

TEST_F(HttpTransportTlsTest, PeerThatDoesNotSpeakTlsIsNotSent) {
  HttpServer plain(loop, {}, Counting());
  HttpTransport transport(loop, {});
  const auto exchange = Send(transport, "localhost", plain.port());
  EXPECT_EQ(exchange.delivery, Delivery::kNotSent);
  EXPECT_EQ(exchange.failure, TransportFailure::kTlsFailed);
}

TEST_F(HttpTransportTlsTest, HandshakeWithoutEndIsNotSent) {
  const SilentPeer silent;
  HttpTransport transport(loop, {});
  const auto exchange = Send(transport, "localhost", silent.port(), 150ms);
  EXPECT_EQ(exchange.delivery, Delivery::kNotSent);
  EXPECT_EQ(exchange.failure, TransportFailure::kConnectTimeout);
}

TEST_F(HttpTransportTlsTest, LostAnswerIsUnknown) {
  HttpServer server(loop, With(authority.Issue("DNS:localhost")), [](http::Request, HttpServer::Respond respond) {
    Reply reply;
    reply.disposition = Disposition::kCloseSilently;
    respond(reply);
  });
  HttpTransport transport(loop, Trusting(authority.certificate_pem()));
  const auto exchange = Send(transport, "localhost", server.port());
  EXPECT_EQ(exchange.delivery, Delivery::kUnknown);
  EXPECT_EQ(exchange.failure, TransportFailure::kConnectionLost);
}

TEST_F(HttpTransportTlsTest, UnreadableRootsAreSaid) {
  EXPECT_THROW(HttpTransport(loop, Trusting("no certificate")), std::system_error);
}

}  // namespace
}  // namespace ikp::runtime
