#include "engine/rules/push_facts.h"

#include <algorithm>

#include "engine/rules/normalise.h"
#include "engine/rules/placement.h"

namespace ikp::rules {
namespace {

bool ShareContacts(const FamilyIdentity& family, const std::vector<GuardianKey>& guardians) {
  for (const auto& a : family.guardians) {
    for (const auto& b : guardians) {
      if (ShareContact(a, b)) return true;
    }
  }
  return false;
}

}  // namespace

PushFacts::PushFacts(const PushView& view) : view_(view) {
  for (const auto& child : view.family->children) siblings_.push_back(IdentityOf(*view.family, child));
}

const domain::IksChild* PushFacts::Find(const domain::IksChildId& id) const {
  for (const auto& child : view_.family->children) {
    if (child.id == id) return &child;
  }
  return nullptr;
}

const OpenEffect* PushFacts::OpenFor(PushEffect effect, const std::optional<domain::IksChildId>& child) const {
  for (const auto& open : view_.open_effects) {
    if (open.effect == effect && open.child == child) return &open;
  }
  return nullptr;
}

const domain::ProcareChild* PushFacts::Record(const domain::ProcareChildId& id) const {
  for (const auto& child : view_.reading->children) {
    if (child.id == id) return &child;
  }
  return nullptr;
}

ChildIdentity PushFacts::Identity(const domain::IksChild& child) const {
  ChildIdentity identity = IdentityOf(*view_.family, child);
  if (!view_.send_external_id) identity.external_ref.clear();
  return identity;
}

ChildExclusions PushFacts::ExclusionsFor(const domain::IksChildId& id) const {
  ChildExclusions exclusions;
  for (const auto& [procare, child] : view_.linked_elsewhere) exclusions.linked.insert(procare);
  for (const auto& [child, link] : view_.child_links) {
    if (child != id) exclusions.linked.insert(link.procare);
  }
  for (std::size_t i = 0; i < siblings_.size(); ++i) {
    if (view_.family->children[i].id != id) exclusions.siblings.push_back(siblings_[i]);
  }
  return exclusions;
}

std::optional<ReviewDecision> PushFacts::DecisionFor(const domain::IksChildId& id) const {
  const auto found = view_.child_decisions.find(id);
  return found == view_.child_decisions.end() ? std::nullopt : std::optional(found->second);
}

domain::InitialPlacement PushFacts::PlacementOf(const domain::IksChild& child, domain::Placement wanted) const {
  auto placement = DecidePlacement(wanted, StartOf(child), view_.today, view_.site->policy.pre_registered_as).placement;
  placement.classroom = RoomOf(child);
  placement.wanted = wanted;
  placement.first_day = StartOf(child);
  placement.guardians = NewGuardians();
  return placement;
}

std::optional<domain::ProcareClassroomId> PushFacts::RoomOf(const domain::IksChild& child) const {
  if (child.classroom.empty()) return std::nullopt;
  for (const auto& [id, name] : view_.site->policy.classrooms) {
    if (name == child.classroom) return domain::ProcareClassroomId::Trusted(id);
  }
  std::optional<domain::ProcareClassroomId> found;
  for (const auto& room : view_.reading->classrooms) {
    if (!room.active || domain::StatusLabel(room.name) != domain::StatusLabel(child.classroom)) continue;
    if (found) return std::nullopt;
    found = room.id;
  }
  return found;
}

std::vector<domain::NewGuardian> PushFacts::NewGuardians() const {
  std::vector<domain::NewGuardian> guardians;
  for (const auto& guardian : view_.family->guardians) {
    if (NormaliseLastName(guardian.name.last).empty()) continue;
    domain::NewGuardian record{.name = guardian.name,
                               .email = guardian.email,
                               .phones = guardian.phones,
                               .relationship = guardian.relationship,
                               .is_primary = guardians.empty(),
                               .address = guardian.address};
    if (view_.omit_emails && !record.phones.empty()) record.email.reset();
    guardians.push_back(std::move(record));
  }
  return guardians;
}

domain::NewFamily PushFacts::NewFamilyOf(const domain::IksChild& child) const {
  domain::NewFamily family;
  family.guardians = NewGuardians();
  family.name = family.guardians.empty() ? child.name.last : family.guardians.front().name.last;
  for (const auto& id : view_.candidates) {
    const auto* candidate = Find(id);
    if (candidate != nullptr && candidate->birth_date) family.children.push_back(NewChildOf(*candidate));
  }
  return family;
}

domain::NewChild PushFacts::NewChildOf(const domain::IksChild& child) const {
  domain::NewChild record{.family = domain::ProcareFamilyId::Trusted("-"),
                          .name = child.name,
                          .birth_date = *child.birth_date,
                          .gender = child.gender,
                          .start = StartOf(child),
                          .classroom = RoomOf(child),
                          .external_id = view_.send_external_id ? child.id.str() : std::string()};
  const auto trigger = view_.site->policy.triggers.find(child.status);
  if (trigger != view_.site->policy.triggers.end()) record.placement = PlacementOf(child, trigger->second);
  return record;
}

std::optional<domain::ProcareFamilyId> PushFacts::HouseholdOf(const domain::ProcareChildId& record,
                                                              MatchRung rung) const {
  const auto* found = Record(record);
  if (found == nullptr) return std::nullopt;
  const FamilyMatch match = MatchFamily(IdentityOf(*view_.family), *view_.school);
  for (const auto& family : found->families) {
    if (match.kind == MatchKind::kUnique && family == match.candidates.front()) return family;
  }
  const bool guardian_known = rung == MatchRung::kExternalReference || rung == MatchRung::kNameBirthGuardian;
  if (found->families.size() == 1 && guardian_known) return found->families.front();
  return std::nullopt;
}

bool PushFacts::ProvesAbsence(const OpenEffect& open) const {
  return view_.school->complete() && view_.reading_started >= open.settles_at && !OnWorkList(open);
}

bool PushFacts::OnWorkList(const OpenEffect& open) const { return view_.reading->on_work_list.contains(open.intent); }

bool PushFacts::NobodyNeedsTheFamily() const {
  return view_.candidates.empty() &&
         std::all_of(view_.family->children.begin(), view_.family->children.end(), [&](const domain::IksChild& child) {
           return child.location != view_.site->iks_location || view_.child_links.contains(child.id);
         });
}

std::vector<domain::IntentId> PushFacts::NotWanted() const {
  const bool decided = view_.family_decision && view_.family_decision->link_to && view_.candidates.empty();
  std::vector<domain::IntentId> intents;
  if (!view_.family_link && !decided && !NobodyNeedsTheFamily()) return intents;
  for (const auto& open : view_.open_effects) {
    if (open.effect == PushEffect::kCreateFamily && OnWorkList(open)) intents.push_back(open.intent);
  }
  return intents;
}

bool PushFacts::HasVanished(const LinkedChild& link) const {
  return view_.ids_can_vanish && view_.school->complete() && Record(link.procare) == nullptr &&
         view_.reading_started > link.linked_at + view_.visibility_window;
}

bool PushFacts::AsBorn(const domain::ProcareChild& record, const domain::IksChild& child) const {
  if (view_.born_as.empty()) return record.status.empty() && !record.start;
  return record.status == view_.born_as && record.classroom == RoomOf(child) && record.start == StartOf(child);
}

bool PushFacts::FamilyStillThere() const {
  for (const auto& family : view_.reading->families) {
    if (family.id == *view_.family_link) return true;
  }
  // A family that we linked lately may not show yet (G50).
  return view_.reading_started < view_.family_linked_at + view_.visibility_window;
}

std::optional<domain::ProcareFamilyId> PushFacts::SurelyThisFamily() const {
  const FamilyMatch match = MatchFamily(IdentityOf(*view_.family), *view_.school, view_.families_linked_elsewhere);
  return match.kind == MatchKind::kUnique ? std::optional(match.candidates.front()) : std::nullopt;
}

const RecentEffect* PushFacts::SimilarRecent(const domain::IksChild& child) const {
  const ChildIdentity identity = Identity(child);
  for (const auto& recent : view_.recent_elsewhere) {
    if (view_.reading_started >= recent.visible_by) continue;
    if (recent.effect == PushEffect::kCreateChild) {
      const auto other = ChildIdentityFromStrings(recent.identity);
      if (other && SameChild(identity, *other) && !Shows(recent.procare_id)) return &recent;
    } else if (recent.effect == PushEffect::kCreateFamily && !view_.family_link) {
      const auto other = FamilyIdentityFromStrings(recent.identity);
      if (other && ShareContacts(*other, identity.guardians) && !Shows(recent.procare_id)) return &recent;
    }
  }
  return nullptr;
}

bool PushFacts::Shows(const std::string& procare_id) const {
  const auto has = [&](const auto& record) { return record.id.str() == procare_id; };
  return std::any_of(view_.reading->children.begin(), view_.reading->children.end(), has) ||
         std::any_of(view_.reading->families.begin(), view_.reading->families.end(), has);
}

}  // namespace ikp::rules
