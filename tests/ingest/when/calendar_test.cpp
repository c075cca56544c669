#include "ingest/when/calendar.h"

#include <ostream>
#include <string>

#include <date/tz.h>
#include <gtest/gtest.h>

#include "engine/base/interval.h"

namespace annals::when {
namespace {

const Day kDay{date::year(2020) / 9 / 16};

struct ShiftCase {
  const char* name;
  const char* from;
  Grain grain;
  Grain unit;
  int count;
  const char* expected;
};

void PrintTo(const ShiftCase& c, std::ostream* out) {
  *out << c.name;
}

class Shift : public testing::TestWithParam<ShiftCase> {};

TEST_P(Shift, MovesByUnits) {
  const ShiftCase& c = GetParam();
  const auto out = shifted(period_of(parse_day(c.from).value_or(Day{}), c.grain), c.unit, c.count);
  EXPECT_EQ(out ? to_timex3(*out) : "none", c.expected);
}

INSTANTIATE_TEST_SUITE_P(
    Calendar, Shift,
    testing::Values(
        ShiftCase{"day", "2020-02-28", Grain::kDay, Grain::kDay, 2, "2020-03-01"},
        ShiftCase{"week", "2020-09-16", Grain::kDay, Grain::kWeek, -1, "2020-W37"},
        ShiftCase{"week_year", "2021-01-02", Grain::kDay, Grain::kWeek, 0, "2020-W53"},
        ShiftCase{"weekend", "2020-09-16", Grain::kDay, Grain::kWeekend, 0, "2020-W38-WE"},
        ShiftCase{"month_back", "2020-01-31", Grain::kDay, Grain::kMonth, -1, "2019-12"},
        ShiftCase{"quarter", "2020-11-01", Grain::kDay, Grain::kQuarter, 1, "2021-Q1"},
        ShiftCase{"winter", "2020-01-15", Grain::kDay, Grain::kSeason, 0, "2019-WI"},
        ShiftCase{"half", "2020-09-16", Grain::kDay, Grain::kHalf, 0, "2020-H2"},
        ShiftCase{"year", "2020-09-16", Grain::kDay, Grain::kYear, -2, "2018"},
        ShiftCase{"decade", "2020-09-16", Grain::kDay, Grain::kDecade, -3, "199"},
        ShiftCase{"century", "2020-09-16", Grain::kDay, Grain::kCentury, -1, "19"},
        ShiftCase{"before_christ", "0001-05-05", Grain::kDay, Grain::kYear, -1, "BC0001"},
        ShiftCase{"too_far", "2020-09-16", Grain::kDay, Grain::kYear, 9000, "none"}),
    [](const auto& test) { return test.param.name; });

TEST(Calendar, PeriodsHoldTheirDay) {
  for (int i = 0; i < 3000; i += 7) {
    const Day day = kDay - date::days(1500) + date::days(i);
    for (const Grain grain :
         {Grain::kDay, Grain::kWeek, Grain::kMonth, Grain::kSeason, Grain::kQuarter, Grain::kHalf,
          Grain::kYear, Grain::kDecade, Grain::kCentury}) {
      const auto days = days_of(period_of(day, grain));
      ASSERT_TRUE(days);
      EXPECT_LE(days->first, day) << to_timex3(period_of(day, grain));
      EXPECT_GE(days->last, day) << to_timex3(period_of(day, grain));
      // One step on begins where this one ends, one step back undoes it.
      const auto next = shifted(period_of(day, grain), grain, 1);
      ASSERT_TRUE(next);
      EXPECT_EQ(days_of(*next)->first, days->last + date::days(1));
      EXPECT_EQ(shifted(*next, grain, -1), period_of(day, grain));
    }
  }
}

TEST(Calendar, ImpossibleDatesHaveNoDays) {
  CalendarTime time = period_of(kDay, Grain::kDay);
  time.number = 2;
  time.day = 30;
  EXPECT_FALSE(days_of(time));
  EXPECT_FALSE(interval_of(time, **find_zone("UTC")));
}

TEST(Calendar, HidesWhatIsNotKnown) {
  EXPECT_EQ(to_timex3(period_of(kDay, Grain::kDay), Grain::kYear), "XXXX-09-16");
  EXPECT_EQ(to_timex3(period_of(kDay, Grain::kDay), Grain::kDay), "XXXX-XX-XX");
  EXPECT_EQ(to_timex3(period_of(kDay, Grain::kWeek), Grain::kWeek), "XXXX-WXX");
  EXPECT_EQ(to_timex3(period_of(kDay, Grain::kSeason), Grain::kYear), "XXXX-FA");
}

TEST(Calendar, ClockTimesAreInstants) {
  CalendarTime time = period_of(kDay, Grain::kDay);
  time.grain = Grain::kMinute;
  time.hour = 13;
  time.minute = 46;
  const date::time_zone& berlin = **find_zone("Europe/Berlin");
  EXPECT_EQ(interval_of(time, berlin).value_or(v1::TimeInterval()).edtf(),
            "2020-09-16T13:46:00+02:00");
  time.zone = 60;
  EXPECT_EQ(interval_of(time, berlin).value_or(v1::TimeInterval()).edtf(),
            "2020-09-16T13:46:00+01:00");
  EXPECT_EQ(to_timex3(time), "2020-09-16T13:46+01");
}

TEST(Calendar, Holidays) {
  EXPECT_EQ(to_string(easter_sunday(2020)), "2020-04-12");
  EXPECT_EQ(to_string(easter_sunday(2024)), "2024-03-31");
  lang::v1::Holiday thanksgiving;
  thanksgiving.set_month(11);
  thanksgiving.set_weekday(4);
  thanksgiving.set_nth(4);
  EXPECT_EQ(to_string(holiday_in(thanksgiving, 1999).value_or(Day{})), "1999-11-25");
  lang::v1::Holiday memorial;
  memorial.set_month(5);
  memorial.set_weekday(1);
  memorial.set_nth(-1);
  EXPECT_EQ(to_string(holiday_in(memorial, 2020).value_or(Day{})), "2020-05-25");
  lang::v1::Holiday advent;  // the first Sunday from 27 November on
  advent.set_month(11);
  advent.set_day(27);
  advent.set_weekday(7);
  advent.set_nth(1);
  EXPECT_EQ(to_string(holiday_in(advent, 2020).value_or(Day{})), "2020-11-29");
  lang::v1::Holiday repentance;  // the Wednesday before 23 November
  repentance.set_month(11);
  repentance.set_day(23);
  repentance.set_weekday(3);
  repentance.set_nth(-1);
  EXPECT_EQ(to_string(holiday_in(repentance, 2020).value_or(Day{})), "2020-11-18");
  EXPECT_FALSE(holiday_in(advent, 1200));
}

}  // namespace
}  // namespace annals::when
