#include "engine/procare_desktop/snapshot_assembly.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace ikp::procare_desktop {
namespace {

using Verdict = SnapshotAssembly::Verdict;

// A piece of a reading: which reading it is of shows in its school.
desktop_wire::Chunk Piece(int reading, int seq, bool last = false) {
  desktop_wire::Chunk chunk;
  chunk.seq = seq;
  chunk.last = last;
  chunk.attempt = "reading " + std::to_string(reading);
  chunk.schools.push_back({.id = reading, .name = ""});
  return chunk;
}

SnapshotAssembly::Answer Send(SnapshotAssembly& assembly, int reading, int seq, bool last = false) {
  const auto digest = std::to_string(reading) + "/" + std::to_string(seq) + (last ? "!" : "");
  return assembly.Add(Piece(reading, seq, last), digest, 100);
}

TEST(SnapshotAssembly, TakesPiecesInOrderAndOnce) {
  SnapshotAssembly assembly({});
  EXPECT_EQ(Send(assembly, 1, 1).verdict, Verdict::kGap);
  EXPECT_EQ(Send(assembly, 1, 0).next_seq, 1);
  EXPECT_EQ(Send(assembly, 1, 0).verdict, Verdict::kRepeated);
  EXPECT_EQ(Send(assembly, 1, 2).next_seq, 1);
  EXPECT_FALSE(assembly.whole());
  EXPECT_EQ(Send(assembly, 1, 1, true).verdict, Verdict::kTaken);
  EXPECT_TRUE(assembly.whole());
  EXPECT_EQ(Send(assembly, 1, 2).verdict, Verdict::kGap);  // behind the last one
  EXPECT_EQ(Send(assembly, 1, -1).verdict, Verdict::kGap);
  EXPECT_EQ(assembly.Take().size(), 2u);
}

TEST(SnapshotAssembly, AReadingThatStartsAnewIsNotMixedWithTheOlder) {
  SnapshotAssembly assembly({});
  Send(assembly, 1, 0);
  Send(assembly, 1, 1);
  Send(assembly, 1, 2, true);
  EXPECT_EQ(Send(assembly, 2, 1).verdict, Verdict::kGap) << "its first piece is not there";
  EXPECT_TRUE(assembly.whole());
  EXPECT_EQ(Send(assembly, 2, 0).next_seq, 1);
  EXPECT_FALSE(assembly.whole());
  EXPECT_EQ(Send(assembly, 1, 0).verdict, Verdict::kGap) << "came late, of an attempt that is over";
  EXPECT_EQ(Send(assembly, 1, 1).verdict, Verdict::kGap);
  EXPECT_EQ(Send(assembly, 2, 1, true).verdict, Verdict::kTaken);
  EXPECT_TRUE(assembly.whole());
  desktop_wire::ReadingFacts facts;
  facts.attempt = "reading 2";
  facts.pieces = 2;
  EXPECT_TRUE(assembly.IsAllOf(facts));
  facts.pieces = 3;
  EXPECT_FALSE(assembly.IsAllOf(facts));
  facts.attempt = "reading 1";
  facts.pieces = 2;
  EXPECT_FALSE(assembly.IsAllOf(facts));
  const auto chunks = assembly.Take();
  ASSERT_EQ(chunks.size(), 2u);
  EXPECT_EQ(chunks[0].schools[0].id, 2);
  EXPECT_EQ(chunks[1].schools[0].id, 2);
}

TEST(SnapshotAssembly, APieceThatComesAgainWithOtherContentIsNotTaken) {
  SnapshotAssembly assembly({});
  Send(assembly, 1, 0);
  EXPECT_EQ(assembly.Add(Piece(1, 0), "another digest", 100).verdict, Verdict::kGap);
}

TEST(SnapshotAssembly, IsBounded) {
  SnapshotAssembly few({.most_chunks = 2, .most_rows = 100, .most_bytes = 1000});
  Send(few, 1, 0);
  Send(few, 1, 1);
  EXPECT_EQ(Send(few, 1, 2, true).verdict, Verdict::kTooMuch);
  EXPECT_FALSE(few.whole());
  SnapshotAssembly small({.most_chunks = 10, .most_rows = 100, .most_bytes = 150});
  Send(small, 1, 0);
  EXPECT_EQ(Send(small, 1, 1).verdict, Verdict::kTooMuch);
  SnapshotAssembly short_one({.most_chunks = 10, .most_rows = 1, .most_bytes = 1000});
  Send(short_one, 1, 0);
  EXPECT_EQ(Send(short_one, 1, 1).verdict, Verdict::kTooMuch);
}

RC_GTEST_PROP(SnapshotAssemblyProperty, WhateverComesTwiceTheResultIsWhole, ()) {
  const int pieces = *rc::gen::inRange(1, 8);
  SnapshotAssembly assembly({});
  // Pieces that come again or too early, and at last each in its turn.
  auto sequence = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, pieces));
  for (int seq = 0; seq < pieces; ++seq) sequence.push_back(seq);
  int next = 0;
  for (const int seq : sequence) {
    const auto answer = Send(assembly, 1, seq, seq == pieces - 1);
    if (seq > next) {
      RC_ASSERT(answer.verdict == Verdict::kGap && answer.next_seq == next);
    } else {
      RC_ASSERT(answer.next_seq == seq + 1);
      if (seq == next) ++next;
    }
  }
  RC_ASSERT(assembly.whole());
  const auto chunks = assembly.Take();
  RC_ASSERT(static_cast<int>(chunks.size()) == pieces);
  for (int seq = 0; seq < pieces; ++seq) RC_ASSERT(chunks[static_cast<std::size_t>(seq)].seq == seq);
}

}  // namespace
}  // namespace ikp::procare_desktop
