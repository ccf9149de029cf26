// AnswerMemory: answers to reads that would come out the same again. A driver that has the client in the same process
// asks for the same lists time and again; the documents of their answers (json_text.h) are made once and shared until
// something changes. It changes nothing that can be seen: whoever owns one forgets all of it with every change of the
// state, and keeps only answers that depend on nothing but the state and the request (not on the time, nor on faults).
//
// Where documents are not handed over it keeps nothing. Threads: none of its own.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/http/message.h"

namespace ikp::simulators::kit {

class AnswerMemory {
 public:
  // `scope` is whoever's answer it is (a tenant, an account). Null when there is none, or none may be handed over now.
  const http::Response* Find(std::string_view scope, std::string_view target) const;
  // Takes note of a good answer with a document; of no other.
  void Keep(std::string_view scope, std::string_view target, const http::Response& response);
  void Forget() { answers_.clear(); }

 private:
  std::map<std::string, http::Response, std::less<>> answers_;
};

}  // namespace ikp::simulators::kit
