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
    if (const auto before = wire::ParseJson(progress_.before())) {
      perhaps_ = true;
      tried_ = wire::ReadTextOrEmpty(*before, "key");
    }
    for (;;) {
      const auto reading = co_await Look(work_, std::nullopt);
      if (!reading) co_return End(reading.error());
      if (const auto* ours = FindOurs(*reading)) co_return Made(*ours);
      // A slow machine may still be at it.
      if (lost_ && (lost_->timed_out || sent_ == kSendAttempts)) co_return Unknown(*lost_);
      if (IsThereAlready(*reading)) co_return End({Reason::kProcareError, {"payer: has another account by now"}});
      const auto key = FreeKey(*reading);
      if (!key) co_return End({Reason::kRejectedByProcare, {"key"}});
      if (auto outcome = co_await Try(*key, *reading)) co_return std::move(*outcome);
    }
  }

 private:
  // Nothing: to be looked at again.
  async::Task<std::optional<Outcome>> Try(std::string key, const SessionReading& reading) {
    const json saved = {{"key", key}, {"sent_at", SentAt(work_.session.Now())}};
    co_await progress_.Save(saved.dump());
    auto written = co_await work_.session.Post("/accounts", RequestFor(key, reading), reading.read_at);
    const auto id = wire::ReadInteger(written.body, "account_id");
    if (written.kind == Written::Kind::kDone && id) co_return Done(std::to_string(*id), {}, PayersIn(written.body));
    if (written.kind == Written::Kind::kLookAgain) {
      if (++looks_ < kMostLooks) co_return std::nullopt;
      co_return End({Reason::kDesktopNotAnswering, {"looked_too_often"}});
    }
    if (written.kind == Written::Kind::kRefused) {
      // By an account that was entered since, which the next look shows and judges; or by one that is not shown, which
      // could be ours when an earlier request with this key had no answer.
      if (written.code == "key_taken" && key != tried_) {
        taken_.insert(Lower(key));
        co_return std::nullopt;
      }
      if (written.code == "command_reused") perhaps_ = true;
      co_return End(std::move(written.trouble));
    }
    perhaps_ = true;
    tried_ = key;
    lost_ = std::move(written.trouble);
    ++sent_;
    if (auto trouble = co_await work_.session.Settle()) co_return Unknown(std::move(*trouble));
    co_return std::nullopt;
  }

  // Not done; or unknown, when an earlier request had no answer.
  Outcome End(Trouble trouble) const { return perhaps_ ? Unknown(std::move(trouble)) : NotDone(std::move(trouble)); }

  static Outcome Made(const SessionAccount& account) {
    std::vector<std::string> payers;
    for (const auto& payer : account.row.payers) payers.push_back(IdOf(payer));
    return Done(std::to_string(account.row.id), {}, std::move(payers));
  }

  static std::vector<std::string> PayersIn(const json& answer) {
    std::vector<std::string> payers;
    for (const auto& payer : wire::ReadArray(answer, "payers")) {
      const auto guid = wire::ReadId(payer, "guid");
      const auto number = wire::ReadInteger(payer, "id");
      if (guid || number) payers.push_back(guid ? *guid : std::to_string(*number));
    }
    return payers;
  }

  // Somebody entered an account of one of the guardians since the engine looked.
  bool IsThereAlready(const SessionReading& reading) const {
    const auto& known = task_.known_accounts;
    return std::any_of(reading.accounts.begin(), reading.accounts.end(), [&](const SessionAccount& account) {
      if (account.row.school_id != task_.school_id) return false;
      if (std::find(known.begin(), known.end(), account.row.id) != known.end()) return false;
      return std::any_of(account.row.payers.begin(), account.row.payers.end(), [&](const auto& payer) {
        const auto& guardians = task_.family.guardians;
        return std::any_of(guardians.begin(), guardians.end(),
                           [&](const auto& guardian) { return SamePerson(payer, guardian); });
      });
    });
  }

  // The first of its keys that nobody has.
  std::optional<std::string> FreeKey(const SessionReading& reading) const {
    const auto stem = task_.key.empty() ? std::string("FAMILY") : task_.key.substr(0, kLongestKey);
    for (int number = 0; number <= kMostDigits; ++number) {
      auto key = KeyNumber(stem, number);
      const bool taken = taken_.contains(Lower(key)) ||
                         std::any_of(reading.accounts.begin(), reading.accounts.end(),
                                     [&](const SessionAccount& account) { return HasKey(account, key); });
      if (!taken) return key;
    }
    return std::nullopt;
  }

  bool HasKey(const SessionAccount& account, const std::string& key) const {
    return account.row.school_id == task_.school_id && Lower(account.row.key) == Lower(key);
  }

  // The account that an earlier request of this command made: with our sign; or with the key that was tried, which
  // nobody had then, and led by the same name.
  const SessionAccount* FindOurs(const SessionReading& reading) const {
    for (const auto& account : reading.accounts) {
      if (account.row.school_id == task_.school_id && HasSign(account)) return &account;
    }
    if (tried_.empty()) return nullptr;
    for (const auto& account : reading.accounts) {
      const auto& payers = account.row.payers;
      if (!HasKey(account, tried_) || payers.empty() || task_.family.guardians.empty()) continue;
      if (account.comment.find(kSign) != std::string::npos) continue;  // of another command
      if (SameName(payers.front(), Primary().name)) return &account;
    }
    return nullptr;
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
  std::string tried_;            // the key of an earlier request that had no answer
  bool perhaps_ = false;         // an earlier request had no answer
  std::optional<Trouble> lost_;  // of the last of them, in this try of the command
  std::set<std::string> taken_;  // keys that are, in small letters
  int sent_ = 0;                 // requests that had no answer, in this try
  int looks_ = 0;                // that had become too old
};

}  // namespace

async::Task<Outcome> CreateFamilyIn(SessionWork work, std::string command_id, desktop_wire::CreateFamily task,
                                    Progress& progress) {
  FamilyCreation creation(work, command_id, task, progress);
  co_return co_await creation.Run();
}

}  // namespace ikp::desktop_agent
