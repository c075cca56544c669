// v1::TimeInterval as a value: how to build, print, order and compare it.
// An absent end is open. Thread safety: free functions on values.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <annals/v1/time.pb.h>

#include "engine/base/day.h"

namespace annals {

// [first, last] in whole days; EDTF is filled in.
v1::TimeInterval days_interval(Day first, Day last, v1::Precision precision);
v1::TimeInterval day_interval(Day day);
v1::TimeInterval month_interval(date::year_month month);
v1::TimeInterval year_interval(date::year year);
// [first, last] in instants; the days are those of the local clock at the offset.
v1::TimeInterval instant_interval(Instant first, Instant last, std::chrono::minutes offset,
                                  v1::Precision precision);
// Only a bound: no later than the latest / no earlier than the earliest point of `other`.
// BOUND_ONLY.
v1::TimeInterval no_later_than(const v1::TimeInterval& other);
v1::TimeInterval no_earlier_than(const v1::TimeInterval& other);

std::optional<Day> earliest_day(const v1::TimeInterval& interval);
std::optional<Day> latest_day(const v1::TimeInterval& interval);
// Ends as instants; a day's end stands for its first or last second in UTC, unless instants are
// given.
std::optional<Instant> earliest_instant(const v1::TimeInterval& interval);
std::optional<Instant> latest_instant(const v1::TimeInterval& interval);

// Both ends known and the same day.
bool is_single_day(const v1::TimeInterval& interval);
// Exactly one end known.
bool is_bound(const v1::TimeInterval& interval);
// Number of days covered, 0 when an end is open.
int day_count(const v1::TimeInterval& interval);
bool overlap(const v1::TimeInterval& a, const v1::TimeInterval& b);

// EDTF level 1: "2020-09-20", "2020-09", "2020", "202X", "2020-09-14/2020-09-18", "../2020-09-14",
// "2020-09-14T13:46:00+02:00". Called by the builders above; call it after changing an interval by
// hand.
std::string to_edtf(const v1::TimeInterval& interval);

// One line for tests and people: "2020-09-20 DAY EXPLICIT".
std::string dump(const v1::TimeInterval& interval);

// Deterministic order: earliest day (open first), latest day (open last), instants, precision.
bool earlier(const v1::TimeInterval& a, const v1::TimeInterval& b);

}  // namespace annals
