// The examples that the rules of data/lang/*/clean.txtpb carry.
#include <date/tz.h>
#include <gtest/gtest.h>

#include "engine/base/interval.h"
#include "ingest/clean/knowledge.h"

namespace annals {
namespace {

const CleanKnowledge& knowledge() {
  static const auto loaded = CleanKnowledge::load(DataFiles::embedded());
  EXPECT_TRUE(loaded) << loaded.error().message;
  return *loaded;
}

std::vector<std::pair<std::string, lang::v1::CleanPack>> packs() {
  auto read = read_clean_packs(DataFiles::embedded());
  EXPECT_TRUE(read) << read.error().message;
  return *read;
}

TEST(CleanPacks, CuesFindTheirExamplesAndNotTheOthers) {
  std::size_t examples = 0;
  for (const auto& [code, pack] : packs()) {
    for (const lang::v1::CueRule& rule : pack.cues()) {
      EXPECT_GT(rule.examples_size(), 0) << code << ": " << rule.ShortDebugString();
      CueTable alone;
      lang::v1::CleanPack one;
      *one.add_cues() = rule;
      ASSERT_TRUE(alone.add(one));
      for (const std::string& example : rule.examples()) {
        EXPECT_NE(find_cue(alone.find(example), rule.kind()), nullptr)
            << code << " " << CueKind_Name(rule.kind()) << ": " << example;
        ++examples;
      }
      for (const std::string& example : rule.counter_examples()) {
        EXPECT_EQ(find_cue(alone.find(example), rule.kind()), nullptr)
            << code << " " << CueKind_Name(rule.kind()) << ": " << example;
        ++examples;
      }
    }
  }
  EXPECT_GT(examples, 100U);
}

// "2020-09-14", "2020-09-14T13", "2020-09-14T13:46", "…:07", with an offset where one was printed.
std::string iso(const PageDate& date) {
  std::string out = to_string(Day(date.day));
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  if (date.hour) out += "T" + two(*date.hour);
  if (date.minute) out += ":" + two(*date.minute);
  if (date.second) out += ":" + two(*date.second);
  if (date.offset_minutes) {
    const int size = std::abs(*date.offset_minutes);
    out += (*date.offset_minutes < 0 ? "-" : "+") + two(size / 60) + ":" + two(size % 60);
  }
  return out;
}

TEST(CleanPacks, DatePatternsReadTheirExamples) {
  std::size_t examples = 0;
  for (const auto& [code, pack] : packs()) {
    const auto check = [&, &language = code](const lang::v1::DatePattern& pattern) {
      EXPECT_GT(pattern.examples_size(), 0) << language << ": " << pattern.pattern();
      for (const lang::v1::DateExample& example : pattern.examples()) {
        const auto dates = knowledge().dates.find(example.text(), language);
        EXPECT_EQ(dates.empty() ? std::string() : iso(dates.front()), example.value())
            << language << " " << pattern.pattern() << ": " << example.text();
        ++examples;
      }
    };
    for (const auto& pattern : pack.dates())
      check(pattern);
    for (const auto& pattern : pack.times())
      check(pattern);
  }
  EXPECT_GT(examples, 40U);
}

TEST(CleanPacks, BrokenRulesAreNamed) {
  lang::v1::CleanPack pack;
  pack.add_cues()->add_phrases("without kind");
  CueTable table;
  EXPECT_FALSE(table.add(pack));
  lang::v1::CleanPack dates;
  dates.add_dates()->set_pattern("{D}. {NONSENSE}");
  DateReader reader;
  const auto status = reader.add(dates, "de");
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().message.find("NONSENSE"), std::string::npos);
}

struct DateCase {
  const char* name;
  const char* language;
  const char* text;
  const char* expected;  // of all dates, with blanks between
};
void PrintTo(const DateCase& c, std::ostream* out) {
  *out << c.name;
}

class PageDates : public testing::TestWithParam<DateCase> {};

TEST_P(PageDates, Read) {
  std::string found;
  for (const PageDate& date : knowledge().dates.find(GetParam().text, GetParam().language)) {
    found += (found.empty() ? "" : " ") + iso(date);
  }
  EXPECT_EQ(found, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, PageDates,
    testing::Values(DateCase{"Weekday", "de", "Montag, 14. September 2020, 13:46 Uhr",
                             "2020-09-14T13:46"},
                    DateCase{"Bar", "de", "14.09.2020 | 13:46", "2020-09-14T13:46"},
                    DateCase{"TimeFirst", "de", "13:46 Uhr, 14.09.2020", "2020-09-14T13:46"},
                    DateCase{"TimeFirstWeekday", "en", "1:46 PM EST, Tue December 3, 2024",
                             "2024-12-03T13:46-05:00"},
                    DateCase{"Two", "de", "Erschienen 3.5.2021, aktualisiert 4.5.2021",
                             "2021-05-03 2021-05-04"},
                    DateCase{"GluedCue", "de", "Stand14.09.2020", ""},
                    DateCase{"NoBreakSpace", "de", "14. September 2020", "2020-09-14"},
                    DateCase{"Noon", "en", "May 3, 2021 12:05 PM", "2021-05-03T12:05"},
                    DateCase{"American", "en", "03/04/2020", "2020-03-04"},
                    DateCase{"British", "en", "25/12/2020", "2020-12-25"},
                    DateCase{"German", "de", "03/04/2020", "2020-04-03"},
                    DateCase{"Foreign", "de", "14 septembre 2020", "2020-09-14"},
                    DateCase{"Impossible", "de", "31.02.2020", ""},
                    DateCase{"Version", "de", "Fassung 1.14.09.2020", ""},
                    DateCase{"YearOnly", "de", "© 2020", ""},
                    DateCase{"Zero", "de", "00.00.2020", ""},
                    DateCase{"Hour25", "de", "14.09.2020, 25:10 Uhr", "2020-09-14"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(PageDates, LocalTimesAreReadInTheZone) {
  const auto zone = find_zone("Europe/Berlin");
  ASSERT_TRUE(zone);
  const auto dates = knowledge().dates.find("14. September 2020, 13:46 Uhr", "de");
  ASSERT_EQ(dates.size(), 1U);
  EXPECT_EQ(to_interval(dates[0], **zone).edtf(), "2020-09-14T13:46:00+02:00");
}

TEST(PageDates, NeverReadOutsideTheText) {
  const std::string text = "Montag, 14. September 2020, 13:46 Uhr MESZ / Sept 3, 2021 1 p.m. ET";
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    for (std::size_t end = begin; end <= text.size(); ++end) {
      const std::string part = text.substr(begin, end - begin);
      for (const PageDate& date : knowledge().dates.find(part, "de")) {
        EXPECT_LE(date.span.end, part.size());
        EXPECT_LT(date.span.begin, date.span.end);
      }
    }
  }
}

}  // namespace
}  // namespace annals
