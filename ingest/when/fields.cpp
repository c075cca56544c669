#include "ingest/when/fields.h"

#include <array>
#include <optional>
#include <string_view>

#include <date/date.h>

namespace annals::when {
namespace {

// A weekday six days ahead was yesterday. It is named without more to say yesterday, but where a
// finite auxiliary tells the future.
constexpr int kYesterday = 6;
constexpr int kFinite = 3;

}  // namespace
namespace {

int season_number(std::string_view symbol) {
  constexpr std::array<std::string_view, 4> kSymbols = {"SP", "SU", "FA", "WI"};
  for (std::size_t i = 0; i < kSymbols.size(); ++i)
    if (kSymbols.at(i) == symbol) return static_cast<int>(i) + 1;
  return 0;
}

std::optional<Day> holiday_day(const std::vector<lang::v1::Holiday>& holidays,
                               std::string_view name, int year) {
  for (const lang::v1::Holiday& holiday : holidays)
    if (holiday.name() == name) return holiday_in(holiday, year);
  return std::nullopt;
}

}  // namespace

bool fill_in_year(const Mention& m, const std::vector<lang::v1::Holiday>& holidays,
                  CalendarTime& time) {
  if (m.has(Field::kMonth)) {
    time.number = m.number(Field::kMonth);
    time.grain = Grain::kMonth;
    if (m.has(Field::kDay)) {
      time.day = m.number(Field::kDay);
      time.grain = Grain::kDay;
    }
    return true;
  }
  if (m.has(Field::kSeason)) {
    time.number = season_number(m.symbol(Field::kSeason));
    time.grain = Grain::kSeason;
    return true;
  }
  if (m.has(Field::kQuarter)) {
    time.number = m.number(Field::kQuarter);
    time.grain = Grain::kQuarter;
    return true;
  }
  if (m.has(Field::kHalf)) {
    time.number = m.number(Field::kHalf);
    time.grain = Grain::kHalf;
    return true;
  }
  if (m.has(Field::kHoliday)) {
    const int year = time.before_christ ? 0 : time.year;
    const auto day = holiday_day(holidays, m.symbol(Field::kHoliday), year);
    if (!day) return false;
    time = period_of(*day, Grain::kDay);
    return true;
  }
  return false;
}

bool add_clock(const Mention& m, CalendarTime& time) {
  if (m.has(Field::kHour)) {
    int hour = m.number(Field::kHour);
    const int minute = m.has(Field::kMinute) ? m.number(Field::kMinute) : 0;
    if (m.symbol(Field::kHalfDay) == "PM" && hour < 12) hour += 12;
    if (m.symbol(Field::kHalfDay) == "AM" && hour == 12) hour = 0;
    int minutes = hour * 60 + minute;
    if (m.has(Field::kPlusMinutes)) minutes += m.number(Field::kPlusMinutes);
    if (minutes < 0) minutes += 12 * 60;
    if (minutes > 24 * 60 || minute > 59 || minute < 0) return false;
    time.hour = minutes / 60;
    time.minute = minutes % 60;
    time.second = m.has(Field::kSecond) ? m.number(Field::kSecond) : 0;
    if (time.second > 59) return false;
    time.grain = m.has(Field::kSecond) ? Grain::kSecond : Grain::kMinute;
    if (m.has(Field::kZone)) time.zone = m.number(Field::kZone);
  } else if (m.has(Field::kPart)) {
    time.grain = Grain::kPart;
    time.part = m.symbol(Field::kPart);
  }
  return true;
}

CalendarTime weekday_near(const Mention& m, Day base, bool in_story) {
  const int wanted = m.number(Field::kWeekday) % 7;
  const int today = static_cast<int>(date::weekday(base).c_encoding());
  const int ahead = (wanted - today + 7) % 7;
  int offset = 0;
  if (m.has(Field::kDirection)) {
    const int direction = m.number(Field::kDirection);
    if (direction < 0) offset = ahead - 7;
    if (direction > 0) offset = ahead == 0 ? 7 : ahead;
    if (direction == 0) offset = m.tense == Tense::kPast ? (ahead == 0 ? 0 : ahead - 7) : ahead;
  } else if (in_story || ((m.tense == Tense::kFuture || m.tense == Tense::kPresent) &&
                          (ahead < kYesterday || m.tense_strength >= kFinite))) {
    offset = ahead;
  } else {
    offset = ahead == 0 ? 0 : ahead - 7;
  }
  return period_of(base + date::days(offset), Grain::kDay);
}

}  // namespace annals::when
