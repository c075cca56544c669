#include "ingest/when/calendar.h"

#include <array>

#include <date/date.h>
#include <fmt/compile.h>

#include "engine/base/interval.h"

namespace annals::when {
namespace {

constexpr int kMaxYear = 9999;

// Year of the astronomical count, in which 1 BC is 0.
int astronomical(const CalendarTime& time) {
  return time.before_christ ? 1 - time.year : time.year;
}

void set_year(CalendarTime& time, int astronomical_year) {
  time.before_christ = astronomical_year <= 0;
  time.year = time.before_christ ? 1 - astronomical_year : astronomical_year;
}

DayRange months(int year, int first, int count) {
  const date::year_month begin = date::year(year) / date::month(static_cast<unsigned>(first));
  const date::year_month end = begin + date::months(count - 1);
  return {Day(begin / 1), Day(end / date::last)};
}

Day monday_of_iso_week(int year, int week) {
  const date::sys_days fourth = Day(date::year(year) / 1 / 4);
  const auto weekday = date::weekday(fourth).iso_encoding();
  return fourth - date::days(weekday - 1) + date::days((week - 1) * 7);
}

CalendarTime week_of(Day day, Grain grain) {
  const Day thursday =
      day - date::days(static_cast<int>(date::weekday(day).iso_encoding()) - 1) + date::days(3);
  CalendarTime out;
  out.grain = grain;
  const int year = static_cast<int>(date::year_month_day(thursday).year());
  set_year(out, year);
  out.number = static_cast<int>((thursday - Day(date::year(year) / 1 / 1)).count() / 7) + 1;
  return out;
}

std::string_view season_symbol(int number) {
  constexpr std::array<std::string_view, 5> kSymbols = {"XX", "SP", "SU", "FA", "WI"};
  return number >= 1 && number <= 4 ? kSymbols.at(static_cast<std::size_t>(number)) : kSymbols[0];
}

std::string year_text(const CalendarTime& time, bool unknown) {
  if (unknown) return "XXXX";
  return fmt::format(FMT_COMPILE("{}{:04}"), time.before_christ ? "BC" : "", time.year);
}

std::string clock_text(const CalendarTime& time) {
  std::string out = fmt::format(FMT_COMPILE("T{:02}:{:02}"), time.hour, time.minute);
  if (time.grain == Grain::kSecond) out += fmt::format(FMT_COMPILE(":{:02}"), time.second);
  if (time.zone) {
    const int minutes = *time.zone;
    const int magnitude = minutes < 0 ? -minutes : minutes;
    out += fmt::format(FMT_COMPILE("{}{:02}"), minutes < 0 ? '-' : '+', magnitude / 60);
    if (magnitude % 60 != 0) out += fmt::format(FMT_COMPILE(":{:02}"), magnitude % 60);
  }
  return out;
}

}  // namespace

CalendarTime period_of(Day day, Grain grain) {
  const date::year_month_day ymd(day);
  const int year = static_cast<int>(ymd.year());
  const int month = static_cast<int>(static_cast<unsigned>(ymd.month()));
  CalendarTime out;
  out.grain = grain;
  set_year(out, year);
  switch (grain) {
    case Grain::kWeek:
    case Grain::kWeekend:
      return week_of(day, grain);
    case Grain::kMonth:
      out.number = month;
      break;
    case Grain::kQuarter:
      out.number = (month - 1) / 3 + 1;
      break;
    case Grain::kHalf:
      out.number = (month - 1) / 6 + 1;
      break;
    case Grain::kSeason:
      // March begins spring; January and February belong to last year's winter.
      out.number = month < 3 ? 4 : (month / 3);
      if (month < 3) set_year(out, year - 1);
      break;
    case Grain::kYear:
      break;
    case Grain::kDecade:
      out.year -= out.year % 10;
      break;
    case Grain::kCentury:
      out.year -= out.year % 100;
      break;
    default:
      out.grain = Grain::kDay;
      out.number = month;
      out.day = static_cast<int>(static_cast<unsigned>(ymd.day()));
      break;
  }
  return out;
}

std::optional<DayRange> days_of(const CalendarTime& time) {
  const int year = astronomical(time);
  if (year > kMaxYear || year < -kMaxYear) return std::nullopt;
  switch (time.grain) {
    case Grain::kNone:
      return std::nullopt;
    case Grain::kWeekend: {
      const Day monday = monday_of_iso_week(year, time.number);
      return DayRange{monday + date::days(5), monday + date::days(6)};
    }
    case Grain::kWeek: {
      const Day monday = monday_of_iso_week(year, time.number);
      return DayRange{monday, monday + date::days(6)};
    }
    case Grain::kMonth:
      if (time.number < 1 || time.number > 12) return std::nullopt;
      return months(year, time.number, 1);
    case Grain::kSeason:
      if (time.number < 1 || time.number > 4) return std::nullopt;
      return months(year, time.number * 3, 3);
    case Grain::kQuarter:
      if (time.number < 1 || time.number > 4) return std::nullopt;
      return months(year, time.number * 3 - 2, 3);
    case Grain::kHalf:
      if (time.number < 1 || time.number > 2) return std::nullopt;
      return months(year, time.number * 6 - 5, 6);
    case Grain::kYear:
      return months(year, 1, 12);
    case Grain::kDecade:
    case Grain::kCentury: {
      const int length = time.grain == Grain::kDecade ? 10 : 100;
      // "The 470s BC" are 479 … 470 BC.
      const int first = time.before_christ ? 1 - (time.year + length - 1) : time.year;
      return DayRange{Day(date::year(first) / 1 / 1),
                      Day(date::year(first + length - 1) / 12 / 31)};
    }
    default: {
      const date::year_month_day ymd = date::year(year) /
                                       date::month(static_cast<unsigned>(time.number)) /
                                       date::day(static_cast<unsigned>(time.day));
      if (!ymd.ok()) return std::nullopt;
      return DayRange{Day(ymd), Day(ymd)};
    }
  }
}

std::optional<CalendarTime> coarsened(const CalendarTime& time, Grain grain) {
  if (grain <= time.grain) return time;
  if (grain >= Grain::kYear) {
    CalendarTime out;
    out.grain = grain;
    out.before_christ = time.before_christ;
    out.year = time.year;
    if (grain == Grain::kDecade) out.year -= out.year % 10;
    if (grain == Grain::kCentury) out.year -= out.year % 100;
    return out;
  }
  const std::optional<DayRange> days = days_of(time);
  if (!days) return std::nullopt;
  return period_of(days->first, grain);
}

std::optional<CalendarTime> shifted(const CalendarTime& time, Grain unit, int count) {
  constexpr int kMaxShift = 1'000'000;
  if (count > kMaxShift || count < -kMaxShift) return std::nullopt;
  const std::optional<DayRange> days = days_of(time);
  if (!days) return std::nullopt;
  CalendarTime base = time;
  if (unit > time.grain) {
    const std::optional<CalendarTime> coarse = coarsened(time, unit);
    if (!coarse) return std::nullopt;
    base = *coarse;
  } else if (unit < time.grain) {
    base = period_of(days->first, unit);
  }
  const auto checked = [](CalendarTime out) -> std::optional<CalendarTime> {
    if (out.year < 1 || out.year > kMaxYear) return std::nullopt;
    return out;
  };
  // `number` counts from 1 within a year of `size` units.
  const auto numbered = [&](int size) {
    CalendarTime out = base;
    int number = out.number - 1 + count % size;
    int year = astronomical(out) + count / size;
    if (number < 0) {
      number += size;
      --year;
    } else if (number >= size) {
      number -= size;
      ++year;
    }
    set_year(out, year);
    out.number = number + 1;
    return checked(out);
  };
  switch (unit) {
    case Grain::kCentury:
    case Grain::kDecade:
    case Grain::kYear: {
      const int length = unit == Grain::kCentury ? 100 : unit == Grain::kDecade ? 10 : 1;
      CalendarTime out = base;
      if (out.before_christ) {
        out.year -= count * length;
        if (out.year < 1) set_year(out, 1 - out.year);
      } else {
        set_year(out, out.year + count * length);
      }
      return checked(out);
    }
    case Grain::kHalf:
      return numbered(2);
    case Grain::kQuarter:
    case Grain::kSeason:
      return numbered(4);
    case Grain::kMonth:
      return numbered(12);
    case Grain::kWeek:
    case Grain::kWeekend: {
      const std::optional<DayRange> range = days_of(base);
      if (!range) return std::nullopt;
      return checked(week_of(range->first + date::days(count * 7), unit));
    }
    case Grain::kDay: {
      const std::optional<DayRange> range = days_of(base);
      if (!range) return std::nullopt;
      return checked(period_of(range->first + date::days(count), Grain::kDay));
    }
    default:
      return std::nullopt;
  }
}

std::string to_timex3(const CalendarTime& time, Grain unknown_from) {
  const auto hidden = [&](Grain grain) {
    return unknown_from != Grain::kNone && grain >= unknown_from;
  };
  std::string year = year_text(time, hidden(Grain::kYear));
  switch (time.grain) {
    case Grain::kNone:
      return "";
    case Grain::kCentury:
      return hidden(Grain::kCentury) ? "XX"
                                     : fmt::format(FMT_COMPILE("{}{:02}"),
                                                   time.before_christ ? "BC" : "", time.year / 100);
    case Grain::kDecade:
      return hidden(Grain::kDecade) ? "XXX"
                                    : fmt::format(FMT_COMPILE("{}{:03}"),
                                                  time.before_christ ? "BC" : "", time.year / 10);
    case Grain::kYear:
      return year;
    case Grain::kHalf:
      return year + (hidden(time.grain) ? "-HX" : fmt::format(FMT_COMPILE("-H{}"), time.number));
    case Grain::kQuarter:
      return year + (hidden(time.grain) ? "-QX" : fmt::format(FMT_COMPILE("-Q{}"), time.number));
    case Grain::kSeason:
      return fmt::format(FMT_COMPILE("{}-{}"), year,
                         season_symbol(hidden(time.grain) ? 0 : time.number));
    case Grain::kMonth:
      return year + (hidden(time.grain) ? "-XX" : fmt::format(FMT_COMPILE("-{:02}"), time.number));
    case Grain::kWeek:
    case Grain::kWeekend:
      return year +
             (hidden(Grain::kWeek) ? "-WXX" : fmt::format(FMT_COMPILE("-W{:02}"), time.number)) +
             (time.grain == Grain::kWeekend ? "-WE" : "");
    default:
      break;
  }
  std::string out =
      year + (hidden(Grain::kMonth) ? "-XX" : fmt::format(FMT_COMPILE("-{:02}"), time.number)) +
      (hidden(Grain::kDay) ? "-XX" : fmt::format(FMT_COMPILE("-{:02}"), time.day));
  if (time.grain == Grain::kPart) return fmt::format(FMT_COMPILE("{}T{}"), out, time.part);
  if (time.grain < Grain::kPart) return out + clock_text(time);
  return out;
}

std::optional<v1::TimeInterval> interval_of(const CalendarTime& time, const date::time_zone& zone) {
  const std::optional<DayRange> days = days_of(time);
  if (!days) return std::nullopt;
  v1::TimeInterval out;
  if (time.grain < Grain::kPart) {
    const auto local = date::local_seconds(date::local_days(days->first.time_since_epoch())) +
                       std::chrono::hours(time.hour) + std::chrono::minutes(time.minute) +
                       std::chrono::seconds(time.second);
    ZonedInstant at;
    if (time.zone) {
      at.offset = std::chrono::minutes(*time.zone);
      at.instant = Instant(local.time_since_epoch()) - at.offset;
    } else {
      at = to_instant(local, zone);
    }
    out = instant_interval(at.instant, at.instant, at.offset, precision_of(time.grain));
  } else {
    out = days_interval(days->first, days->last, precision_of(time.grain));
  }
  out.set_timex3_value(to_timex3(time));
  return out;
}

Day easter_sunday(int year) {
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int n = h + l - 7 * m + 114;
  return Day(date::year(year) / date::month(static_cast<unsigned>(n / 31)) /
             date::day(static_cast<unsigned>(n % 31 + 1)));
}

std::optional<Day> holiday_in(const lang::v1::Holiday& holiday, int year) {
  if (year < 1583 || year > kMaxYear) return std::nullopt;  // the Gregorian calendar
  if (holiday.month() == 0) return easter_sunday(year) + date::days(holiday.easter_offset());
  const date::year_month month =
      date::year(year) / date::month(static_cast<unsigned>(holiday.month()));
  if (!month.ok()) return std::nullopt;
  if (holiday.weekday() == 0) {
    const date::year_month_day ymd = month / date::day(static_cast<unsigned>(holiday.day()));
    if (!ymd.ok()) return std::nullopt;
    return Day(ymd);
  }
  const date::weekday weekday(static_cast<unsigned>(holiday.weekday()) % 7);
  const int nth = holiday.nth();
  if (nth == 0) return std::nullopt;
  if (holiday.day() == 0 && nth < 0) return Day(month / weekday[date::last]);
  const date::year_month_day start_ymd =
      month / date::day(holiday.day() == 0 ? 1U : static_cast<unsigned>(holiday.day()));
  if (!start_ymd.ok()) return std::nullopt;
  const Day start(start_ymd);
  if (nth > 0) return start + (weekday - date::weekday(start)) + date::days(7 * (nth - 1));
  const Day before = start - date::days(1);
  return before - (date::weekday(before) - weekday) + date::days(7 * (nth + 1));
}

Grain grain_of_unit(std::string_view symbol) {
  struct Entry {
    std::string_view symbol;
    Grain grain;
  };
  constexpr std::array<Entry, 18> kEntries = {{{"S", Grain::kSecond},
                                               {"MIN", Grain::kMinute},
                                               {"H", Grain::kHour},
                                               {"D", Grain::kDay},
                                               {"WE", Grain::kWeekend},
                                               {"W", Grain::kWeek},
                                               {"M", Grain::kMonth},
                                               {"Q", Grain::kQuarter},
                                               {"HY", Grain::kHalf},
                                               {"Y", Grain::kYear},
                                               {"DE", Grain::kDecade},
                                               {"CE", Grain::kCentury},
                                               {"MO", Grain::kPart},
                                               {"AF", Grain::kPart},
                                               {"EV", Grain::kPart},
                                               {"NI", Grain::kPart},
                                               {"SU", Grain::kSeason},
                                               {"WI", Grain::kSeason}}};
  for (const Entry& entry : kEntries)
    if (entry.symbol == symbol) return entry.grain;
  return Grain::kNone;
}

v1::Precision precision_of(Grain grain) {
  switch (grain) {
    case Grain::kNone:
      return v1::PRECISION_UNSPECIFIED;
    case Grain::kSecond:
      return v1::PRECISION_SECOND;
    case Grain::kMinute:
      return v1::PRECISION_MINUTE;
    case Grain::kHour:
      return v1::PRECISION_HOUR;
    case Grain::kPart:
      return v1::PRECISION_PART_OF_DAY;
    case Grain::kDay:
      return v1::PRECISION_DAY;
    case Grain::kWeekend:
    case Grain::kWeek:
      return v1::PRECISION_WEEK;
    case Grain::kMonth:
      return v1::PRECISION_MONTH;
    case Grain::kSeason:
      return v1::PRECISION_SEASON;
    case Grain::kQuarter:
    case Grain::kHalf:
      return v1::PRECISION_QUARTER;
    case Grain::kYear:
      return v1::PRECISION_YEAR;
    case Grain::kDecade:
      return v1::PRECISION_DECADE;
    case Grain::kCentury:
      return v1::PRECISION_CENTURY;
  }
  return v1::PRECISION_UNSPECIFIED;
}

int year_of(Day day) {
  return static_cast<int>(date::year_month_day(day).year());
}

}  // namespace annals::when
