#include "engine/timeline/timeline.h"

#include <algorithm>
#include <random>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/ids.h"
#include "tests/engine/timeline/stored.h"

namespace annals {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

v1::TimelineQuery as_of(std::string_view instant) {
  v1::TimelineQuery query;
  const v1::TimeInterval when = at(instant);
  query.set_as_of_second(when.has_latest_second()
                             ? when.latest_second()
                             : latest_instant(when)->time_since_epoch().count());
  return query;
}

// --- what an entry shows -----------------------------------------------------------------------

TEST(Entries, AStatementOfWhatABetterEntryTellsIsNotShown) {
  SmallEvent said = deal("2021-03-01");
  said.event_class = "statement";
  said.status = v1::STATUS_SAID;
  const Stored stored(
      {SmallArticle("a", "2021-03-02", "Kurier", "")
           .say({"Northwork bought Seaglass, it said on Monday.", {}, {deal("2021-03-01"), said}})
           .build()});
  EXPECT_THAT(lines_of(stored.ask()), ElementsAre("2021-03-01 reported acquisition x1"));
  const Stored apart({SmallArticle("a", "2021-03-02", "Kurier", "")
                          .say({"Northwork bought Seaglass on Monday.", {}, {deal("2021-03-01")}})
                          .say({"Northwork spoke of Seaglass on Monday.", {}, {said}})
                          .build()});
  EXPECT_THAT(lines_of(apart.ask()), SizeIs(2));
}

TEST(Entries, OneSentenceOfTwoClassesHeadsOneEntry) {
  SmallEvent crash = deal("2021-03-01");
  crash.event_class = "accident";
  SmallEvent deaths = deal("2021-03-01");
  deaths.event_class = "death";
  const auto shown = [&] {
    return lines_of(
        Stored(
            {SmallArticle("a", "2021-03-02", "Kurier", "")
                 .say({"Northwork's plane crashed, killing nine of Seaglass.", {}, {crash, deaths}})
                 .build()})
            .ask());
  };
  EXPECT_THAT(shown(), SizeIs(1));
  // What did not happen is not told by what did.
  deaths.polarity = v1::POLARITY_NEGATIVE;
  EXPECT_THAT(shown(), SizeIs(2));
}

TEST(Entries, AHeadlineIsASentenceThatNeedsNoCutting) {
  const std::string tail =
      ", the owner of mills, mines, a shipping line and eleven newspapers in the north of the "
      "country, after talks that had gone on since the spring of the year before";
  const Stored stored(
      {SmallArticle("a", "2021-03-02", "Kurier", "")
           .say({"On Monday Northwork bought Seaglass" + tail + ".",
                 {on("2021-03-01")},
                 {deal("2021-03-01")}})
           .build(),
       SmallArticle("b", "2021-03-03", "Herald", "")
           .say({"Northwork has bought its rival Seaglass.", {}, {deal("2021-03-01")}})
           .build()});
  const auto timeline = stored.ask();
  ASSERT_EQ(timeline.days_size(), 1);
  EXPECT_EQ(timeline.days(0).entries(0).headline(), "Northwork has bought its rival Seaglass.");
}

// --- due -------------------------------------------------------------------------------------

TEST(Due, PastDueByTheNewestReportAndNeverByTheClock) {
  const auto announced = SmallArticle("a", "2020-09-14", "Kurier", "")
                             .say({"The ban of Clipto takes effect on 20 September.",
                                   {on("2020-09-20")},
                                   {ban("2020-09-20")}})
                             .build();
  const Stored before({announced});
  EXPECT_THAT(lines_of(before.ask()), ElementsAre("2020-09-20 due ban x1"));
  EXPECT_EQ(before.ask().due(0).status(), v1::STATUS_DUE);

  const Stored after(
      {announced,
       SmallArticle("b", "2020-10-01", "Herald", "").say({"Clipto grows again.", {}, {}}).build()});
  ASSERT_EQ(after.ask().due_size(), 1);
  EXPECT_EQ(after.ask().due(0).status(), v1::STATUS_PAST_DUE);
  EXPECT_EQ(after.ask().due(0).day_number(), to_number(day_of("2020-09-20")));
  // Seen from before the day, nothing is past due.
  EXPECT_EQ(after.ask(as_of("2020-09-15T00:00Z")).due(0).status(), v1::STATUS_DUE);
}

TEST(Due, SaysWhatBecameOfIt) {
  SmallEvent done = ban("2020-09-20");
  done.modality = v1::MODALITY_ASSERTED;
  done.status = v1::STATUS_CONFIRMED;
  const Stored stored(
      {SmallArticle("a", "2020-09-14", "Kurier", "")
           .say({"The ban of Clipto takes effect on 20 September.", {}, {ban("2020-09-20")}})
           .build(),
       SmallArticle("b", "2020-09-21", "Herald", "")
           .say({"The ban of Clipto took effect on Sunday.", {}, {done}})
           .build()});
  ASSERT_EQ(stored.ask().due_size(), 1);
  EXPECT_EQ(stored.ask().due(0).status(), v1::STATUS_CONFIRMED);
}

// --- as-of and known-at ----------------------------------------------------------------------

TEST(AsOf, CutsSectionsAndRevisionsOfLater) {
  SmallEvent rejected = {.event_class = "offer_rejected",
                         .who = {{v1::ROLE_AGENT, "Clipto"}, {v1::ROLE_RECIPIENT, "Macrosoft"}},
                         .when = until("2020-09-14")};
  SmallEvent sale = {.event_class = "sale",
                     .who = {{v1::ROLE_AGENT, "Clipto"}, {v1::ROLE_RECIPIENT, "Macrosoft"}},
                     .when = on("2020-09-14"),
                     .polarity = v1::POLARITY_NEGATIVE,
                     .source = "state television"};
  const Stored stored(
      {SmallArticle("a", "", "Kurier", "Clipto rejects the offer")
           .say({"Clipto rejects the offer of Macrosoft.", {}, {rejected}})
           .update(at("2020-09-14T11:46Z"))
           .say({"State television says Clipto is not sold to Macrosoft.", {}, {sale}})
           .build(),
       SmallArticle("b", "2020-09-20", "Herald", "")
           .say({"Clipto rejected the offer of Macrosoft.", {}, {rejected}})
           .build()});
  EXPECT_THAT(lines_of(stored.ask(as_of("2020-09-14T11:00Z"))),
              ElementsAre("../2020-09-14 reported offer_rejected x1"));
  EXPECT_THAT(
      lines_of(stored.ask(as_of("2020-09-14T12:00Z"))),
      ElementsAre("2020-09-14 reported offer_rejected x1", "2020-09-14 reported no sale x1"));
  EXPECT_THAT(lines_of(stored.ask()), ElementsAre("2020-09-14 reported offer_rejected x2",
                                                  "2020-09-14 reported no sale x1"));
}

TEST(AsOf, TakesTheNewestAdmissibleRevision) {
  const auto revision = [](std::string_view updated, std::string_view day) {
    SmallArticle article("a", "2021-03-01", "Kurier", "");
    article.say({"Northwork buys Seaglass.", {}, {deal(day)}});
    v1::ArticleRecord record = article.build();
    if (!updated.empty()) *record.mutable_article()->mutable_updated() = on(updated);
    return record;
  };
  const Stored stored({revision("2021-03-05", "2021-02-27"), revision("", "2021-02-26")});
  EXPECT_THAT(lines_of(stored.ask()), ElementsAre("2021-02-27 reported acquisition x1"));
  EXPECT_THAT(lines_of(stored.ask(as_of("2021-03-03T00:00Z"))),
              ElementsAre("2021-02-26 reported acquisition x1"));
}

TEST(KnownAt, LeavesOutWhatTheStoreLearnedLater) {
  const Stored stored({SmallArticle("a", "2021-03-02", "Kurier", "")
                           .say({"Northwork bought Seaglass.", {}, {deal("2021-03-01")}})
                           .build()});
  v1::TimelineQuery query;
  query.set_known_at_second(kNow.time_since_epoch().count() - 1);
  EXPECT_THAT(lines_of(stored.ask(query)), IsEmpty());
  query.set_known_at_second(kNow.time_since_epoch().count());
  EXPECT_THAT(lines_of(stored.ask(query)), SizeIs(1));
}

// --- queries ---------------------------------------------------------------------------------

TEST(Query, ActorsWordsAndDaysRestrict) {
  const Stored stored(
      {SmallArticle("a", "2021-03-02", "Kurier", "Northwork buys Seaglass")
           .say({"Northwork bought Seaglass on Monday.", {on("2021-03-01")}, {deal("2021-03-01")}})
           .build(),
       SmallArticle("b", "2021-04-02", "Herald", "Orrin wins")
           .say({"Orrin bought Driftwood on Thursday.",
                 {on("2021-04-01")},
                 {{.event_class = "acquisition",
                   .who = {{v1::ROLE_AGENT, "Orrin"}, {v1::ROLE_PATIENT, "Driftwood"}},
                   .when = on("2021-04-01")}}})
           .build()});
  v1::TimelineQuery by_actor;
  by_actor.add_actors("Orrin");
  EXPECT_THAT(lines_of(stored.ask(by_actor)), ElementsAre("2021-04-01 reported acquisition x1"));

  v1::TimelineQuery by_word;
  by_word.add_words()->add_terms(term_of_stem("seaglass").value());
  EXPECT_THAT(lines_of(stored.ask(by_word)), ElementsAre("2021-03-01 reported acquisition x1"));
  EXPECT_EQ(stored.ask(by_word).article_count(), 1U);

  v1::TimelineQuery by_day;
  by_day.set_to_day(to_number(day_of("2021-03-31")));
  EXPECT_THAT(lines_of(stored.ask(by_day)), ElementsAre("2021-03-01 reported acquisition x1"));

  v1::TimelineQuery nobody;
  nobody.add_actors("Nobody");
  const auto missing = build_timeline(stored.store(), nobody);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(missing.error().message, HasSubstr("Nobody"));

  v1::TimelineQuery no_story;
  no_story.set_story("no such story");
  ASSERT_FALSE(build_timeline(stored.store(), no_story));

  v1::TimelineQuery story;
  story.set_story("orrin wins");
  const auto of_story = stored.ask(story);
  EXPECT_THAT(lines_of(of_story), ElementsAre("2021-04-01 reported acquisition x1"));
  ASSERT_EQ(of_story.stories_size(), 1);
}

TEST(Query, AnEmptyStoreGivesAnEmptyTimeline) {
  const Stored stored({});
  const auto timeline = stored.ask();
  EXPECT_EQ(timeline.article_count(), 0U);
  EXPECT_THAT(timeline.days(), IsEmpty());
}

TEST(Query, MaxDaysAndSentencesAreKept) {
  std::vector<v1::ArticleRecord> records;
  for (int i = 1; i <= 9; ++i) {
    records.push_back(
        SmallArticle(fmt::format("a{}", i), fmt::format("2021-03-0{}", i), "Kurier", "")
            .say({fmt::format("Northwork made the lorry number{} of the year on this day.", i),
                  {},
                  {}})
            .say(
                {fmt::format("Workers called for wages and rest number{} again today.", i), {}, {}})
            .build());
  }
  const Stored stored(records);
  v1::TimelineQuery query;
  query.set_max_days(4);
  query.set_max_sentences(1);
  const auto timeline = stored.ask(query);
  ASSERT_EQ(timeline.days_size(), 4);
  for (const auto& day : timeline.days())
    EXPECT_EQ(day.sentences_size(), 1);
  for (int i = 1; i < 4; ++i) {
    EXPECT_LT(timeline.days(i - 1).day_number(), timeline.days(i).day_number());
  }
}

// --- finding an entry again ------------------------------------------------------------------

TEST(FindEntry, ByItsIdAndByAnyOfItsEvents) {
  const Stored stored({SmallArticle("a", "2021-03-02", "Kurier", "")
                           .say({"Northwork kauft Seaglass am Montag.", {}, {deal("2021-03-01")}})
                           .build(),
                       SmallArticle("b", "2021-03-03", "Herald", "")
                           .say({"Northwork bought Seaglass on 1 March.", {}, {deal("2021-03-01")}})
                           .build()});
  const auto timeline = stored.ask();
  const v1::Entry& entry = timeline.days(0).entries(0);
  const auto found = find_entry(stored.store(), *parse_entry_id(entry.id()));
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->id(), entry.id());
  EXPECT_EQ(found->reports_size(), 2);
  for (const auto& report : entry.reports()) {
    const auto by_event =
        find_entry(stored.store(), EntryId(parse_event_id(report.event_id())->value()));
    ASSERT_TRUE(by_event);
    EXPECT_EQ(by_event->id(), entry.id());
  }
  const auto missing = find_entry(stored.store(), EntryId(1));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
}

