// SessionData: DesktopData over sessions of the Procare Desktop program (contract pd.contract=assumed-1: how the
// program may be reached is not public, so a site's own bridge speaks this for it). One session per command: it takes a
// licensed seat [P14], so it is closed again also after a failure.
#pragma once

#include <string>

#include "engine/desktop_agent/desktop_data.h"
#include "engine/domain/instant.h"
#include "engine/wire/environment.h"

namespace ikp::desktop_agent {

struct SessionSettings {
  std::string base_url;        // of the bridge, without a trailing slash
  std::string client_version;  // must be the server's [P19]
  int page_rows = 200;         // accounts of one page; at most 500
  domain::Milliseconds timeout{60'000};
};

class SessionData final : public DesktopData {
 public:
  // The environment outlives this.
  SessionData(const wire::Environment& environment, SessionSettings settings);

  desktop_wire::DataState State() const override { return state_; }
  async::Task<desktop_wire::Finished> ReadSchool(desktop_wire::ReadSchool task, SnapshotSink& sink) override;
  async::Task<desktop_wire::Outcome> CreateFamily(std::string command_id, desktop_wire::CreateFamily task,
                                                  Progress& progress) override;
  async::Task<desktop_wire::Outcome> CreateChild(std::string command_id, desktop_wire::CreateChild task,
                                                 Progress& progress) override;
  async::Task<desktop_wire::Outcome> PlaceChild(std::string command_id, desktop_wire::PlaceChild task,
                                                Progress& progress) override;
  async::Task<desktop_wire::Outcome> CheckSetup(desktop_wire::CheckSetup task) override;

 private:
  const wire::Environment& environment_;
  SessionSettings settings_;
  desktop_wire::DataState state_;
};

}  // namespace ikp::desktop_agent
