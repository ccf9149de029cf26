// Records of the Procare Desktop simulator's dump, as the story and the verdict need them. Statuses are computed from
// the dated rows here, in the plainest way, and not by anything that the engine or the simulator uses.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "tools/demo_player/story.h"

namespace ikp::demo {

// "desktop/1": how the story, the expected ends and the verdict name a school of the installation.
std::string DesktopSchool(const nlohmann::json& school_id);

// The children of all accounts, each once for each school. A record has the shape of an Online one: `status` is the
// word in force on `today` (empty: none yet), `starts_later` is true when only a future Enrolled row speaks of it. The
// id is the GUID, the families are account numbers. `left_words` are those that mean that a child has left.
std::vector<ProcareRecord> DesktopChildrenOf(const nlohmann::json& desktop_dump, const std::string& today,
                                             const std::vector<std::string>& left_words);

// {"school": 1, "account": "KOSKI"} and, for a person of that account, "first_name".
tl::expected<nlohmann::json, std::string> FindDesktopAccount(const nlohmann::json& desktop_dump,
                                                             const nlohmann::json& wanted);
tl::expected<nlohmann::json, std::string> FindDesktopPerson(const nlohmann::json& desktop_dump,
                                                            const nlohmann::json& wanted);

}  // namespace ikp::demo
