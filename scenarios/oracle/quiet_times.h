// QuietTimes: when nothing was wrong that could keep an engine from its work, so that waiting has no excuse.
#pragma once

#include <optional>
#include <vector>

#include "scenarios/oracle/history.h"

namespace ikp::scenarios::oracle {

enum class Trouble {
  kAny,      // with any system
  kBesides,  // with anything but Procare: what is wrong with Procare is no excuse
};

class QuietTimes {
 public:
  QuietTimes(const Scenario& scenario, const History& history, Trouble trouble);

  // The first moment at or after `from` that is followed by at least `length` of quiet; nothing when there is none.
  std::optional<Instant> FirstQuiet(Instant from, domain::Milliseconds length) const;

 private:
  struct Span {
    Instant begin, end;
  };
  void AddFaults(const Scenario& scenario, const History& history, Trouble trouble);
  void AddDowntime(const History& history);
  void Merge();

  Instant ended_;
  std::vector<Span> troubled_;  // sorted, apart from each other
};

}  // namespace ikp::scenarios::oracle
