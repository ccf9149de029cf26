// Fields: strict reading of one JSON object. The first mistake is kept, with the path of its field and what it must be,
// never with its value (I13); after a mistake empty values come back and the reader goes on, so that reading code stays
// a plain list of fields. Keys that nobody asks for are left alone: the other side may be newer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/domain/civil_date.h"

namespace ikp::desktop_wire {

// Bytes of ids and versions, which are kept (I15).
inline constexpr std::size_t kLongestWord = 200;

// The first mistake of a whole document; empty: none.
class Mistake {
 public:
  void Add(const std::string& path, std::string_view must);
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

class Fields {
 public:
  // Both outlive this. `path` is where the object stands in its document; empty: it is the document.
  Fields(const nlohmann::json& value, std::string path, Mistake& mistake);

  // Optional: "" or nothing when the field is missing or null.
  std::string Text(std::string_view name) const;
  std::string Word(std::string_view name) const;  // no longer than kLongestWord
  std::optional<std::int64_t> Integer(std::string_view name) const;
  // A date that cannot be read is nothing.
  std::optional<domain::CivilDate> LooseDate(std::string_view name) const;
  std::optional<domain::CivilDate> Date(std::string_view name) const;
  bool Flag(std::string_view name) const;
  std::vector<std::string> Texts(std::string_view name) const;
  std::vector<std::int64_t> Integers(std::string_view name) const;
  std::optional<Fields> Object(std::string_view name) const;
  std::vector<Fields> Objects(std::string_view name) const;

  // Required.
  std::string NeedText(std::string_view name) const;  // not empty
  std::string NeedWord(std::string_view name) const;  // not empty, and no longer than kLongestWord
  std::int64_t NeedInteger(std::string_view name) const;
  domain::CivilDate NeedDate(std::string_view name) const;
  bool NeedFlag(std::string_view name) const;
  Fields NeedObject(std::string_view name) const;

  void Fail(std::string_view name, std::string_view must) const;

 private:
  const nlohmann::json* Find(std::string_view name) const;  // null: missing or null
  std::string PathOf(std::string_view name) const;

  const nlohmann::json* object_;
  std::string path_;
  Mistake* mistake_;
};

}  // namespace ikp::desktop_wire
