#include "scenarios/disk/store_image.h"

#include <utility>

#include "engine/async/task.h"
#include "engine/store/store_generators.h"
#include "engine/store/store_samples.h"

namespace ikp::scenarios::disk {
namespace {

constexpr std::size_t kAll = 1'000'000;

template <typename T>
T Ready(async::Task<T> task) {
  task.Start();
  return task.Result();
}

template <typename T>
void Append(std::vector<T>& all, std::vector<T> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

StoreImage ImageOf(ports::Store& store) {
  StoreImage image;
  image.triggers = Ready(store.PendingTriggers(kAll));
  image.states = Ready(store.AllPushStates());
  image.open_intents = Ready(store.OpenIntents());
  image.open_reviews = Ready(store.OpenReviews());
  image.audit = Ready(store.AuditAfter(0, kAll));
  for (const auto* name : {"s0", "s1"}) {
    const auto site = store::Site(name);
    Append(image.intents, Ready(store.IntentsSince(site, domain::Instant{})));
    Append(image.links, Ready(store.LinksOfSite(site)));
    Append(image.agreements, Ready(store.AgreementsOfSite(site)));
    for (int day = 1; day <= store::kPool; ++day)
      image.nights.push_back(Ready(store.FindNightly(site, store::Day(day))));
  }
  for (int i = 0; i < store::kPool; ++i) {
    image.reviews.push_back(Ready(store.FindReview(domain::ReviewId::Trusted(store::PoolId("r", i)))));
    image.cursors.push_back(Ready(store.Cursor(store::PoolId("k", i))));
  }
  return image;
}

}  // namespace ikp::scenarios::disk
