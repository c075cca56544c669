#include "engine/timeline/merge.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/timeline/stored.h"

namespace annals {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Merging, ReportsOfOutletsAndLanguagesBecomeOneEntry) {
  const Stored stored({SmallArticle("a", "2021-03-02", "Kurier", "Nordwerk kauft Seeglas", "de")
                           .say({"Northwork kauft Seaglass am Montag.", {}, {deal("2021-03-01")}})
                           .build(),
                       SmallArticle("b", "2021-03-03", "Herald", "Northwork buys Seaglass")
                           .say({"Northwork bought Seaglass on 1 March.", {}, {deal("2021-03-01")}})
                           .build()});
  const auto timeline = stored.ask();
  EXPECT_THAT(lines_of(timeline), ElementsAre("2021-03-01 reported acquisition x2"));
  const v1::Entry& entry = timeline.days(0).entries(0);
  ASSERT_EQ(entry.reports_size(), 2);
  EXPECT_EQ(entry.reports(0).outlet(), "Kurier");  // earliest first
  EXPECT_EQ(entry.reports(1).evidence().text(), "Northwork bought Seaglass on 1 March.");
  EXPECT_GT(entry.confidence(), 0.7);  // two sources say more than one
  EXPECT_THAT(entry.reasons(0), HasSubstr("2 reports from 2 independent sources"));
}

TEST(Merging, OtherActorsOrDaysStayApart) {
  const Stored stored(
      {SmallArticle("a", "2021-03-02", "Kurier", "")
           .say({"Northwork bought Seaglass on Monday.", {}, {deal("2021-03-01")}})
           .build(),
       SmallArticle("b", "2021-03-02", "Herald", "")
           .say({"Orrin bought Seaglass on Monday.", {}, {deal("2021-03-01", "Orrin")}})
           .build(),
       SmallArticle("c", "2021-03-09", "Post", "")
           .say({"Northwork bought Seaglass on Sunday.", {}, {deal("2021-03-07")}})
           .build()});
  EXPECT_THAT(lines_of(stored.ask()), SizeIs(3));
}

TEST(Merging, ABoundedEventJoinsTheSameEventDatedElsewhere) {
  SmallEvent bounded = deal("2021-03-01");
  bounded.when = until("2021-03-03");
  const Stored stored({SmallArticle("a", "2021-03-03", "Kurier", "")
                           .say({"Northwork has bought Seaglass.", {}, {bounded}})
                           .build(),
                       SmallArticle("b", "2021-03-02", "Herald", "")
                           .say({"Northwork bought Seaglass on Monday.", {}, {deal("2021-03-01")}})
                           .build()});
  const auto timeline = stored.ask();
  EXPECT_THAT(lines_of(timeline), ElementsAre("2021-03-01 reported acquisition x2"));
  EXPECT_THAT(timeline.bounded(), IsEmpty());
}

TEST(Merging, ABoundThatItsSentenceNamesIsReadOnThatDay) {
  SmallEvent bounded = deal("2021-03-01");
  bounded.when = until("2021-03-02");
  const Stored stored({SmallArticle("a", "2021-03-02", "Kurier", "")
                           .say({"Northwork bought Seaglass, both announced on 2 March.",
                                 {on("2021-03-02")},
                                 {bounded}})
                           .build()});
  const auto timeline = stored.ask();
  EXPECT_THAT(lines_of(timeline), ElementsAre("2021-03-02 reported acquisition x1"));
  EXPECT_EQ(timeline.days(0).entries(0).interval().edtf(), "../2021-03-02");
}

TEST(Merging, ABoundThatAnArticleBeginsWithIsReadOnThatDay) {
  SmallEvent bounded = deal("2021-03-01");
  bounded.when = until("2021-03-02");
  const auto ask = [&](int before) {
    SmallArticle article("a", "2021-03-02", "Kurier", "");
    for (int i = 0; i < before; ++i)
      article.say({"Seaglass makes glass.", {}, {}});
    article.say({"Northwork has bought Seaglass.", {}, {bounded}});
    return lines_of(Stored({article.build()}).ask());
  };
  EXPECT_THAT(ask(0), ElementsAre("2021-03-02 reported acquisition x1"));
  // Further down an article tells what came before.
  EXPECT_THAT(ask(5), ElementsAre("../2021-03-02 reported acquisition x1"));
}

TEST(Merging, OfAMonthAndABoundTheDayOfTheFirstNewsIsRead) {
  SmallEvent of_march = deal("2021-03-01");
  of_march.when = month_interval(date::year(2021) / 3);
  SmallEvent bounded = deal("2021-03-01");
  bounded.when = until("2021-03-02");
  const Stored stored({SmallArticle("a", "2021-03-02", "Kurier", "")
                           .say({"Northwork has bought Seaglass.", {}, {bounded}})
                           .build(),
                       SmallArticle("b", "2021-06-02", "Herald", "")
                           .say({"Northwork bought Seaglass in March.", {}, {of_march}})
                           .build()});
  const auto timeline = stored.ask();
  EXPECT_THAT(timeline.bounded(), IsEmpty());
  EXPECT_EQ(timeline.days(0).day(), "2021-03-02");
  EXPECT_EQ(timeline.days(0).entries(0).reports_size(), 2);
}

TEST(Merging, ADayAfterTheBoundIsAnotherEvent) {
  SmallEvent bounded = deal("2021-03-01");
  bounded.when = until("2021-02-20");
  const Stored stored({SmallArticle("a", "2021-02-20", "Kurier", "")
                           .say({"Northwork has bought Seaglass.", {}, {bounded}})
                           .build(),
                       SmallArticle("b", "2021-03-02", "Herald", "")
                           .say({"Northwork bought Seaglass on Monday.", {}, {deal("2021-03-01")}})
                           .build()});
  EXPECT_THAT(lines_of(stored.ask()), ElementsAre("2021-02-20 reported acquisition x1",
                                                  "2021-03-01 reported acquisition x1"));
}

