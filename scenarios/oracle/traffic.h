// Traffic: the exchanges of a run sorted by what they are for, as indexes into history().exchanges in the order in
// which they were sent.
#pragma once

#include <string_view>
#include <vector>

#include "scenarios/oracle/history.h"

namespace ikp::scenarios::oracle {

struct Traffic {
  explicit Traffic(const History& history);

  // IKS
  std::vector<int> family_reads = {};    // GET /families/{id}
  std::vector<int> location_lists = {};  // GET /children of one location, first page: only a nightly asks so
  std::vector<int> write_backs = {};     // PATCH /children/{id}
  // Procare
  std::vector<int> school_lists = {};   // GET /children of a school, first page
  std::vector<int> family_posts = {};   // POST /families
  std::vector<int> child_posts = {};    // POST /children
  std::vector<int> child_patches = {};  // PATCH /children/{id}
  // Every other write, to either system; logins are none.
  std::vector<int> other_writes = {};

 private:
  using List = std::vector<int>;
  enum class Target { kOther, kLogin, kChildren, kOneChild, kFamilies, kOneFamily };
  static Target TargetOf(std::string_view path);
  List* ListOfIks(const Exchange& exchange, Target target);
  List* ListOfProcare(const Exchange& exchange, Target target);
};

// "77" for "/api/v1/children/77?x=1"; empty when the path ends at the collection.
std::string_view IdInPath(std::string_view path);
// The value of a query parameter as it stands, "s1" for "school_id" in "/api/v1/children?school_id=s1&limit=100".
std::string_view QueryIn(std::string_view path, std::string_view name);
// Equal but for case and dashes: ids of Procare are written differently in lists (G17).
bool SameId(std::string_view a, std::string_view b);

}  // namespace ikp::scenarios::oracle
