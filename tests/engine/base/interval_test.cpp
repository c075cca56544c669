#include "engine/base/interval.h"

#include <gtest/gtest.h>

namespace annals {
namespace {

using date::August;
using date::September;

const Day kFirst{date::year(2020) / September / 14};
const Day kLast{date::year(2020) / September / 20};

TEST(Interval, EdtfOfEachPrecision) {
  EXPECT_EQ(day_interval(kLast).edtf(), "2020-09-20");
  EXPECT_EQ(month_interval(date::year(2020) / September).edtf(), "2020-09");
  EXPECT_EQ(year_interval(date::year(2020)).edtf(), "2020");
  EXPECT_EQ(days_interval(kFirst, kLast, v1::PRECISION_WEEK).edtf(), "2020-09-14/2020-09-20");
  EXPECT_EQ(days_interval(Day(date::year(2020) / 1 / 1), Day(date::year(2029) / 12 / 31),
                          v1::PRECISION_DECADE)
                .edtf(),
            "202X");
}

TEST(Interval, BoundsAreOpenOnOneSide) {
  const v1::TimeInterval bound = no_later_than(day_interval(kFirst));
  EXPECT_EQ(dump(bound), "../2020-09-14 DAY BOUND_ONLY");
  EXPECT_TRUE(is_bound(bound));
  EXPECT_EQ(day_count(bound), 0);
  EXPECT_EQ(dump(no_earlier_than(day_interval(kFirst))), "2020-09-14/.. DAY BOUND_ONLY");
}

TEST(Interval, OverlapTreatsOpenEndsAsUnbounded) {
  const v1::TimeInterval before = no_later_than(day_interval(kFirst));
  EXPECT_TRUE(overlap(before, day_interval(kFirst)));
  EXPECT_FALSE(overlap(before, day_interval(kLast)));
  EXPECT_TRUE(overlap(no_earlier_than(day_interval(kFirst)), day_interval(kLast)));
  EXPECT_FALSE(overlap(month_interval(date::year(2020) / August), day_interval(kFirst)));
}

TEST(Interval, EndsAsInstants) {
  const v1::TimeInterval day = day_interval(kFirst);
  EXPECT_EQ(to_string(*earliest_instant(day)), "2020-09-14T00:00:00Z");
  EXPECT_EQ(to_string(*latest_instant(day)), "2020-09-14T23:59:59Z");
  EXPECT_FALSE(earliest_instant(no_later_than(day)));
}

TEST(Interval, OrderPutsOpenBeginningsFirst) {
  const v1::TimeInterval bound = no_later_than(day_interval(kFirst));
  EXPECT_TRUE(earlier(bound, day_interval(kFirst)));
  EXPECT_TRUE(earlier(day_interval(kFirst), day_interval(kLast)));
  EXPECT_FALSE(earlier(day_interval(kLast), day_interval(kFirst)));
}

}  // namespace
}  // namespace annals
