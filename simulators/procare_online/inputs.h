// Inputs: guardians, children and leads as they are sent, whether through the API, by staff or in a seed. All mistakes
// are collected. A patch tells "absent" from "null".
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "simulators/kit/fields.h"
#include "simulators/procare_online/world.h"

namespace ikp::simulators::procare_online {

enum class Mode { kCreate, kPatch };

// `given` without a value: null or blank, which clears.
template <typename T>
struct Given {
  bool given = false;
  std::optional<T> value;

  void To(std::optional<T>& target) const {
    if (given) target = value;
  }
  void To(T& target) const {
    if (given) target = value.value_or(T{});
  }
};

// What to do with fields that nobody knows: the API ignores them (and the journal tells), staff and seeds are refused.
struct Reading {
  kit::FieldErrors errors;
  bool strict = false;
  std::vector<std::string> ignored;  // paths

  void Finish(kit::FieldReader& reader);
};

// In a patch a required text may be absent, but not blank.
Given<std::string> ReadText(kit::FieldReader& reader, std::string_view name, Mode mode, kit::Need need,
                            std::size_t max_length = 255);
Given<Date> ReadDate(kit::FieldReader& reader, std::string_view name, Mode mode, kit::Need need);
Given<bool> ReadFlag(kit::FieldReader& reader, std::string_view name);

struct GuardianInput {
  Given<std::string> first_name, last_name, email, relation;
  Given<std::vector<Phone>> phones;
  Given<bool> is_primary, emergency_contact, authorized_pickup;
  Given<Address> address;

  void To(Guardian& guardian) const;
};

struct ActivationInput {
  Date date;
  std::optional<Id> classroom_id;
};

struct ChildInput {
  Given<std::string> first_name, last_name, middle_name, preferred_name, gender, external_id;
  Given<Date> dob, start_date, withdrawal_date;
  Given<Id> classroom_id;
  Given<std::string> status;  // any word: its meaning depends on the call
  Given<ActivationInput> activation;

  // Names, birth date, gender and start date; status, room, plan and external id have rules of their own.
  void To(Child& child) const;
};

struct LeadInput {
  Given<std::string> status, external_id;
  Given<LeadPerson> student;
  Given<std::vector<LeadPerson>> parents;
  Given<Date> expected_start_date;

  void To(Lead& lead) const;  // all but the status
};

// The caller reads further fields of its own, then calls Reading::Finish.
GuardianInput ReadGuardian(kit::FieldReader& reader, Mode mode, Reading& reading);
ChildInput ReadChild(kit::FieldReader& reader, Mode mode, kit::Need dob_need, Reading& reading);
LeadInput ReadLead(kit::FieldReader& reader, Mode mode, Reading& reading);
Given<Address> ReadAddress(kit::FieldReader& reader, Reading& reading);

}  // namespace ikp::simulators::procare_online
