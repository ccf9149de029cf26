#include "simulators/kit/answer_memory.h"

#include "simulators/kit/json_text.h"

namespace ikp::simulators::kit {
namespace {

constexpr std::size_t kMostAnswers = 500;

std::string KeyOf(std::string_view scope, std::string_view target) {
  std::string key;
  key.reserve(scope.size() + 1 + target.size());
  return key.append(scope).append(1, '\n').append(target);
}

}  // namespace

const http::Response* AnswerMemory::Find(std::string_view scope, std::string_view target) const {
  if (answers_.empty() || !HandsOverDocuments()) return nullptr;
  const auto found = answers_.find(KeyOf(scope, target));
  return found == answers_.end() ? nullptr : &found->second;
}

void AnswerMemory::Keep(std::string_view scope, std::string_view target, const http::Response& response) {
  if (response.status != 200 || !response.document) return;
  if (answers_.size() >= kMostAnswers) answers_.clear();
  answers_.insert_or_assign(KeyOf(scope, target), response);
}

}  // namespace ikp::simulators::kit
