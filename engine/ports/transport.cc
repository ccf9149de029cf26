#include "engine/ports/transport.h"

namespace ikp::ports {

std::string_view ToWord(TransportFailure failure) {
  switch (failure) {
    case TransportFailure::kNone:
      return "none";
    case TransportFailure::kBadUrl:
      return "bad-url";
    case TransportFailure::kPlainHttpRefused:
      return "plain-http-refused";
    case TransportFailure::kNameNotResolved:
      return "name-not-resolved";
    case TransportFailure::kConnectRefused:
      return "connect-refused";
    case TransportFailure::kConnectTimeout:
      return "connect-timeout";
    case TransportFailure::kTlsUntrusted:
      return "tls-untrusted";
    case TransportFailure::kTlsFailed:
      return "tls-failed";
    case TransportFailure::kTimeout:
      return "timeout";
    case TransportFailure::kConnectionLost:
      return "connection-lost";
    case TransportFailure::kBodyTooLarge:
      return "body-too-large";
    case TransportFailure::kMalformedAnswer:
      return "malformed-answer";
    case TransportFailure::kStopped:
      return "stopped";
  }
  return "unknown";
}

}  // namespace ikp::ports
