#include "simulators/kit/faults.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/kit/fault_kinds.h"
#include "simulators/kit/fields.h"
#include "simulators/kit/json_text.h"

namespace ikp::simulators::kit {
namespace {

using nlohmann::json;

constexpr std::size_t kMaximumFaults = 1000;
constexpr std::int64_t kMaximumCount = 1'000'000'000;

Fault ReadFault(const json& document, const std::string& path, FieldErrors& errors) {
  Fault fault;
  FieldReader fields(document, path, errors);
  fault.kind = fields.Choice("kind", Need::kRequired, FaultKindNames()).value_or("");
  if (const auto* match = fields.Object("match", Need::kOptional)) {
    FieldReader match_fields(*match, fields.PathOf("match"), errors);
    fault.method = match_fields.Text("method", Need::kOptional, 16).value_or("");
    fault.path = match_fields.Text("path", Need::kOptional, 1024).value_or("");
    fault.tenant = match_fields.Text("tenant", Need::kOptional, 128).value_or("");
    match_fields.RejectUnknown();
  }
  fault.times = fields.Integer("times", Need::kOptional, 0, kMaximumCount).value_or(1);
  fault.after = fields.Integer("after", Need::kOptional, 0, kMaximumCount).value_or(0);
  fault.probability = fields.Decimal("probability", Need::kOptional, 0, 1).value_or(1.0);
  if (const auto* kind = FindFaultKind(fault.kind)) {
    fault.parameters = ReadFaultParameters(*kind, fields);
    fields.RejectUnknown();
  }
  return fault;
}

json FaultToJson(const Fault& fault) {
  json match = json::object();
  if (!fault.method.empty()) match["method"] = fault.method;
  if (!fault.path.empty()) match["path"] = fault.path;
  if (!fault.tenant.empty()) match["tenant"] = fault.tenant;
  json document = {{"id", fault.id},           {"kind", fault.kind},   {"match", match},
                   {"times", fault.times},     {"after", fault.after}, {"probability", fault.probability},
                   {"matched", fault.matched}, {"acted", fault.acted}};
  for (const auto& [name, value] : fault.parameters) document[name] = FaultParameterToJson(fault.kind, name, value);
  return document;
}

bool Spent(const Fault& fault) { return fault.times > 0 && fault.acted >= fault.times; }

bool GlobMatches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool FitsUsual(const FaultTarget& usual, std::string_view method, std::string_view path) {
  if (!usual.method.empty() && usual.method != method) return false;
  const auto fits = [&](const std::string& pattern) {
    return GlobMatches(pattern, path) || GlobMatches(pattern, PathWithoutTenant(path));
  };
  return usual.paths.empty() || std::any_of(usual.paths.begin(), usual.paths.end(), fits);
}

bool Fits(const Fault& fault, const FaultKind& kind, std::string_view method, std::string_view path) {
  if (fault.method.empty() && fault.path.empty()) return FitsUsual(kind.usual, method, path);
  if (!fault.method.empty() && fault.method != method) return false;
  return fault.path.empty() || PathMatches(fault.path, path) || PathMatches(fault.path, PathWithoutTenant(path));
}

}  // namespace

std::vector<std::string> FaultRegistry::Add(const json& document, std::vector<std::uint64_t>* ids) {
  FieldErrors errors;
  std::vector<Fault> added;
  if (document.is_array()) {
    for (std::size_t i = 0; i < document.size(); ++i) {
      added.push_back(ReadFault(document[i], "[" + std::to_string(i) + "]", errors));
    }
  } else {
    added.push_back(ReadFault(document, "", errors));
  }
  if (faults_.size() + added.size() > kMaximumFaults) {
    errors.push_back({"body", "more than " + std::to_string(kMaximumFaults) + " faults; remove some first"});
  }
  if (!errors.empty()) return ToLines(errors);
  for (auto& fault : added) {
    fault.id = next_id_++;
    if (ids != nullptr) ids->push_back(fault.id);
    faults_.push_back(std::move(fault));
  }
  return {};
}

bool FaultRegistry::Remove(std::uint64_t id) {
  return std::erase_if(faults_, [&](const Fault& fault) { return fault.id == id; }) > 0;
}

std::size_t FaultRegistry::Clear() {
  const auto count = faults_.size();
  faults_.clear();
  return count;
}

std::vector<ActiveFault> FaultRegistry::Act(std::string_view method, std::string_view path, std::string_view tenant,
                                            bool outgoing) {
  std::vector<ActiveFault> active;
  for (auto& fault : faults_) {
    const auto* kind = FindFaultKind(fault.kind);
    if (kind->outgoing != outgoing || Spent(fault)) continue;
    if (!Fits(fault, *kind, method, path)) continue;
    if (!fault.tenant.empty() && fault.tenant != tenant) continue;
    if (++fault.matched <= fault.after) continue;
    if (fault.probability < 1.0 && chance_.Fraction() >= fault.probability) continue;
    ++fault.acted;
    active.push_back({fault.kind, fault.parameters});
  }
  return active;
}

std::vector<ActiveFault> FaultRegistry::OnRequest(std::string_view method, std::string_view path,
                                                  std::string_view tenant) {
  return Act(method, path, tenant, false);
}

std::vector<ActiveFault> FaultRegistry::OnOutgoing(std::string_view method, std::string_view path) {
  return Act(method, path, "", true);
}

json FaultRegistry::ToJson() const {
  auto list = json::array();
  for (const auto& fault : faults_) list.push_back(FaultToJson(fault));
  return list;
}

json FaultRegistry::Dump() const {
  return {{"active", ToJson()}, {"next_id", next_id_}, {"seed", chance_.seed()}, {"counter", chance_.counter()}};
}

std::vector<std::string> FaultRegistry::Load(const json& document) {
  FieldErrors errors;
  FieldReader fields(document, "faults", errors);
  FaultRegistry next;
  if (const auto* list = fields.List("active", Need::kOptional, kMaximumFaults)) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      const auto path = "faults.active[" + std::to_string(i) + "]";
      auto item = (*list)[i];
      FieldReader counts(item, path, errors);
      const auto id = counts.Integer("id", Need::kOptional, 1, kMaximumCount);
      const auto matched = counts.Integer("matched", Need::kOptional, 0, INT64_MAX).value_or(0);
      const auto acted = counts.Integer("acted", Need::kOptional, 0, INT64_MAX).value_or(0);
      if (item.is_object()) {
        for (const auto* name : {"id", "matched", "acted"}) item.erase(name);
        auto fault = ReadFault(item, path, errors);
        fault.id = id ? static_cast<std::uint64_t>(*id) : next.next_id_;
        fault.matched = matched;
        fault.acted = acted;
        next.next_id_ = std::max(next.next_id_, fault.id + 1);
        next.faults_.push_back(std::move(fault));
      }
    }
  }
  const auto next_id = fields.Integer("next_id", Need::kOptional, 1, INT64_MAX).value_or(1);
  next.next_id_ = std::max(next.next_id_, static_cast<std::uint64_t>(next_id));
  const auto seed = fields.Integer("seed", Need::kOptional, 0, INT64_MAX).value_or(0x5eed);
  const auto counter = fields.Integer("counter", Need::kOptional, 0, INT64_MAX).value_or(0);
  next.chance_ = IdentifierSource(static_cast<std::uint64_t>(seed), static_cast<std::uint64_t>(counter));
  fields.RejectUnknown();
  if (errors.empty()) *this = std::move(next);
  return ToLines(errors);
}

bool PathMatches(std::string_view pattern, std::string_view path) {
  return pattern.find('*') == std::string_view::npos ? path.starts_with(pattern) : GlobMatches(pattern, path);
}

std::string_view PathWithoutTenant(std::string_view path) {
  if (!path.starts_with("/t/")) return path;
  const auto slash = path.find('/', 3);
  return slash == std::string_view::npos ? std::string_view("/") : path.substr(slash);
}

std::string TenantFromRequest(const http::Request& request) {
  const auto path = http::PathOf(request.target);
  if (path.starts_with("/t/")) return http::PercentDecode(path.substr(3, path.find('/', 3) - 3));
  const auto host = request.headers.Get("Host").value_or("");
  const auto label = host.substr(0, host.find_first_of(".:"));
  const bool is_name = label.find_first_not_of("0123456789[") != std::string_view::npos && label != "localhost";
  return is_name ? std::string(label) : std::string();
}

}  // namespace ikp::simulators::kit
