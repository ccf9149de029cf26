// ISO-8859-1, in which Procare Desktop exports its reports [T11].
#pragma once

#include <string>
#include <string_view>

namespace ikp::simulators::procare_desktop {

// What does not fit becomes a question mark. `text` is UTF-8.
std::string ToLatin1(std::string_view text);

}  // namespace ikp::simulators::procare_desktop
