// Lengths of time and recurring times: TIMEX3 values, and where a length lies on the calendar.
//
// Thread safety: free functions on values.
#pragma once

#include <optional>
#include <string>

#include <annals/lang/v1/times.pb.h>
#include <annals/v1/time.pb.h>

#include "engine/base/day.h"
#include "ingest/when/meaning.h"

namespace annals::when {

// "P3W", "PT2H", "PXY", "P2Y9M"; "P3.5Y", or "P3Y6M" when fractions are split.
std::string length_value(const Mention& mention, bool splits_fractions);
// "P1D", "XXXX-WXX-1", "XXXX-12".
std::string recurrence_value(const Mention& mention);
// Where the length lies when counted from a day: a point is given in the grain of its unit, "vor
// drei Wochen" is a week. nullopt when the length is not known or finer than a day.
std::optional<v1::TimeInterval> length_interval(const Mention& mention,
                                                lang::v1::LengthAnchor anchor, Day from);

}  // namespace annals::when
