// Calendar times as TIMEX3 means them: build, shift, print, and lay on the day line.
//
//   period_of(2020-09-16, Grain::kWeek)            -> 2020-W38
//   shifted(2020-W38, Grain::kWeek, -1)            -> 2020-W37
//   to_timex3(2020-W37)                            -> "2020-W37"
//   days_of(2020-W37)                              -> 2020-09-07 … 2020-09-13
//
// Thread safety: plain values. Errors: nullopt for what no calendar holds (30 February).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <annals/lang/v1/times.pb.h>
#include <annals/v1/time.pb.h>

#include "engine/base/day.h"

namespace annals::when {

// How large a calendar time is, from fine to coarse.
enum class Grain : std::uint8_t {
  kNone,
  kSecond,
  kMinute,
  kHour,
  kPart,
  kDay,
  kWeekend,
  kWeek,
  kMonth,
  kSeason,
  kQuarter,
  kHalf,
  kYear,
  kDecade,
  kCentury,
};

struct CalendarTime {
  Grain grain = Grain::kNone;
  bool before_christ = false;
  // The year; the first year of a decade or century; the ISO year of a week. Counted from 1, before
  // Christ backwards.
  int year = 0;
  // Month of a month, day or finer; number of a half, quarter, ISO week; of a season 1 (spring)
  // … 4.
  int number = 0;
  int day = 0;
  // Two letters, for example "EV".
  std::string_view part;
  int hour = 0;
  int minute = 0;
  int second = 0;
  // Minutes from UTC, when the text names a zone.
  std::optional<int> zone;

  friend bool operator==(const CalendarTime&, const CalendarTime&) = default;
};

struct DayRange {
  Day first;
  Day last;
};

// The time of that grain (kDay … kCentury) that holds a day.
CalendarTime period_of(Day day, Grain grain);
// The time `count` units later; a unit finer than the time refines it to the unit first. nullopt
// outside the years 1 … 9999.
std::optional<CalendarTime> shifted(const CalendarTime& time, Grain unit, int count);
// The days it covers; nullopt for impossible dates.
std::optional<DayRange> days_of(const CalendarTime& time);
// The same time with a coarser grain.
std::optional<CalendarTime> coarsened(const CalendarTime& time, Grain grain);

// TIMEX3 value. Fields of a grain of `unknown_from` and coarser are printed as X.
std::string to_timex3(const CalendarTime& time, Grain unknown_from = Grain::kNone);
// The interval on the calendar, EDTF and TIMEX3 value included; clock times become instants of the
// zone they name, else of `zone`. nullopt for impossible dates.
std::optional<v1::TimeInterval> interval_of(const CalendarTime& time, const date::time_zone& zone);

// Easter Sunday of the Gregorian calendar (the anonymous algorithm of Nature, 1876).
Day easter_sunday(int year);
// A holiday's day in a year; nullopt when that year has none.
std::optional<Day> holiday_in(const lang::v1::Holiday& holiday, int year);

// "Y" -> kYear, "WE" -> kWeekend, "EV" -> kPart …; kNone when unknown.
Grain grain_of_unit(std::string_view symbol);
v1::Precision precision_of(Grain grain);

int year_of(Day day);

}  // namespace annals::when
