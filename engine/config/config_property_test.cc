// Whatever stands in the file: there is a configuration, or a problem with place and fix; and no secret is ever said.
#include <gtest/gtest.h>
// GoogleTest first.
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/config/config.h"
#include "engine/config/config_samples.h"

namespace ikp::config {
namespace {

using nlohmann::json;

json AnyValue() {
  switch (*rc::gen::inRange(0, 9)) {
    case 0:
      return nullptr;
    case 1:
      return *rc::gen::arbitrary<bool>();
    case 2:
      return *rc::gen::arbitrary<std::int64_t>();
    case 3:
      return *rc::gen::arbitrary<double>();
    case 4:
      return *rc::gen::element<std::string>("", "x", "desktop", "http://127.0.0.1", "//", "04:00", "UTC", "-",
                                            std::string(300, 'a'), std::string(600, 'b'), "a\nb", "\xC3\xA9t\xC3\xA9");
    case 5:
      return json::array();
    case 6:
      return json::object();
    case 7:
      return json{{"env", *rc::gen::element<std::string>("IKS_HOOK", "EMPTY", "TWO_LINES", "NONE")}};
    default:
      return json{{"file", *rc::gen::element<std::string>("hook", "gone", "")}};
  }
}

std::string AnyKey() {
  return *rc::gen::element<std::string>("id", "name", "kind", "tenant", "school", "nightly", "time_zon", "", "a b",
                                        "env");
}

// Changes one place of the tree, reached by a random walk.
void Mutate(json& node, int depth) {
  const bool stop = depth == 0 || node.empty() || !node.is_structured() || *rc::gen::inRange(0, 4) == 0;
  if (!stop) {
    auto child = node.begin();
    std::advance(child, *rc::gen::inRange<std::size_t>(0, node.size()));
    return Mutate(*child, depth - 1);
  }
  const int what = *rc::gen::inRange(0, 5);
  if (what == 0 && node.is_object()) {
    node[AnyKey()] = AnyValue();
  } else if (what == 1 && node.is_object() && !node.empty()) {
    auto child = node.begin();
    std::advance(child, *rc::gen::inRange<std::size_t>(0, node.size()));
    node.erase(child);
  } else if (what == 2 && node.is_array() && !node.empty()) {
    const json copy = node[*rc::gen::inRange<std::size_t>(0, node.size())];
    node.push_back(copy);
  } else {
    node = AnyValue();
  }
}

void ExpectConfigOrProblems(const std::string& text) {
  const auto parsed = ParseConfig(text, SampleSecrets(), kFolder);
  std::string said;
  if (parsed) {
    RC_ASSERT(!parsed->sites.empty());
    for (const auto& site : parsed->sites) {
      if (const auto* online = site.online()) RC_ASSERT(parsed->FindTenant(online->tenant) != nullptr);
      if (const auto* desktop = site.desktop()) RC_ASSERT(parsed->FindInstallation(desktop->installation) != nullptr);
    }
    said = FormatProblems(parsed->warnings);
  } else {
    RC_ASSERT(!parsed.error().empty());
    for (const auto& problem : parsed.error()) {
      RC_ASSERT(!problem.path.empty());
      RC_ASSERT(!problem.message.empty());
      RC_ASSERT(!problem.fix.empty());
    }
    said = FormatProblems(parsed.error());
  }
  RC_ASSERT(said.find("Sw0rdfish") == std::string::npos);
}

RC_GTEST_PROP(ConfigProperty, AnyTreeGivesAConfigurationOrProblems, ()) {
  json document = SampleWithDesktop();
  const int changes = *rc::gen::inRange(1, 6);
  for (int i = 0; i < changes; ++i) Mutate(document, 6);
  ExpectConfigOrProblems(document.dump(-1, ' ', false, json::error_handler_t::replace));
}

RC_GTEST_PROP(ConfigProperty, AnyBytesGiveAConfigurationOrProblems, ()) {
  std::string text = SampleWithDesktop().dump(2);
  const int changes = *rc::gen::inRange(1, 4);
  for (int i = 0; i < changes && !text.empty(); ++i) {
    const auto place = *rc::gen::inRange<std::size_t>(0, text.size());
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        text[place] = *rc::gen::arbitrary<char>();
        break;
      case 1:
        text.insert(place, 1, *rc::gen::elementOf(std::string("{}[]\",:0 \n")));
        break;
      case 2:
        text.erase(place, 1);
        break;
      default:
        text.resize(place);
    }
  }
  ExpectConfigOrProblems(text);
}

RC_GTEST_PROP(ConfigProperty, SecretsInTheWrongPlaceAreNotRepeated, ()) {
  const std::string typed = "Sw0rdfish-typed-by-mistake";
  json document = SampleWithDesktop();
  json* places[] = {&document["service"]["admin_token"], &document["iks"]["api_token"],
                    &document["iks"]["webhook_secrets"][0], &document["procare_online"][0]["client_secret"],
                    &document["procare_desktop"][0]["activation_key"]};
  const auto place = *rc::gen::inRange<std::size_t>(0, 5);
  const json value = *rc::gen::element<json>(typed, json{{"env", typed}}, json{{"file", typed}}, json{{"value", typed}},
                                             json{{typed, "env"}}, json::array({typed}), json{{"env", json{typed}}});
  *places[place] = value;
  RC_ASSERT(!ProblemsOf(document).empty());
  ExpectConfigOrProblems(document.dump());
}

TEST(ConfigProperty, DeepNestingIsOnlyAProblem) {
  const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
  EXPECT_EQ(ProblemsOfText(deep).size(), 1u);
  EXPECT_EQ(ProblemsOfText("{\"version\":1,\"sites\":" + deep + "}").empty(), false);
}

}  // namespace
}  // namespace ikp::config
