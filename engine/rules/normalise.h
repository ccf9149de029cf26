// Normalised forms of what people type, for comparing only; what is sent stays as typed (E.3, E.4, G25, G28).
// All functions are pure and safe to call from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/domain/contact.h"

namespace ikp::rules {

// "O’Brien-Núñez", "OBRIEN NUNEZ" and "o'brien nunez" all become "obriennunez". Compatibility decomposition, full case
// fold, no accents, punctuation, spaces or apostrophes of any kind; Latin letters without a decomposition get their
// ASCII form (ø o, ł l, ß ss, æ ae). Other scripts keep their own letters, so that two Chinese names that merely sound
// alike stay two names. Empty only when `name` has no letter and no digit. Bytes that are not UTF-8 are dropped.
std::string NormaliseName(std::string_view name);

// As above, without generational suffixes that stand as last words (Jr, Sr, II, III, IV, V); a name that consists of
// nothing else keeps it.
std::string NormaliseLastName(std::string_view last_name);

// A number under which a person can be recognised: ten digits for North America, "+" and the digits for other
// countries. Nothing for numbers without area code (7 digits, G28), of a wrong length, or made of one repeated digit.
std::optional<std::string> PhoneKey(const domain::Phone& phone);

// Lower case (E.3).
std::string EmailKey(const domain::Email& email);

}  // namespace ikp::rules
