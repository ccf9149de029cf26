#include "scenarios/disk/drive.h"

#include <algorithm>
#include <set>
#include <utility>

namespace ikp::scenarios::disk {
namespace {

constexpr std::uint64_t kSectorBytes = 512;

bool Coin(std::mt19937_64& random) { return (random() & 1u) != 0; }

void Put(std::string& content, std::uint64_t offset, std::string_view bytes) {
  if (content.size() < offset + bytes.size()) content.resize(offset + bytes.size());
  std::copy(bytes.begin(), bytes.end(), content.begin() + static_cast<std::ptrdiff_t>(offset));
}

}  // namespace

void DriveFile::Apply(const Change& change, std::string& content) {
  if (change.truncates) {
    content.resize(change.offset);
  } else {
    Put(content, change.offset, change.bytes);
  }
}

void DriveFile::ApplyTorn(const Change& change, std::string& content, std::mt19937_64& random) {
  if (change.truncates) return;
  const std::string_view bytes = change.bytes;
  for (std::uint64_t done = 0; done < bytes.size();) {
    const auto at = change.offset + done;
    const auto length = std::min<std::uint64_t>(kSectorBytes - at % kSectorBytes, bytes.size() - done);
    if (Coin(random)) Put(content, at, bytes.substr(done, length));
    done += length;
  }
}

void DriveFile::Write(std::uint64_t offset, std::string_view bytes) {
  unsynced_.push_back({.offset = offset, .bytes = std::string(bytes)});
  Apply(unsynced_.back(), written_);
}

void DriveFile::Truncate(std::uint64_t size) {
  unsynced_.push_back({.truncates = true, .offset = size});
  Apply(unsynced_.back(), written_);
}

void DriveFile::Sync() {
  for (const auto& change : unsynced_) Apply(change, durable_);
  unsynced_.clear();
}

void DriveFile::LosePower(std::mt19937_64& random) {
  for (const auto& change : unsynced_) {
    switch (random() % 3) {
      case 0:
        break;
      case 1:
        Apply(change, durable_);
        break;
      default:
        ApplyTorn(change, durable_, random);
    }
  }
  LoseUnsynced();
}

void DriveFile::LoseUnsynced() {
  unsynced_.clear();
  written_ = durable_;
}

Drive::File Drive::Find(const std::string& name) const {
  const auto found = written_.find(name);
  return found == written_.end() ? nullptr : found->second;
}

Drive::File Drive::Create(const std::string& name) { return written_[name] = std::make_shared<DriveFile>(); }

void Drive::Remove(const std::string& name) { written_.erase(name); }

void Drive::LosePower(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  // The extremes are where mistakes show best, and too rare when every change is drawn for itself.
  const bool keeps_all = random() % 4 == 0;
  const bool keeps_nothing = !keeps_all && random() % 3 == 0;
  std::set<std::string> names;
  for (const auto* directory : {&written_, &durable_}) {
    for (const auto& [name, file] : *directory) names.insert(name);
  }
  Directory after;
  for (const auto& name : names) {
    const auto of = [&name](const Directory& directory) {
      const auto found = directory.find(name);
      return found == directory.end() ? nullptr : found->second;
    };
    const bool from_cache = keeps_all || (!keeps_nothing && Coin(random));
    if (auto file = of(from_cache ? written_ : durable_)) after.emplace(name, std::move(file));
  }
  for (const auto& [name, file] : after) {
    if (keeps_all) file->Sync();
    if (keeps_nothing) file->LoseUnsynced();
    file->LosePower(random);
  }
  written_ = durable_ = std::move(after);
}

}  // namespace ikp::scenarios::disk
