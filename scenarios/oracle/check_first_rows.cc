// What a push enters at Procare Desktop says what IKS had said: a row of today for a child that is pre-registered and,
// where the site wants it, one of its first day; a row of its first day for one that is enrolled (C.4).
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/oracle/circumstances.h"
#include "scenarios/oracle/evidence.h"
#include "scenarios/oracle/exchange_facts.h"
#include "scenarios/oracle/first_rows.h"
#include "scenarios/oracle/local_time.h"
#include "scenarios/oracle/sent_body.h"

namespace ikp::scenarios::oracle {
namespace {

constexpr std::chrono::minutes kOnItsWay{15};  // a command may wait for the one before it

struct Wanted {
  std::vector<std::string> today;       // the site's date when the command was made
  std::vector<std::string> first_days;  // that IKS had told
  bool always_later = true;             // IKS never told another first day than one to come
};

class FirstRows {
 public:
  FirstRows(const Model& model, Findings& findings) : model_(model), history_(model.history()), report_(4, findings) {}

  void Run() {
    if (ClockFaulty(model_)) return;
    for (const int index : model_.traffic().child_patches) {
      const auto& write = history_.exchanges[static_cast<std::size_t>(index)];
      if (write.command) Check(write);
    }
  }

 private:
  void Check(const Exchange& write) {
    const auto* intent = model_.ledger().IntentOf(write.idempotency_key);
    const auto* child = intent == nullptr ? nullptr : model_.FindIksChild(intent->child);
    const int site = intent == nullptr ? -1 : model_.SiteOfEngineId(intent->site);
    if (child == nullptr || site < 0 || ZoneChanged(model_, site)) return;
    const auto wanted = WantedFor(*child, write, site);
    for (const auto& field : FieldsOf(write.body)) {
      if (field.key != "status" || !field.nested) continue;
      const auto rows = FieldsOf(field.text);
      for (const auto& row : rows) CheckRow(row, wanted, write, *child);
      CheckBoth(rows, wanted, write, *child, site);
    }
  }

  Wanted WantedFor(const Model::IksChild& child, const Exchange& write, int site) const {
    Wanted wanted;
    const LocalTime time(ZoneOf(model_, site));
    for (const auto at : {write.sent - kOnItsWay, write.sent}) wanted.today.push_back(TextOf(time.DateAt(at)));
    for (const int index : child.versions) {
      const auto& version = history_.iks_children[static_cast<std::size_t>(index)];
      if (version.seq > write.sent_seq) break;
      for (const auto* day : {&version.desired_start, &version.actual_start}) {
        if (day->empty()) continue;
        wanted.first_days.push_back(*day);
        wanted.always_later = wanted.always_later && *day > wanted.today.back();
      }
      wanted.always_later = wanted.always_later && !version.desired_start.empty();
    }
    return wanted;
  }

  void CheckRow(const SentField& row, const Wanted& wanted, const Exchange& write, const Model::IksChild& child) {
    const auto is_in = [&](const std::vector<std::string>& days) {
      return std::find(days.begin(), days.end(), row.key) != days.end();
    };
    const bool good = is_in(wanted.today) || (row.text == "Enrolled" && is_in(wanted.first_days));
    if (good) return;
    report_.Add("row_of_another_day",
                "A push entered \"" + row.text + "\" for " + std::string(row.key) +
                    ", which is neither today at the centre nor a first day that IKS had told.",
                write.sent, {Show(write), Show(model_.Last(child))});
  }

  // The day on which a child that is pre-registered will come, where the site wants it entered.
  void CheckBoth(const std::vector<SentField>& rows, const Wanted& wanted, const Exchange& write,
                 const Model::IksChild& child, int site) {
    const bool pre_registered = std::any_of(rows.begin(), rows.end(), [](auto& row) { return row.text != "Enrolled"; });
    if (!pre_registered) return;
    const bool wants_both = model_.scenario().sites[static_cast<std::size_t>(site)].future_row;
    const bool missing = rows.size() < 2 && wants_both && wanted.always_later;
    const bool unwanted = rows.size() > 1 && !wants_both;
    if (!missing && !unwanted) return;
    report_.Add(missing ? "first_day_not_entered" : "first_day_not_wanted",
                missing ? "A push did not enter the first day of a child, which the site wants to have entered."
                        : "A push entered the first day of a child, which the site does not want to have entered.",
                write.sent, {Show(write), Show(model_.Last(child))});
  }

  const Model& model_;
  const History& history_;
  Reporter report_;
};

}  // namespace

void CheckFirstRows(const Model& model, Findings& findings) { FirstRows(model, findings).Run(); }

}  // namespace ikp::scenarios::oracle
