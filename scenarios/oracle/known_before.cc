#include "scenarios/oracle/known_before.h"

#include <algorithm>
#include <optional>

#include "scenarios/oracle/circumstances.h"
#include "scenarios/oracle/evidence.h"

namespace ikp::scenarios::oracle {
namespace {

std::size_t Index(int i) { return static_cast<std::size_t>(i); }

// What a child is known by. The oracle is strict where it demands a match: Jr counts.
struct PlainChild {
  std::string first, last, birth_date;
  bool operator==(const PlainChild&) const = default;
};

template <typename Version>
PlainChild PlainOf(const Version& version) {
  return {PlainFullName(version.first_name), PlainFullName(version.last_name), version.birth_date};
}

// 1900-01-01 is what some systems show for "not entered" (G26).
bool SaysWho(const PlainChild& child) {
  return !child.first.empty() && !child.last.empty() && !child.birth_date.empty() && child.birth_date != "1900-01-01";
}

// Whether all versions after `from` (null: of its whole life) until `until` are this child in this school.
bool Untouched(const Model& model, const Model::ProcareChild& record, std::string_view school, const PlainChild& as,
               const ProcareChildVersion* from, Sequence until) {
  for (const int index : record.versions) {
    const auto& version = model.history().procare_children[Index(index)];
    if (version.seq > until) break;
    if (from != nullptr && version.seq < from->seq) continue;
    if (version.removed || version.school != school || PlainOf(version) != as) return false;
  }
  return true;
}

// Whether the record stood in this school as this child, untouched, all the time from `visible_since`, when a list that
// was read may have been put together, until `until`.
bool StoodThere(const Model& model, const Model::ProcareChild& record, std::string_view school, const PlainChild& as,
                Instant visible_since, Sequence until) {
  if (model.First(record).at > visible_since) return false;
  return Untouched(model, record, school, as, model.AtTime(record, visible_since), until);
}

}  // namespace

const ProcareFamilyVersion* FamilyAt(const History& history, std::string_view tenant, std::string_view id,
                                     Sequence seq) {
  const ProcareFamilyVersion* found = nullptr;
  for (const auto& version : history.procare_families) {
    if (version.seq > seq) break;
    if (SameId(version.id, id) && version.tenant == tenant) found = &version;
  }
  return found;
}

namespace {

// The look on which an entry was decided: what stood there at `from` was seen, if nobody touched it until `until`.
struct Look {
  Instant from;
  Sequence until = 0;
};

template <typename Version>
Look LookFor(const Model& model, const Exchange& write, const std::vector<std::string_view>& iks_families,
             const Version& made) {
  const auto shown = LookedFrom(model, write, iks_families, made.school) - model.history().longest_lag;
  if (!write.command || write.agent_looked == Instant{}) return {shown, write.sent_seq};
  // An agent looks once more before it enters something, and the program shows everything at once.
  return {std::max(shown, write.agent_looked), made.seq - 1};
}

}  // namespace

const Model::ProcareChild* StaffRecordRepeated(const Model& model, const Creation& creation) {
  const auto& history = model.history();
  const auto& write = history.exchanges[Index(creation.exchange)];
  const auto& created = model.First(model.procare_children()[Index(creation.records.front())]);
  const auto as = PlainOf(created);
  if (creation.meant.empty() || !SaysWho(as)) return nullptr;
  std::optional<Look> look;
  for (const auto& record : model.procare_children()) {
    const auto& first = model.First(record);
    if (record.created_by >= 0 || record.tenant != created.tenant || first.birth_date.empty()) continue;
    const bool this_child = std::all_of(creation.meant.begin(), creation.meant.end(), [&](int whom) {
      const auto& child = model.iks_children()[Index(whom)];
      // A namesake is another person, however equal; and what another IKS child is linked to is taken.
      const bool same_person = !record.person.known() || !child.person.known() || record.person == child.person;
      return same_person && !model.ledger().LinkedToAnother(record.id, child.id) &&
             Decisions(model, HouseholdsOf(model, child), Decision::kAny, write.sent_seq) == 0;
    });
    if (!this_child) continue;
    if (!look) {
      const auto& child = model.iks_children()[Index(creation.meant.front())];
      look = LookFor(model, write, IksFamiliesOf(model, child, write.sent_seq), created);
    }
    if (MayBeUnseen(model, record, look->until)) continue;
    if (StoodThere(model, record, created.school, as, look->from, look->until)) return &record;
  }
  return nullptr;
}

const Creation* OwnRecordRepeated(const Model& model, const std::vector<Creation>& all, const Creation& creation) {
  const auto& write = model.history().exchanges[Index(creation.exchange)];
  const auto& created = model.First(model.procare_children()[Index(creation.records.front())]);
  const auto as = PlainOf(created);
  // Behind a clock that jumps, the time of waiting for a record to show seems to be over too early.
  if (creation.meant.empty() || !SaysWho(as) || ClockFaulty(model)) return nullptr;
  const auto& children = model.iks_children();
  const auto person = children[Index(creation.meant.front())].person;
  const auto entries = std::count_if(children.begin(), children.end(),
                                     [&](const Model::IksChild& child) { return child.person == person; });
  if (entries < 2) return nullptr;
  const auto means_this_person = [&](int whom) {
    const auto& entry = children[Index(whom)];
    return person.known() && entry.person == person &&
           Decisions(model, HouseholdsOf(model, entry), Decision::kAny, write.sent_seq) == 0;
  };
  const auto all_of = [&](const Creation& one) {
    return std::all_of(one.meant.begin(), one.meant.end(), means_this_person);
  };
  if (!all_of(creation)) return nullptr;
  for (const auto& before : all) {
    if (&before == &creation) return nullptr;
    if (before.site != creation.site || before.meant.empty() || !all_of(before)) continue;
    const bool stood = std::any_of(before.records.begin(), before.records.end(), [&](int index) {
      const auto& record = model.procare_children()[Index(index)];
      return model.First(record).seq < write.sent_seq && !MayBeUnseen(model, record, write.sent_seq) &&
             Untouched(model, record, created.school, as, nullptr, write.sent_seq);
    });
    if (stood) return &before;
  }
  return nullptr;
}

namespace {

// Accounts of every installation of Desktop have the same numbers.
bool LinkedToAnotherFamily(const Model& model, const ProcareFamilyVersion& family, std::string_view iks_family) {
  const auto& links = model.ledger().family_links();
  return std::any_of(links.begin(), links.end(), [&](const FamilyLinkFact& link) {
    const int site = model.SiteOfEngineId(link.site);
    return link.iks_family != iks_family && SameId(link.procare_id, family.id) && site >= 0 &&
           model.history().sites[Index(site)].tenant == family.tenant;
  });
}

}  // namespace

const ProcareFamilyVersion* StaffFamilyRepeated(const Model& model, const FamilyCreations& families,
                                                const Creation& creation) {
  const auto& history = model.history();
  if (creation.meant.size() != 1) return nullptr;
  const auto& write = history.exchanges[Index(creation.exchange)];
  const auto& created = history.procare_families[Index(creation.records.front())];
  const auto iks_family = families.iks_families[Index(creation.meant.front())];
  const auto households = HouseholdsOf(model, iks_family);
  if (Decisions(model, households, Decision::kAny, write.sent_seq) > 0) return nullptr;
  const auto wanted = GuardiansOf(created);
  std::optional<Look> look;
  for (const auto& typed : history.procare_families) {
    if (typed.by == By::kApi || typed.family < 0 || typed.tenant != created.tenant || typed.school != created.school) {
      continue;
    }
    // Only what is certain: the household itself, not relatives with a grandmother in common.
    if (std::find(households.begin(), households.end(), typed.family) == households.end()) continue;
    if (!look) look = LookFor(model, write, {iks_family}, created);
    if (FamilyAt(history, typed.tenant, typed.id, look->until) != &typed)
      continue;  // edited or moved, or not yet there
    if (LinkedToAnotherFamily(model, typed, iks_family)) continue;
    if (WasHidden(model, typed.tenant, typed.id, look->until)) continue;
    if (typed.removed || typed.at > look->from) continue;
    const auto guardians = GuardiansOf(typed);
    const bool known = std::any_of(guardians.begin(), guardians.end(), [&](const PlainGuardian& guardian) {
      return !guardian.email.empty() && !guardian.last.empty() &&
             std::find(wanted.begin(), wanted.end(), guardian) != wanted.end();
    });
    if (known) return &typed;
  }
  return nullptr;
}

namespace {

class LinkChecker {
 public:
  LinkChecker(const Model& model, Findings& findings) : model_(model), history_(model.history()), findings_(findings) {}

