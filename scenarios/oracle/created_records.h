// CreatedRecords: what the engine caused in Procare, one entry for each request that had an effect, with whom it may
// stand for; and the sum that must come out: no more records than there are IKS children (or families) to stand for.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "scenarios/oracle/model.h"

namespace ikp::scenarios::oracle {

// One request that created something. A request that the network delivered twice made two records: that is one
// creation, for no engine can prevent the second one without an idempotency key.
struct Creation {
  int exchange = -1;
  int site = -1;
  // Indexes into the model's children; of families: of their first versions in the history.
  std::vector<int> records = {};
  std::vector<int> meant = {};  // IKS children, or IKS families: whom it may stand for
};

// What the engine created at sites of the scenario, in the order in which it was sent.
std::vector<Creation> CreatedChildren(const Model& model);

// IKS families by number, each id once, and the families that the engine created.
struct FamilyCreations {
  std::vector<std::string_view> iks_families = {};
  std::vector<Creation> creations = {};
};
FamilyCreations CreatedFamilies(const Model& model);

// Whether each creation can be given to one of those whom it may mean, at most `capacity(whom)` to each. Of several
// explanations one suffices.
bool CanBeSharedOut(const std::vector<const Creation*>& creations, const std::function<int(int)>& capacity);
bool Overlap(const Creation& a, const Creation& b);

// --- guardians -----------------------------------------------------------------------------------------------------
struct PlainGuardian {
  std::string first, last, email;  // email in lower case
  bool operator==(const PlainGuardian&) const = default;
};
PlainGuardian PlainOf(const ProcareFamilyVersion::Guardian& guardian);
std::vector<PlainGuardian> GuardiansOf(const ProcareFamilyVersion& family);
// Of the text in IksFamilyVersion::contacts: "first|last|email|...;" for each guardian.
std::vector<PlainGuardian> GuardiansOf(const IksFamilyVersion& family);

}  // namespace ikp::scenarios::oracle
