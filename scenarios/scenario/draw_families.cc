// Families: names from a tiny hot pool, where households collide, or from a big cold one, where nobody does.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "scenarios/scenario/draw_parts.h"

namespace ikp::scenarios {
namespace {

// One name as different people write it; empty places are not used.
using Spellings = std::array<std::string_view, 4>;

constexpr std::array<Spellings, 9> kHotLastNames = {{
    {"O'Neil", "ONeil", "O\u2019Neil", "O'NEIL"},
    {"Garc\u00eda", "Garcia", "Garc\u00eda-L\u00f3pez", "GARCIA"},
    {"Smith-Jones", "Smith Jones", "SmithJones", ""},
    {"Lee", "Lee Jr", "Li", ""},
    {"N\u00fa\u00f1ez", "Nunez", "", ""},
    {"M\u00fcller", "Mueller", "Muller", ""},
    {"St. Clair", "St Clair", "Saint Clair", ""},
    {"Smith", "Smith II", "Smyth", "SMITH"},
    {"de la Cruz", "De La Cruz", "Delacruz", ""},
}};
constexpr std::array<Spellings, 9> kHotFirstNames = {{
    {"Zo\u00eb", "Zoe", "", ""},
    {"Anne-Marie", "Anne Marie", "AnneMarie", "Anne"},
    {"Jos\u00e9", "Jose", "", ""},
    {"Mia", "M\u00eda", "MIA", ""},
    {"Noah", "Noah Jr", "Noah Jr.", "Noah II"},
    {"D'Andre", "DAndre", "D\u2019Andre", ""},
    {"Liam", "", "", ""},
    {"Ava", "AVA", "", ""},
    {"Sam", "Samuel", "Samantha", ""},
}};
constexpr std::array<std::string_view, 20> kSyllables = {"ba",  "ri",  "ton", "mel", "sha", "vo",  "kin",
                                                         "lu",  "dan", "ez",  "ta",  "mo",  "wel", "pra",
                                                         "shi", "no",  "fer", "gu",  "lin", "os"};

std::string ColdName(Dice& dice) {
  std::string name;
  const int syllables = dice.Between(2, 4);
  for (int i = 0; i < syllables; ++i) name += dice.Pick(kSyllables);
  name.front() = static_cast<char>(name.front() - 'a' + 'A');
  return name;
}

class Households {
 public:
  Households(Dice& dice, Scenario& scenario) : dice_(dice), scenario_(scenario) {
    hot_percent_ = dice.Pick(std::array<int, 4>{0, 30, 60, 90});
    first_last_name_ = dice.Below(kHotLastNames.size());
    first_first_name_ = dice.Below(kHotFirstNames.size());
    for (auto& date : hot_births_) date = BirthDay();
    const auto& switches = scenario.procare_switches;
    const auto found = switches.find("po.dob_required");
    birth_date_required_ = found == switches.end() || found->second == "true";
  }

  Family Draw(int number) {
    Family family;
    number_ = number;
    family.site = static_cast<int>(dice_.Below(static_cast<std::uint32_t>(scenario_.sites.size())));
    hot_ = dice_.Percent(hot_percent_);
    const auto last_name = LastName();
    DrawGuardians(last_name, family);
    DrawChildren(last_name, family);
    DrawRecords(family);
    return family;
  }

 private:
  // Two roots of last names and three of first names in one run, so that households meet.
  std::string LastName() {
    if (!hot_) return ColdName(dice_);
    return HotName(kHotLastNames, (first_last_name_ + dice_.Below(2)) % kHotLastNames.size());
  }
  template <typename Pool>
  std::string HotName(const Pool& pool, std::size_t root) {
    const auto& spellings = pool[root];
    std::string_view text = spellings[0];
    if (dice_.Percent(30)) text = dice_.Pick(spellings);
    return std::string(text.empty() ? spellings[0] : text);
  }

  std::string BirthDay() { return DayOf(scenario_, -dice_.Between(60, 5 * 365)); }

  // Each has its own number, so that equal contacts are meant.
  std::string Email(std::string_view who) {
    if (dice_.Percent(12)) return "";
    if (dice_.Percent(5)) return "noemail@littlestars.example";  // what staff type to get past a required field
    if (hot_ && dice_.Percent(25)) return dice_.Percent(50) ? "casey@example.com" : "Casey@Example.com";
    return std::string(who) + std::to_string(number_) + "@example.com";
  }
  std::string Phone(int guardian) {
    if (dice_.Percent(15)) return "";
    if (hot_ && dice_.Percent(10)) return "(718) 555-0100";
    const std::string line = std::to_string(1000 + number_ * 10 + guardian);
    constexpr std::array<std::string_view, 4> kBefore = {"(212) 555-", "212-555-", "+1 212 555 ", "555-"};
    return std::string(kBefore[dice_.Weighted(std::array<int, 4>{45, 25, 20, 10})]) + line;
  }

