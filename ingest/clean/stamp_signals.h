// Which fields of a page name the day of publication, how much is each worth, and which name a
// change?
//
// Names are compared in lower case and without punctuation, so that "dc:date.issued" is
// "DC.date.issued". Thread safety: free functions.
#pragma once

#include <optional>
#include <string_view>

namespace annals {

// How much the field says, about the log-odds that its day is the day of publication; nothing when
// its name says nothing of it. `signal` as in Field: kind, full stop, name.
std::optional<double> published_weight(std::string_view signal);

// Whether the field names the time of a change.
bool says_change(std::string_view signal);

}  // namespace annals
