// I1, no duplicate: what the engine created against the IKS children (and families) that it may stand for.
#include <algorithm>
#include <optional>

#include "scenarios/oracle/circumstances.h"
#include "scenarios/oracle/created_records.h"
#include "scenarios/oracle/evidence.h"
#include "scenarios/oracle/known_before.h"
#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::oracle {
namespace {

std::size_t Index(int i) { return static_cast<std::size_t>(i); }

class DuplicateChecker {
 public:
  DuplicateChecker(const Model& model, Findings& findings)
      : model_(model), history_(model.history()), findings_(findings) {}

  void Run() {
    const auto children = CreatedChildren(model_);
    told_.resize(children.size());
    for (std::size_t i = 0; i < children.size(); ++i) {
      CheckAskedFor(children[i]);
      CheckSum(children, i);
      if (const auto* typed = StaffRecordRepeated(model_, children[i])) Repeated(children[i], *typed);
      if (told_[i]) continue;
      if (const auto* own = OwnRecordRepeated(model_, children, children[i])) {
        RepeatedForAnotherEntry(children[i], *own);
      }
    }
    const auto families = CreatedFamilies(model_);
    for (std::size_t i = 0; i < families.creations.size(); ++i) {
      CheckFamilySum(families, i);
      CheckGuardians(families.creations[i]);
      if (const auto* typed = StaffFamilyRepeated(model_, families, families.creations[i])) {
        RepeatedFamily(families.creations[i], *typed);
      }
    }
    for (const auto& version : history_.procare_children) {
      if (version.desktop && version.by == By::kApi) CheckRows(version);
    }
  }

 private:
  const Exchange& ExchangeOf(const Creation& creation) const { return history_.exchanges[Index(creation.exchange)]; }
  const Model::ProcareChild& Child(int record) const { return model_.procare_children()[Index(record)]; }
  const ProcareFamilyVersion& Family(int record) const { return history_.procare_families[Index(record)]; }

  // --- children ----------------------------------------------------------------------------------------------------
  // Nobody invents children: some IKS child was such a one at this site, and in a trigger status.
  void CheckAskedFor(const Creation& creation) {
    const auto& record = model_.First(Child(creation.records.front()));
    for (const int whom : creation.meant) {
      if (WasTriggered(model_.iks_children()[Index(whom)], creation.site, record.seq)) return;
    }
    for (const auto& version : history_.iks_children) {
      if (version.due_date.empty() || version.due_date != record.birth_date) continue;
      if (PlainName(version.first_name) != PlainName(record.first_name)) continue;
      findings_.push_back({.invariant = 1,
                           .kind = "due_date_as_birth_date",
                           .sentence = "The engine created a child in Procare whose birth date is the due date of IKS.",
                           .at = record.at,
                           .records = {Show(version), Show(record)}});
      return;
    }
    findings_.push_back({.invariant = 1,
                         .kind = "unasked_child",
                         .sentence = "The engine created a child in Procare that no child in a trigger status of IKS "
                                     "at this site stands for.",
                         .at = record.at,
                         .records = {Show(record), Show(ExchangeOf(creation))}});
  }

  bool WasTriggered(const Model::IksChild& child, int site, Sequence before) const {
    return std::any_of(child.versions.begin(), child.versions.end(), [&](int index) {
      const auto& version = history_.iks_children[Index(index)];
      return version.seq <= before && model_.IsTriggerStatus(version.status) &&
             model_.SiteOfLocation(version.location) == site;
    });
  }

  void CheckSum(const std::vector<Creation>& all, std::size_t last) {
    const auto& surplus = all[last];
    if (surplus.meant.empty()) return;  // told already
    std::vector<const Creation*> counted;
    for (std::size_t i = 0; i < last; ++i) {
      if (all[i].site != surplus.site || all[i].meant.empty() || told_[i]) continue;
      if (!Overlap(all[i], surplus) || Gone(all[i], surplus)) continue;
      counted.push_back(&all[i]);
    }
    if (counted.empty()) return;
    counted.push_back(&surplus);
    const auto sent = ExchangeOf(surplus).sent_seq;
    const auto capacity = [&](int whom) {
      // "Create a new record" of the operator is a wish for one more.
      const auto& child = model_.iks_children()[Index(whom)];
      return 1 + Decisions(model_, HouseholdsOf(model_, child), Decision::kCreate, sent);
    };
    if (CanBeSharedOut(counted, capacity)) return;
    told_[last] = true;
    Finding finding{.invariant = 1,
                    .kind = "duplicate_child",
                    .sentence = "The engine created more children in Procare than there are in IKS: one of them twice.",
                    .at = ExchangeOf(surplus).sent};
    for (const int whom : surplus.meant) {
      if (const auto* version = model_.At(model_.iks_children()[Index(whom)], sent)) {
        finding.records.push_back(Show(*version));
      }
    }
    for (const auto* one : counted) finding.records.push_back(Show(model_.First(Child(one->records.front()))));
    findings_.push_back(std::move(finding));
  }

