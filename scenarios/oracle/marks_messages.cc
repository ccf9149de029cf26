// Marks of single requests and answers.
#include <string_view>

#include "scenarios/oracle/exchange_facts.h"
#include "scenarios/oracle/marks_list.h"
#include "scenarios/oracle/traffic.h"

namespace ikp::scenarios::oracle {
namespace {

bool Answered5xx(const Exchange& exchange) { return WasAnswered(exchange) && exchange.status >= 500; }
bool TokenRefused(const Exchange& exchange) {
  return WasAnswered(exchange) && (exchange.status == 401 || exchange.status == 403);
}

class MessageMarks {
 public:
  MessageMarks(const Model& model, MarkWriter& marks) : history_(model.history()), marks_(marks) {}

  void Run() {
    for (const auto& exchange : history_.exchanges) {
      if (!exchange.fault.empty()) OfFault(exchange);
      if (exchange.status == 429) OfThrottling(exchange);
      if (exchange.peer == Peer::kIks) {
        OfIks(exchange);
      } else if (IsLogin(exchange)) {
        OfLogin(exchange);
      } else if (IsRead(exchange)) {
        OfReading(exchange);
      } else {
        OfWrite(exchange);
      }
    }
  }

 private:
  using M = MarkId;

  // What the world did to a message stands there in words.
  void OfFault(const Exchange& exchange) {
    const std::string_view fault = exchange.fault;
    const auto has = [&](std::string_view word) { return fault.find(word) != std::string_view::npos; };
    marks_.SetIf(has("html_answer") && exchange.fate == Fate::kUnreadable, M::kHtmlAnswer);
    marks_.SetIf(has("truncated") && exchange.fate == Fate::kUnreadable, M::kTruncatedAnswer);
    if (exchange.peer == Peer::kIks) return;
    marks_.SetIf(has("partial_write") && IsCreation(exchange) && exchange.status >= 500, M::kPartialWrite);
    marks_.SetIf(has("read_back_missing") && exchange.status == 404, M::kReadBackMissing);
    marks_.SetIf(has("loose_types") && WasAnswered(exchange), M::kLooseTypes);
    marks_.SetIf(has("locked") && IsLogin(exchange), M::kLoginLocked);
    if (!IsRead(exchange) || !WasAnswered(exchange) || QueryIn(exchange.path, "offset").empty()) return;
    marks_.SetIf(has("page_cap"), M::kPageCap);
    marks_.SetIf(has("page_drift"), M::kPageDrift);
    marks_.SetIf(has("ignored_offset"), M::kIgnoredOffset);
    marks_.SetIf(has("window_cap"), M::kWindowCap);
    marks_.SetIf(has("read_lag"), M::kReadLag);
  }

  void OfThrottling(const Exchange& exchange) {
    if (!WasAnswered(exchange)) return;
    if (exchange.peer == Peer::kIks) return marks_.Set(M::kIksThrottled);
    marks_.Set(exchange.retry_after_ms ? M::kThrottledForSeconds : M::kThrottledWithoutTime);
  }

  void OfIks(const Exchange& exchange) {
    marks_.SetIf(Answered5xx(exchange), M::kIksServerError);
    if (IsRead(exchange)) {
      const bool gone = exchange.status == 404 || exchange.status == 410;
      marks_.SetIf(gone && WasAnswered(exchange) && !IdIn(exchange.path, "/families/").empty(), M::kIksFamilyGone);
      return;
    }
    marks_.SetIf(exchange.status == 412, M::kVersionConflict);
    marks_.SetIf(exchange.fate == Fate::kAnswerLost, M::kWriteBackAnswerLost);
  }

  void OfLogin(const Exchange& exchange) {
    const bool rejected = WasAnswered(exchange) && exchange.status >= 400 && exchange.status < 500;
    marks_.SetIf(rejected && exchange.status != 429, M::kLoginRejected);
  }

  void OfReading(const Exchange& exchange) {
    const auto offset = QueryIn(exchange.path, "offset");
    const bool later_page = !offset.empty() && offset != "0";
    marks_.SetIf(later_page && IsGood(exchange.status), M::kListInPages);
    marks_.SetIf(exchange.fate == Fate::kAnswerLost, M::kReadAnswerLost);
    marks_.SetIf(Answered5xx(exchange), M::kProcareServerError);
    if (!TokenRefused(exchange)) return;
    marks_.SetIf(later_page, M::kTokenRefusedBetweenPages);
    marks_.SetIf(exchange.status == 403, M::kTokenNotCleared);
  }

  void OfWrite(const Exchange& exchange) {
    if (!IsCreation(exchange)) return marks_.SetIf(exchange.fate == Fate::kAnswerLost, M::kPlacementAnswerLost);
    const bool of_family = exchange.path.ends_with("/families");
    switch (exchange.fate) {
      case Fate::kAnswerLost:
        marks_.SetIf(IsGood(exchange.status), M::kCreateAnswerLost);
        break;
      case Fate::kRequestLost:
        marks_.Set(M::kCreateRequestLost);
        break;
      case Fate::kReset:
        marks_.Set(M::kCreateReset);
        break;
      case Fate::kUnreadable:
        marks_.Set(M::kCreateAnswerUnreadable);
        break;
      case Fate::kSenderDied:
        marks_.Set(M::kCreateSenderDied);
        break;
      case Fate::kAnswered:
        marks_.SetIf(exchange.status >= 500, M::kCreateServerError);
        marks_.SetIf(exchange.status == 422, M::kCreateRejected);
        // The family's creation was the write before this one.
        marks_.SetIf(TokenRefused(exchange) && !of_family && family_created_by_ == exchange.engine,
                     M::kTokenRefusedBetweenFamilyAndChild);
        break;
      case Fate::kUnderWay:
        break;
    }
    marks_.SetIf(exchange.deliveries > 1, M::kCreateArrivedTwice);
    family_created_by_ = of_family && WasAnswered(exchange) && IsGood(exchange.status) ? exchange.engine : -1;
  }

  const History& history_;
  MarkWriter& marks_;
  int family_created_by_ = -1;  // the engine whose last creation was a family
};

}  // namespace

void MarkMessages(const Model& model, MarkWriter& marks) { MessageMarks(model, marks).Run(); }

}  // namespace ikp::scenarios::oracle
