// The HTTP host over real loopback sockets. Nothing here waits for time to pass: every wait is for an answer.
#include "simulators/kit/http_host.h"

#include <gtest/gtest.h>

#include <future>
#include <nlohmann/json.hpp>
#include <thread>

#include "engine/runtime/blocking_http.h"
#include "engine/runtime/http_server.h"
#include "simulators/kit/fake_simulator.h"

namespace ikp::simulators::kit {
namespace {

using nlohmann::json;

constexpr std::chrono::seconds kTimeout{30};
const Instant kStart = *ParseInstant("2026-03-02T12:00:00.000Z");

class HttpHostTest : public testing::Test {
 protected:
  void SetUp() override {
    host_ = std::make_unique<HttpHost>(loop_, HttpHostOptions{.manual_start = kStart});
    port_ = host_->Add(std::make_unique<SimulatorHost>(std::unique_ptr<Simulator>(fake_)), 0);
    sink_ = std::make_unique<runtime::HttpServer>(loop_, runtime::HttpServerOptions{},
                                                  [this](http::Request, runtime::HttpServer::Respond respond) {
                                                    ++hooks_;
                                                    respond({{hook_status_, {}, ""}});
                                                  });
    fake_->url = "http://127.0.0.1:" + std::to_string(sink_->port()) + "/hook";
    thread_ = std::thread([this] { loop_.Run(); });
  }
  void TearDown() override {
    loop_.Stop();
    thread_.join();
    sink_.reset();
    host_.reset();
  }

  tl::expected<http::Response, std::string> Send(const std::string& method, const std::string& path,
                                                 const json& body = nullptr) {
    return runtime::BlockingSend(
        {method, "http://127.0.0.1:" + std::to_string(port_) + path, {}, body.is_null() ? "" : body.dump()}, kTimeout);
  }
  json Ok(const std::string& method, const std::string& path, const json& body = nullptr) {
    const auto response = Send(method, path, body);
    if (!response) {
      ADD_FAILURE() << path << ": " << response.error();
      return {};
    }
    EXPECT_LT(response->status, 300) << response->body;
    return json::parse(response->body);
  }
  // Reads or changes what belongs to the loop's thread.
  template <typename Work>
  auto OnLoop(Work work) {
    std::promise<decltype(work())> done;
    loop_.PostFromAnyThread([&] { done.set_value(work()); });
    return done.get_future().get();
  }

