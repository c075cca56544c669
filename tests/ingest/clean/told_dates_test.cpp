#include "ingest/clean/told_dates.h"

#include <gtest/gtest.h>

#include "ingest/read/reader.h"

namespace annals {
namespace {

struct Case {
  const char* name;
  const char* line;
  const char* date;
  const char* why;  // empty: it may be a stamp
  std::size_t title = 1;
  std::size_t last = 9;
};

// The line stands as the fifth of a page of ten.
class ToldDates : public testing::TestWithParam<Case> {};

TEST_P(ToldDates, Why) {
  static const auto knowledge = CleanKnowledge::load(DataFiles::embedded());
  ASSERT_TRUE(knowledge);
  RawRecord record;
  record.file = "a.txt";
  for (int i = 0; i < 10; ++i)
    record.bytes += i == 4 ? std::string(GetParam().line) + "\n" : "Zeile hier\n";
  const auto page = parse_record(record);
  ASSERT_TRUE(page);
  const PageView view = view_page(*page, *knowledge);
  const std::size_t at = page->text.find(GetParam().date);
  ASSERT_NE(at, std::string::npos);
  const Span date{static_cast<std::uint32_t>(at),
                  static_cast<std::uint32_t>(at + std::string_view(GetParam().date).size())};
  ArticlePlace place;
  place.title = GetParam().title;
  place.last = GetParam().last;
  EXPECT_EQ(told_date(view, 4, date, place), GetParam().why);
}

constexpr Case kCases[] = {
    {"Alone", "3. Mai 2021", "3. Mai 2021", ""},
    {"WithWeekdayAndAuthor", "Erika Muster, Montag, 3. Mai 2021", "3. Mai 2021", ""},
    {"Dateline",
     "Kiel, 3. Mai 2021. Der Rat der Stadt hat gestern lange getagt und nichts beschlossen.",
     "3. Mai 2021", ""},
    {"DatelineInBrackets", "Kiel (03.05.2021) – Der Rat der Stadt hat gestern lange getagt.",
     "03.05.2021", ""},
    {"Sentence", "Das Rathaus in der kleinen Stadt am Meer brannte am 3. Mai 2021 ganz ab.",
     "3. Mai 2021", "told by a sentence"},
    {"Caption", "Tom Adam waves in front of his house, Monday, May 3, 2021, in Kiel.",
     "May 3, 2021", "told by a sentence"},
    {"BehindAWord", "Preise ab 01.01.2024", "01.01.2024", "told by a sentence"},
    {"Period", "Wochenbericht 14. - 20. Januar 2022", "20. Januar 2022", "part of a period"},
    {"PeriodBehind", "Markt 2020/7/11-12", "2020/7/11", "part of a period"},
    {"Headline", "Das Protokoll, 3. Mai 2021", "3. Mai 2021", "part of the headline", 4},
    {"DayOfTheFetch", "Mittwoch, 3. Mai 2021", "3. Mai 2021", "above the headline", 8},
    {"Kicker", "3. Mai 2021", "3. Mai 2021", "", 5},
    {"Foot", "Kiel, 3. Mai 2021", "3. Mai 2021", "", 0, 2},
    {"FootOfManyWords", "Quelle: Verband der Kieler Fischer, 3. Mai 2021", "3. Mai 2021",
     "told by a sentence", 0, 2},
};

INSTANTIATE_TEST_SUITE_P(All, ToldDates, testing::ValuesIn(kCases),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace annals
