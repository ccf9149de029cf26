#include <boost/beast/ssl/ssl_stream.hpp>
#include <memory>
#include <utility>

#include "engine/runtime/http_session_impl.h"

namespace ikp::runtime {

std::shared_ptr<HttpSession> MakeTlsSession(std::shared_ptr<HttpServerShared> shared,
                                            boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& context) {
  using TlsStream = boost::beast::ssl_stream<boost::beast::tcp_stream>;
  return std::make_shared<HttpSessionOn<TlsStream>>(std::move(shared), std::move(socket), context);
}

}  // namespace ikp::runtime
