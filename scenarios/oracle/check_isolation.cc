// I9: nothing of one account or site reaches another; every record lands in the mapped school.
#include <algorithm>
#include <limits>

#include "scenarios/oracle/evidence.h"
#include "scenarios/oracle/exchange_facts.h"
#include "scenarios/oracle/sent_body.h"
#include "scenarios/oracle/traffic.h"
#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::oracle {
namespace {

// A nightly writes what it read at its beginning; with outages in between, it may be at it for hours. For so long a
// child that has moved away may still be written to.
constexpr std::chrono::hours kLongestNightly{3};

class IsolationCheck {
 public:
  IsolationCheck(const Model& model, Findings& findings)
      : model_(model), history_(model.history()), report_(9, findings) {}

  void Run() {
    for (const auto& exchange : history_.exchanges) {
      if (exchange.peer == Peer::kProcare) {
        CheckProcare(exchange);
      } else if (IsWrite(exchange)) {
        CheckWriteBack(exchange);
      }
    }
    for (const auto& child : model_.procare_children()) CheckCreated(child);
    for (const auto& link : history_.opinion.links) CheckLink(link);
  }

 private:
  const SiteFacts& Site(int site) const { return history_.sites[static_cast<std::size_t>(site)]; }

  bool TenantIsOurs(std::string_view tenant) const {
    return std::any_of(history_.sites.begin(), history_.sites.end(),
                       [&](const SiteFacts& site) { return site.mapped && site.tenant == tenant; });
  }

  // The mapped site of that school; -1 when there is none.
  int MappedSite(std::string_view tenant, std::string_view school) const {
    const int site = model_.SiteOfSchool(tenant, school);
    return site >= 0 && Site(site).mapped ? site : -1;
  }

  void CheckProcare(const Exchange& exchange) {
    const auto asked = QueryIn(exchange.path, "school_id");
    if (!asked.empty() && asked == good_school_ && exchange.tenant == good_tenant_) return;  // as before
    if (!TenantIsOurs(exchange.tenant)) {
      return report_.Add("wrong_tenant", "The engine sent a request to a tenant that none of its sites uses.",
                         exchange.sent, {Show(exchange)});
    }
    if (!asked.empty() && MappedSite(exchange.tenant, asked) >= 0) {
      good_tenant_ = exchange.tenant;
      good_school_ = asked;
    } else if (!asked.empty()) {
      report_.Add("wrong_school", "The engine read a school that no site of this tenant is mapped to.", exchange.sent,
                  {Show(exchange)});
    }
    if (IsLogin(exchange) || IsRead(exchange)) return;
    if (exchange.method == "POST") {
      CheckCreation(exchange);
    } else {
      CheckPlacement(exchange);
    }
  }

  void CheckCreation(const Exchange& exchange) {
    const auto school = RawTextIn(exchange.body, "school_id");
    const int site = MappedSite(exchange.tenant, school);
    if (site < 0) {
      return report_.Add("wrong_school", "The engine created a record in a school that it is not mapped to.",
                         exchange.sent, {Show(exchange)});
    }
    // Which IKS family it is for, the engine said when it opened the intent; where that family is, IKS knows.
    const auto* intent = model_.ledger().IntentOf(exchange.idempotency_key);
    if (intent == nullptr) return;
    const bool belongs = intent->child.empty() ? FamilyWasAt(intent->family, Site(site).location, exchange.sent_seq)
                                               : ChildWasAt(intent->child, Site(site).location, exchange.sent_seq);
    if (belongs) return;
    report_.Add("wrong_school",
                "The engine created a record of IKS family " + std::string(intent->family) +
                    " in a school that is not the one of a location where that family ever was.",
                exchange.sent, {Show(exchange)});
  }

  // The record was perhaps moved by staff since the engine saw it: any school that it was ever in may be meant.
  void CheckPlacement(const Exchange& exchange) {
    const auto id = IdIn(exchange.path, "/children/");
    const auto* child = model_.FindProcareChild(exchange.tenant, id);
    if (child == nullptr) {
      const bool elsewhere = std::any_of(history_.procare_children.begin(), history_.procare_children.end(),
                                         [&](const ProcareChildVersion& version) { return SameId(version.id, id); });
      if (!elsewhere) return;  // deleted before it was ever seen, or no such record: nothing is written
      return report_.Add("wrong_tenant", "The engine wrote to a child of another tenant.", exchange.sent,
                         {Show(exchange)});
    }
    for (const int index : child->versions) {
      const auto& version = history_.procare_children[static_cast<std::size_t>(index)];
      if (version.seq < exchange.sent_seq && MappedSite(exchange.tenant, version.school) >= 0) return;
    }
    report_.Add("wrong_school", "The engine wrote to a child in a school that it is not mapped to.", exchange.sent,
                {Show(exchange)});
  }

