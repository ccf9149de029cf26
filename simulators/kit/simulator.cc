#include "simulators/kit/simulator.h"

namespace ikp::simulators::kit {

std::string Simulator::FailureBody(int) const { return R"({"errors":["Simulated failure"]})"; }

bool Simulator::ActsOut(std::string_view) const { return true; }

}  // namespace ikp::simulators::kit
