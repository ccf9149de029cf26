#include "engine/procare_desktop/identity_ledger.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/procare_desktop/hashing.h"
#include "engine/rules/normalise.h"

namespace ikp::procare_desktop {
namespace {

using desktop_wire::AccountRow;
using desktop_wire::PersonRow;
using nlohmann::json;

constexpr std::size_t kHashDigits = 8;
constexpr std::chrono::hours kRestoreIsTold{14 * 24};
constexpr char kByGuid = 'g';
constexpr char kByName = 'n';

std::string ShortHash(std::string_view text) { return Sha256Hex(text).substr(0, kHashDigits); }

std::string LowerCase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

std::string NameOf(const PersonRow& person) {
  return rules::NormaliseName(person.first_name) + "|" + rules::NormaliseName(person.last_name);
}

std::string MarkOf(const PersonRow& person) {
  if (!person.guid.empty()) return kByGuid + ShortHash(LowerCase(person.guid));
  const auto born = person.date_of_birth ? person.date_of_birth->str() : std::string();
  return kByName + ShortHash(NameOf(person) + "|" + born);
}

std::string WithGeneration(std::int64_t number, int generation) {
  auto text = std::to_string(number);
  if (generation > 1) text += "." + std::to_string(generation);
  return text;
}

template <typename See>
void ForEachPerson(const AccountRow& account, const See& see) {
  for (const auto& payer : account.payers) see(payer);
  for (const auto& child : account.children) see(child.person);
  for (const auto& pickup : account.pickups) see(pickup);
}

// Both know somebody in the same way, and nobody is in both.
bool AllOthers(const std::vector<std::string>& before, const std::vector<std::string>& now) {
  bool comparable = false;
  for (const auto& one : now) {
    if (std::find(before.begin(), before.end(), one) != before.end()) return false;
    comparable = comparable || std::any_of(before.begin(), before.end(),
                                           [&](const std::string& other) { return other.front() == one.front(); });
  }
  return comparable;
}

// What was exported has numbers of its own, below zero.
std::optional<std::int64_t> NumberIn(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number == 0) return std::nullopt;
  return number;
}

}  // namespace

IdentityLedger IdentityLedger::FromJson(std::string_view text) {
  IdentityLedger ledger;
  const auto stored = json::parse(text, nullptr, false);
  if (!stored.is_object() || !stored.contains("p") || !stored.contains("a")) return ledger;
  for (const auto& [number, hash] : stored["p"].items()) {
    const auto id = NumberIn(number);
    if (id && hash.is_string()) ledger.people_.emplace(*id, hash.get<std::string>());
  }
  const auto children = stored.value("c", json::object());  // ledgers of earlier versions have none
  for (const auto& [number, row] : children.items()) {
    const auto id = NumberIn(number);
    if (!id || !row.is_array() || row.size() != 3 || !row[0].is_number_integer()) continue;
    if (!row[1].is_string() || !row[2].is_string()) continue;
    ledger.children_.emplace(*id, Child{.generation = row[0].get<int>(), .name = row[1], .born = row[2]});
  }
  for (const auto& [number, row] : stored["a"].items()) {
    const auto id = NumberIn(number);
    if (!id || !row.is_array() || row.empty() || !row[0].is_number_integer()) continue;
    Account account{.generation = row[0].get<int>(), .people = {}};
    for (std::size_t i = 1; i < row.size(); ++i) {
      if (row[i].is_string() && !row[i].get_ref<const std::string&>().empty()) account.people.push_back(row[i]);
    }
    ledger.accounts_.emplace(*id, std::move(account));
  }
  const auto restore = stored.find("r");
  const bool readable =
      restore != stored.end() && restore->is_array() && restore->size() == 3 &&
      std::all_of(restore->begin(), restore->end(), [](const json& n) { return n.is_number_integer(); });
  if (readable) {
    ledger.restored_at_s_ = (*restore)[0].get<std::int64_t>();
    ledger.restore_ = {.people = (*restore)[1].get<int>(), .accounts = (*restore)[2].get<int>()};
  }
  return ledger;
}

std::string IdentityLedger::ToJson() const {
  json people = json::object();
  for (const auto& [number, hash] : people_) people[std::to_string(number)] = hash;
  json accounts = json::object();
  for (const auto& [number, account] : accounts_) {
    json row = json::array({account.generation});
    for (const auto& one : account.people) row.push_back(one);
    accounts[std::to_string(number)] = std::move(row);
  }
  json ledger = {{"p", std::move(people)}, {"a", std::move(accounts)}};
  for (const auto& [number, child] : children_) {
    ledger["c"][std::to_string(number)] = json::array({child.generation, child.name, child.born});
  }
  if (restored_at_s_ != 0) ledger["r"] = json::array({restored_at_s_, restore_.people, restore_.accounts});
  return ledger.dump();
}

// Salted with the number, so that children of one name or birth date do not look alike.
IdentityLedger::Child IdentityLedger::ChildFrom(const PersonRow& person) {
  const auto salt = std::to_string(person.id) + "|";
  Child child{.name = ShortHash(salt + NameOf(person)), .born = {}};
  if (person.date_of_birth) child.born = ShortHash(salt + person.date_of_birth->str());
  return child;
}

