// What the dated rows of a Procare Desktop child mean for IKS on a day, written for the oracle alone (C.4, E.2, H31,
// H32): the engine has its own idea of it, in engine/rules/desktop_status.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/oracle/history.h"

namespace ikp::scenarios::oracle {

struct DesktopView {
  bool known = false;  // there is a status, and the default table knows its word
  std::string iks_status = {};
  std::string start = {};       // empty: the rows tell none
  std::string withdrawal = {};  // empty: there is none
  bool operator==(const DesktopView&) const = default;
};

DesktopView ViewOn(const std::vector<StatusEntry>& rows, std::string_view day);
// Each different view once, over the days from `first_day` to `last_day`, both included.
std::vector<DesktopView> ViewsOf(const std::vector<StatusEntry>& rows, std::string_view first_day,
                                 std::string_view last_day);

}  // namespace ikp::scenarios::oracle
