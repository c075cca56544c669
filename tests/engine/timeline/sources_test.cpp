#include "engine/timeline/sources.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace annals {
namespace {

using testing::ElementsAre;

constexpr std::uint32_t kSketch = 64;

// An article whose sketch agrees with that of its `text` but for the first `other` places.
v1::Digest article(std::uint32_t number, std::uint32_t text, std::uint32_t other = 0) {
  v1::Digest out;
  out.set_article_id("a" + std::to_string(number));
  for (std::uint32_t i = 0; i < kSketch; ++i)
    out.add_sketch(i < other ? (number + 7) * 100'000 + i : text * 1000 + i);
  return out;
}

std::vector<std::uint32_t> groups(const std::vector<v1::Digest>& articles) {
  std::vector<const v1::Digest*> views;
  views.reserve(articles.size());
  for (const v1::Digest& one : articles)
    views.push_back(&one);
  return source_groups(views);
}

TEST(Sources, CopiesAreOneSource) {
  EXPECT_THAT(groups({article(0, 1), article(1, 2), article(2, 1, 20), article(3, 1, 40)}),
              ElementsAre(1, 2, 1, 3));
}

TEST(Sources, ACommonAgencyNeedsLess) {
  std::vector<v1::Digest> articles = {article(0, 1), article(1, 1, 40), article(2, 1, 60)};
  for (v1::Digest& one : articles)
    one.add_agencies("dpa");
  EXPECT_THAT(groups(articles), ElementsAre(1, 1, 2));
}

TEST(Sources, OutletsCountOnce) {
  std::vector<v1::Digest> articles = {article(0, 1), article(1, 2), article(2, 3)};
  articles[0].set_outlet("Pacific Ledger");
  articles[2].set_outlet("Pacific Ledger");
  EXPECT_THAT(groups(articles), ElementsAre(1, 2, 1));
}

// Thousands of reports of one event: each text's reprints are one source, however late they come.
TEST(Sources, ManyReprintsStillCountOnce) {
  constexpr std::uint32_t kTexts = 7;
  std::vector<v1::Digest> articles;
  for (std::uint32_t i = 0; i < 2000; ++i)
    articles.push_back(article(i, i % kTexts, i % 30));
  const std::vector<std::uint32_t> out = groups(articles);
  for (std::uint32_t i = 0; i < out.size(); ++i)
    EXPECT_EQ(out[i], i % kTexts + 1) << i;
}

}  // namespace
}  // namespace annals
