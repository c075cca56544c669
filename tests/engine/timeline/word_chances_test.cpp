#include "engine/timeline/word_chances.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

#include <gtest/gtest.h>

namespace annals {
namespace {

// Articles of one sentence each, its words as numbers.
struct Articles {
  explicit Articles(std::initializer_list<std::vector<std::uint32_t>> sentences) {
    for (const auto& words : sentences) {
      const auto number = static_cast<std::uint32_t>(corpus.sentences.size());
      corpus.sentences.push_back({.article = number,
                                  .first_term = static_cast<std::uint32_t>(corpus.terms.size()),
                                  .term_count = static_cast<std::uint32_t>(words.size())});
      corpus.terms.insert(corpus.terms.end(), words.begin(), words.end());
      corpus.articles.push_back(nullptr);
      for (const std::uint32_t word : words)
        corpus.idf.resize(std::max<std::size_t>(corpus.idf.size(), word + 1), 1.0F);
    }
  }
  Corpus corpus;
};

TEST(WordChances, ItemsAreWordsAndPairsOfNeighboursEachOnce) {
  const Articles articles({{0, 1, 0, 1}, {1, 0}, {}});
  const WordChances chances(articles.corpus);
  int pairs = 0;
  for (const std::uint32_t item : chances.items_of(0))
    pairs += chances.is_pair(item) ? 1 : 0;
  EXPECT_EQ(chances.items_of(0).size(), 4U);  // 0, 1, 0 1, 1 0
  EXPECT_EQ(pairs, 2);
  EXPECT_EQ(chances.items_of(1).size(), 3U);
  EXPECT_TRUE(chances.items_of(2).empty());
  EXPECT_EQ(chances.item_count(), 4U);
}

TEST(WordChances, AWordOfManyCandidatesIsLikelierThanOneOfFew) {
  const Articles articles({{0, 1}, {0, 2}, {0, 3}, {4, 1}});
  WordChances chances(articles.corpus);
  const std::vector<Candidate> day = {{0, 1.0, true}, {1, 1.0, true}, {2, 1.0, true}};
  chances.weigh(day);
  EXPECT_GT(chances.chance(0), chances.chance(2));
  EXPECT_GT(chances.chance(2), 0);
  EXPECT_LT(chances.chance(0), 1);
  // One of a heavier candidate too, and one of a candidate that names the day.
  EXPECT_GT(chances.chance(1), chances.chance(2));
  chances.weigh(std::vector<Candidate>{{1, 2.0, true}, {2, 1.0, true}});
  EXPECT_GT(chances.chance(2), chances.chance(3));
  chances.weigh(std::vector<Candidate>{{1, 1.0, true}, {2, 1.0, false}, {0, 1.0, false}});
  EXPECT_GT(chances.chance(2), chances.chance(3));
}

TEST(WordChances, APairIsFoundByItsWordsInTheirOrder) {
  const Articles articles({{0, 1, 2}});
  const WordChances chances(articles.corpus);
  const auto pair = chances.pair_item(0, 1);
  ASSERT_TRUE(pair);
  EXPECT_TRUE(chances.is_pair(*pair));
  const auto items = chances.items_of(0);
  EXPECT_NE(std::find(items.begin(), items.end(), *pair), items.end());
  EXPECT_NE(pair, chances.pair_item(1, 2));
  EXPECT_FALSE(chances.pair_item(1, 0));
  EXPECT_FALSE(chances.pair_item(0, 2));
}

TEST(WordChances, AChanceIsALogisticFunctionOfTheMeasures) {
  const Articles articles({{0, 1}, {0, 2}});
  WordChances chances(articles.corpus);
  chances.weigh(std::vector<Candidate>{{0, 1.0, true}, {1, 3.0, false}});
  const WordMeasures of_word = chances.measures(1);
  EXPECT_EQ(of_word[0], 1);
  EXPECT_NEAR(of_word[1], std::log(0.25 + 0.01), 1e-9);  // of all weight
  EXPECT_NEAR(of_word[2], std::log(1 + 0.01), 1e-9);     // of those that name the day
  EXPECT_NEAR(of_word[3], std::log(0.01), 1e-9);         // of the others
  EXPECT_EQ(of_word[7], 0);                              // one article alone holds it
  EXPECT_EQ(chances.measures(0)[7], 1);
  for (const std::uint32_t item : chances.items_of(0)) {
    const WordMeasures measures = chances.measures(item);
    double log_odds = 0;
    for (std::size_t m = 0; m < kWordMeasures; ++m)
      log_odds += word_odds(chances.is_pair(item))[m] * measures[m];
    EXPECT_NEAR(chances.chance(item), 1 / (1 + std::exp(-log_odds)), 1e-9);
  }
}

TEST(WordChances, EachDayIsWeighedAlone) {
  const Articles articles({{0, 1, 2}, {0, 3}, {4, 5}});
  const std::vector<Candidate> first = {{0, 1.0, true}, {1, 0.5, false}};
  const std::vector<Candidate> second = {{2, 1.0, true}, {1, 1.0, true}};
  WordChances fresh(articles.corpus);
  fresh.weigh(second);
  WordChances used(articles.corpus);
  used.weigh(first);
  used.weigh(second);
  for (const std::uint32_t item : used.items_of(1))
    EXPECT_EQ(used.chance(item), fresh.chance(item)) << item;
  EXPECT_EQ(used.expected().words, fresh.expected().words);
  EXPECT_EQ(used.expected().pairs, fresh.expected().pairs);
  used.weigh({});
  EXPECT_EQ(used.expected().words, 0);
}

}  // namespace
}  // namespace annals
