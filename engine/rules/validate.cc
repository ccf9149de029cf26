#include "engine/rules/validate.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "engine/rules/identity.h"
#include "engine/rules/normalise.h"
#include "engine/rules/placement.h"

namespace ikp::rules {
namespace {

constexpr std::string_view kNeedsBirthDate = "needs_birth_date";

std::string GuardianPath(std::size_t index, std::string_view field) {
  return "guardians[" + std::to_string(index) + "]." + std::string(field);
}

bool Contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Fields without which a child cannot be recognised or would be placed wrongly, by any of the names they go by.
bool IsNeeded(std::string_view field) {
  constexpr std::array<std::string_view, 10> kNeeded = {
      "first_name",         "last_name",     "dob",        "birth_date",   "status",
      "desired_start_date", "desired_start", "start_date", "actual_start", "actual_start_date"};
  return std::find(kNeeded.begin(), kNeeded.end(), field) != kNeeded.end();
}

class Validator {
 public:
  Validator(const domain::IksFamily& family, const domain::IksChild& child, const domain::SitePolicy& policy,
            domain::CivilDate today)
      : family_(family), child_(child), policy_(policy), today_(today) {}

  Validation Run() {
    CheckName("first_name", child_.name.first, "The child's first name");
    CheckName("last_name", child_.name.last, "The child's last name");
    CheckBirthDate();
    CheckGender();
    CheckStart();
    CheckUnreadable();
    CheckTwinEntry();
    CheckGuardians();
    CheckEmails();
    CheckPhones();
    return std::move(result_);
  }

 private:
  void Problem(std::string field, std::string_view word, std::string sentence) {
    result_.problems.push_back({std::move(field), std::string(word), std::move(sentence)});
  }
  void Warn(std::string field, std::string_view word, std::string sentence) {
    result_.warnings.push_back({std::move(field), std::string(word), std::move(sentence)});
  }

  void CheckName(const std::string& field, const std::string& value, const std::string& what) {
    if (!NormaliseName(value).empty() || Contains(child_.unreadable, field)) return;
    Problem("child." + field, "missing", what + " is missing. Enter it in IKS.");
  }

  void CheckBirthDate() {
    if (!child_.birth_date) {
      if (Contains(child_.unreadable, "dob") || Contains(child_.unreadable, "birth_date")) return;
      if (child_.due_date) return ReportUnborn();
      return Problem("child.birth_date", "missing", "The child's birth date is missing. Enter it in IKS.");
    }
    const domain::CivilDate date = child_.birth_date->date();
    if (date > today_) return ReportUnborn();
    if (date < OldestBirthDate()) {
      Problem("child.birth_date", "implausible",
              "The birth date makes the child older than " + std::to_string(kOldestChildYears) +
                  " years; it looks like a placeholder or a typing mistake. Correct it in IKS.");
    }
  }

  void ReportUnborn() {
    Problem(
        "child.birth_date", kNeedsBirthDate,
        "The child has no birth date yet, only a date in the future or a due date. Enter the birth date in IKS when "
        "the child is born.");
  }

  domain::CivilDate OldestBirthDate() const {
    const std::chrono::year_month_day today(today_.days());
    auto oldest = today - std::chrono::years(kOldestChildYears);
    if (!oldest.ok()) oldest = oldest.year() / oldest.month() / std::chrono::last;  // 29 February
    return domain::CivilDate::FromDays(std::chrono::sys_days(oldest));
  }

  void CheckGender() {
    constexpr std::array<std::string_view, 9> kKnown = {"m",    "f",     "male",      "female", "boy",
                                                        "girl", "other", "nonbinary", "x"};
    const std::string gender = NormaliseName(child_.gender);
    if (std::find(kKnown.begin(), kKnown.end(), gender) != kKnown.end()) return;
    Warn("child.gender", "unknown",
         "The gender is not known to Procare and is left out. Enter it in Procare if needed.");
  }

  void CheckStart() {
    const auto trigger = policy_.triggers.find(child_.status);
    const auto wanted = trigger == policy_.triggers.end() ? domain::Placement::kPreRegistered : trigger->second;
    auto decision = DecidePlacement(wanted, StartOf(child_), today_, policy_.pre_registered_as);
    for (auto& warning : decision.warnings) result_.warnings.push_back(std::move(warning));
  }

