#include "engine/engine.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/store/generated_records.h"
#include "tests/engine/store/store_directory.h"
#include "tests/engine/timeline/small_story.h"

namespace annals {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Two outlets tell of the same takeover; the second also of something else.
std::vector<v1::ArticleRecord> takeover() {
  const SmallEvent takes{.event_class = "acquisition",
                         .who = {{v1::ROLE_AGENT, "Alpha"}, {v1::ROLE_PATIENT, "Beta"}},
                         .when = on("2021-03-04")};
  const SmallEvent closes{
      .event_class = "closure", .who = {{v1::ROLE_AGENT, "Gamma"}}, .when = on("2021-03-02")};
  return {SmallArticle("a", "2021-03-05", "Daily", "Alpha takes Beta over")
              .say({"Alpha took Beta over on Thursday.", {on("2021-03-04")}, {takes}})
              .build(),
          SmallArticle("b", "2021-03-05", "Courier", "Beta belongs to Alpha")
              .say({"Beta was taken over by Alpha on Thursday.", {on("2021-03-04")}, {takes}})
              .say({"Gamma closed its plant on Tuesday.", {on("2021-03-02")}, {closes}})
              .build()};
}

Engine open_engine(const StoreDirectory& directory, const std::vector<v1::ArticleRecord>& records) {
  Result<Engine> engine = Engine::open(directory.path(), {.create_if_missing = true});
  if (!engine) {
    ADD_FAILURE() << engine.error().message;
    std::abort();
  }
  EXPECT_TRUE(engine->add(records, record_time(1)));
  return *std::move(engine);
}

TEST(Engine, ExplainsAnEventByItsBytes) {
  const StoreDirectory directory;
  const std::vector<v1::ArticleRecord> records = takeover();
  const Engine engine = open_engine(directory, records);
  const v1::Event& event = records[1].events(1);
  const Result<Explanation> explanation = engine.explain(event.id());
  ASSERT_TRUE(explanation) << explanation.error().message;
  EXPECT_EQ(explanation->id, event.id());
  EXPECT_EQ(explanation->event.SerializeAsString(), event.SerializeAsString());
  EXPECT_EQ(explanation->article.id(), "b");
  EXPECT_EQ(explanation->sentence, "Gamma closed its plant on Tuesday.");
  EXPECT_THAT(explanation->merged, IsEmpty());
}

TEST(Engine, ExplainsEveryEntryOfATimeline) {
  const StoreDirectory directory;
  const Engine engine = open_engine(directory, takeover());
  const Result<v1::Timeline> timeline = engine.timeline({});
  ASSERT_TRUE(timeline) << timeline.error().message;
  int entries = 0;
  std::size_t merged = 0;
  for (const v1::TimelineDay& day : timeline->days()) {
    for (const v1::Entry& entry : day.entries()) {
      ++entries;
      const Result<Explanation> explanation = engine.explain(entry.id());
      ASSERT_TRUE(explanation) << explanation.error().message;
      EXPECT_EQ(explanation->id, entry.id());
      EXPECT_EQ(explanation->merged.size() + 1, static_cast<std::size_t>(entry.reports_size()));
      EXPECT_FALSE(explanation->sentence.empty());
      merged += explanation->merged.size();
    }
  }
  EXPECT_GE(entries, 2);
  EXPECT_EQ(merged, 1U);  // the takeover has two reports
}

TEST(Engine, SaysWhatIsNoIdAndWhatIsNotThere) {
  const StoreDirectory directory;
  const Engine engine = open_engine(directory, takeover());
  for (const char* id : {"ev-0000000000000001", "en-0000000000000001"}) {
    const Result<Explanation> none = engine.explain(id);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::kNotFound) << none.error().message;
    EXPECT_THAT(none.error().message, HasSubstr(id));
  }
  for (const char* id : {"", "ev-", "story", "ac-0000000000000001"}) {
    const Result<Explanation> none = engine.explain(id);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::kInvalidInput) << none.error().message;
  }
  EXPECT_EQ(engine.article("nothing").error().code, ErrorCode::kNotFound);
}

TEST(Engine, ActorsAreThoseOfTheNewestRevisionsMostSalientFirst) {
  const StoreDirectory directory;
  v1::ArticleRecord revised = generated_record(1, 1);
  revised.mutable_actors()->DeleteSubrange(0, revised.actors_size());
  revised.clear_mentions();
  const Engine engine = open_engine(
      directory, {generated_record(1), revised, generated_record(2), generated_record(3)});
  const Result<std::vector<v1::Actor>> actors = engine.actors();
  ASSERT_TRUE(actors) << actors.error().message;
  ASSERT_FALSE(actors->empty());
  double sum = 0;
  std::uint32_t most_articles = 0;
  for (const v1::Actor& actor : *actors) {
    sum += actor.salience();
    most_articles = std::max(most_articles, actor.articles());
  }
  EXPECT_NEAR(sum, 1.0, 1e-9);
  EXPECT_LE(most_articles, 2U);  // article 1 names nobody any more
  EXPECT_TRUE(std::is_sorted(
      actors->begin(), actors->end(),
      [](const v1::Actor& a, const v1::Actor& b) { return a.salience() > b.salience(); }));
}

TEST(Engine, PassesOnWhatTheStoreDoes) {
  const StoreDirectory directory;
  Engine engine = open_engine(directory, takeover());
  ASSERT_TRUE(engine.article("a"));
  const Result<std::vector<v1::Story>> stories = engine.stories({.members = true});
  ASSERT_TRUE(stories);
  int members = 0;
  for (const v1::Story& story : *stories)
    members += story.articles_size();
  EXPECT_EQ(members, 2);
  ASSERT_TRUE(engine.forget("a"));
  EXPECT_EQ(engine.stats()->articles, 1U);
  EXPECT_THAT(*engine.check(), IsEmpty());
  EXPECT_EQ(engine.store().path(), directory.path());
  EXPECT_TRUE(engine.close());
}

}  // namespace
}  // namespace annals
