#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "tests/ingest/read/read_testing.h"

namespace annals {
namespace {

using testing_read::error_of;
using testing_read::lines;
using testing_read::page;
using testing_read::source_of;
using testing_read::value;
using testing_read::values;

struct RecordCase {
  const char* name;
  const char* json;
  const char* signal;
  const char* expected;
};

void PrintTo(const RecordCase& c, std::ostream* out) {
  *out << c.name;
}

class JsonField : public testing::TestWithParam<RecordCase> {};

TEST_P(JsonField, IsCanonical) {
  const std::string json = std::string("{\"title\": \"T\", ") + GetParam().json + "}";
  EXPECT_EQ(values(page(json), GetParam().signal), GetParam().expected) << json;
}

INSTANTIATE_TEST_SUITE_P(
    Table, JsonField,
    testing::Values(
        RecordCase{"text", R"("text": "a")", "json.text", "a"},
        RecordCase{"body", R"("body": "a")", "json.text", "a"},
        RecordCase{"content", R"("content": "a")", "json.text", "a"},
        RecordCase{"maintext", R"("maintext": "a")", "json.text", "a"},
        RecordCase{"text_before_content", R"("content": "short", "text": "a")", "json.text", "a"},
        RecordCase{"empty_text_does_not_count", R"("text": "", "body": "b")", "json.text", ""},
        RecordCase{"date", R"("date": "2020-09-14")", "json.published", "2020-09-14"},
        RecordCase{"date_published", R"("datePublished": "2020-09-14")", "json.published",
                   "2020-09-14"},
        RecordCase{"published_at", R"("published_at": "2020-09-14")", "json.published",
                   "2020-09-14"},
        RecordCase{"published_at_camel", R"("publishedAt": "2020-09-14")", "json.published",
                   "2020-09-14"},
        RecordCase{"date_publish", R"("date_publish": "2020-09-14")", "json.published",
                   "2020-09-14"},
        RecordCase{"published_wins", R"("date": "2019-01-01", "published": "2020-09-14")",
                   "json.published", "2020-09-14"},
        RecordCase{"null_does_not_count", R"("published": null, "date": "2020-09-14")",
                   "json.published", "2020-09-14"},
        RecordCase{"seconds", R"("published": 1600083960)", "json.published",
                   "2020-09-14T11:46:00Z"},
        RecordCase{"milliseconds", R"("published": 1600083960000)", "json.published",
                   "2020-09-14T11:46:00Z"},
        RecordCase{"year_as_number", R"("published": 2020)", "json.published", "2020"},
        RecordCase{"modified", R"("modified": "2020-09-15")", "json.updated", "2020-09-15"},
        RecordCase{"updated", R"("updated": "2020-09-15")", "json.updated", "2020-09-15"},
        RecordCase{"id_string", R"("id": "x1")", "json.id", "x1"},
        RecordCase{"id_number", R"("id": 17)", "json.id", "17"},
        RecordCase{"url", R"("url": "https:\/\/example.org\/a")", "json.url",
                   "https://example.org/a"},
        RecordCase{"language", R"("language": "de")", "json.language", "de"},
        RecordCase{"source", R"("source": "Hafenblatt")", "json.outlet", "Hafenblatt"},
        RecordCase{"source_object", R"("source": {"id": null, "name": "Hafenblatt"})",
                   "json.outlet", "Hafenblatt"},
        RecordCase{"publisher", R"("publisher": "Hafenblatt")", "json.outlet", "Hafenblatt"},
        RecordCase{"author", R"("author": "Eva Lind")", "json.authors", "Eva Lind"},
        RecordCase{"authors", R"("authors": ["Eva Lind", {"name": "Jo Berg"}])", "json.authors",
                   "Eva Lind|Jo Berg"},
        RecordCase{"upper_case", R"("Published": "2020-09-14")", "json.published", "2020-09-14"},
        RecordCase{"unknown_key", R"("likes": 5)", "json.likes", ""}),
    [](const auto& instance) { return instance.param.name; });

TEST(JsonRecord, TextIsTitleBlankLineBody) {
  const std::string json = R"({"headline": "Der\nTitel", "body": "Eins.\r\n\r\nZw\u00f6lf.\n"})";
  const Page result = page(json);
  EXPECT_EQ(lines(result), "Der Titel|Eins.|Zw\xC3\xB6lf.");
  ASSERT_EQ(result.blocks.size(), 3U);
  EXPECT_EQ(result.blocks[0].element, Element::kHeading);
  EXPECT_EQ(result.blocks[1].element, Element::kLine);
  EXPECT_EQ(result.blocks[1].blank_before, 1);
  EXPECT_EQ(result.blocks[2].blank_before, 1);
  EXPECT_EQ(source_of(result, json, "Zw\xC3\xB6lf"), R"(Zw\u00f6lf)");
  EXPECT_EQ(source_of(result, json, "Eins."), "Eins.");
  EXPECT_EQ(source_of(result, json, "Der Titel"), R"(Der\nTitel)");
}

TEST(JsonRecord, MarkupInTheBodyIsRead) {
  const std::string json =
      R"({"title": "T", "body": "<p class=\"x\">Der Hafen <b>bleibt<\/b> zu.</p>\n<p>Bis )"
      R"(M\u00e4rz &ndash; <time>2019-01-01</time> oder\u0001\r\nl&auml;nger.\u003c/p\u003e"})";
  const Page result = page(json);
  EXPECT_EQ(lines(result),
            "T|Der Hafen bleibt zu.|Bis M\xC3\xA4rz \xE2\x80\x93 2019-01-01 oder l\xC3\xA4nger.");
  EXPECT_EQ(source_of(result, json, "Hafen bleibt"), "Hafen <b>bleibt");
  EXPECT_EQ(source_of(result, json, "M\xC3\xA4rz"), R"(M\u00e4rz)");
  EXPECT_EQ(source_of(result, json, "l\xC3\xA4nger."), "l&auml;nger.");
  EXPECT_EQ(source_of(result, json, "T"), "T");
  EXPECT_EQ(value(result, "time.text"), "");
}

