#include "ingest/read/json_ld.h"

#include <ostream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest/read/read_testing.h"

namespace annals {
namespace {

using testing_read::page;
using testing_read::value;
using testing_read::values;

std::string with(const std::string& json) {
  return "<html><script type=\"application/ld+json\">" + json + "</script><p>Text";
}

struct LdCase {
  const char* name;
  const char* json;
  const char* signal;
  const char* expected;
};

void PrintTo(const LdCase& c, std::ostream* out) {
  *out << c.name;
}

class JsonLdShape : public testing::TestWithParam<LdCase> {};

TEST_P(JsonLdShape, GivesTheArticle) {
  EXPECT_EQ(values(page(with(GetParam().json)), GetParam().signal), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Table, JsonLdShape,
    testing::Values(
        LdCase{"plain", R"({"@type": "NewsArticle", "datePublished": "2020-09-14"})",
               "jsonld.datePublished", "2020-09-14"},
        LdCase{"type_list", R"({"@type": ["Thing", "Article"], "headline": "A &amp; B"})",
               "jsonld.headline", "A & B"},
        LdCase{"type_address", R"({"@type": "http://schema.org/NewsArticle", "headline": "A"})",
               "jsonld.headline", "A"},
        LdCase{"list", R"([{"@type": "WebSite"}, {"@type": "NewsArticle", "headline": "A"}])",
               "jsonld.headline", "A"},
        LdCase{"graph", R"({"@graph": [{"@type": "WebPage", "datePublished": "2019-01-01"},
                            {"@type": "NewsArticle", "datePublished": "2020-09-14"}]})",
               "jsonld.datePublished", "2020-09-14"},
        LdCase{"nested", R"({"@type": "WebPage", "mainEntity": {"@type": "NewsArticle",
                             "headline": "A"}})",
               "jsonld.headline", "A"},
        LdCase{"page_alone", R"({"@type": "WebPage", "datePublished": "2019-01-01"})",
               "jsonld.datePublished", "2019-01-01"},
        LdCase{"teasers_do_not_count",
               R"({"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle",
                   "headline": "Teaser", "datePublished": "2018-01-01", "articleBody": "x"}]})",
               "jsonld.headline", "Teaser"},
        LdCase{"teasers_stand_back",
               R"([{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle",
                   "headline": "Teaser", "datePublished": "2018-01-01", "articleBody": "x"}]},
                   {"@type": "NewsArticle", "headline": "A"}])",
               "jsonld.headline", "A"},
        LdCase{"author_string", R"({"@type": "Article", "author": "Eva Lind"})", "jsonld.author",
               "Eva Lind"},
        LdCase{"author_object", R"({"@type": "Article", "author": {"name": "Eva Lind"}})",
               "jsonld.author", "Eva Lind"},
        LdCase{"author_list",
               R"({"@type": "Article", "author": [{"name": "Eva Lind"}, "Jo Berg"]})",
               "jsonld.author", "Eva Lind|Jo Berg"},
        LdCase{"author_reference",
               R"({"@graph": [{"@type": "Article", "author": {"@id": "#eva"}},
                   {"@type": "Person", "@id": "#eva", "name": "Eva Lind"}]})",
               "jsonld.author", "Eva Lind"},
        LdCase{"publisher", R"({"@type": "Article", "publisher": {"name": "Hafenblatt"}})",
               "jsonld.publisher.name", "Hafenblatt"},
        LdCase{"main_entity_string", R"({"@type": "Article", "mainEntityOfPage": "https://e.org"})",
               "jsonld.mainEntityOfPage", "https://e.org"},
        LdCase{"main_entity_object",
               R"({"@type": "Article", "mainEntityOfPage": {"@id": "https://e.org"}})",
               "jsonld.mainEntityOfPage", "https://e.org"},
        LdCase{"language", R"({"@type": "Article", "inLanguage": "de"})", "jsonld.inLanguage",
               "de"},
        LdCase{"raw_newline", "{\"@type\": \"Article\", \"headline\": \"A\nB\"}", "jsonld.headline",
               "A B"},
        LdCase{"comma_at_the_end", R"({"@type": "Article", "headline": "A",})", "jsonld.headline",
               "A"},
        LdCase{"in_cdata", "//<![CDATA[\n{\"@type\": \"Article\", \"headline\": \"A\"}\n//]]>",
               "jsonld.headline", "A"},
        LdCase{"cut", R"({"@type": "Article", "headline": "A", "author": )", "jsonld.headline",
               "A"},
        LdCase{"no_json", "window.x = 1", "jsonld.headline", ""}),
    [](const auto& instance) { return instance.param.name; });

