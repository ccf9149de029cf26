// What an inbound IKS webhook does: verify, make durable, answer, wake. The answer 200 promises that the trigger
// survives a crash, so it is given only after the commit.
#pragma once

#include "engine/async/task.h"
#include "engine/http/message.h"
#include "engine/service/engine.h"

namespace ikp::service {

async::Task<http::Response> ReceiveWebhook(Engine& engine, http::Request request);

}  // namespace ikp::service
