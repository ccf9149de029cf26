// Transport: one HTTP exchange with a deadline. The outcome has three values, because a lost answer is neither success
// nor failure: what was sent may have taken effect.
#pragma once

#include <string>

#include "engine/async/task.h"
#include "engine/domain/instant.h"
#include "engine/http/message.h"

namespace ikp::ports {

enum class Delivery {
  kAnswered,  // a complete response arrived (of any status)
  kNotSent,   // certainly not handled: no byte of the request left for the peer
  kUnknown,   // the request may have been handled; no complete answer arrived
};

// Why no answer arrived. Stable words for logs and `explain`.
enum class TransportFailure {
  kNone,
  kBadUrl,
  kPlainHttpRefused,  // plain HTTP to an address that is not loopback, without the explicit switch
  kNameNotResolved,
  kConnectRefused,
  kConnectTimeout,
  kTlsUntrusted,  // certificate or host name did not verify
  kTlsFailed,
  kTimeout,         // deadline passed after the request was (partly) sent
  kConnectionLost,  // reset or closed before the answer was complete
  kBodyTooLarge,
  kMalformedAnswer,  // not HTTP
  kStopped,          // the engine is shutting down
};

std::string_view ToWord(TransportFailure failure);

struct Exchange {
  Delivery delivery = Delivery::kNotSent;
  TransportFailure failure = TransportFailure::kNone;
  http::Response response;  // only when kAnswered
};

class Transport {
 public:
  virtual ~Transport() = default;
  // `request.target` is an absolute http or https URL. Redirects are not followed. The whole exchange, from name
  // look-up to the last byte of the body, ends within `timeout`.
  virtual async::Task<Exchange> Send(http::Request request, domain::Milliseconds timeout) = 0;
};

}  // namespace ikp::ports
