#include "ingest/clean/identity.h"

#include <gtest/gtest.h>

#include "ingest/clean/url_day.h"

namespace annals {
namespace {

struct UrlCase {
  const char* name;
  const char* url;
  const char* expected;
};
void PrintTo(const UrlCase& c, std::ostream* out) {
  *out << c.name;
}

class NormalUrl : public testing::TestWithParam<UrlCase> {};

TEST_P(NormalUrl, IsTheSameForTheSamePage) {
  EXPECT_EQ(normalise_url(GetParam().url), GetParam().expected);
  EXPECT_EQ(normalise_url(GetParam().expected), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, NormalUrl,
    testing::Values(
        UrlCase{"HostCase", "HTTP://WWW.Example.DE/Weg/Seite", "https://example.de/Weg/Seite"},
        UrlCase{"Slash", "https://example.de/a/", "https://example.de/a"},
        UrlCase{"Root", "https://example.de/", "https://example.de"},
        UrlCase{"Fragment", "https://example.de/a#kommentare", "https://example.de/a"},
        UrlCase{"Tracking", "https://example.de/a?utm_source=x&id=7&fbclid=q",
                "https://example.de/a?id=7"},
        UrlCase{"Sorted", "https://example.de/a?b=2&a=1", "https://example.de/a?a=1&b=2"},
        UrlCase{"Port", "http://example.de:80/a", "https://example.de/a"},
        UrlCase{"OtherPort", "http://example.de:8080/a", "https://example.de:8080/a"},
        UrlCase{"SchemeLess", "//example.de/a", "https://example.de/a"},
        UrlCase{"User", "https://me@example.de/a", "https://example.de/a"},
        UrlCase{"NoAddress", "not an address", ""}, UrlCase{"Script", "javascript:void(0)", ""},
        UrlCase{"Empty", "", ""}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(NormalUrl, HostOf) {
  EXPECT_EQ(host_of("https://www.Example.de:443/a?b"), "example.de");
  EXPECT_EQ(host_of("nothing"), "");
}

struct DayCase {
  const char* name;
  const char* url;
  const char* expected;
};
void PrintTo(const DayCase& c, std::ostream* out) {
  *out << c.name;
}

class UrlDay : public testing::TestWithParam<DayCase> {};

TEST_P(UrlDay, Read) {
  const auto day = day_in_url(GetParam().url);
  EXPECT_EQ(day ? to_string(*day) : "", GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, UrlDay,
    testing::Values(DayCase{"Path", "https://e.de/2020/09/14/titel", "2020-09-14"},
                    DayCase{"Dashes", "https://e.de/news/2020-09-14-titel", "2020-09-14"},
                    DayCase{"Packed", "https://e.de/a-20200914.html", "2020-09-14"},
                    DayCase{"Short", "https://e.de/2020/9/4/titel", "2020-09-04"},
                    DayCase{"NoDay", "https://e.de/2020/09/titel", ""},
                    DayCase{"DashThenSlash", "https://e.de/2020-09/14/content_1.htm", "2020-09-14"},
                    DayCase{"PackedMonth", "https://e.de/202009/14/titel", "2020-09-14"},
                    DayCase{"PackedDay", "https://e.de/2020/0914/titel", "2020-09-14"},
                    DayCase{"LetterBefore", "https://e.de/news/t20200914_1.htm", "2020-09-14"},
                    DayCase{"Underscores", "https://e.de/p/14_09_2020_titel", "2020-09-14"},
                    DayCase{"TwoSeparators", "https://e.de/1990-9/4-titel", ""},
                    DayCase{"Impossible", "https://e.de/2020/13/40/titel", ""},
                    DayCase{"Number", "https://e.de/artikel-12345678.html", ""},
                    DayCase{"LongNumber", "https://e.de/a-202009141234.html", ""},
                    DayCase{"Host", "https://2020-09-14.de/titel", ""}),
    [](const auto& test) { return std::string(test.param.name); });

class UrlMonth : public testing::TestWithParam<DayCase> {};

TEST_P(UrlMonth, Read) {
  const auto month = month_in_url(GetParam().url);
  EXPECT_EQ(month ? to_string(Day(*month / 1)) : "", GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, UrlMonth,
    testing::Values(DayCase{"Path", "https://e.de/2020/09/titel", "2020-09-01"},
                    DayCase{"Dash", "https://e.de/files/2020-09/bild.jpg", "2020-09-01"},
                    DayCase{"AtTheEnd", "https://e.de/2020/09", ""},
                    DayCase{"YearOnly", "https://e.de/2020/titel/", ""},
                    DayCase{"Impossible", "https://e.de/2020/13/titel", ""},
                    DayCase{"NoAddress", "2020/09/titel", ""}, DayCase{"Empty", "", ""}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace annals
