#include "scenarios/report/tables.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "scenarios/report/text.h"
#include "scenarios/report/text_table.h"

namespace ikp::scenarios::report {
namespace {

// "12.5%"; what is there at all is never shown as nothing.
std::string Share(std::int64_t part, std::int64_t whole) {
  if (whole <= 0 || part <= 0) return "0%";
  const std::int64_t tenths = part * 1000 / whole;
  if (tenths == 0) return "<0.1%";
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + "%";
}

std::string InvariantName(int invariant) {
  const std::string name(oracle::NameOf(invariant));
  return invariant < oracle::kRunFailed ? "I" + std::to_string(invariant) + " " + name : name;
}

}  // namespace

std::string MarksTable(const std::vector<MarkCount>& marks, std::int64_t scenarios) {
  auto sorted = marks;
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.reached < b.reached; });
  TextTable reached({{"reached"}, {"scenarios", Align::kRight}, {"share", Align::kRight}, {"what"}});
  TextTable missing({{}, {}, {}});
  std::size_t missed = 0, required = 0;
  for (const auto& mark : sorted) {
    if (mark.reached > 0) {
      reached.Add(
          {std::string(mark.name), WithCommas(mark.reached), Share(mark.reached, scenarios), std::string(mark.what)});
      continue;
    }
    ++missed;
    required += mark.common ? 1 : 0;
    missing.Add({mark.common ? "!" : "", std::string(mark.name), std::string(mark.what)});
  }
  std::string out = reached.empty() ? "" : reached.Text() + "\n";
  out += std::to_string(marks.size() - missed) + " of " + Counted(static_cast<long long>(marks.size()), "mark") +
         " reached in " + Counted(scenarios, "scenario");
  if (missed == 0) return out + "\n";
  out += "; not reached (! must be, in a run of this kind: " + std::to_string(required) + "):\n";
  return out + missing.Text();
}

oracle::Accounting Sum(const oracle::Accounting& a, const oracle::Accounting& b) {
  oracle::Accounting sum;
  sum.triggered = a.triggered + b.triggered;
  sum.linked = a.linked + b.linked;
  sum.waiting = a.waiting + b.waiting;
  sum.refused = a.refused + b.refused;
  sum.withdrawn = a.withdrawn + b.withdrawn;
  sum.duplicated = a.duplicated + b.duplicated;
  sum.lost = a.lost + b.lost;
  sum.recovered = a.recovered + b.recovered;
  sum.unexpected = a.unexpected + b.unexpected;
  return sum;
}

bool Balanced(const oracle::Accounting& a) {
  return a.triggered == a.linked + a.waiting + a.refused + a.withdrawn + a.lost;
}

std::string AccountingTable(const oracle::Accounting& a) {
  TextTable table({{}, {"", Align::kRight}, {}});
  const auto add = [&](std::string name, int count, std::string what) {
    table.Add({std::move(name), WithCommas(count), std::move(what)});
  };
  add("triggered", a.triggered, "children that people put into a trigger status");
  add("  linked", a.linked, "are in Procare, " + WithCommas(a.recovered) + " of them found again after a lost answer");
  add("  waiting", a.waiting, "for a person, with a reason");
  add("  refused", a.refused, "with a reason");
  add("  withdrawn", a.withdrawn, "left the trigger status before they were pushed");
  add("  lost", a.lost, a.lost == 0 ? "as promised" : "BROKEN: none may be");
  add("duplicated", a.duplicated, a.duplicated == 0 ? "as promised" : "BROKEN: none may be");
  add("unexpected", a.unexpected,
      a.unexpected == 0 ? "records that nobody asked for" : "BROKEN: nobody asked for them");
  const int sum = a.linked + a.waiting + a.refused + a.withdrawn + a.lost;
  return table.Text() + (Balanced(a) ? "  the sums agree\n"
                                     : "  THE SUMS DISAGREE: " + WithCommas(a.triggered) + " triggered, " +
                                           WithCommas(sum) + " accounted for\n");
}

std::string InvariantTable(const std::map<int, std::int64_t>& findings, std::int64_t scenarios) {
  TextTable table({{"promise"}, {"broken in", Align::kRight}, {}});
  for (int invariant = 1; invariant <= oracle::kNotDeterministic; ++invariant) {
    const auto found = findings.find(invariant);
    const std::int64_t count = found == findings.end() ? 0 : found->second;
    table.Add({InvariantName(invariant), WithCommas(count),
               count == 0 ? "" : "exit code " + std::to_string(oracle::ExitCodeOf(invariant))});
  }
  return table.Text() + "  of " + Counted(scenarios, "scenario") + "\n";
}

std::string MutantTable(const std::vector<MutantResult>& mutants) {
  TextTable table(
      {{"mutant"}, {"bug"}, {"should break"}, {"caught by"}, {"runs", Align::kRight}, {"smallest", Align::kRight}});
  std::size_t caught = 0;
  for (const auto& mutant : mutants) {
    caught += mutant.caught_by != 0 ? 1 : 0;
    table.Add({mutant.name, mutant.what, InvariantName(mutant.invariant),
               mutant.caught_by == 0 ? "LIVES" : InvariantName(mutant.caught_by), WithCommas(mutant.scenarios),
               mutant.smallest == 0 ? "" : std::to_string(mutant.smallest)});
  }
  return table.Text() + "  " + std::to_string(caught) + " of " + std::to_string(mutants.size()) + " caught\n";
}

}  // namespace ikp::scenarios::report
