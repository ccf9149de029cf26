#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/desktop_wire/codec.h"
#include "engine/desktop_wire/wire_generators.h"

namespace ikp::desktop_wire {
namespace {

template <typename T>
void ComesBackEqual(const T& value, std::string (*write)(const T&), Read<T> (*read)(std::string_view)) {
  const auto back = read(write(value));
  if (!back) RC_FAIL(back.error());
  RC_ASSERT(*back == value);
}

RC_GTEST_PROP(CodecPropertyTest, WhatIsWrittenIsReadBackEqual, ()) {
  ComesBackEqual(AnyChunk(), WriteChunk, ReadChunk);
  ComesBackEqual(AnyCommand(), WriteCommand, ReadCommand);
  ComesBackEqual(AnyFinished(), WriteFinished, ReadFinished);
  ComesBackEqual(AnyPoll(), WritePoll, ReadPoll);
  ComesBackEqual(AnyHeartbeat(), WriteHeartbeat, ReadHeartbeat);
  ComesBackEqual(AnyPollAnswer(), WritePollAnswer, ReadPollAnswer);
}

// A connection that broke off, or a proxy that changed a byte: a value or a sentence, never an exception.
RC_GTEST_PROP(CodecPropertyTest, AnyDamageIsReadWithoutHarm, ()) {
  auto text = WritePollAnswer(AnyPollAnswer());
  const auto place = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(text.size())));
  const auto cut = *rc::gen::arbitrary<bool>();
  if (cut) {
    text.resize(place);
  } else {
    text[place] = *rc::gen::element('"', '0', '{', ']', '\xff', '<');
  }
  const auto read = ReadPollAnswer(text);
  if (cut) RC_ASSERT(!read.has_value());
  if (!read) RC_ASSERT(!read.error().empty());
}

}  // namespace
}  // namespace ikp::desktop_wire
