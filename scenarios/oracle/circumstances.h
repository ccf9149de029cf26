// Circumstances: what must be known about a moment before anybody can be blamed: what a person had decided, which clock
// was wrong, since when the engine's last look at the world dates.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/oracle/model.h"

namespace ikp::scenarios::oracle {

// The engine's clock was wrong at some time of the run.
bool ClockFaulty(const Model& model);
// Whether accounts that staff of Procare Desktop have hidden are among those that are read (a switch).
bool ReadsHiddenAccounts(const Model& model);
// The same of some PC with Procare Desktop: an agent that waits until a time sleeps for long when the clock is set
// back.
bool PcClockFaulty(const Model& model);
// By so much the engine's idea of an instant may differ from the true one.
Milliseconds ClockSlack(const Model& model);
// Somebody started a second process beside the first.
bool SecondEngine(const Model& model);

// How often the operator decided about reviews of these families before `before`.
enum class Decision { kCreate, kAny };
int Decisions(const Model& model, const std::vector<int>& families, Decision which, Sequence before);
// Households of the scenario to which the child, or the IKS family, belonged at any time (families are merged).
std::vector<int> HouseholdsOf(const Model& model, const Model::IksChild& child);
std::vector<int> HouseholdsOf(const Model& model, std::string_view iks_family);
// Ids of the IKS families in which the child was up to `before`.
std::vector<std::string_view> IksFamiliesOf(const Model& model, const Model::IksChild& child, Sequence before);

// What was in Procare at this instant, and visible by then, was seen by the engine before it decided on this write
// about one of these IKS families: it reads the family in IKS, and then the school, before it acts. Without such a
// reading, the beginning of its last list of the school; without that, the write itself (it never looked).
Instant LookedFrom(const Model& model, const Exchange& write, const std::vector<std::string_view>& iks_families,
                   std::string_view school);

// Nobody can know of a row that no page shows (G11). Of the rows that only moved up because it left, a reading must
// know.
bool WasHidden(const Model& model, std::string_view tenant, std::string_view id, Sequence until);
// The child's row, or that of its family.
bool MayBeUnseen(const Model& model, const Model::ProcareChild& record, Sequence until);

// The site's zone at the end of the run, and whether it was another one before.
const std::string& ZoneOf(const Model& model, int site);
bool ZoneChanged(const Model& model, int site);
// Names that rooms of the site had, where one was renamed while the story ran; and whether one was closed.
std::vector<std::string_view> NewRoomNames(const Model& model, int site);
bool RoomClosed(const Model& model, int site);

// The answer never told the engine, for certain, what became of the write.
bool OutcomeUnknown(const Exchange& exchange);

}  // namespace ikp::scenarios::oracle
