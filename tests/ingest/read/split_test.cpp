#include <random>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include "tests/ingest/read/read_testing.h"

namespace annals {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing_read::Split;
using testing_read::split;

std::string gzip(const std::string& bytes) {
  z_stream state{};
  EXPECT_EQ(deflateInit2(&state, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(bytes.size() + 1024, '\0');
  std::string in = bytes;
  state.next_in = reinterpret_cast<Bytef*>(in.data());
  state.avail_in = static_cast<uInt>(in.size());
  state.next_out = reinterpret_cast<Bytef*>(out.data());
  state.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&state, Z_FINISH), Z_STREAM_END);
  out.resize(state.total_out);
  deflateEnd(&state);
  return out;
}

std::string zstd(const std::string& bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 3));
  return out;
}

// "record@offset:bytes" of each record.
std::vector<std::string> dump(const Split& parts) {
  std::vector<std::string> out;
  for (const RawRecord& record : parts.records)
    out.push_back(std::to_string(record.record) + "@" + std::to_string(record.offset) + ":" +
                  record.bytes);
  return out;
}

const std::string kLines = "{\"text\":\"a\"}\n\n{\"text\":\"b\"}\r\n  {\"text\":\"c\"}";

TEST(Split, JsonLines) {
  const Split parts = split(kLines);
  EXPECT_THAT(dump(parts), ElementsAre("1@0:{\"text\":\"a\"}", "3@14:{\"text\":\"b\"}",
                                       "4@30:{\"text\":\"c\"}"));
  EXPECT_THAT(parts.errors, IsEmpty());
}

TEST(Split, ABadLineIsARecordOfItsOwn) {
  const Split parts = split("{\"text\":\"a\n{\"text\":\"b\"}\nnonsense\n{\"text\":\"c\"}\n");
  ASSERT_EQ(parts.records.size(), 4U);
  std::vector<std::string> errors;
  for (const RawRecord& record : parts.records)
    if (auto parsed = parse_record(record); !parsed) errors.push_back(parsed.error().message);
  EXPECT_THAT(errors,
              ElementsAre("page:1: byte 8: broken JSON, expected a closing quote for this string",
                          "page:3: byte 24: broken JSON, expected '{' or '['"));
}

TEST(Split, NameBreaksTheTieForABadFirstLine) {
  EXPECT_EQ(split("oops\n{\"text\":\"a\"}\n", "a.jsonl").records.size(), 2U);
  EXPECT_EQ(split("oops\n{\"text\":\"a\"}\n", "a.txt").records.size(), 1U);
}

TEST(Split, OneIndentedObject) {
  const std::string json = "\xEF\xBB\xBF{\n  \"title\": \"}\",\n  \"text\": \"b\"\n}\n";
  const Split parts = split(json);
  ASSERT_EQ(parts.records.size(), 1U);
  EXPECT_EQ(parts.records[0].offset, 3U);
  EXPECT_TRUE(parse_record(parts.records[0]));
}

TEST(Split, IndentedObjectsOneAfterTheOther) {
  EXPECT_THAT(dump(split("{\n \"text\": 1\n}\n{\n \"text\": 2\n}\n")),
              ElementsAre("1@0:{\n \"text\": 1\n}", "2@15:{\n \"text\": 2\n}"));
}

TEST(Split, Arrays) {
  EXPECT_THAT(dump(split("[\n {\"text\":\"a\"},\n{\"text\":\"]\"} ]\n")),
              ElementsAre("1@3:{\"text\":\"a\"}", "2@17:{\"text\":\"]\"}"));
  EXPECT_THAT(split("[{\"text\":\"a\"}, 7]", "a.json").errors,
              ElementsAre("a.json:2: byte 15: expected a JSON object"));
  EXPECT_THAT(split("[{\"text\":\"a\"}", "a.json").errors,
              ElementsAre("a.json: byte 13: the array that begins at byte 0 does not end, expected "
                          "']'"));
  EXPECT_THAT(split("[{\"text\":\"a\"}] x", "a.json").errors,
              ElementsAre("a.json: byte 15: expected the end behind the array"));
}

TEST(Split, PackedInputIsUnpackedByContent) {
  const auto expected = dump(split(kLines));
  EXPECT_EQ(dump(split(gzip(kLines))), expected);
  EXPECT_EQ(dump(split(zstd(kLines))), expected);
  // Several members or frames, cut inside a line.
  EXPECT_EQ(dump(split(gzip(kLines.substr(0, 5)) + gzip(kLines.substr(5)))), expected);
  EXPECT_EQ(dump(split(zstd(kLines.substr(0, 5)) + zstd(kLines.substr(5)))), expected);
  EXPECT_EQ(dump(split(gzip(kLines) + std::string(100, '\0'))), expected);
}

