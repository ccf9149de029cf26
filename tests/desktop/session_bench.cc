#include "tests/desktop/session_bench.h"

#include <stdexcept>
#include <utility>

namespace ikp::tests {
namespace {

using nlohmann::json;
using wire::testing::Step;

constexpr const char* kSeed = R"({"machine": {"seats": 50}, "database": {
    "regions": [{"id": 1, "name": "East", "code": "E"}],
    "schools": [{"id": 1, "name": "Main Street", "region_id": 1}, {"id": 2, "name": "Lake", "region_id": 1}],
    "classrooms": [{"id": 1, "school_id": 1, "name": "Infants"}, {"id": 2, "school_id": 1, "name": "Toddlers"},
                   {"id": 3, "school_id": 2, "name": "Infants"}],
    "persons": [{"id": 1, "first_name": "Ana", "last_name": "Ortiz", "email": "Ana@Example.com",
                 "phones": [{"type": "Mobile", "area_code": "212", "number": "555-0101"}]},
                {"id": 2, "first_name": "Ben", "last_name": "Reyes"},
                {"id": 3, "first_name": "Lia", "last_name": "Ortiz", "date_of_birth": "2022-02-03"}],
    "accounts": [{"id": 1, "school_id": 2, "key": "ORTIZ", "name": "Ortiz", "payers": [1, 2], "children": [3]}],
    "relationships": [{"child_id": 3, "person_id": 2, "label": "Father"}],
    "status_rows": [{"child_id": 3, "school_id": 2, "date": "2026-01-05", "status": "Enrolled"}]}})";

class SavedProgress final : public desktop_agent::Progress {
 public:
  SavedProgress(std::map<std::string, std::string>& saved, std::string id)
      : saved_(saved), id_(std::move(id)), before_(saved_[id_]) {}
  const std::string& before() const override { return before_; }
  async::Task<void> Save(std::string text) override {
    saved_[id_] = std::move(text);
    co_return;
  }

 private:
  std::map<std::string, std::string>& saved_;
  std::string id_;
  std::string before_;
};

class KeptChunks final : public desktop_agent::SnapshotSink {
 public:
  explicit KeptChunks(std::vector<desktop_wire::Chunk>& chunks) : chunks_(chunks) {}
  async::Task<bool> Put(desktop_wire::Chunk chunk) override {
    chunks_.push_back(std::move(chunk));
    co_return true;
  }

 private:
  std::vector<desktop_wire::Chunk>& chunks_;
};

}  // namespace

SessionBench::SessionBench() : clock_(executor_, *domain::ParseInstant("2026-03-02T15:00:00Z")) {
  const auto errors = simulator.Seed(json::parse(kSeed), clock_.Now());
  if (!errors.empty()) throw std::logic_error(errors.front());
  network_.Route("", "/*", [this](const http::Request& request) { return Serve(request); });
  MakeAgent();
}

void SessionBench::MakeAgent() {
  data_.emplace(environment_,
                desktop_agent::SessionSettings{
                    .base_url = "http://127.0.0.1:9000", .client_version = "10.2.1", .page_rows = page_rows});
}

Step SessionBench::Serve(const http::Request& request) {
  ++requests_;
  if (requests_ == before_at_) std::exchange(before_, nullptr)();
  const auto cut = requests_ == cut_at_ ? cut_ : Cut::kNone;
  if (cut == Cut::kCrashUnhandled || cut == Cut::kCrashAfterwards) crashed_ = true;
  if (cut == Cut::kRequestLost || cut == Cut::kCrashUnhandled) return wire::testing::AnswerLost();
  auto local = request;
  local.target = request.target.substr(std::string("http://127.0.0.1:9000").size());
  auto answer = simulator.Handle(local, faults, clock_.Now());
  if (cut != Cut::kNone) return wire::testing::AnswerLost();
  return {{ports::Delivery::kAnswered, ports::TransportFailure::kNone, std::move(answer.response)}, answer.delay};
}

template <typename T>
T SessionBench::Run(const std::function<async::Task<T>()>& make) {
  for (;;) {
    auto task = make();
    task.Start();
    for (clock_.Settle(); !task.done() && !crashed_; clock_.Settle()) {
      if (!clock_.AdvanceToNext()) throw std::logic_error("nobody sleeps, and nothing is done");
      simulator.AdvanceTo(clock_.Now());
    }
    if (!crashed_) return task.Result();
    // Even where it came to its end: the journal did not hear of it.
    crashed_ = false;
    ++crashes;
    MakeAgent();
  }
}

json SessionBench::Do(const json& staff_action) {
  const auto answer = simulator.Staff(staff_action, clock_.Now());
  const auto body =
      answer.response.document ? *answer.response.document : json::parse(answer.response.body, nullptr, false);
  if (answer.response.status != 200) throw std::logic_error(body.dump());
  return body;
}

void SessionBench::Switch(const std::string& name, const std::string& value) {
  if (const auto wrong = simulator.SetSwitch(name, value)) throw std::logic_error(*wrong);
}

std::int64_t SessionBench::OpenSessions() const {
  return static_cast<std::int64_t>(simulator.world().machine.sessions.size());
}

desktop_wire::Outcome SessionBench::CreateFamily(const std::string& id, const desktop_wire::CreateFamily& task) {
  std::optional<SavedProgress> progress;
  return Run<desktop_wire::Outcome>([&] { return data_->CreateFamily(id, task, progress.emplace(saved_, id)); });
}

desktop_wire::Outcome SessionBench::CreateChild(const std::string& id, const desktop_wire::CreateChild& task) {
  std::optional<SavedProgress> progress;
  return Run<desktop_wire::Outcome>([&] { return data_->CreateChild(id, task, progress.emplace(saved_, id)); });
}

desktop_wire::Outcome SessionBench::PlaceChild(const std::string& id, const desktop_wire::PlaceChild& task) {
  std::optional<SavedProgress> progress;
  return Run<desktop_wire::Outcome>([&] { return data_->PlaceChild(id, task, progress.emplace(saved_, id)); });
}

desktop_wire::Outcome SessionBench::CheckSetup(std::int64_t school_id) {
  return Run<desktop_wire::Outcome>([&] { return data_->CheckSetup({school_id}); });
}

desktop_wire::Finished SessionBench::ReadSchool(std::vector<desktop_wire::Chunk>& chunks) {
  MakeAgent();
  KeptChunks sink(chunks);
  return Run<desktop_wire::Finished>([&] {
    chunks.clear();
    return data_->ReadSchool({1}, sink);
  });
}

domain::NewGuardian Guardian(const std::string& first, const std::string& last, const std::string& email,
                             const std::string& phone) {
  domain::NewGuardian guardian;
  guardian.name.first = first;
  guardian.name.last = last;
  guardian.email = domain::Email::Parse(email);
  if (auto parsed = domain::Phone::Parse(phone)) guardian.phones.push_back({domain::PhoneKind::kMobile, *parsed});
  return guardian;
}

domain::NewChild Child(const std::string& first, const std::string& last, const std::string& born) {
  return {domain::ProcareFamilyId::Trusted("-"),
          {first, "", last, "", ""},
          domain::BirthDate(*domain::CivilDate::Parse(born)),
          "",
          {},
          {},
          "",
          {}};
}

}  // namespace ikp::tests
