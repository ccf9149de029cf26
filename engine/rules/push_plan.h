// PushPlan: what to do next for one family at one site, decided from what IKS shows, what Procare shows, what is linked
// and which effects may be on their way. Pure: the same view gives the same plan, and a plan can be printed (dry run).
//
// The caller executes the first step, updates the view, and plans again; so a plan never goes stale.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "engine/domain/iks_family.h"
#include "engine/domain/procare_school.h"
#include "engine/domain/reason.h"
#include "engine/domain/site.h"
#include "engine/rules/match.h"

namespace ikp::rules {

enum class PushEffect { kCreateFamily, kCreateChild, kPlaceChild };

// An effect whose intent is still open: it may have happened.
struct OpenEffect {
  domain::IntentId intent;
  PushEffect effect = PushEffect::kCreateFamily;
  std::optional<domain::IksChildId> child;
  std::vector<std::string> identity;      // what was sent, normalised
  std::vector<std::string> known_before;  // look-alikes that existed before
  domain::Instant
      settles_at{};  // a complete reading started at or after this and without the record proves that it never happened
};

// An effect of another IKS family that was done lately and may not show in a reading yet (G50).
struct RecentEffect {
  PushEffect effect = PushEffect::kCreateFamily;
  std::vector<std::string> identity;
  std::string procare_id;
  domain::Instant visible_by{};
};

struct LinkedChild {
  domain::ProcareChildId procare;
  bool created_by_us = false;
  bool settled = false;
  domain::Instant linked_at = domain::Instant::max();  // no reading is later than that
};

// What a person decided about a family or child that waited. "Create" means: none of the records that were shown.
struct ReviewDecision {
  std::optional<std::string> link_to;  // a Procare id; nothing means "create a new record"
  std::vector<std::string> seen = {};  // the Procare ids that the person was shown
  domain::Instant decided_at = {};
};

struct PushView {
  const domain::Site* site = nullptr;
  const domain::IksFamily* family = nullptr;
  const domain::SchoolSnapshot* reading = nullptr;
  const SchoolIndex* school = nullptr;         // over that reading
  domain::Instant reading_started{};           // what was committed before shows in it, but for the visibility window
  std::vector<domain::IksChildId> candidates;  // children to push now, from trigger.h; all at this site
  std::optional<domain::ProcareFamilyId> family_link;
  domain::Instant family_linked_at{};
  std::map<domain::IksChildId, LinkedChild> child_links;                  // of this family
  std::map<domain::ProcareChildId, domain::IksChildId> linked_elsewhere;  // of other families at this site
  std::set<domain::ProcareFamilyId> families_linked_elsewhere;
  std::vector<OpenEffect> open_effects;
  std::vector<RecentEffect> recent_elsewhere;
  std::map<domain::IksChildId, ReviewDecision> child_decisions;
  std::optional<ReviewDecision> family_decision;
  domain::Milliseconds visibility_window{};
  // The status word of a child that was just created; empty: none until it is placed (systems::ProcareTraits).
  domain::StatusLabel born_as = domain::StatusLabel("active");
  bool ids_can_vanish = false;
  domain::CivilDate today = domain::CivilDate::FromDays({});  // at the site
  bool omit_emails = false;  // Procare refused an e-mail address before; phones remain (F26)
  bool send_external_id = false;
};

// --- steps ---------------------------------------------------------------------------------------------------------
struct AdoptFamily {  // the lost answer was: done
  domain::IntentId intent;
  domain::ProcareFamilyId procare;
};
struct AdoptChild {
  domain::IntentId intent;
  domain::IksChildId child;
  domain::ProcareChildId procare;
};
struct DropIntent {  // it certainly never happened, or nobody needs its result any more
  domain::IntentId intent;
  std::optional<std::string> left_behind = {};  // it did happen, but something else was linked meanwhile: this record
};
struct LinkFamily {
  domain::ProcareFamilyId procare;
  bool by_person = false;
};
struct LinkChild {
  domain::IksChildId child;
  domain::ProcareChildId procare;
  bool by_person = false;
};
struct CreateFamily {
  domain::NewFamily family;
  std::vector<std::string> identity;
  std::vector<std::string> known_before;
};
struct CreateChild {
  domain::IksChildId child;
  std::optional<domain::ProcareFamilyId> family;  // nothing: the family that an earlier step of this plan creates
  domain::NewChild record;                        // its `family` is set when the step is executed
  std::vector<std::string> identity;
  std::vector<std::string> known_before;
};
struct PlaceChild {
  domain::IksChildId child;
  domain::ProcareChildId procare;
  domain::InitialPlacement placement;
  std::optional<domain::IntentId> intent;  // an earlier try whose answer was lost
};
struct SettleChild {  // nothing (more) to place: Procare owns the record from here on
  domain::IksChildId child;
  std::optional<domain::IntentId> intent;
};

using PushStep = std::variant<AdoptFamily, AdoptChild, DropIntent, LinkFamily, LinkChild, CreateFamily, CreateChild,
                              PlaceChild, SettleChild>;

// --- verdicts ------------------------------------------------------------------------------------------------------
struct ChildVerdict {
  enum class Kind {
    kStep,     // a step of this plan moves it on
    kRefused,  // better data is needed
    kPerson,   // a review is needed
    kLater,    // look again at `look_again_at`
  };
  domain::IksChildId child;
  Kind kind = Kind::kStep;
  domain::Reason reason = domain::Reason::kQueued;
  std::vector<std::string> details;     // field paths, warning words
  std::vector<std::string> candidates;  // kPerson: Procare ids
  bool about_family = false;            // kPerson: the doubt is about the family, not the child
  std::optional<domain::Instant> look_again_at;
};

struct PushPlan {
  std::vector<PushStep> steps;
  std::vector<ChildVerdict> verdicts;  // one for each candidate
  // On the centre's work list, and of no use any more: the family was linked otherwise, or nobody needs it.
  std::vector<domain::IntentId> not_wanted;
};

PushPlan PlanPush(const PushView& view);

// One line for each step and verdict: ids and codes only. For `--dry-run`, logs and tests.
std::vector<std::string> Describe(const PushPlan& plan);

// Names under which this push must be alone at the site: two IKS families that share a child or a guardian are handled
// one after the other, so that each sees what the other created.
std::vector<std::string> ExclusionKeys(const domain::SiteId& site, const domain::IksFamily& family);

}  // namespace ikp::rules