// --- order -----------------------------------------------------------------------------------

std::vector<v1::ArticleRecord> generated(unsigned seed) {
  std::mt19937 random(seed);
  const std::vector<std::string> names = {"Northwork", "Seaglass", "Orrin", "Driftwood", "Clipto"};
  const std::vector<std::string> classes = {"acquisition", "sale", "ban", "", "lawsuit"};
  std::vector<v1::ArticleRecord> out;
  for (int i = 0; i < 60; ++i) {
    const Day published = day_of("2021-03-01") + date::days(random() % 30);
    SmallArticle article(fmt::format("g{:02}", i), to_string(published),
                         fmt::format("outlet{}", random() % 7), "");
    if (random() % 3 == 0) article.sketch(static_cast<std::uint32_t>(random() % 5));
    for (int s = 0; s < 5; ++s) {
      const Day day = published - date::days(random() % 6);
      SmallSentence sentence;
      for (int w = 0; w < 9; ++w)
        sentence.text += fmt::format("word{} ", random() % 40);
      sentence.text += to_string(day) + ".";
      if (random() % 2 == 0) sentence.times.push_back(on(to_string(day)));
      SmallEvent event;
      event.event_class = classes[random() % classes.size()];
      event.who = {{v1::ROLE_AGENT, names[random() % names.size()]},
                   {v1::ROLE_PATIENT, names[random() % names.size()]}};
      if (random() % 4 != 0)
        event.when = random() % 3 == 0 ? until(to_string(day)) : on(to_string(day));
      event.polarity = random() % 4 == 0 ? v1::POLARITY_NEGATIVE : v1::POLARITY_POSITIVE;
      event.status = static_cast<v1::Status>(1 + random() % 9);
      event.confidence = 0.3 + 0.1 * static_cast<double>(random() % 6);
      sentence.events.push_back(event);
      article.say(sentence);
    }
    out.push_back(article.build());
  }
  return out;
}

TEST(Order, ArticlesInAnyOrderAndBatchesGiveTheSameBytes) {
  auto records = generated(5);
  v1::TimelineQuery query;
  query.add_words()->add_terms(term_of_stem("word7").value());
  v1::TimelineQuery everything;
  std::string expected;
  std::mt19937 random(9);
  for (int round = 0; round < 6; ++round) {
    const Stored stored(records, 1 + random() % 40);
    const std::string bytes =
        stored.ask(query).SerializeAsString() + stored.ask(everything).SerializeAsString();
    if (round == 0) expected = bytes;
    ASSERT_GT(bytes.size(), 2000U);
    ASSERT_EQ(bytes, expected) << "round " << round;
    std::shuffle(records.begin(), records.end(), random);
  }
}

}  // namespace
}  // namespace annals
