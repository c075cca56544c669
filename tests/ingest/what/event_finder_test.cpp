// Whole texts: structures that span clauses and sentences, and what holds for any input.
#include "ingest/what/event_finder.h"

#include <set>

#include <gtest/gtest.h>

#include "engine/base/day.h"
#include "ingest/when/time_tagger.h"
#include "tests/ingest/what/marked_text.h"

namespace annals {
namespace {

using test::Marked;

struct Tools {
  Language language;
  TimeTagger times;
  EventFinder events;
};

const Tools& tools(const std::string& code) {
  static std::map<std::string, Tools>& loaded = *new std::map<std::string, Tools>;
  const auto at = loaded.find(code);
  if (at != loaded.end()) return at->second;
  const DataFiles data = test::source_data();
  auto language = Language::load(data, code);
  auto times = TimeTagger::load(data, code);
  auto events = EventFinder::load(data, code);
  if (!language) throw std::runtime_error(language.error().message);
  if (!times) throw std::runtime_error(times.error().message);
  if (!events) throw std::runtime_error(events.error().message);
  return loaded.emplace(code, Tools{*std::move(language), *std::move(times), *std::move(events)})
      .first->second;
}

const std::vector<Marked> kActors = {
    {"Nordwerk"},
    {"Kaltmann"},
    {"Ostfeld"},
    {"Kurier"},
    {"Funkel", v1::ACTOR_KIND_PRODUCT},
    {"Karl Brunn", v1::ACTOR_KIND_PERSON},
    {"Paula Stein", v1::ACTOR_KIND_PERSON},
    {"Westland", v1::ACTOR_KIND_PLACE},
    {"Northwork"},
    {"Coldman"},
    {"Eastfield"},
    {"Courier"},
};

// The record without the events that only the models found.
v1::ArticleRecord told_by_words(const v1::ArticleRecord& record) {
  v1::ArticleRecord out = record;
  out.clear_events();
  for (const v1::Event& event : record.events()) {
    if (event.rule() != "model/triggers") *out.add_events() = event;
  }
  return out;
}

v1::ArticleRecord events_of(const std::string& code, const std::string& text,
                            const std::string& published = "2020-05-11") {
  v1::ArticleRecord record = test::marked_record(text, kActors);
  if (const auto day = parse_day(published))
    *record.mutable_article()->mutable_published() = day_interval(*day);
  const Analysis analysis = tools(code).language.analyse(record.article());
  add_sentences(analysis, record);
  tools(code).times.tag(analysis, record);
  tools(code).events.find(analysis, record);
  return told_by_words(record);
}

struct Case {
  std::string name;
  std::string language;
  std::string text;
  // Beginnings of lines of the dump, each of which must be there.
  std::vector<std::string> has;
  // Parts that no line may have.
  std::vector<std::string> has_not;
};
void PrintTo(const Case& c, std::ostream* out) {
  *out << c.name;
}

class Text : public testing::TestWithParam<Case> {};

TEST_P(Text, gives) {
  const Case& c = GetParam();
  const std::string dump = "\n" + test::dump(events_of(c.language, c.text));
  for (const std::string& line : c.has)
    EXPECT_NE(dump.find("\n" + line), std::string::npos) << line << "\nin" << dump;
  for (const std::string& part : c.has_not)
    EXPECT_EQ(dump.find(part), std::string::npos) << part << "\nin" << dump;
}

INSTANTIATE_TEST_SUITE_P(
    Texts, Text,
    testing::Values(
        Case{"confirmed_by_the_next_sentence",
             "de",
             "Nordwerk hat das Angebot von Kaltmann abgelehnt. Das bestätigt Kaltmann selbst.",
             {"offer_rejected ablehnen agent=Nordwerk theme=Angebot von Kaltmann "
              "recipient=Kaltmann POSITIVE ASSERTED CONFIRMED [Kaltmann] ../2020-05-11 DAY "
              "BOUND_ONLY"},
             {"statement"}},
        Case{"ban_that_the_next_sentence_dates",
             "de",
             "Der Streit ist der Grund für den Bann der App Funkel in Westland. Dieser soll am 3. "
             "Juni 2020 eintreten.",
             {"ban Bann patient=Funkel place=Westland POSITIVE SCHEDULED DUE 2020-06-03 DAY "
              "EXPLICIT"},
             {}},
        Case{"neither_nor_and_a_cited_source",
             "de",
             "Einem Bericht der Zeitung Kurier zufolge wird Funkel weder an Kaltmann noch an "
             "Ostfeld verkauft. Der Kurier beruft sich auf nicht näher genannte Quellen.",
             {"sale verkaufen recipient=Kaltmann/1 recipient=Ostfeld/1 theme=Funkel NEGATIVE "
              "ASSERTED REPORTED [?nicht näher genannte Quellen < Kurier]"},
             {"appointment"}},
        Case{"subjunctive_runs_on",
             "de",
             "Nordwerk habe Ostfeld übernommen, teilte Kaltmann mit. Paula Stein werde das Werk "
             "in Westland schließen.",
             {"acquisition übernehmen agent=Nordwerk patient=Ostfeld POSITIVE ASSERTED REPORTED "
              "[Kaltmann]",
              "closure schließen agent=Paula Stein patient=Werk? place=Westland POSITIVE SCHEDULED "
              "PLANNED [Kaltmann]"},
             {}},
        Case{"pluperfect_accusation",
             "de",
             "Karl Brunn hatte Nordwerk vorgeworfen, dass Daten an Kaltmann übermittelt werden.",
             {"accusation vorwerfen agent=Karl Brunn patient=Nordwerk POSITIVE ASSERTED ALLEGED "
              "[Karl Brunn] ../2020-05-11 DAY BOUND_ONLY",
              "- übermitteln theme=Daten? recipient=Kaltmann"},
             {}},
        Case{"hearsay_told_by_the_next_sentence",
             "de",
             "Kaltmann soll sich um die Speicherung der Daten kümmern. Das berichtet der Kurier "
             "mit Bezug auf anonyme Quellen. Allerdings soll Kaltmann das Geschäft von Nordwerk "
             "nicht übernehmen.",
             {"- kümmern agent=Kaltmann theme=Speicherung der Daten? POSITIVE PLANNED REPORTED "
              "[?anonyme Quellen < Kurier]",
              "acquisition übernehmen"},
             {"POSITIVE PLANNED PLANNED"}},
        Case{"no_comment",
             "de",
             "Nordwerk wollte keine Stellung zu dem Bericht nehmen.",
             {"statement nehmen agent=Nordwerk theme=Bericht? NEGATIVE"},
             {}},
        Case{"participle_behind_an_insertion",
             "de",
             "Nordwerk hat Kaltmann, dem die App Funkel gehört, im April übernommen.",
             {"acquisition übernehmen agent=Nordwerk patient=Kaltmann POSITIVE ASSERTED REPORTED "
              "2020-04 MONTH",
              "ownership gehören"},
             {}},
        Case{"separable_prefix_far_away",
             "de",
             "Nordwerk kündigte den Vertrag mit dem Zulieferer Kaltmann am 4. Mai 2020 auf.",
             {"partnership_end aufkündigen partner=Kaltmann agent=Nordwerk theme=Vertrag? POSITIVE "
              "ASSERTED REPORTED 2020-05-04 DAY EXPLICIT"},
             {}},
        Case{"how_somebody_said_it_in_front",
             "de",
             "Wie der Kurier am Montag mitteilte, hat Nordwerk Kaltmann übernommen.",
             {"acquisition übernehmen agent=Nordwerk patient=Kaltmann POSITIVE ASSERTED REPORTED "
              "[Kurier]"},
             {"statement"}},
        Case{"media_reports_are_no_speaker_before",
             "de",
             "Nordwerk hat das Angebot von Kaltmann abgelehnt, sagte Karl Brunn. Laut "
             "Medienberichten hat Kaltmann Ostfeld übernommen.",
             {"acquisition übernehmen agent=Kaltmann patient=Ostfeld POSITIVE ASSERTED REPORTED "
              "[Medienberichten]"},
             {}},
        Case{"thing_that_stands_first",
             "de",
             "Das Geschäft übernimmt Nordwerk.",
             {"acquisition übernehmen agent=Nordwerk patient=Geschäft?"},
             {}},
        Case{"law_that_stands_first",
             "de",
             "Das Gericht verbietet Funkel.",
             {"ban verbieten agent=Gericht? patient=Funkel"},
             {}},
        Case{"passive_agent_with_an_article",
             "de",
             "Ostfeld ist von einer Explosion erschüttert worden.",
             {"disaster erschüttern agent=Explosion? patient=Ostfeld POSITIVE"},
             {}},
        Case{"infinitive_of_a_plan_with_an_owner",
             "de",
             "Paula Stein kritisierte den Plan von Nordwerk, Kaltmann zu kaufen.",
             {"acquisition kaufen agent=Nordwerk patient=Kaltmann"},
             {"agent=Paula Stein patient=Kaltmann"}},
        Case{"party_in_brackets_is_no_object",
             "de",
             "Der Kurier berichtete, dass Karl Brunn (Ostfeld) zurücktritt. Paula Stein (Ostfeld) "
             "verklagt Nordwerk.",
             {"resignation zurücktreten agent=Karl Brunn",
              "lawsuit verklagen agent=Paula Stein patient=Nordwerk"},
             {"=Ostfeld"}},
        Case{"suspected_to_have_cheated",
             "de",
             "Karl Brunn wird von der Polizei verdächtigt, Nordwerk betrogen zu haben.",
             {"accusation verdächtigen agent=Polizei? patient=Karl Brunn",
              "crime betrügen agent=Karl Brunn patient=Nordwerk"},
             {}},
        Case{"infinitive_of_a_modal",
             "de",
             "Paula Stein bestätigte, Kaltmann kaufen zu wollen.",
             {"acquisition kaufen agent=Paula Stein patient=Kaltmann POSITIVE"},
             {}},
        Case{
            "who_demands_does_not_do_it",
            "de",
            "Nordwerk fordert den Rücktritt von Paula Stein. Kaltmann fordert einen Freispruch für "
            "Karl Brunn.",
            {"resignation Rücktritt agent=Paula Stein", "acquittal Freispruch patient=Karl Brunn"},
            {"agent=Kaltmann patient=Karl Brunn", "patient=Karl Brunn agent=Kaltmann"}},
        Case{"elected_with_votes_of_parties",
             "de",
             "Karl Brunn wurde mit Stimmen von Kaltmann und Ostfeld zum Präsidenten gewählt.",
             {"election wählen"},
             {"agent="}},
        Case{"relative_clause_that_begins_with_a_time",
             "de",
             "Paula Stein, die vergangene Woche vor dem Gericht zu drei Jahren Haft verurteilt "
             "wurde, "
             "verklagt Nordwerk.",
             {"conviction verurteilen patient=Paula Stein", "lawsuit verklagen agent=Paula Stein"},
             {}},
        Case{"place_as_an_adjective",
             "de",
             "Nordwerk wurde vor dem Berliner Landgericht verklagt.",
             {"lawsuit verklagen patient=Nordwerk POSITIVE"},
             {}},
        Case{"nobody_who_reports",
             "de",
             "Mit einem Rücktritt von Paula Stein wurde gerechnet.",
             {},
             {"statement"}},
        Case{"condition",
             "de",
             "Wenn Nordwerk Kaltmann übernimmt, wird Paula Stein zurücktreten.",
             {"acquisition übernehmen agent=Nordwerk patient=Kaltmann POSITIVE CONDITIONAL",
              "resignation zurücktreten agent=Paula Stein POSITIVE CONDITIONAL"},
             {}},
        Case{"comparison_is_no_event",
             "de",
             "Westland will Funkel eher verbieten, als dass Nordwerk die App kauft.",
             {"ban verbieten agent=Westland patient=Funkel POSITIVE PLANNED"},
             {"acquisition"}},
        Case{"not_but",
             "de",
             "Nicht Kaltmann, sondern Nordwerk übernimmt Ostfeld.",
             {"acquisition übernehmen"},
             {"acquisition übernehmen agent=Nordwerk patient=Ostfeld NEGATIVE"}},
        Case{"said_clause_without_that",
             "en",
             "Northwork said Coldman rejected the offer.",
             {"offer_rejected reject agent=Coldman theme=offer? POSITIVE ASSERTED REJECTED "
              "[Northwork]"},
             {"statement"}},
        Case{"relative_clause",
             "en",
             "Northwork, which owns Funkel, sold Eastfield to Coldman on Friday.",
             {"sale sell", "ownership own agent=Northwork theme=Funkel"},
             {}},
        Case{"order_that_would_ban",
             "en",
             "Karl Brunn signed an order on May 6 that would ban Funkel. The ban takes effect on "
             "June 3.",
             {"order sign agent=Karl Brunn POSITIVE ASSERTED CONFIRMED 2020-05-06", "ban ban"},
             {}},
        Case{"its_offer_is_the_speakers",
             "en",
             "Northwork confirmed on Sunday that Coldman had rejected its offer.",
             {"offer_rejected reject agent=Coldman theme=offer? recipient=Northwork POSITIVE "
              "ASSERTED CONFIRMED [Northwork] ../2020-05-10 DAY BOUND_ONLY"},
             {}},
        Case{"neither_nor",
             "en",
             "Neither Northwork nor Coldman will buy Eastfield, the Courier reported, citing "
             "unnamed sources.",
             {"acquisition buy"},
             {"POSITIVE"}},
        Case{"shared_participle",
             "en",
             "Karl Brunn was arrested on Friday and released on bail.",
             {"arrest arrest patient=Karl Brunn", "release release patient=Karl Brunn"},
             {}},
        Case{"bid_of_somebody_that_another_rejects",
             "en",
             "Northwork's bid to buy Eastfield was rejected by Coldman.",
             {"acquisition buy agent=Northwork patient=Eastfield",
              "offer_rejected reject agent=Coldman theme=Northwork's bid recipient=Northwork"},
             {}},
        Case{"offer_from_somebody_with_an_owner",
             "en",
             "Eastfield rejected an offer from Westland's Coldman.",
             {"offer_rejected reject agent=Eastfield theme=offer? recipient=Coldman"},
             {}},
        Case{"minister_of_a_country_speaks_for_it",
             "en",
             "Westland's minister said Northwork bought Eastfield.",
             {"acquisition buy agent=Northwork patient=Eastfield POSITIVE ASSERTED REPORTED "
              "[Westland's minister]"},
             {}},
        Case{"quotation_over_two_sentences",
             "en",
             "Karl Brunn said Coldman was calm. \"Northwork will buy Eastfield. Coldman will sell "
             "Funkel,\" Paula Stein said.",
             {"acquisition buy agent=Northwork patient=Eastfield POSITIVE SCHEDULED PLANNED [Paula "
              "Stein]",
              "sale sell agent=Coldman theme=Funkel POSITIVE SCHEDULED PLANNED [Paula Stein]"},
             {}},
        Case{"two_quotations_of_two_speakers",
             "en",
             "\"Northwork will buy Eastfield,\" Karl Brunn said. \"Prices will fall. Coldman will "
             "sell Funkel,\" Paula Stein said.",
             {"acquisition buy agent=Northwork patient=Eastfield POSITIVE SCHEDULED PLANNED [Karl "
              "Brunn]",
              "sale sell agent=Coldman theme=Funkel POSITIVE SCHEDULED PLANNED [Paula Stein]"},
             {}},
        Case{"said_behind_a_long_quotation",
             "en",
             "\"We will close the deal with Coldman,\" a spokeswoman for Northwork said.",
             {},
             {"says Coldman"}},
        Case{"two_speakers_are_meant_by_they",
             "en",
             "Northwork and Coldman said they would buy Eastfield.",
             {"acquisition buy agent=Northwork agent=Coldman patient=Eastfield"},
             {}},
        Case{"participle_behind_a_number",
             "en",
             "The Courier said two suspected robbers of Northwork were arrested on Friday.",
             {"arrest arrest patient=two suspected robbers of Northwork"},
             {}},
        Case{"in_talks_to_buy",
             "en",
             "Northwork said it was in talks to buy Eastfield.",
             {"acquisition buy agent=Northwork patient=Eastfield"},
             {}},
        Case{"what_kills_is_not_the_place",
             "en",
             "Northwork sold Funkel after a blast in Westland that killed Karl Brunn.",
             {"death kill agent=blast? patient=Karl Brunn"},
             {"agent=Westland"}},
        Case{"remark_in_brackets_inside_a_phrase",
             "en",
             "Northwork made a big (and bold) proposal for Eastfield.",
             {"bid make theme=Eastfield agent=Northwork"},
             {}},
        Case{"verb_of_saying_tagged_as_noun",
             "en",
             "Northwork will buy Eastfield, its chief executive said on Monday.",
             {"acquisition buy agent=Northwork patient=Eastfield POSITIVE SCHEDULED PLANNED ["},
             {}},
        Case{"hopes_to_buy",
             "en",
             "Paula Stein criticised Eastfield, which Coldman Group hopes to buy.",
             {"acquisition buy agent=Coldman"},
             {}},
        Case{"plan_in_a_noun",
             "en",
             "Coldman dropped its plan to buy Northwork.",
             {"acquisition buy agent=Coldman patient=Northwork"},
             {}}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.language + "_" + i.param.name; });

TEST(EventFinder, takes_no_description_for_the_one_who_acts) {
  v1::ArticleRecord record =
      test::marked_record("Northwork would buy a stake in the company.", kActors);
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

TEST(EventFinder, takes_no_events_from_captions_and_headings) {
  v1::ArticleRecord record =
      test::marked_record("Nordwerk übernimmt Kaltmann.\nNordwerk übernimmt Ostfeld.", kActors);
  record.mutable_article()->mutable_blocks(0)->set_kind(v1::BLOCK_KIND_CAPTION);
  const Analysis analysis = tools("de").language.analyse(record.article());
  add_sentences(analysis, record);
  tools("de").events.find(analysis, record);
  ASSERT_EQ(record.events_size(), 1) << test::dump(record);
  EXPECT_EQ(record.events(0).evidence().quote(), "Nordwerk übernimmt Ostfeld.");
}

TEST(EventFinder, trusts_titles_less) {
  v1::ArticleRecord record =
      test::marked_record("Nordwerk übernimmt Kaltmann\nNordwerk übernimmt Kaltmann.", kActors);
  record.mutable_article()->mutable_blocks(0)->set_kind(v1::BLOCK_KIND_TITLE);
  const Analysis analysis = tools("de").language.analyse(record.article());
  add_sentences(analysis, record);
  tools("de").events.find(analysis, record);
  ASSERT_EQ(record.events_size(), 2) << test::dump(record);
  EXPECT_LT(record.events(0).confidence(), record.events(1).confidence());
}

TEST(EventFinder, reads_the_last_verb_of_a_title_as_a_participle) {
  v1::ArticleRecord record =
      test::marked_record("Früherer Chef Karl Brunn verhaftet\nNordwerk schweigt.", kActors);
  record.mutable_article()->mutable_blocks(0)->set_kind(v1::BLOCK_KIND_TITLE);
  const Analysis analysis = tools("de").language.analyse(record.article());
  add_sentences(analysis, record);
  tools("de").events.find(analysis, record);
  const std::string dump = "\n" + test::dump(told_by_words(record));
  EXPECT_NE(dump.find("\narrest verhaften patient=Karl Brunn"), std::string::npos) << dump;
}

TEST(EventFinder, reads_no_second_verb_into_a_title) {
  v1::ArticleRecord record = test::marked_record(
      "Northwork wins over jury in Eastfield patent dispute\nColdman waits.", kActors);
  record.mutable_article()->mutable_blocks(0)->set_kind(v1::BLOCK_KIND_TITLE);
  const Analysis analysis = tools("en").language.analyse(record.article());
  add_sentences(analysis, record);
  tools("en").events.find(analysis, record);
  const std::string dump = test::dump(told_by_words(record));
  EXPECT_EQ(dump.find("DENIED"), std::string::npos) << dump;
}

TEST(EventFinder, dates_news_of_an_update_by_its_stamp) {
  v1::ArticleRecord record = test::marked_record(
      "Nordwerk übernimmt Kaltmann.\nOstfeld hat das Angebot abgelehnt.", kActors);
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
  v1::ArticleRecord record = test::marked_record("Northwork modernised its fleet.", kActors);
  const Analysis analysis = tools("en").language.analyse(record.article());
  add_sentences(analysis, record);
  tools("en").events.find(analysis, record);
  const auto learned = std::ranges::find_if(
      record.events(), [](const v1::Event& event) { return event.predicate() == "modernise"; });
  ASSERT_NE(learned, record.events().end()) << test::dump(record);
  EXPECT_TRUE(learned->event_class().empty());
  EXPECT_GT(learned->participants_size(), 0);
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