  // What people took away, moved or renamed before the next one was sent cannot be found by looking; unless the engine
  // had its link already.
  bool Gone(const Creation& before, const Creation& next) const {
    const auto& sent = ExchangeOf(next);
    if (before.meant.size() == 1) {
      const auto& whom = model_.iks_children()[Index(before.meant.front())];
      const auto* link = model_.ledger().ChildLink(whom.id, history_.sites[Index(before.site)].id);
      if (link != nullptr && link->linked + ClockSlack(model_) < sent.sent) return false;
    }
    bool intact = false;
    for (const int record : before.records) {
      const auto& child = Child(record);
      const auto& born = model_.First(child);
      const auto* now = model_.At(child, LookedAt(sent, model_.First(Child(next.records.front())).seq));
      const bool same =
          now == nullptr || (!now->removed && now->school == born.school && now->first_name == born.first_name &&
                             now->last_name == born.last_name && now->birth_date == born.birth_date);
      intact = intact || same;
    }
    const auto& first = Child(before.records.front());
    if (MayBeUnseen(model_, first, sent.sent_seq)) return true;
    return !intact || HiddenByTheClock(model_.First(Child(before.records.front())).at, sent);
  }

  // An agent looks when it carries a command out, maybe long after it got it.
  static Sequence LookedAt(const Exchange& sent, Sequence born) { return sent.command ? born - 1 : sent.sent_seq; }

  // An engine whose clock jumps cannot know how long it has waited for a record to show up.
  bool HiddenByTheClock(Instant created, const Exchange& next) const {
    return ClockFaulty(model_) && created + history_.longest_lag + std::chrono::minutes(10) > next.sent;
  }

  void Repeated(const Creation& creation, const Model::ProcareChild& typed) {
    findings_.push_back({.invariant = 1,
                         .kind = "staff_record_repeated",
                         .sentence = "The engine created a child that staff had typed into this school before, where "
                                     "the engine could see it.",
                         .at = ExchangeOf(creation).sent,
                         .records = {Show(model_.First(typed), "typed by people"),
                                     Show(model_.First(Child(creation.records.front())), "created by the engine")}});
  }

  void RepeatedForAnotherEntry(const Creation& creation, const Creation& own) {
    findings_.push_back({.invariant = 1,
                         .kind = "second_entry_created",
                         .sentence =
                             "A child that was entered twice in IKS was created twice in Procare, and nobody was "
                             "asked.",
                         .at = ExchangeOf(creation).sent,
                         .records = {Show(model_.First(Child(own.records.front())), "created first"),
                                     Show(model_.First(Child(creation.records.front())), "created again")}});
  }

  // --- families ----------------------------------------------------------------------------------------------------
  void CheckFamilySum(const FamilyCreations& families, std::size_t last) {
    const auto& surplus = families.creations[last];
    std::vector<const Creation*> counted;
    for (std::size_t i = 0; i < last; ++i) {
      const auto& before = families.creations[i];
      if (before.site != surplus.site || !Overlap(before, surplus)) continue;
      if (!FamilyGone(before, surplus, families)) counted.push_back(&before);
    }
    if (counted.empty()) return;
    counted.push_back(&surplus);
    const auto sent = ExchangeOf(surplus).sent_seq;
    const auto capacity = [&](int whom) {
      const auto households = HouseholdsOf(model_, families.iks_families[Index(whom)]);
      return 1 + Decisions(model_, households, Decision::kCreate, sent);
    };
    if (CanBeSharedOut(counted, capacity)) return;
    Finding finding{.invariant = 1,
                    .kind = "duplicate_family",
                    .sentence = "The engine created a family in Procare a second time.",
                    .at = ExchangeOf(surplus).sent};
    for (const auto* one : counted) finding.records.push_back(Show(Family(one->records.front())));
    findings_.push_back(std::move(finding));
  }

