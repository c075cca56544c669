#include "ingest/learn/word_clusters.h"

#include <gtest/gtest.h>

#include "engine/base/hash.h"

namespace annals {
namespace {

using Clusters = WordClusters::Clusters;

std::string sample() {
  return WordClusters::build(
      {{hash64("berlin"), 2, 5}, {hash64("munchen"), 1}, {hash64("berlin"), 0}},
      {{.broad = 0, .middle = 5}, {.broad = 1, .middle = 6}, {1, 7}}, 6);
}

TEST(WordClusters, FindsWhatItWasBuiltFrom) {
  const std::string bytes = sample();
  const auto clusters = WordClusters::map(bytes);
  ASSERT_TRUE(clusters) << clusters.error().message;
  EXPECT_EQ(clusters->size(), 2U);
  EXPECT_EQ(clusters->find("berlin"), (Clusters{.broad = 1, .middle = 7, .narrow = 2, .kind = 5}));
  EXPECT_EQ(clusters->find(hash64("munchen")),
            (Clusters{.broad = 1, .middle = 6, .narrow = 1, .kind = 0}));
  EXPECT_EQ(clusters->find("paris"), Clusters{});
  EXPECT_EQ(clusters->find(""), Clusters{});
}

TEST(WordClusters, AWordWithMarksIsFoundWithoutThem) {
  const std::string bytes = sample();
  const auto clusters = WordClusters::map(bytes);
  ASSERT_TRUE(clusters);
  EXPECT_EQ(clusters->find("münchen"), clusters->find("munchen"));
  EXPECT_EQ(clusters->find("bérlin"), clusters->find("berlin"));
  EXPECT_EQ(clusters->find("köln"), Clusters{});
  EXPECT_EQ(clusters->find("\xFF\xC3"), Clusters{});
}

TEST(WordClusters, EveryOneOfManyWordsIsFound) {
  std::vector<WordClusters::Word> words;
  for (std::uint16_t i = 0; i < 20000; ++i)
    words.push_back({hash64(std::to_string(i)), static_cast<std::uint16_t>(i % 300),
                     static_cast<std::uint16_t>(i % 64)});
  const std::string bytes = WordClusters::build(
      words, std::vector<WordClusters::Above>(300, {.broad = 3, .middle = 4}), 64);
  const auto clusters = WordClusters::map(bytes);
  ASSERT_TRUE(clusters) << clusters.error().message;
  for (const WordClusters::Word& word : words) {
    EXPECT_EQ(clusters->find(word.hash).narrow, word.narrow);
    EXPECT_EQ(clusters->find(word.hash).kind, word.kind);
  }
}

TEST(WordClusters, NoneKnowNothing) {
  EXPECT_EQ(WordClusters().find("berlin"), Clusters{});
  EXPECT_EQ(WordClusters().find("köln"), Clusters{});
  const std::string bytes = WordClusters::build({}, {});
  ASSERT_TRUE(WordClusters::map(bytes));
  EXPECT_EQ(WordClusters::map(bytes)->find("berlin"), Clusters{});
}

TEST(WordClusters, DamageIsRefused) {
  const std::string bytes = sample();
  EXPECT_FALSE(WordClusters::map(""));
  EXPECT_FALSE(WordClusters::map(bytes.substr(0, bytes.size() - 1)));
  for (std::size_t i = 0; i < bytes.size(); i += 1009) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    EXPECT_FALSE(WordClusters::map(damaged)) << "byte " << i;
  }
  std::string newer = bytes;
  newer[8] = 3;
  ASSERT_FALSE(WordClusters::map(newer));
  EXPECT_EQ(WordClusters::map(newer).error().code, ErrorCode::kUnsupported);
  EXPECT_FALSE(WordClusters::map(WordClusters::build({{1, 9}}, {{}}))) << "no cluster 9";
  EXPECT_FALSE(WordClusters::map(WordClusters::build({{1, 0, 2}}, {{}}, 2))) << "no kind 2";
}

}  // namespace
}  // namespace annals
