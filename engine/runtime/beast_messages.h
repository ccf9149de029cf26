// Between http::Headers and Beast's fields. Only for the bindings of this room.
#pragma once

#include <boost/beast/http/fields.hpp>

#include "engine/http/message.h"

namespace ikp::runtime {

// In the order of arrival.
http::Headers HeadersFrom(const boost::beast::http::fields& fields);

// Appends `headers`. What could split a message (line ends, NUL) becomes a space; a name that is no token, and what
// only the connection's owner may say (Content-Length, Transfer-Encoding, Connection), is left out.
void AppendHeaders(const http::Headers& headers, boost::beast::http::fields& fields);

}  // namespace ikp::runtime
