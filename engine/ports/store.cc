#include "engine/ports/store.h"

#include <array>
#include <utility>

namespace ikp::ports {
namespace {

template <typename Enum, std::size_t N>
using Words = std::array<std::pair<Enum, std::string_view>, N>;

template <typename Enum, std::size_t N>
std::string_view WordOf(const Words<Enum, N>& words, Enum value) {
  for (const auto& [candidate, word] : words) {
    if (candidate == value) return word;
  }
  return "";
}

template <typename Enum, std::size_t N>
std::optional<Enum> FromWord(const Words<Enum, N>& words, std::string_view text) {
  for (const auto& [value, word] : words) {
    if (word == text) return value;
  }
  return std::nullopt;
}

constexpr Words<PushPhase, 5> kPushPhaseWords = {{
    {PushPhase::kIgnored, "ignored"},
    {PushPhase::kRetrying, "retrying"},
    {PushPhase::kWaitingForPerson, "waiting_for_person"},
    {PushPhase::kRefused, "refused"},
    {PushPhase::kLinked, "linked"},
}};

constexpr Words<EffectKind, 3> kEffectKindWords = {{
    {EffectKind::kCreateFamily, "create_family"},
    {EffectKind::kCreateChild, "create_child"},
    {EffectKind::kPlaceChild, "place_child"},
}};

constexpr Words<IntentState, 3> kIntentStateWords = {{
    {IntentState::kOpen, "open"},
    {IntentState::kDone, "done"},
    {IntentState::kNotDone, "not_done"},
}};

constexpr Words<LinkKind, 3> kLinkKindWords = {{
    {LinkKind::kFamily, "family"},
    {LinkKind::kGuardian, "guardian"},
    {LinkKind::kChild, "child"},
}};

constexpr Words<LinkOrigin, 4> kLinkOriginWords = {{
    {LinkOrigin::kCreated, "created"},
    {LinkOrigin::kAdopted, "adopted"},
    {LinkOrigin::kMatched, "matched"},
    {LinkOrigin::kManual, "manual"},
}};

constexpr Words<NightlyOutcome, 5> kNightlyOutcomeWords = {{
    {NightlyOutcome::kRunning, "running"},
    {NightlyOutcome::kDone, "done"},
    {NightlyOutcome::kIncomplete, "incomplete"},
    {NightlyOutcome::kHeld, "held"},
    {NightlyOutcome::kFailed, "failed"},
}};

}  // namespace

std::string_view ToWord(PushPhase phase) { return WordOf(kPushPhaseWords, phase); }
std::optional<PushPhase> PushPhaseFromWord(std::string_view word) { return FromWord(kPushPhaseWords, word); }

std::string_view ToWord(EffectKind kind) { return WordOf(kEffectKindWords, kind); }
std::optional<EffectKind> EffectKindFromWord(std::string_view word) { return FromWord(kEffectKindWords, word); }

std::string_view ToWord(IntentState state) { return WordOf(kIntentStateWords, state); }
std::optional<IntentState> IntentStateFromWord(std::string_view word) { return FromWord(kIntentStateWords, word); }

std::string_view ToWord(LinkKind kind) { return WordOf(kLinkKindWords, kind); }
std::optional<LinkKind> LinkKindFromWord(std::string_view word) { return FromWord(kLinkKindWords, word); }

std::string_view ToWord(LinkOrigin origin) { return WordOf(kLinkOriginWords, origin); }
std::optional<LinkOrigin> LinkOriginFromWord(std::string_view word) { return FromWord(kLinkOriginWords, word); }

std::string_view ToWord(NightlyOutcome outcome) { return WordOf(kNightlyOutcomeWords, outcome); }
std::optional<NightlyOutcome> NightlyOutcomeFromWord(std::string_view word) {
  return FromWord(kNightlyOutcomeWords, word);
}

}  // namespace ikp::ports
