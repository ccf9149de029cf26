#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <map>

#include "engine/desktop_agent/session_reading.h"
#include "engine/desktop_agent/session_writes.h"
#include "engine/domain/status.h"
#include "engine/wire/json_read.h"

namespace ikp::desktop_agent {
namespace {

using desktop_wire::Outcome;
using domain::Reason;
using domain::StatusLabel;
using nlohmann::json;

// A child as its accounts at one school show it.
struct Placed {
  desktop_wire::ChildRow row;
  std::vector<desktop_wire::StatusRow> statuses;
  std::vector<desktop_wire::PersonRow> payers;
};

std::optional<Placed> FindPlaced(const SessionReading& reading, const std::string& id, std::int64_t school_id) {
  std::optional<Placed> placed;
  for (const auto& account : reading.accounts) {
    for (const auto& child : account.row.children) {
      if (child.person.guid != id && std::to_string(child.person.id) != id) continue;
      if (!placed) placed = Placed{child, {}, {}};
      if (placed->statuses.empty()) {
        for (const auto& row : account.statuses) {
          if (row.child_id == child.person.id && row.school_id == school_id) placed->statuses.push_back(row);
        }
      }
      placed->payers.insert(placed->payers.end(), account.row.payers.begin(), account.row.payers.end());
    }
  }
  return placed;
}

bool HasRow(const Placed& child, const StatusLabel& label) {
  return std::any_of(child.statuses.begin(), child.statuses.end(),
                     [&](const auto& row) { return StatusLabel(row.status) == label; });
}

// A step is known by what it writes: the same again is the same step, and a placement that has become another one,
// because the child's status changed before it came to its end, has steps of its own.
std::string StepId(const std::string& command_id, const std::string& path, const json& body) {
  const auto what = path + body.dump(-1, ' ', false, json::error_handler_t::replace);
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
  for (const char c : what) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return command_id + path + "/" + text;
}

// Repeating is harmless, so each step looks at what is there, and a lost answer only means to look again.
class Placing {
 public:
  Placing(SessionWork work, const std::string& command_id, const desktop_wire::PlaceChild& task, Progress& progress)
      : work_(work),
        command_id_(command_id),
        task_(task),
        progress_(progress),
        sent_(!progress.before().empty()),
        saved_(sent_) {}

  async::Task<Outcome> Run() {
    for (int look = 1;; ++look) {
      again_ = false;
      auto outcome = co_await TryOnce();
      if (!again_) co_return outcome;
      if (look == kMostLooks) co_return End({Reason::kDesktopNotAnswering, {"looked_too_often"}});
    }
  }

 private:
  // With `again_`: to be looked at again, whatever it says.
  async::Task<Outcome> TryOnce() {
    const auto reading = co_await Look(work_, task_.school_id);
    if (!reading) co_return End(reading.error());
    const auto child = FindPlaced(*reading, wire::NormaliseId(task_.child), task_.school_id);
    if (!child) co_return End({Reason::kProcareError, {"child: is not at this school any more"}});
    read_at_ = reading->read_at;
    notes_.clear();
    if (auto ended = co_await WriteRows(*child)) co_return std::move(*ended);
    if (auto ended = co_await WriteClassroom(*child)) co_return std::move(*ended);
    for (const auto& wanted : task_.placement.relationships) {
      if (auto ended = co_await WriteRelationship(*child, wanted)) co_return std::move(*ended);
    }
    co_return Done(task_.child, notes_);
  }

  // Not done; or unknown, when anything was written or may have been.
  Outcome End(Trouble trouble) const { return sent_ ? Unknown(std::move(trouble)) : NotDone(std::move(trouble)); }

  // Nothing is sent again that got no answer in time: a slow machine may still be at it.
  async::Task<Written> Post(std::string path, json body) {
    const auto id = StepId(command_id_, path, body);
    body["command_id"] = id;
    if (const auto before = timed_out_.find(id); before != timed_out_.end()) {
      co_return Written{Written::Kind::kLost, nullptr, {}, {}, before->second};
    }
    if (!saved_) {
      const json saved = {{"sent_at", SentAt(work_.session.Now())}};
      co_await progress_.Save(saved.dump());
      saved_ = true;
    }
    auto written = co_await work_.session.Post(std::move(path), std::move(body), read_at_);
    if (written.kind == Written::Kind::kDone) sent_ = true;
    if (written.kind == Written::Kind::kLookAgain) again_ = true;
    if (written.kind == Written::Kind::kLost) {
      sent_ = true;
      if (written.trouble.timed_out) timed_out_.emplace(id, written.trouble);
      again_ = ++lost_ < kSendAttempts;
      if (auto trouble = co_await work_.session.Settle()) again_ = false;
    }
    co_return written;
  }

  // Where the placement ends, or is looked at again, unless it was written.
  std::optional<Outcome> EndOf(Written written) const {
    if (written.kind == Written::Kind::kDone) return std::nullopt;
    if (written.kind == Written::Kind::kLost) return Unknown(std::move(written.trouble));
    return End(std::move(written.trouble));
  }

