#include "engine/timeline/days.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/timeline/stored.h"

namespace annals {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;

v1::TimelineQuery one_day() {
  v1::TimelineQuery query;
  query.set_max_days(1);
  return query;
}

TEST(Days, OfTwoNamedAlikeTheOneThatCanBeTold) {
  const std::string told =
      "Northwork bought its smaller rival Seaglass for nine hundred million crowns.";
  const auto article = [&](const std::string& id, const std::string& published) {
    return SmallArticle(id, published, "Outlet " + id, "")
        .say({"As before.", {on("2021-03-01")}, {}})
        .say({told, {on("2021-03-04")}, {}})
        .build();
  };
  const Stored stored({article("a", "2021-03-10"), article("b", "2021-03-11")});
  const auto timeline = stored.ask(one_day());
  ASSERT_EQ(timeline.days_size(), 1);
  EXPECT_EQ(timeline.days(0).day(), "2021-03-04");
}

TEST(Days, OfTwoWithoutASentenceTheStronger) {
  const Corpus corpus = make_corpus({}, {});
  SentencePicker picker(corpus, {}, {});
  const auto days =
      pick_days({{.day = 9, .score = 2}, {.day = 3, .score = 1}}, 1, picker, DayOptions());
  EXPECT_THAT(days, ElementsAre(Field(&DayScore::day, 9)));
}

// The day that a single article says something is due on is kept, however little is said of it.
TEST(Days, WhereNoneMustMakeRoomWhatCanBeToldCountsNothing) {
  const Corpus corpus = make_corpus({}, {});
  SentencePicker picker(corpus, {}, {});
  const auto days =
      pick_days({{.day = 9, .score = 2}, {.day = 3, .score = 1}}, 0, picker, DayOptions());
  EXPECT_THAT(days, ElementsAre(Field(&DayScore::score, 1), Field(&DayScore::score, 2)));
}

}  // namespace
}  // namespace annals