LedgerFindings IdentityLedger::See(const std::vector<desktop_wire::Chunk>& chunks) {
  LedgerFindings findings;
  std::map<std::int64_t, std::string> seen;  // a person in several accounts is one
  std::map<std::int64_t, Child> children;
  for (const auto& chunk : chunks) {
    for (const auto& row : chunk.accounts) {
      for (const auto& child : row.children) {
        if (child.person.guid.empty() && child.person.id != 0)
          children.emplace(child.person.id, ChildFrom(child.person));
      }
      std::vector<std::string> marks;
      ForEachPerson(row, [&](const PersonRow& person) {
        marks.push_back(MarkOf(person));
        if (!person.guid.empty() && person.id != 0) seen.insert_or_assign(person.id, marks.back().substr(1));
      });
      if (marks.empty() || row.id == 0) continue;  // nobody to know it by
      std::sort(marks.begin(), marks.end());
      marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
      auto& account = accounts_[row.id];
      if (AllOthers(account.people, marks)) {
        ++account.generation;
        ++findings.accounts;
      }
      account.people = std::move(marks);
    }
  }
  for (auto& [number, hash] : seen) {
    const auto [known, added] = people_.emplace(number, hash);
    if (added || known->second == hash) continue;
    ++findings.people;
    known->second = std::move(hash);
  }
  for (auto& [number, child] : children) SeeChild(number, std::move(child), findings);
  return findings;
}

void IdentityLedger::SeeChild(std::int64_t number, Child now, LedgerFindings& findings) {
  auto& known = children_.try_emplace(number, now).first->second;
  now.generation = known.generation;
  const bool name_differs = !known.name.empty() && known.name != now.name;
  const bool born_differs = !known.born.empty() && known.born != now.born;
  if (name_differs && born_differs) {
    ++now.generation;
    ++findings.people;
  }
  known = std::move(now);
}

void IdentityLedger::NoteRestore(const LedgerFindings& findings, domain::Instant now) {
  restore_ = findings;
  restored_at_s_ = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
}

LedgerFindings IdentityLedger::RestoreToTell(domain::Instant now) const {
  const bool told = restored_at_s_ != 0 && now < domain::Instant(std::chrono::seconds(restored_at_s_)) + kRestoreIsTold;
  return told ? restore_ : LedgerFindings{};
}

void IdentityLedger::Created(std::int64_t account) {
  const auto [known, added] = accounts_.try_emplace(account);
  if (added) return;
  ++known->second.generation;
  known->second.people.clear();  // who is in it shows in the next reading
}

void IdentityLedger::CreatedChild(const PersonRow& person) {
  LedgerFindings ignored;
  SeeChild(person.id, ChildFrom(person), ignored);
}

domain::ProcareFamilyId IdentityLedger::FamilyId(std::int64_t account) const {
  const auto known = accounts_.find(account);
  const int generation = known == accounts_.end() ? 1 : known->second.generation;
  return domain::ProcareFamilyId::Trusted(WithGeneration(account, generation));
}

domain::ProcareChildId IdentityLedger::ChildId(std::int64_t number) const {
  const auto known = children_.find(number);
  const int generation = known == children_.end() ? 1 : known->second.generation;
  return domain::ProcareChildId::Trusted(WithGeneration(number, generation));
}

std::optional<std::string> IdentityLedger::ChildOf(const domain::ProcareChildId& child) const {
  const std::string_view text = child.str();
  const auto number = NumberIn(text.substr(0, text.find('.')));
  if (!number) return child.str();
  if (ChildId(*number) != child) return std::nullopt;
  return std::to_string(*number);
}

std::optional<std::int64_t> IdentityLedger::AccountOf(const domain::ProcareFamilyId& family) const {
  const std::string_view text = family.str();
  const auto number = NumberIn(text.substr(0, text.find('.')));
  if (!number || FamilyId(*number) != family) return std::nullopt;
  return number;
}

// --- the durable one -------------------------------------------------------------------------------------------------

async::Task<void> LedgerKeeper::Load() {
  if (loaded_) co_return;
  if (const auto text = co_await store_.Cursor(name_)) ledger_ = IdentityLedger::FromJson(*text);
  loaded_ = true;
}

async::Task<void> LedgerKeeper::Keep(IdentityLedger ledger) {
  if (ledger == ledger_) co_return;
  ports::WriteBatch batch;
  batch.push_back(ports::PutCursor{name_, ledger.ToJson()});
  co_await store_.Commit(std::move(batch));
  ledger_ = std::move(ledger);
}

async::Task<IdentityLedger> LedgerKeeper::Current() {
  const auto permit = co_await alone_.Acquire();
  co_await Load();
  co_return ledger_;
}

async::Task<LedgerKeeper::Seen> LedgerKeeper::See(const std::vector<desktop_wire::Chunk>& chunks, bool complete,
                                                  domain::Instant now) {
  const auto permit = co_await alone_.Acquire();
  co_await Load();
  Seen seen{.ledger = ledger_, .findings = {}, .to_tell = {}};
  seen.findings = seen.ledger.See(chunks);
  if (seen.findings.restored()) seen.ledger.NoteRestore(seen.findings, now);
  seen.to_tell = seen.ledger.RestoreToTell(now);
  if (complete) co_await Keep(seen.ledger);
  co_return seen;
}

async::Task<domain::ProcareFamilyId> LedgerKeeper::Created(std::int64_t account) {
  const auto permit = co_await alone_.Acquire();
  co_await Load();
  IdentityLedger ledger = ledger_;
  ledger.Created(account);
  const auto id = ledger.FamilyId(account);
  co_await Keep(std::move(ledger));
  co_return id;
}

async::Task<domain::ProcareChildId> LedgerKeeper::CreatedChild(desktop_wire::PersonRow person) {
  const auto permit = co_await alone_.Acquire();
  co_await Load();
  IdentityLedger ledger = ledger_;
  ledger.CreatedChild(person);
  const auto id = ledger.ChildId(person.id);
  co_await Keep(std::move(ledger));
  co_return id;
}

}  // namespace ikp::procare_desktop
