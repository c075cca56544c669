// Stories that are kept are those that grouping anew gives, byte for byte.
#include "engine/story/kept_stories.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/store/database.h"
#include "tests/engine/store/generated_records.h"
#include "tests/engine/store/store_directory.h"

namespace annals {
namespace {

using ::testing::Eq;
using ::testing::Ne;

namespace fs = std::filesystem;

std::vector<v1::ArticleRecord> records(std::uint32_t from, std::uint32_t to) {
  std::vector<v1::ArticleRecord> out;
  for (std::uint32_t i = from; i < to; ++i)
    out.push_back(generated_record(i));
  return out;
}

std::string text_of(const std::vector<v1::Story>& stories) {
  std::string out;
  for (const v1::Story& story : stories)
    out += story.DebugString() + "\n";
  return out;
}

std::string grouped_anew(const Store& store, const StoryOptions& options) {
  const auto digests = story_digests(store);
  const auto decisions = store.story_decisions();
  if (!digests || !decisions) return "failed";
  std::vector<const v1::Digest*> views;
  for (const DigestPtr& digest : *digests)
    views.push_back(digest.get());
  return text_of(describe_stories(views, group_stories(views, *decisions), options, *decisions));
}

std::string asked(const Store& store, const StoryOptions& options) {
  const auto stories = stories_of(store, options);
  return stories ? text_of(*stories) : "failed";
}

class KeptStories : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = Store::open(directory.path(), {.create_if_missing = true});
    ASSERT_TRUE(store) << store.error().message;
    ASSERT_TRUE(store->add(records(0, 60), record_time(1)));
    ASSERT_TRUE(store->close());
  }
  Store open(bool read_only = true) {
    auto store = Store::open(directory.path(), {.read_only = read_only});
    if (!store) std::abort();
    return *std::move(store);
  }
  fs::path file() const { return fs::path(directory.path()) / kStoriesFile; }

  const StoreDirectory directory;
  const StoryOptions whole{.members = true, .parts_from = 2};
};

TEST_F(KeptStories, AreWhatGroupingAnewGives) {
  const Store store = open();
  for (int round = 0; round < 2; ++round) {
    for (const StoryOptions& options :
         {StoryOptions{}, whole, StoryOptions{.members = true, .max_actors = 1},
          StoryOptions{.parts_from = 4}, StoryOptions{.max_actors = 9}}) {
      EXPECT_EQ(asked(store, options), grouped_anew(store, options)) << "round " << round;
    }
  }
  EXPECT_TRUE(store.kept_stories(*store.fingerprint()));
}

TEST_F(KeptStories, AreReadFromTheFile) {
  const Store store = open();
  const std::string fingerprint = *store.fingerprint();
  EXPECT_FALSE(store.kept_stories(fingerprint));
  v1::Timeline other;
  other.add_stories()->set_label("kept");
  store.keep_stories(fingerprint, other.SerializeAsString());
  const auto stories = stories_of(store, {});
  ASSERT_TRUE(stories);
  ASSERT_EQ(stories->size(), 1U);
  EXPECT_EQ(stories->front().label(), "kept");
}

TEST_F(KeptStories, ChangeWithArticlesAndDecisions) {
  const std::string before = asked(open(), whole);
  const std::string fingerprint = *open().fingerprint();
  {
    Store store = open(false);
    ASSERT_TRUE(store.add(records(60, 64), record_time(2)));
    EXPECT_EQ(asked(store, whole), grouped_anew(store, whole));
    EXPECT_THAT(asked(store, whole), Ne(before));
    v1::StoryDecision name;
    name.set_kind(v1::STORY_DECISION_KIND_RENAME);
    name.set_article(generated_record(3).article().id());
    name.set_name("A name");
    ASSERT_TRUE(store.decide({&name, 1}));
    EXPECT_THAT(asked(store, whole), ::testing::HasSubstr("A name"));
    EXPECT_EQ(asked(store, whole), grouped_anew(store, whole));
    EXPECT_THAT(*store.fingerprint(), Ne(fingerprint));
  }
}

TEST_F(KeptStories, GoWhenAnArticleIsForgotten) {
  EXPECT_THAT(asked(open(), whole), ::testing::HasSubstr(generated_record(7).article().id()));
  ASSERT_TRUE(fs::exists(file()));
  Store store = open(false);
  ASSERT_TRUE(store.forget(generated_record(7).article().id()));
  EXPECT_FALSE(fs::exists(file()));
  EXPECT_EQ(asked(store, whole), grouped_anew(store, whole));
}

TEST_F(KeptStories, DamageCostsTimeOnly) {
  const Store store = open();
  const std::string right = asked(store, whole);
  const std::string fingerprint = *store.fingerprint();
  const auto size = fs::file_size(file());
  for (const std::uintmax_t left : {std::uintmax_t{0}, std::uintmax_t{9}, size / 2, size - 1}) {
    fs::resize_file(file(), left);
    EXPECT_FALSE(store.kept_stories(fingerprint)) << left;
    EXPECT_EQ(asked(store, whole), right) << left;
    EXPECT_EQ(fs::file_size(file()), size);
  }
  std::fstream(file(), std::ios::in | std::ios::out | std::ios::binary).seekp(60).put('\0');
  EXPECT_FALSE(store.kept_stories(fingerprint));
  EXPECT_EQ(asked(store, whole), right);
}

TEST_F(KeptStories, TheSameInAnyOrderOfArticles) {
  const StoreDirectory other;
  auto store = Store::open(other.path(), {.create_if_missing = true});
  ASSERT_TRUE(store);
  ASSERT_TRUE(store->add(records(30, 60), record_time(1)));
  EXPECT_THAT(asked(*store, whole), Eq(grouped_anew(*store, whole)));
  ASSERT_TRUE(store->add(records(0, 30), record_time(1)));
  EXPECT_EQ(asked(*store, whole), asked(open(), whole));
}

}  // namespace
}  // namespace annals
