#include "scenarios/disk/drive.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace ikp::scenarios::disk {
namespace {

constexpr std::uint64_t kSeeds = 400;

// What a file of a durable name may hold after a power cut; "gone" when it is not there.
template <typename Story>
std::set<std::string> Survivors(Story story) {
  std::set<std::string> contents;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    Drive drive;
    story(drive);
    drive.LosePower(seed);
    const auto file = drive.Find("f");
    contents.insert(file ? file->written() : "gone");
  }
  return contents;
}

using Contents = std::set<std::string>;

TEST(Drive, WhatIsSyncedSurvives) {
  EXPECT_EQ(Survivors([](Drive& drive) {
              const auto file = drive.Create("f");
              drive.SyncDirectory();
              file->Write(0, "abc");
              file->Sync();
            }),
            Contents{"abc"});
}

TEST(Drive, WhatIsNotSyncedMayOrMayNot) {
  EXPECT_EQ(Survivors([](Drive& drive) {
              const auto file = drive.Create("f");
              drive.SyncDirectory();
              file->Write(0, "abc");
              file->Sync();
              file->Write(1, "X");
              file->Write(3, "Y");
            }),
            (Contents{"abc", "aXc", "abcY", "aXcY"}));
}

TEST(Drive, HolesReadAsZeros) {
  const auto contents = Survivors([](Drive& drive) {
    const auto file = drive.Create("f");
    drive.SyncDirectory();
    file->Write(0, "a");
    file->Write(1, "b");
  });
  EXPECT_EQ(contents, (Contents{"", "a", "ab", std::string("\0b", 2)}));
}

TEST(Drive, WritesTearBetweenSectorsOnly) {
  const auto contents = Survivors([](Drive& drive) {
    const auto file = drive.Create("f");
    drive.SyncDirectory();
    file->Write(0, std::string(1024, 'o'));
    file->Sync();
    file->Write(256, std::string(512, 'n'));
  });
  const std::string o256(256, 'o'), n256(256, 'n');
  EXPECT_EQ(contents, (Contents{o256 + o256 + o256 + o256, o256 + n256 + o256 + o256, o256 + o256 + n256 + o256,
                                o256 + n256 + n256 + o256}));
}

TEST(Drive, TruncationIsAChangeLikeOthers) {
  EXPECT_EQ(Survivors([](Drive& drive) {
              const auto file = drive.Create("f");
              drive.SyncDirectory();
              file->Write(0, "abc");
              file->Sync();
              file->Truncate(1);
            }),
            (Contents{"abc", "a"}));
}

TEST(Drive, NameOfANewFileIsDurableWithItsDirectory) {
  const auto create = [](Drive& drive) {
    const auto file = drive.Create("f");
    file->Write(0, "a");
    file->Sync();
  };
  EXPECT_EQ(Survivors(create), (Contents{"a", "gone"}));
}

TEST(Drive, RemovedFileMayComeBackUntilTheDirectoryIsSynced) {
  const auto remove = [](Drive& drive) {
    const auto file = drive.Create("f");
    file->Write(0, "a");
    file->Sync();
    drive.SyncDirectory();
    drive.Remove("f");
  };
  EXPECT_EQ(Survivors(remove), (Contents{"a", "gone"}));
  EXPECT_EQ(Survivors([&](Drive& drive) {
              remove(drive);
              drive.SyncDirectory();
            }),
            Contents{"gone"});
}

TEST(Drive, SameSeedLosesTheSame) {
  const auto lose = [](std::uint64_t seed) {
    Drive drive;
    const auto file = drive.Create("f");
    drive.SyncDirectory();
    for (int i = 0; i < 20; ++i) file->Write(static_cast<std::uint64_t>(i) * 700, std::string(1500, 'a'));
    drive.LosePower(seed);
    return drive.Find("f")->written();
  };
  for (std::uint64_t seed = 0; seed < 20; ++seed) EXPECT_EQ(lose(seed), lose(seed));
}

}  // namespace
}  // namespace ikp::scenarios::disk
