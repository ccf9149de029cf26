// Router: finds the route of a request among patterns such as "GET /api/v1/children/{id}". A literal segment wins over
// a parameter. An unknown route is answered with the nearest known one, a known path with a wrong method with the
// methods that are allowed.
//
//   RouteTable<std::function<Answer(const PathParameters&)>> routes;
//   routes.Add("GET /api/v1/children/{id}", [](const PathParameters& path) { return ...path.at("id")...; });
//   const auto found = routes.Find(request.method, request.target);
//   if (found.handler == nullptr) return found.allowed.empty() ? NotFound(found.nearest) : WrongMethod(found.allowed);
//   return (*found.handler)(found.parameters);
//
// Threads: const methods may be called from any thread once all routes are added.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ikp::simulators::kit {

using PathParameters = std::map<std::string, std::string, std::less<>>;  // percent-decoded

class Router {
 public:
  struct Result {
    std::optional<std::size_t> route;  // the number that Add gave
    PathParameters parameters;
    std::vector<std::string> allowed;  // no route, but the path is known: its methods (405)
    std::string nearest;               // no route and no known path: for example "GET /api/v1/locations"; may be empty
  };

  // "METHOD /path/{parameter}". Two patterns must not be the same. Gives the number of the route, from 0.
  std::size_t Add(std::string_view pattern);
  // `target` may carry a query; a slash at its end is ignored.
  Result Find(std::string_view method, std::string_view target) const;
  const std::vector<std::string>& patterns() const { return patterns_; }

 private:
  struct Route {
    std::string method;
    std::vector<std::string> segments;
  };
  std::string Nearest(std::string_view method, std::string_view target) const;

  std::vector<Route> routes_;
  std::vector<std::string> patterns_;
};

// A Router that carries a handler for each route.
template <typename Handler>
class RouteTable {
 public:
  struct Result {
    const Handler* handler = nullptr;  // null: look at `allowed`, then at `nearest`
    PathParameters parameters;
    std::vector<std::string> allowed;
    std::string nearest;
  };

  void Add(std::string_view pattern, Handler handler) {
    router_.Add(pattern);
    handlers_.push_back(std::move(handler));
  }
  Result Find(std::string_view method, std::string_view target) const {
    auto found = router_.Find(method, target);
    return {found.route ? &handlers_[*found.route] : nullptr, std::move(found.parameters), std::move(found.allowed),
            std::move(found.nearest)};
  }
  const std::vector<std::string>& patterns() const { return router_.patterns(); }

 private:
  Router router_;
  std::vector<Handler> handlers_;
};

// The smallest number of inserted, deleted or replaced characters that turns one text into the other.
std::size_t EditDistance(std::string_view a, std::string_view b);

// The candidate nearest to `word`, or nothing when none is near (more than half of its characters differ).
std::optional<std::string> NearestWord(std::string_view word, const std::vector<std::string>& candidates);

// "GET, PATCH": the value of an Allow header.
std::string JoinWords(const std::vector<std::string>& words, std::string_view separator = ", ");

}  // namespace ikp::simulators::kit
