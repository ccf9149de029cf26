// The parts of reading a seed document (dump.h). Each reads one kind of record into a tenant.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>

#include "simulators/procare_online/inputs.h"
#include "simulators/procare_online/world.h"

namespace ikp::simulators::procare_online {

struct SeedReading {
  World& world;
  Instant now;
  std::set<Id> explicit_ids;  // every id that the document gives
  Reading reading{{}, true, {}};

  // The id of the record, or a new one that nobody in the document has.
  Id TakeId(kit::FieldReader& reader);
  Instant Moment(kit::FieldReader& reader, std::string_view name);
};

// Calls `read` for each item of the list `name`, with a reader of its own; finishes that reader.
template <typename Read>
void ForEachItem(SeedReading& seed, kit::FieldReader& owner, std::string_view name, Read read) {
  const auto* list = owner.List(name, kit::Need::kOptional);
  if (list == nullptr) return;
  std::size_t index = 0;
  for (const auto& item : *list) {
    kit::FieldReader reader(item, owner.PathOf(name) + "[" + std::to_string(index++) + "]", seed.reading.errors);
    read(reader);
    seed.reading.Finish(reader);
  }
}

void SeedSchools(SeedReading& seed, Tenant& tenant, kit::FieldReader& reader);
void SeedFamilies(SeedReading& seed, Tenant& tenant, kit::FieldReader& reader);
void SeedLeads(SeedReading& seed, Tenant& tenant, kit::FieldReader& reader);
// Plans, mails, reminders, remembered answers, rows out of lists, and the rate window.
void SeedUnderWay(SeedReading& seed, Tenant& tenant, kit::FieldReader& reader);
// Gives a free PIN to each guardian without one; reports PINs that two guardians of a school share.
void SeedPins(SeedReading& seed, Tenant& tenant, const std::string& path);

}  // namespace ikp::simulators::procare_online
