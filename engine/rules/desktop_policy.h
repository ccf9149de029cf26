// What a site may choose about how children enter its Procare Desktop: words and flags that each centre set up for
// itself (E.1, H36).
#pragma once

#include <string>

namespace ikp::rules {

struct DesktopPolicy {
  std::string pre_registered_label = "Pre-Registered";  // the site's own word for it [P10]
  bool push_future_enrolled_row = true;                 // beside it, when the start is known (C.4)
  std::string default_relationship = "Guardian";        // for whoever is neither mother nor father
  bool pickup = true;                                   // guardians may pick the child up
  bool emergency = true;                                // guardians are emergency contacts
  bool operator==(const DesktopPolicy&) const = default;
};

}  // namespace ikp::rules
