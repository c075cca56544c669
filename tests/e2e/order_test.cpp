// Law 2: the same articles in any order, in one batch or many, analysed by one thread or two, give
// the same timeline byte for byte.
#include <algorithm>
#include <random>

#include "cli/ingest_queue.h"
#include "tests/e2e/sample.h"

namespace annals {
namespace {

std::string timeline_bytes(const Engine& engine) {
  return to_bytes(timeline_of(engine, query_of("TikTok"))) +
         to_bytes(timeline_of(engine, query_of("")));
}

TEST(Order, ShuffledAndBatchedArticlesGiveTheSameTimeline) {
  const TemporaryDirectory directory;
  std::vector<v1::ArticleRecord> records = analyse({kSamples + "/articles"});
  const std::string expected = timeline_bytes(store_of(directory.path("straight"), records));
  ASSERT_GT(expected.size(), 1000U);
  std::mt19937 random(7);
  for (int round = 0; round < 4; ++round) {
    std::shuffle(records.begin(), records.end(), random);
    auto engine = Engine::open(directory.path("shuffled" + std::to_string(round)),
                               {.create_if_missing = true});
    ASSERT_TRUE(engine);
    for (std::size_t at = 0; at < records.size();) {
      const std::size_t count = std::min<std::size_t>(1 + random() % 9, records.size() - at);
      ASSERT_TRUE(engine->add(std::span(records).subspan(at, count),
                              kRecordTime + std::chrono::seconds(round)));
      at += count;
    }
    EXPECT_EQ(timeline_bytes(*engine), expected) << "round " << round;
  }
}

TEST(Order, ThreadsDoNotMatter) {
  const TemporaryDirectory directory;
  std::vector<std::string> timelines;
  for (const unsigned threads : {1U, 2U, 5U}) {
    auto engine = Engine::open(directory.path("threads" + std::to_string(threads)),
                               {.create_if_missing = true});
    ASSERT_TRUE(engine);
    std::vector<v1::ArticleRecord> records;
    const Status status =
        cli::for_each_analysed({kSamples + "/articles"}, {}, pipeline(), threads, nullptr,
                               [&](Result<v1::ArticleRecord> record) -> Status {
                                 EXPECT_TRUE(record) << record.error().message;
                                 if (record) records.push_back(*std::move(record));
                                 return {};
                               });
    ASSERT_TRUE(status);
    ASSERT_TRUE(engine->add(records, kRecordTime));
    timelines.push_back(timeline_bytes(*engine));
  }
  EXPECT_EQ(timelines[0], timelines[1]);
  EXPECT_EQ(timelines[0], timelines[2]);
}

TEST(Order, IngestingTwiceChangesNothing) {
  const TemporaryDirectory directory;
  const std::vector<v1::ArticleRecord> records = analyse({kSamples + "/articles"});
  Engine engine = store_of(directory.path("twice"), records);
  const std::string before = timeline_bytes(engine);
  const auto again = engine.add(records, kRecordTime + std::chrono::hours(1));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->unchanged, records.size());
  EXPECT_EQ(timeline_bytes(engine), before);
}

}  // namespace
}  // namespace annals
