// What holds for any input, and where titles, captions, stamps and models come in.
#include "ingest/what/event_finder.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "tests/ingest/what/short_texts.h"

namespace annals {
namespace {

using test::events_of;
using test::told_by_words;
using test::tools;

TEST(EventFinder, takes_no_description_for_the_one_who_acts) {
  v1::ArticleRecord record =
      test::marked_record("Northwork would buy a stake in the company.", test::kActors);
  v1::Mention& company = *record.add_mentions();
  company.mutable_span()->set_begin(31);
  company.mutable_span()->set_end(42);
  *company.mutable_head() = company.span();
  company.set_kind(v1::MENTION_KIND_NOMINAL);
  company.set_actor(record.mentions(0).actor());
  const Analysis analysis = tools("en").language.analyse(record.article());
  add_sentences(analysis, record);
  tools("en").events.find(analysis, record);
  record = told_by_words(record);
  ASSERT_EQ(record.events_size(), 1) << test::dump(record);
  EXPECT_EQ(record.events(0).event_class(), "acquisition");
  for (const v1::Participant& p : record.events(0).participants())
    EXPECT_EQ(p.actor_id().empty(), p.role() != v1::ROLE_AGENT) << test::dump(record);
}

// "die Chefin der Bank, Paula Stein": one actor, who has one part in what is told.
TEST(EventFinder, takes_a_name_behind_its_description_for_the_same) {
  const std::string text = "Die Chefin der Bank, Paula Stein, verlangte mehr Geld von Nordwerk.";
  v1::ArticleRecord record = test::marked_record(text, test::kActors);
  v1::Mention chief;
  chief.mutable_span()->set_begin(4);
  chief.mutable_span()->set_end(10);
  *chief.mutable_head() = chief.span();
  chief.set_kind(v1::MENTION_KIND_NOMINAL);
  for (const v1::Mention& name : record.mentions()) {
    if (name.span().begin() == text.find("Paula")) chief.set_actor(name.actor());
  }
  std::vector<v1::Mention> mentions{chief};
  mentions.insert(mentions.end(), record.mentions().begin(), record.mentions().end());
  record.mutable_mentions()->Assign(mentions.begin(), mentions.end());
  const Analysis analysis = tools("de").language.analyse(record.article());
  add_sentences(analysis, record);
  tools("de").events.find(analysis, record);
  const std::string dump = "\n" + test::dump(told_by_words(record));
  EXPECT_NE(dump.find("\ndemand verlangen agent=Paula Stein"), std::string::npos) << dump;
  EXPECT_EQ(dump.find("recipient=Paula Stein"), std::string::npos) << dump;
}

TEST(EventFinder, leaves_out_the_dateline) {
  v1::ArticleRecord record = test::marked_record(
      "Westland (dpa-AFX) - Die Kaltmann hat Nordwerk verklagt.", test::kActors);
  record.mutable_article()->add_agencies("dpa-AFX");
  const Analysis analysis = tools("de").language.analyse(record.article());
  add_sentences(analysis, record);
  tools("de").events.find(analysis, record);
  const std::string dump = "\n" + test::dump(told_by_words(record));
  EXPECT_NE(dump.find("\nlawsuit verklagen agent=Kaltmann patient=Nordwerk"), std::string::npos)
      << dump;
}

TEST(EventFinder, takes_no_events_from_captions_and_headings) {
  v1::ArticleRecord record = test::marked_record(
      "Nordwerk übernimmt Kaltmann.\nNordwerk übernimmt Ostfeld.", test::kActors);
  record.mutable_article()->mutable_blocks(0)->set_kind(v1::BLOCK_KIND_CAPTION);
  const Analysis analysis = tools("de").language.analyse(record.article());
  add_sentences(analysis, record);
  tools("de").events.find(analysis, record);
  ASSERT_EQ(record.events_size(), 1) << test::dump(record);
  EXPECT_EQ(record.events(0).evidence().quote(), "Nordwerk übernimmt Ostfeld.");
}

TEST(EventFinder, trusts_titles_less) {
  v1::ArticleRecord record = test::marked_record(
      "Nordwerk übernimmt Kaltmann\nNordwerk übernimmt Kaltmann.", test::kActors);
  record.mutable_article()->mutable_blocks(0)->set_kind(v1::BLOCK_KIND_TITLE);
  const Analysis analysis = tools("de").language.analyse(record.article());
  add_sentences(analysis, record);
  tools("de").events.find(analysis, record);
  ASSERT_EQ(record.events_size(), 2) << test::dump(record);
  EXPECT_LT(record.events(0).confidence(), record.events(1).confidence());
}

TEST(EventFinder, reads_a_verb_behind_those_who_act_in_a_title) {
  v1::ArticleRecord record =
      test::marked_record("Northwork police arrest Paula Stein", test::kActors);
  record.mutable_article()->mutable_blocks(0)->set_kind(v1::BLOCK_KIND_TITLE);
  const Analysis analysis = tools("en").language.analyse(record.article());
  add_sentences(analysis, record);
  tools("en").events.find(analysis, record);
  const std::string dump = "\n" + test::dump(told_by_words(record));
  EXPECT_NE(dump.find("\narrest arrest agent=Northwork police patient=Paula Stein"),
            std::string::npos)
      << dump;
}

TEST(EventFinder, reads_the_last_verb_of_a_title_as_a_participle) {
  v1::ArticleRecord record =
      test::marked_record("Früherer Chef Karl Brunn verhaftet\nNordwerk schweigt.", test::kActors);
  record.mutable_article()->mutable_blocks(0)->set_kind(v1::BLOCK_KIND_TITLE);
  const Analysis analysis = tools("de").language.analyse(record.article());
  add_sentences(analysis, record);
  tools("de").events.find(analysis, record);
  const std::string dump = "\n" + test::dump(told_by_words(record));
  EXPECT_NE(dump.find("\narrest verhaften patient=Karl Brunn"), std::string::npos) << dump;
}

TEST(EventFinder, reads_no_second_verb_into_a_title) {
  v1::ArticleRecord record = test::marked_record(
      "Northwork wins over jury in Eastfield patent dispute\nColdman waits.", test::kActors);
  record.mutable_article()->mutable_blocks(0)->set_kind(v1::BLOCK_KIND_TITLE);
  const Analysis analysis = tools("en").language.analyse(record.article());
  add_sentences(analysis, record);
  tools("en").events.find(analysis, record);
  const std::string dump = test::dump(told_by_words(record));
  EXPECT_EQ(dump.find("DENIED"), std::string::npos) << dump;
}

TEST(EventFinder, dates_news_of_an_update_by_its_stamp) {
  v1::ArticleRecord record = test::marked_record(
      "Nordwerk übernimmt Kaltmann.\nOstfeld hat das Angebot abgelehnt.", test::kActors);
  v1::Article& article = *record.mutable_article();
  *article.mutable_published() = day_interval(*parse_day("2020-05-09"));
  article.mutable_sections(0)->mutable_span()->set_end(28);
  v1::Section& update = *article.add_sections();
  update.set_kind(v1::SECTION_KIND_UPDATE);
  update.mutable_span()->set_begin(29);
  update.mutable_span()->set_end(static_cast<std::uint32_t>(article.text().size()));
  *update.mutable_stamp() = day_interval(*parse_day("2020-05-11"));
  const Analysis analysis = tools("de").language.analyse(article);
  add_sentences(analysis, record);
  tools("de").events.find(analysis, record);
  record = told_by_words(record);
  ASSERT_EQ(record.events_size(), 2) << test::dump(record);
  EXPECT_EQ(dump(record.events(0).interval()), "../2020-05-09 DAY BOUND_ONLY");
  EXPECT_EQ(dump(record.events(1).interval()), "2020-05-11 DAY INFERRED_FROM_TENSE");
  EXPECT_EQ(dump(record.events(1).reported()), "2020-05-11 DAY UNSPECIFIED");
}

TEST(EventFinder, finds_by_model_what_no_frame_knows) {
  v1::ArticleRecord record = test::marked_record("Northwork modernised its fleet.", test::kActors);
  const Analysis analysis = tools("en").language.analyse(record.article());
  add_sentences(analysis, record);
  tools("en").events.find(analysis, record);
  const auto learned = std::ranges::find_if(
      record.events(), [](const v1::Event& event) { return event.predicate() == "modernise"; });
  ASSERT_NE(learned, record.events().end()) << test::dump(record);
  EXPECT_TRUE(learned->event_class().empty());
  EXPECT_GT(learned->participants_size(), 0);
}

// "kündigte seinen Rücktritt an" is one event, which a frame tells.
TEST(EventFinder, learns_nothing_of_the_object_that_makes_the_frame) {
  v1::ArticleRecord record =
      test::marked_record("Karl Brunn kündigte am Freitag seinen Rücktritt an.", test::kActors);
  const Analysis analysis = tools("de").language.analyse(record.article());
  add_sentences(analysis, record);
  tools("de").events.find(analysis, record);
  ASSERT_EQ(record.events_size(), 1) << test::dump(record);
  EXPECT_EQ(record.events(0).event_class(), "resignation");
}

TEST(EventFinder, dates_nothing_without_report_or_time) {
  const v1::ArticleRecord record = events_of("de", "Nordwerk übernahm Kaltmann.", "");
  ASSERT_EQ(record.events_size(), 1);
  EXPECT_FALSE(record.events(0).has_interval());
  EXPECT_FALSE(record.events(0).has_reported());
}

// Whatever the words, events point into the text, have one id each, and come the same again.
TEST(EventFinder, holds_its_promises_on_shuffled_words) {
  const std::vector<std::string> words = {
      "Nordwerk", "Kaltmann", "hat",     "das",      "Angebot", "abgelehnt", ",",   "dass",
      "der",      "und",      "weder",   "noch",     "an",      "von",       "\"",  "bestätigt",
      "soll",     "nicht",    "zu",      "kaufen",   ".",       "wird",      "die", "Übernahme",
      "laut",     "zufolge",  "Quellen", "verkauft", ":",       "sei",       "wenn"};
  std::uint64_t state = 7;
  const auto next = [&] {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>(state >> 33U);
  };
  for (int round = 0; round < 300; ++round) {
    std::string text;
    const std::size_t length = 1 + next() % 60;
    for (std::size_t i = 0; i < length; ++i)
      text += words[next() % words.size()] + " ";
    const v1::ArticleRecord record = events_of("de", text);
    EXPECT_EQ(record.SerializeAsString(), events_of("de", text).SerializeAsString());
    std::set<std::string> ids;
    for (const v1::Event& event : record.events()) {
      EXPECT_TRUE(ids.insert(event.id()).second) << text;
      EXPECT_TRUE(parse_event_id(event.id()).has_value());
      EXPECT_FALSE(event.predicate().empty()) << text;
      EXPECT_LE(event.evidence().span().end(), text.size());
      EXPECT_LT(event.evidence().trigger().begin(), event.evidence().trigger().end());
      EXPECT_GE(event.confidence(), 0.0);
      EXPECT_LE(event.confidence(), 1.0);
      for (const v1::Participant& p : event.participants()) {
        EXPECT_LT(p.span().begin(), p.span().end()) << text;
        EXPECT_LE(p.span().end(), text.size()) << text;
        EXPECT_NE(p.role(), v1::ROLE_UNSPECIFIED);
      }
    }
  }
}

TEST(EventFinder, load_names_what_is_wrong) {
  EXPECT_FALSE(EventFinder::load(test::source_data(), "xx").has_value());
}

}  // namespace
}  // namespace annals
