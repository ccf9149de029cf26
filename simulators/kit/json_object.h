// JsonObject: builds a JSON object member by member. The library's initializer lists make a list of two of every member
// first, which costs several times as much; records are built in this way by the million.
//
//   return JsonObject().Put("id", child.id).Put("active", true).Take();
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace ikp::simulators::kit {

class JsonObject {
 public:
  // Each name once.
  template <typename Value>
  JsonObject& Put(const char* name, Value&& value) {
    members_.emplace(name, std::forward<Value>(value));
    return *this;
  }
  nlohmann::json Take() { return nlohmann::json(std::move(members_)); }

 private:
  nlohmann::json::object_t members_;
};

template <typename T>
nlohmann::json OrNull(const std::optional<T>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

}  // namespace ikp::simulators::kit
