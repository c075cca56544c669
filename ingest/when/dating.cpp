#include "ingest/when/dating.h"

#include <cmath>
#include <cstdlib>

#include <date/date.h>

#include "ingest/when/fields.h"
#include "ingest/when/tense.h"

namespace annals::when {
namespace {

// How many days a time may lie nearer on the wrong side of the tense before it is taken all the
// same: tense is read from few words and often belongs to another clause.
int wrong_side_days(std::uint8_t tense_strength) {
  constexpr int kWeak = 200;
  constexpr int kFinite = 300;
  constexpr int kPlanned = 400;  // never
  if (tense_strength >= kPlannedTense) return kPlanned;
  return tense_strength >= kFiniteTense ? kFinite : kWeak;
}

// The same for a year outside those of the section heading.
constexpr int kOutsideSectionDays = 300;

}  // namespace

Day first_day(const CalendarTime& time, Day otherwise) {
  const auto days = days_of(time);
  return days ? days->first : otherwise;
}

int Dating::full_year(const Mention& m) const {
  const int written = m.number(Field::kYear);
  if (m.digits(Field::kYear) != 2) return written;
  const int reference =
      memory_.last() != nullptr && memory_.narrative() ? memory_.last()->year : year_of(published_);
  int year = reference / 100 * 100 + written;
  if (year > reference + 20) year -= 100;
  if (year < reference - 80) year += 100;
  return year;
}

std::optional<CalendarTime> Dating::in_year(const Mention& m, int year) const {
  CalendarTime out;
  out.grain = Grain::kYear;
  out.year = year;
  if (year < 1 || !fill_in_year(m, pack_.holidays, out) || !days_of(out)) return std::nullopt;
  return out;
}

Dated Dating::choose_year(const Mention& m) const {
  Dated out;
  const CalendarTime* story = memory_.remembered(m);
  const bool directed = m.has(Field::kDirection);
  const bool in_story = story != nullptr && (!directed || memory_.narrative());
  const Day base = in_story ? first_day(*story, published_) : published_;
  out.narrative = in_story;
  out.relative = !in_story;
  out.unknown_from = Grain::kYear;
  const int year = in_story && !story->before_christ ? story->year : year_of(base);
  if (in_story && story->before_christ && !directed) {
    out.time = in_year(m, story->year);
    if (out.time) out.time->before_christ = true;
    return out;
  }
  if (in_story && story->grain == Grain::kYear && !directed) {
    out.time = in_year(m, year);
    return out;
  }
  int best_distance = 0;
  for (int y = year - 1; y <= year + 1; ++y) {
    const std::optional<CalendarTime> time = in_year(m, y);
    if (!time) continue;
    const auto days = days_of(*time);
    if (!days) continue;
    const auto first = static_cast<int>((days->first - base).count());
    const auto last = static_cast<int>((days->last - base).count());
    int distance = first > 0 ? first : last < 0 ? -last : 0;
    if (m.has(Field::kDirection)) {
      const int direction = m.number(Field::kDirection);
      if (direction < 0 && last >= 0) continue;
      if (direction > 0 && first <= 0) continue;
      if (direction == 0 && y != year) continue;
    } else if (!in_story) {
      // Near the reference, and on the side that the tense asks for.
      // Quarters are reported on when they are over, and planned by name.
      const bool business = m.has(Field::kQuarter) || m.has(Field::kHalf);
      const bool past = m.tense == Tense::kPast || (business && m.tense == Tense::kNone);
      const bool future = !business && (m.tense == Tense::kFuture || m.tense == Tense::kPresent);
      if ((past && first > 0) || (future && last < 0))
        distance += wrong_side_days(m.tense_strength);
    } else if (last < 0) {
      // A story rather moves forward.
      distance += distance / 4;
    }
    if (in_story && memory_.outside_section(*time, m.sentence)) distance += kOutsideSectionDays;
    if (m.has(Field::kWeekday) && time->grain == Grain::kDay &&
        date::weekday(days->first).iso_encoding() !=
            static_cast<unsigned>(m.number(Field::kWeekday)))
      distance += 1000;
    if (!out.time || distance < best_distance) {
      out.time = time;
      best_distance = distance;
    }
  }
  return out;
}

Dated Dating::date(const Mention& m) const {
  Dated out = date_of(m);
  if (!out.time) return out;
  if (m.has(Field::kPlusDays) && out.time->grain == Grain::kDay) {
    out.time = shifted(*out.time, Grain::kDay, m.number(Field::kPlusDays));
    if (!out.time) return out;
  }
  if ((m.has(Field::kHour) || m.has(Field::kPart)) && out.time->grain == Grain::kDay &&
      !add_clock(m, *out.time))
    out.time.reset();
  const Grain whole = pack_.rules[m.rule].tags[m.tag].as_unit;
  if (whole != Grain::kNone && out.time) out.time = coarsened(*out.time, whole);
  return out;
}

// The date; where the mention names only a clock time, the day it hangs on.
Dated Dating::date_of(const Mention& m) const {
  const TagMeaning& tag = pack_.rules[m.rule].tags[m.tag];
  Dated out;
  CalendarTime time;
  time.before_christ = m.has(Field::kBeforeChrist);
  if (m.has(Field::kCentury)) {
    time.grain = Grain::kCentury;
    time.year = (m.number(Field::kCentury) - 1) * 100;
    if (time.year < 0) return out;
    out.time = time;
    return out;
  }
  if (m.has(Field::kDecade)) {
    time.grain = Grain::kDecade;
    time.year = m.number(Field::kDecade) / 10 * 10;
    if (time.year < 100 && !time.before_christ) {
      const int reference = year_of(published_);
      time.year += reference / 100 * 100;
      if (time.year > reference) time.year -= 100;
    }
    out.time = time;
    return out;
  }
  if (m.has(Field::kYear)) {
    time.year = full_year(m);
    time.grain = Grain::kYear;
    if (time.year < 1) return out;
    // A story told in years before Christ goes on in them.
    if (memory_.narrative() && memory_.last() != nullptr && memory_.last()->before_christ &&
        m.digits(Field::kYear) == 3)
      time.before_christ = true;
    fill_in_year(m, pack_.holidays, time);
    const CalendarTime* quarter = memory_.quarter_beside(m);
    if (tag.anchor == lang::v1::ANCHOR_PERIOD && quarter != nullptr) {
      time.number = quarter->number;
      time.grain = Grain::kQuarter;
    }
    out.time = time;
    return out;
  }
  if (m.has(Field::kUnit)) return by_unit(m, tag);
  if (m.has(Field::kMonth) || m.has(Field::kSeason) || m.has(Field::kQuarter) ||
      m.has(Field::kHalf) || m.has(Field::kHoliday))
    return choose_year(m);
  if (m.has(Field::kWeekday)) return weekday(m, tag);
  if (m.has(Field::kDay)) return day_of_month(m);
  return day_beside(m);
}

Dated Dating::weekday(const Mention& m, const TagMeaning& tag) const {
  Dated out;
  const bool from_reference =
      m.has(Field::kDirection) && !memory_.narrative() && tag.anchor != lang::v1::ANCHOR_NARRATIVE;
  const CalendarTime* story = from_reference ? nullptr : memory_.story_time(tag.anchor);
  const bool in_story = story != nullptr && story->grain <= Grain::kDay;
  out.narrative = in_story;
  out.relative = !in_story;
  out.weekday_only = true;
  out.unknown_from = Grain::kDay;
  out.time = weekday_near(m, in_story ? first_day(*story, published_) : published_, in_story);
  return out;
}

// "letzte Woche", "im Mai vorigen Jahres", "Montag voriger Woche", "zwei Tage später".
Dated Dating::by_unit(const Mention& m, const TagMeaning& tag) const {
  Dated out;
  const Grain unit = grain_of_unit(m.symbol(Field::kUnit));
  if (tag.anchor == lang::v1::ANCHOR_PERIOD) {
    out.time = of_named_quarter(m, unit);
    out.narrative = out.time.has_value();
    if (out.narrative) return out;
  }
  const CalendarTime* story = memory_.story_time(tag.anchor);
  out.narrative = story != nullptr;
  out.relative = !out.narrative;
  out.unknown_from = unit;
  CalendarTime base = story ? *story : period_of(published_, Grain::kDay);
  if (base.grain < Grain::kDay) base.grain = Grain::kDay;
  double shift = m.has(Field::kShift) ? m.value(Field::kShift) : 0;
  if (m.has(Field::kSign)) shift *= m.value(Field::kSign);
  Grain grain = unit;
  // "decade" counts in years by tens; fractions of a unit in the next smaller one.
  const double multiple = m.value(Field::kUnit);
  if (multiple != 0) shift *= multiple;
  if (shift != std::floor(shift) && unit == Grain::kYear) {
    grain = Grain::kMonth;
    shift *= 12;
  }
  if (grain < base.grain && story != nullptr) return out;  // "two days later" after "in May"
  if (std::abs(shift) > 100000) return out;
  if (grain < Grain::kDay) return out;
  if (grain == Grain::kWeekend && !story) shift = weekend_shift(m, shift);
  std::optional<CalendarTime> time = shifted(base, grain, static_cast<int>(std::lround(shift)));
  if (!time) return out;
  if (grain == Grain::kYear && fill_in_year(m, pack_.holidays, *time)) {
    out.unknown_from = Grain::kYear;
    if (!days_of(*time)) return out;
  } else if (grain == Grain::kMonth && m.has(Field::kDay)) {
    time->day = m.number(Field::kDay);
    time->grain = Grain::kDay;
    out.unknown_from = Grain::kMonth;
    if (!days_of(*time)) return out;
  } else if (grain == Grain::kWeek && m.has(Field::kWeekday)) {
    const auto days = days_of(*time);
    if (!days) return out;
    time = period_of(days->first + date::days(m.number(Field::kWeekday) - 1), Grain::kDay);
    out.unknown_from = Grain::kDay;
    out.weekday_only = true;
  }
  out.time = time;
  return out;
}

// "the quarter", "a year earlier", after a quarter was named.
std::optional<CalendarTime> Dating::of_named_quarter(const Mention& m, Grain unit) const {
  const CalendarTime* quarter = memory_.quarter_beside(m);
  if (quarter == nullptr || m.has(Field::kQuarter)) return std::nullopt;
  if (unit == Grain::kQuarter) return *quarter;
  if (unit != Grain::kYear || !m.has(Field::kShift)) return std::nullopt;
  const double years = m.value(Field::kShift) * (m.has(Field::kSign) ? m.value(Field::kSign) : 1);
  if (std::abs(years) >= 100) return std::nullopt;
  return shifted(*quarter, Grain::kQuarter, static_cast<int>(years * 4));
}

// Weekends are counted from the day: before Saturday the coming one ends this week.
double Dating::weekend_shift(const Mention& m, double shift) const {
  const bool in_weekend = date::weekday(published_).iso_encoding() >= 6;
  if (shift > 0) return in_weekend ? shift : shift - 1;
  if (shift == 0 && !in_weekend && m.tense != Tense::kFuture && m.tense != Tense::kPresent)
    return -1;
  return shift;
}

Dated Dating::day_of_month(const Mention& m) const {
  Dated out;
  out.unknown_from = Grain::kMonth;
  const CalendarTime* month_of_story = memory_.month_beside(m);
  CalendarTime base = period_of(published_, Grain::kDay);
  if (month_of_story != nullptr) {
    base = *month_of_story;
    out.narrative = true;
  } else {
    out.relative = true;
  }
  std::optional<CalendarTime> best;
  for (const int offset : {0, m.tense == Tense::kPast ? -1 : 1}) {
    std::optional<CalendarTime> month = shifted(base, Grain::kMonth, offset);
    if (!month) continue;
    month->day = m.number(Field::kDay);
    month->grain = Grain::kDay;
    const auto days = days_of(*month);
    if (!days) continue;
    const bool wrong_side =
        out.relative && ((m.tense == Tense::kPast && days->first > published_) ||
                         (m.tense == Tense::kFuture && days->last < published_));
    if (!best || !wrong_side) {
      best = month;
      if (!wrong_side) break;
    }
  }
  out.time = best;
  return out;
}

// The day that a clock time or part of day hangs on: one of the story, else the day of
// publication.
Dated Dating::day_beside(const Mention& m) const {
  Dated out;
  out.unknown_from = Grain::kDay;
  out.time = memory_.day_beside(m);
  out.narrative = out.time.has_value();
  if (!out.time) {
    out.time = period_of(published_, Grain::kDay);
    out.relative = true;
  }
  out.time->grain = Grain::kDay;
  return out;
}

}  // namespace annals::when
