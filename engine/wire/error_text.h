// Error bodies of other systems as words that are safe to log and to show (I13). Such bodies hold sentences made for
// people, and sentences can quote names, e-mails and birthdays; so nothing of the text itself is passed on. A sentence
// is recognised, field and complaint, against closed lists; what is not recognised becomes kUnrecognisedMessage.
//
//   {"errors":["First name can't be blank","Email jane@example.com has already been taken"]}
//   -> "first_name: can't be blank", "email: has already been taken"
//
// Understands `errors` (list of sentences or of objects, or an object of lists), `error` (word, sentence or object with
// `code`, `message`, `fields`), `message`, and `fields` (H6).
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace ikp::wire {

inline constexpr std::string_view kUnrecognisedMessage = "unrecognised message";

// Each word once, in the order of the body; at most 20.
std::vector<std::string> SafeErrorWords(const nlohmann::json& body);
// One sentence.
std::string SafeErrorWord(std::string_view sentence);
// Whether `word` is one that SafeErrorWords can return.
bool IsSafeErrorWord(std::string_view word);

}  // namespace ikp::wire
