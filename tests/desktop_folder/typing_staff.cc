#include "tests/desktop_folder/typing_staff.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <stdexcept>

#include "engine/desktop_agent/folder/export_cells.h"

namespace ikp::desktop_agent {
namespace {

using nlohmann::json;

constexpr const char* kMothers[] = {"Astrid", "Beatrice", "Carmen"};
constexpr const char* kLastNames[] = {"Anders", "Bergholt", "Costello"};
constexpr const char* kChildren[][2] = {{"Leonora", "Tomas"}, {"Mirabel", "Jonas"}, {"Paulina", "Rasmus"}};

std::string ChildId(int family, int child) { return "child-" + std::to_string(family) + "-" + std::to_string(child); }

std::string DigitsOf(const std::string& text) {
  std::string digits;
  for (const char c : text) {
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) digits.push_back(c);
  }
  return digits;
}

json PhoneJson(const std::string& text) {
  const std::string digits = DigitsOf(text);
  return {{"type", "Mobile"}, {"area_code", digits.substr(0, 3)}, {"number", digits.substr(3)}};
}

WorkPayer Mother(int family) {
  WorkPayer payer;
  payer.name.first = kMothers[family];
  payer.name.last = kLastNames[family];
  payer.phones = {{"mobile", "555-010-100" + std::to_string(family)}};
  return payer;
}

}  // namespace

json IksFamilies(const std::vector<StoryFamily>& families) {
  json list = json::array();
  for (int f = 0; f < static_cast<int>(families.size()); ++f) {
    const WorkPayer mother = Mother(f);
    json guardians = json::array({{{"id", "mother-" + std::to_string(f)},
                                   {"first_name", mother.name.first},
                                   {"last_name", mother.name.last},
                                   {"mobile", mother.phones[0].number},
                                   {"relationship", "Mother"},
                                   {"is_primary", true}}});
    if (families[static_cast<std::size_t>(f)].grandmother) {
      guardians.push_back({{"id", "grandmother-" + std::to_string(f)},
                           {"first_name", "Greta"},
                           {"last_name", "Oldenburg"},
                           {"mobile", "555-010-2000"},
                           {"relationship", "Grandmother"}});
    }
    json children = json::array();
    for (int c = 0; c < families[static_cast<std::size_t>(f)].children; ++c) {
      children.push_back({{"id", ChildId(f, c)},
                          {"first_name", kChildren[f][c]},
                          {"last_name", kLastNames[f]},
                          {"dob", "2023-0" + std::to_string(f + 1) + "-1" + std::to_string(c)},
                          {"status", "Waitlist"},
                          {"desired_start_date", "2026-02-20"}});
    }
    list.push_back({{"id", "fam-" + std::to_string(f)},
                    {"location_id", "loc"},
                    {"guardians", std::move(guardians)},
                    {"children", std::move(children)}});
  }
  return list;
}

std::ostream& operator<<(std::ostream& out, Typing typing) {
  static constexpr const char* kWords[] = {
      "nothing", "exact", "near child names", "other payer name", "only first child", "without statuses"};
  return out << kWords[static_cast<int>(typing)];
}

void TypingStaff::TypeAll(Typing typing) {
  if (typing == Typing::kNothing) return;
  for (const WorkItem& card : world_.Cards()) Type(card, typing);
}

void TypingStaff::Type(const WorkItem& card, Typing typing) {
  if (card.kind == WorkKind::kPlace) return Place(card);
  const int family = FamilyOf(card);
  if (card.kind == WorkKind::kChild) {
    const Id account = AccountAt(card.account_key);
    if (account != 0) AddMissing(card, family, account, typing);
    return;
  }
  for (const auto& [account, owner] : accounts_) {
    if (owner == family && FindsAccount(card, account)) return AddMissing(card, family, account, typing);
  }
  TypeNewFamily(card, family, typing);
}

