// One push to be planned, for tests: a family, a school, and what is known; everything may be changed before Plan.
#pragma once

#include <chrono>

#include "engine/rules/push_plan.h"
#include "engine/rules/school_index.h"
#include "engine/rules/test_records.h"

namespace ikp::rules::testing {

inline constexpr domain::Milliseconds kWindow = std::chrono::minutes(10);

inline domain::Instant At(int minute) { return domain::Instant(std::chrono::minutes(minute)); }

inline domain::Site MakeSite() {
  domain::Site site{.id = domain::SiteId::Trusted("site"),
                    .name = "Site",
                    .iks_location = domain::IksLocationId::Trusted("iks-location"),
                    .school = domain::ProcareSchoolId::Trusted("school"),
                    .zone = *domain::TimeZone::Find("America/New_York"),
                    .nightly_at = {},
                    .policy = {}};
  site.policy.triggers = domain::DefaultTriggers();
  return site;
}

struct Case {
  domain::Site site = MakeSite();
  domain::IksFamily family = IksFamily({IksGuardian("Maria", "Smith", "maria@x.org", "555-010-1234")},
                                       {IksChild("anna", "Anna", "Smith", "2021-03-04")});
  domain::SchoolSnapshot school = School({}, {});
  PushView view;

  PushPlan Plan() {
    const SchoolIndex index(school);
    view.site = &site;
    view.family = &family;
    view.reading = &school;
    view.school = &index;
    view.reading_started = reading_started;
    view.today = Day("2026-03-02");
    view.visibility_window = kWindow;
    if (view.candidates.empty() && !no_candidates) {
      for (const auto& child : family.children) view.candidates.push_back(child.id);
    }
    return PlanPush(view);
  }

  domain::Instant reading_started = At(60);
  bool no_candidates = false;
};

inline OpenEffect OpenChild(const Case& one, domain::Instant settles_at) {
  return {.intent = domain::IntentId::Trusted("intent-1"),
          .effect = PushEffect::kCreateChild,
          .child = domain::IksChildId::Trusted("anna"),
          .identity = ToStrings(IdentityOf(one.family, one.family.children.front())),
          .known_before = {},
          .settles_at = settles_at};
}

}  // namespace ikp::rules::testing