TEST(JsonLd, BrokenScriptsAreNoted) {
  const Page result = page(with(R"({"@type": "Article" "headline": "A"})"));
  EXPECT_THAT(result.notes,
              testing::ElementsAre("broken JSON-LD at byte 61, expected ',' or '}'; what stands "
                                   "before it is used"));
}

TEST(JsonLd, FieldsSayWhereTheyStand) {
  const std::string html = with(R"({"@type": "Article", "datePublished": "2020-09-14"})");
  const Page result = page(html);
  const Field* field = find_field(result.fields, "jsonld.datePublished");
  ASSERT_NE(field, nullptr);
  EXPECT_EQ(html.substr(field->source->begin(), field->source->end() - field->source->begin()),
            "2020-09-14");
}

TEST(JsonLd, TheArticleMayStandInAnyScript) {
  const std::string html =
      "<html><script type=application/ld+json>{\"@type\":\"Organization\",\"name\":\"x\"}</script>"
      "<script TYPE='application/ld+json; charset=utf-8'>{\"@type\":\"NewsArticle\","
      "\"headline\":\"A\"}</script><p>Text";
  EXPECT_EQ(value(page(html), "jsonld.headline"), "A");
}

TEST(JsonLd, KeepsTheBodyAsAPageOfItsOwn) {
  const std::string html =
      with(R"({"@type":"NewsArticle","articleBody":"Der Hafen bleibt zu.\nEr \u00f6ffnet."})");
  const Page read = page(html);
  ASSERT_EQ(read.body.blocks.size(), 2U);
  EXPECT_EQ(slice(read.body.text, read.body.blocks[1].span),
            "Er \xC3\xB6"
            "ffnet.");
  const auto source = read.body.source_map.map(read.body.blocks[1].span);
  EXPECT_EQ(html.substr(source.begin(), source.end() - source.begin()), "Er \\u00f6ffnet.");
}

TEST(JsonLd, ABodyOfMarkupIsReadAsMarkup) {
  const Page read = page(with(
      R"({"@type":"NewsArticle","articleBody":"<p>Der Hafen bleibt <b>zu</b>.</p><p>Er wartet.</p>"})"));
  ASSERT_EQ(read.body.blocks.size(), 2U);
  EXPECT_EQ(slice(read.body.text, read.body.blocks[0].span), "Der Hafen bleibt zu.");
}

TEST(JsonLd, ListsTheEntriesOfALiveBlog) {
  const Page read = page(with(
      R"({"@type":"LiveBlogPosting","headline":"Hafen","liveBlogUpdate":[
         {"@type":"BlogPosting","headline":"Die Schranke f\u00e4llt","articleBody":"Zu.",
          "datePublished":"2021-05-14T10:00:00+02:00"},
         "kein Eintrag", {"@type":"BlogPosting","headline":"Sie geht auf"}]})"));
  ASSERT_EQ(read.live_entries.size(), 2U);
  EXPECT_EQ(read.live_entries[0].headline, "Die Schranke f\xC3\xA4llt");
  EXPECT_EQ(read.live_entries[0].published.value, "2021-05-14T10:00:00+02:00");
  EXPECT_TRUE(read.live_entries[0].published.source.has_value());
  EXPECT_TRUE(read.live_entries[1].published.value.empty());
}

}  // namespace
}  // namespace annals
