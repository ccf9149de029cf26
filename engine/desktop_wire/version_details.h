// How the two versions of a Procare Desktop that refuses its client are told in details: in the form that explanations
// read.
#pragma once

#include <string>
#include <vector>

namespace ikp::desktop_wire {

inline std::vector<std::string> VersionDetails(const std::string& server, const std::string& client) {
  return {"server_version:" + server, "client_version:" + client};
}

}  // namespace ikp::desktop_wire
