#include <memory>
#include <utility>

#include "engine/runtime/http_session_impl.h"

namespace ikp::runtime {

std::shared_ptr<HttpSession> MakePlainSession(std::shared_ptr<HttpServerShared> shared,
                                              boost::asio::ip::tcp::socket socket) {
  return std::make_shared<HttpSessionOn<boost::beast::tcp_stream>>(std::move(shared), std::move(socket));
}

}  // namespace ikp::runtime