  void Check(const ports::Link& link) {
    const int site = model_.SiteOfEngineId(link.site.str());
    const auto* child = model_.FindIksChild(link.iks_id);
    if (site < 0 || child == nullptr || link.origin == ports::LinkOrigin::kManual) return;
    const auto* record = model_.FindProcareChild(history_.sites[Index(site)].tenant, link.procare_id);
    if (record == nullptr) return;  // I2 tells
    // Whatever a person decided about this household may be behind it.
    if (Decisions(model_, HouseholdsOf(model_, *child), Decision::kAny, UINT32_MAX) > 0) return;
    if (!EverAlike(*child, *record)) {
      findings_.push_back({.invariant = 1,
                           .kind = "wrong_link",
                           .sentence = "A child of IKS is linked to the Procare record of another person.",
                           .at = link.linked_at,
                           .records = {Show(model_.Last(*child)), Show(model_.Last(*record))}});
    } else if (link.origin == ports::LinkOrigin::kMatched && !ClockFaulty(model_)) {
      CheckGuess(link, *child, *record);
    }
  }

 private:
  // At some time they had one name and birth date, or the record carried our reference. Both may be edited later, so
  // any pair of versions counts; a missing birth date says nothing.
  bool EverAlike(const Model::IksChild& child, const Model::ProcareChild& record) const {
    for (const int theirs : record.versions) {
      const auto& in_procare = history_.procare_children[Index(theirs)];
      if (in_procare.external_id == child.id) return true;
      for (const int ours : child.versions) {
        const auto& in_iks = history_.iks_children[Index(ours)];
        const bool same_birth =
            in_procare.birth_date.empty() || in_iks.birth_date.empty() || in_procare.birth_date == in_iks.birth_date;
        if (same_birth && PlainName(in_procare.first_name) == PlainName(in_iks.first_name)) return true;
      }
    }
    return false;
  }

