#include "scenarios/report/diagram.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/report/text.h"

namespace ikp::scenarios::report {
namespace {

using domain::Instant;
using domain::Milliseconds;

// Shorter pauses are not worth a line.
constexpr Milliseconds kGap = std::chrono::seconds(20);
// Fewer quiet rows than this stay open: what the engine read before it went wrong may explain it. What came later
// explains nothing.
constexpr std::size_t kFewestToFold = 5;
constexpr std::size_t kFewestToFoldLater = 2;

// A row as it will stand on the page.
struct Row {
  const Entry* entry = nullptr;
  bool engine_down = false;  // every engine that ran is dead
  bool loud = false;         // never folded
};

// `at_first`: nothing has happened yet; what is there already belongs to the story only when it changes.
bool IsLoud(const Entry& entry, bool at_first) {
  if (at_first && (entry.kind == EntryKind::kRecord || entry.kind == EntryKind::kStart)) return false;
  if (entry.important || !entry.mark.empty() || entry.arrival != Arrival::kArrives) return true;
  switch (entry.kind) {
    case EntryKind::kAct:
    case EntryKind::kFault:
    case EntryKind::kDeath:
    case EntryKind::kStart:
    case EntryKind::kPhase:
      return true;
    default:
      return false;
  }
}

std::vector<Row> RowsOf(const Timeline& timeline) {
  std::vector<Row> rows;
  int alive = 0;
  bool died = false, at_first = true;
  for (const auto& entry : timeline) {
    at_first = at_first && entry.at <= timeline.front().at && entry.kind != EntryKind::kAct;
    if (entry.kind == EntryKind::kStart) ++alive;
    rows.push_back({&entry, died && alive == 0 && entry.kind != EntryKind::kDeath, IsLoud(entry, at_first)});
    if (entry.kind != EntryKind::kDeath) continue;
    alive = std::max(alive - 1, 0);
    died = true;
  }
  return rows;
}

std::string CountOf(std::size_t count, std::string_view word) { return Counted(static_cast<long long>(count), word); }

std::string Styled(std::string_view css_class, std::string_view text) {
  return "<span class=\"" + std::string(css_class) + "\">" + EscapeMarkup(text) + "</span>";
}

// Middle of a lane in percent of the width of the four lanes. Faults without a place are drawn on the engine's.
double MiddleOf(Lane lane) {
  switch (lane) {
    case Lane::kPeople:
      return 12.5;
    case Lane::kIks:
      return 37.5;
    case Lane::kProcare:
      return 87.5;
    default:
      return 62.5;
  }
}

std::string Percent(double value) {
  const int tenths = static_cast<int>(value * 10 + 0.5);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + "%";
}

std::string LaneClass(Lane lane) {
  constexpr std::array<std::string_view, 5> kNames = {"people", "iks", "engine", "procare", "faults"};
  return "l-" + std::string(kNames.at(static_cast<std::size_t>(lane)));
}

std::string ArrowOf(const Entry& entry) {
  const double from = MiddleOf(entry.from), to = MiddleOf(entry.to);
  std::string classes = from < to ? "arrow right" : "arrow left";
  if (entry.arrival == Arrival::kLost) classes += " lost";
  if (entry.arrival == Arrival::kDamaged) classes += " damaged";
  if (entry.kind == EntryKind::kCall) classes += " both";
  if (entry.kind == EntryKind::kAnswer) classes += " answer";
  if (entry.kind == EntryKind::kAct) classes += " act";
  const std::string place =
      "left:" + Percent(std::min(from, to)) + ";width:" + Percent(std::max(from, to) - std::min(from, to));
  const std::string cross = entry.arrival == Arrival::kArrives ? "" : "<i class=\"cross\">✕</i>";
  const std::string label = entry.kind == EntryKind::kAct ? "" : Styled("label", entry.label);
  return "<span class=\"" + classes + "\" style=\"" + place + "\"><i class=\"line\"></i>" + cross + label + "</span>";
}

std::string DotOf(const Entry& entry) {
  std::string_view kind = "dot";
  if (entry.kind == EntryKind::kRecord) kind = "dot record";
  if (entry.kind == EntryKind::kFault) kind = "dot bolt";
  if (entry.kind == EntryKind::kDeath) kind = "bar death";
  if (entry.kind == EntryKind::kStart) kind = "bar birth";
  const bool bar = entry.kind == EntryKind::kDeath || entry.kind == EntryKind::kStart;
  const std::string inside = bar ? EscapeMarkup(entry.label) : entry.kind == EntryKind::kFault ? "!" : "";
  return "<span class=\"" + std::string(kind) + "\" style=\"left:" + Percent(MiddleOf(entry.to)) + "\">" + inside +
         "</span>";
}

std::string LanesOf(const Row& row) {
  const Entry& entry = *row.entry;
  const bool message = entry.from != entry.to && entry.kind != EntryKind::kFault;
  std::string out = "<span class=\"lanes" + std::string(row.engine_down ? " down" : "") + "\">";
  if (entry.kind != EntryKind::kPhase) out += message ? ArrowOf(entry) : DotOf(entry);
  return out + "</span>";
}

std::string_view ClassOf(EntryKind kind) {
  switch (kind) {
    case EntryKind::kAct:
      return " k-act";
    case EntryKind::kRecord:
      return " k-record";
    case EntryKind::kFault:
      return " k-fault";
    case EntryKind::kDeath:
      return " k-death";
    case EntryKind::kNote:
      return " k-note";
    case EntryKind::kPhase:
      return " k-phase";
    default:
      return "";
  }
}

std::string RowHtml(const Row& row, Instant start) {
  const Entry& entry = *row.entry;
  std::string out = "<div class=\"row" + std::string(ClassOf(entry.kind)) + (entry.important ? " hot" : "") + "\">";
  out += "<span class=\"time\" title=\"" +
         EscapeMarkup(Day(entry.at) + " " + Clock(entry.at) + " UTC, event " + std::to_string(entry.seq)) + "\">" +
         EscapeMarkup(Clock(entry.at)) + "<small>" + EscapeMarkup(ShortOffset(entry.at - start)) + "</small></span>";
  out += LanesOf(row);
  out +=
      "<span class=\"what\">" + Styled("tag " + LaneClass(entry.from), NameOf(entry.from)) + Styled("text", entry.text);
  if (entry.kind == EntryKind::kCall && entry.status != 0) {
    out += Styled(entry.status < 400 ? "status" : "status bad", std::to_string(entry.status));
  }
  if (!entry.mark.empty()) out += Styled("mark", entry.mark);
  if (!entry.detail.empty() && entry.detail != entry.text) {
    out += "<details class=\"body\"><summary>body</summary><pre>" + EscapeMarkup(entry.detail) + "</pre></details>";
  }
  return out + "</span></div>\n";
}

// Writes rows one after the other, with the lines between them.
class Writer {
 public:
  explicit Writer(Instant start) : start_(start) {}