TEST(Merging, APlanMadeAgainIsAnotherPlan) {
  SmallEvent planned = deal("2021-03-01");
  planned.when.reset();
  planned.modality = v1::MODALITY_PLANNED;
  planned.status = v1::STATUS_PLANNED;
  const auto ask = [&](std::string_view again) {
    return lines_of(Stored({SmallArticle("a", "2021-03-01", "Kurier", "")
                                .say({"Northwork wants to buy Seaglass.", {}, {planned}})
                                .build(),
                            SmallArticle("b", again, "Herald", "")
                                .say({"The takeover is Northwork's aim again.", {}, {planned}})
                                .build()})
                        .ask());
  };
  EXPECT_THAT(ask("2021-03-20"), SizeIs(1));
  EXPECT_THAT(ask("2021-10-20"), SizeIs(2));
}

TEST(Merging, AReportThatNamesBothJoinsItsHalves) {
  const auto rejected = [](std::vector<std::pair<v1::Role, std::string>> who) {
    return SmallEvent{
        .event_class = "offer_rejected", .who = std::move(who), .when = on("2021-03-01")};
  };
  const auto one = SmallArticle("a", "2021-03-02", "Kurier", "")
                       .say({"Macrosoft was turned down on Monday.",
                             {},
                             {rejected({{v1::ROLE_RECIPIENT, "Macrosoft"}})}})
                       .build();
  const auto other = SmallArticle("b", "2021-03-02", "Herald", "")
                         .say({"Clipto said no to a bidder on Monday.",
                               {},
                               {rejected({{v1::ROLE_AGENT, "Clipto"}})}})
                         .build();
  const auto both = [&](const char* id, const char* outlet) {
    return SmallArticle(id, "2021-03-02", outlet, "")
        .say({"Clipto rejected Macrosoft's offer on Monday.",
              {},
              {rejected({{v1::ROLE_AGENT, "Clipto"}, {v1::ROLE_RECIPIENT, "Macrosoft"}})}})
        .build();
  };
  const auto another = SmallArticle("d", "2021-03-02", "Star", "")
                           .say({"Orrin turned an offer down on Monday.",
                                 {},
                                 {rejected({{v1::ROLE_AGENT, "Orrin"}})}})
                           .build();
  EXPECT_THAT(lines_of(Stored({one, other}).ask()),
              ElementsAre("2021-03-01 reported offer_rejected x1",
                          "2021-03-01 reported offer_rejected x1"));
  EXPECT_THAT(lines_of(Stored({one, other, both("c", "Post")}).ask()),
              ElementsAre("2021-03-01 reported offer_rejected x3"));
  // A finder took what the offer was for as the one who made it.
  const auto misread = [&](const char* id, const char* bidder) {
    return SmallArticle(id, "2021-03-02", "Echo", "")
        .say({"Clipto rejected an offer for Driftwood on Monday.",
              {},
              {rejected({{v1::ROLE_AGENT, "Clipto"},
                         {v1::ROLE_RECIPIENT, "Driftwood"},
                         {v1::ROLE_THEME, bidder}})}})
        .build();
  };
  const auto with = [&](const char* bidder) {
    return lines_of(Stored({both("c", "Post"), both("d", "Star"), misread("e", bidder)}).ask());
  };
  EXPECT_THAT(with("Macrosoft"), ElementsAre("2021-03-01 reported offer_rejected x3"));
  EXPECT_THAT(with("Orrin"), SizeIs(2));
  EXPECT_THAT(lines_of(Stored({one, both("c", "Post"), another}).ask()),
              ElementsAre("2021-03-01 reported offer_rejected x2",
                          "2021-03-01 reported offer_rejected x1"));
}

TEST(Merging, ReprintsAndTheSameOutletCountOnce) {
  const auto copy = [](const std::string& id, const std::string& outlet, std::uint32_t sketch) {
    return SmallArticle(id, "2021-03-02", outlet, "")
        .say({"Northwork bought Seaglass on Monday.", {}, {deal("2021-03-01")}})
        .sketch(sketch)
        .build();
  };
  const Stored stored(
      {copy("a", "Kurier", 1), copy("b", "Herald", 1), copy("c", "Post", 2), copy("d", "Post", 3)});
  const auto timeline = stored.ask();
  EXPECT_THAT(lines_of(timeline), ElementsAre("2021-03-01 reported acquisition x2"));
  std::vector<std::uint32_t> groups;
  for (const auto& report : timeline.days(0).entries(0).reports()) {
    groups.push_back(report.source_group());
  }
  EXPECT_THAT(groups, ElementsAre(1U, 1U, 2U, 2U));
}

TEST(Merging, ConfirmedOutranksReported) {
  SmallEvent confirmed = deal("2021-03-01");
  confirmed.status = v1::STATUS_CONFIRMED;
  const Stored stored({SmallArticle("a", "2021-03-02", "Kurier", "")
                           .say({"Northwork bought Seaglass on Monday.", {}, {deal("2021-03-01")}})
                           .build(),
                       SmallArticle("b", "2021-03-02", "Herald", "")
                           .say({"Northwork confirms it bought Seaglass.", {}, {confirmed}})
                           .build()});
  EXPECT_THAT(lines_of(stored.ask()), ElementsAre("2021-03-01 confirmed acquisition x2"));
}

}  // namespace
}  // namespace annals
