// A synchronous HTTP client for tools and tests: one request, one connection, plain HTTP. The engine itself talks
// through HttpTransport.
#pragma once

#include <chrono>
#include <string>
#include <tl/expected.hpp>

#include "engine/http/message.h"
#include "engine/ports/transport.h"

namespace ikp::runtime {

// `request.target` is an absolute http URL. Ends within `timeout`. An answer of any status is a value; the error says
// in a sentence why there is none.
tl::expected<http::Response, std::string> BlockingSend(http::Request request, std::chrono::milliseconds timeout);

// The same for whoever has to know how it failed. An address that is not an absolute http URL is kBadUrl.
ports::Exchange BlockingExchange(http::Request request, std::chrono::milliseconds timeout);

}  // namespace ikp::runtime
