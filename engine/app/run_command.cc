// `engine run`: everything, until SIGTERM or SIGINT.
#include <cstdio>
#include <stop_token>
#include <system_error>

#include "engine/app/commands.h"
#include "engine/app/process.h"
#include "engine/async/task_scope.h"
#include "engine/runtime/http_server.h"

namespace ikp::app {
namespace {

// Answers one request; a request that is dropped with the process simply gets no answer.
async::Task<void> Serve(service::Engine& engine, http::Request request, runtime::HttpServer::Respond respond) {
  auto response = co_await engine.Handle(std::move(request));
  runtime::Reply reply;
  reply.response = std::move(response);
  respond(std::move(reply));
}

runtime::HttpServerOptions ServerOptions(const config::ServiceConfig& service) {
  runtime::HttpServerOptions options;
  options.address = service.listen.host == "localhost" ? "127.0.0.1" : service.listen.host;
  options.port = service.listen.port;
  options.max_body_bytes = service.max_body_bytes;
  return options;
}

}  // namespace

int RunCommand(const CommonOptions& common) {
  const auto config = LoadConfig(common.config_path);
  if (!config) return 2;
  const auto process = Process::Start(*config, {.follow_clock = common.follow_clock});
  if (!process) return 2;
  auto& loop = process->loop();

  async::TaskScope requests(loop);
  std::unique_ptr<runtime::HttpServer> server;
  try {
    server = std::make_unique<runtime::HttpServer>(
        loop, ServerOptions(config->service), [&](http::Request request, runtime::HttpServer::Respond respond) {
          requests.Spawn(Serve(process->engine(), std::move(request), std::move(respond)));
        });
  } catch (const std::system_error& error) {
    std::fprintf(stderr, "engine: service.listen: %s. Choose a free address, for example 127.0.0.1:8080.\n",
                 error.what());
    return 2;
  }

  std::stop_source stopping;
  loop.OnStopSignal([&] {
    server->StopAccepting();
    stopping.request_stop();
  });
  std::printf("{\"listening\":\"http://%s:%u\",\"sites\":%zu}\n", ServerOptions(config->service).address.c_str(),
              static_cast<unsigned>(server->port()), config->sites.size());
  std::fflush(stdout);

  const auto run = [&]() -> async::Task<void> {
    co_await process->engine().Run(stopping.get_token());
    co_await requests.Join();
    loop.Stop();
  };
  auto root = run();
  root.Start();
  loop.Run();
  return 0;
}

}  // namespace ikp::app
