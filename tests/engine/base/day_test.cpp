#include "engine/base/day.h"

#include <ostream>
#include <string>

#include <date/tz.h>
#include <gtest/gtest.h>

#include "engine/base/interval.h"

namespace annals {
namespace {

struct IsoCase {
  const char* name;
  const char* text;
  const char* expected;  // dump, or "" when refused
};

void PrintTo(const IsoCase& c, std::ostream* out) {
  *out << c.name;
}

class ParseIso : public testing::TestWithParam<IsoCase> {};

TEST_P(ParseIso, GivesTheInterval) {
  const date::time_zone* berlin = *find_zone("Europe/Berlin");
  const auto interval = parse_iso(GetParam().text, *berlin);
  EXPECT_EQ(interval ? dump(*interval) : "", GetParam().expected) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Table, ParseIso,
    testing::Values(
        IsoCase{"day", "2020-09-20", "2020-09-20 DAY UNSPECIFIED"},
        IsoCase{"day_compact", "20200920", "2020-09-20 DAY UNSPECIFIED"},
        IsoCase{"day_slashes", "2020/9/2", "2020-09-02 DAY UNSPECIFIED"},
        IsoCase{"month", "2020-09", "2020-09 MONTH UNSPECIFIED"},
        IsoCase{"year", "2020", "2020 YEAR UNSPECIFIED"},
        IsoCase{"minute_with_zone", "2020-09-14T13:46+02:00",
                "2020-09-14T13:46:00+02:00 MINUTE UNSPECIFIED"},
        IsoCase{"minute_local", "2020-09-14T13:46", "2020-09-14T13:46:00+02:00 MINUTE UNSPECIFIED"},
        IsoCase{"winter_local", "2020-12-14 13:46", "2020-12-14T13:46:00+01:00 MINUTE UNSPECIFIED"},
        IsoCase{"second_utc", "2020-09-14T11:46:07Z", "2020-09-14T11:46:07Z SECOND UNSPECIFIED"},
        IsoCase{"fraction", "2020-09-14T11:46:07.123Z", "2020-09-14T11:46:07Z SECOND UNSPECIFIED"},
        IsoCase{"compact_time", "20200914T114607Z", "2020-09-14T11:46:07Z SECOND UNSPECIFIED"},
        IsoCase{"offset_without_colon", "2020-09-14T13:46:00+0200",
                "2020-09-14T13:46:00+02:00 SECOND UNSPECIFIED"},
        IsoCase{"midnight_without_zone_is_a_day", "2016-09-21T00:00:00",
                "2016-09-21 DAY UNSPECIFIED"},
        IsoCase{"midnight_with_zone_is_midnight", "2016-09-21T00:00:00Z",
                "2016-09-21T00:00:00Z SECOND UNSPECIFIED"},
        IsoCase{"rfc822", "Mon, 14 Sep 2020 13:46:00 GMT",
                "2020-09-14T13:46:00Z SECOND UNSPECIFIED"},
        IsoCase{"rfc822_one_digit", "4 Sep 2020 13:46 +0200",
                "2020-09-04T13:46:00+02:00 MINUTE UNSPECIFIED"},
        IsoCase{"surrounding_blanks", "  2020-09-20\n", "2020-09-20 DAY UNSPECIFIED"},
        IsoCase{"no_such_day", "2020-02-30", ""}, IsoCase{"no_such_month", "2020-13-01", ""},
        IsoCase{"no_such_hour", "2020-09-14T25:00", ""}, IsoCase{"year_zero", "0000", ""},
        IsoCase{"number", "202009", ""}, IsoCase{"words", "yesterday", ""},
        IsoCase{"empty", "", ""}, IsoCase{"trailing", "2020-09-20 or so", ""},
        IsoCase{"offset_absurd", "2020-09-14T13:46+99:00", ""}),
    [](const auto& test) { return test.param.name; });

TEST(Day, RoundTripsThroughText) {
  for (int number = -800000; number < 800000; number += 997) {
    const Day day = day_from_number(number);
    const std::string text = to_string(day);
    if (text.front() == 'Y') continue;
    const auto parsed = parse_day(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(*parsed, day) << text;
  }
}

TEST(Day, LocalDayDependsOnTheZone) {
  const auto berlin = find_zone("Europe/Berlin");
  ASSERT_TRUE(berlin);
  const Instant late = Instant(*parse_day("2020-09-14")) + std::chrono::hours(23);
  EXPECT_EQ(to_string(local_day(late, **berlin)), "2020-09-15");
  EXPECT_EQ(to_string(local_day(late, std::chrono::minutes(0))), "2020-09-14");
}

TEST(Zone, UnknownNameSaysWhatIsExpected) {
  const auto zone = find_zone("Mars/Olympus");
  ASSERT_FALSE(zone);
  EXPECT_EQ(zone.error().message,
            "unknown time zone \"Mars/Olympus\": expected an IANA name such as Europe/Berlin");
}

}  // namespace
}  // namespace annals
