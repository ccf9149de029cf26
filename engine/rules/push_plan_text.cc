// How a push plan reads, and which pushes must not run beside each other.
#include <set>

#include "engine/rules/identity.h"
#include "engine/rules/push_plan.h"

namespace ikp::rules {
namespace {

template <typename IdType>
std::string OrNew(const std::optional<IdType>& id) {
  return id ? id->str() : std::string("(new)");
}

struct StepText {
  std::string operator()(const AdoptFamily& step) const { return "adopt family " + step.procare.str(); }
  std::string operator()(const AdoptChild& step) const {
    return "adopt child " + step.child.str() + " = " + step.procare.str();
  }
  std::string operator()(const DropIntent& step) const { return "drop intent " + step.intent.str(); }
  std::string operator()(const LinkFamily& step) const { return "link family " + step.procare.str(); }
  std::string operator()(const LinkChild& step) const {
    return "link child " + step.child.str() + " = " + step.procare.str();
  }
  std::string operator()(const CreateFamily& step) const {
    return "create family with " + std::to_string(step.family.guardians.size()) + " guardians";
  }
  std::string operator()(const CreateChild& step) const {
    return "create child " + step.child.str() + " in family " + OrNew(step.family);
  }
  std::string operator()(const PlaceChild& step) const {
    return "place child " + step.child.str() + " as " + std::string(ToWord(step.placement.placement));
  }
  std::string operator()(const SettleChild& step) const { return "settle child " + step.child.str(); }
};

std::string_view KindWord(ChildVerdict::Kind kind) {
  switch (kind) {
    case ChildVerdict::Kind::kStep:
      return "proceeds";
    case ChildVerdict::Kind::kRefused:
      return "refused";
    case ChildVerdict::Kind::kPerson:
      return "waits for a person";
    case ChildVerdict::Kind::kLater:
      return "later";
  }
  return "";
}

}  // namespace

std::vector<std::string> Describe(const PushPlan& plan) {
  std::vector<std::string> lines;
  for (const auto& step : plan.steps) lines.push_back(std::visit(StepText{}, step));
  for (const auto& verdict : plan.verdicts) {
    std::string line = "child " + verdict.child.str() + " " + std::string(KindWord(verdict.kind));
    if (verdict.kind != ChildVerdict::Kind::kStep) line += ": " + std::string(domain::Describe(verdict.reason).word);
    for (const auto& detail : verdict.details) line += " " + detail;
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<std::string> ExclusionKeys(const domain::SiteId& site, const domain::IksFamily& family) {
  std::set<std::string> keys;
  const std::string prefix = site.str() + "|";
  keys.insert(prefix + "family|" + family.id.str());
  for (const auto& child : family.children) {
    const auto identity = IdentityOf(family, child);
    keys.insert(prefix + "child|" + identity.first + "|" + identity.last);
  }
  for (const auto& guardian : family.guardians) {
    const auto key = KeyOf(guardian);
    if (key.email) keys.insert(prefix + "contact|" + *key.email);
    for (const auto& phone : key.phones) keys.insert(prefix + "contact|" + phone);
    keys.insert(prefix + "guardian|" + key.first + "|" + key.last);
  }
  return {keys.begin(), keys.end()};
}

}  // namespace ikp::rules