  void Add(const Row& row) {
    Between(row);
    out_ += RowHtml(row, start_);
  }
  void Fold(const std::vector<Row>& rows, std::size_t begin, std::size_t end) {
    const Instant first = rows[begin].entry->at, last = rows[end - 1].entry->at;
    const bool beginning = begin == 0 && last == first;
    Between(rows[begin]);
    std::size_t messages = 0;
    for (std::size_t i = begin; i < end; ++i) messages += rows[i].entry->from != rows[i].entry->to ? 1 : 0;
    const std::string when = last - first < kGap ? "" : " over " + Span(last - first);
    const std::string what = beginning ? "What is there at the beginning: " + CountOf(end - begin, "event")
                                       : CountOf(end - begin, "quiet event") + when +
                                             (messages == 0 ? "" : ", " + CountOf(messages, "message")) +
                                             "; nothing that concerns the finding";
    out_ += "<details class=\"quiet\"><summary>" + what + "</summary>\n";
    for (std::size_t i = begin; i < end; ++i) Add(rows[i]);
    out_ += "</details>\n";
  }
  void Line(const std::string& css_class, const std::string& text) {
    out_ += "<div class=\"between " + css_class + "\"><span>" + EscapeMarkup(text) + "</span></div>\n";
  }
  std::string Take() { return std::move(out_); }

 private:
  // The pause when it is long, the day when it changes.
  void Between(const Row& row) {
    const Instant at = row.entry->at;
    const auto today = std::chrono::floor<std::chrono::days>(at);
    if (before_ && at - *before_ >= kGap) {
      // The lanes go on through a pause: an engine that is down stays so.
      const bool down = row.engine_down || (down_ && row.entry->kind == EntryKind::kStart);
      out_ += "<div class=\"row gap\"><span class=\"time\"></span><span class=\"lanes" +
              std::string(down ? " down" : "") + "\"></span><span class=\"what\">" +
              Span(std::chrono::round<std::chrono::seconds>(at - *before_)) + " later</span></div>\n";
    }
    if (day_ != today) Line("day", Day(at) + " (UTC)");
    day_ = today;
    before_ = at;
    down_ = row.engine_down || row.entry->kind == EntryKind::kDeath;
  }

  Instant start_;
  bool down_ = false;  // after the last row
  std::optional<Instant> before_;
  std::optional<std::chrono::sys_days> day_;
  std::string out_;
};

}  // namespace

std::string Diagram(const Timeline& timeline, Instant start, const std::optional<BreakingPoint>& breaks) {
  const auto rows = RowsOf(timeline);
  const auto later = [&](const Row& row) { return breaks && row.entry->at > breaks->at; };
  const auto broken = static_cast<std::size_t>(std::find_if(rows.begin(), rows.end(), later) - rows.begin());
  Writer writer(start);
  for (std::size_t i = 0; i < rows.size();) {
    std::size_t end = i;
    while (end < rows.size() && !rows[end].loud && (end == i || end != broken)) ++end;
    if (end - i >= (breaks && i >= broken ? kFewestToFoldLater : kFewestToFold)) {
      writer.Fold(rows, i, end);
      i = end;
    } else {
      for (end = std::max(end, i + 1); i < end; ++i) writer.Add(rows[i]);
    }
    if (breaks && i == broken) writer.Line("broken", breaks->words);
  }
  return "<div class=\"diagram\"><div class=\"head\"><span class=\"time\">UTC</span><span class=\"lanes\">"
         "<b class=\"l-people\">people</b><b class=\"l-iks\">IKS</b><b class=\"l-engine\">engine</b>"
         "<b class=\"l-procare\">Procare</b></span><span class=\"what\">what happens</span></div>\n" +
         writer.Take() + "</div>\n";
}

std::string DiagramLegend() {
  return "<p class=\"legend\"><span class=\"key hotkey\">concerns the finding</span>"
         "<span class=\"key\"><i class=\"k-line\"></i> message</span>"
         "<span class=\"key\"><i class=\"k-line k-lost\"></i><b class=\"cross\">✕</b> never arrives</span>"
         "<span class=\"key\"><i class=\"k-dot\"></i> a record is new or changes</span>"
         "<span class=\"key\"><i class=\"k-bolt\">!</i> broken on purpose</span>"
         "<span class=\"key\"><i class=\"k-down\"></i> no engine is running</span></p>\n";
}

}  // namespace ikp::scenarios::report
