#include "engine/agent_app/agent_process.h"

#include <cstdio>
#include <exception>
#include <system_error>
#include <utility>

#include "engine/agent_app/export_folder_files.h"
#include "engine/agent_app/held_polls.h"
#include "engine/agent_app/sqlite_journal.h"
#include "engine/config/url.h"
#include "engine/desktop_agent/folder/folder_data.h"
#include "engine/desktop_agent/session_data.h"
#include "engine/runtime/file_io.h"
#include "engine/runtime/follow_clock.h"
#include "engine/runtime/http_transport.h"
#include "engine/runtime/os_random.h"
#include "engine/runtime/system_clock.h"

namespace ikp::agent_app {
namespace {

// For `check`, which is over when it is forgotten.
class ForgetfulJournal final : public desktop_agent::Journal {
 public:
  async::Task<std::map<std::string, std::string>> Load() override { co_return std::map<std::string, std::string>{}; }
  async::Task<void> Put(std::string, std::string) override { co_return; }
  async::Task<void> Erase(std::string) override { co_return; }
};

}  // namespace

std::unique_ptr<AgentProcess> AgentProcess::Start(const AgentConfig& config, bool with_journal,
                                                  const std::string& follow_clock) {
  std::unique_ptr<AgentProcess> process(new AgentProcess());
  if (!process->Bind(config, with_journal, follow_clock)) return nullptr;
  return process;
}

AgentProcess::~AgentProcess() {
  data_.reset();  // before the ports that it uses
  folder_.reset();
  journal_.reset();
  environment_.reset();
  transport_.reset();
  clock_.reset();
}

bool AgentProcess::Bind(const AgentConfig& config, bool with_journal, const std::string& follow_clock) {
  if (!BindTransport(config, !follow_clock.empty()) || !BindClock(config, follow_clock)) return false;
  random_ = std::make_unique<runtime::OsRandom>();
  environment_ = std::make_unique<wire::Environment>(
      wire::Environment{loop_, *clock_, *transport_, *random_, stopping_.get_token()});
  if (with_journal) {
    auto journal = SqliteJournal::Open(config.journal_path);
    if (!journal) {
      std::fprintf(stderr, "agent: journal: %s\n", journal.error().c_str());
      return false;
    }
    journal_ = std::move(*journal);
  } else {
    journal_ = std::make_unique<ForgetfulJournal>();
  }
  BindData(config);
  settings_.engine_url = config.engine_url;
  settings_.activation_key = config.activation_key.Reveal();
  settings_.first_retry = config.first_retry;
  settings_.longest_retry = config.longest_retry;
  return true;
}

void AgentProcess::BindData(const AgentConfig& config) {
  if (const auto* program = std::get_if<ProgramConfig>(&config.data)) {
    data_ = std::make_unique<desktop_agent::SessionData>(
        *environment_, desktop_agent::SessionSettings{.base_url = program->url,
                                                      .client_version = program->client_version,
                                                      .page_rows = program->page_rows,
                                                      .timeout = program->request_timeout});
    return;
  }
  const auto& folder = std::get<FolderConfig>(config.data);
  desktop_agent::FolderSettings settings{.centre = folder.centre, .zone = folder.zone, .schools = folder.schools};
  settings.reports.oldest = folder.oldest;
  settings.reports.date_order = folder.date_order;
  if (folder.placeholders) settings.reports.placeholder_markers = *folder.placeholders;
  folder_ = std::make_unique<ExportFolderFiles>(folder.path);
  data_ = std::make_unique<desktop_agent::FolderData>(*folder_, *clock_, *journal_, std::move(settings));
}

bool AgentProcess::BindClock(const AgentConfig& config, const std::string& follow_clock) {
  if (follow_clock.empty()) {
    clock_ = std::make_unique<runtime::SystemClock>(loop_);
    return true;
  }
  // Simulated time and real records must never meet.
  std::vector<std::string> addresses = {follow_clock, config.engine_url};
  if (const auto* program = std::get_if<ProgramConfig>(&config.data)) addresses.push_back(program->url);
  for (const auto& address : addresses) {
    if (config::IsLoopbackUrl(address)) continue;
    std::fprintf(
        stderr,
        "agent: --follow-clock is for simulators on this machine only, but %s is not a loopback address. Leave "
        "--follow-clock out to run against real systems.\n",
        address.c_str());
    return false;
  }
  auto follow = std::make_unique<runtime::FollowClock>(loop_, follow_clock, "agent");
  if (!follow->Start()) {
    std::fprintf(stderr, "agent: the simulators' clock at %s does not answer. Start tools/simulators first.\n",
                 follow_clock.c_str());
    return false;
  }
  clock_ = std::move(follow);
  return true;
}

bool AgentProcess::BindTransport(const AgentConfig& config, bool follows) {
  runtime::HttpTransportOptions options;
  options.user_agent = "intellikid-procare-agent";
  if (config.extra_trust_file) {
    auto pem = runtime::ReadFile(*config.extra_trust_file);
    if (!pem) {
      std::fprintf(stderr, "agent: network.extra_trust_file: %s\n", pem.error().c_str());
      return false;
    }
    options.extra_trust_pem = std::move(*pem);
  }
  try {
    if (follows) {
      transport_ = std::make_unique<HeldPolls>(loop_, options);
    } else {
      transport_ = std::make_unique<runtime::HttpTransport>(loop_, std::move(options));
    }
  } catch (const std::system_error& error) {
    std::fprintf(stderr, "agent: network.extra_trust_file: %s\n", error.what());
    return false;
  }
  return true;
}

void AgentProcess::Await(async::Task<void> work) {
  const auto run = [&]() -> async::Task<void> {
    co_await std::move(work);
    loop_.Stop();
  };
  auto root = run();
  root.Start();
  if (!root.done()) loop_.Run();
  root.Result();
}

bool AgentProcess::RunAgent() {
  desktop_agent::Agent agent(*environment_, log_, *journal_, *data_, settings_);
  bool good = true;
  // A journal that cannot be written ends the agent: nothing may be begun that would be forgotten.
  const auto run = [&]() -> async::Task<void> {
    try {
      co_await agent.Run(stopping_.get_token());
    } catch (const std::exception& error) {
      std::fprintf(stderr, "agent: %s\n", error.what());
      good = false;
    }
  };
  Await(run());
  return good;
}

}  // namespace ikp::agent_app