TEST(Split, TruncatedPackedInputIsAnErrorBehindWhatCouldBeRead) {
  std::string many;
  std::mt19937 random(1);
  for (int i = 0; i < 200000; ++i)
    many += "{\"text\":\"" + std::to_string(random()) + "\"}\n";
  for (const std::string& packed : {gzip(many), zstd(many)}) {
    const Split parts = split(packed.substr(0, packed.size() / 2), "a.jsonl.gz");
    EXPECT_GT(parts.records.size(), 1000U) << testing::PrintToString(parts.errors);
    ASSERT_EQ(parts.errors.size(), 1U);
    EXPECT_THAT(parts.errors[0], testing::HasSubstr("ends too soon"));
    for (const RawRecord& record : parts.records)
      EXPECT_TRUE(parse_record(record));
  }
  const std::string text = gzip(std::string("Ein Satz. Noch ein Satz."));
  const Split parts = split(text.substr(0, text.size() - 4), "a.txt.gz");
  EXPECT_THAT(parts.records, IsEmpty());
  ASSERT_EQ(parts.errors.size(), 1U);
  EXPECT_EQ(parts.errors[0], "a.txt.gz: byte " + std::to_string(text.size() - 4) +
                                 " of the gzip data: it ends too soon, expected more (truncated "
                                 "file?)");
}

TEST(Split, DamagedPackedInputIsAnError) {
  std::string bytes = gzip(kLines);
  bytes[bytes.size() - 6] = static_cast<char>(~bytes[bytes.size() - 6]);
  ASSERT_EQ(split(bytes).errors.size(), 1U);
  EXPECT_THAT(split(bytes).errors[0], testing::HasSubstr("of the gzip data"));
  EXPECT_THAT(split(gzip(gzip(kLines))).errors[0], testing::HasSubstr("packed twice"));
}

TEST(Split, TheLimitHoldsForRecordsAndAfterUnpacking) {
  ReadOptions small;
  small.max_record_bytes = 1000;
  const std::string long_text(5000, 'a');
  EXPECT_THAT(split(long_text, "a.txt", small).errors,
              ElementsAre("a.txt: larger than the limit of 1000 bytes"));
  EXPECT_EQ(split(gzip(long_text), "a.txt", small).errors.size(), 1U);
  const Split parts = split(
      "{\"text\":\"a\"}\n{\"text\":\"" + long_text + "\"}\n{\"text\":\"c\"}\n", "a.jsonl", small);
  EXPECT_EQ(parts.records.size(), 2U);
  EXPECT_EQ(parts.records[1].record, 3U);
  EXPECT_THAT(parts.errors, ElementsAre("a.jsonl:2: byte 13: larger than the limit of 1000 bytes"));
}

TEST(Split, AnEndlessLineIsNotReadToTheEnd) {
  ReadOptions small;
  small.max_record_bytes = 1000;
  const Split parts =
      split("{\"text\":\"a\"}\n{" + std::string(40U << 20U, ' ') + "\n", "a.jsonl", small);
  EXPECT_EQ(parts.records.size(), 1U);
  ASSERT_EQ(parts.errors.size(), 2U);
  EXPECT_THAT(parts.errors[1], testing::HasSubstr("the rest is not read"));
}

TEST(Split, TheSinkMayStop) {
  int seen = 0;
  EXPECT_EQ(split_bytes(kLines, "a", {},
                        [&](Result<RawRecord>) {
                          ++seen;
                          return false;
                        }),
            1U);
  EXPECT_EQ(seen, 1);
}

TEST(Split, HintsGoWithEachRecord) {
  ReadOptions options;
  options.hints = {{"option.language", "de", {}}};
  for (const RawRecord& record : split(kLines, "a", options).records)
    EXPECT_EQ(find_field(parse_record(record)->fields, "option.language")->value, "de");
}

TEST(Split, KnownButUnreadFormatsAreNamed) {
  EXPECT_THAT(split("<?xml version=\"1.0\"?><rss version=\"2.0\"></rss>", "a").errors,
              ElementsAre("a: byte 0: this is an RSS feed, expected text, HTML, JSON or JSON "
                          "lines"));
}

}  // namespace
}  // namespace annals
