#include "engine/service/decisions.h"

#include "engine/audit/entries.h"

namespace ikp::service {

async::Task<std::optional<std::string>> Decide(Engine& engine, Decision decision) {
  const auto ports = engine.ports();
  auto review = co_await ports.store.FindReview(decision.review);
  if (!review) co_return "there is no review " + decision.review.str() + "; see `tools/engine status`";
  if (review->state == ports::ReviewState::kResolved) {
    co_return "review " + decision.review.str() + " is already resolved (" + review->decision + ")";
  }
  if (decision.link_to && !domain::ProcareChildId::Parse(*decision.link_to)) co_return "that is no Procare id";
  const auto now = ports.clock.Now();
  review->state = ports::ReviewState::kResolved;
  review->decision = decision.link_to ? "link:" + *decision.link_to : "create";
  review->decided_by = decision.decided_by;
  review->resolved_at = now;
  const auto* site = engine.FindSite(review->site);
  const std::string child = review->child ? review->child->str() : std::string();

  // The trigger makes the family be looked at now, also when the engine is restarted in between. A decision about the
  // family as a whole is told through one of its children.
  std::optional<domain::IksChildId> told = review->child;
  if (!told) {
    const auto states = co_await ports.store.PushStatesOfFamily(review->family);
    if (!states.empty()) told = states.front().child;
  }
  ports::Trigger trigger{
      .event = domain::EventId::Trusted("review:" + review->id.str() + ":" + domain::FormatInstant(now)),
      .location = site != nullptr ? site->iks_location : domain::IksLocationId::Trusted("-"),
      .family = review->family,
      .child = told.value_or(domain::IksChildId::Trusted("-")),
      .status = {},
      .source = "review",
      .received_at = now};
  ports::WriteBatch batch;
  batch.push_back(audit::Entry(now, "review_decided", review->site.str(), review->family.str(), child,
                               {{"review", review->id.str()}, {"decision", review->decision}}));
  batch.push_back(ports::PutReview{std::move(*review)});
  if (told) batch.push_back(ports::AddTrigger{std::move(trigger)});
  co_await ports.store.Commit(std::move(batch));
  engine.Wake();
  co_return std::nullopt;
}

}  // namespace ikp::service
