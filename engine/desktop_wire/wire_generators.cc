#include "engine/desktop_wire/wire_generators.h"

#include <rapidcheck.h>

namespace ikp::desktop_wire {
namespace {

int Below(int limit) { return *rc::gen::inRange(0, limit); }
bool Coin() { return Below(2) == 1; }

std::string AnyText() {
  return *rc::gen::elementOf(
      std::vector<std::string>{"", "Ana", " Ana ", "O\"Neil\\", "Núñez", "line\nline", "12", "null", "山田", "\x01"});
}
std::string AnyWord() { return *rc::gen::elementOf(std::vector<std::string>{"c-1", "c-2/family", "Ünïque", " "}); }
std::int64_t AnyInteger() {
  return *rc::gen::elementOf(std::vector<std::int64_t>{0, 1, -7, 1234567, INT64_MAX, INT64_MIN});
}
domain::CivilDate AnyDate() { return domain::CivilDate::Parse("1999-12-28")->Plus(Below(20'000)); }

template <typename T>
std::optional<T> Maybe(T value) {
  if (Coin()) return value;
  return std::nullopt;
}

template <typename T>
std::vector<T> Some(T (*make)()) {
  std::vector<T> list;
  for (int count = Below(3); count > 0; --count) list.push_back(make());
  return list;
}

PhoneRow AnyPhoneRow() { return {AnyText(), AnyText(), AnyText()}; }
AddressRow AnyAddressRow() { return {AnyText(), AnyText(), AnyText(), AnyText(), AnyText()}; }
PersonRow AnyPerson() {
  return {AnyInteger(), AnyText(),        AnyText(), AnyText(),         AnyText(),
          AnyText(),    Maybe(AnyDate()), AnyText(), Some(AnyPhoneRow), Some(AnyAddressRow)};
}
RelationshipRow AnyRelationship() { return {AnyInteger(), AnyText(), Coin(), Coin(), Coin()}; }
ChildRow AnyChild() { return {AnyPerson(), Maybe(AnyInteger()), Some(AnyRelationship)}; }
AccountRow AnyAccount() {
  return {AnyInteger(), AnyInteger(), AnyText(), AnyText(), Coin(), Some(AnyPerson), Some(AnyChild), Some(AnyPerson)};
}
StatusRow AnyStatus() { return {AnyInteger(), AnyInteger(), AnyInteger(), AnyDate(), AnyText()}; }
ClassroomRow AnyClassroom() { return {AnyInteger(), AnyInteger(), AnyText()}; }
SchoolRow AnySchool() { return {AnyInteger(), AnyText()}; }

domain::PersonName AnyName() { return {AnyText(), AnyText(), AnyText(), AnyText(), AnyText()}; }
domain::Email AnyEmail() {
  return *domain::Email::Parse(
      *rc::gen::elementOf(std::vector<std::string>{"a@b.example", "Zoë.O'Neil+1@mail.example"}));
}
domain::LabelledPhone AnyPhone() {
  const auto text =
      *rc::gen::elementOf(std::vector<std::string>{"(555) 010-1234", "555-010-1234 x12", "+44 20 7946 0018",
                                                   "+49 30 901820 ext. 7", "5550101", "1-555-010-1234", "12345678"});
  const auto kind = *rc::gen::element(domain::PhoneKind::kMobile, domain::PhoneKind::kHome, domain::PhoneKind::kWork);
  return {kind, *domain::Phone::Parse(text)};
}
domain::Address AnyAddress() { return {AnyText(), AnyText(), AnyText(), AnyText(), AnyText(), AnyText()}; }
domain::NewGuardian AnyGuardian() {
  return {AnyName(), Maybe(AnyEmail()), Some(AnyPhone), AnyText(), Coin(), AnyAddress()};
}
domain::ProcareClassroomId AnyRoomId() {
  return domain::ProcareClassroomId::Trusted("room-" + std::to_string(Below(9)));
}
domain::NewChild AnyNewChild() {
  return {domain::ProcareFamilyId::Trusted(Coin() ? "12.2" : ""),
          AnyName(),
          domain::BirthDate(AnyDate()),
          AnyText(),
          Maybe(AnyDate()),
          Maybe(AnyRoomId()),
          AnyText(),
          {}};
}
domain::NewFamily AnyNewFamily() { return {AnyText(), Some(AnyGuardian), Some(AnyNewChild)}; }

WantedRow AnyWantedRow() { return {AnyDate(), AnyWord()}; }
WantedRelationship AnyWantedRelationship() { return {AnyName(), AnyText(), Coin(), Coin(), Coin()}; }
WantedPlacement AnyWantedPlacement() { return {Some(AnyWantedRow), Maybe(AnyInteger()), Some(AnyWantedRelationship)}; }

Task AnyTask() {
  switch (Below(5)) {
    case 0:
      return ReadSchool{AnyInteger(), Some(AnyWord)};
    case 1:
      return CreateFamily{AnyInteger(), AnyText(), AnyNewFamily(), Some(AnyWantedPlacement), Some(AnyInteger)};
    case 2:
      return CreateChild{AnyInteger(), AnyInteger(), AnyNewChild(), AnyWantedPlacement(), Some(AnyText), Some(AnyText)};
    case 3:
      return PlaceChild{AnyInteger(), AnyWord(), AnyWantedPlacement()};
    default:
      return CheckSetup{AnyInteger()};
  }
}

domain::Reason AnyReason() {
  const auto& all = domain::AllReasons();
  return all[static_cast<std::size_t>(Below(static_cast<int>(all.size())))].reason;
}
Outcome AnyOutcome() {
  const auto kind = *rc::gen::element(Outcome::Kind::kDone, Outcome::Kind::kNotDone, Outcome::Kind::kUnknown);
  return {AnyWord(), kind, AnyText(), AnyReason(), Some(AnyText), Some(AnyText), Some(AnyText), Some(AnyText)};
}
ReadingFacts AnyFacts() {
  return {AnyText(), AnyText(), Coin(), AnyText(), AnyInteger(), Coin(), Some(AnyText), AnyText(), AnyInteger()};
}

}  // namespace

Chunk AnyChunk() {
  return {AnyWord(),          Below(100),       Coin(),          Some(AnySchool),
          Some(AnyClassroom), Some(AnyAccount), Some(AnyStatus), AnyText()};
}

Command AnyCommand() { return {AnyWord(), AnyTask(), AnyText()}; }

Finished AnyFinished() { return {AnyOutcome(), Maybe(AnyFacts())}; }

Poll AnyPoll() {
  return {kContract,
          AnyText(),
          AnyWord(),
          AnyWord(),
          {AnyText(), Coin(), AnyReason(), Some(AnyText), AnyText(), AnyText(), AnyText()},
          Some(AnyFinished),
          Some(AnyWord)};
}

PollAnswer AnyPollAnswer() { return {Some(AnyCommand), Some(AnyText), Some(AnyText)}; }

Heartbeat AnyHeartbeat() { return {AnyWord(), AnyText(), AnyInteger()}; }

}  // namespace ikp::desktop_wire
