#include <algorithm>
#include <set>

#include "engine/desktop_agent/session_reading.h"
#include "engine/desktop_agent/session_writes.h"
#include "engine/wire/json_read.h"

namespace ikp::desktop_agent {
namespace {

using desktop_wire::Outcome;
using desktop_wire::PersonRow;
using domain::Reason;
using nlohmann::json;

using Ids = std::set<std::int64_t>;

Ids ChildrenOf(const SessionAccount& account) {
  Ids ids;
  for (const auto& child : account.row.children) ids.insert(child.person.id);
  return ids;
}

Ids IdsIn(const json& saved) {
  Ids ids;
  for (const auto& id : wire::ReadArray(saved, "children")) {
    if (id.is_number_integer()) ids.insert(id.get<std::int64_t>());
  }
  return ids;
}

bool HasId(const PersonRow& person, const std::string& guid_or_number) {
  const auto id = wire::NormaliseId(guid_or_number);
  return person.guid == id || std::to_string(person.id) == id;
}

bool SharePayer(const SessionAccount& a, const SessionAccount& b) {
  return std::any_of(a.row.payers.begin(), a.row.payers.end(), [&](const PersonRow& payer) {
    return std::any_of(b.row.payers.begin(), b.row.payers.end(),
                       [&](const PersonRow& other) { return other.id == payer.id; });
  });
}

class ChildCreation {
 public:
  ChildCreation(SessionWork work, const std::string& command_id, const desktop_wire::CreateChild& task,
                Progress& progress)
      : work_(work), command_id_(command_id), task_(task), progress_(progress) {}

  async::Task<Outcome> Run() {
    if (const auto before = wire::ParseJson(progress_.before())) known_ = IdsIn(*before);
    perhaps_ = known_.has_value();
    for (;;) {
      const auto reading = co_await Look(work_, std::nullopt);
      if (!reading) co_return End(reading.error());
      const auto* account = reading->FindAccount(task_.account_id);
      if (account == nullptr || account->row.school_id != task_.school_id) {
        co_return End({Reason::kProcareError, {"account_id: is not at this school any more"}});
      }
      // The number stands for another family, as after a restore: never put a child among strangers (I9).
      if (!HasExpectedPayer(*account)) {
        co_return End({Reason::kProcareError, {"payers: are others than the account had"}});
      }
      const auto* ours = known_ ? FindNew(*account, *known_) : nullptr;
      if (ours != nullptr) co_return Done(IdOf(*ours));
      // A slow machine may still be at it.
      if (lost_ && (lost_->timed_out || sent_ == kSendAttempts)) co_return Unknown(*lost_);
      // Staff were quicker: the engine looks again and links what they typed. Nobody gets a second child of one name
      // and birth date in one account from us, also when a person asked for it.
      if (FindNew(*account, {}) != nullptr || StandsElsewhereAtTheSchool(*reading, *account)) {
        co_return End({Reason::kRejectedByProcare, {"child: is in the account already"}});
      }
      if (EnteredSince(*reading)) co_return End({Reason::kProcareError, {"child: is at the school by now"}});
      if (auto outcome = co_await Try(*reading, *account)) co_return std::move(*outcome);
    }
  }

 private:
  // Nothing: to be looked at again.
  async::Task<std::optional<Outcome>> Try(const SessionReading& reading, const SessionAccount& account) {
    if (!known_) known_ = ChildrenOf(account);
    const json saved = {{"children", *known_}, {"sent_at", SentAt(work_.session.Now())}};
    co_await progress_.Save(saved.dump());
    auto written = co_await work_.session.Post("/persons", RequestFor(reading, account), reading.read_at);
    const auto number = wire::ReadInteger(written.body, "person_id");
    if (written.kind == Written::Kind::kDone && number) {
      const auto guid = wire::ReadId(written.body, "guid");
      co_return Done(guid ? *guid : std::to_string(*number));
    }
    if (written.kind == Written::Kind::kLookAgain) {
      if (++looks_ < kMostLooks) co_return std::nullopt;
      co_return End({Reason::kDesktopNotAnswering, {"looked_too_often"}});
    }
    if (written.kind == Written::Kind::kRefused) {
      if (written.code == "command_reused") perhaps_ = true;
      co_return End(std::move(written.trouble));
    }
    perhaps_ = true;
    lost_ = std::move(written.trouble);
    ++sent_;
    if (auto trouble = co_await work_.session.Settle()) co_return Unknown(std::move(*trouble));
    co_return std::nullopt;
  }

