#include "engine/procare_online/list_source.h"

namespace ikp::procare_online {

async::Task<systems::Result<Page>> ListSource::Fetch(std::size_t offset, std::size_t limit) {
  using systems::SystemProblem;
  const auto answer =
      co_await session_.Get(path_ + "&limit=" + std::to_string(limit) + "&offset=" + std::to_string(offset));
  if (!answer) co_return tl::unexpected(answer.error());
  if (!answer->good()) {
    co_return tl::unexpected(SystemProblem{domain::Reason::kProcareError, wire::DetailsOf(*answer), std::nullopt});
  }
  auto page = PageFromJson(answer->body);
  if (!page) {
    SystemProblem problem{domain::Reason::kProcareError, wire::DetailsOf(*answer), std::nullopt};
    problem.details.emplace_back("answer is not a list");
    co_return tl::unexpected(std::move(problem));
  }
  co_return std::move(*page);
}

std::string ChildrenPath(const domain::ProcareSchoolId& school) {
  return "/children?school_id=" + http::PercentEncode(school.str()) +
         "&status=active&status=hold&status=inactive&status=graduate";
}

}  // namespace ikp::procare_online
