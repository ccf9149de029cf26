// Page style: the CSS and the few lines of JavaScript of the HTML page, light and dark, from a phone's width up.
#pragma once

#include <string_view>

namespace ikp::scenarios::report {

extern const std::string_view kPageStyle;
extern const std::string_view kPageScript;

}  // namespace ikp::scenarios::report
