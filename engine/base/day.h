// Days, instants and zones, on Howard Hinnant's date.
//
//   parse_day("2020-09-20")                          -> 2020-09-20
//   parse_day("2020-02-30")                          -> nullopt
//   parse_iso("2020-09-14T13:46+02:00", berlin)      -> 2020-09-14T11:46Z, minute, offset 120
//   parse_iso("2020-09-14T13:46", berlin)            -> the same: the zone is applied
//   parse_iso("2020-09", berlin)                     -> month 2020-09
//
// Thread safety: plain values; find_zone uses the system's zone database, which is thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <date/date.h>

#include <annals/v1/time.pb.h>

#include "engine/base/result.h"

namespace date {
class time_zone;
}

namespace annals {

using Day = date::sys_days;
using Instant = date::sys_seconds;

// Days since 1970-01-01, as the messages hold them.
constexpr std::int32_t to_number(Day day) {
  return static_cast<std::int32_t>(day.time_since_epoch().count());
}
constexpr Day day_from_number(std::int32_t number) {
  return Day(date::days(number));
}

// "YYYY-MM-DD", before the year 0 "-YYYY-MM-DD"; years beyond four digits as EDTF "Y…".
std::string to_string(Day day);
// "YYYY-MM-DDTHH:MM:SSZ".
std::string to_string(Instant instant);

// Exactly "YYYY-MM-DD" or "-YYYY-MM-DD", a real day.
std::optional<Day> parse_day(std::string_view text);

// The zone of an IANA name ("Europe/Berlin", "UTC"). The pointer lives as long as the program.
Result<const date::time_zone*> find_zone(std::string_view name);

// A local clock time as an instant; in a gap or overlap of the clocks the earlier reading.
struct ZonedInstant {
  Instant instant;
  std::chrono::minutes offset{};
};
ZonedInstant to_instant(date::local_seconds local, const date::time_zone& zone);
// The local day of an instant.
Day local_day(Instant instant, const date::time_zone& zone);
Day local_day(Instant instant, std::chrono::minutes offset);

// ISO 8601 and RFC 3339 dates and times as machines write them in metadata: year, month, day, with
// an optional time to the minute or second (fractions dropped) and zone ("Z", "+02:00", "+0200").
// Without a zone the given one is applied; midnight without a zone stays a day, since that is what
// it means there. Also "20200914", "20200914T134600Z", a blank for the T, and RFC 822 ("Mon, 14 Sep
// 2020 13:46:00 GMT"). Basis and evidence are left to the caller. nullopt when the text is none of
// these or no real time.
std::optional<v1::TimeInterval> parse_iso(std::string_view text, const date::time_zone& zone);

}  // namespace annals
