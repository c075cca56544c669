// Which date do the fields of a mention spell inside a year, which clock time inside a day, which
// day of the week beside a day?
//
// Thread safety: free functions on values.
#pragma once

#include <vector>

#include "ingest/when/calendar.h"
#include "ingest/when/meaning.h"

namespace annals::when {

// Fields below the year, inside a given year. False when the mention names none.
bool fill_in_year(const Mention& m, const std::vector<lang::v1::Holiday>& holidays,
                  CalendarTime& time);

// Puts part of day or clock time on a day. False when there is no such time.
bool add_clock(const Mention& m, CalendarTime& time);

// The day of the week that the mention names, on the side of the base that its direction or tense
// asks for; a story moves forward.
CalendarTime weekday_near(const Mention& m, Day base, bool in_story);

}  // namespace annals::when
