#include "ingest/when/length.h"

#include <array>
#include <cmath>
#include <string_view>

#include <fmt/compile.h>

#include "engine/base/interval.h"
#include "ingest/when/calendar.h"

namespace annals::when {
namespace {

struct UnitText {
  std::string_view letters;
  bool time = false;  // stands behind a T
};

UnitText unit_text(std::string_view symbol) {
  if (symbol == "S" || symbol == "H") return {symbol, true};
  if (symbol == "MIN") return {"M", true};
  if (symbol == "MO" || symbol == "AF" || symbol == "EV" || symbol == "NI") return {symbol, true};
  return {symbol, false};
}

// The unit that a fraction of another is written in, and how many make it.
struct Smaller {
  std::string_view symbol;
  int count = 0;
};

Smaller smaller_unit(std::string_view symbol) {
  if (symbol == "Y") return {"M", 12};
  if (symbol == "D") return {"H", 24};
  if (symbol == "H") return {"MIN", 60};
  if (symbol == "MIN") return {"S", 60};
  return {};
}

std::string number_text(double value) {
  if (value == std::floor(value) && std::abs(value) < 1e15)
    return fmt::format(FMT_COMPILE("{}"), static_cast<long long>(value));
  return fmt::format(FMT_COMPILE("{:g}"), value);
}

struct Amount {
  bool known = false;
  double value = 0;
};

Amount amount_of(const Mention& m) {
  Amount out;
  if (m.has(Field::kCount)) out = {true, m.value(Field::kCount)};
  if (m.has(Field::kPlus)) out = {true, out.value + m.value(Field::kPlus)};
  if (out.known && m.value(Field::kUnit) != 0) out.value *= m.value(Field::kUnit);
  // A count that the pack calls unknown ("einige") has the symbol X.
  if (m.symbol(Field::kCount) == "X") out.known = false;
  return out;
}

}  // namespace

std::string length_value(const Mention& m, bool splits_fractions) {
  const std::string_view symbol = m.symbol(Field::kUnit);
  const UnitText unit = unit_text(symbol);
  const Amount amount = amount_of(m);
  if (!amount.known) return fmt::format(FMT_COMPILE("P{}X{}"), unit.time ? "T" : "", unit.letters);
  std::string out = unit.time ? "PT" : "P";
  const Smaller smaller = smaller_unit(symbol);
  const double whole = std::floor(amount.value);
  const double rest = (amount.value - whole) * smaller.count;
  if (splits_fractions && smaller.count != 0 && amount.value != whole && rest == std::floor(rest)) {
    if (whole > 0) out += number_text(whole) + std::string(unit.letters);
    const UnitText small = unit_text(smaller.symbol);
    if (small.time && !unit.time) out += "T";
    return out + number_text(rest) + std::string(small.letters);
  }
  out += number_text(amount.value) + std::string(unit.letters);
  if (m.has(Field::kCount2) && m.has(Field::kUnit2)) {
    const UnitText second = unit_text(m.symbol(Field::kUnit2));
    if (second.time && !unit.time) out += "T";
    out += number_text(m.value(Field::kCount2)) + std::string(second.letters);
  }
  return out;
}

std::string recurrence_value(const Mention& m) {
  std::string out;
  if (m.has(Field::kWeekday)) {
    out = fmt::format(FMT_COMPILE("XXXX-WXX-{}"), m.number(Field::kWeekday));
  } else if (m.has(Field::kMonth)) {
    out = fmt::format(FMT_COMPILE("XXXX-{:02}"), m.number(Field::kMonth));
    if (m.has(Field::kDay)) out += fmt::format(FMT_COMPILE("-{:02}"), m.number(Field::kDay));
  } else if (m.has(Field::kSeason)) {
    out = fmt::format(FMT_COMPILE("XXXX-{}"), m.symbol(Field::kSeason));
  } else if (m.has(Field::kQuarter)) {
    out = fmt::format(FMT_COMPILE("XXXX-Q{}"), m.number(Field::kQuarter));
  } else if (m.has(Field::kUnit)) {
    const UnitText unit = unit_text(m.symbol(Field::kUnit));
    double count = m.has(Field::kCount) ? m.value(Field::kCount) : 1;
    if (m.value(Field::kUnit) != 0) count *= m.value(Field::kUnit);
    return fmt::format(FMT_COMPILE("P{}{}{}"), unit.time ? "T" : "", number_text(count),
                       unit.letters);
  } else if (m.has(Field::kPart)) {
    out = "XXXX-XX-XX";
  }
  if (m.has(Field::kPart)) out += fmt::format(FMT_COMPILE("T{}"), m.symbol(Field::kPart));
  return out;
}

std::optional<v1::TimeInterval> length_interval(const Mention& m, lang::v1::LengthAnchor anchor,
                                                Day from) {
  const Amount amount = amount_of(m);
  if (!amount.known || m.has(Field::kCount2)) return std::nullopt;
  Grain unit = grain_of_unit(m.symbol(Field::kUnit));
  double count = amount.value;
  if (unit == Grain::kDecade || unit == Grain::kCentury) {
    count *= unit == Grain::kDecade ? 10 : 100;
    unit = Grain::kYear;
  }
  if (unit == Grain::kYear && count != std::floor(count)) {
    count *= 12;
    unit = Grain::kMonth;
  }
  if (unit < Grain::kDay || unit == Grain::kWeekend || unit == Grain::kSeason ||
      unit == Grain::kHalf || count != std::floor(count) || count > 100000 || count < 0)
    return std::nullopt;
  const bool back =
      anchor == lang::v1::LENGTH_ANCHOR_AGO || anchor == lang::v1::LENGTH_ANCHOR_UNTIL;
  const int steps = back ? -static_cast<int>(count) : static_cast<int>(count);
  const CalendarTime day = period_of(from, Grain::kDay);
  const std::optional<CalendarTime> point = shifted(day, unit, steps);
  if (!point) return std::nullopt;
  const std::optional<DayRange> days = days_of(*point);
  if (!days) return std::nullopt;
  if (anchor == lang::v1::LENGTH_ANCHOR_AGO || anchor == lang::v1::LENGTH_ANCHOR_AHEAD)
    return days_interval(days->first, days->last, precision_of(unit));
  // The far end of a stretch: the same day of the month or year, or its last.
  Day far = from;
  if (unit == Grain::kDay || unit == Grain::kWeek) {
    far = from + date::days(unit == Grain::kWeek ? steps * 7 : steps);
  } else {
    const date::year_month_day ymd(from);
    const int months = unit == Grain::kYear      ? steps * 12
                       : unit == Grain::kQuarter ? steps * 3
                                                 : steps;
    const date::year_month month = date::year_month(ymd.year(), ymd.month()) + date::months(months);
    const date::year_month_day same = month / ymd.day();
    far = same.ok() ? Day(same) : Day(month / date::last);
  }
  return back ? days_interval(far, from, v1::PRECISION_RANGE)
              : days_interval(from, far, v1::PRECISION_RANGE);
}

}  // namespace annals::when
