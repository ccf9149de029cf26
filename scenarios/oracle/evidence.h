// Evidence: records and exchanges as a failure report shows them side by side.
#pragma once

#include <string>
#include <string_view>

#include "scenarios/oracle/finding.h"
#include "scenarios/oracle/model.h"

namespace ikp::scenarios::oracle {

ClashingRecord Show(const IksChildVersion& version, std::string_view what = {});
ClashingRecord Show(const ProcareChildVersion& version, std::string_view what = {});
ClashingRecord Show(const ProcareFamilyVersion& version, std::string_view what = {});
ClashingRecord Show(const Exchange& exchange, std::string_view what = {});
ClashingRecord Show(const ports::PushState& state);

std::string_view ToWord(By by);
std::string_view ToWord(Fate fate);

}  // namespace ikp::scenarios::oracle