  async::Task<std::optional<Outcome>> WriteRows(const Placed& child) {
    if (task_.placement.rows.empty() || EditedByStaff(child)) co_return std::nullopt;
    auto labels = co_await work_.session.Get("/status-labels");
    if (!labels) co_return End(std::move(labels.error()));
    // All words are looked at before the first row is written.
    std::vector<std::string> words;
    for (const auto& row : task_.placement.rows) {
      auto word = SiteWordFor(*labels, row.status);
      // Whatever an earlier try entered: no row without its word, and all of it again once the word is there.
      if (word.empty()) co_return NotDone({Reason::kStatusWordMissing, {"status_label:" + row.status}});
      words.push_back(std::move(word));
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (HasRow(child, StatusLabel(words[i]))) continue;
      const json body = {{"child_id", child.row.person.id},
                         {"school_id", task_.school_id},
                         {"date", task_.placement.rows[i].date.str()},
                         {"status", words[i]}};
      if (auto ended = EndOf(co_await Post("/status-rows", body))) co_return std::move(*ended);
    }
    co_return std::nullopt;
  }

  // A row with a word that we would not write: from then on the child is theirs.
  bool EditedByStaff(const Placed& child) const {
    return std::any_of(child.statuses.begin(), child.statuses.end(), [&](const auto& row) {
      return std::none_of(task_.placement.rows.begin(), task_.placement.rows.end(),
                          [&](const auto& wanted) { return StatusLabel(wanted.status) == StatusLabel(row.status); });
    });
  }

  // As the site writes it.
  static std::string SiteWordFor(const json& labels, const std::string& wanted) {
    for (const auto& label : wire::ReadArray(labels, "status_labels")) {
      auto name = wire::ReadTextOrEmpty(label, "name");
      if (StatusLabel(name) == StatusLabel(wanted)) return name;
    }
    return {};
  }

  async::Task<std::optional<Outcome>> WriteClassroom(const Placed& child) {
    if (!task_.placement.classroom_id || child.row.classroom_id) co_return std::nullopt;
    const json body = {{"child_id", child.row.person.id},
                       {"school_id", task_.school_id},
                       {"classroom_id", *task_.placement.classroom_id}};
    auto written = co_await Post("/primary-classroom", body);
    if (written.code != "invalid") co_return EndOf(std::move(written));
    // A classroom that is gone keeps no child from being placed.
    notes_.emplace_back("classroom_id: was refused");
    co_return std::nullopt;
  }

  async::Task<std::optional<Outcome>> WriteRelationship(const Placed& child,
                                                        const desktop_wire::WantedRelationship& wanted) {
    const auto person = std::find_if(child.payers.begin(), child.payers.end(),
                                     [&](const auto& payer) { return SameName(payer, wanted.person); });
    if (person == child.payers.end() || AreRelated(child, person->id)) co_return std::nullopt;
    auto label = wanted.label;
    auto written = co_await PostRelationship(child, person->id, wanted, label);
    const auto& fields = written.fields;
    if (written.code == "invalid" && std::find(fields.begin(), fields.end(), "label") != fields.end()) {
      label = co_await OtherLabel();
      if (label.empty()) co_return std::nullopt;
      notes_.push_back("relationship_label: " + label + " was taken");
      written = co_await PostRelationship(child, person->id, wanted, label);
    }
    if (written.code == "relationship_exists") co_return std::nullopt;
    if (written.code != "invalid") co_return EndOf(std::move(written));
    notes_.emplace_back("relationship: was refused");
    co_return std::nullopt;
  }

  static bool AreRelated(const Placed& child, std::int64_t person_id) {
    const auto& rows = child.row.relationships;
    return std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.person_id == person_id; });
  }

  async::Task<Written> PostRelationship(const Placed& child, std::int64_t person_id,
                                        const desktop_wire::WantedRelationship& wanted, std::string label) {
    const json body = {{"child_id", child.row.person.id}, {"person_id", person_id},        {"label", label},
                       {"lives_with", wanted.lives_with}, {"emergency", wanted.emergency}, {"pickup", wanted.pickup}};
    co_return co_await Post("/relationships", body);
  }

  // A label that the site has: "Guardian", or the first one. Empty: none can be had, which is noted.
  async::Task<std::string> OtherLabel() {
    const auto answer = co_await work_.session.Get("/relationship-labels");
    std::string first;
    if (answer) {
      for (const auto& item : wire::ReadArray(*answer, "relationship_labels")) {
        const auto* label = item.get_ptr<const std::string*>();
        if (label == nullptr) continue;
        if (StatusLabel(*label) == StatusLabel("Guardian")) co_return *label;
        if (first.empty()) first = *label;
      }
    }
    if (first.empty()) notes_.emplace_back("relationship_label: none was found");
    co_return first;
  }

  SessionWork work_;
  const std::string& command_id_;
  const desktop_wire::PlaceChild& task_;
  Progress& progress_;
  std::vector<std::string> notes_;
  domain::Instant read_at_{};
  bool sent_;   // something was written, or may have been
  bool saved_;  // that something is being sent
  bool again_ = false;
  int lost_ = 0;                              // answers
  std::map<std::string, Trouble> timed_out_;  // by command id
};

}  // namespace

async::Task<Outcome> PlaceChildIn(SessionWork work, std::string command_id, desktop_wire::PlaceChild task,
                                  Progress& progress) {
  Placing placing(work, command_id, task, progress);
  co_return co_await placing.Run();
}

}  // namespace ikp::desktop_agent
