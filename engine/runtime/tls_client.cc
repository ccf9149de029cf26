#include "engine/runtime/tls_client.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/verify_mode.hpp>
#include <system_error>

namespace ikp::runtime {

namespace ssl = boost::asio::ssl;

ssl::context MakeTlsClientContext(const std::string& extra_trust_pem) {
  ssl::context context(ssl::context::tls_client);
  context.set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
  context.set_verify_mode(ssl::verify_peer);
  boost::system::error_code error;
  // A system without a trust store is no reason to stop: nothing but the extra roots is trusted then.
  context.set_default_verify_paths(error);
  if (!extra_trust_pem.empty()) {
    context.add_certificate_authority(boost::asio::buffer(extra_trust_pem), error);
    if (error) throw std::system_error(std::error_code(error), "the extra trusted certificates are not readable PEM");
  }
  return context;
}

}  // namespace ikp::runtime
