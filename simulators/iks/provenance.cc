#include "simulators/iks/provenance.h"

#include <charconv>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace ikp::simulators::iks {
namespace {

constexpr const char* kStatuses =
    "New Lead,Contacted,Tour Scheduled,Tour Completed,Tour No-Show,Waitlist,Pre-Registered,Enrolled,On Hold,Withdrawn,"
    "Graduated,Lost,Archived";

std::vector<std::string_view> Split(std::string_view text) {
  std::vector<std::string_view> words;
  for (;;) {
    const auto comma = text.find(',');
    auto word = text.substr(0, comma);
    while (word.starts_with(' ')) word.remove_prefix(1);
    while (word.ends_with(' ')) word.remove_suffix(1);
    words.push_back(word);
    if (comma == std::string_view::npos) return words;
    text = text.substr(comma + 1);
  }
}

std::optional<std::string> CheckStatuses(std::string_view text) {
  const auto words = Split(text);
  const std::set<std::string_view> different(words.begin(), words.end());
  if (different.contains("") || different.size() != words.size()) {
    return "must be different, non-blank statuses separated by commas";
  }
  return std::nullopt;
}

std::optional<std::string> CheckRetrySeconds(std::string_view text) {
  for (const auto word : Split(text)) {
    int seconds = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), seconds);
    if (error != std::errc{} || end != word.data() + word.size() || seconds < 1 || seconds > 86'400) {
      return "must be whole seconds from 1 to 86400 separated by commas, such as 10,60,300,1800,3600";
    }
  }
  return std::nullopt;
}

}  // namespace

kit::SwitchBoard IksSwitches() {
  kit::SwitchBoard board;
  board.Choice("iks.contract", "assumed-1", {"assumed-1"}, "Version of the whole assumed wire contract.");
  board.Text("iks.statuses", kStatuses, CheckStatuses, "The child statuses of every account, in order.");
  board.Integer("iks.page_default", 50, 1, 1000, "Children in a page when no limit is asked for.");
  board.Integer("iks.page_cap", 200, 1, 10'000, "Largest page; a larger limit is lowered silently.");
  board.Choice("iks.unknown_filter", "reject", {"reject", "empty"},
               "A filter on an unknown status or location: 422, or an empty list.");
  board.Boolean("iks.updated_since_inclusive", true, "updated_since gives children changed exactly then, too.");
  board.Choice("iks.if_match", "enforce", {"enforce", "ignore"}, "If-Match on PATCH: 412 when the version differs.");
  board.Boolean("iks.noop_patch_bumps_version", false, "A PATCH that changes nothing still counts as a change.");
  board.Choice("iks.merged_family", "gone", {"gone", "not_found"}, "A merged family: 410 with merged_into, or 404.");
  board.Boolean("iks.webhook_for_sync_origin", true, "Status changes that the engine itself wrote are sent, too.");
  board.Boolean("iks.webhook_on_create", false, "A new child is sent as a status change from \"\".");
  board.Text("iks.webhook_retry_seconds", "10,60,300,1800,3600", CheckRetrySeconds,
             "Waits before a webhook is sent again; the last one repeats.");
  board.Integer("iks.webhook_give_up_hours", 24, 0, 168, "A webhook is given up after this time.");
  return board;
}

const std::vector<kit::Provenance>& IksProvenance() {
  using enum kit::Confidence;
  static const std::vector<kit::Provenance> kRows = {
      {"iks.lead_is_family", "What staff push is a family; its children carry the status that triggers it.",
       kDocumented, "I1", ""},
      {"iks.trigger_on_child_status", "A push is triggered by the status of a child, not of the family.", kDocumented,
       "I1", ""},
      {"iks.nightly_writes_back", "The nightly sync writes statuses, classrooms and more into IKS.", kDocumented, "I1",
       ""},
      {"iks.family_and_child_status", "Family and child each have a status, and a lead has a source.", kObserved, "T6",
       ""},
      {"iks.location_id_is_text", "Locations have text ids.", kObserved, "T6", ""},
      {"iks.due_date", "A child may have an expected birth date in place of a birth date.", kObserved, "T6", ""},
      {"iks.wire", "Paths, bearer token, record fields, error bodies.", kAssumed, "-", "iks.contract"},
      {"iks.child_statuses", "The list of child statuses.", kAssumed, "-", "iks.statuses"},
      {"iks.page_default", "Default page size of the children list.", kAssumed, "-", "iks.page_default"},
      {"iks.page_cap", "Largest page of the children list.", kAssumed, "-", "iks.page_cap"},
      {"iks.unknown_filter", "What a filter on an unknown word gives.", kAssumed, "-", "iks.unknown_filter"},
      {"iks.updated_since", "Whether updated_since includes the instant itself.", kAssumed, "-",
       "iks.updated_since_inclusive"},
      {"iks.optimistic_lock", "PATCH honours If-Match with the child's version.", kAssumed, "-", "iks.if_match"},
      {"iks.noop_patch", "A PATCH without effect leaves version and updated_at alone.", kAssumed, "-",
       "iks.noop_patch_bumps_version"},
      {"iks.merged_family", "What a family answers that was merged into another one.", kAssumed, "-",
       "iks.merged_family"},
      {"iks.webhook", "Status changes are announced by webhook: at least once, in any order.", kAssumed, "-",
       "iks.contract"},
      {"iks.webhook_origin", "Webhooks are sent whoever made the change, and name the origin.", kAssumed, "-",
       "iks.webhook_for_sync_origin"},
      {"iks.webhook_on_create", "Whether a child that begins in a status is announced.", kAssumed, "-",
       "iks.webhook_on_create"},
      {"iks.webhook_retries", "When a webhook that was not acknowledged is sent again.", kAssumed, "-",
       "iks.webhook_retry_seconds"},
      {"iks.webhook_gives_up", "When a webhook is given up.", kAssumed, "-", "iks.webhook_give_up_hours"},
      {"iks.webhook_signature", "HMAC-SHA256 over timestamp and raw body, in hex.", kAssumed, "-", "iks.contract"},
  };
  return kRows;
}

}  // namespace ikp::simulators::iks