  // A record made by the engine, by what it says: the oracle's own idea of whom it stands for.
  void CheckCreated(const Model::ProcareChild& child) {
    if (child.created_by < 0 || child.meant.empty()) return;
    const auto& exchange = history_.exchanges[static_cast<std::size_t>(child.created_by)];
    const auto& first = history_.procare_children[static_cast<std::size_t>(child.versions.front())];
    const int site = model_.SiteOfSchool(child.tenant, first.school);
    if (site < 0) return;  // told by the request
    for (const int meant : child.meant) {
      const auto& iks = model_.iks_children()[static_cast<std::size_t>(meant)];
      if (WasAt(model_, iks, Site(site).location, exchange.handled_seq)) return;
    }
    if (!report_.Wants("wrong_school")) return;
    const auto& iks = model_.iks_children()[static_cast<std::size_t>(child.meant.front())];
    report_.Add("wrong_school",
                "The engine created child " + std::string(child.id) + " in school " + first.school +
                    ", but the IKS child that it stands for was never at the location of that school.",
                first.at, {Show(exchange), Show(model_.Last(iks))});
  }

  void CheckWriteBack(const Exchange& exchange) {
    const auto id = IdIn(exchange.path, "/children/");
    const auto* child = model_.FindIksChild(id);
    if (child == nullptr) {
      return report_.Add("stranger_written", "The engine wrote to a child that IKS does not have.", exchange.sent,
                         {Show(exchange)});
    }
    bool linked = false;
    for (const auto& link : history_.opinion.links) {
      if (link.kind != ports::LinkKind::kChild || link.iks_id != id) continue;
      linked = true;
      const int site = model_.SiteOfEngineId(link.site.str());
      if (site >= 0 && Site(site).mapped &&
          WasAt(model_, *child, Site(site).location, exchange.sent_seq, exchange.sent - kLongestNightly)) {
        return;
      }
    }
    report_.Add(linked ? "wrong_location" : "stranger_written",
                linked ? "The engine wrote to an IKS child that was not at the location of the site that linked it."
                       : "The engine wrote to an IKS child that it had not linked.",
                exchange.sent, {Show(exchange), Show(model_.Last(*child))});
  }

  bool ChildWasAt(std::string_view id, std::string_view location, Sequence seq) const {
    const auto* child = model_.FindIksChild(id);
    return child != nullptr && WasAt(model_, *child, location, seq);
  }

  bool FamilyWasAt(std::string_view id, std::string_view location, Sequence seq) const {
    for (const auto& version : history_.iks_families) {
      if (version.id == id && version.seq <= seq && version.location == location) return true;
    }
    for (const auto& version : history_.iks_children) {
      if (version.family == id && version.seq <= seq && version.location == location) return true;
    }
    return false;
  }

  void CheckLink(const ports::Link& link) {
    if (link.kind == ports::LinkKind::kGuardian) return;
    const int site = model_.SiteOfEngineId(link.site.str());
    if (site < 0 || !Site(site).mapped) return AddLink("wrong_location", "of a site that is not mapped", link);
    const auto& facts = Site(site);
    constexpr Sequence kEnd = std::numeric_limits<Sequence>::max();
    if (link.kind == ports::LinkKind::kFamily) {
      if (!FamilyWasAt(link.iks_id, facts.location, kEnd)) {
        return AddLink("wrong_location", "of an IKS family that was never at the location of the site", link);
      }
      if (!FamilyStood(facts, link.procare_id)) {
        AddLink("wrong_school", "to a family that was never in the school of the site", link);
      }
      return;
    }
    if (!ChildWasAt(link.iks_id, facts.location, kEnd)) {
      return AddLink("wrong_location", "of an IKS child that was never at the location of the site", link);
    }
    const auto* record = model_.FindProcareChild(facts.tenant, link.procare_id);
    if (record == nullptr) return AddLink("wrong_tenant", "to a record that this tenant does not have", link);
    for (const int index : record->versions) {
      if (history_.procare_children[static_cast<std::size_t>(index)].school == facts.school) return;
    }
    AddLink("wrong_school", "to a record that was never in the school of the site", link);
  }

  // A household with children in two schools of a tenant shows in both, whichever school the family itself names: its
  // children count as well. Where staff share or move children, the families that a school shows are no longer known.
  bool FamilyStood(const SiteFacts& site, std::string_view id) const {
    if (site.desktop) id = id.substr(0, id.find('.'));  // "12.2": the number 12 for the second time
    for (const auto& version : history_.procare_families) {
      if (SameId(version.id, id) && version.tenant == site.tenant && version.school == site.school) return true;
    }
    for (const auto& version : history_.procare_children) {
      if (SameId(version.first_family, id) && version.tenant == site.tenant && version.school == site.school)
        return true;
    }
    const auto& actions = model_.scenario().actions;
    return std::any_of(actions.begin(), actions.end(), [](const Action& action) {
      return action.kind == ActionKind::kShareProcareChild || action.kind == ActionKind::kMoveProcareChild;
    });
  }

  void AddLink(std::string_view kind, std::string_view what, const ports::Link& link) {
    if (!report_.Wants(kind)) return;
    ClashingRecord record{.title = "Link"};
    record.fields.emplace_back("site", link.site.str());
    record.fields.emplace_back("kind", std::string(ports::ToWord(link.kind)));
    record.fields.emplace_back("IKS", link.iks_id);
    record.fields.emplace_back("Procare", link.procare_id);
    report_.Add(kind, "The engine keeps a link " + std::string(what) + ".", link.linked_at, {std::move(record)});
  }

  const Model& model_;
  const History& history_;
  Reporter report_;
  std::string_view good_tenant_, good_school_;  // of the last good reading
};

}  // namespace

void CheckIsolation(const Model& model, Findings& findings) { IsolationCheck(model, findings).Run(); }

}  // namespace ikp::scenarios::oracle
