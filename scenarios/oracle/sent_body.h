// SentBody: reads the flat JSON objects that the engine sends and audits, without building a document: a run has
// hundreds of them, and a checker wants two or three texts of each.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ikp::scenarios::oracle {

struct SentField {
  std::string_view key;
  std::string text = {};  // of a text: what it says; of anything else: as it stands in the body
  bool null = false;
  bool nested = false;  // an object or a list
};

// The members of the outermost object, in their order. Stops at the first thing that is not JSON: then what was read so
// far is given, and nothing of a text that is no object.
std::vector<SentField> FieldsOf(std::string_view object);

// One text (or number) of the outermost object; nothing when it is missing or null.
std::optional<std::string> TextIn(std::string_view object, std::string_view key);
// The same for ids and words, which have nothing to unescape: points into `object`, empty when there is none.
std::string_view RawTextIn(std::string_view object, std::string_view key);

}  // namespace ikp::scenarios::oracle
