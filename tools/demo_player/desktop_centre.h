// The centre of the sample enterprise that has Procare Desktop, as the engine's configuration has it.
#pragma once

#include <nlohmann/json.hpp>

namespace ikp::demo {

// An entry of "sites": installation "duluth", school 1, its own status words, a nightly that is due while its computer
// sleeps.
nlohmann::json DuluthSite();

}  // namespace ikp::demo
