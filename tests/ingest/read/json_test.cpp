#include "ingest/read/json.h"

#include <ostream>
#include <random>
#include <string>

#include <gtest/gtest.h>
#include <simdjson.h>

namespace annals {
namespace {

bool valid(std::string_view text, JsonOptions options = {}) {
  JsonTree tree;
  JsonError error;
  return parse_json(text, options, tree, error);
}

bool valid_for_simdjson(const std::string& text) {
  simdjson::dom::parser parser;
  return parser.parse(text).error() == simdjson::SUCCESS;
}

struct JsonCase {
  const char* name;
  const char* text;
  const char* error;  // "byte expected", or "" when valid
};

void PrintTo(const JsonCase& c, std::ostream* out) {
  *out << c.name;
}

class Json : public testing::TestWithParam<JsonCase> {};

TEST_P(Json, SaysWhatIsWrongWhere) {
  JsonTree tree;
  JsonError error;
  const bool parsed = parse_json(GetParam().text, {}, tree, error);
  EXPECT_EQ(parsed ? "" : std::to_string(error.byte) + " " + std::string(error.expected),
            GetParam().error);
  EXPECT_EQ(parsed, valid_for_simdjson(GetParam().text)) << "simdjson thinks otherwise";
}

INSTANTIATE_TEST_SUITE_P(
    Table, Json,
    testing::Values(JsonCase{"object", R"({"a": 1, "b": [true, null, {}], "c": "x"})", ""},
                    JsonCase{"empty_object", "{}", ""}, JsonCase{"nested_empty", "[[],{}]", ""},
                    JsonCase{"numbers", "[0, -1, 1.5, 2e3, -0.1E-2]", ""},
                    JsonCase{"escapes", R"(["\"\\\/\b\f\n\r\t\u00e4"])", ""},
                    JsonCase{"empty", "", "0 a value, not the end"},
                    JsonCase{"cut_string", R"({"a": "bc)", "6 a closing quote for this string"},
                    JsonCase{"cut_object", R"({"a": 1)", "7 ',' or '}'"},
                    JsonCase{"no_colon", R"({"a" 1})", "5 ':'"},
                    JsonCase{"no_quotes", R"({a: 1})", "1 a key in quotes"},
                    JsonCase{"comma_at_end", R"({"a": 1,})", "8 a key in quotes"},
                    JsonCase{"comma_at_end_of_array", "[1,]", "3 a value"},
                    JsonCase{"two_values", "{} {}", "3 the end"},
                    JsonCase{"wrong_bracket", R"({"a": [1}])", "8 ',' or ']'"},
                    JsonCase{"raw_newline", "{\"a\": \"x\ny\"}",
                             "8 an escape for this control character"},
                    JsonCase{"bad_escape", R"({"a": "\x"})", "7 a known escape"},
                    JsonCase{"bad_number", "[01]", "2 ',' or ']'"},
                    JsonCase{"bad_word", "[nul]", "1 a value"}),
    [](const auto& instance) { return instance.param.name; });

TEST(Json, LenientTakesWhatTemplatesWrite) {
  JsonOptions lenient;
  lenient.lenient = true;
  EXPECT_TRUE(valid("{\"a\": \"x\ny\",}", lenient));
  EXPECT_TRUE(valid("[1,2,];", lenient));
  EXPECT_TRUE(valid(R"({"a": "\x"})", lenient));
  EXPECT_FALSE(valid("{\"a\": }", lenient));
}

TEST(Json, DepthAndNumberAreBounded) {
  const std::string deep(100000, '[');
  EXPECT_FALSE(valid(deep));
  JsonOptions few;
  few.max_nodes = 3;
  EXPECT_TRUE(valid("[1,2]", few));
  EXPECT_FALSE(valid("[1,2,3]", few));
}

TEST(Json, StringsMapToTheirBytes) {
  const std::string text = R"({"a": "x\u00e4\n\ud83d\ude00y\"z\ud800"})";
  JsonTree tree;
  JsonError error;
  ASSERT_TRUE(parse_json(text, {}, tree, error));
  const JsonNode* node = tree.member(tree.root(), "a");
  ASSERT_NE(node, nullptr);
  std::string out;
  const SourceMap identity = SourceMap::identity(static_cast<std::uint32_t>(text.size()));
  MapWriter map(identity, 0);
  unescape_json(text, node->raw, out, &map);
  EXPECT_EQ(out, "x\xC3\xA4\n\xF0\x9F\x98\x80y\"z\xEF\xBF\xBD");
  const SourceMap result = map.take();
  const auto source = [&](std::string_view words) {
    const auto at = static_cast<std::uint32_t>(out.find(words));
    const v1::SourceSpan span = result.map({at, at + static_cast<std::uint32_t>(words.size())});
    return text.substr(span.begin(), span.end() - span.begin());
  };
  EXPECT_EQ(source("x"), "x");
  EXPECT_EQ(source("\xC3\xA4"), R"(\u00e4)");
  EXPECT_EQ(source("\xF0\x9F\x98\x80"), R"(\ud83d\ude00)");
  EXPECT_EQ(source("y\"z"), R"(y\"z)");
}

// Small random mutations of a record: this reader and simdjson agree on what is JSON.
TEST(Json, AgreesWithSimdjson) {
  const std::string seed =
      R"({"title": "A \"b\" \u00fc", "n": [1, -2.5e3, true, false, null], "o": {"k": {}}, "e": []})";
  std::mt19937 random(7);
  constexpr std::string_view kBytes = "{}[]\",:\\ 0-e.tnu1";
  for (int round = 0; round < 20000; ++round) {
    std::string text = seed;
    for (auto changes = 1 + random() % 3; changes > 0; --changes) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = kBytes[random() % kBytes.size()];
          break;
        case 1:
          text.erase(at, 1 + random() % 4);
          break;
        default:
          text.insert(at, 1, kBytes[random() % kBytes.size()]);
          break;
      }
      if (text.empty()) text = "[]";
    }
    ASSERT_EQ(valid(text), valid_for_simdjson(text)) << text;
  }
}

TEST(JsonEnd, FindsTheEndPieceByPiece) {
  const std::string text = R"({"a": "}\"]", "b": [{}]} {"c")";
  for (std::size_t step = 1; step < text.size(); ++step) {
    JsonEnd scan;
    std::size_t end = std::string::npos;
    for (std::size_t size = step; end == std::string::npos && size < text.size() + step;
         size += step)
      end = scan.find(std::string_view(text).substr(0, size));
    EXPECT_EQ(end, 24U) << step;
  }
}

}  // namespace
}  // namespace annals
