// Sentences: validation mistakes in the vendor's style, human sentences without codes: "First name can't be blank"
// [T2].
#pragma once

#include <string>
#include <vector>

#include "engine/http/message.h"
#include "simulators/kit/fields.h"

namespace ikp::simulators::procare_online {

// "guardians[0].last_name" and "is required" become "Guardians last name can't be blank". Repeated sentences come once.
std::vector<std::string> VendorSentences(const kit::FieldErrors& errors);

// {"errors": [...]} with the given status.
http::Response Refusal(int status, const std::vector<std::string>& sentences);
http::Response NotFound();
http::Response Invalid(const kit::FieldErrors& errors);

}  // namespace ikp::simulators::procare_online
