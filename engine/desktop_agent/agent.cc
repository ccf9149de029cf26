#include "engine/desktop_agent/agent.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "engine/async/task_scope.h"
#include "engine/desktop_agent/agent_memory.h"
#include "engine/desktop_agent/chunk_upload.h"
#include "engine/desktop_agent/engine_link.h"
#include "engine/desktop_agent/in_hand.h"
#include "engine/desktop_wire/codec.h"
#include "engine/wire/back_off.h"
#include "engine/wire/json_read.h"

namespace ikp::desktop_agent {
namespace {

using desktop_wire::Outcome;
using domain::Milliseconds;
using nlohmann::json;
using ports::LogLevel;

// After an answer that only a person can change: the key is wrong, or another computer has taken over (I12).
constexpr Milliseconds kRefusedPause = std::chrono::minutes(15);
// An engine that answers at once and has nothing to say is not asked in a tight loop.
constexpr Milliseconds kIdlePause = std::chrono::seconds(1);

std::string Text(const json& body) { return body.dump(-1, ' ', false, json::error_handler_t::replace); }

std::string_view WordOf(Outcome::Kind kind) {
  switch (kind) {
    case Outcome::Kind::kDone:
      return "done";
    case Outcome::Kind::kNotDone:
      return "not_done";
    case Outcome::Kind::kUnknown:
      return "unknown";
  }
  return "unknown";
}

class JournalProgress final : public Progress {
 public:
  JournalProgress(AgentMemory& memory, InHand& in_hand)
      : memory_(memory), in_hand_(in_hand), before_(memory.ProgressOf(in_hand.command_id())) {}
  const std::string& before() const override { return before_; }
  async::Task<void> Save(std::string text) override {
    return memory_.SaveProgress(in_hand_.command_id(), std::move(text));
  }
  void Moved() override { in_hand_.Moved(); }
  bool MayWrite() const override { return in_hand_.MayWrite(); }
  std::string database_id() const override { return in_hand_.database_id(); }

 private:
  AgentMemory& memory_;
  InHand& in_hand_;
  std::string before_;
};

// One run of the agent.
class Loop {
 public:
  Loop(const wire::Environment& environment, ports::Log& log, Journal& journal, DesktopData& data,
       const AgentSettings& settings, std::stop_token stop)
      : environment_(environment),
        log_(log),
        data_(data),
        settings_(settings),
        stop_(std::move(stop)),
        memory_(journal, environment.random),
        link_(environment, settings.engine_url),
        instance_(NewId(environment.random)) {}

  async::Task<void> Run() {
    co_await memory_.Load();
    co_await memory_.EngineIs(settings_.engine_url);
    co_await Register();
    while (!stop_.stop_requested()) co_await PollOnce();
  }

 private:
  async::Task<void> Register() {
    const json request = {{"activation_key", settings_.activation_key}, {"agent_id", memory_.agent_id()}};
    while (!stop_.stop_requested() && credential().empty()) {
      const auto reply = co_await link_.Post("/agent/v1/register", Text(request), "", settings_.call_timeout, stop_);
      const auto answer = wire::ParseJson(reply.body);
      const auto given = reply.good() && answer ? wire::ReadText(*answer, "credential") : std::nullopt;
      if (given) {
        // Before the credential is kept: a crash in between registers again.
        if (memory_.was_registered()) co_await memory_.BeginAnew();
        co_await memory_.PutCredential(settings_.activation_key, *given);
        log_.Write(LogLevel::kInfo, "registered", {{"agent", memory_.agent_id()}});
        Reached();
      } else if (reply.status == 401 || reply.status == 403 || reply.status == 409) {
        co_await Refused("activation_refused", reply);
      } else {
        co_await Failed(reply);
      }
    }
  }

  async::Task<void> PollOnce() {
    desktop_wire::Poll poll;
    poll.agent_version = settings_.agent_version;
    poll.instance = instance_;
    poll.journal_id = memory_.journal_id();
    poll.data = data_.State();
    poll.finished = memory_.Finished();
    poll.begun = memory_.Begun();
    const auto asked_at = environment_.clock.Now();
    auto reply = co_await link_.Post("/agent/v1/poll", desktop_wire::WritePoll(poll), credential(),
                                     settings_.poll_timeout, stop_);
    if (reply.status == 401) {
      co_await Refused("credential_refused", reply);
    } else if (reply.status == 409) {
      co_await Refused("replaced", reply);
    } else if (reply.status == 426) {
      co_await Refused("agent_outdated", reply);
    } else if (!reply.good()) {
      co_await Failed(reply);
    } else if (const auto answer = desktop_wire::ReadPollAnswer(reply.body)) {
      Reached();
      co_await Follow(*answer, asked_at);
    } else {
      reply.failure = answer.error();
      reply.status = 0;
      co_await Failed(reply);
    }
  }

  async::Task<void> Follow(desktop_wire::PollAnswer answer, domain::Instant asked_at) {
    for (const auto& id : answer.accepted) co_await memory_.Forget(id);
    bool anything = !answer.accepted.empty();
    for (const auto& id : answer.not_wanted) {
      if (!memory_.IsBegun(id)) continue;
      anything = true;
      log_.Write(LogLevel::kInfo, "command_not_wanted", {{"command", id}});
      co_await memory_.EndUnwanted(id);
    }
    for (const auto& command : answer.commands) {
      // One that has ended is told again with the next poll.
      if (memory_.IsFinished(command.id)) continue;
      anything = true;
      const bool begun = memory_.IsBegun(command.id);
      // Never beside one that was begun: what comes later sees all of it.
      if (!begun && !memory_.Begun().empty()) continue;
      if (!begun) co_await memory_.Begin(command);
      log_.Write(LogLevel::kInfo, begun ? "command_continued" : "command_begun", {{"command", command.id}});
      co_await CarryOut(command);
    }
    const auto soon = asked_at + kIdlePause;
    if (!anything && environment_.clock.Now() < soon) co_await environment_.clock.SleepUntil(soon, stop_);
  }

