#include "scenarios/report/text_log.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "scenarios/report/text.h"

namespace ikp::scenarios::report {
namespace {

// Widths of the columns.
constexpr std::size_t kSequence = 6;
constexpr std::size_t kOffset = 16;  // "+999d 23:59:59.9"
constexpr std::size_t kLane = 7;     // "Procare"
constexpr std::size_t kLanes = kLane + 4 + kLane;

std::string Lanes(const Entry& entry) {
  const std::string from = PadRight(NameOf(entry.from), kLane);
  const std::string to(NameOf(entry.to));
  if (entry.kind == EntryKind::kPhase) return PadRight("==", kLanes);
  if (entry.kind == EntryKind::kFault) {
    return PadRight(entry.to == Lane::kFaults ? "fault" : "fault    ! " + to, kLanes);
  }
  if (entry.from == entry.to) return PadRight(from, kLanes);
  const std::string_view arrow = entry.kind == EntryKind::kCall       ? "<> "
                                 : entry.arrival == Arrival::kLost    ? "-x "
                                 : entry.arrival == Arrival::kDamaged ? "~> "
                                                                      : "-> ";
  return PadRight(from + " " + std::string(arrow) + to, kLanes);
}

std::string Line(const Entry& entry, domain::Instant start) {
  std::string line = entry.important ? "* " : "  ";
  line += PadLeft(std::to_string(entry.seq), kSequence) + "  " + Clock(entry.at) + "  ";
  line += PadLeft(Offset(entry.at - start), kOffset) + "  " + Lanes(entry) + "  ";
  line += PadLeft(entry.status == 0 ? "" : std::to_string(entry.status), 3) + "  " + entry.text;
  if (!entry.mark.empty()) line += "  [" + entry.mark + "]";
  return line + "\n";
}

}  // namespace

std::string Legend() {
  return "How to read the log\n"
         "  *        the line concerns the finding: it mentions one of the clashing records\n"
         "  seq      order of everything that happened, whatever its time\n"
         "  UTC      virtual time of day; a line of its own starts each day\n"
         "  offset   time since the start of the scenario\n"
         "  lanes    a -> b  message on its way        a -x b  it never arrives\n"
         "           a ~> b  it arrives damaged        a <> b  request and answer, nothing in between\n"
         "           a       happens there, no message\n"
         "           fault ! b  something is broken on purpose at b; \"Over:\" when that ends\n"
         "           ==      a phase of the run begins\n"
         "  status   of HTTP, where there is one\n"
         "  what     #12 numbers the requests of the engine, from #0\n"
         "  [mark]   what the world did to this message\n"
         "\n" +
         PadLeft("seq", 2 + kSequence) + "  " + PadRight("UTC", 12) + "  " + PadLeft("offset", kOffset) + "  " +
         PadRight("lanes", kLanes) + "  st.  what\n";
}

std::string TextLog(const Timeline& timeline, domain::Instant start) {
  std::string out;
  std::optional<std::chrono::sys_days> day;
  for (const auto& entry : timeline) {
    const auto today = std::chrono::floor<std::chrono::days>(entry.at);
    if (day != today) out += "--- " + Day(entry.at) + " ---\n";
    day = today;
    out += Line(entry, start);
  }
  return out;
}

}  // namespace ikp::scenarios::report
