#include "simulators/procare_online/sentences.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <string_view>

#include "simulators/kit/json_text.h"

namespace ikp::simulators::procare_online {
namespace {

// "guardians[0].last_name" -> "Guardians last name", "school_id" -> "School".
std::string HumanName(std::string_view path) {
  std::string name;
  bool in_index = false;
  for (const char c : path) {
    if (c == '[') in_index = true;
    if (!in_index) name.push_back(c == '.' || c == '_' ? ' ' : c);
    if (c == ']') in_index = false;
  }
  if (name.ends_with(" id")) name.resize(name.size() - 3);
  if (!name.empty()) name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
  return name;
}

std::string VendorTail(std::string_view message) {
  if (message == "is required" || message == "must not be blank") return "can't be blank";
  if (message.starts_with("must be one of")) return "is not included in the list";
  if (message.starts_with("must not be longer")) return "is too long";
  if (message.starts_with("must be")) return "is invalid";
  return std::string(message.substr(0, message.find(';')));
}

}  // namespace

std::vector<std::string> VendorSentences(const kit::FieldErrors& errors) {
  std::vector<std::string> sentences;
  for (const auto& error : errors) {
    auto sentence = HumanName(error.field) + " " + VendorTail(error.message);
    if (std::find(sentences.begin(), sentences.end(), sentence) == sentences.end()) {
      sentences.push_back(std::move(sentence));
    }
  }
  return sentences;
}

http::Response Refusal(int status, const std::vector<std::string>& sentences) {
  return kit::JsonResponse(status, {{"errors", sentences}});
}

http::Response NotFound() { return Refusal(404, {"Not found"}); }

http::Response Invalid(const kit::FieldErrors& errors) { return Refusal(422, VendorSentences(errors)); }

}  // namespace ikp::simulators::procare_online
