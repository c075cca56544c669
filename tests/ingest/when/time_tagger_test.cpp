#include "ingest/when/time_tagger.h"

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <date/tz.h>
#include <gtest/gtest.h>

#include "engine/base/interval.h"
#include "ingest/language/language.h"

namespace annals {
namespace {

struct Tools {
  Language language;
  TimeTagger tagger;
};

const Tools& tools(const std::string& code) {
  static const auto load = [](const std::string& name) {
    const DataFiles data = DataFiles::embedded();
    return Tools{*Language::load(data, name), *TimeTagger::load(data, name)};
  };
  static const Tools german = load("de");
  static const Tools english = load("en");
  return code == "de" ? german : english;
}

// "value [interval]" of every expression.
std::string lines(const std::vector<v1::TimeExpression>& times) {
  std::string out;
  for (const v1::TimeExpression& time : times) {
    if (!out.empty()) out += "; ";
    out += time.value() + " [" + (time.has_interval() ? dump(time.interval()) : "") + "]";
  }
  return out;
}

std::string tag(const std::string& code, const std::string& text,
                const std::optional<v1::TimeInterval>& created) {
  const Tools& t = tools(code);
  return lines(t.tagger.tag_text(t.language.analyse_text(text), {created, "Europe/Berlin"}));
}

const Day kDay{date::year(2020) / 9 / 16};

struct Case {
  const char* name;
  const char* code;
  const char* text;
  const char* expected;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.name;
}

class Published : public testing::TestWithParam<Case> {};

TEST_P(Published, CountsFromTheDay) {
  EXPECT_EQ(tag(GetParam().code, GetParam().text, day_interval(kDay)), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    TimeTagger, Published,
    testing::Values(
        Case{"explicit_day", "de", "Am 3. März 1998 begann es.",
             "1998-03-03 [1998-03-03 DAY EXPLICIT]"},
        Case{"yesterday", "de", "Gestern sprach er.",
             "2020-09-15 [2020-09-15 DAY RELATIVE_TO_PUBLICATION]"},
        Case{"ago", "de", "Vor drei Monaten sprach er.",
             "P3M [2020-06 MONTH RELATIVE_TO_PUBLICATION]"},
        Case{"until", "de", "In den letzten drei Tagen regnete es.",
             "P3D [2020-09-13/2020-09-16 RANGE RELATIVE_TO_PUBLICATION]"},
        Case{"clock", "de", "Heute um 18 Uhr sprach er.",
             "2020-09-16 [2020-09-16 DAY RELATIVE_TO_PUBLICATION]; 2020-09-16T18:00 "
             "[2020-09-16T18:00:00+02:00 MINUTE RELATIVE_TO_NARRATIVE]"},
        Case{"range", "de", "Vom 12. bis 15. Juni 2019 war Messe.",
             "2019-06-12 [2019-06-12/2019-06-15 RANGE EXPLICIT]; 2019-06-15 "
             "[2019-06-12/2019-06-15 RANGE EXPLICIT]"},
        Case{"vague", "de", "Damals regnete es täglich.", "PAST_REF []; P1D []"},
        Case{"length", "de", "Der Bau dauerte zwei Jahre.", "P2Y []"},
        Case{"no_such_day", "de", "Am 31. Februar 2019 war nichts.", ""},
        Case{"following_day", "de", "Am 3. Mai 1990 fiel das Tor. Am Tag danach fiel das Haus.",
             "1990-05-03 [1990-05-03 DAY EXPLICIT]; 1990-05-04 [1990-05-04 DAY "
             "RELATIVE_TO_NARRATIVE]"},
        Case{"upper_case", "de", "AM 27. FEBRUAR 2002 BEGANN ES.",
             "2002-02-27 [2002-02-27 DAY EXPLICIT]"},
        Case{"zone", "en", "It ended at 5 p.m. EST on Monday.",
             "2020-09-14T17:00-05 [2020-09-14T17:00:00-05:00 MINUTE RELATIVE_TO_PUBLICATION]"},
        Case{"typographic_apostrophe", "en", "Friday\u2019s vote was close.",
             "2020-09-11 [2020-09-11 DAY RELATIVE_TO_PUBLICATION]"},
        Case{"weekday_of_what_was_said", "en", "Paribas said Friday that it will bid.",
             "2020-09-11 [2020-09-11 DAY RELATIVE_TO_PUBLICATION]"},
        Case{"weekday_of_yesterday", "en", "She could not be reached Tuesday.",
             "2020-09-15 [2020-09-15 DAY RELATIVE_TO_PUBLICATION]"},
        Case{"weekday_six_days_ahead", "en", "They will meet Tuesday.",
             "2020-09-22 [2020-09-22 DAY RELATIVE_TO_PUBLICATION]"},
        Case{"quarter_named_again", "en",
             "Sales fell in the third quarter. They were $6 million in the quarter, from $9 "
             "million a year ago.",
             "2020-Q3 [2020-07-01/2020-09-30 QUARTER RELATIVE_TO_PUBLICATION]; 2020-Q3 "
             "[2020-07-01/2020-09-30 QUARTER RELATIVE_TO_NARRATIVE]; 2019-Q3 "
             "[2019-07-01/2019-09-30 QUARTER RELATIVE_TO_NARRATIVE]"},
        Case{"english_ago", "en", "He left two weeks ago.",
             "2020-W36 [2020-08-31/2020-09-06 WEEK RELATIVE_TO_PUBLICATION]"},
        Case{"far_date_ends_with_its_sentence", "en",
             "He was born in May 1949. The vote was held in April.",
             "1949-05 [1949-05 MONTH EXPLICIT]; 2020-04 [2020-04 MONTH RELATIVE_TO_PUBLICATION]"},
        Case{"far_day_leads_to_a_day", "en", "It began on May 3, 1990. It ended on May 5.",
             "1990-05-03 [1990-05-03 DAY EXPLICIT]; 1990-05-05 [1990-05-05 DAY "
             "RELATIVE_TO_NARRATIVE]"},
        Case{"tense_behind_a_fronted_time", "en",
             "In January, the company brought in a man who will stay.",
             "2020-01 [2020-01 MONTH RELATIVE_TO_PUBLICATION]"},
        Case{"months_end_the_quarter", "en",
             "Profit fell in the second quarter of 2020. In the nine months it rose from a year "
             "earlier.",
             "2020-Q2 [2020-04-01/2020-06-30 QUARTER EXPLICIT]; P9M []; 2019 [2019 YEAR "
             "RELATIVE_TO_PUBLICATION]"},
        Case{"strong_verb_behind_a_prefix", "de", "Am Freitag unternahm er eine Reise.",
             "2020-09-11 [2020-09-11 DAY RELATIVE_TO_PUBLICATION]"},
        Case{"future_beyond_the_nearest", "de", "Im Juli soll das Werk schließen.",
             "2021-07 [2021-07 MONTH RELATIVE_TO_PUBLICATION]"},
        Case{"plan_beyond_the_nearest", "de", "Nordwerk beschloss, das Werk im Juli zu schließen.",
             "2021-07 [2021-07 MONTH RELATIVE_TO_PUBLICATION]"},
        Case{"quarter_that_is_over", "en", "Sales rose in the fourth quarter.",
             "2019-Q4 [2019-10-01/2019-12-31 QUARTER RELATIVE_TO_PUBLICATION]"},
        Case{"to_a_thing", "en", "They went to court on Friday.",
             "2020-09-11 [2020-09-11 DAY RELATIVE_TO_PUBLICATION]"},
        Case{"plan_called_off", "en", "The march planned for Friday was called off.",
             "2020-09-11 [2020-09-11 DAY RELATIVE_TO_PUBLICATION]"},
        Case{"before_christ", "en", "The town fell in 478 BC.", "BC0478 [-0477 YEAR EXPLICIT]"},
        Case{"amounts", "en", "It cost $1,950 and weighed 2010.5 tons.", ""}),
    [](const auto& test) { return test.param.name; });

class Bounded : public testing::TestWithParam<Case> {};

// Nothing is known but that the text was out by that day.
TEST_P(Bounded, RelativeTimesAreBoundsToo) {
  EXPECT_EQ(tag(GetParam().code, GetParam().text, no_later_than(day_interval(kDay))),
            GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(TimeTagger, Bounded,
                         testing::Values(Case{"explicit_day", "de",
                                              "Am 20. September 2020 tritt es in Kraft.",
                                              "2020-09-20 [2020-09-20 DAY EXPLICIT]"},
                                         Case{"yesterday", "de", "Gestern sprach er.",
                                              "XXXX-XX-XX [../2020-09-15 RANGE BOUND_ONLY]"},
                                         Case{"weekday", "de", "Am Montag sprach er.",
                                              "XXXX-WXX-1 [../2020-09-14 RANGE BOUND_ONLY]"},
                                         Case{"month", "de", "Im März sprach er.",
                                              "XXXX-03 [../2020-03-31 RANGE BOUND_ONLY]"},
                                         Case{"last_week", "de", "Letzte Woche sprach er.",
                                              "XXXX-WXX [../2020-09-13 RANGE BOUND_ONLY]"},
                                         Case{"ago", "de", "Vor zwei Tagen sprach er.",
                                              "P2D [../2020-09-14 RANGE BOUND_ONLY]"}),
                         [](const auto& test) { return test.param.name; });

class Undated : public testing::TestWithParam<Case> {};

TEST_P(Undated, RelativeTimesHaveNoInterval) {
  EXPECT_EQ(tag(GetParam().code, GetParam().text, std::nullopt), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    TimeTagger, Undated,
    testing::Values(Case{"yesterday", "de", "Gestern sprach er.", "XXXX-XX-XX []"},
                    Case{"day", "de", "Am 20. September sprach er.", "XXXX-09-20 []"},
                    Case{"ago", "de", "Vor zwei Tagen sprach er.", "P2D []"},
                    Case{"year", "de", "Seit 2019 spricht er.", "2019 [2019 YEAR EXPLICIT]"}),
    [](const auto& test) { return test.param.name; });

TEST(TimeTagger, SectionsCountFromTheirStamps) {
  v1::ArticleRecord record;
  v1::Article& article = *record.mutable_article();
  article.set_time_zone("Europe/Berlin");
  article.set_text("Gestern sprach er.\nGestern schwieg er.\n");
  const auto add = [&](std::uint32_t begin, std::uint32_t end, v1::SectionKind kind) {
    v1::Block& block = *article.add_blocks();
    block.set_kind(v1::BLOCK_KIND_PARAGRAPH);
    block.mutable_span()->set_begin(begin);
    block.mutable_span()->set_end(end);
    v1::Section& section = *article.add_sections();
    section.set_kind(kind);
    *section.mutable_span() = block.span();
    return &section;
  };
  add(0, 18, v1::SECTION_KIND_MAIN);
  *add(19, 38, v1::SECTION_KIND_UPDATE)->mutable_stamp() = day_interval(kDay);
  *article.mutable_published() = no_later_than(day_interval(kDay));
  const Tools& t = tools("de");
  const Analysis analysis = t.language.analyse(article);
  add_sentences(analysis, record);
  t.tagger.tag(analysis, record);
  const std::vector<v1::TimeExpression> times(record.times().begin(), record.times().end());
  EXPECT_EQ(lines(times),
            "XXXX-XX-XX [../2020-09-15 RANGE BOUND_ONLY]; 2020-09-15 [2020-09-15 DAY "
            "RELATIVE_TO_UPDATE]");
  ASSERT_EQ(times.size(), 2U);
  EXPECT_EQ(times[1].sentence(), 1U);
  EXPECT_EQ(times[1].rule(), "de/deictic");
  EXPECT_EQ(times[1].interval().evidence().begin(), 19U);
}

// The clock times of an article's two paragraphs, the second perhaps an update.
std::string clock_of_second(v1::SectionKind kind) {
  v1::ArticleRecord record;
  v1::Article& article = *record.mutable_article();
  article.set_time_zone("Europe/Berlin");
  article.set_text("Am Montag brannte es.\nGegen 20.30 Uhr war es vorbei.\n");
  for (const auto& [begin, end] : {std::pair{0U, 21U}, std::pair{22U, 52U}}) {
    v1::Block& block = *article.add_blocks();
    block.set_kind(v1::BLOCK_KIND_PARAGRAPH);
    block.mutable_span()->set_begin(begin);
    block.mutable_span()->set_end(end);
    if (kind == v1::SECTION_KIND_MAIN) continue;
    v1::Section& section = *article.add_sections();
    section.set_kind(begin == 0 ? v1::SECTION_KIND_MAIN : kind);
    *section.mutable_span() = block.span();
    if (begin > 0) *section.mutable_stamp() = day_interval(kDay);
  }
  *article.mutable_published() = day_interval(kDay);
  const Tools& t = tools("de");
  const Analysis analysis = t.language.analyse(article);
  add_sentences(analysis, record);
  t.tagger.tag(analysis, record);
  std::string out;
  for (const v1::TimeExpression& time : record.times())
    out += time.value() + " ";
  return out;
}

TEST(TimeTagger, ClockTimesBelongToTheDayToldInTheParagraphBefore) {
  EXPECT_EQ(clock_of_second(v1::SECTION_KIND_MAIN), "2020-09-14 2020-09-14T20:30 ");
}

TEST(TimeTagger, ClockTimesOfAnUpdateBelongToItsDay) {
  EXPECT_EQ(clock_of_second(v1::SECTION_KIND_UPDATE), "2020-09-14 2020-09-16T20:30 ");
}

TEST(TimeTagger, SpansAreWholeExpressionsInOrder) {
  const std::string text =
      "Am Montagabend, dem 14. September 2020, um 20.30 Uhr, drei Tage vor dem 17.9.2020, "
      "täglich, 2013-2017, in den 1990er-Jahren, heute Morgen – „gestern“.";
  const Tools& t = tools("de");
  const auto times =
      t.tagger.tag_text(t.language.analyse_text(text), {day_interval(kDay), "Europe/Berlin"});
  std::uint32_t at = 0;
  for (const v1::TimeExpression& time : times) {
    EXPECT_GE(time.span().begin(), at);
    EXPECT_LT(time.span().begin(), time.span().end());
    EXPECT_LE(time.span().end(), text.size());
    at = time.span().end();
  }
  EXPECT_GE(times.size(), 10U);
}

TEST(TimeTagger, MissingPackIsNotFound) {
  const auto tagger = TimeTagger::load(DataFiles::embedded(), "xx");
  ASSERT_FALSE(tagger);
  EXPECT_EQ(tagger.error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace annals
