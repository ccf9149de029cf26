#include "engine/app/process.h"

#include <cstdio>
#include <system_error>
#include <utility>

#include "engine/config/url.h"
#include "engine/runtime/file_io.h"
#include "engine/runtime/follow_clock.h"
#include "engine/runtime/http_transport.h"
#include "engine/runtime/os_random.h"
#include "engine/runtime/system_clock.h"
#include "engine/store/memory_store.h"
#include "engine/store/sqlite_store.h"

namespace ikp::app {

std::unique_ptr<Process> Process::Start(const config::Config& config, const ProcessOptions& options) {
  std::unique_ptr<Process> process(new Process());
  if (!process->Bind(config, options)) return nullptr;
  return process;
}

Process::~Process() {
  engine_.reset();  // before the ports that it uses
  store_.reset();
  transport_.reset();
  clock_.reset();
}

bool Process::Bind(const config::Config& config, const ProcessOptions& options) {
  if (!options.follow_clock.empty()) {
    // Simulated time and real records must never meet.
    auto addresses = config::AllBaseUrls(config);
    addresses.push_back(options.follow_clock);
    for (const auto& address : addresses) {
      if (config::IsLoopbackUrl(address)) continue;
      std::fprintf(stderr,
                   "engine: --follow-clock is for simulators on this machine only, but %s is not a loopback address. "
                   "Leave --follow-clock out to run against real systems.\n",
                   address.c_str());
      return false;
    }
  }
  runtime::HttpTransportOptions transport;
  transport.allow_plain_http_anywhere = config.network.allow_plain_http;
  if (config.network.extra_trust_file) {
    auto pem = runtime::ReadFile(*config.network.extra_trust_file);
    if (!pem) {
      std::fprintf(stderr, "engine: network.extra_trust_file: %s\n", pem.error().c_str());
      return false;
    }
    transport.extra_trust_pem = std::move(*pem);
  }
  try {
    transport_ = std::make_unique<runtime::HttpTransport>(loop_, std::move(transport));
  } catch (const std::system_error& error) {
    std::fprintf(stderr, "engine: network.extra_trust_file: %s\n", error.what());
    return false;
  }
  random_ = std::make_unique<runtime::OsRandom>();
  if (!BindClock(options.follow_clock) || !BindStore(config, options.without_store)) return false;
  engine_ = std::make_unique<service::Engine>(
      config, service::EnginePorts{loop_, *clock_, *transport_, *random_, *store_, log_});
  return true;
}

bool Process::BindClock(const std::string& follow_url) {
  if (follow_url.empty()) {
    clock_ = std::make_unique<runtime::SystemClock>(loop_);
    return true;
  }
  auto follow = std::make_unique<runtime::FollowClock>(loop_, follow_url, "engine");
  if (!follow->Start()) {
    std::fprintf(stderr, "engine: the simulators' clock at %s does not answer. Start tools/simulators first.\n",
                 follow_url.c_str());
    return false;
  }
  clock_ = std::move(follow);
  return true;
}

bool Process::BindStore(const config::Config& config, bool without_store) {
  if (without_store) {
    store_ = std::make_unique<store::MemoryStore>();
    return true;
  }
  store::SqliteStoreOptions options;
  options.path = config.store.path;
  options.post = [this](std::function<void()> work) { loop_.PostFromAnyThread(std::move(work)); };
  options.operation_started = [this] { loop_.OperationStarted(); };
  options.operation_ended = [this] { loop_.OperationEnded(); };
  auto store = store::SqliteStore::Open(std::move(options));
  if (!store) {
    std::fprintf(stderr, "engine: store.path: %s\n", store.error().c_str());
    return false;
  }
  store_ = std::move(*store);
  return true;
}

}  // namespace ikp::app
