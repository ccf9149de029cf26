// The pages of one list of the Connect API.
#pragma once

#include <string>
#include <utility>

#include "engine/domain/id.h"
#include "engine/procare_online/paging.h"
#include "engine/procare_online/session.h"

namespace ikp::procare_online {

class ListSource final : public PageSource {
 public:
  // `path` has a query already. The session outlives the source.
  ListSource(Session& session, std::string path) : session_(session), path_(std::move(path)) {}
  async::Task<systems::Result<Page>> Fetch(std::size_t offset, std::size_t limit) override;

 private:
  Session& session_;
  std::string path_;
};

// Children of every status: without the question for all four, the list leaves out those who left (G18, H41).
std::string ChildrenPath(const domain::ProcareSchoolId& school);

}  // namespace ikp::procare_online
