// KnownBefore: what was in Procare before the engine acted, typed by people, and whom the engine linked to it: the
// second half of I1, "a matching record that staff had typed is linked, not repeated", and its twin, the wrong link.
#pragma once

#include <string_view>
#include <vector>

#include "scenarios/oracle/created_records.h"
#include "scenarios/oracle/finding.h"

namespace ikp::scenarios::oracle {

// A record of the same child that people had typed into the school, and that the engine must have seen; null when there
// is none.
const Model::ProcareChild* StaffRecordRepeated(const Model& model, const Creation& creation);
// The same of a family: one household, a guardian with equal name and e-mail.
const ProcareFamilyVersion* StaffFamilyRepeated(const Model& model, const FamilyCreations& families,
                                                const Creation& creation);
// An earlier creation of a person with several entries in IKS, whose record stood there untouched: the engine knows
// what it made before any list shows it. Null when there is none.
const Creation* OwnRecordRepeated(const Model& model, const std::vector<Creation>& all, const Creation& creation);
// "wrong_link": the linked record is another person's. "guessed_link": two records fitted, and one was taken without
// asking.
void CheckLinkedPersons(const Model& model, Findings& findings);

// The same of adults in a database of Procare Desktop, which many accounts may share (F7).
void CheckKnownPeople(const Model& model, Findings& findings);

// The version in force just after `seq`; null before the first.
const ProcareFamilyVersion* FamilyAt(const History& history, std::string_view tenant, std::string_view id,
                                     Sequence seq);

}  // namespace ikp::scenarios::oracle
