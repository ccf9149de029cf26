// HTTP messages as the bytes that this room's connections put on the wire, and back: the production codec without a
// socket, for those who carry bytes themselves. Request targets are paths, as they stand in a request line.
//
// Threads: pure functions. What cannot be parsed throws std::invalid_argument; the limits are those of the connections.
#pragma once

#include <string>
#include <string_view>

#include "engine/http/message.h"

namespace ikp::runtime {

std::string ToBytes(const http::Request& request);
std::string ToBytes(const http::Response& response);

http::Request RequestFromBytes(std::string_view bytes);
http::Response ResponseFromBytes(std::string_view bytes);

}  // namespace ikp::runtime
