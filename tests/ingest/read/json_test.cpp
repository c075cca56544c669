#include "ingest/read/json.h"

#include <algorithm>
#include <ostream>
#include <random>
#include <regex>
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

// Types, keys and values in a line, escapes undone.
std::string print(const JsonTree& tree, const JsonNode& node) {
  std::string out;
  switch (node.type) {
    case JsonType::kOther:
      return std::string(slice(tree.text, node.raw));
    case JsonType::kNumber:
      return std::to_string(std::stod(tree.string(node)));
    case JsonType::kString:
      return "<" + tree.string(node) + ">";
    case JsonType::kArray:
    case JsonType::kObject:
      for (const JsonNode* child = tree.child(node); child != nullptr; child = tree.next(*child)) {
        if (node.type == JsonType::kObject) {
          unescape_json(tree.text, child->key, out, nullptr);
          out += "=";
        }
        out += print(tree, *child) + " ";
      }
      return node.type == JsonType::kArray ? "[" + out + "]" : "{" + out + "}";
  }
  return out;
}

std::string print(simdjson::dom::element element) {
  std::string out;
  if (element.is_array()) {
    for (const auto child : element.get_array())
      out += print(child) + " ";
    return "[" + out + "]";
  }
  if (element.is_object()) {
    for (const auto child : element.get_object())
      out += std::string(child.key) + "=" + print(child.value) + " ";
    return "{" + out + "}";
  }
  if (element.is_string()) return "<" + std::string(element.get_string().value()) + ">";
  if (element.is_number()) return std::to_string(element.get_double().value());
  return simdjson::minify(element);
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
}

INSTANTIATE_TEST_SUITE_P(
    Table, Json,
    testing::Values(JsonCase{"object", R"({"a": 1, "b": [true, null, {}], "c": "x"})", ""},
                    JsonCase{"empty_object", "{}", ""}, JsonCase{"nested_empty", "[[],{}]", ""},
                    JsonCase{"numbers", "[0, -1, 1.5, 2e3, -0.1E-2]", ""},
                    JsonCase{"escapes", R"(["\"\\\/\b\f\n\r\t\u00e4"])", ""},
                    JsonCase{"raw_newline", "{\"a\": \"x\ny\\\n\"}", ""},
                    JsonCase{"unknown_escape", R"({"a": "\x"})", ""},
                    JsonCase{"long_number", "[1234567890123456789012345678901234567890]", ""},
                    JsonCase{"comma_at_end", "{\"a\": 1 , \n}", ""},
                    JsonCase{"comma_at_end_of_array", "[{},[1,],]", ""},
                    JsonCase{"comma_and_bracket_in_string", R"({"a": ",]", "b\\": ",}\"]"})", ""},
                    JsonCase{"empty", "", "0 '{' or '['"}, JsonCase{"blank", " \n", "2 '{' or '['"},
                    JsonCase{"no_brackets", R"("a")", "0 '{' or '['"},
                    JsonCase{"cut_string", R"({"a": "bc)", "6 a closing quote for this string"},
                    JsonCase{"cut_escape", R"({"a": "b\")", "6 a closing quote for this string"},
                    JsonCase{"cut_key", R"({"a": 1, "b)", "9 a closing quote for this string"},
                    JsonCase{"cut_object", R"({"a": 1)", "7 more, not the end"},
                    JsonCase{"cut_member", R"([{"a": )", "7 more, not the end"},
                    JsonCase{"no_colon", R"({"a" 1})", "5 ':'"},
                    JsonCase{"no_colon_inside", R"({"a": "b", "c" "d"})", "15 ':'"},
                    JsonCase{"no_value", R"({"a"})", "4 ':'"},
                    JsonCase{"no_value_behind_colon", R"({"a": })", "6 a value"},
                    JsonCase{"no_quotes", R"({a: 1})", "1 a key in quotes"},
                    JsonCase{"no_quotes_inside", R"({"a": 1, b: 1})", "9 a key in quotes"},
                    JsonCase{"no_comma", R"({"a": "b" "c": 1})", "10 ',' or '}'"},
                    JsonCase{"no_comma_behind_object", R"({"a": {} "c": 1})", "9 ',' or '}'"},
                    JsonCase{"no_comma_in_array", "[[1] 2]", "5 ',' or ']'"},
                    JsonCase{"colon_in_array", R"(["a": 1])", "4 ',' or ']'"},
                    JsonCase{"quotes_in_string", R"({"a": "b "c" d"})", "10 ',' or '}'"},
                    JsonCase{"odd_quotes_in_string", R"({"a": "b 5" d", "c": 1})", "12 ',' or '}'"},
                    JsonCase{"two_commas", "[1,,2]", "3 a value"},
                    JsonCase{"two_values", "{} {}", "3 the end"},
                    JsonCase{"bracket_behind", "{}}", "2 the end"},
                    JsonCase{"wrong_bracket", R"({"a": [1}])", "8 ',' or ']'"},
                    JsonCase{"wrong_bracket_behind_error", R"({"a" [1}])", "5 ':'"},
                    JsonCase{"bad_number", "[01]", "1 a value"},
                    JsonCase{"bad_word", "[1, nul]", "4 a value"}),
    [](const auto& instance) { return instance.param.name; });

