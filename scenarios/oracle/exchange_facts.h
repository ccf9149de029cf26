// What checkers ask again and again about requests and IKS children, and how they report.
#pragma once

#include <string>
#include <string_view>

#include "scenarios/oracle/finding.h"
#include "scenarios/oracle/history.h"
#include "scenarios/oracle/model.h"

namespace ikp::scenarios::oracle {

inline bool IsGood(int status) { return status >= 200 && status < 300; }
inline bool IsLogin(const Exchange& exchange) {
  return exchange.peer == Peer::kProcare && exchange.method == "POST" && exchange.path.starts_with("/oauth/");
}
inline bool IsRead(const Exchange& exchange) { return exchange.method == "GET"; }
// An effect on records: logins are none.
inline bool IsWrite(const Exchange& exchange) { return !IsRead(exchange) && !IsLogin(exchange); }
// Creates a family or a child in Procare.
inline bool IsCreation(const Exchange& exchange) {
  return exchange.peer == Peer::kProcare && exchange.method == "POST" && !IsLogin(exchange);
}
// The sender read the answer of the peer.
inline bool WasAnswered(const Exchange& exchange) { return exchange.fate == Fate::kAnswered && exchange.status != 0; }

// The id in "/api/v1/children/c1" for `collection` "/children/"; empty for other paths.
std::string_view IdIn(std::string_view path, std::string_view collection);

// An IKS child was at `location` at some time up to `seq`, at or after `since`.
bool WasAt(const Model& model, const Model::IksChild& child, std::string_view location, Sequence seq,
           Instant since = Instant::min());

// Reports for one invariant. A systematic fault breaks a rule hundreds of times; a few times tell as much.
class Reporter {
 public:
  Reporter(int invariant, Findings& findings) : invariant_(invariant), findings_(findings) {}
  // Whether one more of the kind is wanted: ask before texts are made.
  bool Wants(std::string_view kind) const;
  void Add(std::string_view kind, std::string sentence, Instant at, std::vector<ClashingRecord> records = {});

 private:
  int invariant_;
  Findings& findings_;
};

}  // namespace ikp::scenarios::oracle