  // A write that was applied in part may have lost the very guardians by which the family is known (G47); people may
  // have moved or renamed it. None of that can be found by looking, unless the engine had the link.
  bool FamilyGone(const Creation& before, const Creation& next, const FamilyCreations& families) const {
    const auto& sent = ExchangeOf(next);
    const auto looked = LookedAt(sent, Family(next.records.front()).seq);
    const auto& born = Family(before.records.front());
    for (const auto& link : model_.ledger().family_links()) {
      const bool whom = std::any_of(before.meant.begin(), before.meant.end(), [&](int family) {
        return families.iks_families[Index(family)] == link.iks_family;
      });
      const int site = model_.SiteOfEngineId(link.site);
      if (whom && SameId(link.procare_id, born.id) && site == before.site &&
          link.linked + ClockSlack(model_) < sent.sent && StillThere(born, looked)) {
        return false;
      }
    }
    if (!StillThere(born, looked) || born.guardians.size() < GuardiansIn(ExchangeOf(before).body)) return true;
    return HiddenByTheClock(born.at, sent);
  }

  bool StillThere(const ProcareFamilyVersion& born, Sequence seq) const {
    const auto* now = FamilyAt(history_, born.tenant, born.id, seq);
    return now == nullptr || (!now->removed && now->school == born.school && now->guardians == born.guardians);
  }

  static std::size_t GuardiansIn(std::string_view body) {
    std::size_t count = 0;
    for (auto at = body.find("\"is_primary\""); at != std::string_view::npos;
         at = body.find("\"is_primary\"", at + 1)) {
      ++count;
    }
    return count;
  }

  // All of an account of Procare Desktop were in the database before, as people had typed them: nobody was created.
  bool KnewEverybody(const ProcareFamilyVersion& family) const {
    return family.desktop && std::all_of(family.guardians.begin(), family.guardians.end(), [&](const auto& guardian) {
             return std::any_of(history_.procare_families.begin(), history_.procare_families.end(),
                                [&](const auto& earlier) {
                                  return earlier.seq < family.seq &&
                                         std::any_of(earlier.guardians.begin(), earlier.guardians.end(),
                                                     [&](const auto& one) { return one.id == guardian.id; });
                                });
           });
  }

  void CheckGuardians(const Creation& creation) {
    for (const int record : creation.records) {
      const auto guardians = GuardiansOf(Family(record));
      for (std::size_t i = 0; i < guardians.size(); ++i) {
        const bool twice = !guardians[i].email.empty() &&
                           std::find(guardians.begin(), guardians.begin() + static_cast<std::ptrdiff_t>(i),
                                     guardians[i]) != guardians.begin() + static_cast<std::ptrdiff_t>(i);
        if (!twice || PeopleTypedTwice(guardians[i], Family(record).seq) || KnewEverybody(Family(record))) continue;
        findings_.push_back({.invariant = 1,
                             .kind = "duplicate_guardian",
                             .sentence = "The engine created one guardian twice in a family.",
                             .at = Family(record).at,
                             .records = {Show(Family(record))}});
        return;
      }
    }
  }

  // A status row of Desktop says from when on a status holds: the same one twice is one too many. (People who merge two
  // records get the rows of both.)
  void CheckRows(const ProcareChildVersion& child) {
    for (std::size_t i = 0; i < child.rows.size(); ++i) {
      const auto& row = child.rows[i];
      const bool twice = std::any_of(
          child.rows.begin(), child.rows.begin() + static_cast<std::ptrdiff_t>(i), [&](const StatusEntry& before) {
            return before.by == By::kApi && before.date == row.date && before.label == row.label;
          });
      if (row.by != By::kApi || !twice) continue;
      findings_.push_back({.invariant = 1,
                           .kind = "status_row_entered_twice",
                           .sentence = "The engine entered a status of a child twice.",
                           .at = child.at,
                           .records = {Show(child)}});
      return;
    }
  }

  // IKS itself showed the guardian twice (a family that was merged with its own copy): sent as typed.
  bool PeopleTypedTwice(const PlainGuardian& guardian, Sequence before) const {
    for (const auto& version : history_.iks_families) {
      if (version.seq > before) break;
      const auto guardians = GuardiansOf(version);
      if (std::count(guardians.begin(), guardians.end(), guardian) > 1) return true;
    }
    return false;
  }

  void RepeatedFamily(const Creation& creation, const ProcareFamilyVersion& typed) {
    findings_.push_back(
        {.invariant = 1,
         .kind = "staff_family_repeated",
         .sentence = "The engine created a family that staff had typed into this school before, with "
                     "the same guardian and e-mail address.",
         .at = ExchangeOf(creation).sent,
         .records = {Show(typed, "typed by people"), Show(Family(creation.records.front()), "created by the engine")}});
  }

  const Model& model_;
  const History& history_;
  Findings& findings_;
  std::vector<bool> told_ = {};
};

}  // namespace

void CheckNoDuplicate(const Model& model, Findings& findings) {
  DuplicateChecker(model, findings).Run();
  CheckLinkedPersons(model, findings);
  CheckKnownPeople(model, findings);
}

}  // namespace ikp::scenarios::oracle