// Either the card names it, or the person search finds one of the names in it.
bool TypingStaff::FindsAccount(const WorkItem& card, Id id) const {
  const auto& account = world_.database().accounts.at(id);
  for (const std::string& words : card.look_at) {
    if (words == "account " + account.key) return true;
  }
  const auto is = [&](Id person_id, const domain::PersonName& name) {
    const auto& person = world_.database().persons.at(person_id);
    return person.first_name == name.first && person.last_name == name.last;
  };
  const auto& payers = account.payers;
  const auto& children = account.children;
  return std::any_of(card.payers.begin(), card.payers.end(),
                     [&](const WorkPayer& payer) {
                       return std::any_of(payers.begin(), payers.end(), [&](Id one) { return is(one, payer.name); });
                     }) ||
         std::any_of(card.children.begin(), card.children.end(), [&](const WorkChild& child) {
           return std::any_of(children.begin(), children.end(), [&](Id one) { return is(one, child.name); });
         });
}

void TypingStaff::TypeFamily(int family, Typing typing) {
  WorkItem card;
  card.payers = {Mother(family)};
  card.account_key = "OWN" + std::to_string(family);
  for (int c = 0; c < families_[static_cast<std::size_t>(family)].children; ++c) {
    WorkChild child;
    child.name.first = kChildren[family][c];
    child.name.last = kLastNames[family];
    child.birth_date = domain::CivilDate::Parse("2023-0" + std::to_string(family + 1) + "-1" + std::to_string(c));
    child.rows = {{domain::CivilDate::Parse("2026-02-20"), "Enrolled"}};
    card.children.push_back(child);
  }
  TypeNewFamily(card, family, typing);
}

void TypingStaff::TypeNewFamily(const WorkItem& card, int family, Typing typing) {
  json payers = json::array();
  for (const WorkPayer& payer : card.payers) payers.push_back(PayerJson(payer, payers.empty(), typing));
  json children = json::array();
  std::vector<int> numbers;
  for (const WorkChild& child : card.children) {
    if (typing == Typing::kOnlyFirstChild && !children.empty()) break;
    children.push_back(ChildJson(child, typing));
    numbers.push_back(NumberOf(family, child.name.first));
  }
  const json typed = world_.Staff({{"action", "add_family"},
                                   {"school_id", 1},
                                   {"key", card.account_key},
                                   {"payers", std::move(payers)},
                                   {"children", std::move(children)}});
  accounts_[typed.at("account_id").get<Id>()] = family;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    children_[typed.at("child_ids").at(i).get<Id>()] = {family, numbers[i]};
  }
}

void TypingStaff::AddMissing(const WorkItem& card, int family, Id account, Typing typing) {
  for (const WorkChild& child : card.children) {
    const Child who{family, NumberOf(family, child.name.first)};
    const bool there =
        std::any_of(children_.begin(), children_.end(), [&](const auto& entry) { return entry.second == who; });
    if (!there) AddChild(child, family, account, typing);
  }
}

void TypingStaff::AddChild(const WorkChild& child, int family, Id account, Typing typing) {
  json action = ChildJson(child, typing);
  action["action"] = "add_child";
  action["account_id"] = account;
  const json typed = world_.Staff(action);
  children_[typed.at("child_id").get<Id>()] = {family, NumberOf(family, child.name.first)};
}

void TypingStaff::Place(const WorkItem& card) {
  for (const WorkRow& row : card.children.front().rows) {
    world_.Staff({{"action", "add_status_row"},
                  {"child_id", std::stoll(card.children.front().number)},
                  {"school_id", 1},
                  {"date", row.date ? row.date->str() : world_.Today()},
                  {"status", row.status}});
  }
}

json TypingStaff::ChildJson(const WorkChild& child, Typing typing) const {
  std::string first = child.name.first;
  if (typing == Typing::kNearChildNames) first.insert(2, 1, first[1]);
  json typed = {{"first_name", first}, {"last_name", child.name.last}, {"date_of_birth", child.birth_date->str()}};
  if (typing == Typing::kWithoutStatuses) return typed;
  json rows = json::array();
  for (const WorkRow& row : child.rows) {
    rows.push_back({{"date", row.date ? row.date->str() : world_.Today()}, {"status", row.status}});
  }
  typed["status_rows"] = std::move(rows);
  typed["classroom_id"] = 11;
  return typed;
}

