// Player: plays the story on a running enterprise and keeps count of what the verdict needs.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "tools/demo_player/enterprise.h"
#include "tools/demo_player/story.h"
#include "tools/demo_player/verdict.h"

namespace ikp::demo {

struct SiteNight {
  std::string site;
  std::string local_date;
  std::string outcome;
  int read = 0;
  int changed = 0;
  int missing = 0;
  int duplicates = 0;
};

// How things stand with one centre at the end.
struct CentreEnd {
  int linked = 0;  // children that stand in both systems
  int nights = 0;  // nightly runs that were done
  int problems = 0;
  std::string computer;  // of a centre with Procare Desktop: "awake, last heard of Mon 16 Mar 09:59"
};

struct Outcome {
  Verdict verdict;
  std::map<std::string, CentreEnd> centres;  // by name
  int nights = 0;                            // nightly runs that were done
  int kills = 0;
  int sleeps = 0;
  int restores = 0;
  int held = 0;           // children that wait for a person
  int refused = 0;        // children that wait for better data
  nlohmann::json status;  // of the engine, at the end
};

class Player {
 public:
  // `tell` gets one line for each thing that happens.
  Player(Enterprise& enterprise, std::vector<StoryEntry> story, nlohmann::json expected, Instant end,
         std::function<void(const std::string&)> tell)
      : enterprise_(enterprise),
        story_(std::move(story)),
        expected_(std::move(expected)),
        end_(end),
        tell_(std::move(tell)) {}

  tl::expected<Outcome, std::string> Play();

 private:
  tl::expected<void, std::string> PassTime(Instant until);
  tl::expected<void, std::string> PlayEntry(const StoryEntry& entry);
  tl::expected<void, std::string> PlayStaff(const StoryEntry& entry);
  tl::expected<void, std::string> PlayFault(const StoryEntry& entry);
  tl::expected<void, std::string> PlayEngine(const StoryEntry& entry);
  tl::expected<void, std::string> PlayComputer(const StoryEntry& entry);
  tl::expected<nlohmann::json, std::string> DesktopDump();
  std::set<std::string> PeopleNow(const nlohmann::json& dump, const std::string& system) const;
  tl::expected<void, std::string> TellNights();
  tl::expected<Outcome, std::string> Conclude();

  Enterprise& enterprise_;
  std::vector<StoryEntry> story_;
  nlohmann::json expected_;
  Instant end_;
  std::function<void(const std::string&)> tell_;

  std::set<std::string> typed_by_people_;
  std::set<std::string> nights_told_;  // "site date outcome"
  std::optional<Instant> restart_at_;
  Instant next_look_{};
  int kills_ = 0;
  int sleeps_ = 0;                     // of the computer with Procare Desktop
  int restores_ = 0;                   // of its backup
  std::map<std::string, int> nights_;  // by site
};

// Where each centre is: IKS location, Procare school, zone. For tables and the verdict.
struct Centre {
  std::string name;
  std::string location;
  std::string school;
  std::string zone;
  std::string site;  // as the engine calls it

  bool desktop() const { return school.starts_with("desktop/"); }
};
// Without those that have Procare Desktop unless `with_desktop`.
std::vector<Centre> Centres(bool with_desktop);

// "Tue 3 Mar 10:15" on the centre's wall clock; Brooklyn's when `zone` is empty.
std::string LocalTime(Instant at, const std::string& zone);

}  // namespace ikp::demo
