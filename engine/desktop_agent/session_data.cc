#include "engine/desktop_agent/session_data.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/desktop_agent/session.h"
#include "engine/desktop_agent/session_reading.h"
#include "engine/desktop_agent/session_writes.h"
#include "engine/wire/json_read.h"

namespace ikp::desktop_agent {
namespace {

using desktop_wire::Chunk;
using desktop_wire::Finished;
using desktop_wire::Outcome;
using domain::Reason;

constexpr std::size_t kAccountsOfAChunk = 100;

struct WholeReading {
  std::vector<desktop_wire::SchoolRow> schools;
  std::vector<desktop_wire::ClassroomRow> classrooms;
  SessionReading accounts;
};

async::Task<tl::expected<WholeReading, Trouble>> ReadWhole(Session& session, int page_rows) {
  WholeReading whole;
  auto schools = co_await session.Get("/schools");
  if (!schools) co_return tl::unexpected(std::move(schools.error()));
  whole.schools = SchoolsFrom(*schools);
  auto classrooms = co_await session.Get("/classrooms");
  if (!classrooms) co_return tl::unexpected(std::move(classrooms.error()));
  whole.classrooms = ClassroomsFrom(*classrooms);
  auto accounts = co_await ReadAccountsTwice(session, page_rows);
  if (!accounts) co_return tl::unexpected(std::move(accounts.error()));
  whole.accounts = std::move(*accounts);
  co_return whole;
}

async::Task<bool> SendWhole(WholeReading whole, SnapshotSink& sink) {
  Chunk chunk;
  chunk.schools = std::move(whole.schools);
  chunk.classrooms = std::move(whole.classrooms);
  std::set<std::int64_t> rows;  // a child in two accounts of a school brings its rows twice
  auto& accounts = whole.accounts.accounts;
  for (auto& account : accounts) {
    if (chunk.accounts.size() == kAccountsOfAChunk) {
      Chunk full = std::move(chunk);
      chunk = Chunk();
      const bool wanted = co_await sink.Put(std::move(full));
      if (!wanted) co_return false;
    }
    chunk.accounts.push_back(std::move(account.row));
    for (auto& row : account.statuses) {
      if (rows.insert(row.id).second) chunk.statuses.push_back(std::move(row));
    }
  }
  chunk.last = true;
  co_return co_await sink.Put(std::move(chunk));
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

async::Task<Outcome> CheckIn(Session& session, const desktop_wire::DataState& state, std::int64_t school_id) {
  auto schools = co_await session.Get("/schools");
  if (!schools) co_return NotDone(std::move(schools.error()));
  const auto all = SchoolsFrom(*schools);
  if (std::none_of(all.begin(), all.end(), [&](const auto& school) { return school.id == school_id; })) {
    co_return NotDone(
        {Reason::kRejectedByProcare, {"school_id: this database has no school " + std::to_string(school_id)}});
  }
  auto rooms_answer = co_await session.Get("/classrooms?school_id=" + std::to_string(school_id));
  if (!rooms_answer) co_return NotDone(std::move(rooms_answer.error()));
  auto labels = co_await session.Get("/status-labels");
  if (!labels) co_return NotDone(std::move(labels.error()));
  std::vector<std::string> words;
  for (const auto& label : wire::ReadArray(*labels, "status_labels")) {
    words.push_back(wire::ReadTextOrEmpty(label, "name"));
  }
  const auto rooms = ClassroomsFrom(*rooms_answer);
  auto outcome = Done(std::to_string(school_id), {"The program answers; its version is " + state.server_version + ".",
                                                  "The database's id is " + state.database_id + ".",
                                                  "School " + std::to_string(school_id) + " is in the database.",
                                                  "It has " + std::to_string(rooms.size()) + " classrooms.",
                                                  "Enrollment statuses of this site: " + Joined(words) + "."});
  outcome.status_labels = std::move(words);
  if (const auto relationships = co_await session.Get("/relationship-labels")) {
    for (const auto& item : wire::ReadArray(*relationships, "relationship_labels")) {
      if (const auto* label = item.get_ptr<const std::string*>()) outcome.relationship_labels.push_back(*label);
    }
  }
  co_return outcome;
}

}  // namespace

SessionData::SessionData(const wire::Environment& environment, SessionSettings settings)
    : environment_(environment), settings_(std::move(settings)) {
  while (settings_.base_url.ends_with('/')) settings_.base_url.pop_back();
  state_.kind = "program";
  state_.client_version = settings_.client_version;
}

async::Task<Finished> SessionData::ReadSchool(desktop_wire::ReadSchool, SnapshotSink& sink) {
  Session session(environment_, settings_, state_, sink);
  Finished finished;
  if (auto trouble = co_await session.Open()) {
    finished.outcome = NotDone(std::move(*trouble));
    co_return finished;
  }
  auto whole = co_await ReadWhole(session, settings_.page_rows);
  // The seat is free before the upload, which may wait for the network.
  co_await session.Close();
  if (!whole) {
    finished.outcome = NotDone(std::move(whole.error()));
    co_return finished;
  }
  auto& facts = finished.reading.emplace();
  facts.database_id = state_.database_id;
  facts.incomplete_because = whole->accounts.flaw;
  facts.complete = whole->accounts.flaw.empty();
  if (co_await SendWhole(std::move(*whole), sink)) {
    finished.outcome = Done("");
  } else {
    facts.complete = false;
    facts.incomplete_because = "Nobody waited for this reading any more.";
    finished.outcome = NotDone({Reason::kSnapshotIncomplete});
  }
  co_return finished;
}

async::Task<Outcome> SessionData::CreateFamily(std::string command_id, desktop_wire::CreateFamily task,
                                               Progress& progress) {
  co_await LetLand(environment_, settings_.timeout, progress.before());
  Session session(environment_, settings_, state_, progress);
  if (auto trouble = co_await session.Open()) {
    co_return progress.before().empty() ? NotDone(std::move(*trouble)) : Unknown(std::move(*trouble));
  }
  SessionWork work{environment_, session, settings_.page_rows};
  auto outcome = co_await CreateFamilyIn(work, std::move(command_id), std::move(task), progress);
  co_await session.Close();
  co_return outcome;
}

async::Task<Outcome> SessionData::CreateChild(std::string command_id, desktop_wire::CreateChild task,
                                              Progress& progress) {
  co_await LetLand(environment_, settings_.timeout, progress.before());
  Session session(environment_, settings_, state_, progress);
  if (auto trouble = co_await session.Open()) {
    co_return progress.before().empty() ? NotDone(std::move(*trouble)) : Unknown(std::move(*trouble));
  }
  SessionWork work{environment_, session, settings_.page_rows};
  auto outcome = co_await CreateChildIn(work, std::move(command_id), std::move(task), progress);
  co_await session.Close();
  co_return outcome;
}

async::Task<Outcome> SessionData::PlaceChild(std::string command_id, desktop_wire::PlaceChild task,
                                             Progress& progress) {
  co_await LetLand(environment_, settings_.timeout, progress.before());
  Session session(environment_, settings_, state_, progress);
  if (auto trouble = co_await session.Open()) {
    co_return progress.before().empty() ? NotDone(std::move(*trouble)) : Unknown(std::move(*trouble));
  }
  SessionWork work{environment_, session, settings_.page_rows};
  auto outcome = co_await PlaceChildIn(work, std::move(command_id), std::move(task), progress);
  co_await session.Close();
  co_return outcome;
}

async::Task<Outcome> SessionData::CheckSetup(desktop_wire::CheckSetup task) {
  Pulse nobody_asks;
  Session session(environment_, settings_, state_, nobody_asks);
  if (auto trouble = co_await session.Open()) co_return NotDone(std::move(*trouble));
  auto outcome = co_await CheckIn(session, state_, task.school_id);
  co_await session.Close();
  co_return outcome;
}

}  // namespace ikp::desktop_agent
