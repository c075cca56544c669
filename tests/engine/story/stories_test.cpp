#include "engine/story/stories.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/ids.h"
#include "engine/base/interval.h"
#include "engine/story/cluster.h"
#include "engine/story/grouping.h"
#include "engine/story/vectors.h"

namespace annals {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using ::testing::StartsWith;

void add_words(v1::Digest& digest, v1::DigestSentence& sentence, std::string_view text) {
  std::uint32_t tokens = 0;
  sentence.set_first_term(static_cast<std::uint32_t>(digest.terms_size()));
  while (!text.empty()) {
    const auto blank = text.find(' ');
    digest.add_terms(term_of_stem(text.substr(0, blank)).value());
    text = blank == std::string_view::npos ? std::string_view() : text.substr(blank + 1);
    ++tokens;
  }
  sentence.set_term_count(tokens);
  sentence.set_tokens(tokens);
}

v1::Digest article(const std::string& id, int day, const std::string& title,
                   std::string_view title_terms, std::string_view body,
                   const std::vector<std::string>& actors = {}) {
  v1::Digest digest;
  digest.set_article_id(id);
  digest.set_revision(id);
  digest.set_title(title);
  *digest.mutable_published() = day_interval(day_from_number(day));
  add_words(digest, *digest.add_sentences(), title_terms);
  auto& sentence = *digest.add_sentences();
  sentence.set_body(true);
  add_words(digest, sentence, body);
  for (const std::string& name : actors) {
    auto& actor = *digest.add_actors();
    actor.set_key(name);
    actor.set_name(name);
    actor.set_mentions(1);
  }
  return digest;
}

std::vector<const v1::Digest*> pointers(const std::vector<v1::Digest>& digests) {
  std::vector<const v1::Digest*> out;
  for (const auto& d : digests)
    out.push_back(&d);
  return out;
}

// Stories as sorted sets of article ids.
std::set<std::set<std::string>> as_sets(const std::vector<v1::Digest>& digests) {
  const auto all = pointers(digests);
  std::map<std::uint32_t, std::set<std::string>> groups;
  const auto story_of = group_stories(all).story_of;
  for (std::size_t i = 0; i < digests.size(); ++i) {
    groups[story_of[i]].insert(digests[i].article_id());
  }
  std::set<std::set<std::string>> out;
  for (auto& [group, ids] : groups)
    out.insert(ids);
  return out;
}

// `stories` topics of ten words each; an article draws six of its topic and three common ones.
std::vector<v1::Digest> generated(int stories, int per_story, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<v1::Digest> out;
  for (int s = 0; s < stories; ++s) {
    for (int k = 0; k < per_story; ++k) {
      std::vector<int> words(10);
      for (int w = 0; w < 10; ++w)
        words[static_cast<std::size_t>(w)] = w;
      std::shuffle(words.begin(), words.end(), random);
      std::string text;
      for (std::size_t w = 0; w < 6; ++w)
        text += fmt::format("t{}w{} ", s, words[w]);
      for (int w = 0; w < 3; ++w)
        text += fmt::format("common{} ", random() % 12);
      text.pop_back();
      out.push_back(article(fmt::format("a{:02}-{:02}", s, k), 18000 + s * 5 + k % 4, "", text,
                            text, {fmt::format("actor{}", s / 2)}));
    }
  }
  return out;
}

TEST(Stories, TopicsComeOutSeparateAndComplete) {
  const auto sets = as_sets(generated(6, 8, 7));
  EXPECT_THAT(sets, SizeIs(6));
  for (const auto& ids : sets) {
    EXPECT_THAT(ids, SizeIs(8));
    for (const std::string& id : ids)
      EXPECT_THAT(id, StartsWith(ids.begin()->substr(0, 3)));
  }
}

TEST(Stories, OrderOfArticlesDoesNotMatter) {
  auto digests = generated(9, 7, 11);
  const StoryOptions options{.members = true};
  const auto print = [&](const std::vector<v1::Digest>& set) {
    std::string out;
    const auto all = pointers(set);
    for (const auto& story : describe_stories(all, group_stories(all), options)) {
      out += story.SerializeAsString() + "\n";
    }
    return out;
  };
  const std::string expected = print(digests);
  std::mt19937 random(3);
  for (int round = 0; round < 20; ++round) {
    std::shuffle(digests.begin(), digests.end(), random);
    ASSERT_EQ(print(digests), expected) << "round " << round;
  }
}

TEST(Stories, OneSharedActorDoesNotJoinTwoStories) {
  const std::vector<v1::Digest> digests = {
      article("a1", 18500, "", "bidder chip sale", "bidder chip sale price regulator", {"nvidia"}),
      article("a2", 18501, "", "bidder chip deal", "chip sale price bidder owner", {"nvidia"}),
      article("b1", 18500, "", "auditor fraud", "auditor fraud missing billions balance",
              {"nvidia"}),
      article("b2", 18501, "", "fraud arrest", "auditor fraud missing billions arrest",
              {"nvidia"})};
  EXPECT_THAT(as_sets(digests),
              ElementsAre(std::set<std::string>{"a1", "a2"}, std::set<std::string>{"b1", "b2"}));
}

TEST(Stories, AChainOfNeighboursDoesNotDriftIntoOneStory) {
  // Each article shares half of its words with the next one: single linkage would join them all.
  std::vector<v1::Digest> digests;
  for (int i = 0; i < 30; ++i) {
    std::string text;
    for (int w = 0; w < 8; ++w)
      text += fmt::format("w{} ", i * 4 + w);
    text.pop_back();
    digests.push_back(article(fmt::format("c{:02}", i), 18000 + i, "", text, text));
  }
  for (const auto& ids : as_sets(digests))
    EXPECT_LE(ids.size(), 8U);
}

TEST(Stories, GermanCompoundsMeetThroughTheirLetters) {
  const std::vector<v1::Digest> digests = {
      article("a", 18500, "Stromausfall in Sonnfeld", "stromausfall sonnfeld", "haushalte dunkel"),
      article("b", 18500, "Stromausfälle treffen Sonnfelder", "stromausfall treff sonnfelder",
              "haushalte dunkel"),
      article("c", 18500, "Neue Brücke eröffnet", "neu bruck eroffnet", "verkehr fluss"),
      article("d", 18500, "Sparkurs im Rathaus", "sparkurs rathaus", "haushalt defizit")};
  EXPECT_THAT(as_sets(digests),
              ElementsAre(std::set<std::string>{"a", "b"}, std::set<std::string>{"c"},
                          std::set<std::string>{"d"}));
}

TEST(Stories, DescribesIdLabelSpanAndActors) {
  const std::vector<v1::Digest> digests = {
      article("late", 18510, "Bidder raises chip offer", "bidder chip offer",
              "bidder chip offer price", {"nvidia", "arm"}),
      article("early", 18500, "Bidder makes chip offer", "bidder chip offer",
              "bidder chip offer owner", {"nvidia"})};
  const auto all = pointers(digests);
  const auto stories =
      describe_stories(all, group_stories(all), {.members = true, .max_actors = 2});
  ASSERT_THAT(stories, SizeIs(1));
  const v1::Story& story = stories.front();
  EXPECT_EQ(story.first_day(), 18500);
  EXPECT_EQ(story.last_day(), 18510);
  EXPECT_EQ(story.article_count(), 2U);
  EXPECT_THAT(story.articles(), ElementsAre("early", "late"));
  EXPECT_EQ(story.actors(0).name(), "nvidia");
  EXPECT_THAT(story.label(), StartsWith("nvidia, arm – Bidder"));
  // The id comes from the earliest article: it stays when a later one is added or removed.
  const auto alone = describe_stories(std::span(all).subspan(1), {{0}, {0}}, {});
  EXPECT_EQ(alone.front().id(), story.id());
  EXPECT_TRUE(parse_story_id(story.id()).has_value());
}

TEST(Stories, NothingAndNearlyNothing) {
  EXPECT_THAT(group_stories({}).story_of, SizeIs(0));
  EXPECT_THAT(describe_stories({}, {}, {}), SizeIs(0));
  const std::vector<v1::Digest> empty(3);
  const auto all = pointers(empty);
  EXPECT_THAT(group_stories(all).story_of, SizeIs(3));
  v1::Digest undated = article("u", 0, "\xff\xfe broken", "x", "y");
  undated.clear_published();
  const std::vector<v1::Digest> one = {undated};
  EXPECT_THAT(as_sets(one), SizeIs(1));
}

TEST(Vectors, HaveLengthOneAndRareWordsWeighMore) {
  const auto digests = generated(4, 5, 5);
  std::vector<ArticleFeatures> features;
  for (const auto& digest : digests)
    features.push_back(story_features(digest));
  std::vector<const ArticleFeatures*> views;
  for (const auto& f : features)
    views.push_back(&f);
  const auto set = make_vectors(views, {});
  for (const auto& vector : set.vectors)
    EXPECT_NEAR(length(vector), 1.0, 1e-5);
  EXPECT_GT(dot(set.vectors[0], set.vectors[1]), dot(set.vectors[0], set.vectors[7]));
}

TEST(Vectors, WhatOneOutletPutsOnEveryPageCountsLittle) {
  std::vector<v1::Digest> digests;
  for (int i = 0; i < 40; ++i) {
    const bool subscribers = i < 20;
    auto digest = article(fmt::format("a{:02}", i), 18500, "", "x",
                          fmt::format("own{} {}", i, subscribers ? "furniture" : "news"));
    digest.set_outlet(subscribers ? "one.example" : fmt::format("o{}.example", i));
    digests.push_back(std::move(digest));
  }
  std::vector<ArticleFeatures> features;
  for (const auto& digest : digests)
    features.push_back(story_features(digest));
  std::vector<const ArticleFeatures*> views;
  for (const auto& f : features)
    views.push_back(&f);
  const auto set = make_vectors(views, {});
  EXPECT_LT(dot(set.vectors[0], set.vectors[1]), dot(set.vectors[38], set.vectors[39]) / 2);
}

TEST(Features, AnUndatedArticleStandsWhereTheLatestDayItNamesIs) {
  v1::Digest digest = article("u", 0, "Fire", "fire", "fire warehouse");
  digest.clear_published();
  EXPECT_FALSE(story_features(digest).clock.has_value());
  auto& year = *digest.mutable_sentences(1)->add_times();
  year.set_first_day(15340);
  year.set_last_day(15705);
  ASSERT_TRUE(story_features(digest).clock.has_value());
  EXPECT_EQ(story_features(digest).clock->first, 15340);
  for (const int day : {15555, 15000}) {
    auto& time = *digest.mutable_sentences(1)->add_times();
    time.set_first_day(day);
    time.set_last_day(day);
  }
  EXPECT_EQ(story_features(digest).clock->first, 15555);
  EXPECT_EQ(story_features(digest).clock->last, 15555);
}

TEST(Stories, UndatedTwinsOfOneKindNeedMoreInCommonThanDatedOnes) {
  const auto pair = [](bool dated) {
    std::vector<v1::Digest> out;
    for (const char* id : {"a", "b"}) {
      auto digest = article(id, 18500, "", "boxer title fight",
                            fmt::format("boxer title fight {0}one {0}two {0}three {0}four", id));
      if (!dated) digest.clear_published();
      out.push_back(std::move(digest));
    }
    return out;
  };
  EXPECT_LE(as_sets(pair(true)).size(), as_sets(pair(false)).size());
}

TEST(Stories, LongOnesHaveParts) {
  const auto digests = generated(1, 12, 5);
  const auto all = pointers(digests);
  const auto stories = describe_stories(all, group_stories(all), {.parts_from = 10});
  ASSERT_THAT(stories, SizeIs(1));
  ASSERT_GE(stories.front().parts_size(), 1);
  EXPECT_NE(stories.front().parts(0).id(), stories.front().id());
  EXPECT_GE(stories.front().parts(0).article_count(), 2U);
}

TEST(Stories, MembershipNamesWhatIsShared) {
  const std::vector<v1::Digest> digests = {
      article("a", 18500, "Bidder makes chip offer", "bidder chip offer", "bidder chip owner",
              {"nvidia"}),
      article("b", 18503, "Bidder raises chip offer", "bidder chip offer", "bidder chip price",
              {"nvidia"}),
      article("c", 18500, "New bridge", "new bridge", "river traffic", {"mayor"})};
  const auto all = pointers(digests);
  const auto why = explain_membership(all, "a", {});
  ASSERT_TRUE(why);
  EXPECT_EQ(why->story().article_count(), 2U);
  ASSERT_EQ(why->links_size(), 1);
  EXPECT_EQ(why->links(0).article(), "b");
  EXPECT_EQ(why->links(0).gap_days(), 3U);
  EXPECT_THAT(why->links(0).actors(), ElementsAre("nvidia"));
  EXPECT_GE(why->links(0).terms_size(), 3);
  EXPECT_FALSE(explain_membership(all, "nobody", {}).has_value());
}

TEST(Cluster, LikenessFallsWithTime) {
  const ClusterOptions options{.decay_days = 10, .decay_floor = 0.5};
  ClusterItem a;
  a.sum = {{1, 1.0F}};
  a.first_day = a.last_day = 100;
  ClusterItem near = a;
  near.first_day = near.last_day = 101;
  ClusterItem far = a;
  far.first_day = far.last_day = 400;
  EXPECT_NEAR(likeness(a, a, options), 1.0, 1e-9);
  EXPECT_GT(likeness(a, near, options), likeness(a, far, options));
  EXPECT_NEAR(likeness(a, far, options), 0.5, 1e-6);
  EXPECT_EQ(likeness(a, near, options), likeness(near, a, options));
}

TEST(Cluster, WhatHasGoneOnForMonthsMayPauseForWeeks) {
  const ClusterOptions options{
      .decay_days = 10, .patience = 0.5, .most_patience = 30, .decay_floor = 0.5};
  ClusterItem a;
  a.sum = {{1, 1.0F}};
  a.first_day = a.last_day = 200;
  ClusterItem later = a;
  later.first_day = later.last_day = 250;
  const auto since = [&](std::int32_t first) {
    a.first_day = first;
    return likeness(a, later, options);
  };
  EXPECT_GT(since(170), since(200));
  // No more than so many days: a story of years is not patient for years.
  EXPECT_GT(since(140), since(170));
  EXPECT_EQ(since(-900), since(140));
  EXPECT_EQ(since(140), likeness(later, a, options));
}

}  // namespace
}  // namespace annals
