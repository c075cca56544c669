#include "engine/timeline/sentences.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/timeline/stored.h"

namespace annals {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> sentences_of(const v1::Timeline& timeline, int day = 0) {
  std::vector<std::string> out;
  if (timeline.days_size() <= day) return out;
  for (const auto& sentence : timeline.days(day).sentences())
    out.push_back(sentence.text());
  return out;
}

v1::ArticleRecord report(const std::string& id, const std::vector<std::string>& sentences,
                         const std::string& language = "en") {
  SmallArticle out(id, "2021-03-02", "Outlet " + id, "", language);
  for (const std::string& text : sentences)
    out.say({text, {on("2021-03-01")}, {deal("2021-03-01")}});
  return out.build();
}

v1::TimelineQuery with_sentences(std::uint32_t count) {
  v1::TimelineQuery query;
  query.set_max_sentences(count);
  return query;
}

const std::string kDeal =
    "Northwork bought its smaller rival Seaglass for nine hundred million crowns.";

TEST(Sentences, WhatManyArticlesTellStandsFirst) {
  const Stored stored(
      {report("a", {"Heavy rain delayed several ferries along the northern harbour.", kDeal}),
       report("b", {"Seaglass was bought by its rival Northwork for nine hundred million."}),
       report("c", {"Rival Northwork bought Seaglass, paying nine hundred million crowns."})});
  EXPECT_THAT(sentences_of(stored.ask(with_sentences(1))), ElementsAre(kDeal));
}

TEST(Sentences, WhatWasToldIsNotToldAgain) {
  const std::string strike =
      "Workers of Seaglass walked out over pensions, closing both furnaces overnight.";
  const Stored stored({report("a", {kDeal}), report("b", {kDeal}), report("c", {kDeal, strike})});
  EXPECT_THAT(sentences_of(stored.ask(with_sentences(3))), ElementsAre(kDeal, strike));
}

TEST(Sentences, AmongEqualsTheLanguageAskedFor) {
  const std::string german =
      "Northwork übernimmt seinen kleineren Rivalen Seaglass für neunhundert Millionen Kronen.";
  const Stored stored({report("a", {kDeal}), report("b", {german}, "de")});
  auto query = with_sentences(1);
  query.set_language("de");
  EXPECT_THAT(sentences_of(stored.ask(query)), ElementsAre(german));
  query.set_language("en");
  EXPECT_THAT(sentences_of(stored.ask(query)), ElementsAre(kDeal));
}

TEST(Sentences, APageOfTheAfternoonTellsOfItsOwnDay) {
  const auto first =
      SmallArticle("a", "2021-03-01", "Kurier", "")
          .say({"Northwork bought Seaglass on Monday.", {on("2021-03-01")}, {deal("2021-03-01")}})
          .build();
  auto next = SmallArticle("b", "2021-03-02", "Herald", "")
                  .say({"Shareholders of Northwork cheered the purchase of Seaglass.", {}, {}})
                  .build();
  const auto told_on_monday = [&] {
    const auto timeline = Stored({first, next}).ask();
    return timeline.days_size() == 0 ? 0 : timeline.days(0).sentences_size();
  };
  // A paper tells what happened the day before, and so may a page of the morning.
  EXPECT_EQ(told_on_monday(), 2);
  *next.mutable_article()->mutable_published() = at("2021-03-02T08:00:00Z");
  EXPECT_EQ(told_on_monday(), 2);
  *next.mutable_article()->mutable_published() = at("2021-03-02T15:00:00Z");
  EXPECT_EQ(told_on_monday(), 1);
}

}  // namespace
}  // namespace annals