  void CheckGuess(const ports::Link& link, const Model::IksChild& child, const Model::ProcareChild& record) {
    const auto* linked = model_.AtTime(record, link.linked_at);
    if (linked == nullptr || linked->external_id == child.id) return;
    const auto as = PlainOf(*linked);
    if (!SaysWho(as)) return;
    std::optional<Instant> looked_from;
    for (const auto& other : model_.procare_children()) {
      if (&other == &record || other.tenant != record.tenant) continue;
      if (PlainOf(model_.First(other)) != as || model_.ledger().LinkedToAnother(other.id, child.id)) continue;
      if (MayBeUnseen(model_, other, UINT32_MAX)) continue;
      if (!looked_from) looked_from = LookedBefore(link, child);
      if (!looked_from) return;
      const auto visible_since = *looked_from - history_.longest_lag;
      const auto until = SequenceAt(other, link.linked_at);
      if (!StoodThere(model_, other, linked->school, as, visible_since, until)) continue;
      if (!StoodThere(model_, record, linked->school, as, visible_since, SequenceAt(record, link.linked_at))) continue;
      findings_.push_back(
          {.invariant = 1,
           .kind = "guessed_link",
           .sentence = "Two records in Procare fitted a child of IKS, and the engine took one of them "
                       "without asking a person.",
           .at = link.linked_at,
           .records = {Show(model_.Last(child)), Show(*linked, "linked"), Show(model_.First(other), "fits as well")}});
      return;
    }
  }

  // The last reading of the child's family before it was linked; nothing when there was none.
  std::optional<Instant> LookedBefore(const ports::Link& link, const Model::IksChild& child) const {
    Exchange moment;
    const Exchange* last = nullptr;
    for (const auto& exchange : history_.exchanges) {
      if (exchange.sent > link.linked_at) break;
      last = &exchange;
    }
    if (last == nullptr) return std::nullopt;
    moment.engine = last->engine;
    moment.sent = link.linked_at;
    moment.sent_seq = last->sent_seq + 1;
    const auto families = IksFamiliesOf(model_, child, UINT32_MAX);
    const auto looked = LookedFrom(model_, moment, families, "");
    if (looked == link.linked_at) return std::nullopt;
    return looked;
  }

  Sequence SequenceAt(const Model::ProcareChild& record, Instant at) const {
    const auto* version = model_.AtTime(record, at);
    return version == nullptr ? 0 : version->seq;
  }

  const Model& model_;
  const History& history_;
  Findings& findings_;
};

}  // namespace

void CheckLinkedPersons(const Model& model, Findings& findings) {
  LinkChecker checker(model, findings);
  for (const auto& link : model.history().opinion.links) {
    if (link.kind == ports::LinkKind::kChild) checker.Check(link);
  }
}

}  // namespace ikp::scenarios::oracle
