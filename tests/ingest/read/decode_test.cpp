#include "ingest/read/decode.h"

#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "ingest/read/utf8.h"
#include "tests/ingest/read/read_testing.h"

namespace annals {
namespace {

using namespace std::string_literals;

struct DecodeCase {
  const char* name;
  std::string bytes;
  bool markup;
  const char* encoding;
  const char* text;
};

void PrintTo(const DecodeCase& c, std::ostream* out) {
  *out << c.name;
}

class Decode : public testing::TestWithParam<DecodeCase> {};

TEST_P(Decode, GivesUtf8) {
  const auto decoded = decode_text(GetParam().bytes, GetParam().markup);
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(decoded->encoding, GetParam().encoding);
  EXPECT_EQ(decoded->text(GetParam().bytes), GetParam().text);
}

// A German sentence in windows-1252 with quotes that ISO 8859-1 has not.
const std::string kGerman =
    "\x84Wir pr\xFC"
    "fen das f\xFCr die M\xE4rkte\x93, hie\xDF es am Freitag in K\xF6ln.";
const char* const kGermanUtf8 =
    "\xE2\x80\x9EWir pr\xC3\xBC"
    "fen das f\xC3\xBCr die M\xC3\xA4rkte\xE2\x80\x9C, hie\xC3\x9F es am "
    "Freitag in K\xC3\xB6ln.";

INSTANTIATE_TEST_SUITE_P(
    Table, Decode,
    testing::Values(
        DecodeCase{"ascii", "plain", false, "utf-8", "plain"},
        DecodeCase{"utf8", "K\xC3\xB6ln", false, "utf-8", "K\xC3\xB6ln"},
        DecodeCase{"utf8_mark", "\xEF\xBB\xBFK\xC3\xB6ln", false, "utf-8", "K\xC3\xB6ln"},
        DecodeCase{"utf16le_mark", "\xFF\xFEK\0\xF6\0l\0n\0"s, false, "utf-16le", "K\xC3\xB6ln"},
        DecodeCase{"utf16be_mark", "\xFE\xFF\0K\0\xF6\0l\0n"s, false, "utf-16be", "K\xC3\xB6ln"},
        DecodeCase{"utf16le_no_mark", "K\0\xF6\0l\0n\0"s, false, "utf-16le", "K\xC3\xB6ln"},
        DecodeCase{"utf16_pair",
                   "\xFF\xFE\x3D\xD8\x00\xDE"
                   "a\0"s,
                   false, "utf-16le",
                   "\xF0\x9F\x98\x80"
                   "a"},
        DecodeCase{"utf32le_mark", "\xFF\xFE\0\0K\0\0\0\xF6\0\0\0"s, false, "utf-32le",
                   "K\xC3\xB6"},
        DecodeCase{"windows_guessed", kGerman, false, "windows-1252", kGermanUtf8},
        DecodeCase{"latin1_declared_is_windows",
                   "<meta charset=\"iso-8859-1\">\x84"
                   "f\xFCr\x93",
                   true, "windows-1252",
                   "<meta charset=\"iso-8859-1\">\xE2\x80\x9E"
                   "f\xC3\xBCr\xE2\x80\x9C"},
        DecodeCase{"latin2_declared",
                   "<meta http-equiv=x content='text/html; charset=ISO-8859-2'>\xB1", true,
                   "iso-8859-2",
                   "<meta http-equiv=x content='text/html; charset=ISO-8859-2'>\xC4\x85"},
        DecodeCase{"xml_declared", "<?xml version='1.0' encoding='windows-1251'?>\xCF\xF0", true,
                   "windows-1251", "<?xml version='1.0' encoding='windows-1251'?>\xD0\x9F\xD1\x80"},
        DecodeCase{"shift_jis_declared", "<meta charset=shift_jis>\x83\x5C", true, "shift_jis",
                   "<meta charset=shift_jis>\xE3\x82\xBD"},
        DecodeCase{"declared_latin1_but_utf8", "<meta charset=iso-8859-1>f\xC3\xBCr K\xC3\xB6ln",
                   true, "utf-8", "<meta charset=iso-8859-1>f\xC3\xBCr K\xC3\xB6ln"},
        DecodeCase{"declared_utf8_but_windows", "<meta charset=utf-8>f\xFCr K\xF6ln", true,
                   "windows-1252", "<meta charset=utf-8>f\xC3\xBCr K\xC3\xB6ln"},
        DecodeCase{"declared_nonsense", "<meta charset=klingon>f\xFCr K\xF6ln", true,
                   "windows-1252", "<meta charset=klingon>f\xC3\xBCr K\xC3\xB6ln"},
        DecodeCase{"one_bad_byte", "f\xC3\xBCr K\xC3\xB6ln \xC3\xA4\xC3\xB6\xC3\xBC \xFF!", false,
                   "utf-8", "f\xC3\xBCr K\xC3\xB6ln \xC3\xA4\xC3\xB6\xC3\xBC \xEF\xBF\xBD!"},
        DecodeCase{"cut_at_the_end", "f\xC3\xBCr K\xC3", false, "utf-8",
                   "f\xC3\xBCr K\xEF\xBF\xBD"}),
    [](const auto& instance) { return instance.param.name; });

TEST(Decode, NotesWhatWasReplaced) {
  const auto decoded = decode_text("\xC3\xA4\xC3\xB6\xC3\xBC\xC3\xA4\xC3\xB6 \xFF!", false, 100);
  ASSERT_TRUE(decoded);
  ASSERT_EQ(decoded->notes.size(), 1U);
  EXPECT_EQ(decoded->notes[0], "1 invalid UTF-8 sequences replaced, first at byte 111");
}

TEST(Decode, MapsLetterByLetter) {
  const auto decoded = decode_text(kGerman, false);
  ASSERT_TRUE(decoded);
  // Each letter of the text maps to the one byte it came from.
  const std::string_view text = decoded->text(kGerman);
  std::uint64_t expected = 0;
  for (std::size_t i = 0; i < text.size(); ++expected) {
    const std::size_t length = utf8_step(text, i).length;
    const v1::SourceSpan span =
        decoded->map.map({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + length)});
    EXPECT_EQ(span.begin(), expected);
    EXPECT_EQ(span.end(), expected + 1);
    i += length;
  }
  EXPECT_EQ(expected, kGerman.size());
}

TEST(Decode, AnyBytesGiveValidUtf8OrAnError) {
  // Every two-byte sequence behind a letter: the slow count of what is replaced is not needed, only
  // that the result is valid and maps inside the input.
  for (unsigned first = 0x80; first < 0x100; ++first) {
    for (unsigned second = 0x20; second < 0x100; second += 3) {
      const std::string bytes = std::string("\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4") +
                                static_cast<char>(first) + static_cast<char>(second) + "z";
      const auto decoded = decode_text(bytes, false);
      ASSERT_TRUE(decoded);
      const std::string_view text = decoded->text(bytes);
      for (std::size_t i = 0; i < text.size();) {
        const Utf8Step step = utf8_step(text, i);
        ASSERT_TRUE(step.valid);
        i += step.length;
      }
      EXPECT_LE(decoded->map.runs().back().source + decoded->map.runs().back().length,
                bytes.size());
    }
  }
}

TEST(Decode, SoftHyphensLeaveAGap) {
  const std::string bytes = "Regie\xC2\xADrung\xC2\xAD";
  const auto decoded = decode_text(bytes, false);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->text(bytes), "Regierung");
  const v1::SourceSpan span = decoded->map.map({0, 9});
  EXPECT_EQ(span.begin(), 0U);
  EXPECT_EQ(span.end(), 11U);
}

TEST(MapWriter, ComposesInAnyOrder) {
  SourceMap inner;
  inner.add(0, 10, 5);
  inner.add(7, 20, 5);
  MapWriter writer(inner, 1000);
  writer.add(0, 8, 3);
  writer.add(3, 1, 2);
  writer.add(5, 3, 6);
  const SourceMap out = writer.take();
  ASSERT_EQ(out.runs().size(), 3U);
  EXPECT_EQ(out.runs()[0].source, 1021U);
  EXPECT_EQ(out.runs()[1].source, 1011U);
  EXPECT_EQ(out.runs()[1].length, 4U);
  EXPECT_EQ(out.runs()[2].text, 9U);
  EXPECT_EQ(out.runs()[2].source, 1020U);
  EXPECT_EQ(out.runs()[2].length, 2U);
}

}  // namespace
}  // namespace annals
