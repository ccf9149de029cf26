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
    const auto before = wire::ParseJson(progress_.before());
    auto reading = co_await ReadAccounts(work_.session, std::nullopt, work_.page_rows);
    if (!reading) co_return before ? Unknown(reading.error()) : NotDone(reading.error());
    const auto* account = reading->FindAccount(task_.account_id);
    if (account == nullptr || account->row.school_id != task_.school_id) {
      Trouble gone{Reason::kProcareError, {"account_id: is not at this school any more"}};
      co_return before ? Unknown(gone) : NotDone(gone);
    }
    if (before) {
      if (const auto* ours = FindNew(*account, IdsIn(*before))) co_return Done(IdOf(*ours));
    }
    // Staff were quicker: the engine looks again and links what they typed. Nobody gets a second child of one name and
    // birth date in one account from us, also when a person asked for it.
    if (FindNew(*account, {}) != nullptr || StandsElsewhereAtTheSchool(*reading, *account)) {
      co_return NotDone({Reason::kRejectedByProcare, {"child: is in the account already"}});
    }
    co_return co_await Write(*reading, *account);
  }

 private:
  async::Task<Outcome> Write(const SessionReading& reading, const SessionAccount& account) {
    const auto children = ChildrenOf(account);
    const json saved = {{"children", children}};
    co_await progress_.Save(saved.dump());
    const auto request = RequestFor(reading, account);
    for (int attempt = 1;; ++attempt) {
      auto written = co_await work_.session.Post("/persons", request);
      if (written.kind == Written::Kind::kRefused) {
        const bool perhaps = attempt > 1 || written.code == "command_reused";
        co_return perhaps ? Unknown(std::move(written.trouble)) : NotDone(std::move(written.trouble));
      }
      const auto number = wire::ReadInteger(written.body, "person_id");
      if (written.kind == Written::Kind::kDone && number) {
        const auto guid = wire::ReadId(written.body, "guid");
        co_return Done(guid ? *guid : std::to_string(*number));
      }
      co_await work_.environment.clock.SleepUntil(work_.environment.clock.Now() + kBeforeLooking,
                                                  work_.environment.stop);
      const auto now = co_await ReadAccounts(work_.session, task_.school_id, work_.page_rows);
      if (!now) co_return Unknown(now.error());
      const auto* account_now = now->FindAccount(task_.account_id);
      if (account_now == nullptr) co_return Unknown(written.trouble);
      if (const auto* ours = FindNew(*account_now, children)) co_return Done(IdOf(*ours));
      if (attempt == kSendAttempts) co_return Unknown(std::move(written.trouble));
    }
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
};

}  // namespace

async::Task<Outcome> CreateChildIn(SessionWork work, std::string command_id, desktop_wire::CreateChild task,
                                   Progress& progress) {
  ChildCreation creation(work, command_id, task, progress);
  co_return co_await creation.Run();
}

}  // namespace ikp::desktop_agent