  // Not done; or unknown, when an earlier request had no answer.
  Outcome End(Trouble trouble) const { return perhaps_ ? Unknown(std::move(trouble)) : NotDone(std::move(trouble)); }

  bool HasExpectedPayer(const SessionAccount& account) const {
    if (task_.payers.empty()) return true;
    return std::any_of(account.row.payers.begin(), account.row.payers.end(), [&](const PersonRow& payer) {
      return std::any_of(task_.payers.begin(), task_.payers.end(),
                         [&](const std::string& expected) { return HasId(payer, expected); });
    });
  }

  // A child of that name and birth date in the account that was not among `before`.
  const PersonRow* FindNew(const SessionAccount& account, const Ids& before) const {
    for (const auto& child : account.row.children) {
      if (!before.contains(child.person.id) && SameChild(child.person, task_.child)) return &child.person;
    }
    return nullptr;
  }

  json RequestFor(const SessionReading& reading, const SessionAccount& account) const {
    json body = PersonJson(task_.child);
    if (const auto existing = FindElsewhere(reading, account)) body = {{"person_id", *existing}};
    body["command_id"] = command_id_ + "/child";
    body["account_id"] = task_.account_id;
    body["role"] = "child";
    return body;
  }

  // The same child in another account of one of this account's payers, at this school: the engine links it.
  bool StandsElsewhereAtTheSchool(const SessionReading& reading, const SessionAccount& account) const {
    return std::any_of(reading.accounts.begin(), reading.accounts.end(), [&](const SessionAccount& other) {
      return other.row.id != account.row.id && other.row.school_id == task_.school_id && SharePayer(other, account) &&
             FindNew(other, {}) != nullptr;
    });
  }

  // A child of that name and birth date that the engine had not seen at this school when it decided, whoever pays.
  bool EnteredSince(const SessionReading& reading) const {
    return std::any_of(reading.accounts.begin(), reading.accounts.end(), [&](const SessionAccount& account) {
      if (account.row.school_id != task_.school_id) return false;
      return std::any_of(account.row.children.begin(), account.row.children.end(), [&](const auto& child) {
        return SameChild(child.person, task_.child) && !IsKnown(child.person);
      });
    });
  }

  bool IsKnown(const PersonRow& person) const {
    return std::any_of(task_.known_children.begin(), task_.known_children.end(),
                       [&](const std::string& known) { return HasId(person, known); });
  }

  // The same child in another account of one of this account's payers, at another school.
  std::optional<std::int64_t> FindElsewhere(const SessionReading& reading, const SessionAccount& account) const {
    std::optional<std::int64_t> lowest;
    for (const auto& other : reading.accounts) {
      if (other.row.id == account.row.id || !SharePayer(other, account)) continue;
      const auto* child = FindNew(other, {});
      if (child != nullptr && (!lowest || child->id < *lowest)) lowest = child->id;
    }
    return lowest;
  }

  SessionWork work_;
  const std::string& command_id_;
  const desktop_wire::CreateChild& task_;
  Progress& progress_;
  std::optional<Ids> known_;     // children of the account before the first request
  bool perhaps_ = false;         // an earlier request had no answer
  std::optional<Trouble> lost_;  // of the last of them, in this try of the command
  int sent_ = 0;                 // requests that had no answer, in this try
  int looks_ = 0;                // that had become too old
};

}  // namespace

async::Task<Outcome> CreateChildIn(SessionWork work, std::string command_id, desktop_wire::CreateChild task,
                                   Progress& progress) {
  ChildCreation creation(work, command_id, task, progress);
  co_return co_await creation.Run();
}

}  // namespace ikp::desktop_agent
