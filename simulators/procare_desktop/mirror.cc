#include "simulators/procare_desktop/mirror.h"

#include <array>

#include "simulators/kit/civil_time.h"

namespace ikp::simulators::procare_desktop {

Instant NextMirrorStart(Instant now) {
  static const std::string kPacific = "America/Los_Angeles";
  constexpr std::array kStarts = {3 * 60, 9 * 60, 15 * 60, 23 * 60};
  const auto today = kit::LocalDate(now, kPacific);
  for (const auto minutes : kStarts) {
    const auto start = kit::AtLocalTime(today, minutes, kPacific);
    if (start > now) return start;
  }
  return kit::AtLocalTime(kit::AddDays(today, 1), kStarts.front(), kPacific);
}

}  // namespace ikp::simulators::procare_desktop