  void DrawGuardians(const std::string& last_name, Family& family) {
    const int count = static_cast<int>(dice_.Weighted(std::array<int, 3>{2, 55, 43}));
    for (int i = 0; i < count; ++i) {
      Guardian guardian;
      guardian.first_name = hot_ ? HotName(kHotFirstNames, dice_.Below(kHotFirstNames.size())) : ColdName(dice_);
      guardian.last_name = i > 0 && dice_.Percent(25) ? ColdName(dice_) : last_name;
      guardian.email = Email(i == 0 ? "parent" : "second");
      if (i > 0 && dice_.Percent(25)) guardian.email = family.guardians.front().email;
      guardian.phone = Phone(i);
      family.guardians.push_back(std::move(guardian));
    }
    if (!dice_.Percent(3)) return;
    for (auto& guardian : family.guardians) guardian.email = guardian.phone = "";  // staff will ask for it later
  }

  void DrawChildren(const std::string& last_name, Family& family) {
    const int count = 1 + static_cast<int>(dice_.Weighted(std::array<int, 3>{50, 35, 15}));
    const bool twins = count > 1 && dice_.Percent(40);
    const auto root = first_first_name_ + dice_.Below(3);
    for (int i = 0; i < count; ++i) {
      Child child;
      // Siblings have different names: their roots differ.
      child.first_name = hot_ ? HotName(kHotFirstNames, (root + static_cast<std::size_t>(i)) % kHotFirstNames.size())
                              : ColdName(dice_);
      child.last_name = i > 0 && dice_.Percent(8) ? ColdName(dice_) : last_name;
      child.birth_date = hot_ && dice_.Percent(35) ? dice_.Pick(hot_births_) : BirthDay();
      if (twins && i == 1) child.birth_date = family.children.front().birth_date;
      if (!(twins && i <= 1)) SpoilBirthDate(child);
      DrawPlans(child);
      family.children.push_back(std::move(child));
    }
  }

  void SpoilBirthDate(Child& child) {
    const int luck = dice_.Between(0, 99);
    if (luck < 3) {
      child.birth_date.clear();
    } else if (luck < 6) {
      child.birth_date.clear();
      child.due_date = DayOf(scenario_, dice_.Between(5, 150));
    } else if (luck < 7) {
      child.birth_date = DayOf(scenario_, dice_.Between(2, 700));  // the wrong year
    }
  }

  void DrawPlans(Child& child) {
    switch (dice_.Weighted(std::array<int, 4>{20, 30, 30, 20})) {
      case 0:
        break;
      case 1:
        child.desired_start = DayOf(scenario_, -dice_.Between(1, 90));
        break;
      case 2:
        child.desired_start = DayOf(scenario_, dice_.Between(0, 3));
        break;
      default:
        child.desired_start = DayOf(scenario_, dice_.Between(4, 120));
        break;
    }
    constexpr std::array<std::string_view, 7> kStatuses = {"Waitlist", "New Lead",       "Tour Completed", "Contacted",
                                                           "Enrolled", "Pre-Registered", "Withdrawn"};
    child.status = kStatuses[dice_.Weighted(std::array<int, 7>{50, 16, 14, 10, 4, 3, 3})];
  }

  // Where the household is recorded when the story begins.
  void DrawRecords(Family& family) {
    const bool complete = std::none_of(family.children.begin(), family.children.end(), [this](const Child& child) {
      return child.birth_date.empty() ? birth_date_required_ : child.birth_date > DayOf(scenario_, 0);
    });
    // Staff can't type what Procare refuses.
    if (complete && dice_.Percent(22)) {
      family.in_procare = true;
      if (dice_.Percent(60)) family.procare_spelling = dice_.Pick(kSpellingVariants);
      if (birth_date_required_ && family.procare_spelling == "no_birth_date") family.procare_spelling.clear();
    }
    family.in_iks = !dice_.Percent(family.in_procare ? 12 : 20);
  }

  Dice& dice_;
  Scenario& scenario_;
  int hot_percent_ = 0;
  std::size_t first_last_name_ = 0;
  std::size_t first_first_name_ = 0;
  std::array<std::string, 2> hot_births_;
  bool birth_date_required_ = true;
  int number_ = 0;
  bool hot_ = false;
};

}  // namespace

void DrawFamilies(Dice& dice, int count, Scenario& scenario) {
  Households households(dice, scenario);
  scenario.families.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) scenario.families.push_back(households.Draw(i));
}

}  // namespace ikp::scenarios
