// TypingStaff: the people of a story around the folder bridge. They type what the work list says into the simulated
// installation, well or not so well, but first look where a card tells them to and for its names, as the page asks.
// They know who is who, so that the outcome can be judged.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "tests/desktop_folder/folder_world.h"

namespace ikp::desktop_agent {

struct StoryFamily {
  int children = 1;
  bool grandmother = false;  // the same one for all who have her: their second guardian
};

// "fam-0" with "child-0-0", "child-0-1" and so on: on the waiting list, to begin before today.
nlohmann::json IksFamilies(const std::vector<StoryFamily>& families);

enum class Typing {
  kNothing,
  kExact,
  kNearChildNames,   // "Lenna" for "Lena"
  kOtherPayerName,   // the mother by another first name, with her phone
  kOnlyFirstChild,   // the others are forgotten
  kWithoutStatuses,  // and without classroom
};

std::ostream& operator<<(std::ostream& out, Typing typing);

class TypingStaff {
 public:
  // Both outlive them.
  TypingStaff(FolderWorld& world, const std::vector<StoryFamily>& families) : world_(world), families_(families) {}

  // All cards that are open now.
  void TypeAll(Typing typing);
  // Without any card: by themselves, all children.
  void TypeFamily(int family, Typing typing);
  // Decides all open reviews as somebody who knows who is who.
  void DecideReviews();

  // Records that are there twice, children beside their siblings' account, links to somebody else; empty: none.
  std::string Wrong();
  // After a night: a child with a status row is enrolled in IKS too; without one nothing is known.
  bool IksShowsWhatProcareShows(const std::string& child);
  // Those of the children that are not linked, with their reason.
  std::string Unlinked(const std::vector<std::string>& children);

 private:
  using Id = std::int64_t;
  struct Child {
    int family = 0;
    int number = 0;
    auto operator<=>(const Child&) const = default;
  };

  void Type(const WorkItem& card, Typing typing);
  bool FindsAccount(const WorkItem& card, Id account) const;
  void TypeNewFamily(const WorkItem& card, int family, Typing typing);
  void AddMissing(const WorkItem& card, int family, Id account, Typing typing);
  void AddChild(const WorkChild& child, int family, Id account, Typing typing);
  void Place(const WorkItem& card);
  nlohmann::json ChildJson(const WorkChild& child, Typing typing) const;
  nlohmann::json PayerJson(const WorkPayer& payer, bool primary, Typing typing) const;
  int FamilyOf(const WorkItem& card) const;
  int NumberOf(int family, const std::string& first_name) const;
  Id AccountAt(const std::string& key) const;
  // As the bridge numbers it.
  std::string FamilyIdOf(Id account) const;

  FolderWorld& world_;
  const std::vector<StoryFamily>& families_;
  std::map<Id, int> accounts_;    // whose they truly are
  std::map<Id, Child> children_;  // who they truly are
};

}  // namespace ikp::desktop_agent