TEST(Json, WhatStandsBeforeAnErrorIsRead) {
  const auto read = [](std::string_view text) {
    JsonTree tree;
    JsonError error;
    EXPECT_FALSE(parse_json(text, {}, tree, error)) << text;
    return tree.nodes.empty() ? "" : print(tree, tree.root());
  };
  EXPECT_EQ(read(R"({"a": "x", "b": [<2>, "y" 3]})"), "{a=<x> b=[] }");
  EXPECT_EQ(read(R"({"a": "x", "b": {"c": "y)"), "{a=<x> b={} }");
  EXPECT_EQ(read(R"({"a": "x", "b": ["y"}, "c": 1})"), "{a=<x> b=[<y> ] }");
  EXPECT_EQ(read("x"), "");
}

TEST(Json, ValuesMayStandAmongOtherText) {
  const std::string_view text = R"(var x = {"a": "}"}; // {)";
  JsonOptions options;
  options.begin = 8;
  options.alone = false;
  JsonTree tree;
  JsonError error;
  ASSERT_TRUE(parse_json(text, options, tree, error));
  const JsonNode* node = tree.member(tree.root(), "a");
  ASSERT_NE(node, nullptr);
  EXPECT_EQ(node->raw.begin, 15U);
  EXPECT_EQ(tree.string(*node), "}");
  options.alone = true;
  EXPECT_FALSE(parse_json(text, options, tree, error));
  EXPECT_EQ(error.byte, 18U);
}

TEST(Json, DepthAndNumberAreBounded) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(valid(nested(256)));
  EXPECT_FALSE(valid(nested(257)));
  EXPECT_FALSE(valid(std::string(100000, '[')));
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

// Small random mutations of a record: simdjson's own tree holds the same, and refuses no more than
// what careless writers write.
TEST(Json, HoldsWhatSimdjsonHolds) {
  const std::string seed =
      R"({"title": "A \"b\" \u00fc", "n": [1, -2.5e3, true, false, null], "o": {"k": {}}, "e": []})";
  std::mt19937 random(7);
  constexpr std::string_view kBytes = "{}[]\",:\\ 0-e.tnu1";
  const std::regex comma(R"(,\s*[}\]])");
  const auto blank_controls = [](std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\b' || c == '\f'; }, ' ');
    return text;
  };
  simdjson::dom::parser parser;
  int valid_ones = 0;
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
    JsonTree tree;
    JsonError error;
    const bool parsed = parse_json(text, {}, tree, error);
    simdjson::dom::element root;
    const simdjson::error_code refused = parser.parse(text).get(root);
    if (refused == simdjson::SUCCESS) {
      ++valid_ones;
      ASSERT_TRUE(parsed) << text << " at " << error.byte << ": " << error.expected;
      ASSERT_EQ(blank_controls(print(tree, tree.root())), blank_controls(print(root))) << text;
    } else if (parsed) {
      ASSERT_TRUE(refused == simdjson::STRING_ERROR || std::regex_search(text, comma)) << text;
    } else {
      ASSERT_LE(error.byte, text.size()) << text;
    }
  }
  EXPECT_GT(valid_ones, 1500);
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
