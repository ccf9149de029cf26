// `engine run`: everything, until SIGTERM or SIGINT.
#include <algorithm>
#include <cstdio>
#include <optional>
#include <stop_token>
#include <system_error>
#include <utility>

#include "engine/app/commands.h"
#include "engine/app/process.h"
#include "engine/async/task_scope.h"
#include "engine/procare_desktop/installations.h"
#include "engine/runtime/file_io.h"
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

// Nothing, and why on stderr, when a file cannot be read.
std::optional<runtime::HttpServerOptions> ServerOptions(const config::Config& config) {
  const auto& service = config.service;
  runtime::HttpServerOptions options;
  options.address = service.listen.host == "localhost" ? "127.0.0.1" : service.listen.host;
  options.port = service.listen.port;
  options.max_body_bytes = service.max_body_bytes;
  for (const auto& installation : config.procare_desktop) {
    // Agents send large pieces, and their polls are held open.
    options.max_body_bytes = std::max(options.max_body_bytes, procare_desktop::kMostAgentBodyBytes);
    options.idle_timeout = std::max(options.idle_timeout, std::chrono::milliseconds(2 * installation.poll_hold));
  }
  if (!service.tls) return options;
  const std::pair<const std::string*, std::string*> files[] = {
      {&service.tls->certificate_file, &options.certificate_pem},
      {&service.tls->private_key_file, &options.private_key_pem}};
  for (const auto& [path, text] : files) {
    auto pem = runtime::ReadFile(*path);
    if (!pem) {
      std::fprintf(stderr, "engine: service.tls: %s\n", pem.error().c_str());
      return std::nullopt;
    }
    *text = std::move(*pem);
  }
  return options;
}

runtime::HttpServerOptions OperatorOptions(const config::ServiceConfig& service) {
  runtime::HttpServerOptions options;
  const auto& host = service.operator_listen.host;
  options.address = host == "localhost" ? "127.0.0.1" : host;
  options.port = service.operator_listen.port;
  options.max_body_bytes = service.max_body_bytes;
  return options;
}

}  // namespace

int RunCommand(const CommonOptions& common) {
  const auto config = LoadConfig(common.config_path);
  if (!config) return 2;
  const auto options = ServerOptions(*config);
  if (!options) return 2;
  const auto process = Process::Start(*config, {.follow_clock = common.follow_clock});
  if (!process) return 2;
  auto& loop = process->loop();

  async::TaskScope requests(loop);
  const auto handler = [&](http::Request request, runtime::HttpServer::Respond respond) {
    requests.Spawn(Serve(process->engine(), std::move(request), std::move(respond)));
  };
  std::unique_ptr<runtime::HttpServer> server;
  std::unique_ptr<runtime::HttpServer> for_operators;  // with TLS only
  try {
    auto bounded = *options;
    bounded.body_limit = [&](const http::Request& head) { return process->engine().BodyLimit(head); };
    server = std::make_unique<runtime::HttpServer>(loop, std::move(bounded), handler);
    if (config->service.tls) {
      for_operators = std::make_unique<runtime::HttpServer>(loop, OperatorOptions(config->service), handler);
    }
  } catch (const std::system_error& error) {
    const char* fix = config->service.tls ? "Choose a free address, and check the files of service.tls"
                                          : "Choose a free address, for example 127.0.0.1:8080";
    std::fprintf(stderr, "engine: service.listen: %s. %s.\n", error.what(), fix);
    return 2;
  }

  std::stop_source stopping;
  loop.OnStopSignal([&] {
    server->StopAccepting();
    if (for_operators) for_operators->StopAccepting();
    stopping.request_stop();
  });
  std::printf("{\"listening\":\"%s://%s:%u\",\"sites\":%zu}\n", config->service.tls ? "https" : "http",
              options->address.c_str(), static_cast<unsigned>(server->port()), config->sites.size());
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
