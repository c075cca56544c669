#include "ingest/read/script_dates.h"

#include <ostream>
#include <string>

#include <gtest/gtest.h>

namespace annals {
namespace {

struct ScriptCase {
  const char* name;
  const char* script;
  const char* expected;  // the values, separated by " | "
};

void PrintTo(const ScriptCase& c, std::ostream* out) {
  *out << c.name;
}

std::string dates_of(std::string_view text, Span script, std::size_t most = 8) {
  std::string out;
  for (const Span span : find_script_dates(text, script, most)) {
    if (!out.empty()) out += " | ";
    out += slice(text, span);
  }
  return out;
}

class Scripts : public testing::TestWithParam<ScriptCase> {};

TEST_P(Scripts, Gives) {
  const std::string_view script = GetParam().script;
  EXPECT_EQ(dates_of(script, {0, static_cast<std::uint32_t>(script.size())}), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    ScriptDates, Scripts,
    testing::Values(
        ScriptCase{"json", R"({"article_publication_date": "2020-06-28"})", "2020-06-28"},
        ScriptCase{"bare_name", R"(x = {publishedAt:"2020-06-28T10:00:00Z"})",
                   "2020-06-28T10:00:00Z"},
        ScriptCase{"assigned", R"(page.pubDate = '28.06.2020';)", "28.06.2020"},
        ScriptCase{"escaped", R"("{\"datePublished\":\"2020-06-28\"}")", "2020-06-28"},
        ScriptCase{"argument", R"(set('publishDate', '2020-06-28'))", "2020-06-28"},
        ScriptCase{"two", R"({"firstPublished":"2020-06-28","published_date":"2020-06-29"})",
                   "2020-06-28 | 2020-06-29"},
        ScriptCase{"modified", R"({"modified_date": "2020-06-28"})", ""},
        ScriptCase{"last_published", R"({"last_published_date": "2020-06-28"})", ""},
        ScriptCase{"unpublished", R"({"unpublishDate": "2020-06-28"})", ""},
        ScriptCase{"publisher", R"({"publisher": "Die Zeitung"})", ""},
        ScriptCase{"number", R"({"publishedAt": 1593338400})", ""},
        ScriptCase{"unclosed", R"({"publishedAt": "2020-06-28)", ""},
        ScriptCase{"name_at_the_end", R"({"publishedAt)", ""}, ScriptCase{"empty", "", ""}),
    [](const auto& c) { return c.param.name; });

TEST(ScriptDates, StaysInTheScriptAndStopsAtTheMost) {
  const std::string text =
      R"("pubDate":"2001-01-01" ["pubDate":"2002-02-02","pubDate":"2003-03-03"] )"
      R"("pubDate":"2004-04-04")";
  const auto begin = static_cast<std::uint32_t>(text.find('['));
  const auto end = static_cast<std::uint32_t>(text.find(']'));
  EXPECT_EQ(dates_of(text, {begin, end}), "2002-02-02 | 2003-03-03");
  EXPECT_EQ(dates_of(text, {begin, end}, 1), "2002-02-02");
}

}  // namespace
}  // namespace annals
