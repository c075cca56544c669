#include "engine/story/decisions.h"

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace annals {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;

const std::vector<std::string_view> kIds = {"a", "b", "c", "d", "e"};
// Two stories of two, one of one.
const std::vector<std::uint32_t> kGroups = {0, 0, 1, 1, 2};

std::vector<std::uint32_t> apply(const StoryDecisions& decisions) {
  return apply_decisions(kIds, kGroups, decisions);
}

TEST(Decisions, NoneChangesNothing) {
  EXPECT_EQ(apply({}), kGroups);
}

TEST(Decisions, AMergeJoinsWholeStories) {
  const std::vector<std::vector<std::string>> stories = {{"a", "b"}, {"c", "d"}};
  EXPECT_THAT(apply(merge_decisions(stories, {}, 1)), ElementsAre(0, 0, 0, 0, 1));
}

TEST(Decisions, ASplitTakesArticlesOutTogether) {
  const std::vector<std::string> rest = {"c"};
  const std::vector<std::string> out = {"d"};
  EXPECT_THAT(apply(split_decisions(rest, out, rest, {}, 1)), ElementsAre(0, 0, 1, 2, 3));
  const std::vector<std::uint32_t> one(5, 0);
  const std::vector<std::string> staying = {"a", "b", "c"};
  const std::vector<std::string> leaving = {"d", "e"};
  const std::vector<std::string> anchors = {"a"};
  EXPECT_THAT(apply_decisions(kIds, one, split_decisions(staying, leaving, anchors, {}, 1)),
              ElementsAre(0, 0, 0, 1, 1));
}

TEST(Decisions, ASplitAcrossAnEarlierMergeLeavesTheOthersWhereTheyAre) {
  const std::vector<std::vector<std::string>> stories = {{"a", "b"}, {"c", "d"}};
  const StoryDecisions merges = merge_decisions(stories, {}, 1);
  const std::vector<std::string> rest = {"a", "b", "c"};
  const std::vector<std::string> out = {"d"};
  const std::vector<std::string> anchors = {"a", "c"};
  StoryDecisions all = split_decisions(rest, out, anchors, merges, 2);
  all.insert(all.end(), merges.begin(), merges.end());
  EXPECT_THAT(apply(all), ElementsAre(0, 0, 0, 1, 2));
}

TEST(Decisions, AMergeOverrulesEarlierSplits) {
  const std::vector<std::string> rest = {"a"};
  const std::vector<std::string> out = {"b"};
  const StoryDecisions splits = split_decisions(rest, out, rest, {}, 1);
  const std::vector<std::vector<std::string>> stories = {{"a"}, {"b"}};
  // The store keeps the later decision about a pair: these replace the splits.
  const StoryDecisions merges = merge_decisions(stories, splits, 2);
  EXPECT_THAT(apply(merges), ElementsAre(0, 0, 1, 1, 2));
}

TEST(Decisions, OrderDoesNotMatterAndUnknownArticlesAreIgnored) {
  const std::vector<std::vector<std::string>> stories = {{"a"}, {"c"}, {"e"}};
  StoryDecisions all = merge_decisions(stories, {}, 1);
  const std::vector<std::string> rest = {"a"};
  const std::vector<std::string> out = {"b", "gone"};
  for (auto& d : split_decisions(rest, out, rest, {}, 2))
    all.push_back(d);
  const auto expected = apply(all);
  EXPECT_THAT(expected, ElementsAre(0, 1, 0, 0, 0));
  std::mt19937 random(1);
  for (int round = 0; round < 20; ++round) {
    std::shuffle(all.begin(), all.end(), random);
    ASSERT_EQ(apply(all), expected);
  }
}

TEST(Decisions, TheLatestNameCounts) {
  const auto name = [](const char* article, const char* text, std::int64_t second) {
    v1::StoryDecision out;
    out.set_kind(v1::STORY_DECISION_KIND_RENAME);
    out.set_article(article);
    out.set_name(text);
    out.set_decided_second(second);
    return out;
  };
  const StoryDecisions names = {name("b", "newer", 2), name("a", "older", 1), name("e", "x", 3)};
  const std::vector<std::string_view> story = {"a", "b"};
  EXPECT_THAT(decided_name(story, names), Optional(std::string("newer")));
  const StoryDecisions taken_back = {name("a", "older", 1), name("a", "", 2)};
  EXPECT_EQ(decided_name(story, taken_back), std::nullopt);
}

}  // namespace
}  // namespace annals
