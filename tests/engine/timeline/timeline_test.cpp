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
  const auto when = parse_iso(instant, **find_zone("UTC"));
  query.set_as_of_second(when->has_latest_second()
                             ? when->latest_second()
                             : latest_instant(*when)->time_since_epoch().count());
  return query;
}

std::string lower_name(const std::string& name, std::string_view prefix) {
  return key_of(name.substr(prefix.size()));
}

// "2020-09-20 past_due ban x1": day, status, class, independent sources.
std::string line_of(const std::string& when, const v1::Entry& entry) {
  return fmt::format("{} {} {}{} x{}", when, lower_name(v1::Status_Name(entry.status()), "STATUS_"),
                     entry.polarity() == v1::POLARITY_NEGATIVE ? "no " : "", entry.event_class(),
                     entry.independent_sources());
}
std::vector<std::string> lines_of(const v1::Timeline& timeline) {
  std::vector<std::string> out;
  for (const auto& day : timeline.days()) {
    for (const auto& entry : day.entries())
      out.push_back(line_of(day.day(), entry));
  }
  for (const auto& entry : timeline.bounded()) {
    out.push_back(line_of(entry.interval().edtf(), entry));
  }
  for (const auto& entry : timeline.undated())
    out.push_back(line_of("undated", entry));
  return out;
}

// --- merging ---------------------------------------------------------------------------------

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

TEST(Merging, ADayAfterTheBoundIsAnotherEvent) {
  SmallEvent bounded = deal("2021-03-01");
  bounded.when = until("2021-02-20");
  const Stored stored({SmallArticle("a", "2021-02-20", "Kurier", "")
                           .say({"Northwork has bought Seaglass.", {}, {bounded}})
                           .build(),
                       SmallArticle("b", "2021-03-02", "Herald", "")
                           .say({"Northwork bought Seaglass on Monday.", {}, {deal("2021-03-01")}})
                           .build()});
  EXPECT_THAT(lines_of(stored.ask()), ElementsAre("2021-03-01 reported acquisition x1",
                                                  "../2021-02-20 reported acquisition x1"));
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

v1::TimeInterval at(std::string_view instant) {
  return *parse_iso(instant, **find_zone("UTC"));
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
      ElementsAre("2020-09-14 reported no sale x1", "../2020-09-14 reported offer_rejected x1"));
  EXPECT_THAT(lines_of(stored.ask()), ElementsAre("2020-09-14 reported no sale x1",
                                                  "../2020-09-14 reported offer_rejected x2"));
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
