// I7, ownership: the nightly touches status, classroom and dates in IKS and nothing else; the push places what it
// created itself, and overwrites nothing that people changed there since; families and guardians are never changed.
#include <algorithm>
#include <array>

#include "scenarios/oracle/circumstances.h"
#include "scenarios/oracle/evidence.h"
#include "scenarios/oracle/sent_body.h"
#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::oracle {
namespace {

std::size_t Index(int i) { return static_cast<std::size_t>(i); }

// The last two are the engine's own bookkeeping in IKS (D.2).
constexpr std::array<std::string_view, 6> kOfTheNightly = {"status",          "classroom",   "actual_start",
                                                           "withdrawal_date", "procare_ref", "push_state"};
constexpr std::array<std::string_view, 4> kOfThePlacement = {"status", "classroom_id", "start_date", "activation"};

template <std::size_t N>
bool Contains(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class OwnershipChecker {
 public:
  OwnershipChecker(const Model& model, Findings& findings)
      : model_(model), history_(model.history()), findings_(findings) {}

  void Run() {
    const auto& traffic = model_.traffic();
    for (const int index : traffic.write_backs) CheckWriteBack(history_.exchanges[Index(index)]);
    for (const int index : traffic.child_patches) CheckPlacement(history_.exchanges[Index(index)]);
    for (const int index : traffic.other_writes) {
      const auto& write = history_.exchanges[Index(index)];
      Tell("forbidden_write", "The engine sent a write that belongs neither to a push nor to a nightly.", write);
    }
    for (const auto& record : model_.procare_children()) {
      if (model_.First(record).desktop) CheckEntries(record);
    }
  }

 private:
  void Tell(std::string kind, std::string sentence, const Exchange& write, const ProcareChildVersion* version = nullptr,
            std::string_view what = {}) {
    Finding finding{.invariant = 7,
                    .kind = std::move(kind),
                    .sentence = std::move(sentence),
                    .at = write.sent,
                    .records = {Show(write)}};
    if (version != nullptr) finding.records.push_back(Show(*version, what));
    findings_.push_back(std::move(finding));
  }

  void CheckWriteBack(const Exchange& write) {
    for (const auto& field : FieldsOf(write.body)) {
      if (Contains(kOfTheNightly, field.key)) continue;
      return Tell(
          "foreign_field",
          "The engine wrote the field " + std::string(field.key) + " into IKS, which belongs to the people there.",
          write);
    }
  }

  // A person of Procare Desktop whom staff took away from this school, and whom a push put into an account here later.
  bool BroughtBackByUs(const Exchange& write, const Model::ProcareChild& record) const {
    bool gone = true, ours = false;
    for (const int index : record.versions) {
      const auto& version = history_.procare_children[Index(index)];
      if (version.seq > write.sent_seq) break;
      if (gone) ours = version.desktop && version.by == By::kApi;
      gone = version.removed;
    }
    return ours;
  }

  void CheckPlacement(const Exchange& write) {
    const auto* record = model_.FindProcareChild(write.tenant, IdInPath(write.path));
    if (record == nullptr) return;  // deleted, or never there: nothing is overwritten
    if (record->created_by < 0) {
      if (TakenForOurs(write, *record) || BroughtBackByUs(write, *record)) return;
      return Tell("staff_record_written", "The engine changed a child in Procare that people had typed.", write,
                  &model_.First(*record), "typed by people");
    }
    const auto looked_from = LookedAt(write, *record);
    for (const auto& field : FieldsOf(write.body)) {
      if (!Contains(kOfThePlacement, field.key)) {
        return Tell("foreign_field",
                    "The engine changed the field " + std::string(field.key) + " of a child in Procare.", write);
      }
      if (const auto* edit = EditedByPeople(*record, field, looked_from, write.sent_seq)) {
        return Tell("overwritten",
                    "The engine overwrote the " + std::string(field.key) + " that people had changed in Procare.",
                    write, edit, "changed by people");
      }
    }
  }

  // A command to an agent says what is wanted; whether people were quicker shows in what it entered.
  void CheckEntries(const Model::ProcareChild& record) {
    const ProcareChildVersion* before = nullptr;
    const ProcareChildVersion* room = nullptr;  // since when the classroom is the one of `before`
    for (const int index : record.versions) {
      const auto& version = history_.procare_children[Index(index)];
      if (before != nullptr && version.by == By::kApi && version.exchange >= 0 && !version.removed) {
        const auto& write = history_.exchanges[Index(version.exchange)];
        const bool chosen = !before->room_id.empty() && room->by == By::kStaff && room->seq < write.handled_seq;
        if (chosen && version.room_id != before->room_id) {
          Tell("overwritten", "The engine replaced a classroom that people had chosen.", write, before, "of people");
        }
        if (HasRowOfTheirOwn(*before, write) && version.rows.size() > before->rows.size()) {
          Tell("amended", "The engine entered a status beside one of another kind that people had entered.", write,
               before, "of people");
        }
      }
      if (room == nullptr || version.room_id != room->room_id || version.removed) room = &version;
      before = &version;
    }
  }

  // A status that the engine would not have entered, and that stood there before the command came.
  bool HasRowOfTheirOwn(const ProcareChildVersion& child, const Exchange& write) const {
    return child.seq < write.handled_seq && write.method == "PATCH" &&
           std::any_of(child.rows.begin(), child.rows.end(), [&](const StatusEntry& row) {
             return row.by == By::kStaff && write.body.find("\"" + row.label + "\"") == std::string::npos;
           });
  }

  // The answer to a creation was lost, and people typed the very same child before the engine could look: nobody can
  // tell the two records apart, so it is adopted, and placed like our own.
  bool TakenForOurs(const Exchange& write, const Model::ProcareChild& record) const {
    // Or the creation never left, because the engine died right after it had noted it down.
    const bool adopted =
        std::any_of(history_.opinion.links.begin(), history_.opinion.links.end(), [&](const ports::Link& link) {
          return link.kind == ports::LinkKind::kChild && link.procare_id == record.id &&
                 link.origin == ports::LinkOrigin::kAdopted;
        });
    if (adopted) return true;
    const auto& typed = model_.First(record);
    const auto first = PlainName(typed.first_name);
    const auto last = PlainName(typed.last_name);
    const auto& posts = model_.traffic().child_posts;
    return std::any_of(posts.begin(), posts.end(), [&](int index) {
      const auto& post = history_.exchanges[Index(index)];
      if (post.sent_seq > write.sent_seq || post.tenant != write.tenant) return false;
      // An agent, too, that got no answer from the program finds what people typed meanwhile.
      const bool appeared = post.command && post.handled_seq != 0 && typed.seq > post.handled_seq;
      if (appeared && SameId(RawTextIn(post.answer, "id"), record.id)) return true;
      if (!OutcomeUnknown(post)) return false;
      return PlainName(TextIn(post.body, "first_name").value_or("")) == first &&
             PlainName(TextIn(post.body, "last_name").value_or("")) == last;
    });
  }

  Instant LookedAt(const Exchange& write, const Model::ProcareChild& record) const {
    std::vector<std::string_view> families;
    for (const int whom : record.meant) {
      for (const auto family : IksFamiliesOf(model_, model_.iks_children()[Index(whom)], write.sent_seq)) {
        families.push_back(family);
      }
    }
    return LookedFrom(model_, write, families, model_.First(record).school);
  }

  static std::string_view ValueOf(const ProcareChildVersion& version, std::string_view field) {
    if (field == "classroom_id") return version.room_id;
    if (field == "start_date") return version.start;
    return version.status;  // an activation belongs to the hold
  }

  // The change by people that the write destroys, if the engine must have seen it. When the field shows again what it
  // showed at birth, nobody can see that people had a hand in it; and what is equal already is not destroyed.
  const ProcareChildVersion* EditedByPeople(const Model::ProcareChild& record, const SentField& sent_field,
                                            Instant looked_from, Sequence sent) const {
    const auto field = sent_field.key;
    const auto& born = model_.First(record);
    const auto* now = model_.At(record, sent);
    if (now == nullptr || ValueOf(*now, field) == ValueOf(born, field)) return nullptr;
    if (!sent_field.nested && SameId(ValueOf(*now, field), sent_field.text)) return nullptr;
    const ProcareChildVersion* before = &born;
    const ProcareChildVersion* edit = nullptr;
    for (const int index : record.versions) {
      const auto& version = history_.procare_children[Index(index)];
      if (version.seq > sent) break;
      const bool by_people = version.by == By::kStaff || version.by == By::kParent;
      if (ValueOf(version, field) != ValueOf(*before, field)) edit = by_people ? &version : nullptr;
      before = &version;
    }
    if (edit == nullptr || edit->at + history_.longest_lag > looked_from) return nullptr;
    return edit;
  }

  const Model& model_;
  const History& history_;
  Findings& findings_;
};

}  // namespace

void CheckOwnership(const Model& model, Findings& findings) { OwnershipChecker(model, findings).Run(); }

}  // namespace ikp::scenarios::oracle
