// Finding: something that a person should know about a record, with the field it is about. Words are stable and for
// filters; sentences are for people. Neither holds personal data (I13).
#pragma once

#include <string>

namespace ikp::rules {

struct Finding {
  std::string field;     // "child.first_name", "guardians[0].last_name"
  std::string word;      // "missing"
  std::string sentence;  // what is wrong and what to do
  bool operator==(const Finding&) const = default;
};

}  // namespace ikp::rules
