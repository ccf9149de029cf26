// What outbound TLS trusts. Only for the bindings of this room.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <string>

namespace ikp::runtime {

// TLS 1.2 or newer, peers verified against the system's roots and those in `extra_trust_pem` (which may be empty).
// Throws std::system_error when the text holds no readable certificate.
boost::asio::ssl::context MakeTlsClientContext(const std::string& extra_trust_pem);

}  // namespace ikp::runtime
