#include "engine/store/keys.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/engine/store/generated_records.h"

namespace annals {
namespace {

// These bytes are on disk: they never change.
TEST(Keys, Layout) {
  const RevisionKey revision{
      .article = ArticleKey(0x0102030405060708ULL),
      .revision = {.high = 0x1112131415161718ULL, .low = 0xf1f2f3f4f5f6f7f8ULL}};
  EXPECT_EQ(to_hex(encode(revision)), "01020304050607081112131415161718f1f2f3f4f5f6f7f8");
  EXPECT_EQ(to_hex(encode(TermKey{.term = TermId(0xa1a2a3a4U), .article = revision.article})),
            "a1a2a3a40102030405060708");
  EXPECT_EQ(to_hex(encode(ActorKey{.actor = ActorId(0xb1ULL), .article = revision.article})),
            "00000000000000b10102030405060708");
  EXPECT_EQ(to_hex(encode(EventKey{.event = EventId(0xc1ULL), .revision = revision})),
            "00000000000000c101020304050607081112131415161718f1f2f3f4f5f6f7f8");
}

TEST(Keys, ByteOrderIsTheOrderOfValuesAndDecodingIsTheInverse) {
  Numbers random(9);
  std::vector<RevisionKey> keys;
  for (int i = 0; i < 500; ++i) {
    // Shifts make short and long numbers alike.
    const auto number = [&] { return random.next() >> random.below(64); };
    keys.push_back(
        {.article = ArticleKey(number()), .revision = {.high = number(), .low = number()}});
  }
  std::sort(keys.begin(), keys.end());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    EXPECT_EQ(decode_revision_key(encode(keys[i])), keys[i]);
    EXPECT_TRUE(encode(keys[i]).starts_with(key_prefix(keys[i].article)));
    const TermKey term{.term = TermId(static_cast<std::uint32_t>(keys[i].revision.low)),
                       .article = keys[i].article};
    EXPECT_EQ(decode_term_key(encode(term)), term);
    EXPECT_TRUE(encode(term).starts_with(key_prefix(term.term)));
    const ActorKey actor{.actor = ActorId(keys[i].revision.low), .article = keys[i].article};
    EXPECT_EQ(decode_actor_key(encode(actor)), actor);
    const EventKey event{.event = EventId(keys[i].revision.low), .revision = keys[i]};
    EXPECT_EQ(decode_event_key(encode(event)), event);
    EXPECT_EQ(parse_revision(to_string(keys[i].revision)), keys[i].revision);
    if (i == 0) continue;
    EXPECT_LT(encode(keys[i - 1]), encode(keys[i]));
  }
}

TEST(Keys, RefuseWhatNoEncodingMakes) {
  for (const std::size_t size : {0U, 1U, 11U, 13U, 15U, 17U, 23U, 25U, 31U, 33U, 100U}) {
    const std::string bytes(size, 'x');
    EXPECT_FALSE(decode_revision_key(bytes)) << size;
    EXPECT_FALSE(decode_term_key(bytes)) << size;
    EXPECT_FALSE(decode_actor_key(bytes)) << size;
    EXPECT_FALSE(decode_event_key(bytes)) << size;
  }
  for (const std::string& text :
       {std::string(), std::string(31, 'a'), std::string(33, 'a'), std::string(32, 'g'),
        std::string(32, 'A'), "-" + std::string(31, '1'), " " + std::string(31, '1')}) {
    EXPECT_FALSE(parse_revision(text)) << text;
  }
}

}  // namespace
}  // namespace annals
