#include <algorithm>
#include <map>
#include <set>

#include "engine/desktop_agent/session_reading.h"
#include "engine/desktop_agent/session_writes.h"
#include "engine/wire/json_read.h"

namespace ikp::desktop_agent {
namespace {

using desktop_wire::Outcome;
using domain::Reason;
using nlohmann::json;

constexpr std::size_t kLongestKey = 8;  // H35
constexpr int kMostDigits = 99;
// In the comment of an account that we made, before the id of the command and a full stop.
const std::string kSign = "IntelliKid ";

std::string Lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

// The stem, then the stem with 1, 2, ... at its end.
std::string KeyNumber(const std::string& stem, int number) {
  const auto digits = number == 0 ? std::string() : std::to_string(number);
  return stem.substr(0, kLongestKey - digits.size()) + digits;
}

class FamilyCreation {
 public:
  FamilyCreation(SessionWork work, const std::string& command_id, const desktop_wire::CreateFamily& task,
                 Progress& progress)
      : work_(work), command_id_(command_id), task_(task), progress_(progress), sign_(kSign + command_id) {}

  async::Task<Outcome> Run() {
    const auto before = wire::ParseJson(progress_.before());
    auto reading = co_await ReadAccounts(work_.session, std::nullopt, work_.page_rows);
    if (before) tried_before_ = wire::ReadTextOrEmpty(*before, "key");
    if (!reading) co_return before ? Unknown(reading.error()) : NotDone(reading.error());
    if (const auto ours = FindOurs(*reading, before ? *before : json())) co_return Done(std::to_string(*ours));
    const auto stem = task_.key.empty() ? std::string("FAMILY") : task_.key.substr(0, kLongestKey);
    for (int number = 0; number <= kMostDigits; ++number) {
      auto outcome = co_await TryKey(KeyNumber(stem, number), *reading);
      if (outcome) co_return std::move(*outcome);
    }
    co_return NotDone({Reason::kRejectedByProcare, {"key"}});
  }

 private:
  // Nothing: the key is taken.
  async::Task<std::optional<Outcome>> TryKey(std::string key, const SessionReading& reading) {
    for (const auto& account : reading.accounts) {
      if (HasKey(account, key)) co_return std::nullopt;
    }
    // No account has the key now, so one that has it later and is led by the same name is ours.
    const json saved = {{"key", key}, {"accounts", json::array()}};
    co_await progress_.Save(saved.dump());
    const auto request = RequestFor(key, reading);
    for (int attempt = 1;; ++attempt) {
      auto written = co_await work_.session.Post("/accounts", request);
      if (written.kind == Written::Kind::kRefused) co_return AfterRefusal(written, attempt > 1 || key == tried_before_);
      const auto id = wire::ReadInteger(written.body, "account_id");
      if (written.kind == Written::Kind::kDone && id) co_return Done(std::to_string(*id));
      co_await work_.environment.clock.SleepUntil(work_.environment.clock.Now() + kBeforeLooking,
                                                  work_.environment.stop);
      const auto now = co_await ReadAccounts(work_.session, std::nullopt, work_.page_rows);
      if (!now) co_return Unknown(now.error());
      if (const auto ours = FindOurs(*now, saved)) co_return Done(std::to_string(*ours));
      if (attempt == kSendAttempts) co_return Unknown(written.trouble);
    }
  }

  // `sent_before`: an earlier request with this key had no answer, and looking showed nothing of it.
  static std::optional<Outcome> AfterRefusal(const Written& written, bool sent_before) {
    // The key is taken by an account that is not shown: then that could be ours.
    if (written.code == "key_taken" && !sent_before) return std::nullopt;
    const bool perhaps = sent_before || written.code == "command_reused";
    return perhaps ? Unknown(written.trouble) : NotDone(written.trouble);
  }

  bool HasKey(const SessionAccount& account, const std::string& key) const {
    return account.row.school_id == task_.school_id && Lower(account.row.key) == Lower(key);
  }

  // The account that an earlier request of this command made.
  std::optional<std::int64_t> FindOurs(const SessionReading& reading, const json& saved) const {
    for (const auto& account : reading.accounts) {
      if (account.row.school_id == task_.school_id && HasSign(account)) return account.row.id;
    }
    const auto key = wire::ReadTextOrEmpty(saved, "key");
    if (key.empty()) return std::nullopt;
    for (const auto& account : reading.accounts) {
      const auto& payers = account.row.payers;
      if (!HasKey(account, key) || payers.empty() || task_.family.guardians.empty()) continue;
      if (account.comment.find(kSign) != std::string::npos) continue;  // of another command
      if (SameName(payers.front(), Primary().name)) return account.row.id;
    }
    return std::nullopt;
  }

  // The sign of command 1 is not the beginning of that of command 12.
  bool HasSign(const SessionAccount& account) const {
    const auto place = account.comment.find(sign_);
    if (place == std::string::npos) return false;
    const auto end = place + sign_.size();
    return end == account.comment.size() || account.comment[end] == '.';
  }

  const domain::NewGuardian& Primary() const {
    const auto& guardians = task_.family.guardians;
    const auto primary = std::find_if(guardians.begin(), guardians.end(), [](const auto& g) { return g.is_primary; });
    return primary == guardians.end() ? guardians.front() : *primary;
  }

  json RequestFor(const std::string& key, const SessionReading& reading) const {
    auto payers = json::array();
    std::set<std::int64_t> used;
    const auto people = AdultsIn(reading);
    const auto add = [&](const domain::NewGuardian& guardian) {
      const auto existing = FindPerson(people, guardian, used);
      payers.push_back(existing ? json{{"person_id", *existing}} : PersonJson(guardian));
      if (existing) used.insert(*existing);
    };
    if (!task_.family.guardians.empty()) add(Primary());
    for (const auto& guardian : task_.family.guardians) {
      if (&guardian != &Primary()) add(guardian);
    }
    return {{"command_id", command_id_ + "/" + key},
            {"school_id", task_.school_id},
            {"key", key},
            {"name", task_.family.name},
            {"comment", sign_ + "."},
            {"payers", std::move(payers)}};
  }

  using People = std::map<std::int64_t, const desktop_wire::PersonRow*>;
  static People AdultsIn(const SessionReading& reading) {
    People people;
    for (const auto& account : reading.accounts) {
      for (const auto* list : {&account.row.payers, &account.row.pickups, &account.related}) {
        for (const auto& person : *list) people.emplace(person.id, &person);
      }
    }
    for (const auto& account : reading.accounts) {
      for (const auto& child : account.row.children) people.erase(child.person.id);
    }
    return people;
  }
  static std::optional<std::int64_t> FindPerson(const People& people, const domain::NewGuardian& guardian,
                                                const std::set<std::int64_t>& used) {
    for (const auto& [id, person] : people) {
      if (!used.contains(id) && SamePerson(*person, guardian)) return id;
    }
    return std::nullopt;
  }

  SessionWork work_;
  const std::string& command_id_;
  const desktop_wire::CreateFamily& task_;
  Progress& progress_;
  std::string sign_;
  std::string tried_before_;  // the key of an earlier try
};

}  // namespace

async::Task<Outcome> CreateFamilyIn(SessionWork work, std::string command_id, desktop_wire::CreateFamily task,
                                    Progress& progress) {
  FamilyCreation creation(work, command_id, task, progress);
  co_return co_await creation.Run();
}

}  // namespace ikp::desktop_agent