  async::Task<void> CarryOut(desktop_wire::Command command) {
    InHand in_hand(command.id, command.database_id);
    async::TaskScope heartbeats(environment_.executor);
    heartbeats.Spawn(Heartbeat(in_hand));
    auto finished = co_await Perform(command, in_hand);
    // A reading that the stop cut short is no end of it: the next run reads anew.
    if (stop_.stop_requested() && std::holds_alternative<desktop_wire::ReadSchool>(command.task)) co_return;
    finished.outcome.command_id = command.id;
    log_.Write(LogLevel::kInfo, "command_ended", FieldsOf(finished.outcome));
    co_await memory_.Finish(std::move(finished));
  }

  async::Task<desktop_wire::Finished> Perform(desktop_wire::Command command, InHand& in_hand) {
    desktop_wire::Finished finished;
    JournalProgress progress(memory_, in_hand);
    if (const auto* read = std::get_if<desktop_wire::ReadSchool>(&command.task)) {
      ChunkUpload upload(environment_, log_, link_, settings_, credential(), command.id, in_hand, stop_);
      finished = co_await data_.ReadSchool(*read, upload);
      if (finished.reading) upload.Describe(*finished.reading);
    } else if (const auto* family = std::get_if<desktop_wire::CreateFamily>(&command.task)) {
      finished.outcome = co_await data_.CreateFamily(command.id, *family, progress);
    } else if (const auto* child = std::get_if<desktop_wire::CreateChild>(&command.task)) {
      finished.outcome = co_await data_.CreateChild(command.id, *child, progress);
    } else if (const auto* place = std::get_if<desktop_wire::PlaceChild>(&command.task)) {
      finished.outcome = co_await data_.PlaceChild(command.id, *place, progress);
    } else {
      finished.outcome = co_await data_.CheckSetup(std::get<desktop_wire::CheckSetup>(command.task));
    }
    co_return finished;
  }

  // Until it is destroyed, together with what it waits for.
  async::Task<void> Heartbeat(InHand& in_hand) {
    while (!stop_.stop_requested()) {
      co_await environment_.clock.SleepUntil(environment_.clock.Now() + settings_.heartbeat, stop_);
      if (stop_.stop_requested()) co_return;
      const desktop_wire::Heartbeat beat{instance_, in_hand.command_id(), in_hand.steps()};
      // Whether it arrived is told by the next one.
      const auto reply = co_await link_.Post("/agent/v1/heartbeat", desktop_wire::WriteHeartbeat(beat), credential(),
                                             settings_.call_timeout, stop_);
      if ((reply.status != 401 && reply.status != 409) || !in_hand.MayWrite()) continue;
      log_.Write(LogLevel::kError, "heartbeat_refused", {{"command", in_hand.command_id()}, {"why", reply.Word()}});
      in_hand.Bar();
    }
  }

  ports::LogFields FieldsOf(const Outcome& outcome) const {
    ports::LogFields fields{{"command", outcome.command_id}, {"outcome", std::string(WordOf(outcome.kind))}};
    if (outcome.kind != Outcome::Kind::kDone) {
      fields.emplace_back("reason", std::string(domain::Describe(outcome.reason).word));
    }
    return fields;
  }

  // Something that passes by itself.
  async::Task<void> Failed(Reply reply) {
    if (stop_.stop_requested()) co_return;
    if (!unreachable_) log_.Write(LogLevel::kWarning, "engine_unreachable", {{"why", reply.Word()}});
    unreachable_ = true;
    if (!pauses_) {
      pauses_.emplace(environment_.random, wire::BackOffSettings{settings_.first_retry, settings_.longest_retry});
    }
    const auto pause = std::max(pauses_->Next(), reply.asked_pause);
    co_await environment_.clock.SleepUntil(environment_.clock.Now() + pause, stop_);
  }

  // Something that a person has to look at.
  async::Task<void> Refused(std::string_view event, Reply reply) {
    log_.Write(LogLevel::kError, event, {{"why", reply.Word()}});
    const auto pause = std::max(kRefusedPause, reply.asked_pause);
    co_await environment_.clock.SleepUntil(environment_.clock.Now() + pause, stop_);
  }

  void Reached() {
    if (unreachable_) log_.Write(LogLevel::kInfo, "engine_reached_again", {});
    unreachable_ = false;
    pauses_.reset();
  }

  std::string credential() const { return memory_.CredentialFor(settings_.activation_key); }

  const wire::Environment& environment_;
  ports::Log& log_;
  DesktopData& data_;
  const AgentSettings& settings_;
  std::stop_token stop_;
  AgentMemory memory_;
  EngineLink link_;
  std::string instance_;
  std::optional<wire::BackOff> pauses_;
  bool unreachable_ = false;
};

}  // namespace

Agent::Agent(const wire::Environment& environment, ports::Log& log, Journal& journal, DesktopData& data,
             AgentSettings settings)
    : environment_(environment), log_(log), journal_(journal), data_(data), settings_(std::move(settings)) {}

async::Task<void> Agent::Run(std::stop_token stop) {
  Loop loop(environment_, log_, journal_, data_, settings_, std::move(stop));
  co_await loop.Run();
}

}  // namespace ikp::desktop_agent
