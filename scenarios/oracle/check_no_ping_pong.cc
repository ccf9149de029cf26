// I8, no ping-pong: what the nightly wrote into IKS is no reason to write to Procare, and no reason to write back the
// opposite.
#include <algorithm>

#include "scenarios/oracle/circumstances.h"
#include "scenarios/oracle/desktop_status.h"
#include "scenarios/oracle/evidence.h"
#include "scenarios/oracle/local_time.h"
#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::oracle {
namespace {

std::size_t Index(int i) { return static_cast<std::size_t>(i); }

class PingPongChecker {
 public:
  PingPongChecker(const Model& model, Findings& findings)
      : model_(model), history_(model.history()), findings_(findings), slack_(ClockSlack(model)) {}

  void Run() {
    CheckTags();
    for (std::size_t i = 0; i < model_.iks_children().size(); ++i) {
      const auto& child = model_.iks_children()[i];
      const IksChildVersion* before = nullptr;
      const IksChildVersion* flipped = nullptr;  // the version before `before`, when the engine wrote `before`
      for (const int index : child.versions) {
        const auto& version = history_.iks_children[Index(index)];
        if (version.by_sync && !version.removed) {
          CheckPushed(static_cast<int>(i), version);
          if (flipped != nullptr) CheckFlip(child, *flipped, *before, version);
        }
        flipped = version.by_sync ? before : nullptr;
        before = &version;
      }
    }
  }

 private:
  // A write that does not say where it comes from looks like one of a person, and comes back as a trigger (H28).
  void CheckTags() {
    for (const auto& write : history_.exchanges) {
      if (write.peer != Peer::kIks || write.method == "GET" || write.tagged) continue;
      findings_.push_back({.invariant = 8,
                           .kind = "untagged_write",
                           .sentence = "The engine wrote into IKS without saying that it was the engine.",
                           .at = write.sent,
                           .records = {Show(write)}});
      return;
    }
  }

  // From a write-back until people trigger the child again (or move it), nothing of it is sent to the site where it is
  // linked.
  void CheckPushed(int child_index, const IksChildVersion& written) {
    const auto& child = model_.iks_children()[Index(child_index)];
    const auto until = NextTouchByPeople(child, written.seq);
    for (const auto& link : model_.ledger().child_links()) {
      // What the nightly writes is for settled links only, so this one was there before.
      const bool settled = link.settled != Instant::max() && link.settled <= written.at + slack_;
      if (link.iks_child != child.id || !settled) continue;
      const int site = model_.SiteOfEngineId(link.site);
      for (const int index : model_.traffic().child_patches) {
        const auto& write = history_.exchanges[Index(index)];
        const bool this_record = SameId(IdInPath(write.path), link.procare_id) && IsOf(write, site);
        if (this_record && Between(write, written.seq, until)) Tell(written, write);
      }
      for (const auto& record : model_.procare_children()) {
        if (record.created_by < 0 || record.meant.size() != 1 || record.meant.front() != child_index) continue;
        const auto& write = history_.exchanges[Index(record.created_by)];
        const bool this_site = model_.SiteOfSchool(record.tenant, model_.First(record).school) == site;
        if (this_site && Between(write, written.seq, until)) Tell(written, write);
      }
    }
  }

  // A person of Desktop has one id at all schools of the installation.
  bool IsOf(const Exchange& write, int site) const {
    return site < 0 || write.tenant == history_.sites[Index(site)].tenant;
  }

  static bool Between(const Exchange& write, Sequence from, Sequence until) {
    return write.sent_seq > from && write.sent_seq < until;
  }

  Sequence NextTouchByPeople(const Model::IksChild& child, Sequence after) const {
    for (const int index : child.versions) {
      const auto& version = history_.iks_children[Index(index)];
      if (version.seq > after && !version.by_sync) return version.seq;
    }
    return UINT32_MAX;
  }

  void Tell(const IksChildVersion& written, const Exchange& write) {
    // An operator's decision about the household is a wish of its own.
    const auto* child = model_.FindIksChild(written.id);
    if (child != nullptr && Decisions(model_, HouseholdsOf(model_, *child), Decision::kAny, write.sent_seq) > 0) return;
    findings_.push_back({.invariant = 8,
                         .kind = "ping_pong",
                         .sentence = "The engine wrote to IKS, and then sent that child to Procare again, although "
                                     "nobody had touched it.",
                         .at = write.sent,
                         .records = {Show(written), Show(write)}});
  }

  // A to B and back to A, one write-back after the other, while Procare stood still.
  void CheckFlip(const Model::IksChild& child, const IksChildVersion& a, const IksChildVersion& b,
                 const IksChildVersion& again) {
    const bool status = a.status == again.status && a.status != b.status;
    const bool room = a.classroom == again.classroom && a.classroom != b.classroom;
    const bool start = a.actual_start == again.actual_start && a.actual_start != b.actual_start;
    const bool end = a.withdrawal == again.withdrawal && a.withdrawal != b.withdrawal;
    if (!status && !room && !start && !end) return;
    if (a.removed || a.location != again.location || !ProcareStoodStill(child, b.at, again.at)) return;
    findings_.push_back({.invariant = 8,
                         .kind = "flip_flop",
                         .sentence = "The engine changed a child in IKS and changed it back, although nothing had "
                                     "changed in Procare.",
                         .at = again.at,
                         .records = {Show(a), Show(b), Show(again)}});
  }

  // A reading may have begun hours before it was written back, so changes of the day before count as well. That the
  // child's first day came is a change too: it was Pre-Registered until then.
  bool ProcareStoodStill(const Model::IksChild& child, Instant from, Instant until) const {
    if (ClockFaulty(model_)) return false;
    const auto since = from - std::chrono::hours(26);
    bool linked = false;
    for (const auto& link : model_.ledger().child_links()) {
      if (link.iks_child != child.id) continue;
      linked = true;
      const int site = model_.SiteOfEngineId(link.site);
      if (site < 0 || !NewRoomNames(model_, site).empty() || RoomClosed(model_, site) || ZoneChanged(model_, site)) {
        return false;
      }
      const auto* record = model_.FindProcareChild(history_.sites[Index(site)].tenant, link.procare_id);
      if (record == nullptr) continue;
      const LocalTime time(ZoneOf(model_, site));
      const auto first_day = TextOf(time.DateAt(since));
      const auto last_day = TextOf(time.DateAt(until));
      for (const int index : record->versions) {
        const auto& version = history_.procare_children[Index(index)];
        if (version.start >= first_day && version.start <= last_day) return false;
        if (version.desktop && ViewsOf(version.rows, first_day, last_day).size() > 1) return false;  // the day of a row
        if (version.at >= since && version.at <= until && index != record->versions.front()) return false;
      }
    }
    return linked;
  }

  const Model& model_;
  const History& history_;
  Findings& findings_;
  Milliseconds slack_;
};

}  // namespace

void CheckNoPingPong(const Model& model, Findings& findings) { PingPongChecker(model, findings).Run(); }

}  // namespace ikp::scenarios::oracle