TEST(JsonRecord, TextWithAFewTagsIsText) {
  EXPECT_EQ(lines(page(R"({"text": "<b>Eins</b>\n2 < 3 <i>und</i>\ndrei"})")),
            "<b>Eins</b>|2 < 3 <i>und</i>|drei");
  EXPECT_EQ(lines(page(R"({"text": "Das Element <p> steht f\u00fcr\neinen Absatz."})")),
            "Das Element <p> steht f\xC3\xBCr|einen Absatz.");
}

TEST(JsonRecord, FieldsSayWhereTheyStand) {
  const std::string json = R"({"title": "T", "published": "2020-09-14", "id": 17})";
  const Page result = page(json);
  for (const auto& [signal, expected] :
       {std::pair{"json.published", "2020-09-14"}, std::pair{"json.id", "17"}}) {
    const Field* field = find_field(result.fields, signal);
    ASSERT_NE(field, nullptr);
    ASSERT_TRUE(field->source);
    EXPECT_EQ(json.substr(field->source->begin(), field->source->end() - field->source->begin()),
              expected);
  }
}

TEST(JsonRecord, WindowsEncodedJsonIsRead) {
  EXPECT_EQ(lines(page("{\"text\": \"f\xFCr K\xF6ln und die M\xE4rkte\"}")),
            "f\xC3\xBCr K\xC3\xB6ln und die M\xC3\xA4rkte");
}

TEST(JsonRecord, AnEmptyTextIsAnArticleWithoutWords) {
  EXPECT_EQ(lines(page(R"({"id": "445", "title": "", "text": ""})")), "");
}

TEST(JsonRecord, ErrorsNamePlaceAndExpectation) {
  EXPECT_EQ(error_of(R"({"likes": 5})", "a.json"),
            "a.json:1: byte 0: the JSON record holds neither a title (title, headline) nor a text "
            "(text, body, content, maintext)");
  EXPECT_EQ(error_of(R"({"text": "a" "b"})", "a.json"),
            "a.json:1: byte 13: broken JSON, expected ',' or '}'");
  EXPECT_EQ(error_of(R"({"text": "abc)", "a.json"),
            "a.json:1: byte 9: broken JSON, expected a closing quote for this string");
}

}  // namespace
}  // namespace annals
