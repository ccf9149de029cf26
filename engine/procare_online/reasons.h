// How problems of Procare Online are called.
#pragma once

#include "engine/domain/reason.h"
#include "engine/wire/http_call.h"

namespace ikp::procare_online {

inline constexpr wire::PeerReasons kReasons = {domain::Reason::kProcareUnreachable, domain::Reason::kProcareThrottled,
                                               domain::Reason::kProcareError, domain::Reason::kOutcomeUnknown};

}  // namespace ikp::procare_online
