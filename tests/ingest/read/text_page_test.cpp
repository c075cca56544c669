#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "tests/ingest/read/read_testing.h"

namespace annals {
namespace {

using namespace std::string_literals;
using testing_read::error_of;
using testing_read::lines;
using testing_read::page;
using testing_read::source_of;

struct LineCase {
  const char* name;
  std::string bytes;
  const char* expected;
};

void PrintTo(const LineCase& c, std::ostream* out) {
  *out << c.name;
}

class TextLines : public testing::TestWithParam<LineCase> {};

TEST_P(TextLines, AreBlocks) {
  const Page result = page(GetParam().bytes);
  EXPECT_EQ(lines(result), GetParam().expected) << testing::PrintToString(result.notes);
}

INSTANTIATE_TEST_SUITE_P(
    Table, TextLines,
    testing::Values(LineCase{"one_line", "Der Hafen bleibt zu.", "Der Hafen bleibt zu."},
                    LineCase{"line_feeds", "eins\nzwei\n\ndrei\n", "eins|zwei|drei"},
                    LineCase{"windows_line_ends", "eins\r\nzwei\r\n", "eins|zwei"},
                    LineCase{"old_mac_line_ends", "eins\rzwei\r", "eins|zwei"},
                    LineCase{"mixed_line_ends", "eins\r\r\nzwei\n\rdrei", "eins|zwei|drei"},
                    LineCase{"form_feed", "eins\fzwei", "eins|zwei"},
                    LineCase{"bullets_stay", "  \xE2\x80\xA2 Politik\n  1. Wetter",
                             "\xE2\x80\xA2 Politik|1. Wetter"},
                    LineCase{"byte_order_mark", "\xEF\xBB\xBFK\xC3\xB6ln", "K\xC3\xB6ln"},
                    LineCase{"no_break_spaces", "\xC2\xA0 a \xE2\x80\x89\n\xC2\xA0\n", "a"},
                    LineCase{"update_in_brackets", "[Update] Der Hafen bleibt zu.",
                             "[Update] Der Hafen bleibt zu."},
                    LineCase{"brace_in_prose", "{sic} steht da", "{sic} steht da"},
                    LineCase{"prose_about_tags", "Ein <p> macht einen Absatz, sagt sie.",
                             "Ein <p> macht einen Absatz, sagt sie."}),
    [](const auto& instance) { return instance.param.name; });

TEST(TextPage, SaysIndentAndEmptyLines) {
  const Page result = page("Titel\n\n\n   drei\n\tTab\n");
  ASSERT_EQ(result.blocks.size(), 3U);
  EXPECT_EQ(result.blocks[1].indent, 3);
  EXPECT_EQ(result.blocks[1].blank_before, 2);
  EXPECT_EQ(result.blocks[2].indent, 4);
  EXPECT_EQ(result.blocks[2].blank_before, 0);
}

TEST(TextPage, MapsToTheFile) {
  const std::string file =
      "\xEF\xBB\xBF"
      "eins\r\nzw\xC3\xB6lf Boxk\xC3\xA4mpfer\r\n\rdrei";
  const Page result = page(file);
  for (const char* words : {"eins", "zw\xC3\xB6lf", "\xC3\xB6", "Boxk\xC3\xA4mpfer", "drei"})
    EXPECT_EQ(source_of(result, file, words), words);
}

TEST(TextPage, LongRunsStayOne) {
  std::string file;
  for (int i = 0; i < 1000; ++i)
    file += "Zeile mit Umlaut \xC3\xA4\n\n";
  EXPECT_EQ(page(file).source_map.runs().size(), 1U);
}

TEST(TextPage, ABlankPageIsAnError) {
  EXPECT_EQ(error_of("", "leer.txt"), "leer.txt: byte 0: the file is empty, expected an article");
  EXPECT_EQ(error_of(" \n\t\n", "blank.txt"),
            "blank.txt: byte 0: no text, only blanks; expected an article");
}

TEST(TextPage, BinaryDataIsAnError) {
  EXPECT_EQ(error_of("Ein Satz\0\x01\x02\x03\x04"s, "x"),
            "x: byte 8: binary data (control character 0x00), expected text");
  EXPECT_EQ(error_of("\x89PNG\r\n\x1A\n", "x"),
            "x: byte 0: this is a PNG image, expected text, HTML, JSON or JSON lines");
}

TEST(TextPage, AStrayControlCharacterBecomesABlank) {
  const std::string file = std::string(200, 'a') + "\0Wort"s;
  const Page result = page(file);
  EXPECT_EQ(lines(result), std::string(200, 'a') + " Wort");
  ASSERT_EQ(result.notes.size(), 1U);
  EXPECT_EQ(result.notes[0], "1 control characters replaced by blanks, first at byte 200");
}

TEST(TextPage, TheRevisionIsOfBytesAndHints) {
  const std::string plain = page("Ein Satz.").revision;
  EXPECT_EQ(plain.size(), 32U);
  EXPECT_EQ(page("Ein Satz.", "elsewhere").revision, plain);
  EXPECT_NE(page("Ein Satz!").revision, plain);
  ReadOptions one;
  one.hints = {{"option.language", "de", {}}, {"option.published", "2020-09-14", {}}};
  ReadOptions other;
  other.hints = {one.hints[1], one.hints[0]};
  EXPECT_NE(page("Ein Satz.", "page", one).revision, plain);
  EXPECT_EQ(page("Ein Satz.", "page", one).revision, page("Ein Satz.", "page", other).revision);
}

}  // namespace
}  // namespace annals
