// The API's data routes under /api/v1, one handler each. Every handler expects a call whose token is good.
#pragma once

#include "simulators/procare_online/call.h"

namespace ikp::simulators::procare_online {

using Handler = http::Response (*)(Call& call);

http::Response ListSchools(Call& call);
http::Response GetSchool(Call& call);
http::Response ListClassrooms(Call& call);

http::Response ListChildren(Call& call);
http::Response GetChild(Call& call);
http::Response PostChild(Call& call);
http::Response UpdateChild(Call& call);

http::Response ListFamilies(Call& call);
http::Response GetFamily(Call& call);
http::Response PostFamily(Call& call);
http::Response UpdateFamily(Call& call);
http::Response PostGuardian(Call& call);
http::Response UpdateGuardian(Call& call);

http::Response ListLeads(Call& call);
http::Response GetLead(Call& call);
http::Response PostLead(Call& call);
http::Response UpdateLead(Call& call);

// The school that the query asks for. `refusal` is set when there is none and the answer is decided by that.
struct SchoolFilter {
  std::optional<Id> school_id;
  std::optional<http::Response> refusal;
};
SchoolFilter ReadSchoolFilter(Call& call);

}  // namespace ikp::simulators::procare_online
