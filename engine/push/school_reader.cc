#include "engine/push/school_reader.h"

#include <utility>

namespace ikp::push {

async::Task<SchoolReader::Reading> SchoolReader::Fresh() {
  const std::uint64_t wanted = started_ + 1;  // a reading already under way may have passed what we must see
  while (finished_ < wanted) {
    if (reading_) {
      co_await done_.Wait();
      continue;
    }
    reading_ = true;
    const std::uint64_t mine = ++started_;
    auto snapshot = co_await procare_.ReadSchool(school_);
    if (snapshot) {
      latest_ = std::make_shared<const domain::SchoolSnapshot>(std::move(*snapshot));
    } else {
      latest_ = tl::unexpected(std::move(snapshot.error()));
    }
    finished_ = mine;
    reading_ = false;
    done_.WakeAll();
  }
  co_return latest_;
}

}  // namespace ikp::push
