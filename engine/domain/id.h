// Strong ids: one type per kind of record and system, so that an IKS child can never be used where a Procare child is
// meant. Ids of the other systems are opaque strings [T1]; only their emptiness is an error.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace ikp::domain {

template <typename Tag>
class Id {
 public:
  // Nothing when `text` is empty, longer than 200 bytes, or has control characters: no real id looks so.
  static std::optional<Id> Parse(std::string_view text) {
    if (text.empty() || text.size() > kMaxBytes) return std::nullopt;
    for (const unsigned char c : text) {
      if (c < 0x20 || c == 0x7f) return std::nullopt;
    }
    return Id(std::string(text));
  }

  // For ids that the caller made itself (tests, generated ids) or read back from the store.
  static Id Trusted(std::string text) { return Id(std::move(text)); }

  const std::string& str() const { return text_; }
  auto operator<=>(const Id&) const = default;
  friend std::ostream& operator<<(std::ostream& out, const Id& id) { return out << id.text_; }

 private:
  static constexpr std::size_t kMaxBytes = 200;
  explicit Id(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// Ours.
using SiteId = Id<struct SiteTag>;                  // a centre, as named in our configuration
using TenantId = Id<struct TenantTag>;              // one Procare Online tenant, as named in our configuration
using InstallationId = Id<struct InstallationTag>;  // one Procare Desktop database, as named in our configuration
using IntentId = Id<struct IntentTag>;
using ReviewId = Id<struct ReviewTag>;
using EventId = Id<struct EventTag>;  // of a trigger delivery

// IntelliKid Systems.
using IksLocationId = Id<struct IksLocationTag>;
using IksFamilyId = Id<struct IksFamilyTag>;
using IksGuardianId = Id<struct IksGuardianTag>;
using IksChildId = Id<struct IksChildTag>;

// Procare, Online or Desktop.
using ProcareSchoolId = Id<struct ProcareSchoolTag>;
using ProcareFamilyId = Id<struct ProcareFamilyTag>;
using ProcareGuardianId = Id<struct ProcareGuardianTag>;
using ProcareChildId = Id<struct ProcareChildTag>;
using ProcareClassroomId = Id<struct ProcareClassroomTag>;

}  // namespace ikp::domain

template <typename Tag>
struct std::hash<ikp::domain::Id<Tag>> {
  std::size_t operator()(const ikp::domain::Id<Tag>& id) const noexcept { return std::hash<std::string>()(id.str()); }
};