json TypingStaff::PayerJson(const WorkPayer& payer, bool primary, Typing typing) const {
  const bool other = primary && typing == Typing::kOtherPayerName;
  const std::string first = other ? "Zoe" : payer.name.first;
  for (const auto& [id, person] : world_.database().persons) {  // "Existing"
    if (person.first_name == first && person.last_name == payer.name.last) return {{"person_id", id}};
  }
  json typed = {{"first_name", first}, {"last_name", payer.name.last}};
  if (!payer.phones.empty()) typed["phones"] = json::array({PhoneJson(payer.phones.front().number)});
  return typed;
}

void TypingStaff::DecideReviews() {
  for (const ports::Review& review : world_.OpenReviews()) {
    const int family = review.family.str().back() - '0';
    std::optional<std::string> link;
    if (review.child) {
      const Child who{family, review.child->str().back() - '0'};
      for (const auto& [id, child] : children_) {
        if (child == who) link = std::to_string(id);
      }
    } else {
      for (const auto& [id, owner] : accounts_) {
        if (owner == family) link = FamilyIdOf(id);
      }
    }
    const auto& shown = review.candidates;
    if (link && std::find(shown.begin(), shown.end(), *link) == shown.end()) link.reset();
    world_.Decide(review.id, link);
  }
}

std::string TypingStaff::Wrong() {
  std::string wrong;
  std::map<int, int> accounts_of;
  for (const auto& [account, family] : accounts_) {
    if (++accounts_of[family] == 2) wrong += "family " + std::to_string(family) + " has two accounts; ";
  }
  std::map<Child, Id> record_of;
  for (const auto& [id, child] : children_) {
    if (!record_of.emplace(child, id).second) wrong += ChildId(child.family, child.number) + " is there twice; ";
    const auto link = world_.LinkOf(ChildId(child.family, child.number));
    if (link && link->procare_id != std::to_string(id)) {
      wrong += ChildId(child.family, child.number) + " is linked to somebody else; ";
    }
  }
  std::set<std::string> adults;
  for (const auto& [id, account] : world_.database().accounts) {
    for (const auto child : account.children) {
      if (children_.at(child).family != accounts_.at(id)) wrong += "a child stands in a stranger's account; ";
    }
  }
  for (const auto& [id, person] : world_.database().persons) {
    const bool adult = !children_.contains(id);
    if (adult && !adults.insert(person.first_name + " " + person.last_name).second) wrong += "a payer is there twice; ";
  }
  for (int family = 0; family < static_cast<int>(families_.size()); ++family) {
    const auto link = world_.FamilyLinkOf("fam-" + std::to_string(family));
    for (const auto& [account, owner] : accounts_) {
      const bool its_own = link && link->procare_id == FamilyIdOf(account);
      if (its_own && owner != family) wrong += "family " + std::to_string(family) + " is linked to another family; ";
    }
  }
  return wrong;
}

bool TypingStaff::IksShowsWhatProcareShows(const std::string& child) {
  const auto link = world_.LinkOf(child);
  if (!link) return false;
  const auto& rows = world_.database().status_rows;
  const auto found = rows.find(std::stoll(link->procare_id));
  const bool has_row = found != rows.end() && !found->second.empty();
  return !has_row || world_.IksStatusOf(child) == "Enrolled";
}

std::string TypingStaff::Unlinked(const std::vector<std::string>& children) {
  std::string text;
  for (const std::string& child : children) {
    if (world_.LinkOf(child)) continue;
    const auto state = world_.StateOf(child);
    text += child + ": " + (state ? std::string(domain::Describe(state->reason).word) : "no state") + "; ";
  }
  return text;
}

int TypingStaff::FamilyOf(const WorkItem& card) const {
  const std::string& last = card.children.front().name.last;
  for (int family = 0; family < static_cast<int>(families_.size()); ++family) {
    if (last == kLastNames[family]) return family;
  }
  throw std::logic_error("a card of nobody");
}

int TypingStaff::NumberOf(int family, const std::string& first_name) const {
  return first_name == kChildren[family][0] ? 0 : 1;
}

TypingStaff::Id TypingStaff::AccountAt(const std::string& key) const {
  for (const auto& [id, account] : world_.database().accounts) {
    if (account.key == key) return id;
  }
  return 0;
}

std::string TypingStaff::FamilyIdOf(Id account) const {
  return std::to_string(SyntheticId({"account", "1", "key " + world_.database().accounts.at(account).key}));
}

}  // namespace ikp::desktop_agent
