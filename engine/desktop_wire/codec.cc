#include "engine/desktop_wire/codec.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/desktop_wire/json_fields.h"
#include "engine/desktop_wire/json_rows.h"
#include "engine/desktop_wire/json_tasks.h"
#include "engine/wire/json_read.h"

namespace ikp::desktop_wire {
namespace {

using nlohmann::json;

struct KindWord {
  Outcome::Kind kind;
  const char* word;
};
constexpr KindWord kKinds[] = {
    {Outcome::Kind::kDone, "done"}, {Outcome::Kind::kNotDone, "not_done"}, {Outcome::Kind::kUnknown, "unknown"}};

std::string Word(Outcome::Kind kind) {
  return std::find_if(std::begin(kKinds), std::end(kKinds), [&](const auto& entry) { return entry.kind == kind; })
      ->word;
}

std::string Word(domain::Reason reason) { return std::string(domain::Describe(reason).word); }

// A word of a newer version is an error like any other: what was done, and whether, is told by the kind.
domain::Reason ReasonFrom(const Fields& fields, std::string_view name, domain::Reason otherwise) {
  const auto word = fields.Text(name);
  return word.empty() ? otherwise : domain::ReasonFromWord(word).value_or(domain::Reason::kProcareError);
}

json ToJson(const Outcome& outcome) {
  return {{"command_id", outcome.command_id},
          {"kind", Word(outcome.kind)},
          {"id", outcome.id},
          {"reason", Word(outcome.reason)},
          {"details", outcome.details},
          {"payers", outcome.payers},
          {"status_labels", outcome.status_labels},
          {"relationship_labels", outcome.relationship_labels}};
}

Outcome OutcomeFrom(const Fields& fields) {
  Outcome outcome;
  outcome.command_id = fields.NeedText("command_id");
  const auto word = fields.NeedText("kind");
  const auto* known =
      std::find_if(std::begin(kKinds), std::end(kKinds), [&](const auto& entry) { return entry.word == word; });
  if (known == std::end(kKinds)) {
    fields.Fail("kind", "must be done, not_done or unknown");
  } else {
    outcome.kind = known->kind;
  }
  outcome.id = fields.Text("id");
  outcome.reason = ReasonFrom(fields, "reason", domain::Reason::kOutcomeUnknown);
  outcome.details = fields.Texts("details");
  outcome.payers = fields.Texts("payers");
  outcome.status_labels = fields.Texts("status_labels");
  outcome.relationship_labels = fields.Texts("relationship_labels");
  return outcome;
}

json ToJson(const ReadingFacts& facts) {
  return {{"snapshot_id", facts.snapshot_id},
          {"database_id", facts.database_id},
          {"complete", facts.complete},
          {"incomplete_because", facts.incomplete_because},
          {"age_seconds", facts.age_seconds},
          {"statuses_known", facts.statuses_known},
          {"work_list", facts.work_list},
          {"attempt", facts.attempt},
          {"pieces", facts.pieces}};
}

ReadingFacts FactsFrom(const Fields& fields) {
  ReadingFacts facts;
  facts.snapshot_id = fields.Text("snapshot_id");
  facts.database_id = fields.Text("database_id");
  facts.complete = fields.NeedFlag("complete");
  facts.incomplete_because = fields.Text("incomplete_because");
  facts.age_seconds = fields.Integer("age_seconds").value_or(0);
  facts.statuses_known = fields.NeedFlag("statuses_known");
  facts.work_list = fields.Texts("work_list");
  facts.attempt = fields.Text("attempt");
  facts.pieces = fields.Integer("pieces").value_or(0);
  return facts;
}

json ToJson(const Finished& finished) {
  json body = {{"outcome", ToJson(finished.outcome)}};
  if (finished.reading) body["reading"] = ToJson(*finished.reading);
  return body;
}

Finished FinishedFrom(const Fields& fields) {
  Finished finished{OutcomeFrom(fields.NeedObject("outcome")), std::nullopt};
  if (const auto reading = fields.Object("reading")) finished.reading = FactsFrom(*reading);
  return finished;
}

json ToJson(const DataState& state) {
  return {{"kind", state.kind},
          {"good", state.good},
          {"reason", Word(state.reason)},
          {"details", state.details},
          {"database_id", state.database_id},
          {"server_version", state.server_version},
          {"client_version", state.client_version}};
}

DataState StateFrom(const Fields& fields) {
  DataState state;
  state.kind = fields.Text("kind");
  state.good = fields.NeedFlag("good");
  state.reason = ReasonFrom(fields, "reason", domain::Reason::kProcareError);
  state.details = fields.Texts("details");
  state.database_id = fields.Text("database_id");
  state.server_version = fields.Text("server_version");
  state.client_version = fields.Text("client_version");
  return state;
}

json ToJson(const Poll& poll) {
  auto finished = json::array();
  for (const auto& end : poll.finished) finished.push_back(ToJson(end));
  return {{"contract", poll.contract}, {"agent_version", poll.agent_version},
          {"instance", poll.instance}, {"journal_id", poll.journal_id},
          {"data", ToJson(poll.data)}, {"finished", std::move(finished)},
          {"begun", poll.begun}};
}

Poll PollFrom(const Fields& fields) {
  Poll poll;
  poll.contract = fields.NeedText("contract");
  poll.agent_version = fields.Word("agent_version");
  poll.instance = fields.NeedWord("instance");
  poll.journal_id = fields.NeedWord("journal_id");
  poll.data = StateFrom(fields.NeedObject("data"));
  for (const auto& item : fields.Objects("finished")) poll.finished.push_back(FinishedFrom(item));
  poll.begun = fields.Texts("begun");
  return poll;
}

json ToJson(const PollAnswer& answer) {
  auto commands = json::array();
  for (const auto& command : answer.commands) commands.push_back(ToJson(command));
  return {{"commands", std::move(commands)}, {"accepted", answer.accepted}, {"not_wanted", answer.not_wanted}};
}

PollAnswer PollAnswerFrom(const Fields& fields) {
  PollAnswer answer;
  for (const auto& item : fields.Objects("commands")) answer.commands.push_back(CommandFrom(item));
  answer.accepted = fields.Texts("accepted");
  answer.not_wanted = fields.Texts("not_wanted");
  return answer;
}

json ToJson(const Heartbeat& heartbeat) {
  return {{"instance", heartbeat.instance}, {"command_id", heartbeat.command_id}, {"steps", heartbeat.steps}};
}

Heartbeat HeartbeatFrom(const Fields& fields) {
  return {fields.NeedWord("instance"), fields.Text("command_id"), fields.Integer("steps").value_or(0)};
}

// Bytes that are not UTF-8 are replaced rather than thrown about.
std::string Text(const json& body) { return body.dump(-1, ' ', false, json::error_handler_t::replace); }

template <typename T>
Read<T> ReadWith(std::string_view text, T (*read)(const Fields&)) {
  const auto body = wire::ParseJson(text);
  if (!body) return tl::unexpected("the message cannot be read: " + std::string(wire::ToWord(body.error())));
  Mistake mistake;
  auto value = read(Fields(*body, "", mistake));
  if (!mistake.text().empty()) return tl::unexpected(mistake.text());
  return value;
}

}  // namespace

std::string WriteChunk(const Chunk& chunk) { return Text(ToJson(chunk)); }
std::string WritePoll(const Poll& poll) { return Text(ToJson(poll)); }
std::string WritePollAnswer(const PollAnswer& answer) { return Text(ToJson(answer)); }
std::string WriteHeartbeat(const Heartbeat& heartbeat) { return Text(ToJson(heartbeat)); }
std::string WriteCommand(const Command& command) { return Text(ToJson(command)); }
std::string WriteFinished(const Finished& finished) { return Text(ToJson(finished)); }

Read<Chunk> ReadChunk(std::string_view text) { return ReadWith(text, ChunkFrom); }
Read<Poll> ReadPoll(std::string_view text) { return ReadWith(text, PollFrom); }
Read<PollAnswer> ReadPollAnswer(std::string_view text) { return ReadWith(text, PollAnswerFrom); }
Read<Heartbeat> ReadHeartbeat(std::string_view text) { return ReadWith(text, HeartbeatFrom); }
Read<Command> ReadCommand(std::string_view text) { return ReadWith(text, CommandFrom); }
Read<Finished> ReadFinished(std::string_view text) { return ReadWith(text, FinishedFrom); }

}  // namespace ikp::desktop_wire
