#include <algorithm>

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

std::optional<Placed> FindPlaced(const SessionReading& reading, const std::string& id) {
  std::optional<Placed> placed;
  for (const auto& account : reading.accounts) {
    for (const auto& child : account.row.children) {
      if (child.person.guid != id && std::to_string(child.person.id) != id) continue;
      if (!placed) placed = Placed{child, {}, {}};
      if (placed->statuses.empty()) {
        for (const auto& row : account.statuses) {
          if (row.child_id == child.person.id) placed->statuses.push_back(row);
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

// Repeating is harmless, so each step looks at what is there, and a lost answer only means to look again.
class Placing {
 public:
  Placing(SessionWork work, const std::string& command_id, const desktop_wire::PlaceChild& task)
      : work_(work), command_id_(command_id), task_(task) {}

  async::Task<Outcome> Run() {
    for (int attempt = 1;; ++attempt) {
      auto outcome = co_await TryOnce();
      if (outcome.kind != Outcome::Kind::kUnknown || attempt == kSendAttempts) co_return outcome;
      co_await work_.environment.clock.SleepUntil(work_.environment.clock.Now() + kBeforeLooking,
                                                  work_.environment.stop);
    }
  }

 private:
  async::Task<Outcome> TryOnce() {
    const auto reading = co_await ReadAccounts(work_.session, task_.school_id, work_.page_rows);
    if (!reading) co_return NotDone(reading.error());
    const auto child = FindPlaced(*reading, wire::NormaliseId(task_.child));
    if (!child) co_return NotDone({Reason::kProcareError, {"child: is not at this school any more"}});
    notes_.clear();
    if (auto ended = co_await WriteRows(*child)) co_return std::move(*ended);
    if (auto ended = co_await WriteClassroom(*child)) co_return std::move(*ended);
    for (const auto& wanted : task_.placement.relationships) {
      if (auto ended = co_await WriteRelationship(*child, wanted)) co_return std::move(*ended);
    }
    co_return Done(task_.child, notes_);
  }

  async::Task<std::optional<Outcome>> WriteRows(const Placed& child) {
    if (task_.placement.rows.empty() || EditedByStaff(child)) co_return std::nullopt;
    auto labels = co_await work_.session.Get("/status-labels");
    if (!labels) co_return NotDone(std::move(labels.error()));
    // All words are looked at before the first row is written.
    std::vector<std::string> words;
    for (const auto& row : task_.placement.rows) {
      auto word = SiteWordFor(*labels, row.status);
      if (word.empty()) co_return NotDone({Reason::kStatusWordMissing, {"status_label:" + row.status}});
      words.push_back(std::move(word));
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (HasRow(child, StatusLabel(words[i]))) continue;
      const json body = {{"command_id", command_id_ + "/row" + std::to_string(i)},
                         {"child_id", child.row.person.id},
                         {"school_id", task_.school_id},
                         {"date", task_.placement.rows[i].date.str()},
                         {"status", words[i]}};
      auto written = co_await work_.session.Post("/status-rows", body);
      if (written.kind == Written::Kind::kLost) co_return Unknown(std::move(written.trouble));
      if (written.kind == Written::Kind::kRefused) co_return NotDone(std::move(written.trouble));
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
    const json body = {{"command_id", command_id_ + "/classroom"},
                       {"child_id", child.row.person.id},
                       {"school_id", task_.school_id},
                       {"classroom_id", *task_.placement.classroom_id}};
    auto written = co_await work_.session.Post("/primary-classroom", body);
    if (written.kind == Written::Kind::kLost) co_return Unknown(std::move(written.trouble));
    if (written.kind == Written::Kind::kDone) co_return std::nullopt;
    if (written.code != "invalid") co_return NotDone(std::move(written.trouble));
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
    if (written.kind == Written::Kind::kLost) co_return Unknown(std::move(written.trouble));
    if (written.kind == Written::Kind::kDone || written.code == "relationship_exists") co_return std::nullopt;
    if (written.code != "invalid") co_return NotDone(std::move(written.trouble));
    notes_.emplace_back("relationship: was refused");
    co_return std::nullopt;
  }

  static bool AreRelated(const Placed& child, std::int64_t person_id) {
    const auto& rows = child.row.relationships;
    return std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.person_id == person_id; });
  }

  async::Task<Written> PostRelationship(const Placed& child, std::int64_t person_id,
                                        const desktop_wire::WantedRelationship& wanted, std::string label) {
    const json body = {{"command_id", command_id_ + "/relationship/" + std::to_string(person_id) + "/" + label},
                       {"child_id", child.row.person.id},
                       {"person_id", person_id},
                       {"label", label},
                       {"lives_with", wanted.lives_with},
                       {"emergency", wanted.emergency},
                       {"pickup", wanted.pickup}};
    co_return co_await work_.session.Post("/relationships", body);
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
  std::vector<std::string> notes_;
};

}  // namespace

async::Task<Outcome> PlaceChildIn(SessionWork work, std::string command_id, desktop_wire::PlaceChild task) {
  Placing placing(work, command_id, task);
  co_return co_await placing.Run();
}

}  // namespace ikp::desktop_agent