  void CheckUnreadable() {
    for (const std::string& field : child_.unreadable) {
      if (IsNeeded(field)) {
        Problem("child." + field, "unreadable", "The value in IKS could not be read. Enter it again in IKS.");
      } else {
        Warn("child." + field, "unreadable", "The value in IKS could not be read and is left out.");
      }
    }
    for (const std::string& path : family_.unreadable) {
      Warn(path, "unreadable", "The value in IKS could not be read and is left out.");
    }
  }

  void CheckTwinEntry() {
    const ChildIdentity own = IdentityOf(family_, child_);
    for (const auto& other : family_.children) {
      if (other.id == child_.id || !SameChild(own, IdentityOf(family_, other))) continue;
      Warn("child", "twice_in_iks",
           "The family has two children with the same name and birth date in IKS. Remove one of them in IKS.");
      return;
    }
  }

  static bool HasContact(const GuardianKey& key) { return key.email.has_value() || !key.phones.empty(); }

  void CheckGuardians() {
    if (family_.guardians.empty()) {
      return Problem("guardians", "missing",
                     "The family has no guardian. Enter one in IKS, with last name and e-mail or phone.");
    }
    std::vector<Finding> findings;
    bool usable = false;
    for (std::size_t i = 0; i < family_.guardians.size(); ++i) {
      const GuardianKey key = KeyOf(family_.guardians[i]);
      usable = usable || (!key.last.empty() && HasContact(key));
      if (key.last.empty()) {
        findings.push_back(
            {GuardianPath(i, "last_name"), "missing", "The guardian's last name is missing. Enter it in IKS."});
      }
      if (key.first.empty()) {
        Warn(GuardianPath(i, "first_name"), "missing", "The guardian's first name is missing. Enter it in IKS.");
      }
      if (!HasContact(key)) {
        findings.push_back(
            {GuardianPath(i, "contact"), "missing",
             "The guardian has neither an e-mail address nor a phone number with area code. Enter one in "
             "IKS."});
      }
    }
    // One guardian who can be recognised is enough; what others lack is worth knowing only.
    auto& target = usable ? result_.warnings : result_.problems;
    std::move(findings.begin(), findings.end(), std::back_inserter(target));
  }

  void CheckEmails() {
    std::map<std::string, std::size_t> first_with;
    for (std::size_t i = 0; i < family_.guardians.size(); ++i) {
      if (!family_.guardians[i].email) continue;
      const auto [found, added] = first_with.emplace(EmailKey(*family_.guardians[i].email), i);
      if (added) continue;
      Warn(GuardianPath(i, "email"), "shared_email",
           "Two guardians have the same e-mail address; Procare wants one login per address.");
    }
    if (!first_with.empty() || family_.guardians.empty()) return;
    if (policy_.push_without_email) {
      Warn("guardians", "missing_email", "No guardian has an e-mail address, so nobody can log in to Procare's app.");
    } else {
      Problem("guardians", "missing_email",
              "No guardian has an e-mail address, which this centre requires. Enter one in IKS.");
    }
  }

  void CheckPhones() {
    for (std::size_t i = 0; i < family_.guardians.size(); ++i) {
      const auto& phones = family_.guardians[i].phones;
      for (std::size_t k = 0; k < phones.size(); ++k) {
        const std::string path = GuardianPath(i, "phones[" + std::to_string(k) + "]");
        if (!phones[k].phone.extension().empty()) {
          Warn(path, "phone_extension", "The phone number has an extension, which Procare keeps apart or not at all.");
        }
        if (!PhoneKey(phones[k].phone)) {
          Warn(path, "phone_incomplete", "The phone number has no area code or looks like a placeholder.");
        }
      }
    }
  }

  const domain::IksFamily& family_;
  const domain::IksChild& child_;
  const domain::SitePolicy& policy_;
  domain::CivilDate today_;
  Validation result_;
};

}  // namespace

std::optional<domain::Reason> Validation::HeldBecause() const {
  if (good()) return std::nullopt;
  const bool only_birth_date = std::all_of(problems.begin(), problems.end(),
                                           [](const Finding& problem) { return problem.word == kNeedsBirthDate; });
  return only_birth_date ? domain::Reason::kNeedsBirthDate : domain::Reason::kMissingData;
}

Validation ValidateForPush(const domain::IksFamily& family, const domain::IksChild& child,
                           const domain::SitePolicy& policy, domain::CivilDate today) {
  return Validator(family, child, policy, today).Run();
}

}  // namespace ikp::rules
