// HeldPolls: the agent's transport while it lives by the simulators' clock. The engine holds a poll until there is
// something to do: the loop must count as idle meanwhile, or time would never pass.
#pragma once

#include <string_view>
#include <utility>

#include "engine/runtime/http_transport.h"

namespace ikp::agent_app {

class HeldPolls final : public ports::Transport {
 public:
  HeldPolls(runtime::EventLoop& loop, const runtime::HttpTransportOptions& options)
      : usual_(loop, options), held_(loop, Held(options)) {}

  async::Task<ports::Exchange> Send(http::Request request, domain::Milliseconds timeout) override {
    const bool is_poll = std::string_view(request.target).ends_with("/agent/v1/poll");
    return (is_poll ? held_ : usual_).Send(std::move(request), timeout);
  }

 private:
  static runtime::HttpTransportOptions Held(runtime::HttpTransportOptions options) {
    options.counts_as_operation = false;
    return options;
  }

  runtime::HttpTransport usual_;
  runtime::HttpTransport held_;
};

}  // namespace ikp::agent_app
