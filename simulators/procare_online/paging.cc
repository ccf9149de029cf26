#include "simulators/procare_online/paging.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "simulators/kit/json_text.h"
#include "simulators/kit/request_reading.h"
#include "simulators/procare_online/roster.h"
#include "simulators/procare_online/views.h"

namespace ikp::simulators::procare_online {
namespace {

using nlohmann::json;

void Order(const World& world, std::vector<ListRow>& rows) {
  const auto& order = world.switches.Word("po.list_order");
  std::sort(rows.begin(), rows.end(), [&](const ListRow& a, const ListRow& b) {
    if (order == "created") return std::tie(a.created_at, a.id) < std::tie(b.created_at, b.id);
    if (order == "updated") return std::tie(a.updated_at, a.id) < std::tie(b.updated_at, b.id);
    return std::tie(a.sort_name, a.id) < std::tie(b.sort_name, b.id);
  });
}

void DropInvisible(Call& call, std::vector<ListRow>& rows) {
  const auto& unlisted = call.tenant.unlisted_until;
  const auto before = rows.size();
  std::erase_if(rows, [&](const ListRow& row) {
    const auto until = unlisted.find(row.id);
    return Lags(call, row.created_at, true) || (until != unlisted.end() && until->second > call.now);
  });
  if (rows.size() != before) call.lasting = false;
}

// A parameter that is no number of at least `minimum` counts as absent.
std::int64_t QueryNumber(Call& call, std::string_view name, std::int64_t minimum, std::int64_t fallback) {
  const auto text = kit::QueryValue(call.request.target, name);
  if (!text) return fallback;
  const auto number = kit::WholeNumber(*text);
  if (number && *number >= minimum) return *number;
  call.Note(std::string(name) + " in the query is not usable, the default was taken");
  return fallback;
}

void InsertPasserBy(Call& call) {
  if (call.tenant.schools.empty()) return;
  const auto asked = kit::QueryValue(call.request.target, "school_id");
  const auto* school = asked ? FindSchool(call.tenant, *asked) : nullptr;
  if (school == nullptr) school = &call.tenant.schools.front();
  Family family;
  family.school_id = school->id;
  family.name = "Aaberg";
  const auto family_id = AddFamily(call.world, call.tenant, std::move(family), call.now).id;
  Child child;
  child.family_ids = {family_id};
  child.school_id = school->id;
  child.first_name = "Aaron";
  child.last_name = "Aaberg";
  child.dob = "2020-01-01";
  AddChild(call.world, call.tenant, std::move(child), "staff", call.now);
}

void ActOutDrift(Call& call, const std::vector<ListRow>& rows) {
  if (call.faults.Text("page_drift", "change", "delete") == "insert") {
    InsertPasserBy(call);
    call.Note("page_drift: a family was typed in");
  } else if (!rows.empty()) {
    const auto ms = call.faults.Number("page_drift", "ms", 60'000);
    call.tenant.unlisted_until[rows.front().id] = call.now + std::chrono::milliseconds(ms);
    call.Note("page_drift: row " + rows.front().id + " left the list");
  }
}

void ForgetPastDrifts(Call& call) {
  std::erase_if(call.tenant.unlisted_until, [&](const auto& item) { return item.second <= call.now; });
}

void Distort(const Call& call, json& value, bool in_list) {
  const auto& style = call.world.switches.Word("po.id_style");
  if (in_list && style != "same") RestyleIds(value, style);
  if (call.world.switches.On("po.loose_types") || call.faults.Has("loose_types")) LoosenTypes(value);
}

// What the query and the faults leave of the rows.
struct Cut {
  std::int64_t asked_limit = 0, limit = 0, offset = 0;
  std::size_t first = 0, last = 0;
};

Cut CutPage(Call& call, std::size_t rows) {
  Cut cut;
  cut.asked_limit = QueryNumber(call, "limit", 1, call.world.switches.Number("po.page_default"));
  cut.limit = std::min(cut.asked_limit, call.world.switches.Number("po.page_cap"));
  if (call.faults.Has("page_cap")) {
    cut.limit = std::min(cut.limit, std::max<std::int64_t>(1, call.faults.Number("page_cap", "cap", 10)));
    call.Note("page_cap: at most " + std::to_string(cut.limit) + " rows");
  }
  cut.offset = QueryNumber(call, "offset", 0, 0);
  const bool stuck = call.faults.Has("ignore_offset");
  if (stuck) call.Note("ignore_offset: the first page again");
  auto end = rows;
  if (call.faults.Has("window_cap")) {
    const auto cap = std::max<std::int64_t>(0, call.faults.Number("window_cap", "cap", 10));
    end = std::min(end, static_cast<std::size_t>(cap));
    call.Note("window_cap: rows after the first " + std::to_string(end) + " are not served");
  }
  cut.first = std::min(end, stuck ? 0 : static_cast<std::size_t>(cut.offset));
  cut.last = cut.first + std::min(end - cut.first, static_cast<std::size_t>(cut.limit));
  return cut;
}

http::Response Envelope(const Call& call, json rows, std::size_t total, std::int64_t limit, std::int64_t offset) {
  Distort(call, rows, true);
  if (call.world.switches.Word("po.list_envelope") == "bare") return kit::JsonResponse(200, std::move(rows));
  json envelope = {{"total", total}, {"limit", limit}, {"offset", offset}};
  Distort(call, envelope, true);
  envelope["data"] = std::move(rows);
  return kit::JsonResponse(200, std::move(envelope));
}

}  // namespace

http::Response AnswerPage(Call& call, const ListRows& find, const std::function<json(const Id&)>& view) {
  ForgetPastDrifts(call);
  const auto visible = [&] {
    auto rows = find();
    DropInvisible(call, rows);
    Order(call.world, rows);
    return rows;
  };
  auto rows = visible();
  const auto asked = CutPage(call, rows.size());
  const bool drifts = call.faults.Has("page_drift");
  if (drifts && asked.first > 0) {
    ActOutDrift(call, rows);
    rows = visible();
  }
  const auto end = std::min(asked.last, rows.size());
  json data = json::array();
  for (auto i = asked.first; i < end; ++i) data.push_back(view(rows[i].id));
  if (drifts && asked.first == 0) ActOutDrift(call, rows);
  const bool effective = call.world.switches.Word("po.envelope_limit") == "effective";
  return Envelope(call, std::move(data), rows.size(), effective ? asked.limit : asked.asked_limit, asked.offset);
}

http::Response AnswerWholeList(Call& call, json rows) {
  const auto count = rows.size();
  return Envelope(call, std::move(rows), count, static_cast<std::int64_t>(count), 0);
}

http::Response AnswerRecord(Call& call, int status, json record) {
  Distort(call, record, false);
  return kit::JsonResponse(status, std::move(record));
}

}  // namespace ikp::simulators::procare_online
