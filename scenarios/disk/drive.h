// Drive: files with a volatile cache, as plain data. Every file has what was written (what programs see) and what is
// durable (what is certain to be there after a power cut); so has the directory. Power loss keeps what is durable and,
// drawn from a seed, some of what was not synced: any subset of the writes, each whole or torn between sectors of 512
// bytes, truncations, created and deleted names, with holes read as zeros.
//
// Names are whole paths; there is one directory. Not safe for several threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace ikp::scenarios::disk {

class DriveFile {
 public:
  const std::string& written() const { return written_; }
  void Write(std::uint64_t offset, std::string_view bytes);
  void Truncate(std::uint64_t size);
  // Everything written so far becomes durable.
  void Sync();
  // What is not durable is lost, all of it or some of it.
  void LoseUnsynced();
  void LosePower(std::mt19937_64& random);

 private:
  struct Change {
    bool truncates = false;
    std::uint64_t offset = 0;  // or the new size
    std::string bytes = {};
  };
  static void Apply(const Change& change, std::string& content);
  static void ApplyTorn(const Change& change, std::string& content, std::mt19937_64& random);

  std::string written_;
  std::string durable_;
  std::vector<Change> unsynced_;
};

class Drive {
 public:
  using File = std::shared_ptr<DriveFile>;

  // Null when there is no such file.
  File Find(const std::string& name) const;
  // A new empty file in place of one that may be there.
  File Create(const std::string& name);
  void Remove(const std::string& name);
  // Names that were created and deleted so far become durable; not what is in the files.
  void SyncDirectory() { durable_ = written_; }
  // Files that were removed, or not found again, go on for who holds them, and are gone.
  void LosePower(std::uint64_t seed);

 private:
  using Directory = std::map<std::string, File>;
  Directory written_;
  Directory durable_;
};

}  // namespace ikp::scenarios::disk
