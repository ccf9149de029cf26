// Installations: every Procare Desktop installation of the configuration, and the door for their agents: /agent/v1/
// (see desktop_wire/messages.h). All share one door; the credential tells which installation is calling. What cannot be
// taken is answered with {"code": word, "errors": [sentences]}, without personal data.
//
// Threads: the executor's.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/http/message.h"
#include "engine/procare_desktop/installation.h"

namespace ikp::procare_desktop {

inline constexpr std::string_view kAgentPrefix = "/agent/v1/";
// A piece of a snapshot may be so large, whatever other callers may send, and a poll that brings how a reading ended.
inline constexpr std::size_t kMostAgentBodyBytes = std::size_t{8} << 20;
// What is taken from whoever has shown no credential, and where nothing large belongs.
inline constexpr std::size_t kMostUnknownBodyBytes = std::size_t{4} << 10;

class Installations {
 public:
  // `on_back`: see Installation.
  using OnBack = std::function<void(const domain::InstallationId&)>;
  Installations(const wire::Environment& environment, ports::Store& store, ports::Log& log, OnBack on_back);
  // Before anything else is called. Names are unique.
  Installation& Add(const InstallationSettings& settings);

  // Null when there is none of that name.
  Installation* Find(const domain::InstallationId& id) const;
  const std::map<domain::InstallationId, std::unique_ptr<Installation>>& all() const { return installations_; }

  async::Task<void> Load();
  // How large the body of this request may be, by its target and headers alone (I15). Before Load nobody is known.
  std::size_t BodyLimit(const http::Request& head) const;

  // `request.target` begins with kAgentPrefix. Never throws for bad input.
  async::Task<http::Response> Handle(http::Request request);

 private:
  async::Task<http::Response> Register(http::Request request);
  async::Task<http::Response> Poll(Installation& caller, http::Request request);
  async::Task<http::Response> Heartbeat(Installation& caller, http::Request request);
  async::Task<http::Response> Chunk(Installation& caller, http::Request request);
  Installation* KnownCaller(const http::Request& request, std::string& hash) const;
  // Whose credential the request shows; null when it shows none that is known.
  async::Task<Installation*> CallerOf(const http::Request& request);

  wire::Environment environment_;
  ports::Store& store_;
  ports::Log& log_;
  OnBack on_back_;
  std::map<domain::InstallationId, std::unique_ptr<Installation>> installations_;
};

}  // namespace ikp::procare_desktop