  runtime::EventLoop loop_;
  FakeSimulator* fake_ = new FakeSimulator;
  std::unique_ptr<HttpHost> host_;
  std::unique_ptr<runtime::HttpServer> sink_;
  std::uint16_t port_ = 0;
  int hooks_ = 0;
  int hook_status_ = 200;
  std::thread thread_;
};

TEST_F(HttpHostTest, ServesApiAndAdminOnOnePort) {
  EXPECT_EQ(Ok("POST", "/things")["count"], 1);
  EXPECT_EQ(Ok("GET", "/__admin/dump")["count"], 1);
  EXPECT_EQ(Ok("GET", "/__admin/clock")["now"], "2026-03-02T12:00:00.000Z");
  EXPECT_EQ(Ok("GET", "/__admin")["simulator"], "fake");
}

TEST_F(HttpHostTest, ConnectionFaultsReachTheClient) {
  for (const auto* kind : {"answer_lost", "reset_before", "truncated_body"}) {
    Ok("POST", "/__admin/faults", {{"kind", kind}});
    EXPECT_FALSE(Send("POST", "/things").has_value()) << kind;
  }
  EXPECT_EQ(Ok("GET", "/things")["count"], 2) << "reset_before must not have been handled";
}

TEST_F(HttpHostTest, AdvancingSendsWebhooksInOrderAndSettlesThem) {
  Ok("POST", "/remind/2000");
  Ok("POST", "/remind/1000");
  EXPECT_EQ(Ok("POST", "/__admin/clock", {{"advance_ms", 1500}})["now"], "2026-03-02T12:00:01.500Z");
  EXPECT_EQ(OnLoop([&] { return hooks_; }), 1);
  OnLoop([&] { return hook_status_ = 503; });
  Ok("POST", "/__admin/clock", {{"advance_ms", 10'000}});
  const auto settled = OnLoop([&] { return fake_->settled; });
  ASSERT_EQ(settled.size(), 2u);
  EXPECT_EQ(settled[0].id, 2u);
  EXPECT_EQ(settled[0].status, 200);
  EXPECT_EQ(settled[0].at, kStart + std::chrono::milliseconds(1000));
  EXPECT_EQ(settled[1].status, 503);
  EXPECT_EQ(settled[1].at, kStart + std::chrono::milliseconds(2000)) << "time waits for the answer of the webhook";
}

TEST_F(HttpHostTest, WebhookWithoutListenerIsSettledWithoutStatus) {
  OnLoop([&] { return fake_->url = "http://127.0.0.1:1/nobody"; });
  Ok("POST", "/remind/0");
  Ok("POST", "/__admin/clock", {{"advance_ms", 1}});
  const auto settled = OnLoop([&] { return fake_->settled; });
  ASSERT_EQ(settled.size(), 1u);
  EXPECT_EQ(settled[0].status, std::nullopt);
}

TEST_F(HttpHostTest, FollowerIsWokenOnTimeAndRunWaitsForIt) {
  auto run = std::async(std::launch::async, [&] {
    // The first follow request must be there before time moves.
    const auto shown = [&] { return Ok("GET", "/__admin/clock")["followers"].size() == 1; };
    while (!shown()) std::this_thread::yield();
    return Ok("POST", "/__admin/clock/run_to", {{"until", "2026-03-02T12:10:00Z"}, {"settle_timeout_ms", 30'000}});
  });
  std::vector<std::string> woken;
  json until = "2026-03-02T12:01:00Z";
  for (int seq = 1; woken.size() < 2; ++seq) {
    const auto answer = Ok("POST", "/__admin/clock/follow", {{"follower", "engine"}, {"seq", seq}, {"until", until}});
    EXPECT_EQ(answer["seq"], seq);
    if (answer["now"] == "2026-03-02T12:00:00.000Z") continue;  // asked to look around
    woken.push_back(answer["now"]);
    Ok("GET", "/things");  // work: time must not move before the next follow request
    until = "2026-03-02T12:05:00Z";
  }
  EXPECT_EQ(woken, (std::vector<std::string>{"2026-03-02T12:01:00.000Z", "2026-03-02T12:05:00.000Z"}));
  auto last = std::async(std::launch::async, [&] {
    return Ok("POST", "/__admin/clock/follow",
              {{"follower", "engine"}, {"seq", 99}, {"until", "2026-03-02T12:30:00Z"}});
  });
  const auto result = run.get();
  EXPECT_EQ(result["now"], "2026-03-02T12:10:00.000Z");
  EXPECT_EQ(result["hops"], 3);
  EXPECT_TRUE(result["followers_lost"].empty());
  // A newer request answers the one that is still waiting.
  Ok("POST", "/__admin/clock/follow", {{"follower", "engine"}, {"seq", 100}, {"until", "2026-03-02T12:00:00Z"}});
  EXPECT_EQ(last.get()["now"], "2026-03-02T12:10:00.000Z");
}

TEST_F(HttpHostTest, ClockMistakesAreExplained) {
  const auto status = [&](const std::string& path, const json& body) { return Send("POST", path, body)->status; };
  EXPECT_EQ(status("/__admin/clock", {{"mode", "manual"}, {"now", "2026-03-01T00:00:00Z"}}), 422);
  EXPECT_EQ(status("/__admin/clock", {{"mode", "slow"}}), 422);
  EXPECT_EQ(status("/__admin/clock/run_to", {{"until", "noon"}}), 422);
  EXPECT_EQ(status("/__admin/clock/run_too", {{"until", "noon"}}), 404);
  EXPECT_EQ(status("/__admin/clock", {{"mode", "manual"}, {"now", "2026-03-05T00:00:00Z"}}), 200);
  EXPECT_EQ(Ok("POST", "/__admin/clock", {{"mode", "real"}})["mode"], "real");
  EXPECT_EQ(status("/__admin/clock", {{"advance_ms", 5}}), 409);
}

TEST_F(HttpHostTest, RealTimeFiresWhatIsDue) {
  Ok("POST", "/__admin/clock", {{"mode", "real"}});
  std::promise<void> arrived;
  OnLoop([&] {
    sink_ = std::make_unique<runtime::HttpServer>(loop_, runtime::HttpServerOptions{},
                                                  [&](http::Request, runtime::HttpServer::Respond respond) {
                                                    respond({{200, {}, ""}});
                                                    arrived.set_value();
                                                  });
    fake_->url = "http://127.0.0.1:" + std::to_string(sink_->port()) + "/hook";
    return true;
  });
  Ok("POST", "/remind/20");
  EXPECT_EQ(arrived.get_future().wait_for(kTimeout), std::future_status::ready);
}

}  // namespace
}  // namespace ikp::simulators::kit
