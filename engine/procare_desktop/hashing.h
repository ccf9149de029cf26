// Hashes of credentials and ids, and comparing them without telling by the time it takes where they differ.
#pragma once

#include <string>
#include <string_view>

namespace ikp::procare_desktop {

// SHA-256 as 64 hexadecimal digits.
std::string Sha256Hex(std::string_view text);

// Looks at every byte, whatever it finds.
bool SameInConstantTime(std::string_view a, std::string_view b);

}  // namespace ikp::procare_desktop
